"""Nothing outside of a deck's folder is read into its package, and nothing outside of a project is written to."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from tests.hostile.seeds import files, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows lets not everybody make links")

DECK = "cards/demo"
OUT = "error[foreign-file]: it is a link that leads out of the deck's folder, and is not followed"
SECRET = "title: S\nsource: own\nkind: basic\ncards:\n  - {id: secret, front: What is secret?, back: THE SECRET}\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write(Path(), files())
    write(Path(), {"../secret/key.yaml": SECRET.encode(), "../secret/key.png": files()[f"{DECK}/media/dot.png"]})


def link(name: str, target: str) -> None:
    path = Path(name)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, words, env={"NO_COLOR": "1"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    "name",
    [
        *("deck.yaml", "10-plain.yaml", "40-more.yaml", "kinds/word/kind.yaml", "kinds/word/style.css"),
        *("kinds/word/head.html", "kinds/word/meaning.front.html", "kinds/more/kind.yaml"),
    ],
)
@pytest.mark.parametrize("way", ["relative", "absolute", "by another link", "to nothing", "hidden"])
def test_a_source_that_is_somewhere_else_is_not_read(name: str, way: str) -> None:
    secret = Path("../secret/key.yaml").resolve()
    up = "../" * (name.count("/") + 3)
    target = {
        "relative": f"{up}secret/key.yaml",
        "absolute": str(secret),
        "by another link": f"{'../' * name.count('/')}inner.txt",
        "to nothing": "/nowhere/at/all.yaml",
        "hidden": f"{'../' * name.count('/')}.git/config",
    }[way]
    write(Path(), {f"{DECK}/.git/config": SECRET.encode()})
    link(f"{DECK}/inner.txt", "../../../secret/key.yaml")
    link(f"{DECK}/{name}", target)
    for words in (("build",), ("check", "--fix")):
        before = secret.read_text()
        status, _ = run(*words)
        told = CliRunner().invoke(main, ["check", "--format", "concise"]).stdout.split("\n")
        assert (status, told.count(f"{DECK}/{name}:1:1: {OUT}")) == (1, 1)
        assert secret.read_text() == before


def test_a_link_to_another_file_of_the_deck_is_followed() -> None:
    os.rename(f"{DECK}/10-plain.yaml", f"{DECK}/plain.txt")
    link(f"{DECK}/10-plain.yaml", "plain.txt")
    assert run("build", "--locked") == (0, "")


def test_a_folder_of_kinds_that_is_somewhere_else_is_not_read() -> None:
    os.rename(f"{DECK}/kinds", "../kinds")
    link(f"{DECK}/kinds", "../../../kinds")
    status, said = run("build")
    assert status == 1
    assert f"{DECK}/kinds/word/kind.yaml:1:1: {OUT}\n" in said


def test_a_folder_that_is_somewhere_else_is_told_and_not_looked_into() -> None:
    link(f"{DECK}/more", "../../../secret")
    link(f"{DECK}/all", "/")
    told = (
        "warning[foreign-folder]: this folder is a link that leads out of the deck's folder, and nothing in it is read"
    )
    assert run("build") == (
        0,
        f"{DECK}/all:1:1: {told}\n  hint: put the folder itself there\n\n"
        f"{DECK}/more:1:1: {told}\n  hint: put the folder itself there\n\n",
    )


@pytest.mark.parametrize(
    "target",
    [
        *(
            "../../../../secret/key.png",
            "/proc/self/cwd/../secret/key.png",
            "inner.png",
            "../deck.yaml",
            "../deck.lock",
        ),
        *("dot.png", "../.git/key.png"),
    ],
)
def test_media_that_are_somewhere_else_are_missing(target: str) -> None:
    write(Path(), {f"{DECK}/.git/key.png": b"\x89PNG"})
    link(f"{DECK}/media/inner.png", "../../../../secret/key.png")
    link(f"{DECK}/media/dot.png", target)
    status, said = run("build")
    assert status == 1
    assert 'error[missing-media]: there is no media file "dot.png"' in said


def test_media_in_the_folder_of_another_deck_are_missing() -> None:
    write(Path(), {"cards/other/deck.yaml": b"name: O\nuid: o\n", "cards/other/media/dot.png": b"\x89PNG"})
    shutil.rmtree(Path(DECK) / "media")
    link(f"{DECK}/media", "../other/media")
    status, said = run("build", "demo")
    assert status == 1
    assert "hint: it is a link that leads out of the deck: put the file itself into the deck's media folder\n" in said


def test_a_deck_that_is_a_link_to_another_is_refused() -> None:
    link("cards/alias", "demo")
    for words in (("build",), ("check",), ("lock",), ("build", "alias")):
        assert run(*words) == (2, "deckwright: cards/alias: it is a link to the deck cards/demo; delete it\n")


@pytest.mark.parametrize("name", ["cards", "cards/demo"])
def test_a_deck_that_is_somewhere_else_is_refused(name: str) -> None:
    os.rename(name, "../elsewhere")
    link(name, "../../elsewhere" if "/" in name else "../elsewhere")
    assert run("build", "--root", ".") == (
        2,
        "deckwright: cards/demo: it is a link that leads out of the project; put the folder itself there, or name the"
        " project that it is in: --root DIR\n",
    )


def test_a_deck_that_is_linked_within_the_project_is_read() -> None:
    os.rename(DECK, "demo")
    link(DECK, "../demo")
    assert run("build") == (0, "")


def test_links_in_circles_end() -> None:
    for name, target in (("media/x.png", "x.png"), ("kinds/x", "x"), ("sub", ".."), ("again", "again")):
        link(f"{DECK}/{name}", target)
    told = "this folder is a link that leads out of the deck's folder, and nothing in it is read"
    assert run("build") == (
        0,
        f"{DECK}/sub:1:1: warning[foreign-folder]: {told}\n  hint: put the folder itself there\n\n",
    )


# ---- What is written.


def test_a_package_is_not_written_over_a_file_of_another_sort() -> None:
    Path("../notes.txt").write_text("mine")
    link("build/demo.apkg", "../../notes.txt")
    whole = Path("../notes.txt").resolve()
    assert run("build") == (
        2,
        f"deckwright: build/demo.apkg: cannot write: it is a link to {whole}, which is another sort of file; delete the"
        " link, then run it again\n",
    )
    assert whole.read_text() == "mine"


def test_a_package_that_an_author_keeps_elsewhere_is_brought_up_to_date_there() -> None:
    Path("../given").mkdir()
    os.rename("build/demo.apkg", "../given/demo.apkg")
    link("build/demo.apkg", "../../given/demo.apkg")
    Path("../given/demo.apkg").write_bytes(b"old")
    assert run("build") == (0, "")
    assert Path("build/demo.apkg").is_symlink()
    assert Path("../given/demo.apkg").read_bytes() == files()["build/demo.apkg"]


def test_no_file_is_made_by_way_of_a_link_beside_the_lock() -> None:
    for name in ("deck.lock", ".gitattributes"):
        (Path(DECK) / name).unlink(missing_ok=True)
    Path("build/demo.apkg").unlink()
    link(f"{DECK}/.gitattributes", "../../../made-by-a-link")
    assert run("build") == (0, "")
    assert not Path("../made-by-a-link").exists()


def test_what_else_lies_in_the_output_stays() -> None:
    others = (
        "notes.txt",
        ".demo.apkg.tmp",
        ".demo.apkg.backup.tmp",
        ".other.apkg.1-2.tmp",
        "demo-retired.md",
        "x.apkg",
    )
    write(Path(), {f"build/{name}": b"mine" for name in others})
    write(Path(), {"build/.demo.apkg.12-345.tmp": b"of a killed build", "build/demo-retired.txt": b"of a build before"})
    write(Path(), {f"{DECK}/.deck.lock.old.tmp": b"mine"})
    assert run("build") == (0, "")
    assert sorted(path.name for path in Path("build").iterdir()) == sorted([*others, "demo.apkg"])
    assert (Path(DECK) / ".deck.lock.old.tmp").read_bytes() == b"mine"
