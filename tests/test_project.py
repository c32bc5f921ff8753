"""Where things are, and what time it is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.project import clock, readable, shown_path

NO_NUMBER = "that is no number of seconds since 1970; write digits, or unset it"
TOO_LATE = "that is after the year 9999; it counts seconds, not milliseconds"
TOO_EARLY = "that is before 1980; the ids of notes are times, and Anki takes none below 1"


@pytest.mark.parametrize("stated", ["1700000000", "0001700000000", "315532800", "253402300799"])
def test_a_build_has_the_time_that_is_stated(stated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    assert clock() == int(stated)


def test_without_a_stated_time_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert abs(clock() - time.time()) < 60


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        *((value, NO_NUMBER) for value in ("²", "١٢٣", "1e9", "1.5", " 1700000000", "1_700_000_000", "--1", "now")),
        *((value, TOO_LATE) for value in ("253402300800", "9" * 20, "1700000000000", "1" * 5_000)),
        *((value, TOO_EARLY) for value in ("0", "1", "-1", "315532799", f"-{'9' * 5_000}")),
    ],
)
def test_a_time_that_is_none_is_refused(stated: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    with pytest.raises(UsageError) as raised:
        clock()
    assert str(raised.value) == f"SOURCE_DATE_EPOCH={stated[:40]}: {fault}"


def test_a_name_that_is_no_text_is_written_out() -> None:
    assert readable("a\udcff.yaml") == "a\\xff.yaml"
    assert readable("ä.yaml") == "ä.yaml"
    assert shown_path(Path("cards", "\udcff", "a.yaml")) == "cards/\\xff/a.yaml"
