"""Runs a command once, and takes from the operating system what it cost."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Timing(NamedTuple):
    """Seconds by the clock and of the processor, and the largest memory in MB."""

    wall: float
    cpu: float
    memory: float


def time_once(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Timing:
    """Return what a command costs, the interpreter's start included; raise `RuntimeError` where it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "said.txt", "wb") as said:
        begin = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{(folder / 'said.txt').read_text('utf-8', 'replace')[-2000:]}")
    return Timing(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
