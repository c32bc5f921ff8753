"""Compiles decks: everything is made and checked before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from builder.compiling import CompiledDeck, compile_all
from builder.diagnostics import Problem, has_errors
from builder.errors import LockedError
from builder.files import sole_writer
from builder.loading import load
from builder.lock.format import dump, unseen
from builder.lock.stamp import changes
from builder.memory import Recall, afresh
from builder.outcome import Outcome
from builder.package.apkg import Contents, Package, assemble, assemble_and
from builder.package.description import describe
from builder.package.retired import retired_report
from builder.project import StampedDeck, check_together, render, sort_problems, stamp
from builder.report.terminal import Progress, silent
from builder.source.whole import check_decks
from builder.writing import Writing, write_decks, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltDeck:
    """What a build made of one deck."""

    stamped: StampedDeck
    package: Package
    path: Path
    lock: str
    """The text of the lock after this build."""
    cards: int
    retired_path: Path | None
    """The file that lists all retired notes; None where there are none."""
    tombstones: Package | None
    """The package that marks them as retired, where it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """Either decks, or problems with errors among them."""

    decks: tuple[BuiltDeck, ...]
    problems: tuple[Problem, ...]


def check(folders: Sequence[Path], root: Path, now: int, progress: Progress = silent) -> tuple[Problem, ...]:
    """Return all problems of all decks, those of their locks included; write nothing."""
    _, problems = prepare(folders, root, now, progress)
    return problems


def build(
    folders: Sequence[Path],
    root: Path,
    output: Path,
    now: int,
    *,
    locked: bool = False,
    with_tombstones: bool = False,
    progress: Progress = silent,
) -> BuildResult:
    """Compile decks into `output`. With an error in any of them nothing is written.

    `with_tombstones` adds a package for the notes that left a deck.
    Raise `LockedError` where `locked` is set and a lock would change, `WriteError` where the disk will not take it.
    """
    with ExitStack() as held:
        for folder in sorted(folders):
            held.enter_context(sole_writer(folder))
        compiled = compile_all(folders, root, now, progress)
        result = pack_all(
            compiled, folders, root, output, now, locked=locked, with_tombstones=with_tombstones, progress=progress
        )
        write_built(result.decks)
        return result


def pack_all(
    compiled: Sequence[CompiledDeck],
    folders: Sequence[Path],
    root: Path,
    output: Path,
    now: int,
    *,
    locked: bool,
    with_tombstones: bool,
    progress: Progress,
) -> BuildResult:
    """Do what `build` does between compiling decks and writing them; the caller is the sole writer of their folders.

    Without `compiled` decks, or with a problem in them, they are read again from `folders`, and all problems told.
    """
    stamped, problems = _stamp_all(compiled, root, now) or prepare(folders, root, now, progress)
    if has_errors(problems):
        return BuildResult(decks=(), problems=problems)
    for one in stamped:
        if locked:
            refuse_changes(one)
    built = []
    for done, one in enumerate(stamped):
        progress("packing", done, len(stamped))
        built.append(pack(one, output, with_tombstones=with_tombstones))
    return BuildResult(decks=tuple(built), problems=problems)


def write_built(decks: Sequence[BuiltDeck]) -> None:
    """Write what a build has made."""
    write_decks([_writing(deck) for deck in decks])


def _stamp_all(
    compiled: Sequence[CompiledDeck], root: Path, now: int
) -> tuple[list[StampedDeck], tuple[Problem, ...]] | None:
    """Return what `prepare` does, but for the cards of the chapters; None where there is any problem to tell."""
    if not compiled or not all(one.rendered.notes for one in compiled):
        return None
    if any(check_decks([one.rendered.deck.settings for one in compiled])):
        return None
    stamped = [one.stamped or stamp(one.rendered, root, now) for one in compiled]
    return None if any(one.problems for one in stamped) else (stamped, ())


def prepare(
    folders: Sequence[Path], root: Path, now: int, progress: Progress = silent, recall: Recall = afresh
) -> tuple[list[StampedDeck], tuple[Problem, ...]]:
    """Return decks with all that a build of them would pack, and the problems of all, sorted; write nothing.

    A deck whose settings are broken is left out. `recall` may keep the work on chapters for the next time.
    """
    loaded = []
    for done, folder in enumerate(folders):
        progress("reading", done, len(folders))
        loaded.append(load(folder, root, recall))
    problems = list(check_together(loaded))
    stamped = []
    for one in loaded:
        rendered = render(one, progress, recall)
        if rendered is None:
            problems += one.problems
        elif rendered.notes or has_errors(rendered.problems):
            deck = stamp(rendered, root, now)
            problems += deck.problems
            stamped.append(deck)
        else:
            problems += rendered.problems
    return stamped, tuple(sort_problems(problems))


def refuse_changes(stamped: StampedDeck) -> None:
    """Raise `LockedError` where the lock would change."""
    assert stamped.advanced is not None
    if dump(stamped.advanced.ledger) != stamped.lock_text:
        folder = stamped.rendered.deck.settings.file.path.rpartition("/")[0]
        raise LockedError(f"{folder}/deck.lock", list(changes(stamped.advanced, stamped.before)))


def pack(stamped: StampedDeck, output: Path, *, with_tombstones: bool = False) -> BuiltDeck:
    """Make the package of a deck that has no errors, and name where it goes; write nothing."""
    advanced = stamped.advanced
    assert advanced is not None
    deck = stamped.rendered.deck
    ledger = advanced.ledger
    retired = any(entry.retired for entry in ledger.notes.values())
    contents = Contents(
        deck_name=deck.settings.name,
        description=describe(deck.settings),
        types=stamped.types,
        notes=advanced.notes,
        media=tuple(stamped.rendered.media.used.values()),
        memory=unseen(ledger),
    )
    package, lock = assemble_and(lambda: dump(ledger), contents)
    name = deck.settings.folder
    return BuiltDeck(
        stamped=stamped,
        package=package,
        path=output / f"{name}.apkg",
        lock=lock,
        cards=sum(len(one.note.ords) for one in advanced.notes),
        retired_path=output / f"{name}-retired.txt" if retired else None,
        tombstones=_tombstones(stamped) if retired and with_tombstones else None,
    )


def _tombstones(stamped: StampedDeck) -> Package:
    from builder.package.tombstones import tombstones

    assert stamped.advanced is not None
    return assemble(tombstones(stamped.rendered.deck.settings, stamped.types, stamped.advanced.ledger))


def outcome(built: BuiltDeck) -> Outcome:
    """Return what to tell of a deck that was built."""
    advanced = built.stamped.advanced
    assert advanced is not None
    settings = built.stamped.rendered.deck.settings
    marked = built.path.with_name(f"{built.path.stem}-retired.apkg")
    return Outcome(
        title=f"{settings.name} {settings.version}".strip(),
        notes=len(advanced.notes),
        cards=built.cards,
        size=len(built.package.data),
        digest=built.package.digest,
        path=built.path,
        retired_path=built.retired_path,
        tombstones_path=marked if built.tombstones is not None else None,
        new=len(advanced.new),
        changed=len(advanced.changed),
        renamed=advanced.renamed,
        revived=advanced.revived,
        retired=tuple((key, advanced.ledger.notes[key].text) for key in advanced.retired),
    )


def _writing(built: BuiltDeck) -> Writing:
    stamped = built.stamped
    lock = (stamped.lock_text, built.lock)
    marked = built.tombstones.data if built.tombstones is not None else None
    return writing(stamped.rendered.folder, built.path, built.package.data, lock, retired_text(built), marked)


def retired_text(built: BuiltDeck) -> str:
    """Return the list of a deck's retired notes; empty where there are none."""
    advanced = built.stamped.advanced
    if advanced is None or built.retired_path is None:
        return ""
    return retired_report(built.stamped.rendered.deck.settings.name, advanced.ledger)
