"""Tags are taken out of HTML as the patterns take them out that would take long."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from builder.texts.markup import substituted, without_markup

_ANKI = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.S | re.I)
_TAG = re.compile(r"<[^>]*>")
_PIECES = st.sampled_from(
    [
        "<",
        ">",
        "<b>",
        "<!--",
        "-->",
        "<style",
        "</style>",
        "<STYLE>",
        "<script>",
        "</Script>",
        "İ",
        "x",
        "\n",
        "!--",
        "<!-->",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=14).map("".join)


@given(_TEXTS)
def test_markup_is_what_anki_takes_for_it(text: str) -> None:
    assert without_markup(text) == _ANKI.sub("", text)


@given(_TEXTS)
def test_tags_are_found_as_by_the_pattern_alone(text: str) -> None:
    assert substituted(_TAG, " ", text) == _TAG.sub(" ", text)


def test_starts_without_an_end_take_no_longer() -> None:
    # A search up to the end at each start would not end in the time of a test.
    for unit in ("<", "<!--", "<style>", "<script ", "<b a"):
        text = unit * (400_000 // len(unit))
        assert without_markup(f"{text}>") != text
        assert ">" in text or substituted(_TAG, "", text) == text
