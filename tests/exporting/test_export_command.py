"""What `deckwright export` refuses, and what it never writes over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
import pytest

from builder.cli.completion import complete_formats
from builder.commands.export_deck import FORMATS
from tests.adoption.published import edit, run
from tests.support import write_deck

CHAPTER = "title: T\nkind: basic\ncards:\n  - {id: one, front: f, back: b}\n"
DECK = "name: Demo\nuid: demo\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a deck of one card, in which commands run."""
    write_deck(tmp_path, {"deck.yaml": DECK, "10-a.yaml": CHAPTER})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "cvs"), '--to: there is no format "cvs"; did you mean "csv"?'),
        (("--to", "pdf"), '--to: there is no format "pdf"; expected csv, crowdanki, markdown'),
        (("dem", "--to", "csv"), 'cards: there is no deck "dem"; did you mean "demo"?'),
        (
            ("--to", "csv", "--output", "cards/demo"),
            "cards/demo: what is written there would count as a part of a deck; name another folder",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_line(project: Path, words: tuple[str, ...], said: str) -> None:
    before = files(project)
    result = run("export", *words)
    assert (result.exit_code, result.stderr) == (2, f"deckwright: {said}\n")
    assert files(project) == before


def test_the_formats_are_completed() -> None:
    context = click.Context(click.Command("export"))
    found = complete_formats(context, click.Option(["--to"]), "")
    assert tuple(item.value for item in found) == FORMATS


def test_of_several_decks_one_is_to_be_named(project: Path) -> None:
    write_deck(project, {"deck.yaml": "name: Two\nuid: two\n", "10-a.yaml": CHAPTER}, "two")
    result = run("export", "--to", "csv")
    assert (result.exit_code, result.stderr) == (
        2,
        "deckwright: name the deck: deckwright export DECK --to csv; the decks are: demo, two\n",
    )


@pytest.mark.parametrize("form", ["csv", "markdown", "crowdanki"])
def test_a_deck_with_errors_is_refused_as_by_a_build(project: Path, form: str) -> None:
    edit(project / "cards" / "demo" / "10-a.yaml", "back: b", "bakc: b")
    result = run("export", "--to", form)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("; nothing was written\n")
    assert not (project / "build" / "export").exists()


@pytest.mark.parametrize("form", ["csv", "markdown", "crowdanki"])
def test_a_dry_run_writes_nothing(project: Path, form: str) -> None:
    before = files(project)
    result = run("export", "--to", form, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.endswith("nothing was written: this is what an export would do\n")
    assert {name for name in files(project) if "export" in name} == set()
    assert before.items() <= files(project).items()


@pytest.mark.parametrize(("form", "name"), [("csv", "basic.csv"), ("markdown", "10-a.md"), ("crowdanki", "deck.json")])
def test_what_others_wrote_stays_and_what_an_export_wrote_is_replaced(project: Path, form: str, name: str) -> None:
    words = ("export", "--to", form, "--output", "out")
    (project / "out").mkdir()
    (project / "out" / "README").write_text("mine")
    (project / "out" / name).write_text("mine")
    said = (
        f"deckwright: out/{name}: this is there already, and is not as an export has left it; move it away, or name"
        " another folder: --output DIR\n"
    )
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert files(project / "out") == {"README": "mine", name: "mine"}
    (project / "out" / name).unlink()
    assert run(*words).exit_code == 0
    edit(project / "cards" / "demo" / "10-a.yaml", "back: b", "back: other")
    assert run(*words).exit_code == 0
    assert "other" in files(project / "out")[name]
    assert files(project / "out")["README"] == "mine"
    with (project / "out" / name).open("a") as stream:
        stream.write("mine")
    result = run(*words)
    assert (result.exit_code, result.stderr) == (2, said)


def test_what_left_the_deck_leaves_an_export_but_not_what_was_changed(project: Path) -> None:
    more = project / "cards" / "demo" / "20-b.yaml"
    for name in ("20-b", "30-c"):
        more.with_name(f"{name}.yaml").write_text(CHAPTER.replace("T", name[3:]).replace("one", name))
    run("export", "--to", "markdown")
    out = project / "build" / "export" / "markdown" / "demo"
    (out / "30-c.md").write_text("mine")
    more.unlink()
    more.with_name("30-c.yaml").unlink()
    result = run("export", "--to", "markdown")
    assert result.exit_code == 0
    assert "  build/export/markdown/demo/20-b.md is deleted: it is no part of the deck any more\n" in result.stdout
    assert sorted(files(out)) == [".deckwright-export", "10-a.md", "30-c.md"]


def test_a_list_that_names_files_elsewhere_deletes_none(project: Path) -> None:
    (project / "mine.txt").write_text("mine")
    (project / "out").mkdir()
    digest = hashlib.sha256(b"mine").hexdigest()
    (project / "out" / ".deckwright-export").write_text(f"{digest}  ../mine.txt\n{digest}  media/../../mine.txt\n")
    assert run("export", "--to", "csv", "--output", "out").exit_code == 0
    assert (project / "mine.txt").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(project: Path) -> None:
    (project / "out").write_text("mine")
    result = run("export", "--to", "csv", "--output", "out")
    assert result.exit_code == 2
    assert (project / "out").read_text() == "mine"
