"""Checks that need more than one card or file: ids, uids and names that must be unique."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.diagnostics import Location, Problem, Severity
from builder.model import RenderedChapter, Settings
from builder.syntax import FILE_START, SourceFile


class DeckChecks:
    """Holds a deck's chapters against each other while they come, so that none of them has to stay."""

    def __init__(self) -> None:
        self._has_chapters = False
        self._ids: dict[str, str] = {}
        """Where each id stands first, as `path:line:column`."""
        self._titles: dict[str, str] = {}
        self._parts: dict[str, Location] = {}
        """The places of lines and steps by their notes' keys."""

    def add(self, chapter: RenderedChapter, file: SourceFile) -> Iterator[Problem]:
        """Yield what a chapter repeats: ids of cards, of lines and steps, and subdecks that Anki would join."""
        self._has_chapters = True
        for card_id in chapter.ids:
            position = f"{chapter.path}:{card_id.line}:{card_id.column}"
            first = self._ids.setdefault(card_id.value, position)
            if first != position:
                yield _duplicate(file.location(card_id), card_id.value, first)
        if chapter.title is not None:
            title = chapter.title.value.strip()
            known = self._titles.setdefault(title.lower(), title)
            if known != title:
                message = f'Anki takes the subdecks "{known}" and "{title}" for one'
                yield file.error(file.location(chapter.title), "bad-name", message, "write both in the same case")
        for note in chapter.notes:
            if "/" in note.key:
                known_part = self._parts.setdefault(note.key, note.location)
                if known_part is not note.location:
                    yield _duplicate(note.location, note.key.partition("/")[2], known_part.position)

    def finish(self, settings: Settings) -> Iterator[Problem]:
        """Yield what is wrong where no chapter had a card."""
        if not self._ids:
            message = "the deck has no cards" if self._has_chapters else "the deck has no chapter files"
            hint = "write a chapter beside deck.yaml: 10-basics.yaml with a title and cards"
            yield settings.file.error(settings.file.location(FILE_START), "empty-deck", message, hint)


def check_decks(decks: Sequence[Settings], beside: Sequence[Settings] = ()) -> Iterator[Problem]:
    """Yield uids and names that two decks share; those `beside` are held against the others, not each other."""
    apart = {settings.file.path for settings in beside}
    uids: dict[str, Settings] = {}
    names: dict[str, Settings] = {}
    for settings in sorted([*decks, *beside], key=lambda settings: settings.file.path):
        first = uids.setdefault(settings.uid.lower(), settings)
        if first is not settings and not apart.issuperset((first.file.path, settings.file.path)):
            yield _shared(settings, "uid", "duplicate-uid", first, "every note's identity hangs on it: choose another")
        first = names.setdefault(settings.name.lower(), settings)
        if first is not settings and not apart.issuperset((first.file.path, settings.file.path)):
            yield _shared(settings, "name", "duplicate-name", first, "Anki would put both into one deck: rename one")


def _shared(settings: Settings, key: str, rule: str, first: Settings, hint: str) -> Problem:
    at, earlier = settings.entry.need(key), first.entry.need(key)
    message = f'the {key} "{at.value}" is that of {first.file.path}:{earlier.line}:{earlier.column} too'
    return settings.file.error(settings.file.location(at), rule, message, hint)


def _duplicate(location: Location, written_id: str, first: str) -> Problem:
    return Problem(
        location=location,
        severity=Severity.ERROR,
        rule="duplicate-id",
        message=f'the id "{written_id}" stands twice, first at {first}',
        hint="give the newer card another id; an id that has been published never changes",
    )
