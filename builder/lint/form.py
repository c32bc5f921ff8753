"""Problems that are no rules for good cards: what the program finds in files, texts, own kinds and the lock.

Each is printed by a room that knows nothing of the others; what `check --explain` says of them all stands in `forms`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("forms")
_SECTIONS = ("yaml", "files", "tables", "texts", "kinds", "lock", "html", "media")
"""In the order of the page."""


class FormProblem(NamedTuple):
    """What a problem of form reports, as a sentence's end; why it is one; how it is mended; and an example.

    `given` is what both examples begin with, `bad` what is reported, and `mended` what is done instead of that: texts
    in the forms of `form_examples`.
    """

    name: str
    reports: str
    why: str
    mend: str
    bad: str = ""
    mended: str = ""
    given: str = ""


@functools.cache
def form_problems() -> Mapping[str, FormProblem]:
    """Return all problems of form by the names that stand in brackets behind their severity."""
    return {
        name: FormProblem(name=name, **parts)
        for section in _SECTIONS
        for name, parts in tomllib.loads((_FOLDER / f"{section}.toml").read_text("utf-8")).items()
    }
