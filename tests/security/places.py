"""Every place of a deck where an author's text can stand, as cards and names with one text in one of them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from builder.kinds import builtin_kinds
from builder.model import Kind
from builder.schema import Key, Shape
from builder.source.keys import CARD, NO_MARKUP

OWN_KIND = {
    "kinds/own/kind.yaml": """\
doc: every way in which a template can show a field
fields:
- {name: Shown, doc: as it is, required: true}
- {name: Hidden, doc: behind a hint}
- {name: Ruby, doc: with readings}
- {name: Kana, doc: readings alone}
- {name: Kanji, doc: words alone}
- {name: Typed, doc: to be typed}
- {name: Spoken, doc: to be spoken}
- {name: Bare, doc: without its tags}
- {name: Listed, doc: a list, shape: texts}
- {name: Beside, doc: right behind the first}
templates: [{name: Own, asks: Shown, answers: Shown}]
""",
    "kinds/own/own.front.html": (
        '<div class="{{Tags}} id-{{Id}}" title="{{Id}}">{{Shown}}{{Beside}} [{{Beside}}]</div>'
        "<div>{{#Hidden}}{{hint:Hidden}}{{/Hidden}}</div><p>{{furigana:Ruby}}</p><p>{{kana:Kana}}</p>"
        "<p>{{kanji:Kanji}}</p><p>{{type:Typed}}</p><p>{{tts en_US:Spoken}}</p><p>{{text:Bare}}</p>{{Listed}}"
        "<p>{{Deck}} {{Card}} {{Type}} {{CardFlag}}</p>\n"
    ),
    "kinds/own/own.back.html": "<div>{{Shown}}</div><div>{{Beside}}</div><p>{{Ruby}} {{Kana}} {{Kanji}} {{Bare}}</p>\n",
    "kinds/gaps/kind.yaml": """\
doc: a sentence with gaps
cloze: true
fields:
- {name: Sentence, doc: it, required: true}
templates: [{name: Fill, asks: Sentence, answers: Sentence}]
""",
    "kinds/gaps/fill.front.html": "<div>{{cloze:Sentence}}</div>\n",
    "kinds/gaps/fill.back.html": "<div>{{cloze:Sentence}}</div><p>{{text:cloze:Sentence}}</p>\n",
}
OWN_KEYS = ("shown", "hidden", "ruby", "kana", "kanji", "typed", "spoken", "bare", "listed", "beside")

WRAPS = [
    "x {} y", "- {}\n- x", "| a |\n|---|\n| {} |", "> {}", "# {}", "**{}**", "`{}`", "<div>{}</div>",
    "[{}](https://e.test)", "![{}](a.png)", "[x](https://e.test/{})", "[x](https://e.test '{}')",
    '[x](https://e.test "{}")', '<b title="{}">x</b>', "<b title='{}'>x</b>", "<b title={}>x</b>",
    "<a href='https://e.test/{}'>x</a>", "<img src='{}'>", "![x]({})", '<img alt="{}" src="a.png">', "<b {}>x</b>",
    "<{}>x", "\\({}\\)", "```\n{}\n```", "```{}\nx\n```", "~~{}~~", "<span lang='{}'>x</span>", "<b class={}>x</b>",
    "漢字[{}]", "x[{}]y[z]", "![[{}]]", "[sound:{}]", "[[{}]]", "<!-- {} -->", "{}\n\n{}",
]  # fmt: skip
"""What may stand around a text in a field."""
GAPS = [
    "{{{{c1::x}}}} {}",
    "{{{{c1::{}}}}}",
    "{{{{c1::x::{}}}}}",
    "{{{{c1::a}}}}{}{{{{c2::b}}}}",
    "\\({{{{c1::x}}}}{}\\)",
]


class Html(str):
    """A text that is HTML as it is: `{html: …}`."""


Value = str | list[Any]
Card = dict[str, Value]
"""A card's keys and values but for its id; items of a list are texts, or mappings of the same kind."""
Make = Callable[[str], Card]


class Place(NamedTuple):
    """A place: its name, and what makes a card with a text in it."""

    name: str
    card: Make


def _filled(key: Key) -> Value:
    if key.shape is Shape.TEXTS:
        return ["x"]
    if key.shape is Shape.ENTRIES:
        return [{"id": f"i{number}"} | _needed(key.keys) for number in (1, 2)]
    return "x"


def _needed(keys: Sequence[Key]) -> Card:
    return {key.name: _filled(key) for key in keys if key.required and key.name != "id"}


def _entries(make: Make, text: str) -> Value:
    return [{"id": "i1"} | make(text), {"id": "i2"} | make("y")]


def _texts(text: str) -> Value:
    return [text, "y"]


def _put(needed: Card, key: str, make: Callable[[str], Value], text: str) -> Card:
    return needed | {key: make(text)}


def _below(keys: Sequence[Key], prefix: str) -> Iterator[tuple[str, Make]]:
    """Yield the paths of texts below keys, each with what puts a text there and fills what else is needed."""
    for key in keys:
        if key.name in NO_MARKUP or key.shape in (Shape.FLAG, Shape.ANY, Shape.TABLE):
            continue
        if key.shape is Shape.ENTRIES:
            for path, make in _below(key.keys, f"{prefix}{key.name}."):
                yield path, functools.partial(_put, _needed(keys), key.name, functools.partial(_entries, make))
        else:
            value: Callable[[str], Value] = _texts if key.shape is Shape.TEXTS else str
            yield f"{prefix}{key.name}", functools.partial(_put, _needed(keys), key.name, value)


def _whole(kind: str, make: Make, text: str) -> Card:
    card: Card = {"kind": kind, **make(text)}
    if kind == "choice":
        options = card["options"]
        card["options"] = [*options, "z"][:2]
        card["answer"] = options[0]
    if kind == "cloze" and "{{c1" not in str(card["text"]):
        card["text"] = f"{{{{c1::x}}}} {card['text']}"
    return card


def _of_kind(kind: Kind) -> Iterator[Place]:
    for path, make in _below((*kind.keys, *CARD), f"{kind.name}."):
        if path != "choice.answer":  # it is one of the options
            yield Place(path, functools.partial(_whole, kind.name, make))


def _wrapped(name: str, keys: Card, key: str, wraps: Sequence[str]) -> Iterator[Place]:
    for wrap in wraps:
        yield Place(f"{name} in {wrap!r}", functools.partial(_in_wrap, keys, key, wrap))


def _in_wrap(keys: Card, key: str, wrap: str, text: str) -> Card:
    return keys | {key: wrap.replace("{}", text)}


def _as_written(make: Make, text: str) -> Card:
    return make(Html(text))


def _own(keys: Sequence[str], text: str) -> Card:
    card: Card = {"kind": "own", "shown": "x"}
    return card | {key: [text, "y"] if key == "listed" else text for key in keys}


PLACES = [
    *(place for kind in builtin_kinds().values() for place in _of_kind(kind)),
    *_wrapped("basic.front", {"kind": "basic", "back": "y"}, "front", WRAPS),
    *_wrapped("cloze.text", {"kind": "cloze"}, "text", GAPS),
    *_wrapped("gaps.sentence", {"kind": "gaps"}, "sentence", GAPS),
    *(Place(f"own.{key}", functools.partial(_own, (key,))) for key in OWN_KEYS),
    Place("own.shown and beside", functools.partial(_own, ("shown", "beside"))),
]
"""The places of cards in which a text may stand that is Markdown."""
_HTML: dict[str, Make] = {
    "basic.front": lambda text: {"kind": "basic", "front": text, "back": "y"},
    "basic.back": lambda text: {"kind": "basic", "front": "x", "back": text},
    "cloze.text": lambda text: {"kind": "cloze", "text": Html(f"{{{{c1::x}}}} {text}")},
    "cloze.text in a hint": lambda text: {"kind": "cloze", "text": Html(f"{{{{c1::x::{text}}}}} y")},
    "gaps.sentence": lambda text: {"kind": "gaps", "sentence": Html(f"{{{{c1::x}}}} {text}")},
    **{f"own.{key}": functools.partial(_own, (key,)) for key in OWN_KEYS},
}
HTML_PLACES = [Place(f"{place} as HTML", functools.partial(_as_written, make)) for place, make in _HTML.items()]
"""Those in which it may stand as HTML to the letter."""


def scalar(text: str, indent: int) -> str:
    """Return a text as YAML that reads as it: in quotes, or as a block where it has lines."""
    if not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff\t]", text):
        if "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        if text.strip("\n") == text:
            pad = " " * (indent + 2)
            return "|2-\n" + "\n".join(pad + line if line else "" for line in text.split("\n"))
    return json.dumps(text)


def yaml_of(card_id: str, values: Card) -> str:
    """Return a card as an item of a chapter's `cards`."""
    return f"- id: {card_id}\n" + "".join(_item(key, value, 2) for key, value in values.items())


def _item(key: str, value: Value, indent: int) -> str:
    pad = " " * indent
    if isinstance(value, Html):
        return f"{pad}{key}:\n{pad}  html: {scalar(value, indent + 2)}\n"
    if isinstance(value, str):
        return f"{pad}{key}: {scalar(value, indent)}\n"
    assert isinstance(value, list)
    lines = [f"{pad}{key}:\n"]
    for item in value:
        if isinstance(item, str):
            lines.append(f"{pad}- {scalar(item, indent)}\n")
        else:
            entry = "".join(_item(name, child, indent + 2) for name, child in item.items())
            lines.append(f"{pad}- {entry.lstrip()}")
    return "".join(lines)
