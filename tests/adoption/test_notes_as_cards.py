"""Notes in Markdown become cards as the plugins of notebooks read them, and as mdanki and AnkiOps do."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.adoption.published import imported, run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def chapter(here: Path, note: str | bytes, name: str = "Note.md") -> str:
    """Return the chapter that is made of a note."""
    path = here / name
    path.write_bytes(note if isinstance(note, bytes) else note.encode())
    (made,) = imported(here / "project", path).glob("10-*.yaml")
    return made.read_text("utf-8")


def basic(*cards: tuple[str, str, str]) -> str:
    """Return a chapter of cards of one kind."""
    return "title: Note\nkind: basic\ncards:\n" + "".join(
        f"  - id: {card_id}\n    front: {front}\n    back: {back}\n" for card_id, front, back in cards
    )


def cloze(*cards: tuple[str, str]) -> str:
    """Return a chapter of sentences with gaps."""
    return "title: Note\nkind: cloze\ncards:\n" + "".join(
        f"  - id: {card_id}\n    text: {text}\n" for card_id, text in cards
    )


def refused(*arguments: str | Path) -> str:
    """Return what an import says that is not carried out."""
    result = run("import", *arguments)
    assert result.exit_code == 2, result.output
    return result.stderr.removeprefix("deckwright: ").rstrip()


@pytest.mark.parametrize(
    ("note", "made"),
    [
        ("---\ntags: []\n---\nA::b\n\n---\n\nC::d\n\n---\nE::f",
         basic(("a", "A", "b"), ("c", "C", "d"), ("e", "E", "f"))),
        ("A::The ==mitral== valve", basic(("a", "A", "The <mark>mitral</mark> valve"))),
        ("A ==b== c\n?\n==d==", basic(("b-c", "A <mark>b</mark> c", "<mark>d</mark>"))),
        ("A\n??\nB", basic(("a", "A", "B")) + "    reverse: true\n"),
        ("A:::B", basic(("a", "A", "B")) + "    reverse: true\n"),
        ("In code::`if a == b or c == d`", basic(("code", "In code", "'`if a == b or c == d`'"))),
        ("~~~\nA::B\n~~~\n\nC::D", basic(("c", "C", "D"))),
        ("Before\n```mermaid\n A:::red --> B\n\n C ==x== D\n?\n```\nafter\n\nE::F", basic(("e", "E", "F"))),
        ("A?\n?\n```py\nx::y\n\nz\n```",
         basic(("a", "A?", "|-\n      ```py\n      x::y\n\n      z\n      ```"))),
        ("- A::b\n    - C::d\n* [x] E::f\n12. G::h",
         basic(("a", "A", "b"), ("c", "C", "d"), ("e", "E", "f"), ("g", "G", "h"))),
        ("> [!tip]+ Title\n> A::b\n> > C::d", basic(("a", "A", "b"), ("c", "C", "d"))),
        ("### A\n?\n- b\n- c", basic(("a", "A", "|-\n      - b\n      - c"))),
        ("### A::b", basic(("a", "A", "b"))),
        ("- The ==x== is", cloze(("x", "The {{c1::x}} is"))),
        ("| a | b |\n|---|---|\n| ==x== | ==y== |",
         cloze(("b-x-y", "|-\n      | a | b |\n      |---|---|\n      | {{c1::x}} | {{c2::y}} |"))),
        ("One line\nand ==one== more", cloze(("one-line-one-more", "|-\n      One line\n      and {{c1::one}} more"))),
        ("The ==1;;mitral;;valve== and ==2;;left== and ==1;;this==.",
         cloze(("mitral-left", "The {{c1::mitral::valve}} and {{c2::left}} and {{c1::this}}."))),
        ("The {{c1::node::where}} is at {{c2::a::b}}.",
         cloze(("node", "The {{c1::node::where}} is at {{c2::a::b}}."))),
        ("The {{c1::whole {{c2::part}}}} of it.", cloze(("whole-part", "The {{c1::whole {{c2::part}}}} of it."))),
        ("A::b %%private: x::y%%\n<!-- C::d -->\n<!--ID: 1612345678901-->", basic(("a", "A", "b"))),
        ("A::b\n<!--SR:!2026-01-10,12,250-->", basic(("a", "A", "b"))),
        ("A::b ^a1b2c3\n#flashcards/x/y #card\nC::d", basic(("a", "A", "b"), ("c", "C", "d"))),
        ("C::d #card-io", basic(("c", "C", "d")) + "    tags: [card-io]\n"),
        ("A::b #heart/valves #1 #x", basic(("a", "A", "'b #heart/valves #1'")) + "    tags: [x]\n"),
        ("A #old\n?\nb\n#heart/valves", basic(("a", "A", "b")) + "    tags: [old, heart::valves]\n"),
        ("A::b\nC::d #own\n#both", basic(("a", "A", "b")) + "    tags: [both]\n"
         "  - id: c\n    front: C\n    back: d\n    tags: [own, both]\n"),
        ("Red :: #ff0000", basic(("red", "Red", "'#ff0000'"))),
        ("A::\n\n::b\n\n?\nc\n\nD::e", basic(("d", "D", "e"))),
    ],
)  # fmt: skip
def test_a_note_makes_these_cards(note: str | bytes, made: str, tmp_path: Path) -> None:
    assert chapter(tmp_path, note) == made


def test_lines_with_signs_and_a_gap_in_one_paragraph(tmp_path: Path) -> None:
    assert chapter(tmp_path, "\ufeffA ==gap== here\r\nB::c\r\n") == (
        "title: Note\n"
        "cards:\n"
        "  - id: b\n"
        "    kind: basic\n"
        "    front: B\n"
        "    back: c\n"
        "  - id: gap-here\n"
        "    kind: cloze\n"
        "    text: A {{c1::gap}} here\n"
    )


@pytest.mark.parametrize(
    "note",
    [
        "It is `a == b or c == d`.",
        "It is $a == b$ and $c == d$.",
        "A::\n\n::b\n\n?\nc",
        "---\naliases: [a::b]\n---\nText",
        "# Title\n\n## Nothing below\n",
    ],
)
def test_a_note_without_cards_is_refused(note: str, tmp_path: Path) -> None:
    file = tmp_path / "Note.md"
    file.write_text(note)
    assert refused(file, "--root", tmp_path / "project") == (
        f"{file}: there are no cards in it: no `::` or `?`, no ==gap==, no field `Q:`, and no `##` with a text below;"
        " write one of these, and see the docs on notes"
    )
    assert not (tmp_path / "project").exists()


def test_tags_of_the_front_matter_and_of_a_paragraph_are_those_of_the_chapter(tmp_path: Path) -> None:
    note = (
        '---\naliases: [x::y]\ntags:\n  - botany\n  - "#trees/old"\n  - flashcards/x\nnoteId: 1\n---\n'
        "#spring #botany\n\nA::b"
    )
    assert chapter(tmp_path, note) == (
        "title: Note\ntags: [botany, trees::old, spring]\nkind: basic\ncards:\n  - id: a\n    front: A\n    back: b\n"
    )


def test_formulas_between_dollars_stay_and_are_read(tmp_path: Path) -> None:
    assert chapter(tmp_path, "Height at $d$::$h = d \\tan \\alpha$") == basic(
        ("height-d", "Height at $d$", "$h = d \\tan \\alpha$")
    )
    assert (tmp_path / "project/cards/note/deck.yaml").read_text("utf-8").endswith("\nmath: dollars\n")


def test_each_note_of_a_folder_is_a_chapter_and_one_without_cards_is_told(tmp_path: Path) -> None:
    vault = tmp_path / "My vault"
    for name, text in {
        "B c.md": "A::b\nC::d",
        "A.md": "- [[B c]]",
        "empty.md": "\n",
        "Ä.md": "E::f",
        "x.png": "A::b",
        "Deep/er/Note.md": "G::h",
        ".trash/Old.md": "I::j",
    }.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, "utf-8")
    project = tmp_path / "project"
    result = run("import", vault, "--root", project)
    assert (result.exit_code, result.stdout.replace(f"{tmp_path}/", "").split("\n")) == (
        0,
        [
            "My vault: 5 notes with `::`, `?` and `==gaps==`: 4 new cards",
            "  project/cards/my-vault/deck.yaml",
            "  project/cards/my-vault/10-b-c.yaml: 2 cards",
            "  project/cards/my-vault/20-deep-er-note.yaml: 1 card",
            "  project/cards/my-vault/30-a.yaml: 1 card",
            "  no card in it, and no chapter made of it: A.md",
            "  no card in it, and no chapter made of it: empty.md",
            "  learners: all cards are new to them; cards that they have already stay as they are, beside these",
            "next: deckwright check my-vault, then deckwright build my-vault; commit project/cards/my-vault before you"
            " publish",
            "",
        ],
    )
    assert (project / "cards/my-vault/20-deep-er-note.yaml").read_text("utf-8") == (
        "title: Deep::er::Note\nkind: basic\ncards:\n  - id: g\n    front: G\n    back: h\n"
    )
    assert run("check", "--root", project).exit_code == 0


def test_pictures_beside_the_notes_come_along_and_no_other_file_does(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    for name in ("Attachments/lime.png", "a/same.png", "b/same.png", "my pic.png"):
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_bytes(PNG + name.encode())
    (tmp_path / "secret.png").write_bytes(PNG)
    (vault / "link.png").symlink_to(tmp_path / "secret.png")
    (vault / "Trees.md").write_text(
        "Lime::![[lime.png|200]]\nTwo::![[a/same.png]] ![[b/same.png]]\nBlank::![of it](./my%20pic.png)\n"
        "None::![[gone.png]] ![](../secret.png) ![[link.png]]\n"
    )
    result = run("import", vault, "--root", tmp_path / "project")
    deck = tmp_path / "project/cards/vault"
    assert "  3 errors: deckwright check tells them\n" in result.stdout
    assert (deck / "10-trees.yaml").read_text("utf-8") == (
        "title: Trees\n"
        "kind: basic\n"
        "cards:\n"
        "  - id: lime\n"
        "    front: Lime\n"
        "    back: '![[lime.png|200]]'\n"
        "  - id: two\n"
        "    front: Two\n"
        "    back: '![[same.png]] ![[same-2.png]]'\n"
        "  - id: blank\n"
        "    front: Blank\n"
        "    back: '![of it](<my pic.png>)'\n"
        "  - id: none\n"
        "    front: None\n"
        "    back: '![[gone.png]] ![](../secret.png) ![[link.png]]'\n"
    )
    assert {path.name: path.read_bytes() for path in (deck / "media").iterdir()} == {
        "lime.png": PNG + b"Attachments/lime.png",
        "same.png": PNG + b"a/same.png",
        "same-2.png": PNG + b"b/same.png",
        "my pic.png": PNG + b"my pic.png",
    }


def test_headings_with_what_stands_below_are_cards_as_mdanki_reads_them(tmp_path: Path) -> None:
    note = (
        "# Recursion\n\nintro\n\n## Base `a::b`\n\nText\n\n```md\n## no card\n```\n\n"
        "[#algo](./a.md) [#binary tree]()\n\n"
        "## Two\n\nlines\n\n%\n\nback\n### Sub\n\n## Empty\n"
    )
    assert chapter(tmp_path, note) == (
        "title: Recursion\n"
        "kind: basic\n"
        "cards:\n"
        "  - id: base-b\n"
        "    front: Base `a::b`\n"
        "    back: |-\n"
        "      Text\n"
        "\n"
        "      ```md\n"
        "      ## no card\n"
        "      ```\n"
        "    tags: [algo, binary_tree]\n"
        "  - id: two-lines\n"
        "    front: |-\n"
        "      Two\n"
        "\n"
        "      lines\n"
        "    back: |-\n"
        "      back\n"
        "      ### Sub\n"
    )


def test_fields_between_lines_are_cards_as_ankiops_writes_them(tmp_path: Path) -> None:
    note = (
        "<!-- note_key: 1 -->\nQ: Who?\nA: One\n\n```\n---\nE: code\n```\nE: More.\nM: Much.\n\n---\n\n"
        "T: The {{c1::gap}}.\n\n---\nF: front\nB: back ![](tree.png){width=300}\n\n---\n"
        "Q: Which?\nC1: A\nC2: B\nA: 2\n\n---\nQ: Which two?\nC1: A\nC2: B\nA: 1, 2\n"
    )
    assert chapter(tmp_path, note, "Bio__Cell.md") == (
        "title: Cell\n"
        "cards:\n"
        "  - id: who\n"
        "    kind: basic\n"
        "    front: Who?\n"
        "    back: |-\n"
        "      One\n"
        "\n"
        "      ```\n"
        "      ---\n"
        "      E: code\n"
        "      ```\n"
        "    extra: |-\n"
        "      More.\n"
        "\n"
        "      Much.\n"
        "  - id: gap\n"
        "    kind: cloze\n"
        "    text: The {{c1::gap}}.\n"
        "  - id: front\n"
        "    kind: basic\n"
        "    front: front\n"
        "    back: back ![[tree.png|300]]\n"
        "    reverse: true\n"
        "  - id: which\n"
        "    kind: choice\n"
        "    question: Which?\n"
        "    options:\n"
        "      - A\n"
        "      - B\n"
        "    answer: B\n"
    )


def test_a_folder_without_notes_and_a_note_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "folder", "--root", tmp_path / "project") == (
        f"{tmp_path}/folder: there is neither CrowdAnki's deck.json nor a note in Markdown in it;"
        " name a folder or a file with cards"
    )
    for name, data, said in (
        ("Latin.md", "Ä::ö".encode("latin-1"), "it is not in UTF-8 or UTF-16: byte 1 is 0xc4; save it as UTF-8"),
        ("Bytes.md", b"a\0b", "it is no text; name a table (.csv, .tsv, .txt), Markdown, or a package"),
        ("Empty.md", b" \n", "it is empty; name a file with cards in it"),
    ):
        (tmp_path / name).write_bytes(data)
        assert refused(tmp_path / name, "--root", tmp_path / "project") == f"{tmp_path}/{name}: {said}"
    assert refused(tmp_path / "Latin.md", "--kind", "basic", "--root", tmp_path / "project") == (
        "--kind is for a table (.csv, .tsv, .txt), or with --new for the texts of a package"
    )
