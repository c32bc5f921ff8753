"""`deckwright check`: what a build would refuse, and what the rules for good cards find."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from builder.cache.text_cache import text_cache
from builder.commands.fix import fix_files
from builder.diagnostics import Problem, Severity, counted
from builder.lint.docs import explained
from builder.lint.engine import Linted, chosen_rules, lint
from builder.lint.form import form_problems
from builder.lint.rules import RULES
from builder.lint.score import score_text, scored
from builder.pipeline import prepare, sort_problems
from builder.project import clock, find_decks, other_decks
from builder.report.formats import FORMATS, Format, RuleText, as_sarif
from builder.report.problems_text import statistics_text, summary
from builder.report.terminal import Progress, painter, showing_progress, silent


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
    progress: Progress = silent,
) -> Checked:
    """Run a build's own checks, and rules by their ids, over decks; write nothing."""
    prepared = prepare(folders, now, texts=text_cache(), keep_sources=True, beside=beside, progress=progress)
    decks = []
    for done, stamped in enumerate(prepared.decks):
        progress("checking", done, len(prepared.decks))
        decks.append(lint(stamped.rendered.deck, stamped.rendered.notes, now, rules))
    findings = [problem for deck in decks for problem in deck.problems]
    return Checked(problems=sort_problems([*prepared.problems, *findings]), decks=tuple(decks))


def explain(name: str) -> int:
    """Print what a rule or a problem of form is about, or the list of all."""
    print(explained(name), end="")
    return 0


def run_check(
    decks: Sequence[str],
    root: Path,
    *,
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
    folders = find_decks(root, decks)
    rules = chosen_rules(_names(select), _names(ignore))
    if fix:
        fix_files(folders)
    with showing_progress() as progress:
        checked = check_decks(folders, clock(), rules, beside=other_decks(root, folders), progress=progress)
    problems = [problem for problem in checked.problems if verbose or problem.severity is not Severity.INFO]
    if score:
        print("\n".join(score_text(scored(deck)) for deck in checked.decks), end="")
    elif statistics:
        print(statistics_text(problems), end="")
    else:
        print(_formats()[style](problems, painter(sys.stdout)), end="")
    if style == "text" and not score:
        print(summary(problems) or f"{counted(len(folders), 'deck')}, no problems")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(problem.severity in failing for problem in problems))


def _formats() -> Mapping[str, Format]:
    """Return the formats by name; SARIF says of each rule what it reports, and why."""
    described = {name: RuleText(summary=form.reports, why=form.why) for name, form in form_problems().items()}
    described |= {name: RuleText(summary=rule.summary, why=rule.why) for name, rule in RULES.items()}
    return {**FORMATS, "sarif": functools.partial(as_sarif, described=described)}


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
