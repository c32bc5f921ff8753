"""Texts in other languages than their deck's: what is said of them, how it shows, and what goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.pipeline import prepare
from builder.report.problems_text import as_text
from tests.learner import Imported, Learner
from tests.support import NOW, build_decks, check_text, render_folder, write_deck

HEAD = "title: T\nkind: basic\n"


def fields_of(root: Path, chapter: str, deck: str = "name: D\nuid: d\n", **files: str) -> list[list[str]]:
    """Return the filled fields of a deck's notes, without their ids."""
    rendered = render_folder(write_deck(root, {"deck.yaml": deck, "a.yaml": chapter, **files}))
    assert not rendered.problems, as_text(rendered.problems)
    return [[field for field in note.fields if field and field != note.key] for note in rendered.notes]


@pytest.mark.parametrize(
    ("said_above", "said", "front", "back"),
    [
        ("", "", "a", "b"),
        ("language: ja", "", '<span lang="ja">a</span>', '<span lang="ja">b</span>'),
        ("", "language: ja", '<span lang="ja">a</span>', '<span lang="ja">b</span>'),
        ("", "language: {front: ja}", '<span lang="ja">a</span>', "b"),
        (
            "language: {front: ja}",
            "language: {back: zh-Hans}",
            '<span lang="ja">a</span>',
            '<span lang="zh-Hans">b</span>',
        ),
        ("language: {front: ja}", "language: {front: ko}", '<span lang="ko">a</span>', "b"),
        ("language: ja", "language: {front: en}", "a", '<span lang="ja">b</span>'),
        ("language: {front: ja}", "language: ko", '<span lang="ko">a</span>', '<span lang="ko">b</span>'),
        ("language: en", "", "a", "b"),
    ],
)
def test_a_card_says_more_of_its_texts_than_its_chapter(
    said_above: str, said: str, front: str, back: str, tmp_path: Path
) -> None:
    card = f"cards:\n  - id: x\n    front: a\n    back: b\n    {said}\n"
    assert fields_of(tmp_path, f"{HEAD}{said_above}\n{card}") == [[front, back]]


def test_blocks_and_gaps_and_lines_of_other_languages_stand_in_elements_of_their_own(tmp_path: Path) -> None:
    chapter = """\
        title: T
        cards:
          - {id: a, kind: basic, language: {back: ja}, front: q, back: "- い\\n- ろ"}
          - {id: b, kind: cloze, language: ja, text: "{{c1::い}}ろ"}
          - {id: c, kind: choice, language: {options: ko}, question: q, options: [x, y], answer: x}
          - {id: d, kind: basic, language: fr, front: q, back: {html: <i>b</i>}}
        """
    assert fields_of(tmp_path, chapter) == [
        ["q", '<div lang="ja"><ul><li>い</li><li>ろ</li></ul></div>'],
        ['<span lang="ja">{{c1::い}}ろ</span>'],
        [
            "q",
            '<li data-n="A"><div dir="auto"><span lang="ko">x</span></div></li>'
            '<li data-n="B"><div dir="auto"><span lang="ko">y</span></div></li>',
            '<li data-n="A"><div dir="auto"><span lang="ko">x</span></div></li>',
        ],
        ['<span lang="fr">q</span>', '<span lang="fr"><i>b</i></span>'],
    ]


def test_lines_of_a_script_say_the_language_of_their_keys(tmp_path: Path) -> None:
    chapter = """\
        title: T
        cards:
          - id: a
            kind: script
            language: {say: ja}
            situation: s
            lines:
              - {id: x, cue: c, say: "薬[くすり]を 飲[の]む", keep: ["飲[の]む"]}
        """
    line, run = fields_of(tmp_path, chapter)
    said = '<span lang="ja"><ruby>薬<rt>くすり</rt></ruby>を<b><ruby>飲<rt>の</rt></ruby>む</b></span>'
    assert line == ["c", said, "s", '<span lang="ja">薬</span>']
    assert said in run[2]


def test_quotes_are_those_of_the_language_of_the_text(tmp_path: Path) -> None:
    card = """cards: [{id: x, front: 'say "so"', back: 'say "so"'}]\n"""
    assert fields_of(tmp_path, f"{HEAD}language: {{back: de}}\n{card}") == [
        ["say “so”", '<span lang="de">say „so“</span>']
    ]


READ = "<ruby>薬<rt>くすり</rt></ruby>を<ruby>飲<rt>の</rt></ruby>む"


@pytest.mark.parametrize("language", ["ja", "ja-JP", "JA"])
def test_a_deck_in_japanese_shows_readings_above_their_words(language: str, tmp_path: Path) -> None:
    card = f"{HEAD}cards: [{{id: x, front: '薬[くすり]を 飲[の]む', back: '**薬[くすり]**の `薬[くすり]`'}}]\n"
    (fields,) = fields_of(tmp_path, card, f"name: D\nuid: d\nlanguage: {language}\n")
    assert fields == [READ, "<strong><ruby>薬<rt>くすり</rt></ruby></strong>の <code>薬[くすり]</code>"]


def test_in_other_languages_brackets_stay_text(tmp_path: Path) -> None:
    card = f"{HEAD}language: {{front: ja}}\ncards: [{{id: x, front: '薬[くすり]', back: 'word[かな]'}}]\n"
    assert fields_of(tmp_path, card) == [['<span lang="ja"><ruby>薬<rt>くすり</rt></ruby></span>', "word[かな]"]]


KIND = {
    "kinds/word/kind.yaml": "doc: a word\nfields: [{name: Word, doc: x, required: true}, {name: Sense, doc: x}]\n"
    "templates: [{name: Fore, asks: Word, answers: Sense}]\n",
    "kinds/word/fore.front.html": "{{furigana:Word}}",
    "kinds/word/fore.back.html": "{{Sense}}",
}


def test_a_kind_of_ones_own_leaves_readings_to_its_template(tmp_path: Path) -> None:
    chapter = "title: T\nkind: word\nlanguage: {word: ja}\ncards: [{id: x, word: '薬[くすり]', sense: s}]\n"
    assert fields_of(tmp_path, chapter, **KIND) == [['<span lang="ja">薬[くすり]</span>', "s"]]


def test_a_kind_that_has_the_key_itself_keeps_it(tmp_path: Path) -> None:
    kind = {**KIND, "kinds/word/kind.yaml": KIND["kinds/word/kind.yaml"].replace("name: Sense", "name: Language")}
    kind["kinds/word/fore.back.html"] = "{{Language}}"
    kind["kinds/word/kind.yaml"] = kind["kinds/word/kind.yaml"].replace("answers: Sense", "answers: Language")
    chapter = "title: T\nkind: word\ncards: [{id: x, word: a, language: '**Latin**'}]\n"
    assert fields_of(tmp_path, chapter, **kind) == [["a", "<strong>Latin</strong>"]]


TAG = "write one like en, de or pt-BR"


@pytest.mark.parametrize(
    ("said", "place", "message", "hint"),
    [
        ("language: japanese", "7:15", '"japanese" is not a language tag', TAG),
        ("language: {front: x_y}", "7:23", '"x_y" is not a language tag', TAG),
        ("language: {front: [ja]}", "7:23", '"front" is a list, expected a language tag', TAG),
        ("language: {fornt: ja}", "7:16", '"fornt" is no text of these cards', 'did you mean "front"?'),
        (
            "language: {id: ja}",
            "7:16",
            '"id" is no text of these cards',
            "the texts are: accept, back, context, extra, front, hint",
        ),
        (
            "language: [ja]",
            "7:15",
            '"language" is a list, expected text or a mapping',
            f"{TAG}, or one for each text: language: {{front: …}}",
        ),
        ("language:", "7:14", '"language" is empty', TAG),
        ("language: {front: }", "7:23", '"front" is empty', TAG),
        ("language: {}", "7:15", '"language" is empty', f"{TAG}, or one for each text: language: {{front: …}}"),
    ],
)
def test_what_is_no_language_or_no_text_is_told_at_its_place(
    said: str, place: str, message: str, hint: str, tmp_path: Path
) -> None:
    here = write_deck(tmp_path, {"a.yaml": f"{HEAD}cards:\n  - id: x\n    front: a\n    back: b\n    {said}\n"})
    (problem,) = prepare([here], NOW).problems
    assert problem.location.position.endswith(f"/a.yaml:{place}")
    assert (problem.message, problem.hint) == (message, hint)


def test_a_chapter_may_name_texts_of_any_kind_and_no_others(tmp_path: Path) -> None:
    card = "cards: [{id: x, front: a, back: b}]\n"
    assert fields_of(tmp_path, f"{HEAD}language: {{term: ja, say: ja}}\n{card}") == [["a", "b"]]
    write_deck(tmp_path, {"a.yaml": f"{HEAD}language: {{trem: ja}}\n{card}"})
    assert 'a.yaml:3:12: error[unknown-key]: "trem" is no text of these cards' in check_text(tmp_path)


def texts_of(learner: Learner) -> list[str]:
    return [" / ".join(learner.col.get_note(note).fields[:2]) for note in learner.col.find_notes("")]


def test_a_language_that_is_said_later_reaches_learners_with_their_reviews(tmp_path: Path, learner: Learner) -> None:
    card = "cards: [{id: x, front: '薬[くすり]', back: b}]\n"
    write_deck(tmp_path, {"a.yaml": f"{HEAD}{card}"})
    (built,) = build_decks(tmp_path).decks
    assert learner.take(built.path) == Imported(new=1)
    learner.answer("")
    write_deck(tmp_path, {"a.yaml": f"{HEAD}language: {{front: ja}}\n{card}"})
    (built,) = build_decks(tmp_path, NOW + 90).decks
    assert learner.take(built.path) == Imported(updated=1)
    assert texts_of(learner) == ['<span lang="ja"><ruby>薬<rt>くすり</rt></ruby></span> / b']
    assert [card.reps for card in learner.cards()] == [1]
    (built,) = build_decks(tmp_path, NOW + 180).decks
    assert learner.take(built.path) == Imported(duplicate=1)


def test_the_lock_has_the_word_without_its_reading(tmp_path: Path) -> None:
    here = write_deck(
        tmp_path, {"a.yaml": f"{HEAD}language: ja\ncards: [{{id: x, front: '薬[くすり]を 飲[の]む', back: b}}]\n"}
    )
    build_decks(tmp_path)
    assert '"text":"薬を飲む"' in (here / "deck.lock").read_text("utf-8")


def test_a_lock_that_has_readings_as_text_stays_as_it_is(tmp_path: Path) -> None:
    card = "front: '<ruby>薬<rt>くすり</rt></ruby>を'"
    gap = "text: '{{c1::<ruby>薬<rt>くすり</rt></ruby>}}を'"
    chapter = f"title: T\ncards:\n  - {{id: x, kind: basic, {card}, back: b}}\n  - {{id: y, kind: cloze, {gap}}}\n"
    here = write_deck(tmp_path, {"a.yaml": chapter})
    build_decks(tmp_path)
    lock = here / "deck.lock"
    older = lock.read_text("utf-8").replace('"薬を"', '"薬くすりを"').replace('{"1":"薬"}', '{"1":"薬くすり"}')
    assert older.count("くすり") == 3
    lock.write_text(older, "utf-8")
    assert build_decks(tmp_path, NOW + 90, locked=True).decks
    build_decks(tmp_path, NOW + 180)
    assert lock.read_text("utf-8") == older
