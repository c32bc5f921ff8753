"""Code that Markdown would take the marks from is told, and emphasis that is meant is not."""

from __future__ import annotations

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import render


@pytest.mark.parametrize(
    ("text", "snippets"),
    [
        ("__call__", ["__call__"]),
        ("Which runs first, __new__ or __init__?", ["__new__", "__init__"]),
        ("What is obj.__foo__ and __has_include__?", ["obj.__foo__", "__has_include__"]),
        ("a*b*c", ["a*b*c"]),
        ("What is 2**3**4?", ["2**3**4"]),
        ("What is x*10*y, and a*b*c, and a*b*c?", ["x*10*y", "a*b*c", "a*b*c"]),
        ("In /usr/lib/*.so and file_*_name.txt", ["/usr/lib/*.so and file_*_name"]),
        ("It matches .*foo.*", [".*foo.*"]),
        ("Open \\\\server\\share now", ["\\\\server\\share"]),
        ("- __all__\n- `__all__`", ["__all__"]),
        (r"^\d+\.\d{2}$", [r"^\d+\.\d{2}$"]),
        (r"grep 'a\|b' file", [r"'a\|b'"]),
        (r"sed s/\./,/g", [r"s/\./,/g"]),
        (r"rm {} \;", [r"\;"]),
        (r"\'e and \"o and \'e", [r"\'e", r"\"o", r"\'e"]),
        (r"¯\_(ツ)_/¯", [r"¯\_(ツ)_/¯"]),
    ],
)
def test_code_that_loses_its_marks_is_a_warning(text: str, snippets: list[str]) -> None:
    faults = render(text).faults
    assert [fault.snippet for fault in faults] == snippets
    assert {(fault.rule, fault.severity) for fault in faults} == {("code-or-text", Severity.WARNING)}
    assert len({(fault.snippet, fault.occurrence) for fault in faults}) == len(faults)


@pytest.mark.parametrize(
    "text",
    [
        "__not__ so", "*one* and **two**", "**un**known", "re**cei**ve", "inter*nation*al", "der/*die*/das", "(*x*)",
        "`__init__` and `a*b*c`", "\\_\\_init\\_\\_", r"\(a*b*c\)", "a * b * c", "snake_case_name", "*args, **kwargs",
        "**R**oyal **A**ir **F**orce", "\\\\\\\\server\\\\share", "https://e.org/__init__.py", "*Note.* It is so",
        "| a*b | c*d |\n|---|---|\n| e | f |", "<b>x</b> __init_", "**the file.** /etc", "two lines \\\\ in all",
        "[__x__](https://e.org/a*b*c)", r"\*a\* and \[b\] and a\_b", r"1\. May", "| a |\n|---|\n| b \\| c |", r"`a\.b`",
        r"\(a\,b\)", "a\n- 1\\. one", r"\\.", r"https://e.org/a\.b", r"\{a\}", r"a \| b and 'a\|b'",
        "_**It is so.**_ _**a_**_",
        r"\<b> and \& and \$5 and \# 1", "```\n__init__\n```\n**x**",
    ],
)  # fmt: skip
def test_emphasis_that_is_meant_is_no_code(text: str) -> None:
    assert render(text).faults == ()
