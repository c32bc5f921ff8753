"""YAML files that are in no package are told, each with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.project import chapter_paths
from tests.support import check_text, write_deck

CHAPTER = "title: T\nsource: own\ncards:\n  - {id: ID, kind: basic, front: x, back: y}\n"


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(*files: str, beside: str = "") -> str:
    """Return what is said of a deck with a good chapter and more files, without lines of the place."""
    write_deck(Path(), {"10-a.yaml": CHAPTER, **{name: CHAPTER.replace("ID", "b") for name in files}})
    if beside:
        Path("cards", beside).write_text(CHAPTER)
    return check_text(Path())


DECK_IN_DECK = "error[unread-file]: a deck in a deck is not read, nor is what else lies in its folder"
CASES = {
    "part/20-b.yaml": "",
    "part/inner/20-b.yml": "",
    "part/deck.yaml": (
        f"cards/demo/part/deck.yaml:1:1: {DECK_IN_DECK}\n"
        "  hint: move the folder to cards/part; if it is to be a part of this deck, delete this file\n"
    ),
    "part/Deck.YML": (
        f"cards/demo/part/Deck.YML:1:1: {DECK_IN_DECK}\n"
        "  hint: move the folder to cards/part; if it is to be a part of this deck, delete this file\n"
    ),
    "part/20-b.YAML": (
        "cards/demo/part/20-b.YAML:1:1: error[unread-file]: this file is not read: the name of a chapter ends in .yaml"
        " or .yml\n  hint: rename it to 20-b.yaml\n"
    ),
    "part/folder.yaml": (
        "cards/demo/part/folder.yaml:1:1: error[unread-file]: this file is not read: there is no chapter in this"
        " folder, and so no deck\n  hint: write one, cards/demo/part/10-basics.yaml, or delete this file\n"
    ),
    "part/Folder.yml": (
        "cards/demo/part/Folder.yml:1:1: error[unread-file]: this file is not read: the file that names a folder's"
        " deck is folder.yaml\n  hint: rename it folder.yaml\n"
    ),
    "folder.yaml": (
        "cards/demo/folder.yaml:1:1: error[unread-file]: this file is not read: it names the deck of a folder in this"
        " one, whose own name is in deck.yaml\n"
        "  hint: delete it; if it is a chapter, rename it to 10-folder.yaml\n"
    ),
    "me.yaml": (
        "cards/demo/me.yaml:1:1: error[unread-file]: this file is not read: the name me is reserved, and no chapter's\n"
        "  hint: rename it to 10-me.yaml\n"
    ),
    "part/Inbox.yml": (
        "cards/demo/part/Inbox.yml:1:1: error[unread-file]: this file is not read: the name Inbox is reserved, and no"
        " chapter's\n  hint: rename it to 10-Inbox.yaml\n"
    ),
    "part/kinds/idea/kind.yaml": (
        "cards/demo/part/kinds/idea/kind.yaml:1:1: error[unread-file]: this file is not read: the folder kinds lies"
        " beside deck.yaml, and no other of that name is read\n"
        "  hint: move the folder to cards/demo/kinds, or give it another name\n"
    ),
    "part/Media/list.yaml": (
        "cards/demo/part/Media/list.yaml:1:1: error[unread-file]: this file is not read: the folder media lies"
        " beside deck.yaml, and no other of that name is read\n"
        "  hint: move the folder to cards/demo/media, or give it another name\n"
    ),
    "translations/de/20-b.yaml": "",
    "part/.git/20-b.yaml": "",
    "part/notes.txt": "",
    "part/80-liver.md": (
        "cards/demo/part/80-liver.md:1:1: warning[unread-file]: this file is not read: a chapter is YAML, and its name"
        " ends in .yaml\n"
        "  hint: write its cards into cards/demo/part/80-liver.yaml, or move it out of the deck's folder\n"
    ),
    "deck.yml": (
        "cards/demo/deck.yml:1:1: error[unread-file]: this file is not read: the deck has a deck.yaml\n"
        "  hint: move what it says there, and delete it\n"
    ),
    "20-b.yaml.txt": (
        "cards/demo/20-b.yaml.txt:1:1: error[unread-file]: this file is not read: the name of a chapter ends in .yaml"
        " or .yml\n"
        "  hint: rename it to cards/demo/20-b.yaml\n"
    ).replace("cards/demo/20-b.yaml\n", "20-b.yaml\n"),
    "20-b.YAML": (
        "cards/demo/20-b.YAML:1:1: error[unread-file]: this file is not read: the name of a chapter ends in .yaml"
        " or .yml\n"
        "  hint: rename it to 20-b.yaml\n"
    ),
    "kinds/_idea/kind.yaml": (
        "cards/demo/kinds/_idea/kind.yaml:1:1: error[unread-file]: this file is not read: the name of a kind begins"
        ' with a letter\n  hint: rename "_idea", or give it a dot\n'
    ),
    "kinds/.idea/kind.yaml": "",
    "kinds/idea.yaml": (
        "cards/demo/kinds/idea.yaml:1:1: error[unread-file]: this file is not read: a kind is a folder\n"
        "  hint: move it to cards/demo/kinds/idea/kind.yaml\n"
    ),
    "Media/list.yaml": (
        "cards/demo/Media/list.yaml:1:1: error[unread-file]: this file is not read: the name of its folder is in small"
        ' letters\n  hint: rename it to "media"\n'
    ),
    "20-b.Yml": (
        "cards/demo/20-b.Yml:1:1: error[unread-file]: this file is not read: the name of a chapter ends in .yaml"
        " or .yml\n  hint: rename it to 20-b.yaml\n"
    ),
    "20-b.yml": "",
    "media/list.yaml": "",
    ".hidden.yaml": "",
    ".git/20-b.yaml": "",
    "notes.txt": "",
    "80-liver.md": (
        "cards/demo/80-liver.md:1:1: warning[unread-file]: this file is not read: a chapter is YAML, and its name ends"
        " in .yaml\n  hint: write its cards into cards/demo/80-liver.yaml, or move it out of the deck's folder\n"
    ),
    "README.md": "",
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_is_no_part_of_the_deck_is_told(name: str) -> None:
    assert told(name) == CASES[name]


def test_an_empty_folder_is_told_and_one_with_other_files_is_not() -> None:
    folder = write_deck(Path(), {"10-a.yaml": CHAPTER})
    (folder / "part" / "inner").mkdir(parents=True)
    (folder / "scans").mkdir()
    (folder / "scans" / "page.pdf").write_bytes(b"%PDF")
    assert check_text(Path()) == (
        "cards/demo/part/inner:1:1: warning[empty-deck]: there is no chapter in this folder, and so no deck\n"
        "  hint: write one, cards/demo/part/inner/10-basics.yaml, or delete the folder\n"
    )


def test_a_link_to_chapters_of_the_same_deck_is_told() -> None:
    folder = write_deck(Path(), {"part/10-a.yaml": CHAPTER, "media/10-list.yaml": "- a"})
    (folder / "again").symlink_to("part")
    (folder / "part" / "around").symlink_to("../part")
    (folder / "pictures").symlink_to("media")
    told = "this folder is a link to cards/demo/part, and its chapters are read there alone\n  hint: delete the link\n"
    assert check_text(Path()) == (
        f"cards/demo/again:1:1: warning[foreign-folder]: {told}\n"
        f"cards/demo/part/around:1:1: warning[foreign-folder]: {told}"
    )


IDEA = """\
doc: an idea
fields: [{name: Q, doc: what is asked, required: true}, {name: A, doc: the answer}]
templates: [{name: T, asks: [Q], answers: [A]}]
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "sub/more.yaml",
            "error[unread-file]: this file is not read: a kind has no folders inside\n"
            "  hint: move it to cards/demo/kinds/idea/more.yaml\n",
        ),
        ("kind.yml", 'warning[unused-file]: "kind.yml" is no file of the kind\n  hint: did you mean "kind.yaml"?\n'),
        (
            "Kind.YAML",
            'warning[unused-file]: "Kind.YAML" is no file of the kind\n  hint: did you mean "kind.yaml"?\n',
        ),
        (
            "kind.yaml.txt",
            'warning[unused-file]: "kind.yaml.txt" is no file of the kind\n  hint: did you mean "kind.yaml"?\n',
        ),
    ],
)
def test_yaml_in_the_folder_of_a_kind_that_is_no_part_of_it_is_told(name: str, said: str) -> None:
    kind = {"kind.yaml": IDEA, "t.front.html": "{{Q}}", "t.back.html": "{{A}}", name: IDEA}
    write_deck(Path(), {"10-a.yaml": CHAPTER, **{f"kinds/idea/{file}": text for file, text in kind.items()}})
    assert check_text(Path()) == f"cards/demo/kinds/idea/{name}:1:1: {said}"


def test_chapters_of_both_endings_are_read_in_the_order_of_their_names() -> None:
    chapters = {name: CHAPTER.replace("ID", name[3]) for name in ("30-c.yaml", "20-b.yml", "10-a.yaml")}
    assert [path.name for path in chapter_paths(write_deck(Path(), chapters))] == ["10-a.yaml", "20-b.yml", "30-c.yaml"]
    assert check_text(Path()) == ""


def test_a_file_beside_the_decks_is_told() -> None:
    assert told(beside="20-b.yaml") == (
        "cards/20-b.yaml:1:1: error[unread-file]: no deck has this file: it lies beside the decks\n"
        "  hint: move it to cards/demo/20-b.yaml, or into another deck\n"
    )
    Path("cards/20-b.yaml").rename("cards/deck.yaml")
    assert check_text(Path()) == (
        "cards/deck.yaml:1:1: error[unread-file]: no deck has this file: it lies beside the decks\n"
        "  hint: a deck is a folder in cards: move the file there, with the chapters of that deck\n"
    )


@pytest.mark.parametrize("name", ["deck.yml", "Deck.yaml", "deck.yaml.txt"])
def test_a_deck_whose_file_has_nearly_the_right_name_is_told_so(name: str) -> None:
    folder = write_deck(Path(), {"10-a.yaml": CHAPTER})
    (folder / "deck.yaml").rename(folder / name)
    assert check_text(Path()) == (
        "cards/demo/deck.yaml:1:1: error[no-deck-file]: cards/demo has no deck.yaml\n"
        f'  hint: rename "{name}" to deck.yaml\n'
    )


def test_a_project_with_a_chapter_and_no_deck_is_told_so() -> None:
    Path("cards").mkdir()
    Path("cards/10-a.yaml").write_text(CHAPTER)
    result = CliRunner().invoke(main, ["check"])
    assert result.output == (
        "deckwright: cards: there is no deck in it, but 10-a.yaml; a deck is a folder: move it to cards/my-deck, with a"
        " deck.yaml\n"
    )


def test_a_build_with_nothing_else_to_do_tells_of_a_file_beside_the_decks_too() -> None:
    write_deck(Path(), {"10-a.yaml": CHAPTER})
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    Path("cards/20-b.yaml").write_text(CHAPTER)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 1
    assert "cards/20-b.yaml:1:1: error[unread-file]" in result.output
