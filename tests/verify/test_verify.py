"""`verify` says what a learner would see and lose, of our packages and of any other."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from builder.verify import compare
from builder.verify.verdict import Item
from tests.learner import Learner
from tests.lock.project import Project
from tests.pipeline.test_times import become_newer
from tests.verify.packages import Build, Kind, rows

ROOT = Path(__file__).parents[2]


def verify(old: str, new: str) -> Result:
    result = CliRunner().invoke(main, ["verify", old, new])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def verdict_lines(result: Result) -> list[str]:
    """Return what a verdict says, but for its first line, which names Anki's version."""
    return result.stdout.splitlines()[1:]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: Learner) -> Path:
    """Return the folder to work in; `learner` says what to install where Anki is missing."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


CARDS = """\
- {id: same, kind: basic, front: What stays?, back: This}
- {id: edited, kind: basic, front: What changes?, back: That}
- {id: gone, kind: basic, front: What goes?, back: It}
- {id: gaps, kind: cloze, text: "{{c1::One}} and {{c2::two}}"}
"""
EDITED = """\
- {id: same, kind: basic, front: What stays?, back: This}
- {id: edited, kind: basic, front: What changes?, back: Those, reverse: true}
- {id: gaps, kind: cloze, text: "{{c1::One}} and two"}
- {id: new, kind: definition, term: Gate, meaning: A decision}
"""


def test_a_rebuild_of_ours_loses_nothing(here: Path) -> None:
    project = Project(here)
    project.build(CARDS)
    os.replace(project.package, "old.apkg")
    project.build(EDITED)
    os.replace(project.package, "new.apkg")
    result = verify("old.apkg", "new.apkg")
    assert result.exit_code == 0
    assert verdict_lines(result) == [
        "  new        1 note (3 new cards in all)",
        "      Gate",
        "  updated    2 notes",
        "      One and two",
        "      What changes?",
        "  unchanged  1 note",
        "  retired    1 note, which Anki keeps, with all reviews",
        "      What goes?",
        "  conflicts  0",
        "  forks      0",
        "  history    5 of 5 reviewed cards kept theirs",
        "  blank      1 note with a card that shows nothing now; Empty Cards would delete it",
        "      One and two",
        "nothing is lost",
    ]


def test_a_lost_lock_and_a_renamed_card_are_a_loss(here: Path) -> None:
    project = Project(here)
    project.build(CARDS)
    os.replace(project.package, "old.apkg")
    project.lock.unlink()
    project.build(CARDS.replace("id: same", "id: other"))
    os.replace(project.package, "new.apkg")
    result = verify("old.apkg", "new.apkg")
    assert result.exit_code == 1
    assert verdict_lines(result)[-16:] == [
        "lost: notes marked as changed that are not, where the learner's own tags and edits go: 3",
        "      One and two",
        "      What changes?",
        "      What goes?",
        "    author: keep the mod of notes that do not change",
        "    learners: mark cards with flags, not with tags",
        "lost: notes that have other ids than in the older package: 3",
        "      One and two",
        "      What changes?",
        "      What goes?",
        "    learners: import on one device and sync the others; one that begins with the newer package has all of it"
        " twice",
        "lost: notes that came back under another identity: the learner has both, and the reviews are with the old one:"
        " 1",
        "      What stays?",
        "    author: give each fact a GUID that stays with it, whatever its place and its text",
        "    learners: search for the notes that are there twice, and delete the new ones",
        "something would be lost",
    ]


def genanki_package(path: str, fields: tuple[str, ...], notes: list[tuple[str, ...]], guids: bool) -> None:
    """Write a package as genanki does by default, with GUIDs of the first field if asked for."""
    import genanki

    model = genanki.Model(1607392319, "Simple", fields=[{"name": name} for name in fields],
                          templates=[{"name": "Card", "qfmt": "{{Q}}", "afmt": "{{A}}"}])  # fmt: skip
    deck = genanki.Deck(2059400110, "Theirs")
    for note in notes:
        extra: dict[str, Any] = {"guid": genanki.guid_for(note[0])} if guids else {}
        deck.add_note(genanki.Note(model=model, fields=list(note), **extra))
    genanki.Package(deck).write_to_file(path)


def test_an_edited_answer_of_a_genanki_deck_is_a_second_note(here: Path) -> None:
    genanki_package("old.apkg", ("Q", "A"), [("q1", "a1"), ("q2", "a2")], guids=False)
    genanki_package("new.apkg", ("Q", "A"), [("q1", "a1"), ("q2", "better")], guids=False)
    result = verify("old.apkg", "new.apkg")
    assert result.exit_code == 1
    assert (
        "lost: notes that came back under another identity: the learner has both, and the reviews are with the old one:"
        " 1"
    ) in verdict_lines(result)


def test_a_field_more_in_a_genanki_deck_forks_the_note_type(here: Path) -> None:
    genanki_package("old.apkg", ("Q", "A"), [("q1", "a1"), ("q2", "a2")], guids=True)
    genanki_package("new.apkg", ("Q", "A", "B"), [("q1", "a1", "b"), ("q2", "a2", "b")], guids=True)
    result = verify("old.apkg", "new.apkg")
    assert result.exit_code == 1
    lines = verdict_lines(result)
    assert "  conflicts  2" in lines
    assert "  forks      1: Simple+" in lines
    assert "lost: notes in conflict, which get no update, now or later: 2" in lines
    assert "lost: note types that are there twice: 1" in lines
    assert "lost: notes whose new text does not arrive: 2" in lines
    assert "  history    2 of 2 reviewed cards kept theirs" in lines


def test_what_it_repeats_of_a_package_moves_no_cursor(here: Path) -> None:
    names = ("\u202eold\x9b.apkg", "new\x1b[2J.apkg")
    genanki_package("a", ("Q", "A"), [("q1", "a1")], guids=True)
    genanki_package("b", ("Q", "A"), [("q\u202e2\x9b", "a2"), ("q1", "a1")], guids=True)
    for file, name in zip(("a", "b"), names, strict=True):
        Path(file).rename(name)
    said = verify(*names).stdout
    assert not [sign for sign in said if not sign.isprintable() and sign != "\n"]
    assert "      q\ufffd2\ufffd" in said


@pytest.mark.parametrize("legacy", [True, False])
def test_what_anki_itself_exports(here: Path, learner: Learner, legacy: bool) -> None:
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    project = Project(here)
    project.build(CARDS)
    learner.take(project.package)
    deck = learner.col.decks.id_for_name("Demo")
    assert deck is not None
    for name in ("old", "new"):
        options = ExportAnkiPackageOptions(legacy=legacy)
        learner.col.export_anki_package(out_path=f"{name}.apkg", options=options, limit=DeckIdLimit(deck))
        (note_id,) = learner.col.find_notes("Id:edited")
        note = learner.col.get_note(note_id)
        note["Back"] = "Those"
        learner.col.update_note(note)
    result = verify("old.apkg", "new.apkg")
    assert (result.exit_code, verdict_lines(result)) == (
        0,
        [
            "  new        0 notes",
            "  updated    1 note",
            "      What changes?",
            "  unchanged  3 notes",
            "  retired    0 notes",
            "  conflicts  0",
            "  forks      0",
            "  history    5 of 5 reviewed cards kept theirs",
            "nothing is lost",
        ],
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "this is not an Anki package; name an .apkg file"),
        (b"title: A\n", "this is not an Anki package; name an .apkg file"),
        (b"PK\x03\x04 cut off", "the package is damaged; download it again"),
    ],
)
def test_what_is_no_package_is_one_line(here: Path, data: bytes, told: str) -> None:
    Path("file.apkg").write_bytes(data)
    result = verify("file.apkg", "file.apkg")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"deckwright: file.apkg: {told}\n")


def test_what_anki_cannot_read_is_one_line(here: Path) -> None:
    with zipfile.ZipFile("file.apkg", "w") as archive:
        archive.writestr("media", "{}")
    result = verify("file.apkg", "file.apkg")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("deckwright: file.apkg: Anki cannot import this: ")


def test_a_database_that_is_none_is_one_line(here: Path) -> None:
    with zipfile.ZipFile("file.apkg", "w") as archive:
        archive.writestr("collection.anki2", b"no database" * 99)
        archive.writestr("media", "{}")
    told = "deckwright: file.apkg: the package is damaged, and Anki cannot read its database; download it again\n"
    assert verify("file.apkg", "file.apkg").stderr == told


def test_an_encrypted_package_is_one_line(here: Path) -> None:
    with zipfile.ZipFile("file.apkg", "w") as archive:
        archive.writestr("collection.anki2", b"secret")
    data = bytearray(Path("file.apkg").read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    Path("file.apkg").write_bytes(data)
    told = "the package is encrypted; unpack it with its password, and pack it without one"
    assert verify("file.apkg", "file.apkg").stderr == f"deckwright: file.apkg: {told}\n"


def test_a_package_that_is_not_there(here: Path) -> None:
    assert verify("no.apkg", "no.apkg").stderr == "deckwright: no.apkg: cannot read: No such file or directory\n"


def test_without_anki_it_says_how_to_get_it() -> None:
    words = "sys.modules['anki'] = None; sys.argv[1:] = ['verify', 'a', 'b']"
    script = f"import sys; {words}; from builder.cli import run; run()"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        2,
        "deckwright: this needs Anki's own engine, which is not installed: pipx inject deckwright anki, or pip install"
        " anki into the environment that Deckwright is in\n",
    )


def test_what_a_newer_version_shows_otherwise_is_told_and_no_loss(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(here)
    project.build(CARDS)
    os.replace(project.package, "old.apkg")
    become_newer(monkeypatch, "This", "<i>This</i>")
    project.build(CARDS.replace("back: That", "back: Those"))
    os.replace(project.package, "new.apkg")
    verdict = compare.verify(Path("old.apkg"), Path("new.apkg"))
    assert (verdict.losses, verdict.updated) == ((), ("What changes?",))
    assert [(note.kind, note.items) for note in verdict.warnings] == [("unrefreshed", (Item("What stays?"),))]


def test_a_card_that_is_called_again_as_it_was_is_the_same_fact(here: Path) -> None:
    project = Project(here)
    others = CARDS.replace("id: ", "id: x-")
    project.build(others + "- {id: gate, kind: basic, front: 54229abfcfa5, back: 1794821923}\n")
    lock = project.lock.read_bytes()
    project.build(others + "- {id: door, was: gate, kind: basic, front: quorum, back: of members}\n")
    shutil.copy(project.package, "old.apkg")
    project.lock.write_bytes(lock)
    project.build(others + "- {id: gate, kind: basic, front: 54229abfcfa5, back: 1794821923}\n")
    verdict = compare.verify(Path("old.apkg"), project.package)
    assert (verdict.losses, verdict.updated) == ((), ("54229abfcfa5",))


def test_a_card_that_was_renamed_twice_from_one_id_is_the_same_fact(here: Path) -> None:
    def gaps(key: str, one: str, two: str) -> str:
        return f'- {{id: {key}, kind: cloze, text: "{{{{c1::{one}}}}} {{{{c2::{two}}}}}"}}\n'

    project = Project(here)
    others = CARDS.replace("id: ", "id: x-")
    project.build(others + gaps("c4", "Danube", "Seine"))
    lock = project.lock.read_bytes()
    project.build(others + gaps("c14, was: c4", "Danube", "Seine"))
    shutil.copy(project.package, "old.apkg")
    project.lock.write_bytes(lock)  # as git takes it back
    project.build(others + gaps("c4", "quartz", "Seine"))
    project.build(others + gaps("c152, was: c4", "quartz", "obsidian"))
    assert compare.verify(Path("old.apkg"), project.package).losses == ()


def test_who_has_the_newer_look_is_told_of_an_edit_beside_it_and_loses_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(here)
    project.build(SCRIPT)
    become_newer(monkeypatch, "Good morning", "<i>Good morning</i>")
    project.build(SCRIPT)
    shutil.copy(project.package, "old.apkg")
    project.now += 60
    project.build(SCRIPT.replace("It takes an hour", "It takes half an hour"))
    verdict = compare.verify(Path("old.apkg"), project.package)
    told = [(note.kind, [item.note for item in note.items]) for note in verdict.warnings]
    assert (verdict.losses, told) == ((), [("restamped", ["First", "Second"])])


STEPS = """\
- id: launch
  kind: sequence
  title: 19ca14e7ea63
  steps:
  - {id: one, step: a5771bce93e2}
  - {id: two, step: d645920e395f}
  - {id: three, step: b1d0c6e83f02}
"""
LINES = """\
- id: talk
  kind: script
  situation: 8e296a067a37
  lines:
  - {id: first, cue: f9ab04, say: ca7003afdbd6}
  - {id: middle, cue: ea5d2f1c4608, say: fc490ca45c00}
  - {id: second, cue: a3f390, say: 14bfa6bb1487}
"""


def test_a_new_note_that_only_has_a_number_in_common_is_a_new_fact(here: Path) -> None:
    project = Project(here)
    script = LINES.replace("  - {id: second, cue: a3f390, say: 14bfa6bb1487}\n", "")
    project.build(script + STEPS)
    shutil.copy(project.package, "old.apkg")
    project.build(LINES + STEPS.replace("  - {id: one, step: a5771bce93e2}\n", ""))
    verdict = compare.verify(Path("old.apkg"), project.package)
    assert (verdict.losses, verdict.retired) == ((), ("a5771bce93e2",))


SCRIPT = """\
- id: opening
  kind: script
  situation: A meeting is opened.
  lines:
  - {id: hello, cue: First, say: Good morning}
  - {id: aim, cue: Second, say: We have one aim}
  - {id: time, cue: Third, say: It takes an hour}
"""


def test_a_new_step_that_only_has_its_place_in_common_is_a_new_fact(here: Path) -> None:
    def steps(key: str, question: str, *texts: str) -> str:
        listed = ", ".join(f"{{id: s{number}, step: {text}}}" for number, text in enumerate(texts))
        return f"- {{id: {key}, kind: sequence, title: {question}, steps: [{listed}]}}\n"

    project = Project(here)
    project.build(CARDS + steps("c35", "19ca14e7ea63", "a5771bce93e2", "5f0a9c72d1b8", "e9d4b1703c66"))
    shutil.copy(project.package, "old.apkg")
    project.build(CARDS + steps("c92", "98dce83da57b", "812b4ba287f5", "6974ce5ac660", "ac627ab1ccbd"))
    result = verify("old.apkg", str(project.package))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "nothing is lost")


def test_a_newer_version_is_believed_of_a_line_beside_one_that_was_edited(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(here)
    project.build(SCRIPT)
    shutil.copy(project.package, "old.apkg")
    edited = SCRIPT.replace("It takes an hour", "It takes half an hour")
    project.build(edited)
    become_newer(monkeypatch, "Good morning", "<i>Good morning</i>")
    project.build(edited)
    verdict = compare.verify(Path("old.apkg"), project.package)
    told = [(note.kind, [item.note for item in note.items]) for note in verdict.warnings]
    assert (verdict.losses, told) == ((), [("unrefreshed", ["First", "Second"])])


def test_it_tells_how_far_it_is(here: Path) -> None:
    Project(here).build(CARDS)
    package = here / "build" / "demo.apkg"
    told: list[tuple[str, int, int]] = []
    compare.verify(package, package, lambda doing, done, total: told.append((doing, done, total)))
    assert told == [("importing and comparing", done, 8) for done in range(8)]


def test_a_package_whose_name_anki_takes_for_a_backup(here: Path) -> None:
    project = Project(here)
    project.build(CARDS)
    shutil.copy(project.package, "old.apkg")
    shutil.copy(project.package, "backup-new.apkg")
    result = CliRunner().invoke(main, ["verify", "old.apkg", "backup-new.apkg", "--json"])
    (loss,) = json.loads(result.stdout)["losses"]
    assert (result.exit_code, loss["kind"], loss["items"]) == (1, "file-name", [{"note": "backup-new.apkg"}])


def test_who_has_the_newer_look_already_is_told_of_a_refresh_and_loses_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(here)
    project.build(CARDS)
    become_newer(monkeypatch, "This", "<i>This</i>")
    project.build()
    shutil.copy(project.package, "old.apkg")
    assert CliRunner().invoke(main, ["build", "--refresh", "--root", str(here)]).exit_code == 0
    verdict = compare.verify(Path("old.apkg"), project.package)
    assert (verdict.losses, verdict.updated) == ((), ())
    assert [(note.kind, note.items) for note in verdict.warnings] == [("restamped", (Item("What stays?"),))]


CODE = [
    ("Which value does the second call give?", "def f(x=[]):\n    x.append(1)\n    return x", "[1, 1]"),
    ("What does this loop print?", "for i in range(3):\n    print(i, end='')", "012"),
    ("What does this loop print?", "while n < 9:\n    n *= 3\n    print(n)", "3 and 9"),
    ("Where does the output of this command go?", "make > log 2>&1", "to log"),
]
"""Questions, each about some code, and answers."""


def test_notes_that_move_here_with_two_fields_in_one_are_told(here: Path) -> None:
    listed = [(ask, f"<i>{html.escape(code)}</i>", "", tell) for ask, code, tell in CODE]
    fields = ("Front", "Code", "Picture", "Back")
    Build(kind=Kind(fields=fields), notes=rows(listed)).write(here / "old.apkg")
    project = Project(here)
    cards = [
        {"id": f"n{number}", "kind": "basic", "front": f"{ask}\n\n```python\n{code}\n```", "back": f"`{tell}`"}
        for number, (ask, code, tell) in enumerate(CODE)
    ]
    cards.append({"id": "other", "kind": "basic", "front": "Which loop ends first?", "back": "The one with a break"})
    project.build("".join(f"- {json.dumps(card)}\n" for card in cards))
    losses = compare.verify(here / "old.apkg", project.package).losses
    reborn = [item.note for loss in losses if loss.kind == "reborn" for item in loss.items]
    assert reborn == sorted(ask for ask, _, _ in CODE)
