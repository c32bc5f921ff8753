"""Chapter files to validated cards. What a kind makes of a card, and how it looks, is not known here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from builder.diagnostics import Problem, did_you_mean
from builder.makers import maker
from builder.model import CardSource, Chapter, Kind, Settings
from builder.schema import Entry
from builder.source import keys
from builder.source.card_forms import CALLED, Form, fitting_kinds, form_of, is_complete
from builder.source.citations import Citations
from builder.source.deck_names import check_deck_name, name_in_deck
from builder.source.note_cards import sides_hint
from builder.source.said_of_texts import SaidReader
from builder.source.settings import node_of, read_tags
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text, type_of_node

_make_card = maker(CardSource)
_ENDLESS = frozenset({"gap-count"})
"""Problems of cards that would take longer to render than to mend."""
_OF_CARDS = dict.fromkeys(
    ("id", "front", "back", "text", "question", "extra", "hint"),
    'it is a key of a card: write "cards:" above, and each card below it, as "  - id: …"',
)
"""Hints for keys that stand in a chapter where its `cards` were forgotten."""
_ID = re.compile(r"\w[\w.-]*\Z")


def load_chapter(
    file: SourceFile,
    settings: Settings,
    kinds: Mapping[str, Kind],
    broken: Collection[str] = (),
    within: str = "",
) -> tuple[Chapter | None, tuple[Problem, ...]]:
    """Read one chapter; cards with problems are left out of it, but for those of a single value.

    `broken` names own kinds whose problems are told elsewhere, `within` the deck of the chapter's folder.
    """
    node, problems = compose(file)
    if problems:
        return None, problems
    reader = Validator(file)
    top = reader.mapping(node, "a chapter (title and cards)")
    if top is None:
        return None, tuple(reader.problems)
    # A kind that could not be read may be an adopted one: then no title is asked for.
    is_adopted = bool(broken) or any(kind.is_adopted for kind in kinds.values())
    entry = reader.entry(top, keys.ADOPTED_CHAPTER if is_adopted else keys.CHAPTER, "a chapter", _OF_CARDS)
    title = entry.text("title")
    if title:
        check_deck_name(reader, title, within)
    items = _items(reader, entry)
    cards = CardReader(reader, settings, kinds, broken, entry, within, reader)
    chapter = Chapter(
        file=file,
        title=title.value.strip() if title else "",
        entry=entry,
        cards=cards.read(items),
        ids=tuple(card_ids(items)),
        partial=tuple(cards.partial),
        within=within,
        misread=frozenset(reader.misread),
    )
    return chapter, tuple(reader.problems)


def _items(reader: Validator, entry: Entry) -> Sequence[Node]:
    """Return the nodes in a chapter's `cards`; record what keeps them from being a list."""
    listed = node_of(entry, "cards")
    if isinstance(listed, Seq):
        if not listed.items:
            reader.error(entry.keys["cards"], "empty-value", '"cards" is empty', "write a card, or delete the file")
        return listed.items
    if isinstance(listed, Text) and not listed.value.strip():
        hint = "write a list of cards, or delete the file"
        reader.error(entry.keys["cards"], "empty-value", '"cards" is empty', hint)
    elif listed is not None:
        message = f'"cards" is {type_of_node[type(listed)]}, expected a list of cards'
        sides = sides_hint(listed.value) if isinstance(listed, Text) else ""
        reader.error(listed, "wrong-type", message, sides or "start each card with a dash: - id: …")
    return ()


def card_ids(items: Iterable[Node]) -> Iterator[Text]:
    """Yield the ids of a chapter's cards, also of those with problems."""
    for card in items:
        for key, value in card.items if isinstance(card, Map) else ():
            if key.value == "id" and isinstance(value, Text) and value.value.strip():
                yield value
                break


class CardReader:
    """Reads a chapter's cards with the chapter's defaults."""

    def __init__(
        self,
        reader: Validator,
        settings: Settings,
        kinds: Mapping[str, Kind],
        broken: Collection[str],
        chapter: Entry,
        within: str,
        head: Validator,
    ) -> None:
        """`head` is of the file in which the chapter's defaults stand: its own, or deck.yaml for a table."""
        self.reader = head
        self.broken = broken
        self.settings = settings
        self.kinds = kinds
        self.forms: dict[str, Form] = {}
        self.tags = (*settings.tags, *read_tags(head, chapter))
        self.kind = chapter.text("kind")
        self.said = SaidReader(head, chapter, settings, kinds.values())
        self.source = chapter.text("source")
        self.deck = name_in_deck(within, chapter.typed("title").strip())
        self.citations = Citations(settings.sources)
        self.partial: list[Entry] = []
        self.unique: dict[tuple[str, ...], tuple[str, ...]] = {}
        if self.kind and self.kind.value not in kinds:
            self._unknown_kind(self.kind)
        if self.source:
            self.citations.of(self.source, head)
        self.reader = reader

    def read(self, items: Iterable[Node]) -> tuple[CardSource, ...]:
        """Return the cards of these nodes that have all that their kinds cannot do without."""
        return tuple(card for card in map(self._card, items) if card is not None)

    def _card(self, node: Node) -> CardSource | None:
        reader = self.reader
        if not isinstance(node, Map):
            message = f"a card is {type_of_node[type(node)]}, expected a mapping"
            sides = sides_hint(node.value) if isinstance(node, Text) else ""
            reader.error(node, "wrong-type", message, sides or "write its keys: - id: …")
            return None
        kind = self._kind_of(node)
        if kind is None:
            return None
        before, misread = len(reader.problems), len(reader.misread)
        form = self.forms.get(kind.name) or self.forms.setdefault(kind.name, form_of(kind))
        entry = reader.entry(node, form.keys, form.subject, self._elsewhere(node, kind, form))
        card_id = entry.text("id")
        for id_text in (card_id, *[child.text("id") for key in form.entries for child in entry.entries(key)]):
            if id_text and not _ID.match(id_text.value):
                fixed = re.sub(r"[^\w.-]+", "-", id_text.value).strip("-.") or "a-name"
                message = f'the id "{id_text.value}" has other signs than letters, digits, . _ and -'
                reader.error(id_text, "bad-id", message, f'write "{fixed}"')
        tags = self.tags
        if "tags" in entry.values:
            tags = (*tags, *read_tags(reader, entry))
        source = entry.text("source")
        # The chapter's own source was looked up when this began, and what is wrong with it was said there.
        known = self.citations.known(self.source) if self.source else ""
        citation = self.citations.of(source, reader) if source else known
        said = self.said.of_card(reader, entry, form)
        subdeck = entry.text("subdeck") if "subdeck" in entry.values else None
        if subdeck:
            check_deck_name(reader, subdeck)
        faulty = len(reader.problems) > before
        if card_id is None or (faulty and not is_complete(entry, form.keys)):
            self.partial.append(entry)
            return None
        card = _make_card(
            id=card_id,
            kind=kind.name,
            entry=entry,
            tags=self._unique(tags),
            source=source or self.source,
            citation=citation or "",
            file=reader.file,
            deck=subdeck.value.strip() if subdeck else self.deck,
            said=said,
        )
        if len(reader.misread) == misread:
            found = list(kind.check(card))
            reader.problems.extend(found)
            if any(problem.rule in _ENDLESS for problem in found):
                self.partial.append(entry)
                return None
        return card

    def _elsewhere(self, node: Map, kind: Kind, form: Form) -> Mapping[str, str]:
        """Return hints for keys that cards of other kinds have, or that a plain card calls otherwise."""
        written = [key.value for key, _ in node.items]
        unknown = [name for name in written if name not in form.names]
        if not unknown:
            return {}
        fitting = [name for name in fitting_kinds(written, self.kinds.values()) if name != kind.name]
        hints = {}
        for name in unknown:
            owners = [other.name for other in self.kinds.values() if any(key.name == name for key in other.keys)]
            fits = [owner for owner in owners if owner in fitting]
            if fits:
                hints[name] = f"it is a key of {fits[0]} cards: write kind: {fits[0]}"
            elif CALLED.get(name) in form.names and CALLED[name] not in written:
                hints[name] = f'did you mean "{CALLED[name]}"?'
            elif owners:
                own = ", ".join(key.name for key in kind.keys)
                hints[name] = f"it is a key of {' and '.join(owners)} cards; {form.subject} has: {own}"
        return hints

    def _kind_of(self, node: Map) -> Kind | None:
        stated = None
        for key, child in node.items:
            if key.value == "kind":
                stated = child
                break
        if isinstance(stated, Text) and stated.value.strip():
            if stated.value not in self.kinds:
                self._unknown_kind(stated)
            return self.kinds.get(stated.value)
        if stated is not None and not isinstance(stated, Text):
            self.reader.error(
                stated, "wrong-type", f'"kind" is {type_of_node[type(stated)]}, expected text', "name one"
            )
            return None
        if self.kind:
            return self.kinds.get(self.kind.value)
        at = node.items[0][0] if node.items else node
        fitting = fitting_kinds([key.value for key, _ in node.items], self.kinds.values())
        chosen = fitting[0] if len(fitting) == 1 else f"one of {', '.join(self.kinds)}"
        self.reader.error(at, "missing-key", 'a card has no "kind"', f"add kind: {chosen}")
        return None

    def _unknown_kind(self, at: Text) -> None:
        if at.value in self.broken:
            return
        own = [kind.name for kind in self.kinds.values() if kind.files]
        likely = did_you_mean(at.value, self.kinds) or (f'did you mean "{own[0]}"?' if len(own) == 1 else "")
        hint = likely or f"the kinds are: {', '.join([*own, *(name for name in self.kinds if name not in own)])}"
        if len(own) == 1 and own[0] in likely:
            hint += f" A kind is called as its folder: kinds/{own[0]}"
        self.reader.error(at, "unknown-kind", f'there is no kind "{at.value}"', hint)

    def _unique(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        """Sort tags and drop repeats; Anki takes tags that differ in case for the same."""
        if tags not in self.unique:
            by_word: dict[str, str] = {}
            for tag in tags:
                by_word.setdefault(tag.lower(), tag)
            self.unique[tags] = tuple(sorted(by_word.values()))
        return self.unique[tags]
