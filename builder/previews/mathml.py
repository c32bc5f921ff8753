"""Formulas as MathML, which browsers show without a script; Anki sets them with MathJax.

What the converter cannot set stays as it was written, in a span that says so: this is a preview, and Anki shows more.
"""

from __future__ import annotations

import functools
import html
import re
from xml.etree import ElementTree

from builder.entities import unescape
from builder.texts.code_places import code_elements
from builder.texts.formula_places import find_formulas
from builder.texts.tex_names import meant_by, unknown_in

_TAG = re.compile(r"<[^>]*>")
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|align|align\*|split|gathered|gather|gather\*)\}")
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = re.compile(
    r"(?:math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|mfenced|menclose|msub|msup|msubsup"
    r"|munder|mover|munderover|mmultiscripts|mtable|mtr|mtd)\Z"
)
_ATTRIBUTES = re.compile(
    r"(?:display|math\w+|[a-z]*(?:spacing|space|size|align|lines|limits|thickness|style)|width|height|depth|stretchy|fence"
    r"|form|separator|accent|accentunder|notation|scriptlevel|symmetric|largeop)(?<!^style)\Z"
)
_UNKNOWN = re.compile(r"\\[a-zA-Z]+")


def show_formulas(side: str) -> str:
    r"""Return a side's HTML with MathML in the place of `\(…\)` and `\[…\]`; code stays as it is."""
    if "\\(" not in side and "\\[" not in side:
        return side
    parts: list[str] = []
    copied = 0
    for start, end in (*code_elements(side), (len(side), len(side))):
        parts += [_with_formulas(side[copied:start]), side[start:end]]
        copied = end
    return "".join(parts)


def _with_formulas(text: str) -> str:
    parts: list[str] = []
    copied = 0
    for start, end in find_formulas(text):
        parts += [text[copied:start], _shown(text[start:end])]
        copied = end
    return "".join([*parts, text[copied:]])


def _shown(formula: str) -> str:
    source = unescape(_TAG.sub("", formula[2:-2])).strip()
    unknown = next(unknown_in(source), None)
    shown = _mathml(source, is_block=formula.startswith("\\[")) if unknown is None else None
    if shown is not None:
        return shown
    title = "Anki shows this formula; the preview cannot"
    if unknown is not None:  # the converter may know more than MathJax, or pass over it
        meant = meant_by(unknown)
        write = f"; write {meant}" if meant else ""
        title = f'"{unknown.written}" is not known here, nor to Anki{write}'
    return f'<span class="pv-formula" title="{html.escape(title)}">{formula}</span>'


@functools.lru_cache(maxsize=4096)
def _mathml(source: str, *, is_block: bool) -> str | None:
    """Return a formula as MathML; None where the converter cannot read it, or leaves something of it unread."""
    from latex2mathml.converter import convert  # takes 120 ms to load, and most decks have no formula

    try:
        written = convert(_with_columns(source), display="block" if is_block else "inline")
        tree = ElementTree.fromstring(written)  # noqa: S314 - it begins with <math>, so it declares no entities
    except Exception:  # whatever the converter stumbles over, it cannot show
        return None
    for element in tree.iter():
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
        is_known = _ELEMENTS.match(element.tag) and all(map(_ATTRIBUTES.match, element.keys()))
        if not is_known or _UNKNOWN.search(element.text or ""):
            return None
    return ElementTree.tostring(tree, encoding="unicode")


def _with_columns(source: str) -> str:
    """Return a formula with equations below each other as a table, which the converter knows."""
    if "&" not in source and "\\\\" not in source:
        return source
    aligned = _ALIGNED.sub(lambda mark: r"\begin{array}{rlrlrl}" if mark[1] == "begin" else r"\end{array}", source)
    is_bare = aligned == source and r"\begin" not in source
    return rf"\begin{{array}}{{rlrlrl}}{source}\end{{array}}" if is_bare else aligned
