r"""The text of a page in which MathJax looks for formulas: entities read, `<wbr>` and comments passed over.

Any other tag ends a run of text, and code is passed over, but where a class of its own asks for it.
"""

from __future__ import annotations

import re

from builder.dom import Element, Node

PROCESSED = frozenset({"mathjax_process", "tex2jax_process"})
"""The classes of code in which MathJax looks for formulas: the second is Anki's, the first MathJax's own."""
_PASSED_OVER = frozenset({"annotation", "annotation-xml", "code", "noscript", "pre", "script", "style", "textarea"})
_RUN_END = "\n"
_MAY_HOLD = re.compile(r"[\\&]")


def may_hold_formulas(html: str) -> bool:
    """Tell, for little time, whether HTML can hold a formula at all: a backslash, also as an entity."""
    return _MAY_HOLD.search(html) is not None


class FormulaText:
    """Puts the text together, from nodes in their order, each with how many elements stand around it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.code_depth: int | None = None
        """How many elements stand around the code in hand; None outside of code."""

    def add(self, depth: int, node: Node) -> None:
        """Take the next node of a page."""
        if self.code_depth is not None and depth <= self.code_depth:
            self.code_depth = None
        if isinstance(node, str):
            if self.code_depth is None:
                self.parts.append(node)
        elif isinstance(node, Element) and node.tag != "wbr":
            self.parts.append(_RUN_END)
            is_processed = not PROCESSED.isdisjoint(node.attributes.get("class", "").split())
            if is_processed:
                self.code_depth = None
            elif node.tag in _PASSED_OVER and self.code_depth is None:
                self.code_depth = depth

    def text(self) -> str:
        """Return what was put together."""
        return "".join(self.parts)
