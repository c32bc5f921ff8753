"""A build that has the cache of the last one leaves the bytes, and says the words, of a clean build."""

from __future__ import annotations

import contextlib
import io
import json
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from builder.cache import file_stats
from tests.cache.project import CARD_A, CARD_B, CARD_C, EDITED, FILES, HEAD_A, HEAD_B, PIXEL, Author, Twins
from tests.support import NOW


def start(author: Author) -> None:
    for number in range(4):
        name = f"{number * 20:02}-c.yaml"
        author.titles[name] = f"Chapter {number}"
        author.chapters[name] = [author.card() for _ in range(4)]


@pytest.mark.parametrize("settled", [0, 2_000_000_000], ids=["files known by their stats", "by their bytes"])
@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_a_warm_build_is_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, settled: int
) -> None:
    monkeypatch.setattr(file_stats, "_SETTLED", settled)
    author = Author(random.Random(seed), media={"a.png": PIXEL})
    start(author)
    twins = Twins(tmp_path)
    for step in range(14):
        moved = author.change() if step else "start"
        twins.write(author.files())
        if step and seed == 3:
            # A clean build writes its packages anew; the one of the last step must not be what is compared.
            (tmp_path / "warm" / "build" / "demo.apkg").unlink(missing_ok=True)
        warm, cold = twins.build("warm", NOW + step), twins.build("cold", NOW + step)
        if "error[" in cold[0]:
            assert (step, moved, warm[0]) == (step, moved, cold[0])
            author.mend()
        else:
            assert (step, moved, warm) == (step, moved, cold)


def test_chapters_that_change_together_move_each_other(twins: Twins) -> None:
    more = "- {id: g, front: six, back: 6}\n- {id: h, front: seven, back: 7}\n"
    twins.write({**FILES, "20-b.yaml": HEAD_B + CARD_C + more})
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    new = "- {id: e, front: five, back: 5}\n"
    both = {"10-a.yaml": HEAD_A + CARD_A + new + CARD_B, "20-b.yaml": HEAD_B + CARD_C + more.replace("6", "8")}
    twins.write({**FILES, **both})
    assert twins.build("warm", NOW + 2) == twins.build("cold", NOW + 2)
    twins.write({**FILES, "10-a.yaml": HEAD_A + CARD_B, "20-b.yaml": HEAD_B + CARD_C + more})
    assert twins.build("warm", NOW + 3) == twins.build("cold", NOW + 3)


def test_a_chapter_that_cannot_be_read_is_told_of(twins: Twins) -> None:
    for which in ("warm", "cold"):
        (twins.home / which / "cards" / "demo" / "30-c.yaml").symlink_to("nowhere")
    said, _ = twins.build("warm", NOW + 1)
    assert said == "deckwright: cards/demo/30-c.yaml: cannot read: No such file or directory\n"
    assert said == twins.build("cold", NOW + 1)[0]


def test_a_lock_from_another_branch_is_taken_as_it_is(twins: Twins) -> None:
    lock = twins.deck / "deck.lock"
    lock.write_text(lock.read_text().replace('"mod":1700000000', '"mod":1700009999'))
    twins.write(FILES)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


def test_problems_of_cached_chapters_stand_where_the_command_sees_them(twins: Twins, rendered: list[str]) -> None:
    files = {**FILES, "20-b.yaml": HEAD_B + CARD_C.replace("id: c", "id: c, was: d")}
    twins.write(files)
    twins.build("warm", NOW + 1)
    twins.write({**files, "10-a.yaml": HEAD_A + CARD_A.replace("id: a", "id: d")})
    for which in ("warm", "cold"):
        said, _ = twins.build(which, NOW + 2, "--root", which, cwd=twins.home)
        assert f'{which}/cards/demo/20-b.yaml:4:8: error[was-still-there]: "was" names "d"' in said
    assert rendered == ["20-b.yaml", "10-a.yaml"]


@pytest.mark.parametrize("folder", [".", "warm/cards", "/"])
def test_a_build_from_another_working_directory_sees_the_same(
    twins: Twins, rendered: list[str], packed: list[str], folder: str
) -> None:
    root = twins.home / "warm"
    said, _ = twins.build("warm", NOW + 1, "--root", str(root), cwd=twins.home / folder)
    assert ("(0 new, 0 changed, 0 retired)" in said, rendered, packed) == (True, [], [])
    twins.write(EDITED)
    _, left = twins.build("warm", NOW + 2, "--root", str(root), cwd=twins.home / folder)
    assert (left, rendered, packed) == (twins.build("cold", NOW + 2)[1], ["20-b.yaml"], ["demo"])


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.cache.write_text("a file where the folder should be")
    told = (
        f"deckwright: {twins.cache}: the cache is not used: File exists; DECKWRIGHT_CACHE names another folder, or none"
        " if it is empty\n"
    )
    for step in (0, 1):
        said, left = twins.build("cold", NOW + step)
        assert twins.build("warm", NOW + step) == (said + told, left)


Rows = list[tuple[str, int, str, str]]
"""The first field of each note, its mod, its tags and its decks, in the order of study."""


def contents(package: bytes) -> tuple[Rows, list[str]]:
    """Return what stands in a package: its notes, and the names of its media in their order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive, contextlib.closing(sqlite3.connect(":memory:")) as rows:
        rows.deserialize(archive.read("collection.anki2"))
        (stored,) = rows.execute("SELECT decks FROM col").fetchone()
        decks = {deck["id"]: deck["name"] for deck in json.loads(stored).values()}
        notes = rows.execute(
            "SELECT n.flds, n.mod, n.tags, c.did FROM notes n JOIN cards c ON c.nid = n.id ORDER BY c.due, c.ord"
        ).fetchall()
        media = json.loads(archive.read("media"))
        names = [media[str(number)] for number in range(len(media))]
    shown = [(fields.replace("\x1f", "|").rstrip("|"), mod, tags, decks[deck]) for fields, mod, tags, deck in notes]
    return shown, names


def test_a_warm_build_leaves_these_rows_and_media(twins: Twins, rendered: list[str]) -> None:
    pictures = {"media/a.png": b"\x89PNG1", "media/m.png": b"\x89PNG2", "media/z.png": b"\x89PNG3"}
    head_a, head_b = HEAD_A.replace("cards:", "tags: [t]\ncards:"), HEAD_B
    shows = "- {id: %s, front: '![](%s)', back: %s}\n"
    first = {
        **FILES,
        **pictures,
        "10-a.yaml": head_a + shows % ("a", "z.png", "one") + CARD_B,
        "20-b.yaml": head_b + shows % ("c", "a.png", "two") + shows % ("d", "m.png", "three"),
    }
    one, two, three = "a-4df179beae11.png", "m-1c49b4b73c0d.png", "z-58ef9e0ec002.png"
    rows = [
        (f'<img alt="" src="{three}">|one|||||||||a', NOW + 1, " t ", "Demo::A"),
        ("two|2|||||||||b", NOW + 1, " t ", "Demo::A"),
        (f'<img alt="" src="{one}">|two|||||||||c', NOW + 1, "", "Demo::B"),
        (f'<img alt="" src="{two}">|three|||||||||d', NOW + 1, "", "Demo::B"),
    ]
    twins.write(first)
    for which in ("warm", "cold"):
        _, left = twins.build(which, NOW + 1)
        assert contents(left["build/demo.apkg"]) == (rows, [one, two, three])
    rendered.clear()
    twins.write({**first, "20-b.yaml": head_b + shows % ("c", "a.png", "four") + shows % ("d", "m.png", "three")})
    rows[2] = (f'<img alt="" src="{one}">|four|||||||||c', NOW + 2, "", "Demo::B")
    for which in ("warm", "cold"):
        _, left = twins.build(which, NOW + 2)
        assert contents(left["build/demo.apkg"]) == (rows, [one, two, three])
    assert rendered == ["20-b.yaml"]
