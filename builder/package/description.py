"""The deck's page in Anki: what it is, which version, and how to update."""

from __future__ import annotations

from builder.deck import Settings
from builder.render.markdown import escape, render

_UPDATE = (
    "To update, import the newer file over this deck with Anki's default options: every correction arrives,"
    " no review is lost, nothing is doubled. Mark cards with flags rather than with tags of your own,"
    " which an update of the same note replaces."
)


def describe(settings: Settings) -> str:
    """Return the description as HTML; never empty, or Anki would keep the last one."""
    parts = []
    if settings.description:
        # Anki's page keeps line breaks: those of the file's own lines, and those between tags, would show twice.
        body = render(settings.description).html.replace("<br>\n", " ").replace(">\n<", "><")
        parts.append(body if body.startswith("<") else f"<p>{body}</p>")
    release = f"{settings.name} {settings.version}".strip()
    parts.append(f"<p>{escape(release)}. {_UPDATE}</p>")
    return "".join(parts)
