"""HTML tags in a text: how they are told from text, what they say, and the one way in which cards hold them.

Tags are read as browsers read them: names in any case, attributes with either quote or none, over several lines, with
entities in their values. Whatever is not read as a tag here is escaped, and so is text to every browser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from builder.entities import unescape

_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'<>][^\s<>]*+)"""
_ONE_ATTRIBUTE = rf"""[\s/]*+[^\s"'<>/=]++(?:\s*+=\s*+{_VALUE})?"""
TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+(?:[:-][A-Za-z0-9]++)*)(?=[\s/>])((?:{_ONE_ATTRIBUTE})*)[\s/]*+>")
"""A tag: its slash, its name, its attributes. Signs of tags outside of quotes end it, so that prose is not one."""
ATTRIBUTE = re.compile(rf"""[\s/]*+([^\s"'<>/=]++)(?:\s*+=\s*+({_VALUE}))?""")
UNFINISHED = re.compile(r"""<([A-Za-z][A-Za-z0-9]*+)\s[^<>"'=]*+=\s*+["']""")
"""The start of what must be meant for a tag, since a value in quotes begins in it."""
_ENTITY = re.compile(
    r"&(?:#[0-9]++;?|#[xX][0-9A-Fa-f]++;?|[A-Za-z][A-Za-z0-9]*+;|[A-Za-z][A-Za-z0-9]*+(?![=A-Za-z0-9]))"
)
"""An entity in an attribute, where one without semicolon is none before a sign of an address: `?a=1&copy=2`."""
_LINE = re.compile(r"[\t\n\r\f]+")


def names(listed: str) -> frozenset[str]:
    """Return the names that a line lists."""
    return frozenset(listed.split())


class Attribute(NamedTuple):
    """An attribute of a tag: its name in lower case, its value as browsers read it, and as it is written."""

    name: str
    value: str
    written: str


class Tag(NamedTuple):
    """A tag of a text: its name in lower case, whether it closes, and its attributes, the first of each name."""

    written: str
    name: str
    is_end: bool
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> Attribute | None:
        """Return an attribute; None where the tag has none of this name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


def read_tag(written: str) -> Tag | None:
    """Return what a tag says; None where the text is no whole tag."""
    matched = TAG.fullmatch(written)
    if matched is None:
        return None
    attributes: dict[str, Attribute] = {}
    for found in ATTRIBUTE.finditer(matched[3]):
        value = found[2] or ""
        value = value[1:-1] if value[:1] in ("'", '"') else value
        name = found[1].lower()
        attributes.setdefault(name, Attribute(name=name, value=unescape_value(value), written=value))
    # A slash that ends an unquoted value belongs to the value, as browsers have it.
    return Tag(
        written=written,
        name=matched[2].lower(),
        is_end=bool(matched[1]),
        attributes=() if matched[1] else tuple(attributes.values()),
    )


def unescape_value(value: str) -> str:
    """Return an attribute's value with its entities read as in attributes."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), value) if "&" in value else value


def write_tag(name: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """Return a start tag as cards hold it: lower case, double quotes, on one line.

    Anki looks for marks of its own in attributes too; with the bracket as an entity it finds none.
    """
    parts = [name]
    for key, value in attributes:
        written = html.escape(_LINE.sub(" ", value), quote=False).replace('"', "&quot;")
        parts.append(f'{key}="{written.replace("[", "&#91;")}"')
    return f"<{' '.join(parts)}>"
