"""`deckwright build`: packages, or that there is nothing to do."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder.cache.build_record import BuildRecord, DeckWatch, written
from builder.cache.storage import cache_folder, program_digest, shrink
from builder.commands.opening import open_in_anki, open_in_ankidroid
from builder.diagnostics import Problem, Severity, has_errors
from builder.errors import DeckwrightError
from builder.following import changes, until_interrupted
from builder.lock.history import Repositories
from builder.project import clock, lock_path, other_decks, shown_path, unread_beside
from builder.report.build_report import BuildReport, ShownPaths, built_text
from builder.report.problems_text import as_text, summary
from builder.report.terminal import aside, painter
from builder.targets import Targets, find_targets

if TYPE_CHECKING:
    from builder.pipeline.output import BuiltDeck


class BuildOptions(NamedTuple):
    """What a build is asked for beside decks, by the names of the command's options."""

    output: Path | None = None
    """The folder for packages; None for the project's own."""
    locked: bool = False
    tombstones: bool = False
    stamp: bool = False
    refresh: bool = False
    quiet: bool = False
    """Say what is wrong and nothing else."""
    open: bool = False
    adb: bool = False
    watch: bool = False


_NEXT = "next: import it into Anki (build --open), over an older one, too: all reviews stay"


def run_build(decks: Sequence[str], root: Path | None, options: BuildOptions) -> int:
    """Compile decks into packages and tell of it, once or at each change; return the exit status."""
    targets = find_targets(root, decks)
    if not options.watch:
        status = _build(targets, options, says_again=True)
        if status == 0:
            _hand_on(targets, options)
        return status
    gc.enable()  # it was switched off for one build
    with until_interrupted() as stop:
        if _try_to_build(targets, options, says_again=True) == 0:
            _hand_on(targets, options)
        print("watching; Ctrl-C stops", flush=True)
        missed = True  # what was saved between the first build and the start of the watch
        for change in changes(targets.folders, stop):
            if change or missed:
                _try_to_build(targets, options, says_again=False)
            missed = False
    print("stopped")
    return 0


def _hand_on(targets: Targets, options: BuildOptions) -> None:
    """Open what was built, or say what to do with it."""
    output = options.output or targets.root / "build"
    packages = [output / f"{folder.name}.apkg" for folder in targets.folders]
    if options.open:
        open_in_anki(packages)
    if options.adb:
        open_in_ankidroid(packages)
    if not (options.open or options.adb or options.quiet):
        print(_NEXT)


def _try_to_build(targets: Targets, options: BuildOptions, *, says_again: bool) -> int:
    try:
        return _build(targets, options, says_again=says_again)
    except DeckwrightError as error:
        aside(str(error))
        return 2
    finally:
        sys.stdout.flush()


def _build(targets: Targets, options: BuildOptions, *, says_again: bool) -> int:
    """Compile decks into packages; return the exit status. `says_again` tells of those that were up to date, too."""
    folders = targets.folders
    output = options.output or targets.root / "build"
    beside = other_decks(targets.root, folders)
    cache = cache_folder(aside)
    watches = {} if cache is None else {folder: DeckWatch(cache, folder, output) for folder in [*folders, *beside]}
    program = program_digest() if watches else ""
    # A record says nothing of a package of retired notes, nor of what was published, so those are always looked at.
    is_plain = not (options.tombstones or options.stamp or options.refresh)
    current = _current(watches, program) if is_plain else {}
    built: Mapping[Path, BuiltDeck] = {}
    is_whole = len(current) == len(folders) + len(beside) and not unread_beside(targets.root / "cards")
    if not is_whole or not _stand_apart(current.values()):
        from builder.commands.cached_build import BuildOrder, build_cached  # all that a build takes is slow to load

        order = BuildOrder(
            folders=folders,
            output=output,
            now=clock(),
            locked=options.locked,
            with_tombstones=options.tombstones,
            restamp=options.stamp,
            refresh=options.refresh,
            unchanged=current.keys(),
            beside=beside,
        )
        result = build_cached(order, cache, watches, program)
        if _is_refused(result.problems):
            return 1
        built = {deck.stamped.rendered.folder: deck for deck in result.decks}
    for folder in () if options.quiet else folders:
        if folder in built:
            print(_text(built[folder]), end="")
        elif says_again:
            print(_text_again(current[folder], folder, output / f"{folder.name}.apkg"), end="")
    if cache is not None and built:
        for folder, deck in built.items():
            _remember(watches[folder], deck, program)
        shrink(cache)
    return 0


def _is_refused(problems: Sequence[Problem]) -> bool:
    """Print what is wrong with the decks, but for notes, and tell whether that has stopped the build."""
    problems = [problem for problem in problems if problem.severity is not Severity.INFO]
    if problems:
        print(as_text(problems, painter(sys.stderr)), file=sys.stderr)
    if has_errors(problems):
        print(f"{summary(problems)}; nothing was built", file=sys.stderr)
        return True
    return False


def _current(watches: Mapping[Path, DeckWatch], program: str) -> dict[Path, BuildRecord]:
    """Return the records of decks whose packages are up to date."""
    repositories = Repositories()
    return {
        folder: watch.record
        for folder, watch in watches.items()
        if watch.record is not None and watch.is_current(program, repositories.state(folder))
    }


def _stand_apart(records: Iterable[BuildRecord]) -> bool:
    """Tell whether no two decks share a uid or a name, which only a build of both finds."""
    records = list(records)
    uids, names = {record.uid.lower() for record in records}, {record.name.lower() for record in records}
    return len(uids) == len(names) == len(records)


def _remember(watch: DeckWatch, deck: BuiltDeck, program: str) -> None:
    """Leave a record for the next build; a deck with warnings has none, since they are to be told again."""
    rendered = deck.stamped.rendered
    if deck.stamped.problems or deck.stamped.moment.published.unseen:
        watch.forget()
        return
    moved = {"new", "changed", "renamed", "revived", "retired", "forgotten", "told"}
    record = BuildRecord(
        program=program,
        history=deck.stamped.moment.published.state,
        uid=rendered.deck.settings.uid,
        name=rendered.deck.settings.name,
        inputs={},
        outputs=written({
            deck.lock_path: deck.lock.encode(),
            deck.path: deck.package.data,
            deck.retired_path: deck.retired.encode() if deck.retired else None,
        }),
        report={name: value for name, value in deck.report._asdict().items() if name not in moved},
    )  # fmt: skip
    watch.save(record, (file.path for file in rendered.media.used.values()))


def _text(deck: BuiltDeck) -> str:
    paths = ShownPaths(
        package=shown_path(deck.path),
        lock=shown_path(deck.lock_path),
        retired=shown_path(deck.retired_path) if deck.retired else None,
        tombstones=shown_path(deck.tombstones_path) if deck.tombstones is not None else None,
    )
    return built_text(deck.report, paths, painter(sys.stdout))


def _text_again(record: BuildRecord, folder: Path, path: Path) -> str:
    """Return what the last build said, but for what moved then."""
    listed = path.with_name(f"{path.stem}-retired.txt")
    has_list = record.outputs.get(os.path.abspath(listed)) is not None
    paths = ShownPaths(
        package=shown_path(path),
        lock=shown_path(lock_path(folder)),
        retired=shown_path(listed) if has_list else None,
    )
    return built_text(BuildReport(**record.report), paths, painter(sys.stdout))
