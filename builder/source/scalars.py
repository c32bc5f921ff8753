"""Texts as YAML scalars, in the form that a person would type: plain where that is read back, else in quotes or lines.

No text is folded, and hardly any has escapes: what a learner reads stands in the file as it is.
"""

from __future__ import annotations

import re

from builder.source.quotes import single_quoted

_PLAIN = re.compile(
    r"(?![-?:](?:\s|\Z)|\.\.\.\Z|---)[^\s,\[\]{}#&*!|>'\"%@`\ufeff]"
    r"(?:(?!:\s|:\Z|\s#)[^\n\t])*(?<![\s])\Z"
)
"""What YAML reads as it stands behind a key or a dash, outside of brackets."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML cannot hold without an escape, and line ends that editors do not show; Anki drops most of it."""
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_STEP = 2
"""How far the lines of a block stand in, against what they belong to."""


def yaml_value(text: str, indent: int) -> str:
    r"""Return a text as a YAML scalar that reads back as just this text.

    It is to stand behind `key: ` or `- ` outside of brackets. `indent` is the column, at least 2, in which the lines of
    a block stand: two more than that of the key or dash. A text whose last line ends with `\n` gives `|`, another one
    `|-`. Signs that YAML cannot hold, and line ends that editors do not show, are escaped, in double quotes.
    """
    if _UNWRITABLE.search(text):
        return _escaped(text)
    if "\n" not in text:
        if _PLAIN.match(text):
            return text
        if "'" not in text:
            return single_quoted(text)
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
    return yaml_block(text, indent)


def yaml_block(text: str, indent: int) -> str:
    """Return a text in lines of its own, one or many, where these can hold it; `indent` is as for `yaml_value`."""
    if _UNWRITABLE.search(text) or not text.strip("\n"):
        return _escaped(text)
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    chomping = "-" if ends == 0 else "" if ends == 1 else "+"
    lines = [f"{' ' * indent}{line}" if line else "" for line in body.split("\n")]
    begins = next(line for line in body.split("\n") if line)
    is_told = begins[0] in " \t"  # else its blanks would count as the block's own
    blank_lines = "\n" * (ends - 1)
    return "\n".join([f"|{_STEP if is_told else ''}{chomping}", *lines]) + blank_lines


def _escaped(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign) or _code(sign) for sign in text) + '"'


def _code(sign: str) -> str:
    if not _UNWRITABLE.match(sign):
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
