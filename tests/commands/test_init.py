"""A project made by `init` works as it is, in git, in an editor and in its workflow."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from builder.commands.init import init_project
from builder.errors import UsageError
from builder.kinds import builtin_kinds
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text

FILES = [
    ".gitignore",
    ".github/workflows/deck.yml",
    "README.md",
    "build/.gitignore",
    "cards/my-french/.gitattributes",
    "cards/my-french/deck.yaml",
    "cards/my-french/10-examples.yaml",
    "schema/chapter.json",
    "schema/deck.json",
    "schema/kind.json",
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which the commands run in."""
    folder = tmp_path / "my-french"
    init_project(folder, "abc123")
    monkeypatch.chdir(folder)
    return folder


def test_the_command_lists_what_it_made_and_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init", "my-french")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        *(f"my-french/{name}" for name in FILES),
        "next: cd my-french, then deckwright check, deckwright preview and deckwright build",
    ]


def test_it_checks_clean_at_the_strictest(project: Path) -> None:
    result = run("check", "--strict", "--verbose")
    assert (result.exit_code, result.stdout) == (0, "1 deck, no problems\n")


def test_it_has_a_card_of_each_kind(project: Path) -> None:
    text = (project / "cards/my-french/10-examples.yaml").read_text()
    assert re.findall(r"^    kind: (\w+)", text, re.MULTILINE) == list(builtin_kinds())


def test_there_is_nothing_to_mend_in_it(project: Path) -> None:
    result = run("check", "--fix")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_build_leaves_only_the_lock_to_commit(project: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "begin"]):
        subprocess.run([*git, *command], check=True)
    assert run("build").exit_code == 0
    status = subprocess.run(["git", "status", "--short"], check=True, capture_output=True, text=True).stdout
    assert status == "?? cards/my-french/deck.lock\n"


def test_every_modeline_names_a_schema_that_is_there(project: Path) -> None:
    for path in sorted((project / "cards").rglob("*.yaml")):
        first = path.read_text().splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).resolve().is_file(), first


def commands_of(job: str, workflow: Path) -> list[list[str]]:
    """Return what a job of the workflow runs of ours, and the files that it uploads."""
    node, problems = compose(SourceFile(path=workflow.name, text=workflow.read_text()))
    assert problems == ()
    steps = _at(node, "jobs", job, "steps")
    assert isinstance(steps, Seq)
    runs = [_at(step, "run") for step in steps.items]
    lines = [run.value for run in runs if isinstance(run, Text)]
    return [shlex.split(line)[1:] for line in lines if line.startswith("deckwright")]


def _at(node: Node | None, *path: str) -> Node | None:
    for name in path:
        assert isinstance(node, Map)
        node = next((value for key, value in node.items if key.value == name), None)
    return node


def test_its_workflow_checks_and_builds_a_pull_request_without_a_lock(project: Path) -> None:
    commands = commands_of("check", project / ".github/workflows/deck.yml")
    assert commands == [["check", "--strict", "--format", "github"], ["build"], ["preview"]]
    assert [run(*command).exit_code for command in commands] == [0, 0, 0]
    assert {path.name for path in (project / "build").iterdir()} >= {"my-french.apkg", "my-french.html"}


def test_its_workflow_releases_only_with_the_lock_of_the_cards(project: Path) -> None:
    commands = commands_of("release", project / ".github/workflows/deck.yml")
    assert commands == [["check", "--format", "github"], ["build", "--locked"], ["preview"]]
    assert [run(*command).exit_code for command in commands[:2]] == [0, 2]
    assert run("build").exit_code == 0
    assert [run(*command).exit_code for command in commands] == [0, 0, 0]


@pytest.mark.parametrize(
    ("folder", "name", "slug", "uid"),
    [
        ("my-french", "My french", "my-french", "my-french-abc123"),
        ("Français_B1", "Français B1", "français-b1", "francais-b1-abc123"),
        ("日本語", "日本語", "日本語", "deck-abc123"),
        ("collection", "Collection", "deck-collection", "deck-collection-abc123"),
        ("1984", '"1984"', "1984", "1984-abc123"),
        ('a: "b" #c', "\"A: 'b' #c\"", "a-b-c", "a-b-c-abc123"),
        ("no", '"No"', "no", "no-abc123"),
    ],
)
def test_names_come_from_the_folder(tmp_path: Path, folder: str, name: str, slug: str, uid: str) -> None:
    init_project(tmp_path / folder, "abc123")
    lines = (tmp_path / folder / "cards" / slug / "deck.yaml").read_text().splitlines()
    assert [line for line in lines if line.startswith(("name:", "uid:"))] == [f"name: {name}", f"uid: {uid}"]
    assert run("check", "--strict", "--root", str(tmp_path / folder)).exit_code == 0


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError) as refused:
        init_project(tmp_path, "abc123")
    assert str(refused.value) == f"{tmp_path}: the folder is not empty, it has notes.txt; name a new one"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deck").write_text("mine")
    with pytest.raises(UsageError) as refused:
        init_project(tmp_path / "deck", "abc123")
    assert str(refused.value) == f"{tmp_path / 'deck'}: this is a file; name a new folder"


def test_a_folder_with_only_a_repository_in_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    init_project(tmp_path, "abc123")
    assert (tmp_path / "README.md").exists()
