"""What a chapter or a card says of its texts, of all of them or by key: the language that they are in."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from builder.diagnostics import did_you_mean
from builder.model import Kind, Settings
from builder.schema import ByKey, Entry, Said
from builder.source.card_forms import Form, said_texts, spoken_texts
from builder.source.settings import LANGUAGE, SPEECH, node_of
from builder.source.validate import Validator
from builder.syntax import Map, Node, Text, type_of_node


class Saying(NamedTuple):
    """A key by which something is said of texts: the form of its values, what they are, and what one looks like."""

    key: str
    form: re.Pattern[str]
    what: str
    example: str


SPOKEN_IN = Saying(key="language", form=LANGUAGE, what="a language tag", example="one like en, de or pt-BR")
SPOKEN_BY = Saying(key="speech", form=SPEECH, what="a voice as Anki names it", example="one like en_US")


def read_saying(reader: Validator, entry: Entry, saying: Saying, known: Collection[str], above: ByKey) -> ByKey:
    """Return what is said of the texts of a card, or of a chapter's cards; `above` is what holds where nothing is said.

    `known` are the keys of texts that may be named. One value is for all texts, whatever is said above of some.
    """
    node = node_of(entry, saying.key)
    if node is None:
        return above
    if isinstance(node, Text):
        value = _sound(reader, saying, node, saying.key)
        return ByKey(others=value) if value else above
    if not isinstance(node, Map) or not node.items:
        found = "empty" if isinstance(node, Map) else f"{type_of_node[type(node)]}, expected text or a mapping"
        hint = f"write {saying.example}, or one for each text: {saying.key}: {{front: …}}"
        reader.error(node, "wrong-type", f'"{saying.key}" is {found}', hint)
        return above
    by_key = dict(above.keys)
    for name, child in node.items:
        if name.value not in known:
            hint = did_you_mean(name.value, known) or f"the texts are: {', '.join(sorted(known))}"
            reader.error(name, "unknown-key", f'"{name.value}" is no text of these cards', hint)
        elif value := _sound(reader, saying, child, name.value):
            by_key[name.value] = value
    return above._replace(keys=by_key)


class SaidReader:
    """Reads what a chapter says of its cards, and then what each of them says more."""

    def __init__(self, head: Validator, chapter: Entry, settings: Settings, kinds: Collection[Kind]) -> None:
        """`head` is of the file in which the chapter's own keys stand."""
        self.own = Said(language=ByKey(others=settings.language))
        """What holds for cards of kinds of which nothing can be said."""
        plays = chapter if "audio" in chapter.values else settings.entry
        self.above = self.own._replace(by_name=plays.flag("audio"))
        if SPOKEN_IN.key in chapter.values or SPOKEN_BY.key in chapter.values:
            texts = frozenset[str]().union(*map(said_texts, kinds))
            spoken = frozenset[str]().union(*map(spoken_texts, kinds))
            self.above = self._read(head, chapter, texts, spoken, frozenset())

    def of_card(self, reader: Validator, entry: Entry, form: Form) -> Said:
        """Return what is said of a card, and what it plays."""
        if not form.texts:
            return self.own
        said = self.above
        if SPOKEN_IN.key in entry.values or SPOKEN_BY.key in entry.values:
            said = self._read(reader, entry, form.texts, form.spoken, form.own)
        has_audio = "audio" in entry.values and "audio" not in form.own
        return said._replace(audio=entry.texts("audio"), by_name=False) if has_audio else said

    def _read(
        self, reader: Validator, entry: Entry, texts: Collection[str], spoken: Collection[str], own: Collection[str]
    ) -> Said:
        """Return what an entry says more; `own` are keys that are a kind's own, and say nothing of texts."""
        language, speech = self.above.language, self.above.speech
        if SPOKEN_IN.key not in own:
            language = read_saying(reader, entry, SPOKEN_IN, texts, language)
        if SPOKEN_BY.key not in own:
            speech = read_saying(reader, entry, SPOKEN_BY, spoken, speech)
        return self.above._replace(language=language, speech=speech)


def _sound(reader: Validator, saying: Saying, node: Node, name: str) -> str:
    """Return the value behind a name where it has its form, and record where it has not."""
    hint = f"write {saying.example}"
    if not isinstance(node, Text):
        reader.error(node, "wrong-type", f'"{name}" is {type_of_node[type(node)]}, expected {saying.what}', hint)
    elif not node.value.strip():
        reader.error(node, "empty-value", f'"{name}" is empty', hint)
    elif saying.form.match(node.value):
        return node.value
    else:
        reader.error(node, "wrong-type", f'"{node.value}" is not {saying.what}', hint)
    return ""
