"""`deck.yaml` to a deck's settings."""

from __future__ import annotations

import functools
import re
import unicodedata

from builder.diagnostics import Problem, Severity
from builder.model import Citable, Settings
from builder.schema import Entry
from builder.source import keys
from builder.source.deck_names import CONTROLS, MOST_PARTS, check_deck_name
from builder.source.edits import is_flow
from builder.source.names import fault_of_name
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text, type_of_node

UID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
SPEECH = re.compile(r"[a-z]{2,3}_[A-Z]{2}\Z")
FEEDBACK = re.compile("(https?://|mailto:)[^\\s\"'<>]+\\Z")
_BAD_TAG = re.compile(r"[\s\"\u3000]")
_FOREIGN_TAG = re.compile(r"\A#|[^/]/[^/]")
_KEPT_TAGS = ("marked", "leech")
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "æ": "ae", "ø": "oe"}
)
"""How letters are written where only those of English are to be had."""


def load_settings(file: SourceFile, folder: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read `deck.yaml`; without a name or uid there are no settings, only problems."""
    node, problems = compose(file)
    if problems:
        return None, problems
    validator = Validator(file)
    top = validator.mapping(node, "the deck's settings (name, uid, …)")
    if top is None:
        return None, tuple(validator.problems)
    entry = validator.entry(top, keys.DECK, "deck.yaml", {"title": "the deck's title is its `name`"})
    sources = _sources(validator, entry)
    _check_settings(validator, entry)
    name, uid = entry.text("name"), entry.text("uid")
    if name is None or uid is None:
        return None, tuple(validator.problems)
    settings = Settings(
        file=file,
        entry=entry,
        folder=folder,
        name=name.value.strip(),
        uid=uid.value,
        version=entry.typed("version").strip(),
        description=entry.typed("description").strip(),
        language=_sound_value(entry, "language", LANGUAGE) or "en",
        speech=_sound_value(entry, "speech", SPEECH),
        math=entry.typed("math").strip(),
        tags=read_tags(validator, entry),
        sources=sources,
        glossary={short: text.value for short, text in entry.table("glossary").items()},
        feedback=entry.typed("feedback").strip(),
        lint=node_of(entry, "lint"),
        tables=_tables(validator, node_of(entry, "tables")),
    )
    return settings, tuple(validator.problems)


def _sound_uid(written: str) -> str:
    """Return a uid in ASCII that looks like what was written: `Übung 1` is `Uebung-1`."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", written).translate(_SPELLED))
    return re.sub(r"[^A-Za-z0-9._-]+", "-", bare.encode("ascii", "ignore").decode()).strip("-._") or "my-deck"


def _sound_value(entry: Entry, key: str, form: re.Pattern[str]) -> str:
    """Return what stands behind a key where it has its form; templates are made with it, wrong or not."""
    value = entry.typed(key).strip()
    return value if form.match(value) else ""


def stand_in(folder: str) -> Settings:
    """Return settings for chapters that are read although deck.yaml is broken."""
    empty = Entry(values={}, keys={}, at=Map(items=(), line=1, column=1, start=0, end=0))
    return Settings(file=SourceFile(path="", text=""), entry=empty, folder=folder, name=folder, uid="")


def node_of(entry: Entry, key: str) -> Node | None:
    """Return a value that is still a node, or None where the key is absent."""
    value = entry.values.get(key)
    return value if isinstance(value, Text | Map | Seq) else None


def _check_settings(validator: Validator, entry: Entry) -> None:
    uid = entry.text("uid")
    if uid and not UID.match(uid.value):
        message = f'the uid "{uid.value}" has other signs than letters, digits, . _ and -'
        validator.error(uid, "bad-id", message, f"write uid: {_sound_uid(uid.value)}")
    name = entry.text("name")
    if name:
        check_deck_name(validator, name)
        _check_own_deck(validator, name)
    language = entry.text("language")
    if language and not LANGUAGE.match(language.value):
        validator.error(
            language, "wrong-type", f'"{language.value}" is not a language tag', "write one like en, de or pt-BR"
        )
    speech = entry.text("speech")
    if speech and not SPEECH.match(speech.value):
        validator.error(
            speech, "wrong-type", f'"{speech.value}" is not a voice as Anki names it', "write one like en_US"
        )
    math = entry.text("math")
    if math and math.value != keys.DOLLARS:
        message = f'"{math.value}" is no way to write math'
        validator.error(math, "wrong-type", message, f"write {keys.DOLLARS}, or delete the key")
    feedback = entry.text("feedback")
    if feedback and not FEEDBACK.match(feedback.value):
        validator.error(
            feedback,
            "wrong-type",
            f'"{feedback.value}" is not a web or mail address',
            "write one like https://example.org/fix?card={id}",
        )


def _check_own_deck(validator: Validator, name: Text) -> None:
    """Refuse a deck whose cards would land among the learner's own."""
    if name.value.strip().partition("::")[0].strip().lower() == "default":
        message = "the cards would land in the deck that every learner has for his own cards"
        validator.error(name, "bad-name", message, "give the deck a name of its own")


def _sources(validator: Validator, entry: Entry) -> dict[str, Citable]:
    node = node_of(entry, "sources")
    sources: dict[str, Citable] = {}
    if node is None:
        return sources
    if not isinstance(node, Map):
        validator.error(
            node,
            "wrong-type",
            f'"sources" is {type_of_node[type(node)]}, expected a mapping of names to titles',
            "write own: Our own wording",
        )
        return sources
    for name, child in node.items:
        if name.value in sources:
            validator.error(name, "duplicate-key", f'"{name.value}" stands twice in "sources"', "keep one of the two")
        elif isinstance(child, Text) and child.value.strip():
            validator.check_prose(child, f"{name.value}: ", in_brackets=is_flow(validator.file.text, node))
            sources[name.value] = Citable(title=child.value)
        elif isinstance(child, Map):
            source = validator.entry(child, keys.SOURCE, f'the source "{name.value}"')
            title = source.text("title")
            sections = {section: text.value for section, text in source.table("sections").items()}
            sources[name.value] = Citable(title=title.value if title else name.value, sections=sections)
        else:
            validator.error(
                name, "empty-value", f'the source "{name.value}" has no title', "write one, or title and sections"
            )
    return sources


def _tables(validator: Validator, node: Node | None) -> dict[str, Entry]:
    """Return what there is of each table's entry; which keys its columns fill is looked at with the file."""
    tables: dict[str, Entry] = {}
    is_empty = node is None or (isinstance(node, Text) and not node.value.strip())
    if node is not None and not is_empty and not isinstance(node, Map):
        message = f'"tables" is {type_of_node[type(node)]}, expected a mapping of files to what they are'
        validator.error(node, "wrong-type", message, "write the name of a file without its ending: 20-words: {…}")
    for name, child in node.items if isinstance(node, Map) else ():
        if name.value in tables:
            validator.error(name, "duplicate-key", f'"{name.value}" stands twice in "tables"', "keep one of the two")
        elif isinstance(child, Map):
            tables[name.value] = validator.entry(child, keys.TABLE, f'the table "{name.value}"')
        else:
            hint = f"write {name.value}: {{title: …, kind: …, columns: {{id: …}}}}"
            message = f'the table "{name.value}" is {type_of_node[type(child)]}, expected a mapping'
            validator.error(child if child.end > child.start else name, "wrong-type", message, hint)
    return tables


def read_tags(validator: Validator, entry: Entry) -> tuple[str, ...]:
    """Return an entry's tags; those that Anki would split, change or keep for itself are problems."""
    tags = []
    for tag in entry.texts("tags"):
        is_alone = any(child is tag for _, child in entry.at.items)  # it stands behind the key, in no list
        if _is_sound(tag.value) and not (is_alone and "," in tag.value):
            tags.append(tag.value)
            if _FOREIGN_TAG.search(tag.value):
                validator.problems.append(_foreign_tag(validator.file, tag))
        else:
            validator.error(tag, "bad-tag", *_tag_fault(tag.value, is_alone=is_alone))
    return tuple(tags)


def _foreign_tag(file: SourceFile, tag: Text) -> Problem:
    """Return what to say of a tag that Anki takes, and that means something else in a notebook."""
    own = "::".join(part for part in tag.value.lstrip("#").split("/") if part) or "a word"
    if tag.value.startswith("#"):
        message = f'Anki would show the tag "{tag.value}" with its "#"'
        return file.warning(file.location(tag), "bad-tag", message, f'write "{own}"')
    message = f'"{tag.value}" is one tag: Anki puts tags into each other by "::", and not by "/"'
    hint = f'write "{own}" if it is to stand below "{own.partition("::")[0]}"'
    return file.warning(file.location(tag), "bad-tag", message, hint)._replace(severity=Severity.INFO)


def _tag_fault(tag: str, *, is_alone: bool) -> tuple[str, str]:
    """Return what is wrong with a tag, and what to write; one that is alone may be several that make no list."""
    words = [_sound(word) for word in re.split(r"[,;]", tag)] if is_alone else []
    several = [word for word in words if word]
    if len(several) > 1:
        held = "a comma" if "," in tag else "a semicolon"
        return f'"{tag}" is one tag, with {held} in it', f"write a list: tags: [{', '.join(several)}]"
    if _BAD_TAG.search(tag):
        spaced = [word.strip('#"') for word in tag.split()] if is_alone else []
        listed = f", or a list: tags: [{', '.join(spaced)}]" if len(spaced) > 1 and all(spaced) else ""
        return f'the tag "{tag}" has a space or quote in it', f'write "{_sound(tag)}"{listed}'
    if tag.count("::") >= MOST_PARTS:
        return (
            f"the tag has {tag.count('::') + 1:,} parts, and at most {MOST_PARTS} stand in each other",
            "leave some out",
        )
    if tag.lower() in _KEPT_TAGS:
        return f'Anki keeps the tag "{tag}" for itself', "choose another"
    fault = fault_of_name(tag)
    if fault:
        return fault.message, f'write "{fault.fixed}"'
    return f'Anki would change the tag "{tag}"', f'write "{_sound(tag)}"'


def _sound(tag: str) -> str:
    """Return what a tag is to be called instead."""
    whole = re.sub(r"[\s\"\u3000]+", "-", unicodedata.normalize("NFC", tag.strip()))
    parts = ("".join(sign for sign in part if unicodedata.category(sign) not in CONTROLS) for part in whole.split("::"))
    return "::".join(part for part in parts if part)  # Anki calls an empty one "blank"


@functools.lru_cache(maxsize=4096)
def _is_sound(tag: str) -> bool:
    is_short = tag.count("::") < MOST_PARTS
    is_kept = is_short and not _BAD_TAG.search(tag) and tag.lower() not in _KEPT_TAGS and _sound(tag) == tag
    return is_kept and fault_of_name(tag) is None
