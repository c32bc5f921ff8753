"""Words, stems, and how alike two texts are."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.lint.words import content_stems, similarity, stem, word_count

TEXTS = st.lists(
    st.sampled_from(
        ["what", "does", "the", "a", "gate", "hold", "open", "close", "before", "after", "risk", "owner", "3", "猫"]
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("holding", "hold"), ("managed", "manag"), ("manages", "manag"), ("stopped", "stop"),
        ("cities", "city"), ("boss", "boss"), ("crisis", "crisis"), ("tpm's", "tpm"), ("matches", "match"),
    ],
)  # fmt: skip
def test_a_stem_is_a_word_without_its_ending(word: str, root: str) -> None:
    assert stem(word) == root


def test_content_leaves_out_what_proves_nothing() -> None:
    assert content_stems("What does the A in RACI stand for in 2 teams?") == {"raci", "stand", "team"}


@pytest.mark.parametrize(("text", "count"), [("two words", 2), ("the 猫 sat", 3), ("", 0), ("a — b", 2), ("猫が", 1)])
def test_two_letters_count_as_a_word_where_no_spaces_are_written(text: str, count: int) -> None:
    assert word_count(text) == count


@given(TEXTS, TEXTS)
def test_likeness_is_a_share_and_the_same_both_ways(left: str, right: str) -> None:
    score = similarity(left, right)
    assert 0 <= score <= 1.000001
    assert score == pytest.approx(similarity(right, left))
    assert similarity(left, left) == 1


@given(TEXTS, TEXTS, st.floats(0.5, 1))
@example("what", "what what what", 0.6875)
def test_only_unlike_texts_and_those_of_unequal_length_are_not_worked_out(left: str, right: str, least: float) -> None:
    score = similarity(left, right, least)
    if score != pytest.approx(similarity(left, right)):
        assert score == 0
        unequal = min(len(left), len(right)) < (2 * least - 1) * max(len(left), len(right))
        assert unequal or similarity(left, right) < least
