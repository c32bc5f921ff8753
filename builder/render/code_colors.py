"""Colours in code: a fence that names its language gets them when the card is built, for no client has a script for it.

Pygments finds the parts; a few classes say what they are, and the style of all cards has colours for day and night. The
text itself stays as it is: what is seen without the style, copied or compared is what the author typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.entities import unescape
from builder.render.html_tags import names

MAY_HAVE = '<code class="language-'
_FENCE = re.compile(rf'(?P<open><pre>{MAY_HAVE}(?P<language>[\w.+#-]+)">)(?P<code>[^<]*)(?P<close></code></pre>)')
"""A block of code as `markdown.render` writes it, without anything in it but text."""
_SIGN = r"&(?:#\d+|\w+);|."
_UNIT = re.compile(rf"(?P<mark>\{{\{{c[\d,]+::|::[^{{}}\n]*(?=\}}\}})|\}}\}})|{_SIGN}", re.S)
"""A sign of code as HTML has it, or the mark of a gap, with its hint, which is no code."""
_PLAIN_UNIT = re.compile(_SIGN, re.S)
_LANGUAGES = names(
    "ada asm bash c c# c++ clojure cobol console cpp cs csharp css dart diff docker dockerfile elixir erlang fortran "
    "fsharp go golang graphql groovy haskell hs html http ini java javascript js json jsx julia kotlin latex lisp lua "
    "make makefile matlab mysql nasm nginx objective-c ocaml pascal perl php postgresql powershell prolog "
    "protobuf ps1 py pycon python r rb rs ruby rust scala scheme scss sh shell solidity sql swift terraform tex toml "
    "ts tsx typescript verilog vhdl vim xml yaml yml zig zsh"
)
"""Those of Pygments' lexers that were tried on texts made to be slow: some others take seconds for a few lines."""
_MOST = 4_000
"""Signs of code in a field that are coloured: of these, the slowest found take a second, others a hundredth."""
_GAP = re.compile(r"\{\{c[\d,]+::")
_CLASSES = {
    "Comment": "com",
    "Generic.Deleted": "del",
    "Generic.Inserted": "ins",
    "Generic.Prompt": "com",
    "Keyword": "key",
    "Literal.Number": "num",
    "Literal.String": "str",
    "Name.Class": "def",
    "Name.Decorator": "def",
    "Name.Function": "def",
    "Name.Tag": "key",
    "Operator.Word": "key",
}
"""What is coloured, by the names of Pygments' standard tokens, and the class of each: `dw-` and this."""


class _Run(NamedTuple):
    """Characters of code that follow each other and are of one sort; the class is empty for what has no colour."""

    length: int
    sort: str


def colored(field: str) -> str:
    """Return a field's HTML with the code of its fences in colours, where their languages are known."""
    if MAY_HAVE not in field:
        return field
    is_short = sum(len(fence["code"]) for fence in _FENCE.finditer(field)) <= _MOST
    return _FENCE.sub(_color, field) if is_short else field


def _color(fence: re.Match[str]) -> str:
    unit = _UNIT if _GAP.search(fence["code"]) else _PLAIN_UNIT
    if fence["language"].lower() not in _LANGUAGES:
        return fence[0]
    units = [(found[0], found.lastgroup == "mark") for found in unit.finditer(fence["code"])]
    code = "".join(unescape(text) for text, is_mark in units if not is_mark)
    runs = _runs(code, fence["language"])
    if runs is None:
        return fence[0]
    return f"{fence['open']}{_written(units, runs)}{fence['close']}"


def _runs(code: str, language: str) -> Iterator[_Run] | None:
    """Return what code consists of; None where Pygments does not know the language, or its reader changes the text."""
    from pygments.lexers import ClassNotFound, get_lexer_by_name  # 30 ms to load, which most decks do without

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:  # an older Pygments
        return None
    parts = [(str(token).removeprefix("Token."), text) for token, text in lexer.get_tokens(code)]
    if "".join(text for _, text in parts) != code:
        return None
    return (_Run(length=len(text), sort=_class_of(token)) for token, text in parts if text)


def _class_of(token: str) -> str:
    """Return the class of a token by its own name, or by that of what it is a sort of."""
    while token:
        if token in _CLASSES:
            return _CLASSES[token]
        token = token.rpartition(".")[0]
    return ""


def _written(units: list[tuple[str, bool]], runs: Iterator[_Run]) -> str:
    """Return code with its runs in tags; none of them crosses the mark of a gap, or holds only blanks."""
    parts: list[str] = []
    held: list[str] = []
    left, sort = 0, ""

    def close() -> None:
        text = "".join(held)
        parts.append(f'<span class="dw-{sort}">{text}</span>' if sort and text.strip() else text)
        held.clear()

    for text, is_mark in units:
        if is_mark:
            close()
            parts.append(text)
            continue
        if left == 0:
            run = next(runs)
            if run.sort != sort:
                close()
            left, sort = run
        held.append(text)
        left -= 1
    close()
    return "".join(parts)
