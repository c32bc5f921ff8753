"""What real Anki makes of a package."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.support import NOW, build_decks, write_deck

CHAPTERS = {
    "10-roles.yaml": """\
        title: Roles
        source: guide/verdict
        tags: [roles]
        cards:
          - {id: one, kind: basic, front: First?, back: One, reverse: true, tags: [extra]}
          - id: two
            kind: cloze
            text: "A {{c1::gate}} holds until its {{c2::conditions}} are met."
          - {id: three, kind: definition, term: Attach rate, meaning: Extras a sale, example: 40 lenses for 100 cameras}
        """,
    "20-talks.yaml": """\
        title: Talks
        source: own
        cards:
          - id: pay
            kind: script
            stage: Offer call
            situation: They call with a number.
            lines:
              - {id: open, cue: Hello, say: Which band is it?, intent: Get the band, keep: [band]}
              - {id: close, cue: Bye, say: Until Friday then.}
          - {id: clash, kind: contrast, prompt: Two teams?, bad: We talk., good: I decide by Friday., why: Decide}
        """,
}


def compile_deck(root: Path, now: int = NOW) -> Path:
    """Build the only deck under a root and return its package."""
    result = build_decks(root, now)
    assert [problem.message for problem in result.problems] == []
    return result.decks[0].path


def test_counts_decks_tags_and_order_are_those_of_the_sources(learner: Learner, tmp_path: Path) -> None:
    write_deck(tmp_path, CHAPTERS)
    assert learner.take(compile_deck(tmp_path)) == Imported(new=7)
    rows = []
    for card in learner.cards():
        note = card.note()
        deck = learner.col.decks.name(card.did)
        rows.append((card.due, note["Id"], card.template()["name"], deck, " ".join(note.tags)))
    assert sorted(rows) == [
        (1, "one", "Back to front", "Demo::Roles", "extra roles"),
        (1, "one", "Front to back", "Demo::Roles", "extra roles"),
        (2, "two", "Cloze", "Demo::Roles", "roles"),
        (2, "two", "Cloze", "Demo::Roles", "roles"),
        (3, "three", "Example to term", "Demo::Roles", "roles"),
        (3, "three", "Meaning to term", "Demo::Roles", "roles"),
        (3, "three", "Term to meaning", "Demo::Roles", "roles"),
        (4, "pay/open", "Aim to line", "Demo::Talks", ""),
        (4, "pay/open", "Cue to line", "Demo::Talks", ""),
        (5, "pay/close", "Cue to line", "Demo::Talks", ""),
        (6, "clash", "Discriminate", "Demo::Talks", ""),
        (6, "clash", "Repair", "Demo::Talks", ""),
        (6, "clash", "Why", "Demo::Talks", ""),
        (7, "pay", "Full run", "Demo::Full runs", ""),
    ]


def test_anki_finds_nothing_to_mend_and_lets_the_learner_edit_every_note_type(learner: Learner, tmp_path: Path) -> None:
    write_deck(tmp_path, CHAPTERS)
    learner.take(compile_deck(tmp_path))
    cards = learner.col.card_count()
    assert learner.col.fix_integrity() == ("Database rebuilt and optimized.", True)
    for note_type in learner.col.models.all():
        note_type["css"] += "\n"
        learner.col.models.update_dict(note_type)
    for note_id in learner.col.find_notes("deck:Demo"):
        note = learner.col.get_note(note_id)
        note.add_tag("mine")
        learner.col.update_note(note)
    assert learner.col.card_count() == cards


def test_every_card_of_the_shipped_deck_shows_a_question_and_an_answer(learner: Learner, tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "cards", tmp_path / "cards")
    result = build_decks(tmp_path)
    for built in result.decks:
        learner.take(built.path)
    shown = learner.cards()
    assert len(shown) == sum(built.report.cards for built in result.decks)
    for card in shown:
        for side in (card.question(), card.answer()):
            text = re.sub(r"<style>.*?</style>|<[^>]*>", "", side, flags=re.S).strip()
            assert text, card.note()["Id"]
            assert not re.search(r"\{\{|No cloze|front of this card is blank|has a problem", side), card.note()["Id"]


def test_an_edited_answer_updates_one_note_and_loses_nothing(learner: Learner, tmp_path: Path) -> None:
    deck = write_deck(tmp_path, CHAPTERS)
    learner.take(compile_deck(tmp_path))
    learner.answer("", 3)
    learner.answer('"Id:one"', 1)
    before = (learner.history(), learner.schedule(), learner.col.note_count())
    chapter = deck / "10-roles.yaml"
    chapter.write_text(chapter.read_text().replace("back: One", "back: The first one"))
    assert learner.take(compile_deck(tmp_path, NOW + 60)) == Imported(updated=1, duplicate=6)
    assert (learner.history(), learner.schedule(), learner.col.note_count()) == before
    assert learner.fields("one")["Back"] == "The first one"


def test_importing_the_same_build_twice_changes_nothing(learner: Learner, tmp_path: Path) -> None:
    write_deck(tmp_path, CHAPTERS)
    package = compile_deck(tmp_path)
    learner.take(package)
    state = learner.schedule()
    assert learner.take(package) == Imported(duplicate=7)
    assert learner.schedule() == state


def test_the_deck_page_says_what_it_is_and_how_to_update(learner: Learner, tmp_path: Path) -> None:
    settings = "name: Demo\nuid: demo\nversion: 1.2.0\ndescription: |\n  All **about** it\n  & more.\n"
    write_deck(
        tmp_path, {"deck.yaml": settings, "10-a.yaml": "title: A\ncards: [{id: a, kind: basic, front: q, back: a}]\n"}
    )
    learner.take(compile_deck(tmp_path))
    deck = learner.col.decks.by_name("Demo")
    assert deck is not None
    assert deck["desc"] == (
        "<p>All <strong>about</strong> it &amp; more.</p>"
        "<p>Demo 1.2.0. To update, import the newer file over this deck with Anki's default options: every correction"
        " arrives, no review is lost, nothing is doubled. Mark cards with flags rather than with tags of your own,"
        " which an update of the same note replaces.</p>"
    )


def test_media_travel_under_a_name_that_changes_with_their_content(learner: Learner, tmp_path: Path) -> None:
    deck = write_deck(
        tmp_path,
        {
            "10-a.yaml": """\
                title: A
                cards:
                  - {id: a, kind: basic, front: "![Logo](Logo One.png)", back: "[sound:media/ping.mp3]"}
                """,
            "media/Logo One.png": b"\x89PNG one",
            "media/ping.mp3": b"ID3",
        },
    )
    learner.take(compile_deck(tmp_path))
    fields = learner.fields("a")
    assert fields["Front"] == '<img alt="Logo" src="logo-one-0f910e785fbc.png">'
    assert fields["Back"] == "[sound:ping-041149186b23.mp3]"
    media = Path(learner.col.media.dir())
    assert (media / "logo-one-0f910e785fbc.png").read_bytes() == b"\x89PNG one"
    (deck / "media/Logo One.png").write_bytes(b"\x89PNG two")
    assert learner.take(compile_deck(tmp_path, NOW + 60)) == Imported(updated=1)
    name = learner.fields("a")["Front"].rpartition('src="')[2].rstrip('">')
    assert (media / name).read_bytes() == b"\x89PNG two"


@pytest.mark.parametrize("name", ["collection", "Backup-2024"])
def test_a_package_that_anki_would_take_for_a_backup_is_refused(name: str, tmp_path: Path) -> None:
    write_deck(tmp_path, CHAPTERS, folder=name)
    result = build_decks(tmp_path)
    assert [problem.rule for problem in result.problems] == ["bad-name"]
    assert not (tmp_path / "build").exists()
