"""Fields on one line: what a learner sees stays, and AnkiDroid's editor changes nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.markdown import render
from builder.render.one_line import one_line
from builder.render.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One,\ntwo.", "One,<br>two."),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("so:\n\n```\nif a:\n    b\n```\n\nand so", "<p>so:</p><pre><code>if a:\n    b\n</code></pre><p>and so</p>"),
        ("| a |\n|---|\n| 1 |", "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"),
        ("code `a\nb` here", "code <code>a b</code> here"),
        ("![a\nb](c.png)", '<img alt="a b" src="c.png">'),
        ("<div>\n\nIn *it*\n\n</div>", "<div><p>In <em>it</em></p></div>"),
    ],
)
def test_a_newline_beside_a_block_goes_and_any_other_is_a_space(text: str, field: str) -> None:
    assert one_line(render(text).html) == field


@given(st.text(alphabet="ab \n*`-1.>|<br/pe:#&", max_size=60))
def test_no_word_is_lost_and_no_newline_left(text: str) -> None:
    html = render(text).html
    flat = one_line(html)
    assert "\n" not in re.sub(r"<pre\b.*?</pre\s*>", "", flat, flags=re.S | re.I)
    assert plain_text(flat).split() == plain_text(html).split()
    assert one_line(flat) == flat
