"""A second process that shares what this one has in memory, works meanwhile, and hands its results back."""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from builder.failures import DeckwrightError


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

    def __enter__(self) -> Self:
        if self.work is not None:
            self.file = open(os.memfd_create("deckwright"), "w+b")
            self.process = os.fork()
            if not self.process:
                self._make(self.work)
        return self

    def _make(self, values: Callable[[], Iterable[Any]]) -> None:
        """Make the values, and never come back."""
        status = 1
        try:
            for value in values():
                self.file.write(marshal.dumps(value))
            self.file.flush()
            status = 0
        except (KeyboardInterrupt, DeckwrightError, MemoryError):
            pass
        finally:
            os._exit(status)

    def results(self) -> Iterator[Any]:
        """Yield what the process has made, in order; None at once where it failed."""
        if not self.process:
            return
        process, self.process = self.process, 0
        _, status = os.waitpid(process, 0)
        if status:
            yield None
            return
        size = os.fstat(self.file.fileno()).st_size
        self.file.seek(0)
        while self.file.tell() < size:
            yield marshal.load(self.file)  # noqa: S302 - our own process wrote it

    def __exit__(self, *failure: object) -> None:
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        if self.work is not None:
            self.file.close()


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
