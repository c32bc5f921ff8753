r"""LaTeX in a text, and an estimate of what a learner sees of it.

`\(\frac{x^2}{2}\)` is 16 signs of source and shows three or four. The estimate: each command is one sign, unless it is
known to show its name (`\sin`), its argument (`\text`) or nothing (`\left`); braces, `^`, `_` and spaces show nothing.
So a formula counts as one word, beside those in its `\text`, and as many characters as it shows signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.lint.words import word_set
from builder.texts.formula_places import find_formulas

_PIECE = 4
"""The signs of a formula that count as a word where it is weighed against what a gap hides."""


def without_formulas(text: str) -> str:
    """Return a text with `…` for each formula."""
    return "".join(_replaced(text, lambda formula: "…"))


def as_seen(text: str) -> str:
    """Return a text whose formulas are about what they show."""
    return "".join(_replaced(text, lambda formula: signs(formula[2:-2])))


def in_pieces(text: str) -> str:
    """Return the same with formulas cut into pieces of a few signs, each of which counts as a word.

    So the half of a formula that a gap leaves is weighed against the half that it hides.
    """
    return "".join(_replaced(text, lambda formula: _cut(signs(formula[2:-2]))))


def _cut(seen: str) -> str:
    whole = "".join(seen.replace("…", " ").split())
    return " ".join([whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE)])


def _replaced(text: str, by: Callable[[str], str]) -> Iterator[str]:
    end = 0
    for formula in find_formulas(text):
        yield text[end : formula.start]
        yield by(text[formula.start : formula.end])
        end = formula.end
    yield text[end:]


_WRITTEN = word_set(
    """
    arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min mod
    bmod pmod sec sin sinh sup tan tanh
    """
)
"""Commands that show their own name."""
_UNSEEN = word_set(
    """
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr quad qquad limits nolimits
    displaystyle textstyle scriptstyle mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathscr mathtt
    boldsymbol bm operatorname vec hat bar dot ddot tilde widehat widetilde overline underline overbrace
    underbrace boxed frac dfrac tfrac cfrac sqrt binom dbinom stackrel overset underset phantom hphantom
    vphantom hspace vspace item hline nonumber notag rm bf it cal color textcolor cancel
    """
)
"""Commands that show no sign of their own, or a mark on their argument."""
_TOKEN = re.compile(
    r"\\(?:begin|end) ?\{[^{}]*\}(?:\{[^{}]*\}|\[[^\[\]]*\])?"
    r"|\\(?:text[a-z]*|mbox|textrm) ?\{(?P<text>[^{}]*)\}|\\(?P<command>[a-zA-Z]+)\*?|\\(?P<sign>.)"
    r"|&[a-z]+;|&|[{}^_~\s]",
    re.S,
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"'}


def signs(latex: str) -> str:
    """Return about what LaTeX shows."""
    return " ".join(_TOKEN.sub(_sign, latex).split())


def _sign(token: re.Match[str]) -> str:
    command = token["command"]
    if command is not None:
        return command if command in _WRITTEN else "" if command in _UNSEEN else "◦"
    if token["text"] is not None:
        return token["text"]
    if token["sign"] is not None:
        return token["sign"] if token["sign"] in "{}%#&$_|" else ""
    return _ENTITIES.get(token[0], "")
