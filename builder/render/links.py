"""Finds links and pictures in running text: `[words](address "title")`, `![description](file)`.

As in CommonMark (spec.commonmark.org, "Links"), but that an address may have spaces in it, as names of files do, and
that there are no entities. The text has placeholders for its code, and for what stands behind a backslash.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from builder.render.gap_edges import crosses_gap
from builder.render.html_tags import TAG
from builder.render.sanitize import is_known

AUTOLINK = r"<([A-Za-z][A-Za-z0-9+.-]*+://[^<>\s]*+)>"
_SIGN = re.compile(rf"(?P<opens>!?\[)|(?P<closes>\])|{AUTOLINK}|(?P<tag>{TAG.pattern})")
_TAG_NAME = re.compile(r"</?([A-Za-z0-9:-]+)")
_BLANKS = re.compile(r"\s*+")
_POINTED = re.compile(r"<([^<>\n]*+)>")
_ADDRESS_SIGN = re.compile(r"[()\s]")
_TITLE = re.compile(r"""(?:"([^"]*+)"|'([^']*+)'|\(([^()]*+)\))\s*+\)""")
_SPACED = re.compile(r"(?:[^()\x1e]|\([^()\x1e]*\)){1,255}\)")
"""The name of a file with spaces in it, up to the parenthesis that ends the link; no name is longer."""
_SPACED_TITLE = re.compile(r"""(.*?)[ \t]+(?:"([^"]*)"|'([^']*)')[ \t]*""", re.S)
_DEEPEST_PARENTHESIS = 32
"""Parentheses in each other in an address, as in CommonMark's reference."""


class Link(NamedTuple):
    """A link or a picture: its places in the text, and where it leads."""

    start: int
    end: int
    label_start: int
    label_end: int
    address: str
    title: str
    is_picture: bool
    crosses_gap: bool
    """Whether the edge of a gap stands in it, so that it is none."""
    size: tuple[tuple[str, str], ...] = ()
    """Of a picture: its width and height, where they stand behind it."""


class _Target(NamedTuple):
    """Where a link leads: its address, its title, and where its parenthesis ends."""

    address: str
    title: str
    end: int


def find_links(text: str) -> list[Link]:
    """Return the links and pictures of a text in the order in which they begin; no link stands in another one."""
    found: list[Link] = []
    last_target = text.rfind("](")
    openers: list[tuple[int, int, bool]] = []
    """Of each bracket that is open: where its sign starts and ends, and whether it opens a picture."""
    dead = 0
    """How many of them no link can begin with, since one stands behind them already."""
    place = 0
    while place <= last_target and (sign := _SIGN.search(text, place)):
        place = sign.end()
        if sign["opens"]:
            openers.append((*sign.span(), sign["opens"] == "!["))
        elif sign["tag"]:
            place = place if _is_tag(sign["tag"]) else sign.start() + 1
        elif sign["closes"] and openers:
            start, label_start, is_picture = openers.pop()
            is_dead = len(openers) < dead and not is_picture
            dead = min(dead, len(openers))
            target = None if is_dead else _target(text, place)
            if target is None:
                continue
            label_end = sign.start()
            crosses = crosses_gap(text, start, label_end) or crosses_gap(text, start, target.end)
            found.append(
                Link(start, target.end, label_start, label_end, target.address, target.title, is_picture, crosses)
            )
            if not crosses:
                place = target.end
                dead = dead if is_picture else len(openers)
    return sorted(found)


def _is_tag(written: str) -> bool:
    name = _TAG_NAME.match(written)
    return name is not None and is_known(name[1].lower())


def _target(text: str, start: int) -> _Target | None:
    """Return what stands in parentheses behind a link's words; None where it is no address."""
    if not text.startswith("(", start):
        return None
    start = _behind_blanks(text, start + 1)
    pointed = _POINTED.match(text, start)
    if pointed is None and text.startswith("<", start):
        return None
    end = pointed.end() if pointed else _address_end(text, start)
    if end is not None:
        address = pointed[1] if pointed else text[start:end]
        behind = _behind_blanks(text, end)
        if text.startswith(")", behind):
            return _Target(address, "", behind + 1)
        title = _TITLE.match(text, behind) if behind > end else None
        if title:
            return _Target(address, title[1] or title[2] or title[3] or "", title.end())
    spaced = _SPACED.match(text, start)
    if spaced is None or pointed:
        return None
    titled = _SPACED_TITLE.fullmatch(spaced[0][:-1])
    name = titled[1] if titled else spaced[0][:-1]
    return _Target(name.strip(), (titled[2] or titled[3] or "") if titled else "", spaced.end())


def _address_end(text: str, start: int) -> int | None:
    """Return where an address without spaces ends; None where its parentheses are not balanced."""
    depth = 0
    for sign in _ADDRESS_SIGN.finditer(text, start):
        if sign[0] == "(":
            depth += 1
            if depth > _DEEPEST_PARENTHESIS:
                return None
        elif sign[0] == ")" and depth:
            depth -= 1
        else:
            return sign.start() if not depth else None
    return None


def _behind_blanks(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    return blanks.end() if blanks else start
