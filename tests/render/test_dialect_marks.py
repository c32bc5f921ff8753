"""Marks of other dialects of Markdown that a card would show as typed are told, and what only looks like one is not."""

from __future__ import annotations

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import render

DIV_END = ", and delete the ::: that ends it"
BOX = ", and its text in the lines below, not further in"
CLASS = 'delete it; a class may stand in a tag, <span class="…">…</span>'
CITE = "cite it as the card's source, and delete it here"


@pytest.mark.parametrize(
    ("typed", "snippet", "hint"),
    [
        ("::: note\nBeware\n:::", "::: note", f"write **Note:**{DIV_END}"),
        ("a\n\n:::tip[Do this]\nb\n:::", ":::tip[Do this]", f"write **Do this:**{DIV_END}"),
        (
            '::: {.callout-note title="Remember"}\nb\n:::',
            '::: {.callout-note title="Remember"}',
            f"write **Remember:**{DIV_END}",
        ),
        ('!!! warning "Take care"\n    b', '!!! warning "Take care"', f"write **Take care:**{BOX}"),
        ("!!! note\n\n    b", "!!! note", f"write **Note:**{BOX}"),
        ('!!! tip "Ready?"\n    b', '!!! tip "Ready?"', f"write **Ready?**{BOX}"),
        ("- a\n\n  ???+ example\n      b", "???+ example", f"write **Example:**{BOX}"),
        ("[TOC]\n\nb", "[TOC]", "delete it"),
        ("A line\n{: .lead }\nb", "{: .lead }", CLASS),
        ("A *word*{.red .large} and", "{.red .large}", CLASS),
        ("A [word]{.red} and", "{.red}", CLASS),
        ("[a](https://e.org){target=_blank}", "{target=_blank}", CLASS),
        ("a\n\n## Head {#top}\nb", "{#top}", "delete it"),
        ("Apple\n:   A fruit", ":   A fruit", "write it behind what it explains: **Apple**: A fruit"),
        ("Apple\n: A fruit", ": A fruit", "write it behind what it explains: **Apple**: A fruit"),
        (
            "The W3C\n\n*[W3C]: World Wide Web Consortium",
            "*[W3C]: World Wide Web Consortium",
            'delete it, and write <abbr title="World Wide Web Consortium">W3C</abbr> in the text',
        ),
        ("As Kant says [@kant1781, p. 3].", "[@kant1781, p. 3]", CITE),
        ("[b]bold[/b]", "[b]", "write <b>…</b>"),
        ("[url=https://e.org]words[/url]", "[url=https://e.org]", "write [words](https://…)"),
        ("Beware :warning: of it", ":warning:", "write ⚠️; if it is text, put it in backticks"),
    ],
)
def test_what_other_dialects_read_is_a_warning(typed: str, snippet: str, hint: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.severity, fault.snippet, fault.hint) == ("foreign-mark", Severity.WARNING, snippet, hint)


def test_each_is_told_where_it_stands_behind_an_equal_one_in_code() -> None:
    faults = render("`[a]{.red}`, [a]{.red} and [b]{.red}").faults
    assert [(fault.snippet, fault.occurrence) for fault in faults] == [("{.red}", 1), ("{.red}", 2)]


@pytest.mark.parametrize(
    "typed",
    [
        "::: is an operator", "::: note\nwithout its end", "std::vector::x and a:::b", "!!! Achtung", "!!! note\nb",
        "a ??? b", "/// note\n/// b\n///", "the [TOC] of a book", "[TOC](#x)",
        "`{:.2f}` and {:.2f} and {:>10} and {:.e} and {:#x}", "{#if x}…{/if} and {.a, .b}", "*.{js,ts} and f(x){a=b}",
        "a: b\n\n: c", "at 12:30:45 :param: :return: :key:", "[@angular/core] and [@smith](https://e.org)",
        "a[i] and b[s] and x[url]", "[b]bold", "```\n::: note\nb\n:::\n[TOC]\n```", "`[a]{.red}` and `:tada:`",
        r"\[b]x[/b]", r"\(:smile:\)", "<!-- :smile: -->a", "x *[a]: b*",
    ],
)  # fmt: skip
def test_what_is_no_mark_of_a_dialect_is_let_alone(typed: str) -> None:
    assert [fault for fault in render(typed).faults if fault.rule == "foreign-mark"] == []


def test_each_meaning_of_a_word_is_told_with_the_word() -> None:
    behind = "write it behind what it explains: "
    assert [fault.hint for fault in render("Apple\n: A\n: B").faults] == [
        f"{behind}**Apple**: A",
        f"{behind}**Apple**: B",
    ]


@pytest.mark.parametrize(
    ("typed", "snippet", "link"),
    [
        ("See [the page][ref]\n\n[ref]: https://e.org", "[the page][ref]", "[the page](https://e.org)"),
        ("See [Ref][]\n\n[ref]: <https://e.org> 'A title'", "[Ref][]", "[Ref](https://e.org 'A title')"),
        ("See [ref].\n\n[ref]: mailto:a@e.org", "[ref]", "[ref](mailto:a@e.org)"),
        ("![A gate][1]\n\n[1]: gate.png", "![A gate][1]", "![A gate](gate.png)"),
    ],
)
def test_a_link_by_a_name_is_told_with_the_link_to_write(typed: str, snippet: str, link: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.severity, fault.snippet) == ("foreign-mark", Severity.WARNING, snippet)
    assert fault.hint == f"write {link}, and delete the line that says where it leads"


@pytest.mark.parametrize(
    "typed",
    ["So says Kant [1]\n\n[1]: the source", "a[b][c] and [b]", "[x]: https://e.org", "`[a]`\n\n[a]: https://e.org"],
)
def test_brackets_that_name_no_address_are_text(typed: str) -> None:
    assert render(typed).faults == ()
