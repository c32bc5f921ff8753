"""After an edit only what changed is read and rendered again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.cache import storage
from builder.cache.chapter_cache import ChapterCache
from builder.diagnostics import Location, Problem, Severity
from builder.model import RenderedChapter
from builder.stores import ChapterKey
from tests.cache.project import (
    CARD_A,
    CARD_B,
    CARD_C,
    EDITED,
    FILES,
    HARMS,
    HEAD_A,
    HEAD_B,
    KIND_FILES,
    PIXEL,
    Twins,
    harm,
)
from tests.support import NOW, render_folder, write_deck


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("20-b.yaml", HEAD_B + CARD_C.replace("three", "four")),
        ("10-a.yaml", HEAD_A + CARD_B),
        ("10-a.yaml", HEAD_A + CARD_A.replace("id: a", "id: d, was: a") + CARD_B),
        ("15-new.yaml", HEAD_A.replace("A", "New") + "- {id: e, front: five, back: 5}\n"),
        ("20-b.yaml", HEAD_B.replace("B", "Other") + CARD_C + "- {id: f, front: a, back: b}\n"),
    ],
    ids=["edit", "delete", "rename", "new chapter", "title"],
)
def test_only_the_chapter_that_changed_is_rendered_again(
    twins: Twins, rendered: list[str], name: str, text: str
) -> None:
    twins.write({**FILES, name: text})
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert rendered == [name]


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "30-b.yaml": FILES["20-b.yaml"]},
        {name: text for name, text in FILES.items() if name != "10-a.yaml"},
        {**FILES, "media/unused.png": PIXEL},
    ],
    ids=["another name", "one less", "a file that no card shows"],
)
def test_what_changes_no_chapter_renders_none(twins: Twins, rendered: list[str], files: dict[str, str | bytes]) -> None:
    if "30-b.yaml" in files:
        files = {name: text for name, text in files.items() if name != "20-b.yaml"}
    twins.write(files)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert rendered == []


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "deck.yaml": "name: Demo\nuid: demo\nversion: '2'\n"},
        {**FILES, **KIND_FILES},
        {**FILES, **KIND_FILES, "kinds/word/style.css": ".dw { margin: 0 }"},
    ],
    ids=["deck.yaml", "a new kind", "a kind's style"],
)
def test_what_all_chapters_hang_on_renders_them_all(
    twins: Twins, rendered: list[str], files: dict[str, str | bytes]
) -> None:
    if "kinds/word/style.css" in files:
        twins.write({**FILES, **KIND_FILES})
        twins.build("warm", NOW)
        rendered.clear()
    twins.write(files)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert rendered == ["10-a.yaml", "20-b.yaml"]


def test_a_chapter_whose_media_file_changed_is_rendered_again(twins: Twins, rendered: list[str]) -> None:
    twins.write({**FILES, "media/a.png": PIXEL + b"new"})
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert rendered == ["10-a.yaml"]


def test_a_picture_that_went_is_missed_and_one_that_came_is_seen(twins: Twins, rendered: list[str]) -> None:
    twins.write({name: text for name, text in FILES.items() if name != "media/a.png"})
    said, _ = twins.build("warm", NOW + 1)
    assert "error[missing-media]" in said
    assert said == twins.build("cold", NOW + 1)[0]
    assert twins.build("warm", NOW + 2)[0] == said
    twins.write(FILES)
    assert twins.build("warm", NOW + 3) == twins.build("cold", NOW + 3)
    assert set(rendered) == {"10-a.yaml"}


@pytest.mark.parametrize("how", HARMS)
def test_a_damaged_file_is_made_anew_in_silence(twins: Twins, rendered: list[str], how: str) -> None:
    for path in twins.cache.glob("*.chapter"):
        harm(path, how)
    twins.write(EDITED)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    twins.write({**EDITED, "20-b.yaml": HEAD_B + CARD_C.replace("three", "five")})
    assert twins.build("warm", NOW + 2) == twins.build("cold", NOW + 2)
    assert rendered == ["10-a.yaml", "20-b.yaml", "20-b.yaml"]


def test_another_program_or_library_renders_everything_again(
    twins: Twins, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.commands.build.program_digest", lambda: "another")
    twins.write(FILES)
    assert twins.build("warm", NOW + 1) == twins.build("cold", NOW + 1)
    assert rendered == ["10-a.yaml", "20-b.yaml"]


def test_what_is_put_in_comes_out_with_the_path_that_is_asked_for(tmp_path: Path) -> None:
    cards = """\
        title: Chapter
        cards:
        - {id: a, kind: basic, front: "**one**", back: "![x](a.png)", reverse: true, tags: [x, y]}
        - {id: b, kind: cloze, text: "The {{c1::gate}} holds {{c3::till}} é"}
        - {id: c, was: old, kind: script, situation: s, lines: [{id: x, cue: c, say: d}, {id: y, cue: e, say: f}]}
        """
    folder = write_deck(tmp_path, {"10-a.yaml": cards, "20-b.yaml": "title: Empty\n", "media/a.png": PIXEL})
    chapters = [chapter for chapter in render_folder(folder).chapters if not chapter.problems]
    assert chapters
    for chapter in chapters:
        cache = ChapterCache(tmp_path, "program")
        cache.put(ChapterKey(head="head", digest="digest", path=chapter.path), chapter)
        moved = ChapterKey(head="head", digest="digest", path="elsewhere/10-a.yaml")
        notes = [note._replace(location=note.location._replace(path=moved.path)) for note in chapter.notes]
        expected = chapter._replace(path=moved.path, notes=tuple(notes), source=None)
        assert cache.get(moved) == expected


def test_a_chapter_with_a_problem_is_not_kept(tmp_path: Path) -> None:
    at = Location(path="10-a.yaml", line=1, column=1)
    problem = Problem(location=at, severity=Severity.WARNING, rule="r", message="m", hint="h")
    cache = ChapterCache(tmp_path, "program")
    key = ChapterKey(head="head", digest="digest", path="10-a.yaml")
    cache.put(key, RenderedChapter(path="10-a.yaml", title=None, ids=(), problems=(problem,)))
    assert cache.get(key) is None


def test_the_chapters_used_longest_ago_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ChapterCache(tmp_path, "program")
    keys = [ChapterKey(head="head", digest=str(number), path="10-a.yaml") for number in range(4)]
    for number, key in enumerate(keys):
        cache.put(key, RenderedChapter(path="10-a.yaml", title=None, ids=()))
        os.utime(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), ns=(number, number))
    assert cache.get(keys[0]) is not None
    size = next(tmp_path.iterdir()).stat().st_size
    monkeypatch.setattr(storage, "LIMIT", 2 * size)
    storage.shrink(tmp_path)
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True]
