r"""What Anki and its formulas act on wherever it stands in a text, beside gaps: this module alone knows these marks.

Anki looks for its marks in the HTML of a finished card, whoever wrote them: `[sound:…]` plays, `[anki:tts …]` speaks,
`[anki:play:q:0]` is a button, `[[type:Front]]` a box to type in, `[latex]`, `[$]` and `[$$]` run LaTeX where the
learner lets it. Where the bracket is written as an entity, Anki finds none of them, and every reader shows the same.

MathJax sets `\(…\)` and `\[…\]`, and some of its commands reach out of the formula: `\href{javascript:…}` makes a link
that runs, `\style{background: url(…)}` loads, and `\require` fetches a script. Others write what they are given into a
style as it stands: the colour of a frame, the name of a font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from builder.cloze import filled_in, may_have_clozes
from builder.texts.code_places import code_elements, replaced
from builder.texts.formula_places import CLOSES

_MARK = re.compile(r"\[(?=\[type:|sound:|/?anki:|/?latex\]|/?\$\$?\])", re.I)
_WHOLE_MARK = re.compile(r"\[(?:\[type:|sound:|/?anki:|/?latex\]|/?\$\$?\])", re.I)
_TAG_OR_HINT = re.compile(r"<[^<>]*>|::(?=\[type:|sound:|/?anki:|/?latex\}|/?\$\$?\})(?P<sign>.)", re.I)
"""A tag, or what begins a hint, with its first sign."""
_APART = "\\<span></span>"
_DELIMITER = re.compile(r"\\[()\[\]]")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_TOKEN = re.compile(r"\\.|[{}]")
_UNSAFE = frozenset({"class", "cssId", "data", "href", "mmlToken", "require", "setoptions", "style"})
"""MathJax 3.2: the extensions html, require and setoptions, and `\\mmlToken` of the base, which takes href and style.

`\\data` is of MathJax 4.
"""
_FILLS_IN = re.compile(r"\\[A-Za-z]*(?:def|command|environment|tagform|Declare)")
"""What makes a command or the like in whose words `#1` stands for something else; elsewhere `#123` is a colour."""
_MODEL, _VALUE = r"\s*(?:\[\w*\]\s*)?", r"\s*\{[\w\s.,SIGN-]*\}"
_PLAIN = {
    "bbox": r"\s*(?:\[[\w\s.,:;%SIGN-]*\]\s*)?\{",
    "definecolor": rf"\s*\{{[\w\s-]*\}}\s*\{{\w*\}}{_VALUE}",
    "fcolorbox": rf"{_MODEL}{_VALUE}{_VALUE}",
    "unicode": r"(?:\s*\[[\w\s.,'-]*\]){0,2}\s*\{",
}
"""What may follow commands that write it into a style (MathJax 3.2: input/tex/color, bbox and unicode).

Without parentheses and other signs it can load nothing. Where another name is given to the command, nothing follows it.
"""
_PLAIN_COLOURS = {name: re.compile(pattern.replace("SIGN", "#")) for name, pattern in _PLAIN.items()}
_PLAIN_WORDS = {name: re.compile(pattern.replace("SIGN", "")) for name, pattern in _PLAIN.items()}
_STROKE = "\u0338"
"""The one sign that composes with a sign of HTML."""
_BEHIND_TAG = re.compile(r">([^\x00-\x7f])")
_JOINER = "\u034f"
"""The combining grapheme joiner: what stands on its two sides is never composed, and it is not seen."""
_TAG_OR_DELIMITER = re.compile(r"<[^<>]*>|(?P<delimiter>\\)(?=(?:<wbr>)*[()\[\]])")
_TAG = re.compile(r"<(?P<word_break>wbr\b)?[^<>]*>")


def find_delimiter(text: str) -> str:
    r"""Return the first mark of a formula, as `\(`; or a backslash at the end, which may become one; empty for none."""
    found = _DELIMITER.search(text)
    return found[0] if found else "\\" * text.endswith("\\")


def find_mark(text: str) -> str:
    """Return the start of the first mark that Anki acts on, as `[sound:`; empty for none."""
    found = _WHOLE_MARK.search(text)
    return found[0] if found else ""


def find_marks(text: str) -> Iterator[re.Match[str]]:
    """Yield the start of each mark that Anki acts on, in order."""
    return _WHOLE_MARK.finditer(text)


def written_as_text(html: str) -> str:
    """Return HTML in which Anki finds no marks, and which shows the same."""
    return set_apart(html, "&#91;")


def set_apart(html: str, sign: str) -> str:
    """Return HTML with a sign for the bracket that begins each mark that Anki acts on."""
    return _MARK.sub(sign, html) if "[" in html else html


def hints_as_text(html: str) -> str:
    """Return HTML whose gaps' hints make no marks of the brackets that Anki puts around them (`{{c1::x::latex}}`)."""
    return _TAG_OR_HINT.sub(lambda found: f"::&#{ord(found['sign'])};" if found["sign"] else found[0], html)


def find_hint(html: str) -> str:
    """Return the first hint that makes a mark of the brackets that Anki puts around it; empty for none."""
    found = next((mark for mark in _TAG_OR_HINT.finditer(html) if mark["sign"]), None)
    return html[found.start("sign") :].partition("}}")[0] if found else ""


def without_delimiters(html: str) -> str:
    r"""Return HTML in which MathJax finds no formula, and which shows the same: `\` and `(` stand in two elements.

    Code is left as it is, since MathJax passes over it; so are attributes.
    """
    if "\\" not in html:
        return html
    parts: list[str] = []
    copied = 0
    for start, end in (*code_elements(html), (len(html), len(html))):
        between = _TAG_OR_DELIMITER.sub(lambda found: _APART if found["delimiter"] else found[0], html[copied:start])
        parts += [between, html[start:end]]
        copied = end
    return "".join(parts)


def closed_off(field: str) -> str:
    r"""Return a field that makes no mark of a formula with what a template may show behind it: `\` and `(`."""
    return field.removesuffix("\\") + _APART if field.endswith("\\") else field


def kept_apart(html: str) -> str:
    """Return HTML whose tags end where they do, and which shows the same: U+0338 stands right behind none.

    On import Anki composes letters with the signs behind them, and `>` with U+0338 is a letter as well: the tag would
    go on up to the next `>`, and what stands there would be its attributes.
    """
    return _BEHIND_TAG.sub(_apart_from_tag, html) if _STROKE in html else html


def _apart_from_tag(found: re.Match[str]) -> str:
    return f">{_JOINER}{found[1]}" if unicodedata.combining(found[1]) else found[0]


def unsafe_command(html: str) -> str:
    r"""Return the first command in a formula that could lead or load somewhere, as `\href`; empty for none.

    Where gaps stand in formulas, commands are looked for as the answer shows them too: there `\hr{{c1::ef}}` is
    `\href`. Delimiters that stand apart count as well: an editor may drop the empty element between.
    """
    if "\\" not in html:
        return ""
    text = html.replace(_APART, "\\")
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if tag["word_break"] else "\n", replaced(text, code_elements(text), "\n"))
    return unsafe_in(text)


def unsafe_in(text: str) -> str:
    r"""Return the first such command of a text as a browser shows it, tags and entities read; empty for none."""
    shown = (text, filled_in(text)) if may_have_clozes(text) else (text,)
    return next(filter(None, map(_unsafe_in, shown)), "")


def _unsafe_in(text: str) -> str:
    """Return the first such command from the first mark of a formula to the last one.

    Where each of them ends hangs on braces, and on what stands beside them on a card: so what is between counts too.
    """
    marks = [mark.span() for mark in _DELIMITER.finditer(text)]
    plain: Mapping[str, re.Pattern[str]] = {}
    for command in _COMMAND.finditer(text, marks[0][0], marks[-1][1]) if len(marks) > 1 else ():
        if command[1] in _UNSAFE:
            return command[0]
        if command[1] in _PLAIN:
            plain = plain or (_PLAIN_WORDS if _FILLS_IN.search(text) else _PLAIN_COLOURS)
            if not plain[command[1]].match(text, command.end()):
                return command[0]
    return ""


def is_whole(formula: str) -> bool:
    r"""Tell whether MathJax finds the end of a formula where it ends: `\\(a{\)` goes on, and so does `\\(a\\)`.

    As MathJax 3.2 does (input/tex/FindTeX): commands are passed over, and an end within braces is none.
    """
    depth = 0
    for token in _TOKEN.finditer(formula, 2):
        if token[0] == CLOSES[formula[:2]] and depth == 0:
            return token.end() == len(formula)
        depth = depth + 1 if token[0] == "{" else max(0, depth - 1) if token[0] == "}" else depth
    return False
