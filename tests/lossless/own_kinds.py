"""The author's own kinds: `drill`, whose fields and cards come, go, move and change their names, and `blank`, a cloze.

Both stand in `kinds/` as any author would write them. `drill` is born with the fields `Ask` and `Answer` and the card
`First`; it may get the fields `note`, `more` and `most` and the cards `second` and `third`, as long as places are left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.lossless.facts import Fact

if TYPE_CHECKING:
    from tests.lossless.author import Author

SPARE_KEYS = ("note", "more", "most")


def _two_fields() -> dict[str, str]:
    return {"ask": "Ask", "answer": "Answer"}


@dataclass(slots=True)
class Drill:
    """The kind `drill` as its author has it at present, and what he remembers of how it was."""

    fields: dict[str, str] = field(default_factory=_two_fields)
    """The key of each field, and its name."""
    cards: dict[str, str] = field(default_factory=lambda: {"first": "First"})
    """What each template is, and what it is called."""
    spares: int = 2
    names: dict[str, str] = field(default_factory=dict)
    """What each template was called last, also those that were withdrawn."""
    born: dict[str, str] = field(default_factory=dict)
    """What each template was called first: one that is added anew after a git reset is another one by its name."""
    was: dict[str, str] = field(default_factory=dict)
    """What fields and templates were called at the last build, the only name the lock knows."""
    built: set[str] = field(default_factory=set)
    """The keys of the fields and templates of the last build that are still the same."""
    order: list[str] = field(default_factory=list)
    """Fields and templates in the order in which kind.yaml names them; what is not in it comes last."""
    is_bound: bool = True
    """Whether the second template asks for the field `note`, where there is one."""

    def rename(self, key: str, now: dict[str, str], name: str) -> None:
        """Give a field or template of `now` another name."""
        if key in self.built:
            self.was.setdefault(key, now[key])
        now[key] = name

    def restore(self, before: Drill) -> None:
        """Leave the kind as it was at another time."""
        self.fields, self.cards, self.is_bound = dict(before.fields), dict(before.cards), before.is_bound
        self.was.clear()
        self.built |= {*before.fields, *before.cards}

    def was_built(self) -> None:
        """Remember what was built."""
        self.was.clear()
        self.names.update(self.cards)
        self.born = {**self.cards, **self.born}
        self.built = {*self.fields, *self.cards}

    def cards_of(self, fact: Fact) -> list[Any]:
        """Return the templates that a note has."""
        return [key for key in self.cards if key != "second" or self.when == "" or "note" in fact.values]

    @property
    def when(self) -> str:
        """The field that the second template asks for; empty for none."""
        return self.fields.get("note", "") if self.is_bound else ""

    def shown(self, card: dict[str, Any]) -> dict[str, Any]:
        """Return a card source without keys that the kind has not."""
        return {key: value for key, value in card.items() if key in self.fields or key not in SPARE_KEYS}

    def files(self, style: int, words: int) -> dict[str, str]:
        """Return the files of the kind by name; the numbers stand for what its style and its sides say."""
        fields: list[dict[str, Any]] = [
            {"name": name, "key": key, "doc": "it", **({"shape": "texts"} if key == "most" else {}), **self._was(key)}
            for key, name in sorted(self.fields.items(), key=self._place)
        ]
        fields[0]["required"] = True
        templates, files = [], {"style.css": f".dw {{ margin: {style}px; }}"}
        for key, name in sorted(self.cards.items(), key=self._place):
            when = {"when": self.when} if key == "second" and self.when else {}
            templates.append({"name": name, "asks": "Ask", "answers": "Answer", "file": key, **when, **self._was(key)})
            files[f"{key}.front.html"] = f"<p>{key} {words}</p>{{{{Ask}}}}"
            files[f"{key}.back.html"] = "{{Ask}}<hr>{{Answer}}"
        kind = {"doc": "a drill", "fields": fields, "templates": templates}
        return {**files, "kind.yaml": json.dumps(kind, ensure_ascii=False, indent=1)}

    def _was(self, key: str) -> dict[str, str]:
        return {"was": self.was[key]} if key in self.was else {}

    def _place(self, part: tuple[str, str]) -> int:
        """Return where a field or template stands in kind.yaml; the first field stays the first."""
        key, _ = part
        return -1 if key == "ask" else self.order.index(key) if key in self.order else 99


def blank_files(style: int, words: int) -> dict[str, str]:
    """Return the files of the kind `blank`, a sentence with gaps, by name; the numbers are as those of a drill."""
    fields = [{"name": "Sentence", "key": "text", "doc": "it", "required": True}, {"name": "Aside", "doc": "it"}]
    templates = [{"name": "Gap", "asks": "Sentence", "answers": "Sentence"}]
    kind = {"doc": "gaps", "cloze": True, "fields": fields, "templates": templates}
    return {
        "kind.yaml": json.dumps(kind),
        "style.css": f".dw {{ padding: {style}px; }}",
        "gap.front.html": f"<p>{words}</p>{{{{cloze:Sentence}}}}",
        "gap.back.html": "{{cloze:Sentence}}<p>{{Aside}}</p>",
    }


def add_field(author: Author) -> None:
    free = [key for key in SPARE_KEYS if key not in author.drill.fields]
    if free:
        author.drill.fields[free[0]] = f"Field {author.word()}"


def rename_field(author: Author) -> None:
    key = author.pick(list(author.drill.fields))
    if key not in ("ask", "answer"):
        author.drill.rename(key, author.drill.fields, f"Field {author.word()}")


def take_out_field(author: Author) -> None:
    keys = [key for key in author.drill.fields if key in SPARE_KEYS and key not in author.drill.was]
    if keys and author.random.random() < 0.5:
        key = author.pick(keys)
        del author.drill.fields[key]
        author.drill.built.discard(key)  # one that is added under its key is another field, with no name before


def add_template(author: Author) -> None:
    drill = author.drill
    if drill.spares:
        key = {2: "second", 1: "third"}[drill.spares]
        drill.spares -= 1
        drill.cards[key] = key.capitalize()


def rename_template(author: Author) -> None:
    drill = author.drill
    drill.rename(author.pick(list(drill.cards)), drill.cards, f"Card {author.word()}")


def withdraw_template(author: Author) -> None:
    drill = author.drill
    if len(drill.cards) > 1:
        key = author.pick(list(drill.cards)[1:])
        if key not in drill.was:
            del drill.cards[key]


def bring_template_back(author: Author) -> None:
    drill = author.drill
    gone = [key for key in ("second", "third") if key in drill.names and key not in drill.cards]
    if gone:
        key = author.pick(gone)
        drill.cards[key] = drill.names[key]
        drill.built.add(key)  # another name is told by `was`, as of a card that was there all the time


def bind_template(author: Author) -> None:
    """Let the second card hang on a field, or no longer."""
    author.drill.is_bound = not author.drill.is_bound


def reorder_kind(author: Author) -> None:
    parts = [*author.drill.fields, *author.drill.cards]
    author.drill.order = author.random.sample(parts, len(parts))


def change_style(author: Author) -> None:
    author.style += 1


def reword_sides(author: Author) -> None:
    author.words += 1


KIND_EDITS = [
    add_field, rename_field, take_out_field, add_template, add_template, rename_template, withdraw_template,
    bring_template_back, bind_template, reorder_kind, change_style, reword_sides,
]  # fmt: skip
