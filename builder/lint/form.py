"""Problems that are no rules for good cards: what the program finds in files, texts, own kinds and the lock.

Each is printed by a room that knows nothing of the others; what `check --explain` says of them all stands in form.toml.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class FormProblem(NamedTuple):
    """What a problem of form reports, as a sentence's end; why it is one; and how it is mended."""

    name: str
    reports: str
    why: str
    mend: str


@functools.cache
def form_problems() -> Mapping[str, FormProblem]:
    """Return all problems of form by the names that stand in brackets behind their severity."""
    texts = tomllib.loads(Path(__file__).with_name("form.toml").read_text("utf-8"))
    return {name: FormProblem(name=name, **parts) for name, parts in texts.items()}
