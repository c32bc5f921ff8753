"""Answers that are to be typed, and cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.decks import checked

RULES = frozenset({"typed-answer"})


def found(root: Path, cards: str) -> list[str]:
    """Return what the rule says of cards, without the places."""
    problems = [problem for problem in checked(root, cards, "", RULES).problems if problem.rule in RULES]
    return [f"{problem.severity.value}: {problem.message}" for problem in problems]


def basic(back: str, more: str = "type: true") -> str:
    lines = "".join(f"    {line}\n" for line in back.split("\n"))
    return f"- id: a\n  kind: basic\n  front: Which?\n  {more}\n  back: |\n{lines}"


@pytest.mark.parametrize(
    "back",
    ["Paris", "a **bold** `git rm`", "x" * 80, "café", "1 = 1, 2 < 3", "[a link](https://example.org/)", "猫", "$5"],
)
def test_a_line_of_text_can_be_typed(back: str, tmp_path: Path) -> None:
    assert found(tmp_path, basic(back)) == []


@pytest.mark.parametrize(
    ("back", "thing"),
    [
        ("![](a.png)", "a picture"),
        ("- one\n- two", "a list"),
        ("one  \ntwo", "several lines"),
        ("one\n\ntwo", "several lines"),
        ("```\nx = 1\n```", "a block of code"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a table"),
        (r"\(x^2\)", "a formula"),
        ("[sound:a.mp3]", "no text"),
    ],
)
def test_what_is_no_line_of_text_is_an_error(back: str, thing: str, tmp_path: Path) -> None:
    media = tmp_path / "cards" / "demo" / "media"
    media.mkdir(parents=True)
    (media / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (media / "a.mp3").write_bytes(b"ID3\x03\0\0\0\0\0\0")
    assert found(tmp_path, basic(back)) == [
        f"error: the answer that is to be typed is {thing}, and Anki compares one line of text"
    ]
    assert found(tmp_path, basic(back, "reverse: false")) == []


@pytest.mark.parametrize(
    ("back", "message"),
    [
        ("x" * 81, "the answer that is to be typed has 81 characters, more than 80"),
        ("it’s", '’ is on few keyboards, and the answer "it’s" is to be typed'),
        ("1914–1918", '– is on few keyboards, and the answer "1914–1918" is to be typed'),
        ("5\u00a0%", 'a no-break blank is on few keyboards, and the answer "5\u00a0%" is to be typed'),
    ],
)
def test_what_is_hard_to_type_is_a_warning(back: str, message: str, tmp_path: Path) -> None:
    assert found(tmp_path, basic(back)) == [f"warning: {message}"]


def test_only_what_a_card_asks_to_type_is_looked_at(tmp_path: Path) -> None:
    cards = """\
- {id: a, kind: cloze, type: true, text: 'It’s {{c1::so}} and {{c2::it’s}} \\(x\\).'}
- {id: b, kind: definition, type: true, term: hen, meaning: 'It’s a bird \\(x\\).'}
- {id: c, kind: basic, type: true, front: 'It’s so?', back: yes}
- {id: d, kind: basic, type: true, reverse: true, front: 'It’s', back: so}
"""
    assert found(tmp_path, cards) == [
        'warning: ’ is on few keyboards, and the answer "it’s" is to be typed',
        'warning: ’ is on few keyboards, and the answer "It’s" is to be typed',
    ]


def test_own_kinds_are_looked_at_by_their_templates(tmp_path: Path) -> None:
    folder = tmp_path / "cards" / "demo" / "kinds" / "word"
    folder.mkdir(parents=True)
    (folder / "kind.yaml").write_text(
        "doc: a word\nfields:\n  - {name: Said, doc: it, required: true}\n  - {name: Word, doc: it, required: true}\n"
        "templates: [{name: Type, asks: Said, answers: Word}]\n",
        "utf-8",
    )
    (folder / "type.front.html").write_text("{{Said}} {{type:nc:Word}}", "utf-8")
    (folder / "type.back.html").write_text("{{Said}} {{type:nc:Word}}", "utf-8")
    assert found(tmp_path, "- {id: a, kind: word, said: it’s, word: it’s}\n") == [
        'warning: ’ is on few keyboards, and the answer "it’s" is to be typed'
    ]
