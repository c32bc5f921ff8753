"""Decks that follow their files: what is shown while a file is broken, and after."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from builder.previews.studio import Studio
from tests.support import NOW, write_deck

GOOD = {
    "10-a.yaml": """\
        title: A
        source: own
        cards:
          - {id: one, kind: basic, front: One, back: "1"}
          - {id: two, kind: basic, front: Two, back: "2"}
        """,
    "20-b.yaml": """\
        title: B
        source: own
        cards: [{id: three, kind: basic, front: Three, back: "3"}]
        """,
}


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    studio = Studio([write_deck(tmp_path, dict(GOOD))])
    assert studio.refresh()
    return studio


def change(studio: Studio, name: str, old: str, new: str) -> bool:
    path = studio.folders[0] / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return studio.refresh()


def shown(studio: Studio) -> dict[str, str]:
    """Return the question of each card, without its markup."""
    chapters = studio.state.decks["demo"].shown.chapters
    return {
        card.key: card.question.partition('dw-ask" dir="auto">')[2].partition("<")[0]
        for chapter in chapters
        for card in chapter.cards
    }


def stale(studio: Studio) -> set[str]:
    return {name for chapter in studio.state.decks["demo"].shown.chapters for name in chapter.stale}


def rules(studio: Studio) -> list[tuple[str, str]]:
    return [(placed.key, placed.problem.rule) for placed in studio.state.decks["demo"].problems]


def test_a_saved_change_is_shown(studio: Studio) -> None:
    version = studio.state.version
    assert change(studio, "10-a.yaml", "Two", "Zwei")
    assert shown(studio) == {"one": "One", "two": "Zwei", "three": "Three"}
    assert studio.state.version == version + 1


def test_a_file_saved_without_a_change_is_no_news(studio: Studio) -> None:
    assert not studio.refresh()
    assert studio.state.version == 1


def test_only_the_changed_chapter_gets_another_hash(studio: Studio) -> None:
    before = set(studio.state.decks["demo"].data.chapters)
    change(studio, "10-a.yaml", "Two", "Zwei")
    assert len(before & set(studio.state.decks["demo"].data.chapters)) == 1


def test_a_broken_card_keeps_its_last_good_version_at_its_place(studio: Studio) -> None:
    change(studio, "10-a.yaml", "id: one, kind: basic, front: One", "id: one, kind: basick, front: Uno")
    assert list(shown(studio).items()) == [("one", "One"), ("two", "Two"), ("three", "Three")]
    assert (stale(studio), rules(studio)) == ({"one"}, [("one", "unknown-kind")])
    change(studio, "10-a.yaml", "basick", "basic")
    assert shown(studio)["one"] == "Uno"
    assert (stale(studio), rules(studio)) == (set(), [])


def test_a_broken_file_keeps_all_its_cards(studio: Studio) -> None:
    change(studio, "10-a.yaml", "title: A", "title: [A")
    assert list(shown(studio)) == ["one", "two", "three"]
    assert (stale(studio), rules(studio)) == ({"one", "two"}, [("", "yaml-syntax")])
    change(studio, "10-a.yaml", "title: [A", "title: A")
    assert (stale(studio), rules(studio)) == (set(), [])


def test_broken_settings_keep_the_whole_deck(studio: Studio) -> None:
    change(studio, "deck.yaml", "name: Demo", "nam: Demo")
    assert list(shown(studio)) == ["one", "two", "three"]
    assert ("", "unknown-key") in rules(studio)


def test_a_deleted_card_and_a_deleted_file_are_gone(studio: Studio) -> None:
    change(studio, "10-a.yaml", '  - {id: one, kind: basic, front: One, back: "1"}\n', "")
    assert list(shown(studio)) == ["two", "three"]
    (studio.folders[0] / "20-b.yaml").unlink()
    assert studio.refresh()
    assert list(shown(studio)) == ["two"]


def test_a_lock_that_cannot_be_read_stops_nothing_that_is_shown(studio: Studio) -> None:
    lock = studio.folders[0] / "deck.lock"
    lock.write_text("no lock", "utf-8")
    assert studio.refresh()
    assert "deck.lock" in studio.state.failure
    assert list(shown(studio)) == ["one", "two", "three"]
    lock.unlink()
    assert studio.refresh()
    assert studio.state.failure == ""


def test_a_missing_picture_is_found_when_it_comes(studio: Studio) -> None:
    change(studio, "10-a.yaml", "front: Two", 'front: "![dot](dot.png)"')
    assert rules(studio) == [("two", "missing-media")]
    media = studio.folders[0] / "media"
    media.mkdir()
    (media / "dot.png").write_bytes(b"\x89PNG")
    assert studio.refresh()
    assert rules(studio) == []
    assert len(studio.state.decks["demo"].shown.media) == 1


def test_the_rules_for_cards_come_a_step_later_and_stay_with_their_cards(studio: Studio) -> None:
    change(studio, "20-b.yaml", "front: Three", "front: Is it three?")
    assert rules(studio) == []
    assert studio.advise()
    advised = rules(studio)
    assert {key for key, _ in advised} == {"three"}
    change(studio, "10-a.yaml", "cards:\n", "cards:\n\n\n")
    assert rules(studio) == advised
    assert not studio.advise()


def test_the_package_is_the_last_good_one(studio: Studio) -> None:
    first = studio.package("demo")
    assert first is not None
    change(studio, "10-a.yaml", "kind: basic, front: One", "kind: basick, front: One")
    assert studio.package("demo") == first
    assert studio.state.decks["demo"].good is not None
    assert not (studio.folders[0] / "deck.lock").exists()


def test_the_package_is_made_anew_after_each_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))  # a note that no lock knows has the time of its reading
    studio = Studio([write_deck(tmp_path, dict(GOOD))])
    studio.refresh()

    def has(text: bytes) -> bool:
        package = studio.package("demo")
        assert package is not None
        return text in zipfile.ZipFile(BytesIO(package)).read("collection.anki2")

    assert (has(b"Two"), has(b"Zwei")) == (True, False)
    first = studio.package("demo")
    change(studio, "10-a.yaml", "Two", "Zwei")
    assert (has(b"Two"), has(b"Zwei")) == (False, True)
    change(studio, "10-a.yaml", "kind: basic, front: One", "kind: basick, front: One")
    assert has(b"Zwei")
    change(studio, "10-a.yaml", "kind: basick, front: One", "kind: basic, front: Uno")
    assert (has(b"One"), has(b"Uno")) == (False, True)
    change(studio, "10-a.yaml", "Uno", "One")
    change(studio, "10-a.yaml", "Zwei", "Two")
    assert studio.package("demo") == first


@pytest.mark.parametrize(
    ("old", "new"), [("kind: contrast", "kind: contrasst"), ("title: P", "title: [P")], ids=["the card", "the file"]
)
def test_the_last_good_version_of_a_card_keeps_its_picture_and_its_style(tmp_path: Path, old: str, new: str) -> None:
    chapter = """\
        title: P
        source: own
        cards: [{id: four, kind: contrast, prompt: "![](dot.png)", bad: A, good: B, why: C}]
        """
    folder = write_deck(tmp_path, {**GOOD, "30-p.yaml": chapter, "media/dot.png": b"\x89PNG"})
    studio = Studio([folder])
    studio.refresh()
    before = studio.state.decks["demo"].shown
    assert {name: path.name for name, path in before.media.items()} == {"dot-0f4636c78f65.png": "dot.png"}
    assert sorted(before.styles) == ["basic", "contrast"]
    change(studio, "30-p.yaml", old, new)
    after = studio.state.decks["demo"].shown
    assert stale(studio) == {"four"}
    assert (after.media, after.styles) == (before.media, before.styles)
