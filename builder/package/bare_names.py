"""Fields that hold no more than the name of a media file: what was to be heard or seen stands there as text."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator

from builder.diagnostics import Problem, Severity
from builder.model import SEPARATOR, RenderedChapter
from builder.package.media import FOLDER, MediaFolder
from builder.package.media_formats import is_picture
from builder.render.faults import Fault, problem_of
from builder.syntax import SourceFile, Text


class BareNames:
    """Looks for the names of a deck's media files in its notes, a chapter at a time."""

    def __init__(self, media: MediaFolder) -> None:
        self.media = media
        self._names: dict[str, str] | None = None
        """What a field would hold, and the name that it is of."""

    def look(self, chapter: RenderedChapter, file: SourceFile) -> Iterator[Problem]:
        """Yield a warning for each field of a chapter that is such a name."""
        names = self.names()
        for note in chapter.notes if names else ():
            for field in note.joined.split(SEPARATOR):
                if field in names:
                    yield _told(note.location.line, names[field], file)

    def names(self) -> dict[str, str]:
        """Return the names by what a field would hold of them; asked for by none, no folder is looked into."""
        if self._names is None:
            plain = [unicodedata.normalize("NFC", name) for name in self.media.places()]
            self._names = {html.escape(name, quote=False): name for name in plain if is_picture(name) is not None}
        return self._names


def _told(line: int, name: str, file: SourceFile) -> Problem:
    start = 0
    for _ in range(line - 1):
        start = file.text.find("\n", start) + 1
    at = Text(value="", line=line, column=1, start=start, end=len(file.text))
    message = f"this shows the name of a file in {FOLDER}, and not what is in it"
    hint = f"write ![]({name})" if is_picture(name) else f"write [sound:{name}]"
    return problem_of(file, at, Fault(name, "media-mark", message, hint, Severity.WARNING))
