"""What scripts use: the functions of the package itself, each with a deck's folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import builder
from builder.diagnostics import Problem, Severity
from builder.errors import BrokenDeckError, LockedError, ReadError
from tests.support import write_deck

CHAPTER = "title: One\nkind: basic\ncards:\n- {id: a, front: Which bone is the longest?, back: The femur}\n"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a deck's folder, as seen from its project."""
    write_deck(tmp_path, {"10-one.yaml": CHAPTER})
    monkeypatch.chdir(tmp_path)
    return Path("cards/demo")


def test_load_gives_what_the_author_wrote(deck: Path) -> None:
    loaded = builder.load(deck)
    assert (loaded.settings.name, [chapter.title for chapter in loaded.chapters]) == ("Demo", ["One"])
    assert [(card.id.value, card.kind, card.id.line) for card in loaded.cards] == [("a", "basic", 4)]


def test_check_gives_what_the_command_shows(deck: Path) -> None:
    (deck / "10-one.yaml").write_text(CHAPTER.replace("back", "bakc"))
    [problem] = builder.check(deck)
    assert isinstance(problem, Problem)
    assert (problem.location.path, problem.location.line, problem.severity, problem.rule, problem.hint) == (
        "cards/demo/10-one.yaml", 4, Severity.ERROR, "unknown-key", 'did you mean "back"?',
    )  # fmt: skip
    assert not (deck / "deck.lock").exists()


def test_build_gives_the_package_and_what_moved(deck: Path) -> None:
    first = builder.build(str(deck))
    package = first.package
    assert package is not None
    assert first == (Path("build/demo.apkg").resolve(), (), ("a",), (), ())
    (deck / "10-one.yaml").write_text(CHAPTER.replace("femur", "thigh bone"))
    assert builder.build(deck, "out") == (Path("out/demo.apkg"), (), (), ("a",), ())
    assert Path("out/demo.apkg").read_bytes() != package.read_bytes()


def test_build_leaves_the_bytes_of_the_command(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    builder.build(deck, "script")
    lock = (deck / "deck.lock").read_bytes()
    (deck / "deck.lock").unlink()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "builder", "build"], env=environment, check=True, stdout=subprocess.DEVNULL)
    assert Path("script/demo.apkg").read_bytes() == Path("build/demo.apkg").read_bytes()
    assert (deck / "deck.lock").read_bytes() == lock


def test_a_build_with_an_error_writes_nothing(deck: Path) -> None:
    (deck / "10-one.yaml").write_text(CHAPTER + "- {id: a, front: Twice?, back: Yes}\n")
    result = builder.build(deck)
    assert (result.package, [problem.rule for problem in result.problems]) == (None, ["duplicate-id"])
    assert not Path("build").exists()


def test_a_locked_build_refuses_to_change_the_lock(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path.cwd()
    with pytest.raises(LockedError):
        builder.build(deck, locked=True)
    monkeypatch.chdir(deck)
    with pytest.raises(LockedError, match=r"^deck\.lock: the lock would change"):
        builder.build(".", locked=True)
    monkeypatch.chdir(project)
    builder.build(deck)
    assert builder.build(deck, locked=True).package is not None


def test_preview_writes_a_page(deck: Path) -> None:
    path = builder.preview(deck, "pages")
    assert path == Path("pages/demo.html")
    assert "Which bone is the longest?" in path.read_text("utf-8")


def test_a_deck_without_settings_is_told_of_with_its_place(deck: Path) -> None:
    (deck / "deck.yaml").write_text("name: Demo\n")
    for function in (builder.load, lambda folder: builder.preview(folder, "pages")):
        with pytest.raises(BrokenDeckError) as raised:
            function(deck)
        position = "cards/demo/deck.yaml:1:1"
        assert str(raised.value) == f'cards/demo: the deck cannot be read: {position}: deck.yaml has no "uid"'
        assert [problem.rule for problem in raised.value.problems] == ["missing-key"]


def test_importing_the_package_loads_nothing_of_it() -> None:
    words = "import builder, sys; print([name for name in sys.modules if name.startswith('builder')])"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "['builder']\n"
    with pytest.raises(AttributeError):
        getattr(builder, "nonsense")  # noqa: B009 - not known to the type checker


def test_the_example_of_the_docs_builds_a_deck(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.S)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{tmp_path.resolve()}/build/capitals.apkg 2 new\n"


def test_preview_shows_the_problems_of_a_deck_where_it_runs(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (deck / "10-one.yaml").write_text(CHAPTER.replace("Which bone is the longest?", "Is the femur a bone?"))
    monkeypatch.chdir(deck)
    assert "yes-no" in builder.preview(".", "pages").read_text("utf-8")


@pytest.mark.parametrize("here", [".", "cards/demo"])
def test_a_deck_is_held_against_the_others_of_its_project(
    deck: Path, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_deck(Path(), {"10-one.yaml": CHAPTER, "deck.yaml": "name: Copy\nuid: demo\n"}, folder="zoo")
    folder = deck.resolve()
    monkeypatch.chdir(here)
    result = builder.build(folder)
    assert (result.package, [problem.rule for problem in result.problems]) == (None, ["duplicate-uid"])
    assert "duplicate-uid" in [problem.rule for problem in builder.check(folder)]
    assert not (folder / "deck.lock").exists()


def test_a_deck_outside_of_any_project_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "deck.yaml").write_text("name: Alone\nuid: alone\n", "utf-8")
    (tmp_path / "alone" / "10-one.yaml").write_text(CHAPTER, "utf-8")
    result = builder.build("alone", "out")
    assert (result.package, result.problems) == (Path("out/alone.apkg"), ())


@pytest.mark.parametrize("function", [builder.load, builder.check])
def test_a_folder_that_cannot_be_looked_into_is_one_line(function: Callable[[str], object]) -> None:
    with pytest.raises(ReadError, match=f"^{'x' * 300}/deck.yaml: cannot read: File name too long$"):
        function("x" * 300)
