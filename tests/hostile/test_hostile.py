"""Whatever stands in a project's files, a command says in a line each what is wrong, and takes no more than it may.

`python -m tests.hostile NUMBER` runs one of the inputs again.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds by the clock that an input may take on a machine that does much else; what waits for ever is found by it."""
BATCH = 250
"""Inputs of a worker, whose memory nobody clears up."""


class Worker:
    """A process that runs inputs (run.py)."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.run"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.lines: Queue[str] = Queue()
        self.reader = Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def run(self, number: int) -> dict[str, Any]:
        """Return what came of an input; of one that has ended the worker, how."""
        assert self.process.stdin is not None
        assert self.process.stderr is not None
        outcome: dict[str, Any] = {"number": number, "built": False, "sort": ""}
        try:
            print(number, file=self.process.stdin, flush=True)
            line = self.lines.get(timeout=PATIENCE)
        except (Empty, BrokenPipeError):
            self.close()
            return {**outcome, "fault": "it waits for ever"}
        if line:
            return {**outcome, **json.loads(line)}
        self.process.wait()
        return {**outcome, "fault": f"ended with {self.process.returncode} {self.process.stderr.read()[-2000:]}"}

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):  # what it was to read next is not written any more
                pipe.close()


def outcomes(numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield what comes of each input."""
    worker = Worker()
    try:
        for count, number in enumerate(numbers, 1):
            outcome = worker.run(number)
            yield outcome
            if count % BATCH == 0 or worker.process.poll() is not None:
                worker.close()
                worker = Worker()
    finally:
        worker.close()


def judge(numbers: Sequence[int]) -> None:
    """Assert that nothing is wrong with any input, and that enough of them get as far as a package."""
    faults, built = [], 0
    for outcome in outcomes(numbers):
        built += outcome["built"]
        if outcome["fault"]:
            faults.append(f"python -m tests.hostile {outcome['number']} ({outcome['sort']}): {outcome['fault']}")
    assert not faults, f"{len(faults)} inputs\n" + "\n".join(faults[:20])
    assert built > len(numbers) / 3


def test_hostile_files_are_told_in_a_line_each() -> None:
    judge(range(300))


@pytest.mark.long
def test_twenty_thousand_hostile_inputs_are_told_in_a_line_each() -> None:
    judge(range(300, 20_300))
