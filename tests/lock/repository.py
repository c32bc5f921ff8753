"""A deck under version control, for what git does to its lock."""

from __future__ import annotations

import time
from pathlib import Path

from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.learner import Learner
from tests.lock.project import Project
from tests.lock.test_merge import git

A = "- {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
B = "- {id: b, kind: basic, front: Who signs it?, back: The chair}\n"
C = "- {id: c, kind: basic, front: How many of them?, back: Five}\n"
WRONG = A.replace("A decision", "A wall")
DAY = 86_400
DRILL = "- {id: d, kind: drill, ask: Who?, say: She}\n"


def drill(color: str) -> dict[str, str]:
    """Return the files of the kind of `DRILL`, whose cards have a color."""
    kind = "doc: a drill\nfields: [{name: Ask, doc: x, required: true}, {name: Say, doc: x}]\n"
    return {
        "kinds__drill__kind.yaml": f"{kind}templates: [{{name: Fore, asks: Ask, answers: Say}}]\n",
        "kinds__drill__fore.front.html": "{{Ask}}",
        "kinds__drill__fore.back.html": "{{Say}}",
        "kinds__drill__style.css": f".dw-ask {{ color: {color} }}\n",
    }


class Repository(Project):
    """A project in the folder that git and builds run in; its builds begin 90 days ago, as learners write today."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.now = int(time.time()) - 90 * DAY
        self.git("init", "--quiet")
        (self.root / ".gitignore").write_text("build\n", "utf-8")

    def git(self, *words: str) -> str:
        return git(self.root, *words)

    def commit(self, *tags: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        for tag in tags:
            self.git("tag", tag)

    def told(self, cards: str = "") -> tuple[str, ...]:
        """Build, and return what the author is told beside what moved."""
        if cards:
            self.write(cards)
        (deck,) = self.attempt().decks
        return deck.report.told

    def mods(self) -> dict[str, int]:
        return {key: entry.mod for key, entry in self.ledger().notes.items()}


def write_in(learner: Learner, key: str, back: str) -> None:
    """Let a learner change a note, as he does by writing in it or by failing it until it is a leech."""
    (note_id,) = learner.col.find_notes(f"Id:{key}")
    note = learner.col.get_note(note_id)
    note["Back"] = back
    note.tags.append("mine")
    learner.col.update_note(note)


def written(learner: Learner, key: str) -> tuple[str, list[str]]:
    """Return what a learner has on the back of a note, and its tags."""
    (note_id,) = learner.col.find_notes(f"Id:{key}")
    return learner.fields(key)["Back"], learner.col.get_note(note_id).tags


def run(*words: str) -> Result:
    """Run a command, and return its status and what it says."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)
