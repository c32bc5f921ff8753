"""Tables as GitHub reads them."""

from __future__ import annotations

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import Markup, render


def table(head: str, *rows: str) -> str:
    """Return a table's HTML; cells stand between pipes."""

    def row(line: str, tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in line.split('|'))}</tr>"

    body = f"<tbody>{''.join(row(line, 'td') for line in rows)}</tbody>" if rows else ""
    return f"<table><thead>{row(head, 'th')}</thead>{body}</table>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("| a |\n|-|\n| 1 |", table("a", "1")),
        ("a |\n-|\n1", table("a", "1")),
        ("|a|b|\n|-|-|\n|1|2|", table("a|b", "1|2")),
        ("a | b\n-|-\n1 | 2", table("a|b", "1|2")),
        ("| a | b |\n|---|---|", table("a|b")),
        ("| a | b |\n|---|---|\n| 1 |", table("a|b", "1|")),
        ("| a | b |\n|---|---|\n| 1 | 2 | |", table("a|b", "1|2")),
        ("text\n| a |\n|-|\n| 1 |", f"<p>text</p>{table('a', '1')}"),
        (
            "| a |\n|:-:|\n| 1 |",
            '<table><thead><tr><th style="text-align: center;">a</th></tr></thead>'
            '<tbody><tr><td style="text-align: center;">1</td></tr></tbody></table>',
        ),
        ("a\n:-:", "a<br>:-:"),
        ("| `a | b` |\n|-|-|\n| `c | d` |", table("`a|b`", "`c|d`")),
        ("| `a|b` | c |\n|-|-|\n| `d|e` |", table("@|c", "`d|e`").replace("@", "<code>a|b</code>")),
    ],
)
def test_a_table_is_what_github_takes_for_one(typed: str, shown: str) -> None:
    assert render(typed) == Markup(html=shown)


@pytest.mark.parametrize(
    ("typed", "line", "hint"),
    [
        ("| a | b |\n|---|", "|---|", "write |---|---|"),
        ("a | b\n--|--|--\nc | d", "--|--|--", "write |---|---|"),
        ("Gates:\n| a | b |\n| `c` | d |", "| a | b |", "write |---|---| below it"),
        ("> - |a|b|c|\n>   |d|e|f|", "|a|b|c|", "write |---|---|---| below it"),
    ],
)
def test_lines_of_cells_that_make_no_table_are_told(typed: str, line: str, hint: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.severity, fault.snippet, fault.hint) == ("no-table", Severity.WARNING, line, hint)


@pytest.mark.parametrize(
    "typed",
    ["P(A|B) = P(B|A)\nP(B|A) = 1", "|x| and |y|\n|z|", "| a | b |", "a |\n\n| b |", "```\n| a | b |\n| c | d |\n```"],
)
def test_pipes_that_are_text_are_let_alone(typed: str) -> None:
    assert render(typed).faults == ()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (r"`a\|b`", "<code>a|b</code>"),
        (r"a \| b", "a | b"),
        (r"``a`\|b`` c", "<code>a`|b</code> c"),
        ("`a|b`", "<code>a|b</code>"),
        (r"a \` b", "a ` b"),
        (r"`a\` b", r"<code>a\</code> b"),
    ],
)
def test_a_pipe_that_is_text_has_no_backslash(cell: str, shown: str) -> None:
    typed = f"| x | y |\n|---|---|\n| {cell} | z |"
    html = (
        f"<table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td>{shown}</td><td>z</td></tr></tbody></table>"
    )
    assert render(typed) == Markup(html=html)


def test_a_row_whose_last_cells_would_be_lost_is_an_error() -> None:
    (fault,) = render("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 |").faults
    assert (fault.rule, fault.severity, fault.snippet) == ("table-row", Severity.ERROR, "| 3 | 4 | 5 |")
    assert fault.hint == r"write a header for each column; a pipe that is text is written \|"
