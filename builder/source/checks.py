"""Checks that need more than one card or file: ids, uids and names that must be unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from builder.diagnostics import Location, Problem, Severity, counted
from builder.model import RenderedChapter, Settings
from builder.project import FOLDER_FILE, is_table_name
from builder.source.chapter_names import is_copy, number_out_of_order
from builder.source.deck_names import name_in_deck
from builder.syntax import FILE_START, SourceFile

_LISTED = 5
"""Places of an id that stands again which are told each by itself."""


class DeckChecks:
    """Holds a deck's chapters against each other while they come, so that none of them has to stay."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._has_chapters = False
        self._before = ""
        """The path of the last file."""
        self._is_order_told = False
        self._ids: dict[str, str] = {}
        """Where each id stands first, as `path:line:column`."""
        self._again: Counter[str] = Counter()
        """How often each id stands once more."""
        self._unlisted: dict[str, Location] = {}
        """The first place of each id that is not told by itself."""
        self._decks: dict[str, dict[str, bool]] = {}
        """Subdecks by their names in lower case: how each is written, and whether it has cards of its own."""
        self._parts: dict[str, Location] = {}
        """The places of lines and steps by their notes' keys."""

    def add(self, chapter: RenderedChapter, file: SourceFile) -> Iterator[Problem]:
        """Yield what a chapter repeats: ids of cards, of lines and steps, and subdecks that Anki would join."""
        self._has_chapters = True
        yield from self._out_of_order(file)
        copied = self._copied(chapter)
        for copy, original, count in copied.values():
            yield _copy_of(copy, original, count)
        for card_id in chapter.ids:
            position = f"{chapter.path}:{card_id.line}:{card_id.column}"
            first = self._ids.setdefault(card_id.value, position)
            if first != position and _path_of(first) not in copied:
                self._again[card_id.value] += 1
                if self._again[card_id.value] <= _LISTED:
                    yield _duplicate(file.location(card_id), f'the id "{card_id.value}" stands twice, first at {first}')
                elif card_id.value not in self._unlisted:
                    self._unlisted[card_id.value] = file.location(card_id)
        yield from self._joined(chapter, file)
        for note in chapter.notes:
            if "/" in note.key:
                known_part = self._parts.setdefault(note.key, note.location)
                if known_part is not note.location and known_part.path not in copied:
                    part = note.key.partition("/")[2]
                    message = f'the id "{part}" stands twice, first at {known_part.position}'
                    yield _duplicate(note.location, message)

    def _joined(self, chapter: RenderedChapter, file: SourceFile) -> Iterator[Problem]:
        """Yield subdecks whose names differ in case alone.

        Anki takes them for one. Where one of them has cards of its own it calls it `Name_`; else it joins them.
        """
        places: dict[str, Location] = {}
        if chapter.title is not None:
            home = name_in_deck(self._settings.name, chapter.within, chapter.title.value.strip())
            # What a table is called stands in deck.yaml.
            holder = self._settings.file if is_table_name(file.path) else file
            places[home] = holder.location(chapter.title)
        for note in chapter.notes:
            if note.deck not in places:
                places[note.deck] = note.location
        for whole, location in places.items():
            subdeck, inner = "", whole[len(self._settings.name) + 2 :]
            for part in inner.split("::"):
                subdeck = name_in_deck(subdeck, part)
                other, severity = self._same_but_for_case(subdeck, has_cards=subdeck == inner)
                if other:
                    message = f'Anki takes the subdecks "{other}" and "{subdeck}" for one'
                    hint = "write both in the same case"
                    if f"{chapter.within}::".startswith(f"{subdeck}::"):
                        hint += f": a folder has its name, or a title in its {FOLDER_FILE}"
                    yield Problem(location=location, severity=severity, rule="bad-name", message=message, hint=hint)
                    break

    def _same_but_for_case(self, subdeck: str, *, has_cards: bool) -> tuple[str, Severity]:
        """Return another subdeck that Anki takes for this one, at the first time, and what it is to have both."""
        written = self._decks.setdefault(subdeck.lower(), {})
        if subdeck in written and written[subdeck] >= has_cards:
            return "", Severity.INFO
        written[subdeck] = has_cards
        other = next((name for name in written if name != subdeck), "")
        return other, Severity.ERROR if any(written.values()) else Severity.WARNING

    def _copied(self, chapter: RenderedChapter) -> dict[str, tuple[str, str, int]]:
        """Return the earlier files that hold a chapter's ids and of which one has the name of a copy of the other.

        By the earlier one's path: the copy, the original, and how many ids they share.
        """
        shared = Counter(_path_of(self._ids[card_id.value]) for card_id in chapter.ids if card_id.value in self._ids)
        copied = {}
        for path, count in shared.items():
            is_whole = count == len(chapter.ids)
            if path != chapter.path and _is_copy(chapter.path, path, is_whole=is_whole):
                copied[path] = (chapter.path, path, count)
            elif path != chapter.path and _is_copy(path, chapter.path, is_whole=is_whole):
                copied[path] = (path, chapter.path, count)
        return copied

    def _out_of_order(self, file: SourceFile) -> Iterator[Problem]:
        """Yield, once a deck, a warning where a number in the name of a file or folder comes after a larger one."""
        parts, others = PurePosixPath(self._before).parts, PurePosixPath(file.path).parts
        self._before = file.path
        before, name = next((pair for pair in zip(parts, others, strict=False) if pair[0] != pair[1]), ("", ""))
        right = number_out_of_order(before, name) if before and not self._is_order_told else ""
        if right:
            self._is_order_told = True
            message = f'"{name}" comes after "{before}": chapters are read in the order of their names'
            hint = f'rename it "{right}", and so all with fewer digits: new cards come in this order'
            yield file.warning(file.location(FILE_START), "file-order", message, hint)

    def repeated(self) -> Iterator[Problem]:
        """Yield, after all chapters, a problem for each id that stands so often that its places are not listed."""
        for card_id, location in self._unlisted.items():
            count, first = self._again[card_id] + 1, self._ids[card_id]
            yield _duplicate(location, f'the id "{card_id}" stands {count:,} times, first at {first}')

    def finish(self) -> Iterator[Problem]:
        """Yield what is wrong where no chapter had a card."""
        if not self._ids:
            message = "the deck has no cards" if self._has_chapters else "the deck has no chapter files"
            hint = "write a chapter beside deck.yaml: 10-basics.yaml with a title and cards"
            file = self._settings.file
            yield file.error(file.location(FILE_START), "empty-deck", message, hint)


def check_decks(decks: Sequence[Settings], beside: Sequence[Settings] = ()) -> Iterator[Problem]:
    """Yield uids and names that two decks share; those `beside` are held against the others, not each other."""
    apart = {settings.file.path for settings in beside}
    uids: dict[str, Settings] = {}
    names: dict[str, Settings] = {}
    for settings in sorted([*decks, *beside], key=lambda settings: settings.file.path):
        first = uids.setdefault(settings.uid.lower(), settings)
        if first is not settings and not apart.issuperset((first.file.path, settings.file.path)):
            hint = "choose another for the newer deck: every note's identity hangs on it"
            yield _shared(settings, "uid", "duplicate-uid", first, hint)
        first = names.setdefault(settings.name.lower(), settings)
        if first is not settings and not apart.issuperset((first.file.path, settings.file.path)):
            yield _shared(settings, "name", "duplicate-name", first, "Anki would put both into one deck: rename one")


def _shared(settings: Settings, key: str, rule: str, first: Settings, hint: str) -> Problem:
    at, earlier = settings.entry.need(key), first.entry.need(key)
    message = f'the {key} "{at.value}" is that of {first.file.path}:{earlier.line}:{earlier.column} too'
    return settings.file.error(settings.file.location(at), rule, message, hint)


def _is_copy(path: str, of: str, *, is_whole: bool) -> bool:
    """Tell whether a file has the name of a copy of another, or a folder of it has.

    So has one of the same name in another folder, where `is_whole` says that it has no id of its own.
    """
    parts, others = (PurePosixPath(text).with_suffix("").parts for text in (path, of))
    differing = [pair for pair in zip(parts, others, strict=False) if pair[0] != pair[1]]
    if len(parts) == len(others) and len(differing) < 2 and is_copy(*(differing or [("", "")])[0]):
        return True
    return is_whole and parts[-1] == others[-1]


def _path_of(position: str) -> str:
    return position.rsplit(":", 2)[0]


def _copy_of(copy: str, original: str, count: int) -> Problem:
    file = SourceFile(path=copy, text="")
    message = f"this file is a copy of {original}: {counted(count, 'id')} {'is' if count == 1 else 'are'} in both"
    hint = "delete it, or give its cards new ids: deckwright check --fix makes them where `id` is taken out"
    return file.error(file.location(FILE_START), "duplicate-id", message, hint)


def _duplicate(location: Location, message: str) -> Problem:
    return Problem(
        location=location,
        severity=Severity.ERROR,
        rule="duplicate-id",
        message=message,
        hint="give the newer card another id; an id that has been published never changes",
    )
