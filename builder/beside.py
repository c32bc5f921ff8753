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

from builder.errors import DeckwrightError

_LOTS = 1000
"""Four bytes each: every system's pipes hold that much."""


def can_help() -> bool:
    """Tell whether a second process can be had, and a processor for it."""
    # A fork takes over locks that other threads hold, and only Linux promises that the rest is sound after it.
    if sys.platform != "linux" or not hasattr(os, "memfd_create"):
        return False
    return (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Helper:
    """A second process that makes what `work` yields, values that `marshal` takes; none for no work.

    Where the system has no process to give, it is as if it had failed.
    """

    def __init__(self, work: Callable[[], Iterable[Any]] | None) -> None:
        self.work = work
        self.process = 0
        self.place = 0
        self.has_failed = False

    def __enter__(self) -> Self:
        self.held = contextlib.ExitStack()
        if self.work is not None:
            try:
                self._start(self.work)
            except OSError:
                self.has_failed = True
        return self

    def _start(self, work: Callable[[], Iterable[Any]]) -> None:
        # What is made may be large, and lies in a file until somebody takes it; the pipe has the lengths.
        self.file = os.memfd_create("deckwright")
        self.held.callback(os.close, self.file)
        self.bell, bell = os.pipe()
        self.held.callback(os.close, self.bell)
        try:
            self.process = os.fork()
            if not self.process:
                os.close(self.bell)
                self._make(work, bell)
        finally:
            os.close(bell)

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
        while self.process and (not now or self._has_rung()):
            told = os.read(self.bell, 8)
            if told:
                (length,) = struct.unpack("<q", told)
                place, self.place = self.place, self.place + length
                yield marshal.loads(os.pread(self.file, length, place))  # noqa: S302 - our own process wrote it
            else:
                self.has_failed = self._end() != 0
        if self.has_failed:
            yield None

    def _has_rung(self) -> bool:
        poll = select.poll()
        poll.register(self.bell, select.POLLIN | select.POLLHUP)
        return bool(poll.poll(0))

    def _end(self) -> int:
        """Wait for the process to end; return its status, or 1 where somebody else had it."""
        process, self.process = self.process, 0
        try:
            return os.waitpid(process, 0)[1]
        except ChildProcessError:
            return 1

    def __exit__(self, *failure: object) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self._end()
        self.held.close()


class PreparedHelper(Helper):
    """A second process that starts before it is known what to make: it prepares itself, and waits to be asked."""

    def __init__(self, prepare: Callable[[], object], work: Callable[[Any], Iterable[Any]]) -> None:
        super().__init__(self._answers)
        self.prepare, self.answer = prepare, work
        self.mouth = -1

    def _start(self, work: Callable[[], Iterable[Any]]) -> None:
        self.ear, self.mouth = os.pipe()
        try:
            super()._start(work)
        finally:
            os.close(self.ear)

    def ask(self, question: Any) -> None:
        """Say what to make, once; `question` is a value that `marshal` takes."""
        if not self.has_failed:
            mouth, self.mouth = self.mouth, -1
            # Where the process has ended there is nobody to ask; its results will say so.
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
