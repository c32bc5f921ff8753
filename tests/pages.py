"""A page of the docs as somebody follows it: files to save, commands to run, and what they are said to show.

On a page

- a line that is a path in backticks names the file of the code block below it; a block that begins with a card
  (`  - id: …`) stands for that card alone, in the place of the one with its id or behind the last one;
- an indented block is commands, a line each;
- a code block without a language shows what the commands above it print. `…` stands for anything in a line, and a line
  of it for any lines.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = {
    "cat",
    "cd",
    "cp",
    "deckwright",
    "echo",
    "git",
    "head",
    "iconv",
    "ln",
    "mkdir",
    "mv",
    "python3",
    "rm",
    "touch",
}
"""What pages may run."""
ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_STEP = re.compile(
    r"^`(?P<path>[^`\n]+)`\n\n```\w+\n(?P<text>.*?)^```$"
    r"|^```\n(?P<output>.*?)^```$"
    r"|^```\w+\n.*?^```$"
    r"|^\n(?P<commands>(?:    [^\n]*\n)+)",
    re.M | re.S,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: save a file, or run commands, which show something where the page says so."""

    path: str = ""
    text: str = ""
    commands: tuple[str, ...] = ()
    output: str | None = None


def steps_of(page: str) -> list[Step]:
    """Return what a page asks its reader to do, in order."""
    steps: list[Step] = []
    for match in _STEP.finditer(page):
        if match["path"] is not None:
            steps.append(Step(path=match["path"], text=match["text"]))
        elif match["commands"] is not None:
            lines = match["commands"].splitlines()
            steps.append(Step(commands=tuple(line.partition("  #")[0].strip() for line in lines)))
        elif match["output"] is not None:
            assert steps, match["output"]
            assert steps[-1].commands, match["output"]
            assert steps[-1].output is None, match["output"]
            steps[-1] = Step(commands=steps[-1].commands, output=match["output"])
    return steps


def agrees(shown: str, said: str) -> bool:
    """Tell whether a command printed what a page shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…\n" else ".*?".join(re.escape(part) for part in line.split("…"))
        for line in shown.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, said) is not None


@dataclass(slots=True)
class Reader:
    """Somebody who follows a page in a folder, with `deckwright`, `python3` and git at hand."""

    folder: Path
    bin: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bin.mkdir(parents=True)
        for name, words in {"deckwright": f"{sys.executable} -m builder", "python3": sys.executable}.items():
            (self.bin / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            (self.bin / name).chmod(0o755)
        people = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {
            **os.environ,
            **people,
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }

    def save(self, path: str, text: str) -> None:
        """Save a file, or one card in it."""
        file = self.folder / path
        if text.startswith("  - id:"):
            old = file.read_text("utf-8")
            cards = re.split(r"^(?=  - id:)", old, flags=re.M)
            first = text.splitlines()[0]
            place = next((index for index, card in enumerate(cards) if card.startswith(first + "\n")), len(cards))
            text = "".join([*cards[:place], text, *cards[place + 1 :]])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def run(self, command: str) -> str:
        """Run a command as a shell does, and return what it prints; `cd` leads the way for the next one."""
        assert command.split()[0] in PROGRAMS, command
        if command.startswith("cd "):
            self.folder = self.folder / command.removeprefix("cd ")
            return ""
        if command == "deckwright serve":
            return self.serve()
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        return done.stdout

    def serve(self) -> str:
        """Run `deckwright serve`, look at its page and stop it; return what it printed until then."""
        command = [str(self.bin / "deckwright"), "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True) as it:
            assert it.stdout is not None
            said = "".join(iter(it.stdout.readline, "Ctrl-C stops\n")) + "Ctrl-C stops\n"
            (address,) = re.findall(r"http://\S+", said)
            with urllib.request.urlopen(address) as page:
                assert page.status == 200
            it.send_signal(signal.SIGINT)
            assert it.stdout.read() == "stopped\n"
        assert it.returncode == 0
        return said.replace(address, "http://127.0.0.1:8765/")

    def follow(self, page: str) -> Iterator[tuple[Step, str]]:
        """Do what a page asks for, and yield each step with what it printed."""
        for step in steps_of(page):
            if step.path:
                self.save(step.path, step.text)
            yield step, "".join([self.run(command) for command in step.commands])
