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
from tests.lock.test_merge import git
from tests.pages import Reader, steps_of

FILES = [
    ".github/dependabot.yml",
    ".github/workflows/deck.yml",
    ".gitignore",
    "README.md",
    "build/.gitignore",
    "cards/my-french/.gitattributes",
    "cards/my-french/10-examples.yaml",
    "cards/my-french/deck.yaml",
    "schema/chapter.json",
    "schema/deck.json",
    "schema/folder.json",
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
        "my-french/.git: a new repository",
        "next: cd my-french, then deckwright check, deckwright serve and deckwright build",
    ]
    assert (tmp_path / "my-french" / ".git" / "HEAD").exists()


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


def test_its_workflow_names_what_it_uses_by_commit(project: Path) -> None:
    workflow = (project / ".github/workflows/deck.yml").read_text()
    uses = re.findall(r"uses: (.*)", workflow)
    assert {use.partition("@")[0] for use in uses} == {
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
    }
    assert [use for use in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


@pytest.mark.parametrize("job", ["check", "release"])
def test_its_workflow_installs_nothing_that_its_owner_has_not_named(job: str, project: Path) -> None:
    node, _ = compose(SourceFile(path="deck.yml", text=(project / ".github/workflows/deck.yml").read_text()))
    named, steps = _at(node, "env", "DECKWRIGHT"), _at(node, "jobs", job, "steps")
    assert isinstance(named, Text)
    assert isinstance(steps, Seq)
    first, *others = [run.value for run in (_at(step, "run") for step in steps.items) if isinstance(run, Text)]
    assert (named.value, others[0]) == ("", 'pip install "$DECKWRIGHT"')
    for value, code, said in [
        (named.value, 1, "say at the top, behind DECKWRIGHT, what to install"),
        ("./x.whl", 0, ""),
    ]:
        done = subprocess.run(["bash", "-e", "-c", first], env={"DECKWRIGHT": value}, capture_output=True, text=True)
        assert (done.returncode, said in done.stdout, bool(done.stdout)) == (code, True, bool(said))


def test_github_renews_what_its_workflow_names(project: Path) -> None:
    node, problems = compose(SourceFile(path="dependabot.yml", text=(project / ".github/dependabot.yml").read_text()))
    assert problems == ()
    updates = _at(node, "updates")
    assert isinstance(updates, Seq)
    ecosystems = [_at(update, "package-ecosystem") for update in updates.items]
    assert [name.value for name in ecosystems if isinstance(name, Text)] == ["github-actions"]


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


def test_what_is_there_already_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "src").mkdir()
    result = run("init")
    assert (result.exit_code, result.stdout.splitlines()[-2:]) == (
        0,
        ["README.md: left as it was", "next: deckwright check, deckwright serve and deckwright build"],
    )
    assert (tmp_path / "README.md").read_text() == "mine"
    assert run("check", "--strict").exit_code == 0


def test_nothing_that_was_only_tried_sticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    assert run("build").exit_code == 0
    (deck,) = (tmp_path / "cards").iterdir()
    (deck / "10-examples.yaml").write_text(
        "title: Mine\nsource: own\ncards: [{id: a, kind: basic, front: What is mine?, back: This}]\n"
    )
    result = run("build")
    assert (result.exit_code, "(1 new, 0 changed, 0 retired)" in result.stdout) == (0, True)
    assert "  gone: 13 notes that no commit has: bleeding-arm, " in result.stdout
    assert (deck / "deck.lock").read_text().count('"guid"') == 1
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == [".gitignore", f"{deck.name}.apkg"]


@pytest.mark.parametrize("words", [(), ("--no-git",)])
def test_in_a_repository_it_makes_none(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if not words:
        git(tmp_path, "init", "--quiet")
    result = run("init", "decks", *words)
    assert (result.exit_code, (tmp_path / "decks" / ".git").exists()) == (0, False)
    assert ("decks/.github/workflows/deck.yml" in result.stdout) is bool(words), "GitHub looks at the top alone"


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (".", ".: this is a project already; to add a deck to it: deckwright new deck NAME\n"),
        ("cards/x", "cards/x: this lies in the project .; to add a deck to it: deckwright new deck NAME\n"),
        ("other", "other: this lies in the project .; to add a deck to it: deckwright new deck NAME\n"),
    ],
)
def test_no_project_is_made_in_a_project(folder: str, said: str, project: Path) -> None:
    before = sorted(project.rglob("*"))
    result = run("init", folder)
    assert (result.exit_code, result.stderr) == (2, f"deckwright: {said}")
    assert sorted(project.rglob("*")) == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deck").write_text("mine")
    with pytest.raises(UsageError) as refused:
        init_project(tmp_path / "deck", "abc123")
    assert str(refused.value) == f"{tmp_path / 'deck'}: this is a file; name a new folder"


def test_the_release_that_its_readme_tells_starts_the_workflow(tmp_path: Path) -> None:
    reader = Reader(folder=tmp_path, bin=tmp_path / "bin")
    reader.run("deckwright init my-french")
    reader.run("cd my-french")
    reader.run("git add .")
    reader.run("git commit --quiet --message begin")
    reader.run(f"git init --quiet --bare {tmp_path / 'elsewhere.git'}")
    reader.run(f"git remote add origin {tmp_path / 'elsewhere.git'}")
    reader.run("git push --quiet --set-upstream origin HEAD")
    *_, release = steps_of((reader.folder / "README.md").read_text("utf-8"))
    for command in release.commands:
        reader.run(command)
    pushed = reader.run(f"git ls-remote --tags {tmp_path / 'elsewhere.git'}")
    assert "refs/tags/v0.1.0\n" in pushed, "git push takes no tags along that have no message"
