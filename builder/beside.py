"""A second process that shares what this one has in memory, works meanwhile, and hands its results back."""

from __future__ import annotations

import contextlib
import marshal
import os
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from builder.failures import DeckwrightError

_LOTS = 1000
"""Four bytes each: every system's pipes hold that much."""


def can_help() -> bool:
    """Tell whether a second process can be had, and a processor for it."""
    # A fork takes over locks that other threads hold, and only Linux promises that the rest is sound after it.
    if sys.platform != "linux" or not hasattr(os, "memfd_create"):
        return False
    return (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Helper:
    """A second process that makes what `work` yields, values that `marshal` takes; none for no work."""

    def __init__(self, work: Callable[[], Iterable[Any]] | None) -> None:
        self.work = work
        self.process = 0
        self.place = 0

    def __enter__(self) -> Self:
        if self.work is not None:
            # What is made may be large, and lies in a file until somebody takes it; the pipe has the lengths.
            self.file = os.memfd_create("deckwright")
            self.bell, bell = os.pipe()
            self.process = os.fork()
            if not self.process:
                os.close(self.bell)
                self._make(self.work, bell)
            os.close(bell)
        return self

    def _make(self, work: Callable[[], Iterable[Any]], bell: int) -> None:
        """Make the values, and never come back."""
        status = 1
        try:
            with open(self.file, "wb", buffering=0) as stream:
                for value in work():
                    data = marshal.dumps(value)
                    rest = memoryview(data)
                    while rest:
                        rest = rest[stream.write(rest) :]
                    os.write(bell, struct.pack("<q", len(data)))
            status = 0
        except (KeyboardInterrupt, DeckwrightError, MemoryError):
            pass
        finally:
            os._exit(status)

    def results(self, *, now: bool = False) -> Iterator[Any]:
        """Yield what the process makes, in order and as soon as it is there; None where it fails.

        With `now` yield only what is there and was not yielded before.
        """
        while self.process and (not now or select.select([self.bell], [], [], 0)[0]):
            told = os.read(self.bell, 8)
            if not told:
                process, self.process = self.process, 0
                _, status = os.waitpid(process, 0)
                if status:
                    yield None
                return
            (length,) = struct.unpack("<q", told)
            place, self.place = self.place, self.place + length
            yield marshal.loads(os.pread(self.file, length, place))  # noqa: S302 - our own process wrote it

    def __exit__(self, *failure: object) -> None:
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        if self.work is not None:
            os.close(self.file)
            os.close(self.bell)


class PreparedHelper(Helper):
    """A second process that starts before it is known what to make: it prepares itself, and waits to be asked."""

    def __init__(self, prepare: Callable[[], object], work: Callable[[Any], Iterable[Any]]) -> None:
        super().__init__(self._answers)
        self.prepare, self.answer = prepare, work

    def __enter__(self) -> Self:
        self.ear, self.mouth = os.pipe()
        super().__enter__()
        os.close(self.ear)
        return self

    def ask(self, question: Any) -> None:
        """Say what to make, once; `question` is a value that `marshal` takes."""
        # Where the process has failed there is nobody to ask; its results will say so.
        mouth, self.mouth = self.mouth, -1
        with contextlib.suppress(OSError), open(mouth, "wb") as stream:
            stream.write(marshal.dumps(question))

    def _answers(self) -> Iterable[Any]:
        os.close(self.mouth)
        self.prepare()
        with open(self.ear, "rb") as stream:
            question = stream.read()
        return self.answer(marshal.loads(question)) if question else ()  # noqa: S302 - our own process asks

    def __exit__(self, *failure: object) -> None:
        super().__exit__(*failure)
        if self.mouth >= 0:
            os.close(self.mouth)


class Queue:
    """The numbers from 0 to before `count`, each for one of the processes that ask for the next."""

    def __init__(self, count: int) -> None:
        # All fit into a pipe, in as many lots as it holds for certain.
        self.count, self.lot = count, -(-count // _LOTS) or 1
        self.end, end = os.pipe()
        os.write(end, struct.pack(f"<{-(-count // self.lot)}I", *range(0, count, self.lot)))
        os.close(end)

    def __iter__(self) -> Iterator[int]:
        while told := os.read(self.end, 4):
            (start,) = struct.unpack("<I", told)
            yield from range(start, min(start + self.lot, self.count))

    def close(self) -> None:
        """Let go of it, in this process."""
        os.close(self.end)
