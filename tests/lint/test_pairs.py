"""Pairs of questions that are alike are found without comparing each with each."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from builder.lint.lint_cards import LintCard
from builder.lint.pairs import COMPARED, LEAST, Asked, alike, similarity
from builder.lint.words import comparable_stems

WORDS = ["gate", "owner", "risk", "plan", "launch", "date", "supplier", "margin", "price", "recall", "defect", "line"]
QUESTIONS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(lambda words: f"What does {' '.join(words)} hold?"),
    max_size=20,
)


def asked(texts: list[str]) -> list[Asked]:
    nobody = cast("LintCard", None)  # the search looks at texts only
    return [Asked(card=nobody, text=text, stems=comparable_stems(text)) for text in texts]


@st.composite
def variants(draw: st.DrawFn) -> list[str]:
    """Draw questions that differ in few words, so that most are alike."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=6, unique=True))
    texts = []
    for _ in range(draw(st.integers(2, 20))):
        edited = list(words)
        for index, word in draw(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([*WORDS, ""])), max_size=3)):
            edited[index % len(edited)] = word
        texts.append(f"What does {' '.join(filter(None, draw(st.permutations(edited))))} hold?")
    return texts


def shared(left: Asked, right: Asked) -> float:
    """Return the Jaccard index of two questions' stems."""
    return len(left.stems & right.stems) / len(left.stems | right.stems)


@given(st.one_of(QUESTIONS, variants()))
def test_every_pair_that_is_plainly_alike_is_found_unless_eight_others_share_more(texts: list[str]) -> None:
    questions = asked(texts)
    reported = {(id(pair.earlier), id(pair.later)) for pair in alike(questions)}
    for position, later in enumerate(questions):
        nearest = sorted((shared(earlier, later), index) for index, earlier in enumerate(questions[:position]))
        for _, index in nearest[-COMPARED:]:
            if similarity(questions[index], later) >= 0.6:
                assert (id(questions[index]), id(later)) in reported


@given(QUESTIONS)
def test_pairs_are_as_alike_as_they_say_and_in_order(texts: list[str]) -> None:
    questions = asked(texts)
    pairs = list(alike(questions))
    assert all(pair.score == similarity(pair.earlier, pair.later) >= LEAST for pair in pairs)
    positions = [(questions.index(pair.later), questions.index(pair.earlier)) for pair in pairs]
    assert positions == sorted(positions) or len(set(texts)) < len(texts)


def test_a_long_series_shares_no_rare_word_and_is_no_pair() -> None:
    names = [f"{first}{last}ia" for first in ("Bal", "Cor", "Dun", "Fal", "Gor", "Hel", "Mor") for last in "abcdefghij"]
    assert list(alike(asked([f"What is the capital of {name}?" for name in names]))) == []


def test_the_same_question_twice_is_a_pair_among_thousands() -> None:
    texts = [f"What does gate number {number} of the plan {number % 7} hold back?" for number in range(2000)]
    pairs = list(alike(asked([*texts, texts[1234]])))
    assert [(pair.score, pair.earlier.text) for pair in pairs if pair.score == 1] == [(1.0, texts[1234])]
