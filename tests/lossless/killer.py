"""Kills builds: `python -m tests.lossless.killer FOLDER points|moments COUNT SEED` exits 0 where each was survived.

It runs in a process of its own, as it forks; each child is a build that ends by SIGKILL.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from builder.commands.build import BuildOptions, run_build

_NOW = 1_700_000_000
_EVENTS = ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "tempfile.mkstemp")
"""What a build asks of the system, as `sys.addaudithook` hears it."""


class Deck:
    """A deck of which two states are known: before an edit and after it, each with all files that a build writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "cards" / "demo"
        self.folder.mkdir(parents=True)
        (self.folder / "deck.yaml").write_text("{name: Demo, uid: demo}", "utf-8")
        self.files = [self.folder / "deck.lock", root / "build" / "demo.apkg", root / "build" / "demo-retired.txt"]
        self.cache = root / "cache"
        self.write(0)
        self.build(_NOW)
        self.old = self.state()
        self.cached = {path: path.read_bytes() for path in self.cache.iterdir()}
        self.write(1)
        self.build(_NOW + 100)
        self.new = self.state()
        assert all(old != new for old, new in zip(self.old, self.new, strict=True))

    def write(self, version: int) -> None:
        """Write the sources; the later version has an edit, a new card, and one less."""
        cards = [
            {
                "id": f"c{number}",
                "kind": "basic",
                "front": f"{number} {version if number % 5 == 0 else ''}?",
                "back": "x",
            }
            for number in range(version, 40 + version)
        ]
        (self.folder / "10-a.yaml").write_text(json.dumps({"title": "A", "cards": cards}), "utf-8")

    def build(self, now: int) -> None:
        """Build in this process, from where the last build ended."""
        os.environ |= {"DECKWRIGHT_CACHE": str(self.cache), "SOURCE_DATE_EPOCH": str(now)}
        with contextlib.redirect_stdout(io.StringIO()):
            assert run_build((), self.root, BuildOptions(output=self.root / "build")) == 0

    def state(self) -> list[bytes]:
        """Return the bytes of all files that a build writes; a missing one is empty."""
        return [path.read_bytes() if path.exists() else b"" for path in self.files]

    def reset(self) -> None:
        """Go back to the state before the edit, which is then not built yet."""
        for path, data in zip(self.files, self.old, strict=True):
            path.write_bytes(data)
            if not data:
                path.unlink()
        for path in self.cache.iterdir():
            path.unlink()
        for path, data in self.cached.items():
            path.write_bytes(data)

    def check(self) -> str:
        """Check what a killed build left, let the next one finish, and return how far the killed one had come."""
        state = self.state()
        reached = "".join("new" if f == new else "old" if f == old else "broken"
                          for f, old, new in zip(state, self.old, self.new, strict=True))  # fmt: skip
        assert reached in ("oldoldold", "newoldold", "newnewold", "newnewnew"), reached
        # A lock that is ahead already holds the times; one that is not gets those of the next build.
        self.build(_NOW + (9_999 if reached.startswith("new") else 100))
        assert self.state() == self.new, reached
        left = [path for folder in (self.folder, self.root / "build") for path in folder.glob(".*.tmp")]
        assert left == [], left
        return reached


def fork(work: Any) -> int:
    """Start a child that does a work and ends without clearing up; return its process id."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def killed_at(deck: Deck, point: int) -> bool:
    """Let a build kill itself at the n-th thing that it asks of the system; tell whether it came so far."""

    def work() -> None:
        seen = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal seen
            if event in _EVENTS and str(arguments[0]).startswith(str(deck.root)):
                seen += 1
                if seen == point:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        deck.build(_NOW + 100)

    _, status = os.waitpid(fork(work), 0)
    return os.WIFSIGNALED(status)


def killed_after(deck: Deck, seconds: float) -> bool:
    """Kill a build after some time; tell whether it was still at work."""
    child = fork(lambda: deck.build(_NOW + 100))
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(folder: str, how: str, count: int, seed: int) -> None:
    """Kill so many builds (`points`: at each point, at most so many), and print how far they had come."""
    deck = Deck(Path(folder).resolve())
    rng = random.Random(seed)
    length = min(duration(deck) for _ in range(5))
    tally: dict[str, int] = {}
    for attempt in range(1, 20 * count):
        deck.reset()
        killed = killed_at(deck, attempt) if how == "points" else killed_after(deck, rng.random() * length * 1.1)
        reached = deck.check() if killed else "done"
        tally[reached] = tally.get(reached, 0) + 1
        if (how == "points" and not killed) or attempt - tally.get("done", 0) == count:
            break
    print(json.dumps(tally))


def duration(deck: Deck) -> float:
    """Return how long a build takes in a child, in seconds."""
    deck.reset()
    begun = time.perf_counter()
    os.waitpid(fork(lambda: deck.build(_NOW + 100)), 0)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
