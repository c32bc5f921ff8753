"""JSON Schemas of the files that authors write, from the same keys as the validator, for completion in editors.

They are of draft 7, which the YAML language server knows best. An editor reads `no`, `1:30` and `2026-01-01` as YAML's
own types and Deckwright reads them as the text that was typed, so a text may be a string, a number or a boolean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from builder.custom_kinds.kind_keys import KIND
from builder.files import write_all
from builder.kinds import builtin_kinds
from builder.lint.profiles import PROFILES
from builder.lint.rule import Rule
from builder.lint.rules import RULES
from builder.model import Kind
from builder.pipeline.loop import read_head
from builder.schema import Key, Shape
from builder.source import keys
from builder.source.card_forms import said_texts, spoken_texts
from builder.source.said_of_texts import SPOKEN_BY, SPOKEN_IN
from builder.source.settings import FEEDBACK, LANGUAGE, SPEECH, UID
from builder.targets import find_targets

NAMES = ("chapter", "deck", "folder", "kind")
"""The files that have a schema."""

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_PROSE: dict[str, Any] = {
    **_TEXT,
    "type": [*_TEXT["type"], "object"],
    "required": ["html"],
    "maxProperties": 1,
}
"""A text, as Markdown or as HTML: `{html: …}`. Said in few words, for it stands behind most keys."""
_FLAG: dict[str, Any] = {"type": ["boolean", "string"], "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"}
_ID: dict[str, Any] = {
    "pattern": "^(?![.-])[^\\u0000-,/:-@\\[-\\^`{-\\u007f]+$",
    "patternErrorMessage": "An id has no other signs than letters, digits, . _ and -",
}
"""No sign of ASCII but letters, digits, dot, underscore and dash; `\\w` is ASCII alone in JavaScript."""


def schema_text(name: str, kinds: Mapping[str, Kind]) -> str:
    """Return a schema as JSON with two spaces a level; `name` is one of `NAMES`."""
    return json.dumps(schema(name, kinds), ensure_ascii=False, indent=2) + "\n"


def schema(name: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Return the schema of a chapter with cards of these kinds, of `deck.yaml`, `folder.yaml`, or a `kind.yaml`."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"Deckwright: {_TITLES[name]}"}
    bodies: dict[str, Callable[[], dict[str, Any]]] = {
        "chapter": lambda: _chapter(kinds),
        "deck": lambda: _deck(kinds),
        "folder": lambda: _entry(keys.FOLDER),
        "kind": lambda: _entry(KIND),
    }
    return {**head, **bodies[name]()}


_PATTERNS = {"uid": UID, "language": LANGUAGE, "speech": SPEECH, "feedback": FEEDBACK}
_TITLES = {
    "chapter": "a chapter of a deck",
    "deck": "a deck's settings",
    "folder": "what a folder's deck is called",
    "kind": "a kind of card of an author's own",
}


def _deck(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    deck = _entry(keys.DECK)
    title_or_source = {**_TEXT, **_entry(keys.SOURCE), "type": [*_TEXT["type"], "object"]}
    for name, pattern in _PATTERNS.items():
        deck["properties"][name]["pattern"] = _pattern(pattern)
    deck["properties"]["math"] |= {"enum": [keys.DOLLARS]}
    deck["properties"]["sources"] |= {"type": "object", "additionalProperties": title_or_source}
    deck["properties"]["tables"] |= {"type": ["object", "null"], "additionalProperties": _table(kinds)}
    lint, deck["definitions"] = _lint(kinds)
    deck["properties"]["lint"] |= lint
    return deck


def _table(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Return the schema of what deck.yaml says of a table."""
    table = _entry(keys.TABLE)
    _say(table["properties"], list(kinds.values()))
    table["properties"]["kind"] = {"enum": list(kinds), "description": _doc(keys.TABLE, "kind")}
    table["properties"]["columns"] |= {"type": ["object", "array"], "additionalProperties": _TEXT, "items": _TEXT}
    return table


def _pattern(form: re.Pattern[str]) -> str:
    return "^" + form.pattern.removesuffix(r"\Z") + "$"


def _say(properties: dict[str, Any], kinds: Sequence[Kind]) -> None:
    """Say what the values are by which a chapter or a card of these kinds says something of its texts."""
    for saying, texts_of in ((SPOKEN_IN, said_texts), (SPOKEN_BY, spoken_texts)):
        texts = {name for kind in kinds for name in texts_of(kind)}
        if texts and saying.key in properties:
            form = {"pattern": _pattern(saying.form), "patternErrorMessage": f"Write {saying.example}"}
            value = {"type": ["string", "boolean"], **form}  # `no` is Norwegian
            by_key = {"properties": dict.fromkeys(sorted(texts), value), "additionalProperties": False}
            properties[saying.key] |= {**form, "type": [*value["type"], "object"], **by_key}


def _lint(kinds: Mapping[str, Kind]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of a deck's `lint`, and the definitions that it refers to: what each rule may be set to."""
    settings = {f"rule-{name}": _rule(rule, kinds) for name, rule in RULES.items()}
    rules = {name: {"$ref": f"#/definitions/rule-{name}"} for name in RULES}
    profile = {
        "type": ["string", "null"],
        "enum": [*PROFILES, None],
        "description": "what the deck is, for many rules at once",
    }
    return _optional({"rules": _optional(rules), "profile": profile}), settings


def _rule(rule: Rule, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    severity = {
        "pattern": "^\\s*([Oo][Ff][Ff]|[Ee][Rr][Rr][Oo][Rr]|[Ww][Aa][Rr][Nn][Ii][Nn][Gg]|[Ii][Nn][Ff][Oo])\\s*$",
        "patternErrorMessage": "Write off, error, warning or info, or set numbers",
        "defaultSnippets": [{"label": level, "body": level} for level in ("off", "error", "warning", "info")],
    }
    number = {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 1e9, "pattern": "\\d"}
    limits = {limit.name: {**number, "description": limit.doc, "default": limit.default} for limit in rule.thresholds}
    same_rule = {"$ref": f"#/definitions/rule-{rule.id}"}
    by_kind = {"type": ["object", "null"], "propertyNames": {"enum": list(kinds)}, "additionalProperties": same_rule}
    return {
        "description": rule.summary,
        "type": ["string", "object"],
        **severity,
        "properties": {**limits, "severity": {"type": "string", **severity}, "kinds": by_kind},
        "additionalProperties": False,
    }


def _allows() -> dict[str, Any]:
    """Return the schema of a card's `lint`."""
    reason = {**_TEXT, "pattern": "\\S[\\s\\S]{8,}\\S", "patternErrorMessage": "Say why, in ten characters or more"}
    summaries = {**{name: rule.summary for name, rule in RULES.items()}, **keys.LOCK_RULES}
    allow = {name: {**reason, "description": summary} for name, summary in summaries.items()}
    return _optional({"allow": _optional(allow)})


def _optional(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a mapping that may be left empty."""
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _chapter(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    is_adopted = any(kind.is_adopted for kind in kinds.values())
    chapter = _entry(keys.ADOPTED_CHAPTER if is_adopted else keys.CHAPTER)
    names = {"enum": list(kinds)}
    _say(chapter["properties"], list(kinds.values()))
    chapter["properties"]["kind"] = {**names, "description": _doc(keys.CHAPTER, "kind")}
    chapter["properties"]["cards"] |= {"type": "array", "minItems": 1, "items": _any_card(kinds)}
    # A card that names no kind is of the chapter's; where the chapter has none, every card must name one.
    of_default_kind = [
        _if(_is_kind(name), {"properties": {"cards": {"items": _if({"not": _HAS_KIND}, _ref(name))}}}) for name in kinds
    ]
    each_names_one = _if({"not": _HAS_KIND}, {"properties": {"cards": {"items": _HAS_KIND}}})
    chapter["allOf"] = [*of_default_kind, each_names_one]
    chapter["definitions"] = {f"card-{name}": _card(kind, names) for name, kind in kinds.items()}
    chapter["definitions"]["lint"] = _allows()
    return chapter


_HAS_KIND = {"required": ["kind"]}


def _is_kind(name: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": {"const": name}}, **_HAS_KIND}


def _if(condition: dict[str, Any], consequence: dict[str, Any]) -> dict[str, Any]:
    return {"if": condition, "then": consequence}


def _ref(kind: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/card-{kind}"}


def _any_card(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    docs = [f"{kind.name}: {kind.doc}" for kind in kinds.values()]
    names = {"enum": list(kinds), "enumDescriptions": docs, "description": _doc(keys.CARD, "kind")}
    return {
        "type": "object",
        "properties": {"kind": names},
        "allOf": [_if(_is_kind(name), _ref(name)) for name in kinds],
        "defaultSnippets": [_snippet(kind) for kind in kinds.values()],
    }


def _card(kind: Kind, names: dict[str, Any]) -> dict[str, Any]:
    shared = keys.common_keys(kind)
    first = [key for key in shared if key.name in ("id", "kind")]
    card = _entry(keys.with_html([*first, *kind.keys, *(key for key in shared if key not in first)]))
    own = {key.name for key in kind.keys}
    _say({name: value for name, value in card["properties"].items() if name not in own}, [kind])
    card["properties"]["lint"] |= {"$ref": "#/definitions/lint"}
    card["properties"]["kind"] = {**names, "description": _doc(keys.CARD, "kind")}
    return {"description": kind.doc, **card}


def _doc(known: Iterable[Key], name: str) -> str:
    return next(key.doc for key in known if key.name == name)


def _entry(known: Sequence[Key]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key.name: _value(key) for key in known},
        "required": [key.name for key in known if key.required],
        "additionalProperties": False,
    }


def _value(key: Key) -> dict[str, Any]:
    doc = {"description": key.doc}
    if key.shape is Shape.TEXT and not key.words and not key.many:
        return {**doc, **(_PROSE if key.html else _TEXT), **(_ID if key.name == "id" else {})}
    if key.shape is Shape.TEXT and not key.many:
        return {**doc, "enum": list(key.words)}
    if key.shape is Shape.FLAG:
        return {**doc, **_FLAG}
    if key.shape in (Shape.TEXT, Shape.TEXTS):
        # One schema and not a choice of two: an editor then says what is wrong with an item, not that no form fits.
        text = {"type": ["string"], "pattern": f"^({'|'.join(key.words)})$"} if key.words else _TEXT
        items = {"enum": list(key.words)} if key.words else _TEXT
        items = _PROSE if key.html else items
        types = ["array"] if key.least > 1 else [*text["type"], "array"]  # one text stands for a list of one
        return {**doc, **text, "type": types, "items": items, "minItems": key.least}
    if key.shape is Shape.ENTRIES:
        return {**doc, "type": "array", "items": _entry(key.keys), "minItems": key.least}
    if key.shape is Shape.TABLE:
        return {**doc, "type": "object", "additionalProperties": _TEXT}
    return doc


def _snippet(kind: Kind) -> dict[str, Any]:
    """Return what an editor writes when the author picks a kind for a new card; `$1`, `$2` are its tab stops."""
    stop = 1
    body: dict[str, Any] = {"id": "$1", "kind": kind.name}
    for key in kind.keys:
        if key.required and key.shape is Shape.ENTRIES:
            entry = {}
            for inner in key.keys:
                if inner.required:
                    stop += 1
                    entry[inner.name] = f"${stop}"
            body[key.name] = [entry]
        elif key.required:
            stop += 1
            body[key.name] = [f"${stop}"] if key.shape is Shape.TEXTS else f"${stop}"
    return {"label": kind.name, "description": kind.doc, "body": body}


def print_schema(name: str, root: Path | None, deck: str) -> int:
    """Print a schema; `deck` may name one whose own kinds are taken in. Return the exit status."""
    print(schema_text(name, _kinds(root, deck)), end="")
    return 0


def write_schemas(output: Path, root: Path | None, deck: str) -> int:
    """Write all schemas into a folder; return the exit status."""
    kinds = _kinds(root, deck)
    write_all([(output / f"{name}.json", schema_text(name, kinds).encode()) for name in NAMES])
    print(f"wrote {', '.join(f'{name}.json' for name in NAMES)} into {output}")
    return 0


def _kinds(root: Path | None, deck: str) -> Mapping[str, Kind]:
    return read_head(find_targets(root, (deck,)).folders[0]).kinds if deck else builtin_kinds()
