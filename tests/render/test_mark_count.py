"""A text with more marks than any card has is not read, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.render.mark_count import MOST_MARKS
from builder.render.markdown import Markup, render
from tests.support import check_text, write_deck

LISTING = "```py\n" + "a[0] = b * `c`  # <d>\n" * 2_500 + "```"


@pytest.mark.parametrize("mark", ["*", "_", "`", "[", "]", "<", ">", "\\", "|", "~", "\n"])
def test_a_text_is_read_up_to_a_number_of_marks(mark: str) -> None:
    assert render(f"a{' '.join(mark * MOST_MARKS)}b").faults == ()
    (fault,) = render(f"a{' '.join(mark * (MOST_MARKS + 1))}b").faults
    message = "the text has 15,001 marks and ends of lines, and at most 15,000 are read"
    assert (fault.rule, fault.message) == ("mark-count", message)


def test_a_text_that_is_not_read_is_shown_as_typed() -> None:
    text = "*a* & <b>b</b> " * MOST_MARKS
    assert render(text)._replace(faults=()) == Markup(html="*a* &amp; &lt;b&gt;b&lt;/b&gt; " * MOST_MARKS)


def test_signs_that_markdown_does_not_act_on_do_not_count() -> None:
    text = "a, b: (c)! " * 9_000
    assert render(text) == Markup(html=text.rstrip())


@pytest.mark.parametrize(
    "text",
    [LISTING, f"*Before*\n\n{LISTING}\n\n*after*", LISTING.replace("`", "~"), "> " + LISTING.replace("\n", "\n> ")],
)
def test_marks_in_a_listing_do_not_count(text: str) -> None:
    assert render(text).faults == ()
    assert [fault.rule for fault in render(f"{text}\n\n{'*' * MOST_MARKS}").faults] == ["mark-count"]


def test_it_is_told_where_the_text_stands(tmp_path: Path) -> None:
    text = "*a* " * (MOST_MARKS // 2)
    card = f"title: T\nsource: own\ncards:\n  - id: a\n    kind: basic\n    front: Why?\n    back: |\n      {text}\n"
    write_deck(tmp_path, {"10-a.yaml": card})
    assert "error" not in check_text(tmp_path)
    write_deck(tmp_path, {"10-a.yaml": card.replace(text, f"{text}*")})
    first, *others = check_text(tmp_path).splitlines()
    assert first == (
        f"{tmp_path}/cards/demo/10-a.yaml:8:7: error[mark-count]: the text has 15,001 marks and ends of lines, and at"
        " most 15,000 are read"
    )
    assert others[-1] == "  hint: make several cards of it; marks in a listing between fences do not count"
