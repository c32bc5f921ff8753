r"""Text that is to stay text: backslashes before what Markdown would read, and before nothing else.

What Markdown reads hangs on what stands around a sign, by the rules in builder/render/dialect.py. They are followed as
far as a person would: `2 * 3`, `snake_case` and `a < b` need nothing. Whether that was enough, `markdown_of` sees.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import IntEnum
from string import punctuation

from builder.render.sanitize import is_known

_NOTEBOOK = (
    r"\^(?=\[|[\w+-]{1,10}\^|[A-Za-z\d-]{2,40}\s*\Z)|(?<=\[)\^(?=[\w-]+\])|%%(?=[^%]+%%)|~(?=\w{1,10}~)"
    r"|(?<![^ ])#(?=[\w/-]*[^\W\d_])"
)
"""What begins a mark of notebooks, of which the renderer tells (builder/render/notebook_marks.py)."""
_CAREFUL = re.compile(rf"(?P<run>\*+|_+)|(?P<ticks>`+)|(?P<tildes>~{{2,}})|(?P<note>{_NOTEBOOK})|(?P<sign>[\\<\[\]$=])")
_RUNS = re.compile(r"\*+|_+|`+")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)[\s/>]|<(!--|[a-z]+:)", re.I)
_DOLLARS = re.compile(r"\$\$[^$]+\$\$|\$(?=[^\s$])[^$\n]+?(?<=\S)\$(?!\d)")
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=[^\s=])[^=\n]+(?<=\S)==(?![\w=])")
_PAGE = re.compile(r"\[\[[^\[\]\n]+\]\]")
_LINE_START = re.compile(
    r"(?P<sign>#{1,6} |>(?: |\Z)|[-+*](?: |\Z)|~{3,}|`{3,}|([-*_])(?: *\2){2,} *\Z)"
    r"|(?P<number>\d{1,2})[.)](?: |\Z)"
)
"""What begins a heading, a quote, an item, a fence or a line across."""
_NUMBER_IN_TEXT = re.compile(r"0*1[.)] ")
_TABLE_RULE = re.compile(r" *\|?[ :|-]*-[ :|-]*\Z")
_BOX = re.compile(r"\[[ xX]\] ")


class Care(IntEnum):
    """How much is escaped in running text."""

    NONE = 0
    """Nothing."""
    NEEDED = 1
    """What could be a mark where it stands."""
    FULL = 2
    """Every sign that is part of a mark anywhere."""


class Ahead:
    """What is still to come in a paragraph that could be the other end of a mark."""

    def __init__(self, *, has_marks: bool, has_math: bool) -> None:
        self.has_marks = has_marks
        """Whether the paragraph has emphasis of its own, with which any run could be paired."""
        self.has_math = has_math
        r"""Whether a formula ends in the field, which would begin at any `\(` or `\[`."""
        self.ticks = Counter[int]()
        """Rows of backticks by their lengths."""
        self.ends = Counter[str]()
        """Stars or underscores that can end emphasis."""

    def add(self, text: str, before: str, behind: str, *, is_text: bool, sign: int = 1) -> None:
        """Count in what a part of the paragraph holds; with the sign -1 count it out again."""
        around = f"{before}{text}{behind}"
        for run in _RUNS.finditer(text) if _RUNS.search(text) else ():
            if run[0][0] == "`":
                self.ticks[len(run[0])] += sign
            elif is_text and emphasis_at(run[0][0], around[run.start()], around[run.end() + 1])[1]:
                self.ends[run[0][0]] += sign


def escaped(text: str, care: Care, ahead: Ahead, before: str, behind: str) -> str:
    """Return Markdown that shows a text; `before` and `behind` are the signs that Markdown sees around it.

    `ahead` has counted it in, and counts it out.
    """
    if care is Care.NONE or not _CAREFUL.search(text):
        return text
    paid = _starts(_DOLLARS, text) if "$" in text else set()
    lit = _starts(_HIGHLIGHT, text) if "==" in text else set()
    pages = {found.end() - 1 if ahead.has_math else found.start() for found in _PAGE.finditer(text)}
    around = f"{before}{text}{behind}"

    def write(found: re.Match[str]) -> str:
        sign, start, end = found[0], found.start(), found.end()
        if found["note"]:
            return f"\\{sign}"
        if found["tildes"]:
            return f"\\{sign}" if len(sign) == 2 else "\\~" * len(sign)
        if found["run"] or found["ticks"]:
            ahead.add(sign, around[start], around[end + 1], is_text=True, sign=-1)
            is_mark = care is Care.FULL or _is_paired(sign, around[start], around[end + 1], ahead)
            return "".join(f"\\{part}" for part in sign) if is_mark else sign
        if sign == "<":
            tag = _TAG_NAME.match(text, start)
            needs = tag is not None and (care is Care.FULL or bool(tag[2]) or is_known(tag[1].lower()))
        elif sign == "\\":
            needs = around[end + 1] in punctuation or end == len(text)
        elif sign == "]" and around[end + 1] == "(" and not ahead.has_math:
            return "]\\"
        elif sign == "]":
            needs = around[end + 1] == "(" or start in pages
        elif sign == "[":
            needs = start in pages
        else:
            needs = start in paid or start in lit or (care is Care.FULL and sign == "$")
        return f"\\{sign}" if needs else sign

    return _CAREFUL.sub(write, text)


def _starts(mark: re.Pattern[str], text: str) -> set[int]:
    """Return the signs that begin a mark, where none begins a mark that stands before."""
    starts = set()
    found = mark.search(text)
    while found:
        starts.add(found.start())
        found = mark.search(text, found.start() + 1)
    return starts


def _is_paired(run: str, before: str, behind: str, ahead: Ahead) -> bool:
    """Tell whether a row of stars, underscores or backticks can be paired with one that is written or to come."""
    if run[0] == "`":
        return ahead.ticks[len(run)] > 0
    opens, closes = emphasis_at(run[0], before, behind)
    return (opens and ahead.ends[run[0]] > 0) or (ahead.has_marks and (opens or closes))


def emphasis_at(sign: str, before: str, behind: str) -> tuple[bool, bool]:
    """Return whether a run between two signs can begin emphasis, and whether it can end it."""
    left = not behind.isspace() and (behind not in punctuation or before.isspace() or before in punctuation)
    right = not before.isspace() and (before not in punctuation or behind.isspace() or behind in punctuation)
    if sign == "*":
        return left, right
    return left and (not right or before in punctuation), right and (not left or behind in punctuation)


def escaped_line(line: str, *, is_first: bool, in_item: bool = False) -> str:
    r"""Return a line of a paragraph with a backslash where it would begin something else: `\- a`, `1\. b`.

    In a list the first line of an item may begin with what looks like a box.
    """
    found = _LINE_START.match(line)
    if found and found["number"]:
        if is_first or _NUMBER_IN_TEXT.match(line):
            end = found.end("number")
            return f"{line[:end]}\\{line[end:]}"
        return line
    if found or (not is_first and _TABLE_RULE.match(line)):
        blanks = len(line) - len(line.lstrip(" "))
        return f"{line[:blanks]}\\{line[blanks:]}"
    if in_item and is_first and _BOX.match(line):
        return f"{line[:2]}\\{line[2:]}"
    return line


def escaped_in_html(text: str) -> str:
    r"""Return a text as it stands in a block of HTML, where nothing but tags is read: `\<b>`."""
    return re.sub(r"<(?=/?[A-Za-z!])", r"\\<", text) if "<" in text else text
