"""What cards cite, as learners read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.diagnostics import did_you_mean
from builder.model import Citable
from builder.source.validate import Validator
from builder.syntax import Text

_SUGGESTIONS = 50
"""For how many sources that are not declared a likely name is looked for."""


class Citations:
    """Looks up what the cards of a chapter cite, and records what is not declared."""

    def __init__(self, sources: Mapping[str, Citable]) -> None:
        self._sources = sources
        self._found: dict[str, str] = {}
        self._suggested = 0

    def known(self, at: Text) -> str:
        """Return what was found before; empty for what is not declared."""
        return self._found.get(at.value, "")

    def of(self, at: Text, reader: Validator) -> str | None:
        """Return a citation as the learner reads it; None, with a problem, for a source that is not declared.

        `reader` is of the file in which it stands.
        """
        citation = self._found.get(at.value)
        if citation is not None:
            return citation
        name, slash, section = at.value.partition("/")
        source = self._sources.get(name)
        if source is None:
            hint = self._likely(name, self._sources) or f"declare it in deck.yaml: sources: {{{name}: its title}}"
            reader.error(at, "unknown-source", f'deck.yaml declares no source "{name}"', hint)
            return None
        if not slash:
            self._found[at.value] = source.title
            return source.title
        title = source.sections.get(section)
        if title is None:
            hint = self._likely(section, source.sections) or f'declare it in deck.yaml under the sections of "{name}"'
            reader.error(at, "unknown-source", f'the source "{name}" has no section "{section}"', hint)
            return None
        self._found[at.value] = f"{source.title}, {title}"
        return self._found[at.value]

    def _likely(self, written: str, known: Iterable[str]) -> str:
        """Return what must have been meant; for the first ones of a chapter, since it takes long among thousands."""
        self._suggested += 1
        return did_you_mean(written, known) if self._suggested <= _SUGGESTIONS else ""
