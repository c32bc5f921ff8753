"""Texts that nobody writes, each with a length to be chosen: they would be slow to read where a pattern goes back.

A mark that is opened again and again and never closed is looked for up to the end each time; a mark that could mean two
things is tried both ways; what stands in each other is read once for each level.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

UNITS = (
    # Links, pictures, sounds, marks of other tools.
    "[a](", "[", "]", "[]", "[a ", "[[a", "![[a", "![", "![a](", "[a](b 'c", "[a](<", "[a](b c ",
    "[a](https://e.org 't') ", "[sound:", "[sound:a.mp3] ", "[^1]", "[^1]: a\n", "==a", "==a== ", "[latex]", "[$]",
    "> [!a]\n", "![a](b){c", "食[た](", "<https://e.org> ", "[a](b *c `d <e {{f ",
    ":::a\n", "!!! a\n    b\n", "[a]{.b ", "[a](b){c=", "[@a", "[b]", "[b]a[/b] ", ":a", ":a:", ":tada: ", "a\n: b\n",
    "*[a]: b\n", "[a]: https://b\n", "[a]: https://b\n[a] [a][a]\n",
    "^[", "^[a] ", "%%", "%%a ", "#a\n", "#a b\n", "a~1~ ", "a^2^ ", "^a1\n",
    # Formulas.
    "\\(", "\\[", "\\(\\[", "\\( a ", "\\(a\\) ", "\\\\(", "$", "$a ", "$$a", "$a$ ", "$a \\$", "$a\n",
    "\\(\\foo\\) ", "\\frac{", "\\alpha ", "\\\\(a\\\\) ",
    # Gaps.
    "{{", "}}", "{", "{{c1::\\(", "{{c1::a", "{{c1::a}} ", "{{c1:", "{c1::a", "[[c1::", "{{C1::", "{{c1::`::`}} ",
    "{{c1::{a}}} ", "{{c1::a::b::c}} ", "{{c1::*a}} b* ", "{{c1::<b>a}}</b> ", "{{c1::a\n\nb}} ",
    # Emphasis, code, backslashes.
    "*", "*a **b ", "**a *b ", "*a_ ", "*a* ", "_a*b ", "~~", "~~a ", "~~a~~ ", "~", "` ", "`` ` ", "\\` ", "\\",
    "\\*", "\\\n",
    # Tags, comments, entities.
    "<", "<a ", "<a href=", '<a href="', "<a\n", "<x", "<b>", "</b>", "<b></b>", "<i a=b c>", "<p>", "<li>",
    "<ul><li>", "<div>", "<pre>", "<pre>\n\n", "<pre\n", "<code>", "<script>", "<span style=a>",
    "<ruby>a<rt>b</ruby>", "<table><tr><td>", "<details><summary>", "<!--", "<!-->", "<!-- a --> ",
    "<div>**a", "<div>`a ", "**<b>a** b</b> ", "<time>",
    "a\n<!-- a -->\n", "<!", "<?", "&", "&amp;", "&#", "\\<b>",
    # Blocks.
    "- a\n", "- a\n  - b\n", "1. a\n", "> a\n\n", "# a\n", "---\n", "* * ", "```\na\n```\n", "```a\n", "~~~\n",
    "```cs\na\n```\n", "    a\n\n", "|", "|\n", "| a | b |\n", "|-\n", "a|b\n-|-|-\n", "| `a",
    # Words, quotes, signs that rules look for.
    "a", "some words ", "some words. ", "some words\n", "(a [b ", "\"a 'b ", '"', "'", "“a ", '"a" ', "(", ")", ".",
    "?", "a? ", "a, ", ": ", "-", "_ ", "/", "a / ", "1", "1,", "5 m ", "99 ", "AB ", "A", "aA", "a-", "a'",
    "\u00a0", "a\u0301", "what is it and ", "which ", "who is not ", "all the ", "yes, ", "is a or b ", "this ",
    "name all the ", "TODO ", "[your ", "<your name",
)  # fmt: skip


def _repeated(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def _growing_ticks(length: int) -> str:
    longest = int((2 * length) ** 0.5)
    return "".join(f"{'`' * size} a " for size in range(1, longest))


SHAPES: Mapping[str, Callable[[int], str]] = {
    "backticks of growing lengths": _growing_ticks,
    "a heading with signs in it": lambda length: f"# a{'#' * length}b",
    "a heading with blanks in it": lambda length: f"# a{' ' * length}b",
    "a heading with both in it": lambda length: f"# a{' #' * (length // 2)}b",
    "brackets in each other": lambda length: "[" * (length // 2) + "a" + "]" * (length // 2),
    "links in each other": lambda length: "[a" * (length // 6) + "](b)" * (length // 6),
    "pictures in each other": lambda length: "![a" * (length // 7) + "](b)" * (length // 7),
    "emphasis in each other": lambda length: "*(a " * (length // 7) + " b)*" * (length // 7),
    "lists 400 deep": lambda length: "\n".join("  " * depth + "- a" for depth in range(400)) + "\n- a" * (length // 4),
    "quotes 400 deep": lambda length: "\n".join("> " * depth + "a" for depth in range(400)) + "\n> a" * (length // 4),
    "gaps in each other": lambda length: "{{c1::" * (length // 9) + "a" + "}}" * (length // 9),
    "many numbers of gaps": lambda length: "".join(f"{{{{c{number % 400}::a}}}} " for number in range(length // 12)),
    "a gap with many numbers": lambda length: f"{{{{c{'1,' * (length // 2)}2::a}}}}",
    "a table of many rows": lambda length: "| a |\n|---|\n" + "| b |\n" * (length // 6),
    "a table of many columns": lambda length: "|a" * (length // 4) + "|\n" + "|-" * (length // 4) + "|",
    "a row with many backticks": lambda length: "|a|b|\n|-|-|\n|" + "` |" * (length // 3),
    "a tag with many attributes": lambda length: "<a " + "b " * (length // 2),
    "a tag with many slashes": lambda length: "<a " + "/" * length,
    "blanks between words": lambda length: f"a{' ' * length}b",
    "empty lines between words": lambda length: "a" + "\n" * length + "b",
}
TEXTS: Mapping[str, Callable[[int], str]] = {
    **{repr(unit): functools.partial(_repeated, unit) for unit in UNITS},
    **SHAPES,
}
"""Each gives a text of about the length, by a name for it."""
