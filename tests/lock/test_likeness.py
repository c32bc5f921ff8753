"""How alike two texts must be to be taken for one, or how unlike for two: at the limit and a step past it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lock.guards import alike
from tests.lock.project import Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def rules(project: Project, before: str, after: str) -> list[str]:
    """Return the rules of the problems that an edit makes."""
    project.build(before)
    return [problem.rule for problem in project.problems(after)]


def basic(name: str, front: str) -> str:
    return f'- {{id: {name}, kind: basic, front: "{front}", back: She}}\n'


def cloze(text: str) -> str:
    return f'- {{id: a, kind: cloze, text: "{text}"}}\n'


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("The Gate", "  the\n gate ", 1.0),
        ("abcd", "abcx", 0.75),
        ("a" * 200 + "b", "a" * 200 + "c", 0.99),
        ("abc", "xyz", 0.0),
        ("", "", 1.0),
        ("", "abc", 0.0),
    ],
)
def test_texts_are_alike_whatever_their_case_and_spaces_and_one_only_where_they_are_equal(
    left: str, right: str, likeness: float
) -> None:
    assert alike(left, right) == alike(right, left) == likeness


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("abcdefgh12", "abcdefgh34", ["likely-rename"]),
        ("abcdefgh", "abcdefgh1234", ["likely-rename"]),
        ("abcdefgh12", "abcdefgh3", ["likely-rename"]),
        ("abcdefgh12", "abcdefgh345", []),
        ("abcdefgh12", "abcdefg345", []),
    ],
    ids=["16 of 20", "16 of 20, longer", "16 of 19", "16 of 21", "14 of 20"],
)
def test_a_new_text_is_a_likely_rename_from_four_fifths_on(
    before: str, after: str, found: list[str], project: Project
) -> None:
    assert rules(project, basic("a", before), basic("b", after)) == found


@pytest.mark.parametrize(
    ("hidden", "found"),
    [("abcdwxyz", []), ("abcvwxyz", ["cloze-number-reused"]), ("abcdvwxyz", ["cloze-number-reused"])],
    ids=["8 of 16", "6 of 16", "8 of 17"],
)
def test_a_number_that_is_taken_again_may_hide_a_text_that_is_half_the_same(
    hidden: str, found: list[str], project: Project
) -> None:
    project.build(cloze("{{c1::one}} and {{c2::abcdefgh}}"))
    before = cloze("{{c1::one}} and so on")
    assert rules(project, before, cloze(f"{{{{c1::one}}}} and {{{{c2::{hidden}}}}}")) == found


@pytest.mark.parametrize(
    ("hidden", "found"),
    [
        ("abcdefgh34", ["cloze-renumbered"]),
        ("abcdefgh345", []),
        ("abcdefgh12", ["cloze-renumbered"]),
    ],
    ids=["16 of 20", "16 of 21", "equal"],
)
def test_a_gap_has_another_number_where_four_fifths_of_its_text_are_the_same(
    hidden: str, found: list[str], project: Project
) -> None:
    before = cloze("{{c1::abcdefgh12}} and {{c2::uvwxyz}}")
    assert rules(project, before, cloze(f"{{{{c1::klmno}}}} and {{{{c3::{hidden}}}}}")) == found


@pytest.mark.parametrize(
    ("own", "found"),
    [("abcdexyzwv", ["cloze-renumbered"]), ("abcdefxyzw", [])],
    ids=["5 of its 10 letters", "6 of its 10 letters"],
)
def test_a_gap_that_is_much_like_its_own_text_too_keeps_its_number(
    own: str, found: list[str], project: Project
) -> None:
    before = cloze(f"{{{{c1::{own}}}}} and {{{{c2::abcdefgh12}}}}")
    assert rules(project, before, cloze("{{c1::abcdefgh34}} and {{c2::klmno}}")) == found


def test_a_uid_in_another_case_is_another_uid(project: Project) -> None:
    project.build(basic("a", "Who?"))
    project.uid = "Demo"
    assert [(problem.rule, problem.message) for problem in project.problems(basic("a", "Who?"))] == [
        ("uid-changed", 'the uid is "Demo" and the lock is that of "demo"')
    ]
