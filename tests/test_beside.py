"""A second process: what it makes, and how it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from builder.beside import Helper, can_help
from builder.failures import DeckwrightError

pytestmark = pytest.mark.skipif(not can_help(), reason="there is no second processor, or no fork, for a second process")


def test_it_hands_back_what_it_makes_in_order() -> None:
    with Helper(lambda: ["a", None, ("b", (1, 2))]) as helper:
        assert list(helper.results()) == ["a", None, ("b", (1, 2))]


def test_there_is_nothing_of_no_work() -> None:
    with Helper(None) as helper:
        assert list(helper.results()) == []


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, DeckwrightError, RuntimeError])
def test_one_that_fails_gives_none_after_what_it_had_made(failure: type[BaseException]) -> None:
    def work() -> Iterator[str]:
        yield "a"
        raise failure("b")

    with Helper(work) as helper:
        assert list(helper.results()) == ["a", None]


def test_one_that_nobody_waits_for_is_stopped() -> None:
    def work() -> Iterator[str]:
        while True:
            yield "a"

    with Helper(work) as helper:
        process = helper.process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
