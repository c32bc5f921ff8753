"""The script of the page for those who come from Obsidian reads notes as the plugin Spaced Repetition does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import DOCS, steps_of


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the script lies."""
    steps = steps_of((DOCS / "from-obsidian.md").read_text("utf-8"))
    path = tmp_path_factory.mktemp("script") / "move.py"
    path.write_text(next(step.text for step in steps if step.path == "move.py"), "utf-8")
    return path


def move(script: Path, here: Path, *words: str) -> tuple[int, str]:
    """Run the script in a folder with a deck; return its exit status and what it printed."""
    (here / "deck").mkdir(exist_ok=True)
    (here / "deck" / "deck.yaml").touch()
    done = subprocess.run([sys.executable, str(script), *words], cwd=here, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def cards(script: Path, here: Path, note: str | bytes) -> str:
    """Return the cards that are made of a note, as they stand in the chapter."""
    (here / "Note.md").write_bytes(note if isinstance(note, bytes) else note.encode())
    assert move(script, here, "Note.md", "deck")[0] == 0
    made = here / "deck" / "10-note.yaml"
    text = made.read_text("utf-8") if made.exists() else ""
    return text.removeprefix("title: Note\nsource: own\ncards:\n")


def basic(front: str, back: str) -> str:
    return f"- kind: basic\n  front: {front}\n  back: {back}\n"


@pytest.mark.parametrize(
    ("note", "made"),
    [
        ("---\ntags: [a::b]\n---\nA::b\n\n---\n\nC::d\n\n---\nE::f",
         basic("A", "b") + basic("C", "d") + basic("E", "f")),
        ("A::The ==mitral== valve", basic("A", "The <mark>mitral</mark> valve")),
        ("A ==b== c\n?\n==d==", basic("A <mark>b</mark> c", "<mark>d</mark>")),
        ("A\n??\nB", basic("A", "B") + "  reverse: true\n"),
        ("In code::`if a == b or c == d`", basic("In code", "'`if a == b or c == d`'")),
        ("It is `a == b or c == d`.", ""),
        ("It is $a == b$ and $c == d$.", ""),
        ("Before\n```mermaid\n A:::red --> B\n\n C ==x== D\n?\n```\nafter", ""),
        ("~~~\nA::B\n~~~\n\nC::D", basic("C", "D")),
        ("A?\n?\n```py\nx::y\n\nz\n```",
         "- kind: basic\n  front: A?\n  back: |-\n    ```py\n    x::y\n\n    z\n    ```\n"),
        ("- A::b\n    - C::d\n* [x] E::f\n12. G::h",
         basic("A", "b") + basic("C", "d") + basic("E", "f") + basic("G", "h")),
        ("> [!tip]+ Title\n> A::b\n> > C::d", basic("A", "b") + basic("C", "d")),
        ("### A\n?\n- b\n- c", "- kind: basic\n  front: A\n  back: |-\n    - b\n    - c\n"),
        ("### A::b", basic("A", "b")),
        ("- The ==x== is", "- kind: cloze\n  text: The {{c1::x}} is\n"),
        ("| a | b |\n|---|---|\n| ==x== | ==y== |",
         "- kind: cloze\n  text: |-\n    | a | b |\n    |---|---|\n    | {{c1::x}} | {{c2::y}} |\n"),
        ("One line\nand ==one== more", "- kind: cloze\n  text: |-\n    One line\n    and {{c1::one}} more\n"),
        ("The ==1;;mitral;;valve== and ==2;;left== and ==1;;this==.",
         "- kind: cloze\n  text: The {{c1::mitral::valve}} and {{c2::left}} and {{c1::this}}.\n"),
        ("The {{c1::node::where}} is at {{c2::a::b}}.",
         "- kind: cloze\n  text: The {{c1::node::where}} is at {{c2::a::b}}.\n"),
        ("A ==gap== here\nB::c", basic("B", "c") + "- kind: cloze\n  text: A {{c1::gap}} here\n"),
        ("A::b %%private: x::y%%\n<!-- C::d -->\n<!--ID: 1612345678901-->", basic("A", "b")),
        ("A::b ^a1b2c3\n#flashcards/x/y #card\nC::d #card-io", basic("A", "b") + basic("C", "'d #card-io'")),
        ("A::\n\n::b\n\n?\nc", ""),
        ("A::b\r\n\r\nC ==d== e\r\n".encode("utf-8-sig"), basic("A", "b") + "- kind: cloze\n  text: C {{c1::d}} e\n"),
    ],
)  # fmt: skip
def test_a_note_makes_these_cards(note: str | bytes, made: str, script: Path, tmp_path: Path) -> None:
    assert cards(script, tmp_path, note) == made


def test_each_note_of_a_folder_makes_a_chapter_and_one_without_cards_none(script: Path, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    for name, text in {"B c.md": "A::b\nC::d", "A.md": "- [[B c]]", "Ä.md": "E::f", "x.png": "A::b"}.items():
        (tmp_path / "vault" / name).write_text(text, "utf-8")
    (tmp_path / "More.md").write_text("G::h", "utf-8")
    assert move(script, tmp_path, "vault", "More.md", "deck") == (
        0,
        "vault/A.md: no card in it, and no chapter made of it\n"
        "deck/10-b-c.yaml: 2 cards\n"
        "deck/20-ä.yaml: 1 cards\n"
        "deck/30-more.yaml: 1 cards\n",
    )


def test_a_chapter_that_is_there_is_left_alone(script: Path, tmp_path: Path) -> None:
    assert cards(script, tmp_path, "A::b") == basic("A", "b")
    (tmp_path / "Note.md").write_text("A::c", "utf-8")
    assert move(script, tmp_path, "Note.md", "deck") == (
        0,
        "deck/10-note.yaml: it is there already, and was left alone\n",
    )
    assert "back: b" in (tmp_path / "deck" / "10-note.yaml").read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("Note.md",)])
def test_too_few_words_are_told_what_it_takes(words: tuple[str, ...], script: Path, tmp_path: Path) -> None:
    code, said = move(script, tmp_path, *words)
    assert (code, said.startswith("python3 move.py NOTES… DECK: ")) == (1, True)


def test_it_writes_into_no_folder_but_a_deck_s(script: Path, tmp_path: Path) -> None:
    (tmp_path / "Note.md").write_text("A::b", "utf-8")
    said = "elsewhere: this is no folder of a deck; deckwright init makes one\n"
    assert move(script, tmp_path, "Note.md", "elsewhere") == (1, said)
