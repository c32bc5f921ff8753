"""A build with nothing to do does nothing, and nothing that has changed is taken for unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cache import build_record, file_stats
from builder.commands import cached_build
from builder.files import digest_of_file
from builder.pipeline import BuildOrder, BuiltDecks, build
from tests.cache.project import CARD_C, EDITED, FILES, HARMS, HEAD_B, KIND_FILES, PIXEL, Twins, harm
from tests.support import NOW, write_deck

QUIET = "(0 new, 0 changed, 0 retired)"
BUILD = """
import sys
from builder.cli.main import main
try:
    main(["build"])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def state(root: Path) -> dict[Path, tuple[int, ...]]:
    """Return what the system knows of a project's files, but for when they were last read."""
    files = {path: path.stat() for path in root.rglob("*")}
    return {path: (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns) for path, file in files.items()}


def test_a_build_with_nothing_to_do_writes_nothing_and_loads_little(twins: Twins) -> None:
    before = state(twins.home / "warm")
    environment = {
        **os.environ,
        "DECKWRIGHT_CACHE": str(twins.cache),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, cwd=twins.home / "warm", env=environment, capture_output=True, text=True)
    twins.write(FILES)
    said, _ = twins.build("cold", NOW)
    assert (done.returncode, done.stdout) == (0, said)
    assert QUIET in said
    assert state(twins.home / "warm") == before
    modules = set(done.stderr.split())
    assert "builder.commands.build" in modules
    assert not modules & {"builder.pipeline", "builder.model", "builder.cache.chapter_cache", "yaml", "markdown"}


@pytest.mark.parametrize("settled", [0, 3_600_000_000_000], ids=["by its stat", "by its bytes"])
def test_an_edit_that_keeps_size_and_times_is_seen(twins: Twins, monkeypatch: pytest.MonkeyPatch, settled: int) -> None:
    monkeypatch.setattr(file_stats, "_SETTLED", settled)
    assert QUIET in twins.build("warm", NOW)[0]
    path = twins.deck / "20-b.yaml"
    before = path.stat()
    twins.write({**FILES, "20-b.yaml": str(FILES["20-b.yaml"]).replace("three", "seven")})
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)


def test_a_file_that_settled_is_not_read_again(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_stats, "_SETTLED", 0)
    read = []

    def spy(path: Path) -> str:
        read.append(path.name)
        return digest_of_file(path)

    monkeypatch.setattr(build_record, "digest_of_file", spy)
    chapter = "20-b.yaml"
    for _ in range(2):
        read.clear()
        assert QUIET in twins.build("warm", NOW)[0]
    assert chapter not in read
    os.utime(twins.deck / "20-b.yaml")
    assert QUIET in twins.build("warm", NOW)[0]
    assert chapter in read


def new_chapter(twins: Twins) -> None:
    (twins.deck / "30-c.yaml").write_text("title: C\nkind: basic\ncards: [{id: z, front: a, back: b}]\n")


def no_chapter(twins: Twins) -> None:
    (twins.deck / "20-b.yaml").unlink()


def other_settings(twins: Twins) -> None:
    (twins.deck / "deck.yaml").write_text("name: Demo\nuid: demo\nversion: '2'\n")


def other_picture(twins: Twins) -> None:
    (twins.deck / "media" / "a.png").write_bytes(PIXEL + b"x")


def new_kind(twins: Twins) -> None:
    (twins.deck / "kinds" / "word").mkdir(parents=True)
    (twins.deck / "kinds" / "word" / "kind.yaml").write_text("doc: a word\n")


def other_lock(twins: Twins) -> None:
    lock = twins.deck / "deck.lock"
    lock.write_text(lock.read_text().replace('"mod":1700000000', '"mod":1700009999'))


def no_package(twins: Twins) -> None:
    (twins.home / "warm" / "build" / "demo.apkg").unlink()


def damaged_package(twins: Twins) -> None:
    (twins.home / "warm" / "build" / "demo.apkg").write_bytes(b"damaged")


def foreign_list(twins: Twins) -> None:
    (twins.home / "warm" / "build" / "demo-retired.txt").write_text("of another time")


@pytest.mark.parametrize(
    "change",
    [
        new_chapter, no_chapter, other_settings, other_picture, new_kind, other_lock, no_package,
        damaged_package, foreign_list,
    ],
)  # fmt: skip
def test_whatever_a_package_hangs_on_is_seen_to_change(
    twins: Twins, packed: list[str], change: Callable[[Twins], None]
) -> None:
    assert QUIET in twins.build("warm", NOW)[0]
    assert packed == []
    change(twins)
    twins.copy()
    warm, cold = twins.build("warm", NOW + 1), twins.build("cold", NOW + 1)
    if "error[" in cold[0]:
        assert warm[0] == cold[0]
    else:
        assert (warm, packed) == (cold, ["demo"])


def test_a_lock_that_is_gone_is_seen(twins: Twins, packed: list[str]) -> None:
    (twins.deck / "deck.lock").unlink()
    assert "error[lock-missing]" in twins.build("warm", NOW + 1)[0]
    assert packed == []


@pytest.mark.parametrize("name", [".hidden.yaml", ".idea/index", "20-b.yaml"])
def test_what_changes_nothing_makes_no_package(twins: Twins, packed: list[str], name: str) -> None:
    path = twins.deck / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(path.read_bytes() if path.exists() else b"x")
    assert QUIET in twins.build("warm", NOW + 1)[0]
    assert packed == []


def test_a_link_that_leads_back_up_ends_nowhere(twins: Twins, packed: list[str]) -> None:
    (twins.deck / "media" / "loop").symlink_to("..")
    for _ in range(2):
        assert QUIET in twins.build("warm", NOW + 1)[0]
    assert packed == ["demo"]  # once, for pictures may be named by way of the link


def test_another_output_folder_gets_a_package_of_its_own(twins: Twins, packed: list[str]) -> None:
    for _ in range(2):
        twins.build("warm", NOW + 1, "--output", "elsewhere")
        twins.build("warm", NOW + 1)
    assert packed == ["demo"]
    root = twins.home / "warm"
    assert (root / "elsewhere" / "demo.apkg").read_bytes() == (root / "build" / "demo.apkg").read_bytes()


def test_tombstones_are_made_whenever_they_are_asked_for(twins: Twins) -> None:
    twins.write({**FILES, "20-b.yaml": HEAD_B + "- {id: d, front: quite another, back: thing}\n"})
    twins.build("warm", NOW + 1)
    assert QUIET in twins.build("warm", NOW + 1)[0]
    marks = twins.home / "warm" / "build" / "demo-retired.apkg"
    assert not marks.exists()
    twins.build("warm", NOW + 2, "--tombstones")
    assert marks.exists()


def test_the_list_of_retired_notes_is_named_every_time(twins: Twins, packed: list[str]) -> None:
    twins.write({**FILES, "20-b.yaml": HEAD_B + "- {id: d, front: quite another, back: thing}\n"})
    twins.build("warm", NOW + 1)
    said, _ = twins.build("warm", NOW + 2)
    assert (QUIET in said, packed) == (True, ["demo"])
    assert "  build/demo-retired.txt has an Anki search for what left the deck\n" in said


def test_warnings_are_told_every_time(twins: Twins) -> None:
    twins.write({**FILES, **KIND_FILES, "kinds/word/notes.html": "of no use"})
    outputs = [twins.build("warm", NOW + 1)[0] for _ in range(3)]
    assert "warning[unused-file]" in outputs[0]
    assert outputs[0] == outputs[1] == outputs[2] == twins.build("cold", NOW + 1)[0]


def test_of_two_decks_only_the_changed_one_is_packed(twins: Twins, packed: list[str]) -> None:
    second = {**FILES, "deck.yaml": "name: Second\nuid: second\n"}
    write_deck(twins.home / "warm", second, folder="second")
    twins.build("warm", NOW)
    assert packed == ["second"]
    twins.write(EDITED)
    warm, cold = twins.build("warm", NOW + 1), twins.build("cold", NOW + 1)
    assert (warm, packed) == (cold, ["second", "demo"])
    assert warm[0].startswith("Demo\n  3 notes, 3 cards (0 new, 1 changed, 0 retired)\n")
    assert "\nSecond\n  3 notes, 3 cards (0 new, 0 changed, 0 retired)\n" in warm[0]


@pytest.mark.parametrize(
    ("settings", "rule"),
    [("name: Demo\nuid: other\n", "duplicate-name"), ("name: Second\nuid: demo\n", "duplicate-uid")],
)
def test_decks_that_share_a_name_are_refused_though_neither_changed(twins: Twins, settings: str, rule: str) -> None:
    away = twins.deck.rename(twins.home / "away")
    write_deck(twins.home / "warm", {**FILES, "deck.yaml": settings}, folder="second")
    assert "(3 new, " in twins.build("warm", NOW)[0]
    assert QUIET in twins.build("warm", NOW)[0]
    away.rename(twins.deck)
    for names in ((), ("demo",), ("second",), ()):
        said, _ = twins.build("warm", NOW + 1, *names)
        assert f"error[{rule}]" in said


@pytest.mark.parametrize(
    ("settings", "rule"),
    [("name: DEMO\nuid: other\n", "duplicate-name"), ("name: Second\nuid: Demo\n", "duplicate-uid")],
)
def test_so_are_decks_whose_names_differ_in_case_alone(twins: Twins, settings: str, rule: str) -> None:
    away = twins.deck.rename(twins.home / "away")
    write_deck(twins.home / "warm", {**FILES, "deck.yaml": settings}, folder="second")
    twins.build("warm", NOW)
    away.rename(twins.deck)
    assert f"error[{rule}]" in twins.build("warm", NOW + 1)[0]


@pytest.mark.parametrize("how", HARMS)
def test_a_damaged_record_is_made_anew_in_silence(twins: Twins, packed: list[str], how: str) -> None:
    (record,) = twins.cache.glob("*.build")
    harm(record, how)
    twins.write(FILES)
    for _ in range(2):
        assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert packed == ["demo"]


def test_a_record_that_says_something_else_is_not_believed(twins: Twins) -> None:
    (record,) = twins.cache.glob("*.build")
    text = record.read_text("utf-8")
    assert '"notes":3' in text
    record.write_text(text.replace('"notes":3', '"notes":4'), "utf-8")
    assert "  3 notes, " in twins.build("warm", NOW + 1)[0]


def test_a_file_that_is_saved_while_a_build_runs_is_seen_by_the_next(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(order: BuildOrder, *rest: object) -> BuiltDecks:
        result = build(order, *rest)  # type: ignore[arg-type]
        (twins.deck / "20-b.yaml").write_text(HEAD_B + CARD_C.replace("three", "saved meanwhile"))
        return result

    with monkeypatch.context() as patch:
        patch.setattr(cached_build, "build", meanwhile)
        twins.write(EDITED)
        twins.build("warm", NOW + 1)
    twins.copy()
    warm = twins.build("warm", NOW + 2)
    assert "(0 new, 1 changed, 0 retired)" in warm[0]
    assert warm == twins.build("cold", NOW + 2)
