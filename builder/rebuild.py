"""Builds decks from where the last build ended, and whole where that cannot be; the output is the same."""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.aside import aside
from builder.cache.record import Watch, record, state_key
from builder.cache.resume import Resumed, resume
from builder.cache.state import State, drop, load_state, place_of, save, save_body, save_head, shrink
from builder.cache.version import fingerprint
from builder.files import sole_writer
from builder.outcome import Outcome

if TYPE_CHECKING:
    from builder.problems import Problem

Progress = Callable[[str, int, int], None]


class Rebuilt(NamedTuple):
    """Either decks, or problems with errors among them."""

    decks: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


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


def rebuild(order: Order, progress: Progress) -> Rebuilt:
    """Compile decks. With an error in any of them nothing is written.

    Raise what `builder.build.build` raises.
    """
    with ExitStack() as held:
        held.enter_context(_without_collections())
        for folder in sorted(order.folders):
            held.enter_context(sole_writer(folder))
        places = {}
        if order.cache is not None:
            version = fingerprint()
            places = {folder: place_of(order.cache, folder, order.output) for folder in order.folders}
            resumed = None if order.with_tombstones else _resume_all(order, places, version, progress)
            if resumed is not None:
                return resumed
        watches = {folder: Watch(folder) for folder in places}
        return _build_all(order, places, watches, version if places else "", progress)


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """Let Python's collector rest: a build makes millions of values, hardly a cycle, and a third of it goes there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _resume_all(order: Order, places: dict[Path, Path], version: str, progress: Progress) -> Rebuilt | None:
    states: list[State] = []
    for folder, place in places.items():
        state = load_state(place)
        if state is None or state.key != state_key(version, folder, order.output):
            return None
        states.append(state)
    if len({state.uid.lower() for state in states}) < len(states):
        return None
    if len({state.name.lower() for state in states}) < len(states):
        return None
    found: list[Resumed] = []
    for (folder, place), state in zip(places.items(), states, strict=True):
        one = resume(place, state, folder, order.root, order.output, order.now, order.locked, progress)
        if one is None:
            return None
        found.append(one)
    writings = [one.write for one in found if one.write is not None]
    if writings:
        from builder.build import write_decks

        bodies = [(place, one.body) for place, one in zip(places.values(), found, strict=True) if one.body is not None]
        saving = aside(lambda: list(itertools.starmap(save_body, bodies)))
        try:
            write_decks(writings)
        finally:
            saving()
    for one, state, place in zip(found, states, places.values(), strict=True):
        if one.state != state:
            save_head(place, one.state)
    if writings and order.cache is not None:
        shrink(order.cache, set(places.values()))
    problems = [problem for one in found for problem in one.problems]
    return Rebuilt(decks=tuple(one.outcome for one in found), problems=_sorted(problems))


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))


def _build_all(
    order: Order, places: dict[Path, Path], watches: dict[Path, Watch], version: str, progress: Progress
) -> Rebuilt:
    from builder.build import build_held, outcome

    result = build_held(
        order.folders,
        order.root,
        order.output,
        order.now,
        locked=order.locked,
        with_tombstones=order.with_tombstones,
        progress=progress,
    )
    told = tuple(outcome(built) for built in result.decks)
    for built, one in zip(result.decks, told, strict=True):
        folder = built.stamped.rendered.folder
        if folder in places:
            made = record(built, one, watches[folder], state_key(version, folder, order.output))
            if made is None:
                drop(places[folder])
            else:
                save(places[folder], *made)
    if order.cache is not None:
        shrink(order.cache, set(places.values()))
    return Rebuilt(decks=told, problems=result.problems)
