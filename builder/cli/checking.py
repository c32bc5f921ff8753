"""What `check` does with its options."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builder.report.formats import Format


def explain(name: str) -> None:
    """Print what a rule is about, or the list of all rules."""
    from builder.lint.docs import listed, rule_page
    from builder.lint.engine import chosen_rules
    from builder.lint.rules import RULES

    click.echo(listed() if name == "all" else rule_page(RULES[chosen_rules([name], []).pop()]), nl=False)


def run_check(
    decks: tuple[str, ...],
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
    explain: str,
) -> bool:
    """Check decks and print what was asked for; return whether nothing fails."""
    from builder.checking import check
    from builder.cli.author import mend_files
    from builder.diagnostics import Severity
    from builder.lint.engine import chosen_rules
    from builder.lint.score import score_text, scored
    from builder.places import clock, find_decks
    from builder.report.plural import counted
    from builder.report.problems_text import statistics_text, summary
    from builder.report.terminal import painter, showing_progress

    folders = find_decks(root, decks)
    rules = chosen_rules(_names(select), _names(ignore))
    if fix:
        mend_files(folders, root)
    with showing_progress() as progress:
        checked = check(folders, root, clock(), rules, progress)
    problems = [one for one in checked.problems if verbose or one.severity is not Severity.INFO]
    if score:
        click.echo("\n".join(score_text(scored(deck)) for deck in checked.decks), nl=False)
    elif statistics:
        click.echo(statistics_text(problems), nl=False)
    else:
        click.echo(_formats()[style](problems, painter(sys.stdout)), nl=False)
    if style == "text" and not score:
        click.echo(summary(problems) or f"{counted(len(folders), 'deck')}, no problems")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return not any(problem.severity in failing for problem in problems)


def _formats() -> Mapping[str, Format]:
    """Return the formats by name; SARIF says of each rule what it reports, and why."""
    from builder.lint.rules import RULES
    from builder.report.formats import FORMATS, RuleText, as_sarif

    described = {name: RuleText(summary=rule.summary, why=rule.why) for name, rule in RULES.items()}
    return {**FORMATS, "sarif": functools.partial(as_sarif, described=described)}


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
