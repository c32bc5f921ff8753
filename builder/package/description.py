"""The deck's page in Anki: what it is, which version, and how to update."""

from __future__ import annotations

from collections.abc import Iterator

from builder.anki_marks import kept_apart
from builder.diagnostics import Problem
from builder.model import Settings
from builder.render.faults import HarmlessHtml, problem_of
from builder.render.markdown import escape, render

_UPDATE = (
    "To update, import the newer file over this deck with Anki's default options: every correction arrives,"
    " no review is lost, nothing is doubled. Mark cards with flags rather than with tags of your own,"
    " which an update of the same note replaces."
)


def check_description(settings: Settings) -> Iterator[Problem]:
    """Yield what the description holds that may not stand on the deck's page."""
    text = settings.entry.text("description")
    if text is None:
        return
    markup = render(text.value)
    for fault in markup.faults:
        yield problem_of(settings.file, text, fault)
    harmless = HarmlessHtml(settings.file)
    harmless.add(text, markup.left_out)
    yield from harmless.problems("delete it")
    for name in markup.media:
        message = f'the description shows or plays "{name}", and Anki\'s deck page has no media'
        yield settings.file.error(settings.file.within(text, name), "missing-media", message, "put it on a card")


def describe(settings: Settings) -> str:
    """Return the description as HTML; never empty, or Anki would keep the last one."""
    parts = []
    if settings.description:
        # The lines of the file are not those of Anki's page, which is narrower or wider.
        body = render(settings.description).html.replace("<br>", " ")
        parts.append(body if body.startswith("<") else f"<p>{body}</p>")
    release = f"{settings.name} {settings.version}".strip()
    parts.append(f"<p>{escape(release)}. {_UPDATE}</p>")
    return kept_apart("".join(parts))
