"""A build that goes on from the last one leaves the bytes, and says the words, of a clean build."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from builder import rebuild as room
from tests.cache.project import PIXEL, Author, Twins

NOW = 1_700_000_000


def start(author: Author) -> None:
    for number in range(4):
        name = f"{number * 20:02}-c.yaml"
        author.titles[name] = f"Chapter {number}"
        author.chapters[name] = [author.card() for _ in range(4)]


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_a_warm_build_is_a_clean_build(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = []
    build_all = room._build_all

    def count(order: room.Order, *rest: object) -> room.Rebuilt:
        whole.append(order.cache)
        return build_all(order, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_build_all", count)
    author = Author(random.Random(seed), media={"a.png": PIXEL})
    start(author)
    twins = Twins(tmp_path)
    for step in range(14):
        moved = author.change() if step else "start"
        twins.write(author.files())
        if step and seed == 5:
            # A clean build writes its packages anew; the one of the last step must not be what is compared.
            (tmp_path / "warm" / "build" / "demo.apkg").unlink(missing_ok=True)
        warm, cold = twins.build("warm", NOW + step), twins.build("cold", NOW + step)
        if "error[" in cold[0]:
            assert (step, moved, warm[0]) == (step, moved, cold[0])
            author.mend()
        else:
            assert (step, moved, warm) == (step, moved, cold)
    assert sum(cache is not None for cache in whole) < 10, "most steps go on from the last"


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Twins:
    """Return a project that has been built; from then on a whole build of its warm half is a failure."""
    one = Twins(tmp_path)
    one.write(FILES)
    one.build("warm", NOW)
    whole = room._build_all

    def refuse(order: room.Order, *rest: object) -> room.Rebuilt:
        assert order.cache is None, "a whole build"
        return whole(order, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_build_all", refuse)
    return one


CARD_A = "- {id: a, front: one, back: '![x](a.png)'}\n"
CARD_B = "- {id: b, front: two, back: 2}\n"
CARD_C = "- {id: c, front: three, back: 3}\n"
FILES: dict[str, str | bytes] = {
    "deck.yaml": "name: Demo\nuid: demo\n",
    "10-a.yaml": f"title: A\nkind: basic\ncards:\n{CARD_A}{CARD_B}",
    "20-b.yaml": f"title: B\nkind: basic\ncards:\n{CARD_C}",
    "media/a.png": PIXEL,
}
HEAD_A, HEAD_B = "title: A\nkind: basic\ncards:\n", "title: B\nkind: basic\ncards:\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("20-b.yaml", HEAD_B + CARD_C.replace("three", "four")),
        ("10-a.yaml", HEAD_A + CARD_B),
        ("10-a.yaml", HEAD_A + CARD_A.replace("id: a", "id: d, was: a") + CARD_B),
        ("15-new.yaml", HEAD_A.replace("A", "New") + "- {id: e, front: five, back: 5}\n"),
        ("20-b.yaml", HEAD_B.replace("B", "Other") + CARD_C + "- {id: f, front: a, back: b}\n"),
        ("media/a.png", PIXEL + b"new"),
    ],
)
def test_what_authors_do_all_day_takes_no_whole_build(twins: Twins, name: str, text: str | bytes) -> None:
    twins.write({**FILES, name: text})
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


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


def test_a_chapter_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    for which in ("warm", "cold"):
        (tmp_path / which / "cards" / "demo" / "30-c.yaml").symlink_to("nowhere")
    warm = twins.build("warm", NOW + 1)[0]
    assert warm == twins.build("cold", NOW + 1)[0] == "cards/demo/30-c.yaml: cannot read: No such file or directory"


@pytest.mark.parametrize("large", [0, 4_000_000])
def test_a_build_with_nothing_to_do_writes_nothing(twins: Twins, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.cache.look._LARGE", large)
    package = twins.home / "warm" / "build" / "demo.apkg"
    before = package.stat()
    said, _ = twins.build("warm", NOW + 1)
    assert "(0 new, 0 changed, 0 retired)" in said
    assert package.stat() == before


def test_a_package_that_is_gone_or_damaged_is_made_again(twins: Twins) -> None:
    twins.write(FILES)
    package = twins.home / "warm" / "build" / "demo.apkg"
    for damage in (None, b"damaged"):
        if damage is None:
            package.unlink()
        else:
            package.write_bytes(damage)
        assert twins.build("warm", NOW + 1)[1] == twins.build("cold", NOW + 1)[1]


def test_an_edit_that_keeps_size_and_times_is_seen(twins: Twins) -> None:
    path = twins.home / "warm" / "cards" / "demo" / "20-b.yaml"
    before = path.stat()
    twins.write({**FILES, "20-b.yaml": str(FILES["20-b.yaml"]).replace("three", "seven")})
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


@pytest.mark.parametrize("part", [".json", ".db"])
@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "delete", "other"])
def test_a_damaged_cache_is_made_anew_in_silence(tmp_path: Path, part: str, harm: str) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    path = next((tmp_path / "cache").glob(f"*{part}"))
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes({
        "flip": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "cut": data[:middle],
        "empty": b"",
        "delete": b"",
        "other": b'{"format": 99}\n',
    }[harm])  # fmt: skip
    if harm == "delete":
        path.unlink()
    twins.write({**FILES, "20-b.yaml": "title: B\nkind: basic\ncards:\n- {id: c, front: four, back: 4}\n"})
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert path.read_bytes() != b""


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    (tmp_path / "cache").write_text("a file where the folder should be")
    for step in (0, 1):
        assert twins.build("warm", NOW + step) == twins.build("cold", NOW + step)


def test_a_lock_from_another_branch_is_taken_as_it_is(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    lock = tmp_path / "warm" / "cards" / "demo" / "deck.lock"
    lock.write_text(lock.read_text().replace('"mod":1700000000', '"mod":1700009999'))
    twins.write(FILES)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


def test_decks_that_share_a_name_are_refused_though_neither_changed(tmp_path: Path) -> None:
    from tests.support import write_deck

    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    write_deck(tmp_path / "warm", {**FILES, "deck.yaml": "name: Demo\nuid: other\n"}, folder="second")
    said, _ = twins.build("warm", NOW + 1)
    assert "duplicate-name" in said
