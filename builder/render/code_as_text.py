r"""Code outside of backticks that Markdown takes marks from: `__init__`, `a*b*c`, `*.so`, `\\server\share`.

A mark inside a word is emphasis to Markdown, as it should be in `**un**known`. Told is only what looks like code.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.render.emphasis import find_emphasis
from builder.render.faults import Fault
from builder.render.lost_backslashes import lost_backslashes
from builder.render.other_marks import math_between_dollars
from builder.texts.code_places import blanked, find_places
from builder.texts.formula_places import find_formulas

_MAY_HAVE = re.compile(r"[*_].*[*_]|\\")
"""What a line without any such code has not."""
_TABLE = re.compile(r"^[ \t>]*\|?[ :]*-+[ :]*\|[-:| ]*$", re.M)
_NO_TEXT = re.compile(r"<[A-Za-z/][^<>]*>|(?<=\])\([^()]*\)|https?://\S+")
"""Tags and addresses."""
_LEFT_ALONE = re.compile(rf"\\[^\\\s]|{_NO_TEXT.pattern}")
"""Signs behind a backslash, tags and addresses."""
_SHARE = re.compile(r"(?<![\\\w])\\\\(?!\\)[\w.$-]+\\(?!\\)[\w.$-][\w.$\\-]*")
"""A path of a network on Windows, of which the first of two backslashes is lost."""
_FACTOR = re.compile(r"(?:[A-Za-z]|\d+)\Z")
_OF_PATH = (".", "/", "\\", "_")
_LEADS_TO, _GOES_ON = re.compile(r"(?:[./\\]|\w_)\Z"), re.compile(r"[/\\]|_\w|\.\w")
"""What before and behind a mark is of the path that it is a part of; `_` may be a mark itself, as in `_**a**_`."""
_LEFT, _RIGHT = re.compile(r"(?<!\S)\S+\Z"), re.compile(r"[^\s.,;:?!()]+")
_LEFT_WORD, _RIGHT_WORD = re.compile(r"(?<!\w)\w*\Z"), re.compile(r"\w*")
_EMPHASIS = "emphasis that is meant may be written <b>…</b> or <i>…</i>"
_ESCAPE = "where none is meant, delete it, the sign is text without"
_AROUND = 40
"""Characters around emphasis that are looked at."""
_MOST = 20
"""Places of a text that are told."""
_SPECIAL_NAME = re.compile(
    r"(?:abs|add|aenter|aexit|aiter|all|anext|annotations|await|bases|bool|builtins|bytes|call|cached|class"
    r"|classcell|closure|code|contains|copy|debug|deepcopy|defaults|del|delattr|delete|delitem|dict|dir|divmod"
    r"|doc|enter|eq|exit|file|float|floordiv|format|fspath|func|future|ge|get|getattr|getattribute|getitem"
    r"|globals|gt|hash|iadd|import|index|init|instancecheck|int|invert|iter|kwdefaults|le|len|loader|lshift|lt"
    r"|main|matmul|missing|mod|module|mro|mul|name|ne|neg|new|next|package|path|pos|pow|prepare|qualname|radd"
    r"|reduce|repr|reversed|round|rshift|self|set|setattr|setitem|setstate|sizeof|slots|spec|str|sub|subclasses"
    r"|truediv|version|weakref|wrapped|xor|attribute|asm|const|inline|restrict|typeof|volatile|COUNTER|DATE|FILE"
    r"|FUNCTION|LINE|TIME|STDC)\Z"
)
"""Names between two underscores on each side that Python and C give a meaning."""


def lost_marks(text: str, body: str) -> Iterator[Fault]:
    """Yield what of a text looks like code and lost its marks; `body` is the HTML that Markdown has made of it."""
    seen: Counter[str] = Counter()
    for written, snippet, message, otherwise in itertools.islice(_found(text), _MOST):
        if not written or written in body:
            hint = f"put it in backticks: `{snippet}`; {otherwise}"
            yield Fault(snippet, "code-or-text", message, hint, Severity.WARNING, seen[snippet])
            seen[snippet] += 1


def _found(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what looks like code: how its emphasis begins in HTML, what it is, what is wrong, and another mend."""
    is_table = _TABLE.search(text) is not None
    prose = blanked(text, find_places(text).code)
    prose = blanked(prose, list(find_formulas(prose)))
    for line in (blanked(prose, math_between_dollars(prose)) if "$" in prose else prose).split("\n"):
        if not _MAY_HAVE.search(line):
            continue
        running = _NO_TEXT.sub(lambda found: " " * len(found[0]), line)
        for share in _SHARE.finditer(running):
            yield "", share[0], f'"{share[0]}" loses a backslash: Markdown takes two for one', _EMPHASIS
        for word in lost_backslashes(running, is_table=is_table):
            yield "", word, f'"{word}" loses a backslash: before punctuation it says that a sign is text', _ESCAPE
        bare = _LEFT_ALONE.sub(lambda found: " " * len(found[0]), line)
        for span in find_emphasis(bare).spans:
            before, behind = bare[max(0, span.start - _AROUND) : span.start], bare[span.end : span.end + _AROUND]
            inner = bare[span.inner_start : span.inner_end]
            if span.tag != "del" and _is_code(bare[span.start : span.inner_start], before, inner, behind):
                whole = bare[span.start : span.end]
                left, right = (part[0] if part else "" for part in (_LEFT.search(before), _RIGHT.match(behind)))
                message = f'in "{left}{whole}{right}" the marks are emphasis to Markdown, and vanish'
                yield f"<{span.tag}>{html.escape(inner, quote=False)}", f"{left}{whole}{right}", message, _EMPHASIS


def _is_code(mark: str, before: str, inner: str, behind: str) -> bool:
    """Tell whether emphasis must have been meant as code, by its mark and what is before, between and behind."""
    if mark == "__":
        is_special = "_" in inner or _SPECIAL_NAME.match(inner) or before.endswith(".") or behind.startswith("(")
        return inner.isidentifier() and bool(is_special)
    if mark[0] != "*":
        return False
    left, right = _LEFT_WORD.search(before), _RIGHT_WORD.match(behind)
    if left and right and all(_FACTOR.match(part) for part in (left[0], inner, right[0])):
        return True
    touches_path = _LEADS_TO.search(before) or _GOES_ON.match(behind)
    return bool(touches_path) and (inner.startswith(_OF_PATH) or inner.endswith(_OF_PATH))
