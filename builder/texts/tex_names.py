r"""Which commands and environments MathJax has, by which Anki sets formulas: `\frac`, and no `\fracc`."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

_COMMON = ("base", "ams", "mathtools")
"""The packages from which a name is taken for what was meant."""
_MEANT = {
    "alfa": "alpha", "bm": "boldsymbol", "cosinus": "cos", "degres": "degree", "ensuremath": "", "EUR": "text{€}",
    "euro": "text{€}", "infin": "infty", "infinity": "infty", "integral": "int", "isin": "in", "limes": "lim",
    "mathds": "mathbb", "num": "", "plusminus": "pm", "sinus": "sin", "textsc": "text",
    **{letter: f"mathbb{{{letter}}}" for letter in "CKNQRZ"},
    "Alpha": "mathrm{A}", "Beta": "mathrm{B}", "Chi": "mathrm{X}", "Epsilon": "mathrm{E}", "Eta": "mathrm{H}",
    "Iota": "mathrm{I}", "Kappa": "mathrm{K}", "Mu": "mathrm{M}", "Nu": "mathrm{N}", "Omicron": "mathrm{O}",
    "Rho": "mathrm{P}", "Tau": "mathrm{T}", "Zeta": "mathrm{Z}",
}  # fmt: skip
"""What to write for commands of LaTeX's, and of other programs, that MathJax lacks; empty where nothing is needed."""
_LEAST = 4
"""The letters of a name from which one that differs in a letter may have been meant."""
_NAMED = re.compile(r"\\(?:begin\s*\{(?P<environment>[A-Za-z]+\*?)\}|(?P<command>[A-Za-z]+)|.)", re.S)
_DEFINED = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|g?def|edef|xdef|let|futurelet|Newextarrow|newsavebox"
    r"|DeclareMathOperator|DeclarePairedDelimiter[A-Z]*|DeclareRobustCommand|(?:re)?newenvironment)\*?\s*\{?\s*\\?"
    r"([A-Za-z]+)"
)


class Unknown(NamedTuple):
    r"""What MathJax lacks: where it stands in a formula, as written (`\fracc`, `\begin{aling}`), and its name."""

    start: int
    written: str
    name: str


@functools.cache
def _names() -> dict[str, frozenset[str]]:
    """Return names by package, with those of environments under `environments`."""
    paragraphs = Path(__file__).with_suffix(".txt").read_text("utf-8").split("\n\n")[1:]
    parted = (paragraph.partition(":") for paragraph in paragraphs)
    return {package: frozenset(names.split()) for package, _, names in parted}


@functools.cache
def _commands() -> frozenset[str]:
    return frozenset().union(*(names for package, names in _names().items() if package != "environments"))


@functools.cache
def _likely() -> frozenset[str]:
    return frozenset().union(*(_names()[package] for package in _COMMON))


def defined_in(texts: Iterable[str]) -> frozenset[str]:
    r"""Return the names that texts define, as with `\newcommand`."""
    return frozenset(name for text in texts if "\\" in text for name in _DEFINED.findall(text))


def unknown_in(formula: str, defined: AbstractSet[str] = frozenset()) -> Iterator[Unknown]:
    """Yield what MathJax lacks of a formula's LaTeX, beside the names that were defined."""
    for found in _NAMED.finditer(formula):
        name = found["command"] or found["environment"]
        known = _commands() if found["command"] else _names()["environments"]
        if name and name not in known and name not in defined:
            yield Unknown(start=found.start(), written=found[0], name=name)


def meant_by(unknown: Unknown) -> str | None:
    """Return what was probably meant, as it is written; empty for nothing at all, None where nobody knows."""
    is_command = not unknown.written.startswith("\\begin")
    name = unknown.name
    if is_command and name in _MEANT:
        return f"\\{_MEANT[name]}" if _MEANT[name] else ""
    near = _nearest(name, is_command=is_command)
    return (f"\\{near}" if is_command else f"\\begin{{{near}}}") if near else None


@functools.lru_cache(maxsize=1024)
def _nearest(name: str, *, is_command: bool) -> str:
    """Return the one name that differs in its case, two letters exchanged or one letter; empty where there are more."""
    among = _likely() if is_command else _names()["environments"]
    cuts = [(name[:cut], name[cut:]) for cut in range(len(name) + 1)]
    exchanged = {f"{left}{right[1]}{right[0]}{right[2:]}" for left, right in cuts if len(right) > 1}
    undoubled = {left + right[1:] for left, right in cuts if right and left.endswith(right[0])}
    fewer = {left + right[1:] for left, right in cuts if right}
    other = {left + letter + right[skip:] for left, right in cuts for letter in string.ascii_letters for skip in (0, 1)}
    for tried in ({other for other in among if other.lower() == name.lower()}, exchanged, undoubled, fewer | other):
        found = among & tried
        if found:
            return next(iter(found)) if len(found) == 1 else ""
        if len(name) < _LEAST:
            break
    return ""
