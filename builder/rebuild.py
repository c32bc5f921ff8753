"""Builds decks from where the last build ended, and whole where that cannot be; the output is the same."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from builder.aside import aside
from builder.cache.look import Looked, look_again
from builder.cache.record import Watch, record, state_key
from builder.cache.state import Body, State, drop, load_state, place_of, save, save_body, save_head, shrink
from builder.cache.version import fingerprint
from builder.files import sole_writer
from builder.outcome import Outcome

if TYPE_CHECKING:
    from builder.cache.resume import Resumed
    from builder.diagnostics import Problem
    from builder.reader import Reader
    from builder.report.terminal import Progress


class Rebuilt(NamedTuple):
    """Either decks, or problems with errors among them."""

    decks: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    made: object = None
    """What they were made of."""


class Order(NamedTuple):
    """What to build, and how."""

    folders: tuple[Path, ...]
    root: Path
    output: Path
    now: int
    locked: bool = False
    with_tombstones: bool = False
    cache: Path | None = None
    """Where builds leave their state for the next; None for nowhere."""


def rebuild(order: Order, progress: Progress, reader: Reader | None = None) -> Rebuilt:
    """Compile decks, with a second process for what has changed. With an error in any of them nothing is written.

    Raise what `builder.build.build` raises.
    """
    with ExitStack() as held:
        for folder in sorted(order.folders):
            held.enter_context(sole_writer(folder))
        places = {}
        if order.cache is not None:
            places = {folder: place_of(order.cache, folder, order.output) for folder in order.folders}
            resumed = None if order.with_tombstones else _resume_all(order, places, progress, reader)
            if resumed is not None:
                return resumed
        version = fingerprint() if places else ""
        watches = {folder: Watch(folder) for folder in places}
        return _build_all(order, places, watches, version, progress)


def _resume_all(order: Order, places: dict[Path, Path], progress: Progress, reader: Reader | None) -> Rebuilt | None:
    decks: list[Looked] = []
    for folder, place in places.items():
        state = load_state(place)
        one = None if state is None else look_again(place, state, folder, order.output)
        if one is None:
            return None
        decks.append(one)
    todo = [one for one in decks if not one.is_done]
    told = _ask(reader, todo, order.root) if todo else None
    version = fingerprint()
    if any(one.state.key != state_key(version, one.folder, order.output) for one in decks):
        return None
    if any(len({name.lower() for name in names}) < len(decks) for names in _names(decks)):
        return None
    resumed = _go_on(todo, order, told, progress) if todo else []
    if resumed is None:
        return None
    states = _write(todo, resumed) if resumed else []
    left = {one.folder: state for one, state in zip(todo, states, strict=True)}
    for one in decks:
        state = left.get(one.folder) or one.fresh_state()
        if state != one.state:
            save_head(one.place, state)
    if resumed and order.cache is not None:
        shrink(order.cache, set(places.values()))
    found = {one.folder: made.outcome for one, made in zip(todo, resumed, strict=True)}
    outcomes = tuple(found.get(one.folder) or one.outcome() for one in decks)
    return Rebuilt(decks=outcomes, problems=_sorted([problem for one in resumed for problem in one.problems]))


def _names(decks: Sequence[Looked]) -> tuple[list[str], list[str]]:
    return [one.state.uid for one in decks], [one.state.name for one in decks]


def _ask(reader: Reader | None, todo: Sequence[Looked], root: Path) -> Iterator[Any] | None:
    """Let the second process read the chapters that have changed; None where this one has to."""
    tasks = [(one.folder, one.changed_chapters(), one.settings) for one in todo]
    if reader is None or reader.has_failed or not all(paths for _, paths, _ in tasks):
        return None
    return reader.read(tasks, root)


def _go_on(
    todo: Sequence[Looked], order: Order, told: Iterator[Any] | None, progress: Progress
) -> list[Resumed] | None:
    from builder.cache.resume import resume
    from builder.errors import LockedError

    found = []
    for one in todo:
        read = functools.partial(_read, one, order.root, told)
        resumed = resume(one, order.root, order.now, read, progress)
        if resumed is None:
            return None
        found.append(resumed)
    for resumed in found if order.locked else ():
        if resumed.moved is not None:
            raise LockedError(*resumed.moved)
    return found


def _read(looked: Looked, root: Path, told: Iterator[Any] | None, paths: Sequence[Path]) -> Any:
    """Return what the second process has read of a deck, or read it now if there is none."""
    if told is not None:
        chapters = next(told, None)
        return chapters if tuple(paths) == looked.changed_chapters() else None
    from builder.chapterwise import read_again

    return read_again(looked.folder, root, paths, looked.settings)


def _write(todo: Sequence[Looked], resumed: Sequence[Resumed]) -> list[State]:
    """Write decks, and the larger files of their states; return what these lack."""
    from builder.writing import write_decks

    # Files are replaced by the thread that Ctrl-C stops, so that it stops before or after one.
    saving = aside(lambda: [_leave(looked.place, one) for looked, one in zip(todo, resumed, strict=True)])
    try:
        write_decks([one.write for one in resumed])
    finally:
        states = saving()
    return states


def _leave(place: Path, resumed: Resumed) -> State:
    state, body = resumed.leave()
    save_body(place, body)
    return state


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))


def _build_all(
    order: Order, places: dict[Path, Path], watches: dict[Path, Watch], version: str, progress: Progress
) -> Rebuilt:
    from builder.compiling import compile_all

    compiled = compile_all(order.folders, order.root, order.now, progress, _load_writing)
    from builder.build import outcome, pack_all, write_built

    result = pack_all(
        compiled,
        order.folders,
        order.root,
        order.output,
        order.now,
        locked=order.locked,
        with_tombstones=order.with_tombstones,
        progress=progress,
    )
    told = tuple(outcome(built) for built in result.decks)

    def states_of() -> list[tuple[Path, tuple[State, Body] | None]]:
        pairs = [(built, one, built.stamped.rendered.folder) for built, one in zip(result.decks, told, strict=True)]
        return [
            (places[folder], record(built, one, watches[folder], state_key(version, folder, order.output)))
            for built, one, folder in pairs
            if folder in places
        ]

    recording = aside(states_of)
    try:
        write_built(result.decks)
    finally:
        states = recording()
    for place, made in states:
        if made is None:
            drop(place)
        else:
            save(place, *made)
    if order.cache is not None:
        shrink(order.cache, set(places.values()))
    return Rebuilt(decks=told, problems=result.problems, made=result)


def _load_writing() -> None:
    """Load what it takes to write a package."""
    import builder.build  # noqa: F401
    from builder.package.frame import load_genanki

    load_genanki()
