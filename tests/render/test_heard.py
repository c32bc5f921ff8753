"""What cards play behind their answers: files that they name, files that are called as they are, and spoken texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.pipeline import prepare
from tests.learner import Imported, Learner
from tests.support import NOW, build_decks, write_deck

if TYPE_CHECKING:
    from anki.cards import Card

HEAD = "name: D\nuid: d\n"
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00"


def heard(card: Card) -> tuple[list[str], list[str]]:
    """Return what Anki plays and speaks on the question, and on the answer."""
    from anki.sound import SoundOrVideoTag

    question, answer = (
        [f"play {tag.filename}" if isinstance(tag, SoundOrVideoTag) else f"{tag.lang} {tag.field_text}" for tag in tags]
        for tags in (card.question_av_tags(), card.answer_av_tags())
    )
    return question, answer


def told(here: Path) -> list[tuple[str, str, str, str]]:
    return [
        (problem.location.position.rpartition("/")[2], problem.rule, problem.message, problem.hint)
        for problem in prepare([here], NOW).problems
    ]


def all_heard(
    root: Path, learner: Learner, chapter: str, deck: str = HEAD, files: dict[str, bytes] | None = None
) -> list[list[str]]:
    """Return what the cards of a deck play on their answers; on questions it is nothing."""
    media = {f"media/{name}": data for name, data in (files or {}).items()}
    here = write_deck(root, {"deck.yaml": deck, "a.yaml": chapter, **media})
    assert told(here) == []
    (built,) = build_decks(root).decks
    learner.take(built.path)
    sides = [heard(card) for card in learner.cards()]
    assert [question for question, _ in sides if question] == []
    return [answer for _, answer in sides]


WORD = """\
title: T
kind: basic
language: {front: ja}
%s
cards:
  - {id: x, front: '薬[くすり]を 飲[の]む', back: medicine, reverse: true}
"""
SPOKEN = ["ja_JP くすりをのむ"]


@pytest.mark.parametrize("speech", ["speech: ja_JP", "speech: {front: ja_JP}"])
def test_a_text_is_spoken_by_its_readings_behind_the_answer_both_ways(
    speech: str, tmp_path: Path, learner: Learner
) -> None:
    assert all_heard(tmp_path, learner, WORD % speech) == [SPOKEN, SPOKEN]
    fields = learner.cards()[0].note()
    assert fields["Front"] == ('<span lang="ja"><ruby>薬<rt>くすり</rt></ruby>を<ruby>飲<rt>の</rt></ruby>む</span>')
    assert fields["Extra"] == '<div class="dw-speech">[anki:tts lang=ja_JP]くすりをのむ[/anki:tts]</div>'


@pytest.mark.parametrize(
    ("card", "spoken"),
    [
        ("{id: x, kind: basic, speech: fr_FR, front: q, back: le *chat*}", ["fr_FR le chat"]),
        ("{id: x, kind: basic, speech: {front: en_US, back: fr_FR}, front: q, back: r}", ["en_US q", "fr_FR r"]),
        (
            "{id: x, kind: basic, speech: fr_FR, front: q, back: 'a [sound:b.mp3] < & [c]'}",
            ["play b-52a7d3771292.mp3", "fr_FR a < & [c]"],
        ),
        ("{id: x, kind: cloze, speech: fr_FR, text: 'le {{c1::chat::animal}} dort'}", ["fr_FR le chat dort"]),
        ("{id: x, kind: choice, speech: fr_FR, question: q, options: [a, b], answer: b}", ["fr_FR b"]),
        ("{id: x, kind: basic, speech: fr_FR, front: q, back: \"a\\n\\n- b\\n- c\", extra: d}", ["fr_FR a b c"]),
    ],
)  # fmt: skip
def test_a_voice_speaks_the_answer_or_the_texts_that_are_named(
    card: str, spoken: list[str], tmp_path: Path, learner: Learner
) -> None:
    files = {"b.mp3": MP3} if "b.mp3" in card else {}
    assert all_heard(tmp_path, learner, f"title: T\ncards:\n  - {card}\n", files=files) == [spoken]


SCRIPT = """\
title: T
%s
cards:
  - id: s
    kind: script
    situation: s
    lines:
      - {id: one, cue: c, say: first, intent: i}
      - {id: two, cue: d, say: "薬[くすり]"}
"""


def test_lines_of_a_script_are_spoken_each_on_its_own_cards(tmp_path: Path, learner: Learner) -> None:
    lines = all_heard(tmp_path, learner, SCRIPT % "language: {say: ja}\nspeech: {say: ja_JP}")
    assert sorted(lines) == [[], ["ja_JP first"], ["ja_JP first"], ["ja_JP くすり"]]


def test_no_other_note_changes_by_what_one_plays_and_the_type_stays(tmp_path: Path, learner: Learner) -> None:
    chapter = "title: T\nkind: basic\ncards:\n  - {id: x, front: a, back: b%s}\n  - {id: y, front: c, back: d}\n"
    write_deck(tmp_path, {"deck.yaml": HEAD, "a.yaml": chapter % ""})
    (built,) = build_decks(tmp_path).decks
    assert learner.take(built.path) == Imported(new=2)
    learner.answer("")
    before = learner.col.models.all()
    write_deck(tmp_path, {"deck.yaml": HEAD, "a.yaml": chapter % ", speech: fr_FR", "media/x.mp3": MP3})
    (built,) = build_decks(tmp_path, NOW + 90).decks
    assert learner.take(built.path) == Imported(updated=1, duplicate=1)
    assert learner.col.models.all() == before
    assert [card.reps for card in learner.cards()] == [1, 1]
    assert [heard(learner.cards(f"Id:{name}")[0])[1] for name in "xy"] == [["fr_FR b"], []]


NAME = "x-e75c18aafc1f.mp3"
PLAIN = "title: T\nkind: basic\n%s\ncards: [{id: x, front: a, back: b%s}]\n"


@pytest.mark.parametrize(
    ("deck", "chapter", "card"),
    [
        ("audio: true", "", ""),
        ("", "audio: true", ""),
        ("", "", ", audio: x.mp3"),
        ("", "", ", audio: [x.mp3]"),
        ("audio: true", "", ", extra: '[sound:x.mp3]'"),
    ],
)
def test_a_recording_is_played_by_the_name_of_its_card_or_its_own(
    deck: str, chapter: str, card: str, tmp_path: Path, learner: Learner
) -> None:
    files = {"x.mp3": MP3}
    (played,) = all_heard(tmp_path, learner, PLAIN % (chapter, card), f"{HEAD}{deck}\n", files)
    assert [name[:7] for name in played] == ["play x-"]


def test_lines_are_called_by_card_and_line_and_a_chapter_may_be_silent(tmp_path: Path, learner: Learner) -> None:
    deck = f"{HEAD}audio: true\n"
    lines = all_heard(tmp_path, learner, SCRIPT % "language: {say: ja}", deck, {"s-one.mp3": MP3, "s-two.ogg": b"OggS"})
    assert sorted([name[:11] for name in played] for played in lines) == [
        [],
        ["play s-one-"],
        ["play s-one-"],
        ["play s-two-"],
    ]


def test_a_file_that_is_called_as_a_card_is_not_played_unless_it_is_said(tmp_path: Path) -> None:
    here = write_deck(tmp_path, {"deck.yaml": HEAD, "a.yaml": PLAIN % ("", ""), "media/x.mp3": MP3, "media/y.mp3": MP3})
    assert told(here) == [
        (
            "x.mp3:1:1",
            "unused-media",
            "no card shows or plays this file",
            "it is called as a card: `audio: true` in deck.yaml or in the chapter plays it; or delete it",
        ),
        ("y.mp3:1:1", "unused-media", "no card shows or plays this file", "delete it, or show it on a card"),
    ]
    silent = write_deck(tmp_path, {"deck.yaml": f"{HEAD}audio: true\n", "a.yaml": PLAIN % ("audio: false", "")})
    assert [rule for _, rule, _, _ in told(silent)] == ["unused-media", "unused-media"]


def test_a_recording_that_comes_or_goes_is_seen_by_the_next_build(tmp_path: Path, learner: Learner) -> None:
    here = write_deck(tmp_path, {"deck.yaml": f"{HEAD}audio: true\n", "a.yaml": PLAIN % ("", "")})
    (built,) = build_decks(tmp_path).decks
    assert learner.take(built.path) == Imported(new=1)
    (here / "media").mkdir()
    (here / "media" / "x.mp3").write_bytes(MP3)
    (built,) = build_decks(tmp_path, NOW + 90).decks
    assert learner.take(built.path) == Imported(updated=1)
    assert [len(heard(card)[1]) for card in learner.cards()] == [1]


@pytest.mark.parametrize(
    ("chapter", "place", "rule", "message"),
    [
        (PLAIN % ("", ", audio: z.mp3"), "4:43", "missing-media", 'there is no media file "z.mp3"'),
        (PLAIN % ("", ", audio: x.png"), "4:43", "media-mark", '"x.png" is a picture, which is not played'),
        (PLAIN % ("speech: french", ""), "3:9", "wrong-type", '"french" is not a voice as Anki names it'),
        (PLAIN % ("speech: {accept: fr_FR}", ""), "3:10", "unknown-key", '"accept" is no text of these cards'),
        (
            PLAIN % ("language: {front: ja}", ", speech: fr_FR"),
            "4:14",
            "unspoken",
            '"x" is not spoken: no text of it is in the language of that voice',
        ),
    ],
)
def test_what_cannot_be_heard_is_told_at_its_place(
    chapter: str, place: str, rule: str, message: str, tmp_path: Path
) -> None:
    here = write_deck(tmp_path, {"deck.yaml": HEAD, "a.yaml": chapter, "media/x.png": b"\x89PNG\r\n\x1a\n"})
    first = next(problem for problem in told(here) if problem[1] != "unused-media")
    assert first[:3] == (f"a.yaml:{place}", rule, message)


def test_a_voice_of_the_deck_and_another_one_are_told(tmp_path: Path) -> None:
    files = {"deck.yaml": f"{HEAD}speech: en_US\nlanguage: ja\n", "a.yaml": SCRIPT % "speech: fr_FR"}
    assert [problem for problem in told(write_deck(tmp_path, files)) if "voice of" not in problem[2]] == [
        (
            "a.yaml:4:9",
            "unspoken",
            '"s" is not spoken: deck.yaml has its lines spoken by en_US',
            "take `speech` out of deck.yaml, and write it in each chapter",
        )
    ]


def test_the_voice_of_the_deck_says_readings_twice_which_is_told(tmp_path: Path) -> None:
    here = write_deck(tmp_path, {"deck.yaml": f"{HEAD}speech: ja_JP\nlanguage: ja\n", "a.yaml": SCRIPT % ""})
    assert told(here) == [
        (
            "a.yaml:9:32",
            "unspoken",
            'the voice of deck.yaml says both the word and its reading, "薬[くすり]"',
            "move `speech` from deck.yaml to the chapter, which has readings spoken alone",
        )
    ]


def test_a_kind_of_ones_own_keeps_its_keys_and_plays_where_it_shows_more(tmp_path: Path, learner: Learner) -> None:
    kind = {
        "kinds/word/kind.yaml": "doc: a word\nfields: [{name: Word, doc: x, required: true}, {name: Audio, doc: x}]\n"
        "templates: [{name: Fore, asks: Word, answers: Audio}]\n",
        "kinds/word/fore.front.html": "{{Word}}",
        "kinds/word/fore.back.html": "{{Audio}}",
    }
    chapter = "title: T\nkind: word\ncards: [{id: x, word: a, audio: '*b*'%s}]\n"
    here = write_deck(tmp_path, {"deck.yaml": f"{HEAD}audio: true\n", "a.yaml": chapter % "", **kind})
    assert told(here) == []
    assert prepare([here], NOW).decks[0].rendered.notes[0].fields[:2] == ("a", "<em>b</em>")
    write_deck(tmp_path, {"a.yaml": chapter % ", speech: fr_FR"})
    assert [problem[:3] for problem in told(here)] == [
        ("a.yaml:3:14", "unspoken", '"x" is not spoken: its template shows no {{Extra}}, where texts are spoken')
    ]
    kind["kinds/word/fore.back.html"] = "{{Audio}} [[>more]]"
    write_deck(tmp_path, kind)
    (built,) = build_decks(tmp_path).decks
    learner.take(built.path)
    assert [heard(card)[1] for card in learner.cards()] == [["fr_FR b"]]
