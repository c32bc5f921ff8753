"""`init`, `new` and `schema`, and the writing part of `check --fix`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click


def mend_files(folders: Sequence[Path], root: Path) -> None:
    """Mend the chapters of decks, and say on stderr what was done."""
    from builder.fix import ChangedUnderneathError, fixed_text, plan_fixes, write_fixes
    from builder.project import load

    planned = [file for folder in folders for file in plan_fixes(load(folder, root), root)]
    stale = write_fixes(planned)
    click.echo(fixed_text(file for file in planned if file not in stale), nl=False, err=True)
    if stale:
        raise ChangedUnderneathError(stale)
