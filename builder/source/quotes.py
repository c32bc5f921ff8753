r"""Where YAML itself takes text away from a value: after ` #`, at a backslash in double quotes, at joined lines.

The parser is content with all of it, and what it leaves out is nowhere in its nodes. So this goes back to the file's
text, and only for values that learners are to read: behind an id or a tag a comment is one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from builder.diagnostics import Problem
from builder.source.edits import BREAK
from builder.source.joined_lines import joined_lines
from builder.source.keys import NO_MARKUP
from builder.syntax import SourceFile, Text

_COMMENT = re.compile("[ \t]+(#[^\r\n]*)")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])")
_DOUBLE_QUOTED = re.compile(r'"(?:[^"\\]|\\[\s\S])*"')
_CODES = dict(zip("0abt\tvfre N_LP", (0, 7, 8, 9, 9, 11, 12, 13, 27, 32, 0x85, 0xA0, 0x2028, 0x2029), strict=True))
"""What the signs behind a backslash stand for, but for those that are text or lines."""
_NAMES = {
    8: "a backspace",
    9: "a tab",
    10: "a line break",
    12: "a form feed",
    13: "a line break",
    0x20: "a space",
    0xA0: "a space",
}

# ---- What `\n` means.

_LATEX = re.compile(
    r"(?:|abla|atural|cong|e|earrow|eg|eg(?:med|thick|thin)space|eq|ewcommand|ewline|exists|[gl]eqq?|[gl]eqslant|gtr|i|int"
    r"|[lL]eft(?:right)?arrow|less|mid|obreak|ocite|olimits|olinebreak|onumber|ormalfont|ormalsize|ot|otag|oti?n|otni"
    r"|parallel|preceq|prec|[rR]ightarrow|short(?:mid|parallel)|sim|su[bp]set|su[bp]seteqq?|succeq|succ"
    r"|triangle(?:left|right)(?:eq)?|u|[vV][dD]ash|warrow)\Z"
)
"""What follows the n in commands of LaTeX: `\\nu` in double quotes is a line break and a u."""
_WORD = re.compile(r"([A-Za-z]+)(\{?)")
_PATH = re.compile(r"""["'(]*(?:[A-Za-z]:|\.\.?|~|%\w+%|\\\\\\\\[^\s]*|(?:[A-Za-z]:|\.\.?|~)[\\/][^\s]*)\Z""")
"""What stands before `\\n` in the path of a file, from the last space on."""
_LONG = 300
"""Characters of a word that is no path any more."""
_SPACED = re.compile(r"(?:\A|[\s\"'“‘«(])\Z")
_ENDS_WORD = re.compile(r"[ ?,.;:!')\]”’»]|\\\"")
_MARKS_LINE = re.compile(r" *(?:[-*+>|#]|\d{1,2}[.)]) ")


_BLOCK_SIGN = re.compile(r"[ ]{0,3}(>|[-*+]|#{1,6}) +(?!(?:>|[-*+]|#{1,6}) |!\[|<(?i:image|img)\b)\S")
"""Who nests them, `> > x`, or quotes a picture, knows what they are."""
_NAMES_OF_THINGS = frozenset({"name", "title", "uid", "language"})
"""Keys whose values are no Markdown in any file."""


class _Escape(NamedTuple):
    """An escape in a value, by its place between the quotes."""

    start: int
    end: int
    sign: str
    """What stands behind the backslash."""
    is_meant: bool
    """Whether who wrote it can have meant it."""


def single_quoted(value: str) -> str:
    """Return YAML that means just this text, whatever is in it, for one without line breaks."""
    return "'" + value.replace("'", "''") + "'"


def block_sign(line: str) -> str:
    """Return the sign with which a line makes a quote, a list or a heading to Markdown; an empty text for others."""
    sign = _BLOCK_SIGN.match(line)
    return sign[1] if sign else ""


def quoted_text(key: str, value: str) -> str:
    r"""Return YAML that shows this line as a key's value: with a backslash before a sign of Markdown's, `'\> 5'`."""
    is_markdown = key not in NO_MARKUP and key not in _NAMES_OF_THINGS
    return single_quoted(f"\\{value}" if is_markdown and block_sign(value) else value)


def tags_hint(right: str) -> str:
    """Return a hint for tags with the sign that other tools have before them; `right` is how to write them."""
    return f'a "#" starts a comment, and tags need none: write {right}'


def comment_behind(text: str, index: int) -> str:
    """Return the comment that follows a place in its line; an empty text where there is none."""
    comment = _COMMENT.match(text, index)
    return comment[1].rstrip() if comment else ""


def lost_text(file: SourceFile, node: Text, label: str, *, in_brackets: bool = False) -> Problem | None:
    """Return a problem where a value is not what its author typed; `label` is what to paste before it (`front: `)."""
    if not node.style:
        comment = _COMMENT.match(file.text, node.end)
        if comment is not None:
            return _cut_off(file, node, comment, label, in_brackets=in_brackets)
    if node.style == '"':
        problem = backslash_problem(file, node, label)
        if problem is not None:
            return problem
    return joined_lines(file, node, label, in_brackets=in_brackets)


def _at(file: SourceFile, node: Text, start: int, length: int) -> Text:
    """Return a place inside a value, or behind it in its last line."""
    breaks = list(BREAK.finditer(file.text, node.start, start))
    line = node.line + len(breaks)
    column = start - breaks[-1].end() + 1 if breaks else node.column + start - node.start
    return Text(value="", line=line, column=column, start=start, end=start + length)


def _cut_off(file: SourceFile, node: Text, comment: re.Match[str], label: str, *, in_brackets: bool) -> Problem:
    rest = comment[0].rstrip()
    if in_brackets:
        rest = re.split(r"[,\]}]", rest, maxsplit=1)[0].rstrip()
    at = _at(file, node, comment.start(1), len(comment[1].rstrip()))
    message = 'a "#" after a space starts a comment, and the text ends before it'
    if "\n" in node.value:
        hint = f"a comment goes into a line of its own; text of several lines stands under {label}|"
    else:
        pasted = f"{label}{single_quoted(node.value + rest)}"
        hint = f"a comment goes into a line of its own; if it is text, put the value in quotes: {pasted}"
    return file.error(file.location(at), "yaml-comment", message, hint)


# ---- Backslashes.


def backslash_problem(file: SourceFile, node: Text, label: str) -> Problem | None:
    """Return a problem at the first backslash of a value in double quotes that its author must have meant as text."""
    raw = file.text[node.start + 1 : node.end - 1]
    if "\\" not in raw:
        return None
    escapes = _escapes(raw)
    wrong = next((escape for escape in escapes if not escape.is_meant), None)
    if wrong is None:
        return None
    sign = re.split(r"\s", wrong.sign)[0]
    code = _code(wrong.sign)
    became = "is none of its signs" if code is None else f"becomes {_NAMES.get(code, f'the character U+{code:04X}')}"
    message = f'in double quotes a backslash is special: "\\{sign}" {became}'
    at = _at(file, node, node.start + 1 + wrong.start, wrong.end - wrong.start)
    return file.error(file.location(at), "yaml-escape", message, _mended(raw, escapes, label))


def quoted_at(text: str, start: int) -> int:
    """Return where the value in double quotes that starts at an index ends; -1 where it does not."""
    quoted = _DOUBLE_QUOTED.match(text, start)
    return quoted.end() if quoted else -1


def _code(sign: str) -> int | None:
    """Return the character that an escape stands for; None for one that YAML does not know."""
    if sign == "n":
        return 10
    return int(sign[1:], 16) if sign[0] in "xuU" and len(sign) > 1 else _CODES.get(sign)


def _escapes(raw: str) -> list[_Escape]:
    escapes: list[_Escape] = []
    in_math = in_code = False
    has_fence = "```" in raw
    done = word_start = 0
    for match in _ESCAPE.finditer(raw):
        between = raw[done : match.start()]
        if not has_fence and between.count("`") % 2:
            in_code = not in_code
        spaces = [done + space.end() for space in re.finditer(r"\s", between)]
        word_start = spaces[-1] if spaces else word_start
        sign = match[1]
        if sign == "\\" and raw[match.end() : match.end() + 1] in ("(", "[", ")", "]"):
            in_math = raw[match.end()] in "(["
        is_meant = sign in ('"', "\\", "/") or BREAK.match(sign) is not None
        if sign == " ":
            # It keeps a space at the start of a line, as programs do where they fold a text with a backslash.
            is_folded = bool(escapes) and BREAK.match(escapes[-1].sign) is not None
            is_meant = not between.strip() and (is_folded or BREAK.search(between) is not None)
        elif sign == "n" and not spaces and escapes and not escapes[-1].is_meant:
            is_meant = False  # in the same word, as in a path
        elif sign == "n":
            is_meant = not in_code and _breaks_line(
                raw, match, raw[max(word_start, match.start() - _LONG) : match.start()], in_math=in_math
            )
            word_start = match.end() if is_meant else word_start
        elif sign == "r":
            is_meant = raw.startswith("\\n", match.end())
        elif sign[0] in "xuU" and len(sign) > 1:
            is_meant = _is_sign(int(sign[1:], 16))
        escapes.append(_Escape(start=match.start(), end=match.end(), sign=sign, is_meant=is_meant))
        done = match.end()
    return escapes


def _is_sign(code: int) -> bool:
    return code <= 0x10FFFF and unicodedata.category(chr(code)) not in ("Cc", "Zl", "Zp", "Cs")


def _breaks_line(raw: str, match: re.Match[str], before: str, *, in_math: bool) -> bool:
    r"""Tell whether an author who wrote `\n` meant a new line; `before` is what its word starts with.

    Who writes several lines writes them behind one another: `one\ntwo`, `**Traps:**\n- one\n- two`. Who means the two
    signs writes of LaTeX, of a path, of code, or sets them apart: `What does \n do?`.
    """
    start, end = match.span()
    word = _WORD.match(raw, end, end + 24)
    if word and (in_math or word[2] or _LATEX.match(word[1])):
        return False
    if len(before) < _LONG and _PATH.match(before):
        return False
    if raw.startswith("\\n", end) or raw.startswith("\\n", max(0, start - 2)):
        return True
    is_apart = _SPACED.search(raw, max(0, start - 1), start) is not None
    return not (is_apart and _ENDS_WORD.match(raw, end) and not _MARKS_LINE.match(raw, end))


def _mended(raw: str, escapes: list[_Escape], label: str) -> str:
    """Return a hint with the line to paste: in single quotes, or with backslashes doubled where others are meant."""
    in_lines = any(BREAK.search(escape.sign) for escape in escapes) or BREAK.search(raw) is not None
    keeps_quotes = in_lines or any(escape.is_meant and escape.sign[0] in "nrxuU" for escape in escapes)
    parts, done = [], 0
    for escape in escapes:
        parts.append(raw[done : escape.start])
        written = raw[escape.start : escape.end]
        if keeps_quotes:
            parts.append(written if escape.is_meant else f"\\{written}")
        elif escape.sign == '"':
            parts.append('"')
        elif escape.sign == "\\" and re.match(r"[\w()\[\]]", raw[escape.end : escape.end + 1]):
            parts.append("\\")  # who doubled it knew; a line break of LaTeX has two
        else:
            parts.append(written)
        done = escape.end
    whole = "".join([*parts, raw[done:]])
    if in_lines:
        return f"use single quotes, or write the text in lines of their own, under {label}|"
    if keeps_quotes:
        return f'double each backslash that is text: {label}"{whole}"'
    return f"use single quotes: {label}{single_quoted(whole)}"
