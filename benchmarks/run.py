"""Runs a command once, and takes from the operating system what it cost.

Run as `python run.py SAID COMMAND…` it does so in a process of its own, which is small: what a process has in memory
when it starts another counts as the memory of that one too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Timing(NamedTuple):
    """Seconds by the clock and of the processor, and the largest memory in MB."""

    wall: float
    cpu: float
    memory: float


def time_once(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, statuses: Sequence[int] = (0,)
) -> Timing:
    """Return what a command costs, the interpreter's start included; raise `RuntimeError` for another exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "said.txt"
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__, str(said), *command],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    status, *costs = json.loads(done.stdout)
    if status not in statuses:
        raise RuntimeError(f"{' '.join(command)}\n{said.read_text('utf-8', 'replace')[-2000:]}")
    return Timing(*costs)


def _run(said: str, command: Sequence[str]) -> tuple[int, float, float, float]:
    with open(said, "wb") as stream:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=stream, stderr=stream)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1], sys.argv[2:])))
