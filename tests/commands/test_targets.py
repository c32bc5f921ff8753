"""A command finds its project from anywhere below it, and takes decks, files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.support import write_deck

DECK = "name: {0}\nuid: {0}\nsources: {{own: Ours}}\n"
GOOD = "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
BROKEN = "title: B\nsource: own\ncards:\n  - {id: b, kind: basic, front: Who signs it?}\n"
MISSING = 'error[missing-key]: a basic card has no "back"\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run beside a project of two decks, the second of which has a broken chapter."""
    monkeypatch.setenv("NO_COLOR", "1")
    root = tmp_path / "project"
    write_deck(root, {"deck.yaml": DECK.format("one"), "10-a.yaml": GOOD}, "one")
    other = {"10-a.yaml": GOOD.replace("gate", "door"), "20-b.yaml": BROKEN, "notes.md": "x", "media/a.txt": "x"}
    write_deck(root, {"deck.yaml": DECK.format("two"), **other}, "two")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return root


def run(*words: str, stdin: str = "") -> Result:
    """Run a command; a traceback would be its exception."""
    result = CliRunner().invoke(main, words, input=stdin.encode())
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def concise(*words: str, stdin: str = "") -> tuple[int, str]:
    """Check, and return the status and what is printed, a line a problem of form."""
    result = run("check", *words, "--format", "concise", "--select", "missing-key", stdin=stdin)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("below", "shown"),
    [
        ("", "cards/two/20-b.yaml"),
        ("cards", "two/20-b.yaml"),
        ("cards/two", "20-b.yaml"),
        ("cards/two/media", "../20-b.yaml"),
        ("cards/one", "../two/20-b.yaml"),
    ],
)
def test_a_project_is_found_from_any_folder_below_it(
    below: str, shown: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / below)
    assert concise() == (1, f"{shown}:4:6: {MISSING}")
    assert concise("one") == (0, "")
    assert (run("build", "one").exit_code, (project / "build/one.apkg").exists()) == (0, True)


def test_a_folder_with_cards_of_another_kind_is_no_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = project / "cards" / "two" / "media" / "cards"
    inner.mkdir()
    monkeypatch.chdir(inner.parent)
    assert concise("one") == (0, "")


def test_outside_of_a_project_it_says_what_to_do() -> None:
    said = (
        'deckwright: cards: there is no such folder; run this in a project, which holds "cards", or name it:'
        " --root DIR\n"
    )
    for words in (("check",), ("build",), ("new", "basic"), ("serve",), ("preview",), ("lock",), ("coverage",)):
        result = run(*words)
        assert (result.exit_code, result.output) == (2, said)


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (["cards/two/20-b.yaml"], ["cards/two/20-b.yaml"]),
        (["cards/two/10-a.yaml"], []),
        (["cards/two/10-a.yaml", "cards/two/20-b.yaml"], ["cards/two/20-b.yaml"]),
        (["cards/two"], ["cards/two/20-b.yaml"]),
        (["cards/two/"], ["cards/two/20-b.yaml"]),
        (["two/"], ["cards/two/20-b.yaml"]),
        (["cards/two/deck.yaml"], []),
        (["cards/two/media"], []),
        (["cards"], ["cards/two/20-b.yaml"]),
        (["."], ["cards/two/20-b.yaml"]),
        (["one", "cards/two/20-b.yaml"], ["cards/two/20-b.yaml"]),
        (["one", "cards/two/10-a.yaml"], []),
    ],
)
def test_a_check_of_files_shows_the_problems_there(
    paths: list[str], shown: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert concise(*paths) == (int(bool(shown)), "".join(f"{path}:4:6: {MISSING}" for path in shown))


def test_a_check_from_elsewhere_finds_the_project_of_a_file(project: Path) -> None:
    path = project / "cards" / "two" / "20-b.yaml"
    assert concise(str(path)) == (1, f"../project/cards/two/20-b.yaml:4:6: {MISSING}")


def test_what_is_wrong_elsewhere_is_counted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    good = run("check", "--select", "missing-key", "cards/two/10-a.yaml")
    assert (good.exit_code, good.output) == (0, "1 file, no problems; elsewhere in the deck: 1 error\n")
    whole = run("check", "--select", "missing-key", "cards/one/10-a.yaml")
    assert (whole.exit_code, whole.output) == (0, "1 file, no problems\n")


def test_a_deck_of_a_name_wins_over_a_path(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    (project / "one").mkdir()
    assert concise("one") == (0, "")


def test_a_build_of_a_file_builds_its_deck(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert run("build", "cards/one/10-a.yaml").exit_code == 0
    assert [path.name for path in (project / "build").iterdir()] == ["one.apkg"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("cards/two/30-c.yaml", 'cards/two/30-c.yaml: there is no such file or folder, and no such deck in "cards";'),
        ("../elsewhere", "../elsewhere: this lies in no deck of the project; the decks are in cards: one, two\n"),
        (
            "cards/two/notes.md",
            "cards/two/notes.md: this file is no part of the deck, which is made of .yaml files and of tables, "
            ".csv or .tsv\n",
        ),
        ("tow", 'cards: there is no deck "tow"; did you mean "two"?\n'),
    ],
)
def test_what_is_no_part_of_a_deck_is_told(
    path: str, said: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    result = run("check", path)
    assert (result.exit_code, result.output[: len(said) + 12]) == (2, f"deckwright: {said}")
    assert result.output.count("\n") == 1


def test_a_fix_of_a_file_leaves_others_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    for name in ("10-a.yaml", "20-b.yaml"):
        path = project / "cards/two" / name
        path.write_text(path.read_text("utf-8").replace("id: a, ", "").replace("id: b, ", ""), "utf-8")
    before = (project / "cards/two/20-b.yaml").read_text("utf-8")
    assert run("check", "--fix", "cards/two/10-a.yaml").exit_code == 0
    assert "id: door," in (project / "cards/two/10-a.yaml").read_text("utf-8")
    assert (project / "cards/two/20-b.yaml").read_text("utf-8") == before


def test_an_editor_checks_what_it_has_not_saved(project: Path) -> None:
    path = project / "cards/one/10-a.yaml"
    unsaved = GOOD.replace(", back: A decision", "")
    status, said = concise("-", "--stdin-path", str(path), stdin=unsaved)
    assert (status, said.partition("cards/")[2]) == (1, f"one/10-a.yaml:4:6: {MISSING}")
    assert path.read_text("utf-8") == GOOD
    assert concise("-", "--stdin-path", str(path), stdin=GOOD) == (0, "")


def test_a_chapter_that_was_never_saved_is_checked_with_its_deck(project: Path) -> None:
    path = project / "cards/one/20-new.yaml"
    result = run("check", "-", "--stdin-path", str(path), "--format", "concise", stdin=GOOD)
    assert (result.exit_code, "duplicate-id" in result.output, path.exists()) == (1, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-",), "to check what an editor has not saved: deckwright check - --stdin-path CHAPTER.yaml"),
        (("--stdin-path", "{}/10-a.yaml"), "to check what an editor has not saved:"),
        (("-", "one", "--stdin-path", "{}/10-a.yaml"), "to check what an editor has not saved:"),
        (("-", "--stdin-path", "{}/10-a.yaml", "--fix"), "--fix mends files on the disk, and cannot mend what is read"),
        (
            ("-", "--stdin-path", "{}/deck.yaml"),
            "{}/deck.yaml: only a chapter can be unsaved, a .yaml file or a table in a deck's",
        ),
        (("-", "--stdin-path", "{}/a.txt"), "{}/a.txt: only a chapter can be unsaved"),
        (("-", "--stdin-path", "{}/media/a.yaml"), "{}/media/a.yaml: only a chapter can be unsaved"),
    ],
)
def test_what_cannot_be_checked_unsaved_is_told(words: tuple[str, ...], said: str, project: Path) -> None:
    (project / "cards/one/media").mkdir()
    deck = str(project / "cards/one")
    result = run("check", *(word.format(deck) for word in words), stdin=GOOD)
    assert result.exit_code == 2
    assert result.output.startswith(f"deckwright: {said.format(deck)}")
    assert result.output.count("\n") == 1


def test_a_new_card_goes_to_the_deck_that_one_is_in(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "cards/one")
    assert run("new", "basic").output.startswith("10-a.yaml:6:5: a basic card")
