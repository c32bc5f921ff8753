"""The text by which fields are told from each other, in the lock and in `verify`."""

from __future__ import annotations

import pytest

from builder.render.plain_text import plain_text
from builder.render.template import is_empty


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Hear this [sound:a.mp3]", "Hear this [sound:a.mp3]"),
        ("Hear <b>this</b> [sound:a.mp3]", "Hear this [sound:a.mp3]"),
        ("{{c1::Hear}}<br>this [sound:a &amp; b.mp3]", "Hear this [sound:a & b.mp3]"),
        ("A {{c1::gate {{c2::of::one}} two::three}} end", "A gate of two end"),
        ("<p>one</p><p>two</p>", "one two"),
    ],
)
def test_a_field_is_one_line_with_the_names_of_its_sounds(field: str, text: str) -> None:
    assert plain_text(field) == text


@pytest.mark.parametrize("field", ["", "<br>" * 100, "<div><br> </div>" * 40, " \n" * 300])
def test_a_field_of_breaks_is_empty_however_many(field: str) -> None:
    assert is_empty(field)
    assert not is_empty(f"{field}x")
