"""`deckwright check`: what a build would refuse, and what the rules for good cards find."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from builder.cache.text_cache import text_cache
from builder.commands.fix import fix_files
from builder.diagnostics import Problem, Severity, counted
from builder.errors import UsageError
from builder.files import SOURCE_LIMIT
from builder.lint.docs import explained
from builder.lint.engine import Linted, chosen_rules, lint
from builder.lint.form import form_problems
from builder.lint.rules import RULES
from builder.lint.score import score_text, scored
from builder.pipeline import prepare, sort_problems
from builder.pipeline.table_files import with_columns
from builder.project import (
    LOCK_NAME,
    OWN_FOLDERS,
    chapter_folders,
    clock,
    is_chapter_name,
    is_table_name,
    is_yaml_name,
    other_decks,
    shown_path,
)
from builder.report.formats import FORMATS, Format, RuleText, as_sarif
from builder.report.problems_text import as_text, statistics_text, summary
from builder.report.terminal import Progress, aside, painter, showing_progress, silent
from builder.targets import Targets, find_targets

_OF_REPOSITORIES = ("github", "sarif")
"""Formats whose readers take paths from the top of a repository."""


class Checked(NamedTuple):
    """The problems of all decks, sorted, those of level info among them; and each deck as the rules saw it."""

    problems: tuple[Problem, ...]
    decks: tuple[Linted, ...]


def check_decks(
    folders: Sequence[Path],
    now: int,
    rules: AbstractSet[str],
    *,
    beside: Sequence[Path] = (),
    unsaved: Mapping[Path, bytes] = MappingProxyType({}),
    tell: Callable[[str], object] = str,
    progress: Progress = silent,
) -> Checked:
    """Run a build's own checks, and rules by their ids, over decks; write nothing.

    `unsaved` has what chapters say in an editor, in the place of what the disk has;
    `tell` is given a line where the cache cannot be used.
    """
    prepared = prepare(
        folders, now, texts=text_cache(tell), keep_sources=True, beside=beside, unsaved=unsaved, progress=progress
    )
    decks = []
    for done, stamped in enumerate(prepared.decks):
        progress("checking", done, len(prepared.decks))
        decks.append(lint(stamped.rendered.deck, stamped.rendered.notes, now, rules))
    findings = [problem for deck in decks for problem in deck.problems]
    read = [(stamped.rendered.folder, stamped.rendered.deck.settings) for stamped in prepared.decks]
    findings = with_columns(findings, read, unsaved)
    return Checked(problems=sort_problems([*prepared.problems, *findings]), decks=tuple(decks))


def explain(name: str) -> int:
    """Print what a rule or a problem of form is about, or the list of all."""
    print(explained(name), end="")
    return 0


def run_check(
    names: Sequence[str],
    root: Path | None,
    *,
    stdin_path: Path | None,
    style: str,
    strict: bool,
    fix: bool,
    select: str,
    ignore: str,
    verbose: bool,
    statistics: bool,
    score: bool,
) -> int:
    """Check decks and print what was asked for; return the exit status."""
    unsaved: Mapping[Path, bytes] = {}
    if "-" in names or stdin_path is not None:
        targets = _editors_chapter(names, root, stdin_path, fix=fix)
        unsaved = {targets.paths[0]: _unsaved_text()}
    else:
        targets = find_targets(root, names)
        _refuse_others(targets)
    folders, covers = targets.folders, targets.covers()
    rules = chosen_rules(_names(select), _names(ignore))
    if fix:
        fix_files(folders, covers)
    with showing_progress() as progress:
        beside = other_decks(targets.root, folders)
        checked = check_decks(folders, clock(), rules, beside=beside, unsaved=unsaved, tell=aside, progress=progress)
    found = [problem for problem in checked.problems if verbose or problem.severity is not Severity.INFO]
    elsewhere = [problem for problem in found if targets.is_partial and not covers(problem.location.path)]
    problems = [problem for problem in found if covers(problem.location.path)] if targets.is_partial else found
    if score:
        print("\n".join(score_text(scored(deck)) for deck in checked.decks), end="")
        if len(checked.decks) < len(folders):  # one that cannot be read has no score
            print(
                as_text([problem for problem in problems if problem.severity is Severity.ERROR], painter(sys.stderr)),
                file=sys.stderr,
            )
    elif statistics:
        print(statistics_text(problems), end="")
    else:
        shown = [_in_repository(problem) for problem in problems] if style in _OF_REPOSITORIES else problems
        print(_formats()[style](shown, painter(sys.stdout)), end="")
    if style == "text" and not score:
        print(_last_line(targets, problems, elsewhere))
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(problem.severity in failing for problem in problems))


def _editors_chapter(names: Sequence[str], root: Path | None, path: Path | None, *, fix: bool) -> Targets:
    """Return the chapter whose text an editor sends, which need not be on the disk yet, as what is to be checked."""
    if path is None or list(names) != ["-"]:
        raise UsageError("to check what an editor has not saved: deckwright check - --stdin-path CHAPTER.yaml")
    if fix:
        raise UsageError("--fix mends files on the disk, and cannot mend what is read from stdin; leave one out")
    targets = find_targets(root, [str(path if path.exists() else path.parent)])
    chapter = targets.paths[0] if path.exists() else targets.paths[0] / path.name
    holders = {inner for inner, _ in chapter_folders(targets.folders[0])}
    if len(targets.paths) != 1 or chapter.parent not in holders or not is_chapter_name(path.name):
        raise UsageError(f"{path}: only a chapter can be unsaved, a .yaml file or a table in a deck's folder")
    return targets._replace(paths=(chapter,))


def _unsaved_text() -> bytes:
    """Return what stands in stdin, if it is not more than a file may have; a byte more says that it is."""
    if sys.stdin is None:
        raise UsageError("stdin is closed, and the text of the chapter was to come from it")
    return sys.stdin.buffer.read(SOURCE_LIMIT + 1)


def _refuse_others(targets: Targets) -> None:
    """Raise `UsageError` for a file in a deck's folder that is no part of the deck: of that there is nothing to say."""
    for path in targets.paths:
        deck = next(folder for folder in targets.folders if path.is_relative_to(folder))
        is_loose = path.is_file() and path.relative_to(deck).parts[0] not in (*OWN_FOLDERS, "deck.yaml", LOCK_NAME)
        if is_loose and not is_yaml_name(path.name) and not is_table_name(path.name):
            what = "which is made of .yaml files and of tables, .csv or .tsv"
            raise UsageError(f"{shown_path(path)}: this file is no part of the deck, {what}")


def _last_line(targets: Targets, problems: Sequence[Problem], elsewhere: Sequence[Problem]) -> str:
    """Return how many problems there are at what was named; those elsewhere stop a build as well."""
    if not targets.is_partial:
        return summary(problems) or f"{counted(len(targets.folders), 'deck')}, no problems"
    noun = "file" if all(path.suffix for path in targets.paths) else "path"
    here = summary(problems) or f"{counted(len(targets.paths), noun)}, no problems"
    return f"{here}; elsewhere in the deck: {summary(elsewhere)}" if elsewhere else here


def _in_repository(problem: Problem) -> Problem:
    """Return a problem by its path from the top of the repository that GitHub has checked out, if it is in there."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    path = os.path.abspath(problem.location.path)
    if not workspace or not Path(path).is_relative_to(workspace):
        return problem
    return problem._replace(location=problem.location._replace(path=Path(path).relative_to(workspace).as_posix()))


def _formats() -> Mapping[str, Format]:
    """Return the formats by name; SARIF says of each rule what it reports, and why."""
    described = {name: RuleText(summary=form.reports, why=form.why) for name, form in form_problems().items()}
    described |= {name: RuleText(summary=rule.summary, why=rule.why) for name, rule in RULES.items()}
    return {**FORMATS, "sarif": functools.partial(as_sarif, described=described)}


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
