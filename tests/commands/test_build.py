"""`build` and `check` as a user runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.support import write_deck

GOOD = {"10-a.yaml": "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: What?, back: That}\n"}
BROKEN = {"10-a.yaml": "title: A\nsource: own\ncards:\n  - {id: a, kind: basic, front: What?}\n"}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder, at a fixed time, without colour."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def run(*words: str) -> Result:
    """Run a command; a traceback would be its exception."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def without_digest(text: str) -> str:
    """Return output without the size and digest of a package, which a release of genanki may change."""
    return re.sub(r"\d+ kB, contents [0-9a-f]{16}", "SIZE, contents DIGEST", text)


def test_build_tells_what_it_made_and_what_to_do_next(project: Path) -> None:
    write_deck(project, GOOD)
    result = run("build")
    assert without_digest(result.output) == (
        "Demo\n"
        "  1 note, 1 card (1 new, 0 changed, 0 retired)\n"
        "  first build: every note gets its identity now; commit cards/demo/deck.lock, which keeps it\n"
        "  build/demo.apkg, SIZE, contents DIGEST\n"
        "next: import it into Anki (build --open), over an older one, too: all reviews stay\n"
    )
    assert result.exit_code == 0


def test_build_names_what_changed_came_back_and_left(project: Path) -> None:
    deck = write_deck(project, {"10-a.yaml": GOOD["10-a.yaml"] + "  - {id: b, kind: basic, front: B?, back: B}\n"})
    run("build")
    (deck / "10-a.yaml").write_text(GOOD["10-a.yaml"].replace("That", "Those"))
    assert without_digest(run("build").output).splitlines()[1:5] == [
        "  1 note, 1 card (0 new, 1 changed, 1 retired)",
        "  retired: b: B?",
        "  build/demo.apkg, SIZE, contents DIGEST",
        "  build/demo-retired.txt has an Anki search for what left the deck",
    ]
    write_deck(project, {"10-a.yaml": GOOD["10-a.yaml"] + "  - {id: b, kind: basic, front: B?, back: B}\n"})
    assert "  back: b\n" in run("build").output
    assert not (project / "build/demo-retired.txt").exists()


def test_broken_sources_build_nothing_and_leave_the_last_package(project: Path) -> None:
    write_deck(project, GOOD)
    run("build")
    package, lock = project / "build/demo.apkg", project / "cards/demo/deck.lock"
    before = package.read_bytes(), lock.read_bytes()
    write_deck(project, BROKEN)
    result = run("build")
    assert result.exit_code == 1
    assert result.output == (
        'cards/demo/10-a.yaml:4:6: error[missing-key]: a basic card has no "back"\n'
        "  4 |   - {id: a, kind: basic, front: What?}\n"
        "    |      ^^\n"
        "  hint: add back: the answer\n"
        "\n"
        "1 error; nothing was built\n"
    )
    assert (package.read_bytes(), lock.read_bytes()) == before


def test_one_broken_deck_keeps_the_others_from_being_built(project: Path) -> None:
    write_deck(project, GOOD, folder="good")
    write_deck(project, {"deck.yaml": "name: Two\nuid: two\n", **BROKEN}, folder="bad")
    assert run("build").exit_code == 1
    assert not (project / "build").exists()
    assert run("build", "good").exit_code == 0
    assert (project / "build/good.apkg").exists()


def test_locked_refuses_what_would_change_the_lock(project: Path) -> None:
    write_deck(project, GOOD)
    refused = run("build", "--locked")
    assert refused.exit_code == 2
    assert refused.output == (
        "deckwright: cards/demo/deck.lock: the lock would change, and --locked forbids it;"
        " build without --locked and commit it\n  new: a\n  note type changed: basic\n"
    )
    run("build")
    assert run("build", "--locked").exit_code == 0


def test_locked_tells_first_of_problems_in_any_deck(project: Path) -> None:
    write_deck(project, GOOD)
    second = project / "cards" / "other"
    second.mkdir()
    (second / "deck.yaml").write_text("name: Other\nuid: other\nsources: {own: Ours}\n", "utf-8")
    (second / "10-a.yaml").write_text(GOOD["10-a.yaml"], "utf-8")
    assert run("build").exit_code == 0
    write_deck(project, {"10-a.yaml": GOOD["10-a.yaml"].replace("That", "This")})
    refused = run("build", "--locked")
    assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (2, "  changed: a")
    (second / "10-a.yaml").write_text(BROKEN["10-a.yaml"], "utf-8")
    broken = run("build", "--locked")
    assert (broken.exit_code, broken.stderr.splitlines()[-1]) == (1, "1 error; nothing was built")


def test_output_and_root_may_be_elsewhere(project: Path) -> None:
    write_deck(project / "there", GOOD)
    result = run("build", "--root", "there", "--output", "out")
    assert result.exit_code == 0
    assert (project / "out/demo.apkg").exists()
    assert "  out/demo.apkg, " in result.output
    write_deck(project / "there", BROKEN)
    assert run("check", "--root", "there").output.startswith("there/cards/demo/10-a.yaml:4:6: error[missing-key]")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("build",),
            'cards: there is no such folder; run this in a project, which holds "cards", or name it: --root DIR',
        ),
        (("check", "--root", "x"), "x/cards: there is no such folder;"),
    ],
)
def test_a_project_that_is_not_there_is_one_line(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.output.startswith(f"deckwright: {message}")
    assert result.output.count("\n") == 1


def test_an_unknown_deck_is_one_line_with_a_guess(project: Path) -> None:
    write_deck(project, GOOD)
    result = run("build", "dmo")
    assert result.exit_code == 2
    assert result.output == 'deckwright: cards: there is no deck "dmo"; did you mean "demo"?\n'
    assert run("build", "cards/demo/").exit_code == 0


def test_check_prints_each_format(project: Path) -> None:
    write_deck(project, BROKEN)
    line = 'cards/demo/10-a.yaml:4:6: error[missing-key]: a basic card has no "back"\n'
    assert run("check", "--format", "concise", "--select", "missing-key").output == line
    assert json.loads(run("check", "--format", "json").output) == [
        {
            "path": "cards/demo/10-a.yaml",
            "line": 4,
            "column": 6,
            "length": 2,
            "severity": "error",
            "rule": "missing-key",
            "message": 'a basic card has no "back"',
            "hint": "add back: the answer",
        }
    ]
    assert run("check", "--format", "github").output == (
        "::error file=cards/demo/10-a.yaml,line=4,col=6,endColumn=8,title=missing-key::"
        'a basic card has no "back"; add back: the answer\n'
    )


def test_a_missing_lock_folder_or_a_file_in_its_place_is_one_line(project: Path) -> None:
    write_deck(project, GOOD)
    (project / "build").write_text("a file")
    result = run("build")
    assert result.exit_code == 2
    assert result.output.startswith("deckwright: build/demo.apkg: cannot write: ")
    assert not (project / "cards/demo/deck.lock").exists()


@pytest.mark.parametrize("words", [(), ("build",), ("check",)])
def test_help_is_there_for_every_option(words: tuple[str, ...]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    for line in result.output.splitlines():
        assert not re.fullmatch(r"  (-\w, )?--[\w-]+( \w+)?", line), line


def decks(project: Path, **settings: str) -> None:
    """Write decks of one card by their folders' names."""
    for folder, text in settings.items():
        write_deck(project, {**GOOD, "deck.yaml": f"{text}sources: {{own: Own work}}\n"}, folder=folder)


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("name", ["copy", "demo"])
def test_a_deck_that_is_named_is_held_against_those_that_are_not(project: Path, command: str, name: str) -> None:
    decks(project, demo="name: Demo\nuid: demo\n", copy="name: Copy\nuid: demo\n")
    result = run(command, name)
    message = 'cards/demo/deck.yaml:2:6: error[duplicate-uid]: the uid "demo" is that of cards/copy/deck.yaml:2:6 too\n'
    assert (result.exit_code, message in result.output) == (1, True)
    assert not (project / "build").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_wrong_among_other_decks_does_not_stop_one_that_is_named(project: Path, command: str) -> None:
    decks(project, demo="name: Demo\nuid: demo\n", broken="name: [\n")
    decks(project, first="name: First\nuid: same\n", second="name: First\nuid: same\n")
    (project / "cards" / "empty").mkdir()
    result = run(command, "demo")
    assert (result.exit_code, "error[" in result.output) == (0, False), result.output


def test_a_folder_in_the_place_of_a_package_leaves_the_lock_as_it_was(project: Path) -> None:
    deck = write_deck(project, GOOD)
    (project / "build" / "demo.apkg").mkdir(parents=True)
    result = run("build")
    assert (result.exit_code, result.stderr) == (
        2,
        "deckwright: build/demo.apkg: cannot write: Is a directory; "
        "make room or change the permissions, then run it again\n",
    )
    assert sorted(path.name for path in deck.iterdir()) == ["10-a.yaml", "deck.yaml"]


def test_a_linked_lock_stays_a_link_and_what_it_leads_to_is_brought_up_to_date(project: Path) -> None:
    deck = write_deck(project, GOOD)
    (project / "locks").mkdir()
    assert run("build").exit_code == 0
    (deck / "deck.lock").rename(project / "locks" / "demo.lock")
    (deck / "deck.lock").symlink_to("../../locks/demo.lock")
    first = (project / "locks" / "demo.lock").read_text("utf-8")
    (deck / "10-a.yaml").write_text(GOOD["10-a.yaml"].replace("That", "This"), "utf-8")
    assert run("build").exit_code == 0
    assert (deck / "deck.lock").is_symlink()
    assert (project / "locks" / "demo.lock").read_text("utf-8") not in ("", first)
    assert [path.name for path in (project / "locks").iterdir()] == ["demo.lock"]


@pytest.mark.parametrize("link", ["../../locks/demo.lock", "deck.lock"])
def test_a_lock_that_leads_nowhere_gives_nobody_a_new_identity(project: Path, link: str) -> None:
    deck = write_deck(project, GOOD)
    (deck / "deck.lock").symlink_to(link)
    result = run("build")
    assert (result.exit_code, result.stderr) == (
        2,
        f"deckwright: cards/demo/deck.lock: the lock is a link to {link}, which is not there; restore that, or delete"
        " the link and rebuild the lock from the last published package with `deckwright recover-lock FILE.apkg`\n",
    )
    assert (deck / "deck.lock").is_symlink()
    assert not (project / "build").exists()


@pytest.mark.parametrize("name", ["cards/demo/deck.lock", "build/demo.apkg"])
def test_a_file_that_is_read_only_is_not_replaced(project: Path, name: str) -> None:
    deck = write_deck(project, GOOD)
    assert run("build").exit_code == 0
    files = [project / "build" / "demo.apkg", deck / "deck.lock"]
    before = [path.read_bytes() for path in files]
    (project / name).chmod(0o444)
    assert run("build").exit_code == 0  # which has nothing to write
    (deck / "10-a.yaml").write_text(GOOD["10-a.yaml"].replace("That", "This"), "utf-8")
    result = run("build")
    message = (
        f"deckwright: {name}: cannot write: it is read-only; make room or change the permissions, then run it again\n"
    )
    assert (result.exit_code, result.stderr) == (2, message)
    assert [path.read_bytes() for path in files] == before
