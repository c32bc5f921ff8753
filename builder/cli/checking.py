"""What `check` does with its options."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def explain(name: str) -> None:
    """Print what a rule is about, or the list of all rules."""
    from builder.lint.docs import listed, rule_page
    from builder.lint.rules import RULES
    from builder.lint.run import chosen_rules

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
    from builder.lint.run import chosen_rules
    from builder.lint.score import scored
    from builder.places import clock, find_decks
    from builder.problems import Severity
    from builder.report import FORMATS, score_text, statistics_text, summary
    from builder.terminal import painter, showing_progress

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
        click.echo(FORMATS[style](problems, painter(sys.stdout)), nl=False)
    if style == "text" and not score:
        click.echo(summary(problems) or f"{len(folders)} deck{'' if len(folders) == 1 else 's'}, no problems")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return not any(problem.severity in failing for problem in problems)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
