"""What cannot be lossless, found before it is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from builder.diagnostics import Problem, Severity
from builder.lock.ledger import Ledger, NoteEntry, StampedNote, written_key
from builder.model import RenderedNote, Settings
from builder.project import is_table_name
from builder.texts.straight import straight

ALIKE = 0.8
"""Texts at least this alike (difflib's ratio) are taken for one text, edited."""
MARGIN = 0.2
"""How much more a cloze must resemble another number's text than its own to be taken for it."""
OTHER = 0.5
"""Texts less alike than this have nothing to do with each other."""
MOST_PAIRS = 250_000
"""Beyond this many pairs of texts only equal ones are found: a second's work."""
CLOZE_LENGTH = 48
"""How much of a hidden text the lock keeps."""


def refuse_uid(settings: Settings, ledger: Ledger) -> Iterator[Problem]:
    """Yield an error where a lock is that of a deck with another uid."""
    if ledger.uid != settings.uid:
        yield settings.file.error(
            settings.file.location(settings.entry.need("uid")),
            "uid-changed",
            f'the uid is "{settings.uid}" and the lock is that of "{ledger.uid}"',
            f"write uid: {ledger.uid} again, or every learner gets a second deck with no reviews;"
            " for a deck that is really new, delete deck.lock",
        )


def refuse_note(note: RenderedNote, old: NoteEntry) -> Iterator[Problem]:
    """Yield what forbids a note to change from its ledger entry to what it is now."""
    if old.type != note.type:
        without = " and no `was`" if note.was else ""
        way_out = f'give it a new id ("{note.key}-2", say){without}: the old card is retired, with its reviews; Anki'
        message = f'"{note.key}" was of the kind {old.type} and is now {note.type}'
        is_of_others = note.kind == "basic" and bool(old.cards) and not is_table_name(note.location.path)
        fixed = "; for a plain kind of two fields `deckwright check --fix` does it" if is_of_others else ""
        yield _error(note, "kind-changed", message, f"{way_out} cannot turn one into the other{fixed}")
    elif note.clozes and (old.clozes or old.gone):
        yield from _refuse_clozes(note, old)


def refuse_unsafe(note: RenderedNote, old: NoteEntry | None) -> Iterator[Problem]:
    """Yield an error where HTML of an adopted note runs or loads what its learners have not got already."""
    published = () if old is None else old.unsafe
    new = [part for part in note.unsafe if part not in published]
    if new:
        message = f"{new[0].rpartition(' ')[0]} may not stand in a card, but for what was published before"
        hint = "delete it: cards are opened on the devices of others, and Anki runs what stands in them"
        yield _error(note, "unsafe-html", message, hint)


def _error(note: RenderedNote, rule: str, message: str, hint: str) -> Problem:
    return Problem(location=note.location, severity=Severity.ERROR, rule=rule, message=message, hint=hint)


def _refuse_clozes(note: RenderedNote, entry: NoteEntry) -> Iterator[Problem]:
    old, gone = dict(entry.clozes), dict(entry.gone)
    new = {number: text[:CLOZE_LENGTH] for number, text in note.clozes}
    for number, text in new.items():
        origin = _origin(number, text, new, {**gone, **old})
        if origin is not None:
            yield _error(
                note,
                "cloze-renumbered",
                f'"{text}" was c{origin} and is now c{number}; each number is a card with its own reviews',
                f"number it c{origin} again, and give new clozes numbers that were not used before; if both texts are"
                " new, change one, build, then change the other",
            )
        elif number in gone and alike(text, gone[number]) < OTHER:
            free = max((*new, *gone)) + 1
            yield _error(
                note,
                "cloze-number-reused",
                f'c{number} once hid "{gone[number]}" and now hides "{text}"; learners still have that card',
                f"number it c{free}",
            )


def _origin(number: int, text: str, new: Mapping[int, str], old: Mapping[int, str]) -> int | None:
    """Return the number whose text this number has taken over; None where it kept its own or has a new one."""
    own_ratio = alike(text, old[number]) if number in old else 0.0
    best, origin = 0.0, None
    for candidate, before in old.items():
        if candidate == number:
            continue
        ratio = alike(text, before)
        stayed = candidate in new and alike(new[candidate], before) >= ratio
        taken = ratio == 1.0 > own_ratio or (ratio >= ALIKE and ratio > own_ratio + MARGIN)
        if taken and not stayed and ratio > best:
            best, origin = ratio, candidate
    return origin


def alike(left: str, right: str) -> float:
    """Return how alike two texts are, from 0 to 1, whatever their case, spaces and quotes; 1 only where equal."""
    left, right = (" ".join(straight(text).casefold().split()) for text in (left, right))
    if left == right:
        return 1.0
    return min(0.99, SequenceMatcher(None, left, right, autojunk=False).ratio())


def likely_renames(
    gone: Mapping[str, NoteEntry], notes: Sequence[StampedNote], new: frozenset[str]
) -> Iterator[Problem]:
    """Yield a warning for each new note that looks like one that has gone; for lines and steps, one a card."""
    if not gone:
        return
    left = dict(gone)
    reported: set[tuple[str, str]] = set()
    """Pairs of card ids, of which the first line or step was enough."""
    fresh = [stamped for stamped in notes if stamped.note.key in new]
    live = {stamped.note.key.partition("/")[0] for stamped in notes}
    # Cards before their lines and steps, which take their `was` from them.
    for stamped in sorted(fresh, key=lambda stamped: "/" in stamped.note.key):
        exact = len(left) * len(fresh) > MOST_PAIRS
        key = nearest(stamped.entry.type, stamped.entry.text, left, exact=exact)
        if key is None:
            continue
        del left[key]
        old_id, _, old_part = written_key(key).partition("/")
        new_id, _, new_part = stamped.note.key.partition("/")
        if old_id != new_id and (old_id, new_id) in reported:
            continue
        reported.add((old_id, new_id))
        within = bool(new_part) and old_id == new_id
        if new_part and old_id != new_id and old_id in live:
            hint = f'leave it in "{old_id}": a part cannot take its reviews to another card, and begins anew there'
        else:
            where = "" if within or not new_part else f' to the card "{new_id}"'
            was = old_part if within else old_id
            hint = f"if it is the same card, add `was: {was}`{where} and its reviews stay with it"
        yield Problem(
            location=stamped.note.location,
            severity=Severity.WARNING,
            rule="likely-rename",
            message=f'"{stamped.note.key}" is new, "{written_key(key)}" is gone, and their texts are nearly the same',
            hint=hint,
        )


def nearest(type_key: str, text: str, others: Mapping[str, NoteEntry], *, exact: bool = False) -> str | None:
    """Return the key of a note type's note whose text is most like another one; None where none is alike.

    `exact` takes only the same text.
    """
    candidates = {key: old for key, old in others.items() if old.type == type_key}
    same = next((key for key, old in candidates.items() if old.text == text), None)
    if same is not None or exact:
        return same
    best, key_of_best = ALIKE, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    for key, old in candidates.items():
        matcher.set_seq1(old.text)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio >= best:
                best, key_of_best = ratio, key
    return key_of_best
