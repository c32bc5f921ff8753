"""What `verify` is for: whatever breaks in the builder itself, it sees it on the packages that come of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import builder.lock.slots
import builder.lock.stamp
import builder.package.media
import builder.pipeline.deck_stamp
from builder.lock.ledger import StampedNote
from builder.lock.stamp import LockUpdate
from builder.verify.compare import verify
from tests.learner import Learner
from tests.lock.project import Project

Patch = pytest.MonkeyPatch


@pytest.fixture
def here(tmp_path: Path, monkeypatch: Patch, learner: Learner) -> Path:
    """Return the folder to work in; `learner` says what to install where Anki is missing."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


CARDS = """\
- {id: gate, kind: basic, front: What is a gate?, back: A decision to go on}
- {id: chair, kind: basic, front: Who signs the minutes?, back: The chair of the meeting}
- {id: quorum, kind: basic, front: How many must be present?, back: Five of nine members}
- {id: parts, kind: cloze, text: "{{c1::Scope}} and {{c2::budget}} are fixed first"}
- {id: drill, kind: drill, ask: Name the first step., say: Ask for the goal, more: It saves a week}
- {id: other, kind: drill, ask: Name the last step., say: Write down what was decided}
"""
KIND = """\
doc: a drill
fields:
- {name: Ask, doc: x, required: true}
- {name: Say, doc: x}
- {name: More, doc: x}
templates:
- {name: Fore, asks: Ask, answers: Say}
"""
BACK = "- {name: Back, asks: More, answers: Ask, when: More}\n"
PICTURE = CARDS + '- {id: map, kind: basic, front: "Which town is this? ![a map](map.png)", back: Oslo}\n'


class Deck(NamedTuple):
    """What an author has on the disk."""

    cards: str = CARDS
    kind: str = KIND
    style: str = ""
    map: bytes = b"\x89PNG first"

    def build(self, project: Project, package: str) -> None:
        """Build it, and keep the package under a name."""
        files = {"kinds__drill__kind.yaml": self.kind, "kinds__drill__style.css": self.style}
        for name in ("fore", "back"):
            shown, asked = ("Ask", "Say") if name == "fore" else ("More", "Ask")
            files[f"kinds__drill__{name}.front.html"] = f"<p>{{{{{shown}}}}}</p>"
            files[f"kinds__drill__{name}.back.html"] = f"<p>{{{{{asked}}}}}</p>"
        project.write(self.cards, **files)
        (project.folder / "media").mkdir(exist_ok=True)
        (project.folder / "media" / "map.png").write_bytes(self.map)
        project.build()
        shutil.copy(project.package, package)


class Broken(NamedTuple):
    """A fault of the builder, what the author has before and after, and the loss that `verify` must find."""

    break_it: Callable[[Patch], None]
    loss: str
    new: Deck
    old: Deck = Deck()
    was_broken: bool = False
    """Whether the older package is of the broken builder too."""


def each_note(change: Callable[[int, StampedNote], StampedNote]) -> Callable[[Patch], None]:
    """Break what comes of giving notes their identity."""

    def break_it(patch: Patch) -> None:
        stamp = builder.lock.stamp.stamp_notes

        def broken(*args: Any) -> LockUpdate:
            update = stamp(*args)
            notes = tuple(change(number, note) for number, note in enumerate(update.notes))
            entries = {**update.ledger.notes, **{note.note.key: note.entry for note in notes}}
            return update._replace(notes=notes, ledger=update.ledger._replace(notes=entries))

        patch.setattr(builder.pipeline.deck_stamp, "stamp_notes", broken)

    return break_it


def with_entry(**values: Callable[[int, StampedNote], Any]) -> Callable[[Patch], None]:
    """Break values of the entries of all notes."""
    return each_note(
        lambda number, note: note._replace(
            entry=note.entry._replace(**{name: value(number, note) for name, value in values.items()})
        )
    )


def of_the_text(number: int, note: StampedNote) -> str:
    return hashlib.sha256(note.note.joined.encode()).hexdigest()[:10]


def of_the_place(number: int, note: StampedNote) -> str:
    return f"n{number}"


def next_day(number: int, note: StampedNote) -> int:
    return note.entry.mod + 86_400


def another(number: int, note: StampedNote) -> int:
    return note.entry.nid + 1_000_003


def no_gate(patch: Patch) -> None:
    patch.setattr(builder.lock.slots, "without_gate", lambda *args: [])


def dealt_when_withdrawn(patch: Patch) -> None:
    patch.setattr(builder.lock.slots, "never_dealt", lambda index, field: f"Withdrawn {index}: {{{{{field}}}}}")


def times_of_notes(patch: Patch) -> None:
    patch.setattr(builder.lock.stamp, "next_times", lambda old, *args, **more: old)


def times_of_types(patch: Patch) -> None:
    patch.setattr(builder.lock.slots, "next_times", lambda old, *args, **more: old)


def media_by_name(patch: Patch) -> None:
    patch.setattr(builder.package.media, "_package_name", lambda path, data: path.name)


def no_guard(patch: Patch) -> None:
    patch.setattr(builder.lock.stamp, "refuse_note", lambda note, old: ())
    patch.setattr(builder.pipeline.deck_stamp, "refuse_other_facts", lambda *args: ())


REWORDED = CARDS.replace("to go on", "to go on or to stop").replace("Five of nine", "At least five of nine")
BASIC = "".join(CARDS.splitlines(keepends=True)[:3])
ON_TOP = "- {id: zero, kind: basic, front: Where is it kept?, back: In the archive}\n" + BASIC
SHIFTED = """\
- {id: gate, kind: basic, front: Where is it kept?, back: In the archive}
- {id: chair, kind: basic, front: What is a gate?, back: A decision to go on}
- {id: quorum, kind: basic, front: Who signs the minutes?, back: The chair of the meeting}
""" + "".join(CARDS.splitlines(keepends=True)[3:])
RENUMBERED = CARDS.replace("{{c1::Scope}} and {{c2::budget}}", "{{c2::Scope}} and {{c1::budget}}")

BROKEN = {
    "a template without its gate": Broken(no_gate, "device-ids", Deck(kind=KIND + BACK)),
    "a withdrawn card that is dealt": Broken(dealt_when_withdrawn, "junk", Deck(), old=Deck(kind=KIND + BACK)),
    "a mod that does not move": Broken(times_of_notes, "text", Deck(cards=REWORDED)),
    "a mod that always moves": Broken(with_entry(mod=next_day), "rewritten", Deck(cards=REWORDED)),
    "a note type whose mod does not move": Broken(times_of_types, "style", Deck(style=".dw { color: red }")),
    "a GUID of the text": Broken(with_entry(guid=of_the_text), "reborn", Deck(cards=REWORDED), was_broken=True),
    "a GUID of the place": Broken(
        with_entry(guid=of_the_place, mod=next_day), "other-fact", Deck(ON_TOP), old=Deck(BASIC), was_broken=True
    ),
    "other note ids": Broken(with_entry(nid=another), "other-ids", Deck(cards=REWORDED)),
    "a picture called by its name": Broken(
        media_by_name, "media", Deck(PICTURE, map=b"\x89PNG second"), old=Deck(PICTURE), was_broken=True
    ),
    "ids that have changed facts": Broken(no_guard, "other-fact", Deck(cards=SHIFTED)),
    "gaps that were numbered anew": Broken(no_guard, "exchanged", Deck(cards=RENUMBERED)),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_of_the_builder_is_a_loss(here: Path, monkeypatch: Patch, fault: str) -> None:
    case, project = BROKEN[fault], Project(here)
    with monkeypatch.context() as patch:
        if case.was_broken:
            case.break_it(patch)
        case.old.build(project, "old.apkg")
        case.break_it(patch)
        case.new.build(project, "new.apkg")
    assert case.loss in {loss.kind for loss in verify(Path("old.apkg"), Path("new.apkg")).losses}


@pytest.mark.parametrize("fault", BROKEN)
def test_without_it_the_same_edit_loses_nothing_or_is_refused(here: Path, fault: str) -> None:
    case, project = BROKEN[fault], Project(here)
    case.old.build(project, "old.apkg")
    if case.break_it is no_guard:
        with pytest.raises(AssertionError, match=r"error\[(other-fact|cloze-renumbered)\]"):
            case.new.build(project, "new.apkg")
    else:
        case.new.build(project, "new.apkg")
        assert verify(Path("old.apkg"), Path("new.apkg")).losses == ()
