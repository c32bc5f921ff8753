"""What an export is, whatever its form: files of text, and media beside them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class ExportedText(NamedTuple):
    """A file of text in the folder of an export."""

    name: str
    text: str
    what: str
    """What is in it, as the plan says it: `3 cards`."""


class Export(NamedTuple):
    """All that an export writes."""

    texts: tuple[ExportedText, ...]
    media: tuple[tuple[str, Path], ...] = ()
    """The names that files have in the folder `media`, and where they are now."""
    told: tuple[str, ...] = ()
    """What the plan says of what does not come along, and of what others may take for something else."""
