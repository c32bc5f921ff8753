"""`deckwright import`: a deck that others made becomes sources, and who learns it keeps what he has."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.adoption.adopt import Manner, adopt
from builder.adoption.chosen import is_everybodys
from builder.adoption.new_cards import NewDeck, write_new
from builder.commands.adoption_plan import adoption_plan, proof_by_anki
from builder.commands.deck_files import DeckName, modeline, name_deck, yaml_text
from builder.commands.import_sources import Adoptable, ImportOptions, read_import
from builder.commands.init import project_texts, refuse_project
from builder.commands.new_cards_plan import new_cards_plan
from builder.diagnostics import Problem, has_errors
from builder.errors import UsageError
from builder.files import write_all
from builder.model import RenderedChapter
from builder.pipeline.loop import read_head
from builder.project import clock, find_decks
from builder.report.problems_text import as_text, summary
from builder.report.terminal import Progress, painter, showing_progress
from builder.stores import ChapterKey, ChapterStore
from builder.targets import find_root, project_of

_SCRATCH = ".deckwright-import-"
"""How folders begin in which a deck is made before it is put into its place."""


class _Outcome(NamedTuple):
    """What became of a deck in the folder in which it is made."""

    problems: tuple[Problem, ...]
    stops: bool
    plan: Callable[[list[Problem]], str]


class _Rendered:
    """Keeps chapters, without what they are made from, for the build that follows."""

    def __init__(self) -> None:
        self._chapters: dict[ChapterKey, RenderedChapter] = {}

    def get(self, key: ChapterKey) -> RenderedChapter | None:
        """Return a chapter."""
        return self._chapters.get(key)

    def put(self, key: ChapterKey, chapter: RenderedChapter) -> None:
        """Keep a chapter."""
        self._chapters[key] = chapter._replace(source=None)


def run_import(file: Path, root: Path | None, options: ImportOptions) -> int:
    """Import a deck and say what became of it; return the exit status, 1 where nothing was written for its problems."""
    project, is_new = _project(root)
    with showing_progress() as progress:
        source = read_import(file, options, progress)
        if isinstance(source, NewDeck) and source.problems:
            return _refuse(source.problems)
        name = _name(source.name, file, options.into)
        target = project / "cards" / name.slug
        _refuse_taken(project, target, name, is_forced=options.force)
        old = _place_of_old(project, name.slug) if os.path.lexists(target) else None
        with _scratch(project) as scratch:
            folder = scratch / "cards" / name.slug
            folder.mkdir(parents=True)
            store = _Rendered()
            settings = _settings(name, has_schemas=is_new or (project / "schema" / "deck.json").is_file())
            if isinstance(source, NewDeck):
                outcome = _write_new(source, folder, name, settings, target, options, progress)
            else:
                outcome = _adopt(source, folder, settings, target, options, store, progress)
            shown = _in_place(outcome.problems, scratch, project)
            if outcome.stops:
                return _refuse(shown)
            print(outcome.plan(shown), end="")
            if not isinstance(source, NewDeck):
                print(proof_by_anki(file, source.collection, scratch, folder, store, progress), end="")
            if old:
                print(f"  {target} as it is now goes to {old}")
            if options.dry_run:
                print("nothing was written: this is what an import would do")
                return 0
            if is_new:
                write_all([(project / path, text.encode()) for path, text in project_texts(project, name).items()])
            if old:
                old.parent.mkdir(parents=True, exist_ok=True)
                os.rename(target, old)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(folder, target)
    print(f"next: deckwright check {name.slug}, then deckwright build {name.slug}; commit {target} before you publish")
    return 0


def _refuse(problems: Sequence[Problem]) -> int:
    print(as_text(problems, painter(sys.stderr)), file=sys.stderr)
    print(f"{summary(problems)}; nothing was written", file=sys.stderr)
    return 1


def _write_new(
    deck: NewDeck,
    folder: Path,
    name: DeckName,
    settings: str,
    target: Path,
    options: ImportOptions,
    progress: Progress,
) -> _Outcome:
    made = write_new(deck, folder, name.name, settings, options.by_tag, progress)
    return _Outcome(made.problems, made.stops, lambda problems: new_cards_plan(deck, made, target, problems))


def _adopt(
    source: Adoptable,
    folder: Path,
    settings: str,
    target: Path,
    options: ImportOptions,
    store: ChapterStore,
    progress: Progress,
) -> _Outcome:
    collection, chosen, like = source
    manner = Manner(tidy=options.tidy, by_tag=options.by_tag, like=like)
    adoption = adopt(collection, chosen, folder, settings, manner, clock(), store, progress)
    return _Outcome(
        adoption.problems,
        has_errors(adoption.problems),
        lambda problems: adoption_plan(collection, chosen, adoption, target, problems),
    )


def _project(root: Path | None) -> tuple[Path, bool]:
    """Return the project to import into, and whether it is to be made: in an empty folder."""
    folder = find_root() if root is None else root
    if project_of(folder) is not None:
        return folder, False
    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        raise UsageError(
            f"{folder.absolute()}: this is no project, and there is something in it; import into an empty folder, or"
            " make a project with `deckwright init DIR`, or name one: --root DIR"
        )
    refuse_project(folder)
    return folder, True


def _name(title: str, file: Path, into: str) -> DeckName:
    """Return what the deck is called; Anki's own name for it stays, but for that of everybody's own deck."""
    stem = file.resolve().stem
    is_own = title != stem and not is_everybodys(title)
    name = name_deck((title if is_own else stem).replace("::", " "), secrets.token_hex(4))
    name = name._replace(name=title) if is_own else name
    folder = into.replace("\\", "/").rstrip("/").removeprefix("cards/")
    return name._replace(slug=folder) if folder else name


def _refuse_taken(project: Path, target: Path, name: DeckName, *, is_forced: bool) -> None:
    if os.path.lexists(target) and not is_forced:
        raise UsageError(
            f"{target}: this is there already; choose another folder with --into NAME, or put the import in its place"
            " with --force"
        )
    for other in find_decks(project) if (project / "cards").is_dir() else ():
        if other == target:
            continue
        settings = read_head(other).settings
        if settings is not None and settings.name.lower() == name.name.lower():
            raise UsageError(
                f'{other / "deck.yaml"}: this deck is called "{settings.name}" too; Anki would put both into one'
            )


def _place_of_old(project: Path, slug: str) -> Path:
    """Return where a deck goes that makes room: nobody's work is deleted."""
    places = (project / "build" / "replaced" / f"{slug}-{number}" for number in itertools.count(1))
    return next(place for place in places if not os.path.lexists(place))


@contextlib.contextmanager
def _scratch(project: Path) -> Iterator[Path]:
    """Give a folder in the project in which the deck is made; nothing of it is left."""
    project.mkdir(parents=True, exist_ok=True)
    for left in project.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)  # by a run that was killed
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=project))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(name: DeckName, *, has_schemas: bool) -> str:
    return (
        f"{modeline('deck', has_schemas=has_schemas)}name: {yaml_text(name.name)}\n"
        "# Every learner's reviews hang on the uid: never change it.\n"
        f"uid: {name.uid}\n"
        "# What was written elsewhere is only different, and not wrong.\n"
        "lint: {profile: imported}\n"
    )


def _in_place(problems: tuple[Problem, ...], scratch: Path, project: Path) -> list[Problem]:
    """Return problems with the paths that the files will have."""
    before, after = str(scratch), str(project)
    return [
        problem._replace(
            location=problem.location._replace(path=problem.location.path.replace(before, after).removeprefix("./"))
        )
        for problem in problems
    ]
