"""Says what an update does to who has the older package."""

from __future__ import annotations

import sys
from pathlib import Path

from builder.report.terminal import painter, showing_progress
from builder.verify.compare import verify
from builder.verify.verdict_text import verdict_json, verdict_text


def run_verify(old: Path, new: Path, *, as_json: bool) -> int:
    """Print what an update does to a learner; return the exit status, 1 where something is lost."""
    with showing_progress() as progress:
        verdict = verify(old, new, progress)
    print(verdict_json(verdict) if as_json else verdict_text(verdict, painter(sys.stdout)), end="")
    return int(bool(verdict.losses))
