"""Values out of JSON that anybody may have written, asked for by key and sort."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from builder.errors import FormError

Json = Mapping[str, Any]
_SHOWN = 30
_BITS = 63


def parse(text: str | bytes, what: str) -> Any:
    """Return what JSON says; raise `FormError` for what is none, or has no end of brackets in brackets."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise FormError(f"{what} has lists in lists without an end") from error
    except json.JSONDecodeError as error:
        raise FormError(f"{what} is no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except ValueError as error:
        raise FormError(f"{what} is no JSON: {error}") from error


def mapping(value: object, what: str) -> Json:
    """Return what has to be a mapping."""
    if not isinstance(value, dict):
        raise FormError(f"{what} has to be a mapping, not {_shown(value)}")
    return value


def rows(holder: Json, key: str, what: str) -> list[Json]:
    """Return a list of mappings, which is empty where the key is missing."""
    return [mapping(item, f'"{key}" {index} of {what}') for index, item in enumerate(_list(holder, key, what), 1)]


def texts(holder: Json, key: str, what: str) -> tuple[str, ...]:
    """Return a list of texts, which is empty where the key is missing."""
    return tuple(text(item, f'"{key}" of {what}') for item in _list(holder, key, what))


def text_of(holder: Json, key: str, what: str, default: str | None = None) -> str:
    """Return a text; raise `FormError` where the key is missing, and there is no default."""
    value = holder.get(key, default)
    return text(default if value is None else value, f'"{key}" of {what}')


def text(value: object, what: str) -> str:
    """Return what has to be a text that can be written."""
    if not isinstance(value, str):
        raise FormError(f"{what} has to be a text, not {_shown(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FormError(f"{what} has half a character (\\u{ord(value[error.start]):04x})") from error
    return value


def integer_of(holder: Json, key: str, what: str) -> int | None:
    """Return a number of 64 bits, which some programs write as a text; None where there is none."""
    value = holder.get(key)
    return None if value is None else integer(value, f'"{key}" of {what}')


def integer(value: object, what: str) -> int:
    """Return what has to be a number of 64 bits."""
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and len(value) <= _BITS:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(1 << _BITS) <= value < 1 << _BITS:
        raise FormError(f"{what} has to be a whole number, not {_shown(value)}")
    return value


def _list(holder: Json, key: str, what: str) -> list[Any]:
    value = holder.get(key, [])
    if not isinstance(value, list):
        raise FormError(f'"{key}" of {what} has to be a list, not {_shown(value)}')
    return value


def _shown(value: object) -> str:
    if isinstance(value, str):
        whole = value.encode(errors="backslashreplace").decode()  # half a character cannot be said
        return f'"{whole if len(whole) <= _SHOWN else whole[:_SHOWN] + "…"}"'
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value) if not isinstance(value, int) or abs(value) < 1 << 70 else "so large a one"
    names = ((list, "a list"), (dict, "a mapping"), (bytes, "bytes"))
    return next(name for sort, name in names if isinstance(value, sort))
