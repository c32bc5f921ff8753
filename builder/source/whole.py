"""Checks that need more than one file: ids, uids and names that must be unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from builder.deck import Chapter, Settings
from builder.problems import Location, Problem, Severity
from builder.rendered import RenderedNote
from builder.syntax import Text

_START = Text("", 1, 1, 0, 0)


def check_chapters(settings: Settings, chapters: Sequence[Chapter], faulty: bool) -> Iterator[Problem]:
    """Yield ids that stand twice, subdecks that Anki would join, and a deck without cards (unless files are faulty)."""
    first: dict[str, tuple[Chapter, Text]] = {}
    titles: dict[str, str] = {}
    for chapter in chapters:
        for name in chapter.ids:
            known_chapter, known_name = first.setdefault(name.value, (chapter, name))
            if known_name is not name:
                place = known_chapter.file.location(known_name)
                yield _duplicate(chapter.file.location(name), name.value, place)
        title = chapter.entry.text("title")
        known = titles.setdefault(chapter.title.lower(), chapter.title)
        if title and known != chapter.title:
            message = f'Anki takes the subdecks "{known}" and "{chapter.title}" for one'
            yield chapter.file.error(chapter.file.location(title), "bad-name", message, "write both in the same case")
    if not any(chapter.ids for chapter in chapters) and not faulty:
        what = "the deck has no cards" if chapters else "the deck has no chapter files"
        hint = "write a chapter beside deck.yaml: 10-basics.yaml with a title and cards"
        yield settings.file.error(settings.file.location(_START), "empty-deck", what, hint)


def fit_together(titles: Iterable[str], ids: Sequence[str]) -> bool:
    """Tell whether `check_chapters` has nothing to say of chapters with these titles, and these ids in all."""
    known = set(titles)
    return 0 < len(ids) == len(set(ids)) and len({title.lower() for title in known}) == len(known)


def check_notes(notes: Iterable[RenderedNote]) -> Iterator[Problem]:
    """Yield lines and steps whose ids stand twice in their card."""
    first: dict[str, Location] = {}
    for note in notes:
        if "/" in note.key:
            if note.key in first:
                yield _duplicate(note.location, note.key.partition("/")[2], first[note.key])
            else:
                first[note.key] = note.location


def check_decks(decks: Sequence[Settings]) -> Iterator[Problem]:
    """Yield uids and names that two decks share."""
    uids: dict[str, Settings] = {}
    names: dict[str, Settings] = {}
    for settings in decks:
        other = uids.setdefault(settings.uid.lower(), settings)
        if other is not settings:
            yield _shared(settings, "uid", "duplicate-uid", other, "every note's identity hangs on it: choose another")
        other = names.setdefault(settings.name.lower(), settings)
        if other is not settings:
            yield _shared(settings, "name", "duplicate-name", other, "Anki would put both into one deck: rename one")


def _shared(settings: Settings, key: str, rule: str, other: Settings, hint: str) -> Problem:
    at, first = settings.entry.need(key), other.entry.need(key)
    message = f'the {key} "{at.value}" is that of {other.file.path}:{first.line}:{first.column} too'
    return settings.file.error(settings.file.location(at), rule, message, hint)


def _duplicate(location: Location, name: str, first: Location) -> Problem:
    return Problem(
        location=location,
        severity=Severity.ERROR,
        rule="duplicate-id",
        message=f'the id "{name}" stands twice, first at {first.path}:{first.line}:{first.column}',
        hint="give the newer card another id; an id that has been published never changes",
    )
