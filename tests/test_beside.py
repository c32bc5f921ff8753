"""A second process: what it makes, and how it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from builder.beside import Helper, PreparedHelper, Queue, can_help
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


def test_what_is_there_already_can_be_had_without_waiting() -> None:
    ear, mouth = os.pipe()

    def work() -> Iterator[str]:
        yield "a"
        os.read(ear, 1)
        yield "b"

    with Helper(work) as helper:
        first = next(helper.results())
        assert (first, list(helper.results(now=True))) == ("a", [])
        os.write(mouth, b"!")
        assert list(helper.results()) == ["b"]
    os.close(ear)
    os.close(mouth)


def test_one_that_is_prepared_answers_what_it_is_asked() -> None:
    ready = []
    with PreparedHelper(lambda: ready.append("here"), lambda question: [ready[0], *question]) as helper:
        helper.ask(["a", "b"])
        assert list(helper.results()) == ["here", "a", "b"]
    assert ready == []


def test_one_that_is_never_asked_is_stopped() -> None:
    with PreparedHelper(lambda: None, lambda question: [question]) as helper:
        process = helper.process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_one_that_could_not_prepare_gives_none() -> None:
    def fail() -> None:
        raise RuntimeError

    with PreparedHelper(fail, lambda question: [question]) as helper:
        os.waitid(os.P_PID, helper.process, os.WEXITED | os.WNOWAIT)
        helper.ask(["a" * 1_000_000])
        assert list(helper.results()) == [None]


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 12_345])
def test_two_processes_share_all_numbers(count: int) -> None:
    queue = Queue(count)
    with Helper(lambda: queue) as helper:
        mine = list(queue)
        theirs = list(helper.results())
    queue.close()
    assert sorted(mine + theirs) == list(range(count))


def test_one_that_the_system_does_not_give_is_as_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = len(os.listdir("/proc/self/fd"))
    with Helper(lambda: ["a"]) as helper:
        assert list(helper.results()) == [None]
    with PreparedHelper(lambda: None, lambda question: [question]) as prepared:
        prepared.ask("a")
        assert list(prepared.results()) == [None]
    assert len(os.listdir("/proc/self/fd")) == before


def test_one_whose_end_somebody_else_has_seen_is_as_one_that_failed() -> None:
    with Helper(lambda: ["a"]) as helper:
        assert next(helper.results()) == "a"
        os.waitpid(helper.process, 0)
        assert list(helper.results()) == [None]
    with Helper(lambda: ["a"]) as helper:
        os.waitpid(helper.process, 0)
