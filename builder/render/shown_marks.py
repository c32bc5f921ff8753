"""Marks that other tools read and a card shows as they were typed, by whose they are."""

from __future__ import annotations

from builder.render import dialect_marks, notebook_marks, reference_links
from builder.render.faults import Fault


def shown_marks(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with a Markdown text that was written for a notebook, for GitHub or for another tool."""
    faults: tuple[Fault, ...] = ()
    # Most texts have none of these signs, and looking for a sign takes a fiftieth of the time of a pattern.
    may_be_notebook = "#" in text or "^" in text or "~" in text or "%%" in text or "```" in text
    if may_be_notebook and notebook_marks.MAY_HAVE.search(text):
        faults = tuple(notebook_marks.notebook_faults(text))
    if "]:" in text and reference_links.MAY_HAVE.search(text):
        faults = (*faults, *reference_links.reference_faults(text))
    may_be_dialect = (
        "[" in text or "{" in text or "\n:" in text or "!!!" in text or "???" in text or text.count(":") > 1
    )
    if may_be_dialect and dialect_marks.MAY_HAVE.search(text):
        faults = (*faults, *dialect_marks.dialect_faults(text))
    return faults
