"""What cannot be lossless is refused before it is built, with the reason and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.diagnostics import Severity
from builder.errors import LockedError, LockError
from tests.lock.project import Project, wordings

RENUMBERED = (
    "number it c{0} again, and give new clozes numbers that were not used before; if both texts are new, change one,"
    " build, then change the other"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def cloze(text: str) -> str:
    return f'- {{id: a, kind: cloze, text: "{text}"}}\n'


BASIC = "- {id: a, kind: basic, front: What is a gate?, back: A decision}\n"


def test_a_changed_uid(project: Project) -> None:
    project.build(BASIC)
    project.uid = "other"
    assert wordings(project.problems(BASIC)) == [
        (
            "uid-changed",
            'the uid is "other" and the lock is that of "demo"',
            "write uid: demo again, or every learner gets a second deck with no reviews; for a deck that is really new,"
            " delete deck.lock",
        )
    ]


def test_a_changed_kind(project: Project) -> None:
    project.build(BASIC)
    assert wordings(project.problems("- {id: a, kind: definition, term: Gate, meaning: A decision}\n")) == [
        (
            "kind-changed",
            '"a" was of the kind basic and is now definition',
            'give it a new id ("a-2", say): the old card is retired, with its reviews; Anki cannot turn one into the'
            " other",
        )
    ]


def test_a_refused_build_writes_nothing(project: Project) -> None:
    project.build(BASIC)
    before = project.lock.read_bytes(), project.package.read_bytes()
    assert project.problems("- {id: a, kind: definition, term: Gate, meaning: A decision}\n")
    assert (project.lock.read_bytes(), project.package.read_bytes()) == before


@pytest.mark.parametrize(
    ("after", "moved"),
    [
        ("{{c2::the gate keeper}} and {{c1::the factory}}", [("the gate keeper", 1, 2), ("the factory", 2, 1)]),
        ("{{c1::somebody}}, {{c2::the gate keeper}}, {{c3::the factory}}",
         [("the gate keeper", 1, 2), ("the factory", 2, 3)]),
        ("{{c2::the gate keepers}} and {{c1::The factories}}", [("the gate keepers", 1, 2), ("The factories", 2, 1)]),
        ("{{c3::the gate keeper}} and {{c2::the factory}}", [("the gate keeper", 1, 3)]),
    ],
    ids=["swapped", "shifted by one put before them", "swapped and edited", "renumbered"],
)  # fmt: skip
def test_cloze_numbers_that_change_their_meaning(
    project: Project, after: str, moved: list[tuple[str, int, int]]
) -> None:
    project.build(cloze("{{c1::the gate keeper}} and {{c2::the factory}}"))
    assert sorted(wordings(project.problems(cloze(after)))) == sorted(
        (
            "cloze-renumbered",
            f'"{text}" was c{old} and is now c{new}; each number is a card with its own reviews',
            RENUMBERED.format(old),
        )
        for text, old, new in moved
    )


@pytest.mark.parametrize(
    "after",
    [
        "{{c1::the gate warden}} and {{c2::the factory}}",
        "{{c2::the factory}} after {{c1::the gate keeper}}",
        "{{c1::the gate keeper}} and {{c2::the factory}} and {{c3::the gate keeper}}",
        "{{c2::the factory}}",
        "{{c1::11 weeks}} and {{c2::the factory}}",
        "{{c1::the gate keeper}} and {{c1::another}} and {{c2::the factory}}",
    ],
    ids=["edited", "moved in the text", "same text twice", "one removed", "new text", "two of a number"],
)
def test_cloze_numbers_that_keep_their_meaning(project: Project, after: str) -> None:
    project.build(cloze("{{c1::the gate keeper}} and {{c2::the factory}}"))
    assert wordings(project.problems(cloze(after))) == []


def test_a_cloze_number_that_was_taken_out_never_means_something_else(project: Project) -> None:
    project.build(cloze("{{c1::the gate keeper}} and {{c2::the factory}}"))
    project.build(cloze("{{c1::the gate keeper}} and the factory"))
    project.build(cloze("{{c1::the gate keeper}} and the factories"))
    assert wordings(project.problems(cloze("{{c1::the gate keeper}} on {{c2::Monday}}"))) == [
        (
            "cloze-number-reused",
            'c2 once hid "the factory" and now hides "Monday"; learners still have that card',
            "number it c3",
        )
    ]
    assert wordings(project.problems(cloze("{{c1::the gate keeper}} and {{c2::the factory}} {{c3::on Monday}}"))) == []


def test_a_lock_of_another_format(project: Project) -> None:
    project.build(BASIC)
    project.lock.write_text(project.lock.read_text("utf-8").replace('"deckwright": 2', '"deckwright": 4'), "utf-8")
    with pytest.raises(LockError) as caught:
        project.attempt()
    assert str(caught.value) == (
        "cards/demo/deck.lock:1:1: the lock is of format 4, this Deckwright reads up to 3; install a newer Deckwright"
    )


def test_locked_says_which_notes_a_package_would_mark(project: Project) -> None:
    project.build(BASIC + "- {id: b, kind: basic, front: Other?, back: Yes}\n")
    project.build(BASIC)
    with pytest.raises(LockedError) as caught:
        project.attempt(locked=True, tombstones=True)
    assert str(caught.value) == (
        "cards/demo/deck.lock: the lock would change, and --locked forbids it; build without --locked and commit it"
        "\n  marked as retired by a package: b"
    )
    project.build(tombstones=True)
    assert project.attempt(locked=True, tombstones=True).decks


def test_locked_says_which_notes_would_change(project: Project) -> None:
    project.build(BASIC + "- {id: b, kind: basic, front: Other?, back: Yes}\n")
    project.write("- {id: a, kind: basic, front: What is a gate?, back: A choice}\n")
    with pytest.raises(LockedError) as caught:
        project.attempt(locked=True)
    assert str(caught.value) == (
        "cards/demo/deck.lock: the lock would change, and --locked forbids it; build without --locked and commit it"
        "\n  changed: a\n  retired: b"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("front: What is a gate?, back: A decision", "front: What is a stage gate?, back: A decision"),
        ("front: What is a gate?, back: A decision", "front: What is a gate?, back: A point of decision"),
    ],
    ids=["front", "back"],
)
def test_a_likely_rename_is_reported_with_the_line_to_add(project: Project, before: str, after: str) -> None:
    project.build(f"- {{id: a, kind: basic, {before}}}\n")
    assert wordings(project.problems(f"- {{id: b, kind: basic, {after}}}\n")) == [
        (
            "likely-rename",
            '"b" is new, "a" is gone, and their texts are nearly the same',
            "if it is the same card, add `was: a` and its reviews stay with it",
        )
    ]


def test_a_likely_rename_of_a_script_is_reported_once(project: Project) -> None:
    text = (
        "- id: {}\n  kind: script\n  situation: The call begins.\n  lines:\n"
        "    - {{id: open, cue: Hello?, say: Good morning.}}\n    - {{id: close, cue: Bye., say: Until then.}}\n"
    )
    project.build(text.format("call"))
    (problem,) = project.problems(text.format("phone"))
    assert (problem.severity, problem.message) == (
        Severity.WARNING,
        '"phone" is new, "call" is gone, and their texts are nearly the same',
    )
    assert "was: call" in problem.hint


def test_a_likely_rename_of_a_line_names_the_line(project: Project) -> None:
    text = (
        "- id: call\n  kind: script\n  situation: The call begins.\n  lines:\n"
        "    - {{id: {}, cue: Hello there?, say: Good morning.}}\n    - {{id: close, cue: Bye., say: Until then.}}\n"
    )
    project.build(text.format("open"))
    (problem,) = project.problems(text.format("opening"))
    assert problem.hint == "if it is the same card, add `was: open` and its reviews stay with it"


def test_was_that_names_a_card_which_is_still_there(project: Project) -> None:
    project.build(BASIC)
    (problem,) = project.problems(BASIC + "- {id: b, was: a, kind: basic, front: Other?, back: Yes}\n")
    assert (problem.rule, problem.message) == ("was-still-there", '"was" names "a", which is still there')
