"""JSON Schemas of the files that authors write, from the same keys as the validator, for completion in editors.

They are of draft 7, which the YAML language server knows best. An editor reads `no`, `1:30` and `2026-01-01` as YAML's
own types and Deckwright reads them as the text that was typed, so a text may be a string, a number or a boolean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from builder.lint.rule import Rule
from builder.model import Kind
from builder.shapes import Key, Shape
from builder.source import keys
from builder.source.settings import FEEDBACK, LANGUAGE, SPEECH, UID

NAMES = ("chapter", "deck", "kind")
"""The files that have a schema."""

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
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
    """Return the schema of a chapter with cards of these kinds, of `deck.yaml`, or of an own kind's `kind.yaml`."""
    from builder.kinds.own import KIND

    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"Deckwright: {_TITLES[name]}"}
    body = {"chapter": lambda: _chapter(kinds), "deck": lambda: _deck(kinds), "kind": lambda: _entry(KIND)}[name]()
    return {**head, **body}


_PATTERNS = {"uid": UID, "language": LANGUAGE, "speech": SPEECH, "feedback": FEEDBACK}
_TITLES = {"chapter": "a chapter of a deck", "deck": "a deck's settings", "kind": "a kind of card of an author's own"}


def _deck(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    whole = _entry(keys.DECK)
    source = _entry(keys.SOURCE)
    titles = {**_TEXT, **source, "type": [*_TEXT["type"], "object"]}
    for name, pattern in _PATTERNS.items():
        whole["properties"][name]["pattern"] = "^" + pattern.pattern.removesuffix(r"\Z") + "$"
    whole["properties"]["sources"] |= {"type": "object", "additionalProperties": titles}
    lint, whole["definitions"] = _lint(kinds)
    whole["properties"]["lint"] |= lint
    return whole


def _lint(kinds: Mapping[str, Kind]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of a deck's `lint`, and the definitions that it refers to: what each rule may be set to."""
    from builder.lint.rules import RULES

    settings = {f"rule-{name}": _rule(rule, kinds) for name, rule in RULES.items()}
    rules = {name: {"$ref": f"#/definitions/rule-{name}"} for name in RULES}
    return _optional({"rules": _optional(rules)}), settings


def _rule(rule: Rule, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    word = {
        "pattern": "^\\s*([Oo][Ff][Ff]|[Ee][Rr][Rr][Oo][Rr]|[Ww][Aa][Rr][Nn][Ii][Nn][Gg]|[Ii][Nn][Ff][Oo])\\s*$",
        "patternErrorMessage": "Write off, error, warning or info, or set numbers",
        "defaultSnippets": [{"label": each, "body": each} for each in ("off", "error", "warning", "info")],
    }
    number = {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 1e9, "pattern": "\\d"}
    limits = {each.name: {**number, "description": each.doc, "default": each.default} for each in rule.thresholds}
    again = {"$ref": f"#/definitions/rule-{rule.id}"}
    by_kind = {"type": ["object", "null"], "propertyNames": {"enum": list(kinds)}, "additionalProperties": again}
    return {
        "description": rule.summary,
        "type": ["string", "object"],
        **word,
        "properties": {**limits, "severity": {"type": "string", **word}, "kinds": by_kind},
        "additionalProperties": False,
    }


def _allows() -> dict[str, Any]:
    """Return the schema of a card's `lint`."""
    from builder.lint.rules import RULES

    reason = {**_TEXT, "pattern": "\\S[\\s\\S]{8,}\\S", "patternErrorMessage": "Say why, in ten characters or more"}
    return _optional({"allow": _optional({name: {**reason, "description": r.summary} for name, r in RULES.items()})})


def _optional(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a mapping that may be left empty."""
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _chapter(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    whole = _entry(keys.CHAPTER)
    names = {"enum": list(kinds)}
    whole["properties"]["kind"] = {**names, "description": _described(keys.CHAPTER, "kind")}
    whole["properties"]["cards"] |= {"type": "array", "minItems": 1, "items": _any_card(kinds)}
    # A card that names no kind is of the chapter's; where the chapter has none, every card must name one.
    own_default = [
        _if(_is_kind(name), {"properties": {"cards": {"items": _if({"not": _HAS_KIND}, _ref(name))}}}) for name in kinds
    ]
    whole["allOf"] = [*own_default, _if({"not": _HAS_KIND}, {"properties": {"cards": {"items": _HAS_KIND}}})]
    whole["definitions"] = {f"card-{name}": _card(kind, names) for name, kind in kinds.items()}
    whole["definitions"]["lint"] = _allows()
    return whole


_HAS_KIND = {"required": ["kind"]}


def _is_kind(name: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": {"const": name}}, **_HAS_KIND}


def _if(condition: dict[str, Any], consequence: dict[str, Any]) -> dict[str, Any]:
    return {"if": condition, "then": consequence}


def _ref(kind: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/card-{kind}"}


def _any_card(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    described = [f"{kind.name}: {kind.doc}" for kind in kinds.values()]
    kind = {"enum": list(kinds), "enumDescriptions": described, "description": _described(keys.CARD, "kind")}
    return {
        "type": "object",
        "properties": {"kind": kind},
        "allOf": [_if(_is_kind(name), _ref(name)) for name in kinds],
        "defaultSnippets": [_snippet(kind) for kind in kinds.values()],
    }


def _card(kind: Kind, names: dict[str, Any]) -> dict[str, Any]:
    first = [key for key in keys.CARD if key.name in ("id", "kind")]
    whole = _entry([*first, *kind.keys, *(key for key in keys.CARD if key not in first)])
    whole["properties"]["lint"] |= {"$ref": "#/definitions/lint"}
    whole["properties"]["kind"] = {**names, "description": _described(keys.CARD, "kind")}
    return {"description": kind.doc, **whole}


def _described(known: Iterable[Key], name: str) -> str:
    return next(key.doc for key in known if key.name == name)


def _entry(known: Iterable[Key]) -> dict[str, Any]:
    listed = tuple(known)
    return {
        "type": "object",
        "properties": {key.name: _value(key) for key in listed},
        "required": [key.name for key in listed if key.required],
        "additionalProperties": False,
    }


def _value(key: Key) -> dict[str, Any]:
    told = {"description": key.doc}
    if key.shape is Shape.TEXT:
        return {**told, **({"enum": list(key.words)} if key.words else _TEXT), **(_ID if key.name == "id" else {})}
    if key.shape is Shape.FLAG:
        return {**told, **_FLAG}
    if key.shape is Shape.TEXTS:
        # One schema and not a choice of two: an editor then says what is wrong with an item, not that no form fits.
        return {**told, **_TEXT, "type": [*_TEXT["type"], "array"], "items": _TEXT, "minItems": key.least}
    if key.shape is Shape.ENTRIES:
        return {**told, "type": "array", "items": _entry(key.keys), "minItems": key.least}
    if key.shape is Shape.TABLE:
        return {**told, "type": "object", "additionalProperties": _TEXT}
    return told


def _snippet(kind: Kind) -> dict[str, Any]:
    """Return what an editor writes when the author picks a kind for a new card; `$1`, `$2` are its tab stops."""
    stop = 1
    body: dict[str, Any] = {"id": "$1", "kind": kind.name}
    for key in kind.keys:
        if key.required and key.shape is Shape.ENTRIES:
            item = {}
            for inner in key.keys:
                if inner.required:
                    stop += 1
                    item[inner.name] = f"${stop}"
            body[key.name] = [item]
        elif key.required:
            stop += 1
            body[key.name] = [f"${stop}"] if key.shape is Shape.TEXTS else f"${stop}"
    return {"label": kind.name, "description": kind.doc, "body": body}
