"""`check --fix` on files: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.commands.fix import plan_fixes, write_fixes
from builder.errors import ChangedUnderneathError
from tests.support import write_deck

CARD = "title: T\nsource: own\ncards:\n  - back: It stops the line.\n    front: What does a P0 do?\n    kind: basic\n"
MENDED = (
    "title: T\nsource: own\ncards:\n  - id: p0\n    kind: basic\n    front: What does a P0 do?\n"
    "    back: It stops the line.\n"
)


def fix(root: Path, *options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", "--fix", "--root", str(root), *options])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that the command runs in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_each_change_is_told_with_its_place_in_the_mended_file(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": CARD})
    said = 'cards/demo/10-a.yaml:4:5: gave it the id "p0"\ncards/demo/10-a.yaml:4:5: put its keys in order\n'
    assert fix(inside)[2] == said
    assert (deck / "10-a.yaml").read_text() == MENDED


def test_a_second_run_writes_nothing(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": MENDED})
    os.utime(deck / "10-a.yaml", ns=(1, 1))
    assert fix(inside)[2] == ""
    assert (deck / "10-a.yaml").stat().st_mtime_ns == 1


def test_the_byte_order_mark_carriage_returns_and_permissions_stay(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": b"\xef\xbb\xbf" + CARD.replace("\n", "\r\n").encode()})
    (deck / "10-a.yaml").chmod(0o640)
    fix(inside)
    assert (deck / "10-a.yaml").read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()
    assert (deck / "10-a.yaml").stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_chapter_stays_a_link(inside: Path) -> None:
    deck = write_deck(inside, {"elsewhere/a.yaml": CARD})
    (deck / "10-a.yaml").symlink_to("elsewhere/a.yaml")
    fix(inside)
    assert (deck / "10-a.yaml").is_symlink()
    assert (deck / "elsewhere/a.yaml").read_text() == MENDED


def test_a_file_that_is_not_valid_yaml_is_left_alone_and_its_problems_reported(inside: Path) -> None:
    broken = "cards:\n  - id: p0\n    front: {{c1::x}} y\n"
    deck = write_deck(inside, {"10-a.yaml": CARD, "20-b.yaml": broken})
    status, out, err = fix(inside, "--format", "concise")
    assert (status, out) == (
        1,
        "cards/demo/20-b.yaml:3:12: error[yaml-syntax]: "
        'a value that is not quoted starts with "{{", which YAML takes for a mapping\n',
    )
    assert err.splitlines()[0] == 'cards/demo/10-a.yaml:4:5: gave it the id "p0-2"'
    assert (deck / "20-b.yaml").read_text() == broken


def test_a_file_that_changed_meanwhile_is_left_alone_and_reported(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": CARD, "20-b.yaml": CARD.replace("title: T", "title: U")})
    planned = plan_fixes(deck)
    (deck / "10-a.yaml").write_text(CARD + "# saved meanwhile\n")
    stale = write_fixes(planned)
    assert str(ChangedUnderneathError([file.shown for file in stale])) == (
        "cards/demo/10-a.yaml: changed while being mended, and left alone; run this again"
    )
    assert (deck / "10-a.yaml").read_text() == CARD + "# saved meanwhile\n"
    assert (deck / "20-b.yaml").read_text() == MENDED.replace("title: T", "title: U").replace("id: p0", "id: p0-2")
    assert sorted(path.name for path in deck.iterdir()) == ["10-a.yaml", "20-b.yaml", "deck.yaml"]


def test_ids_that_the_lock_remembers_are_not_given_again(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": MENDED})
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    (deck / "10-a.yaml").write_text(CARD)
    fix(inside)
    assert (deck / "10-a.yaml").read_text() == MENDED.replace("id: p0", "id: p0-2")


def test_cards_of_own_kinds_are_put_in_the_order_of_their_kind(inside: Path) -> None:
    fields = "[{name: Word, doc: the word, required: true}, {name: Sense, doc: what it means}]"
    kind = f"doc: a word\nfields: {fields}\ntemplates: [{{name: Say, asks: Word, answers: Sense}}]\n"
    pages = {f"kinds/word/say.{side}.html": "{{Word}}" for side in ("front", "back")}
    card = "  - tags: [x]\n    sense: Table\n    word: der Tisch\n    kind: word\n"
    deck = write_deck(inside, {"kinds/word/kind.yaml": kind, **pages, "10-a.yaml": "title: T\ncards:\n" + card})
    fix(inside)
    assert (deck / "10-a.yaml").read_text() == (
        "title: T\ncards:\n  - id: der-tisch\n    kind: word\n    word: der Tisch\n    sense: Table\n    tags: [x]\n"
    )
