"""Examples of problems of form: files to save and commands to run, in the order in which somebody does it.

An example is text in three forms, each from the start of a line; paths are from the project's folder:

- a comment that holds a path alone (`# cards/quiz/deck.yaml`, `<!-- … -->`, `/* … */`) heads a file, whose text
  follows;
- `$ ` begins a command;
- `- ` at the start, behind a command or behind a blank line begins the cards of the chapter `cards/quiz/20-more.yaml`.

They stand in the deck `DECK`, which has the files of `MEDIA` too.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import PurePosixPath
from typing import NamedTuple

MEDIA = ("cards/quiz/media/robin.png", "cards/quiz/media/robin.mp3")
"""A picture and a sound."""
DECK = """\
# cards/quiz/deck.yaml
name: Quiz
uid: quiz
sources: {own: Our own wording}
# cards/quiz/10-birds.yaml
title: Birds
source: own
cards:
  - id: robin
    kind: basic
    front: '![A red breast](robin.png) Which bird is this?'
    back: The robin [sound:robin.mp3]
# cards/quiz/kinds/word/kind.yaml
doc: a word, to be said in French
fields:
  - {name: English, doc: the word, required: true}
  - {name: French, doc: what it is called in French, required: true}
templates:
  - {name: Say it, asks: English, answers: French}
<!-- cards/quiz/kinds/word/say-it.front.html -->
<p dir="auto">{{English}}</p>
<!-- cards/quiz/kinds/word/say-it.back.html -->
<p dir="auto">{{English}}</p> <p dir="auto">{{French}}</p>
"""
_CARDS = "cards/quiz/20-more.yaml"
_CHAPTER = "title: More\nsource: own\ncards:\n"
_HEAD = re.compile(r"(?:#|<!--|/\*) (?P<path>(?:[\w.-]+/)*[\w-]+(?:\.\w+)+)(?: -->| \*/)?")
_COMMAND = "$ "
_LANGUAGES = {"csv": "csv", "html": "html", "css": "css", "py": "python"}


class Step(NamedTuple):
    """One thing to do: run a command, or save a text as a file; cards stand in none (`path`), and make a chapter."""

    path: str = ""
    text: str = ""
    command: str = ""

    @property
    def file(self) -> str:
        """The path of the file to save."""
        return self.path or _CARDS

    @property
    def whole(self) -> str:
        """What that file holds."""
        return self.text if self.path else _CHAPTER + textwrap.indent(self.text, "  ")


def steps_of(example: str) -> tuple[Step, ...]:
    """Return what an example asks for, in order; raise `ValueError` for text that is none of its forms."""
    steps: list[Step] = []
    before = "\n"
    for line in example.splitlines(keepends=True):
        head = _HEAD.fullmatch(line.rstrip("\n"))
        is_apart = before == "\n" or before.startswith(_COMMAND)
        if head:
            steps.append(Step(path=head["path"]))
        elif line.startswith(_COMMAND):
            steps.append(Step(command=line.removeprefix(_COMMAND).rstrip("\n")))
        elif line.startswith("- ") and is_apart:
            steps.append(Step(text=line))
        elif steps and not steps[-1].command:
            steps[-1] = steps[-1]._replace(text=steps[-1].text + line)
        elif line != "\n":
            raise ValueError(f"no file, command or card: {line!r}")
        before = line
    return tuple(step._replace(text=step.text.rstrip("\n") + "\n") if step.text else step for step in steps)


def shown(example: str) -> list[str]:
    """Return an example as lines of Markdown: each file under its path, commands as an indented block."""
    lines: list[str] = []
    steps = steps_of(example)
    for before, step in zip((None, *steps), steps, strict=False):
        if step.command:
            goes_on = before is not None and before.command
            lines[-1 if goes_on else len(lines) :] = [f"    {step.command}", ""]
            continue
        language = _LANGUAGES.get(PurePosixPath(step.path).suffix.lstrip("."), "yaml")
        lines += [f"`{step.path}`", ""] if step.path else []
        lines += [f"```{language}", *step.text.splitlines(), "```", ""]
    return lines
