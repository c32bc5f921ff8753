"""Work on another thread hands back its result, or its failure."""

from __future__ import annotations

import functools

import pytest

from builder.aside import aside


def test_a_result_is_waited_for() -> None:
    waits = [aside(functools.partial(pow, number, 2)) for number in range(5)]
    assert [wait() for wait in waits] == [0, 1, 4, 9, 16]


def test_what_goes_wrong_is_raised_where_the_result_is_wanted() -> None:
    wait = aside(lambda: int("seven"))
    with pytest.raises(ValueError, match="seven"):
        wait()
