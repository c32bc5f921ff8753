"""Every card of the project's own decks, and of one of hard cases, beside what real Anki makes of the built package.

Anki numbers sounds and speech (`[anki:play:q:0]`) in a step after rendering; ours goes through the same step of Anki's
backend. The ids of hints differ on purpose and are levelled. Nothing else is.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from builder.lock.ids import card_id
from builder.previews.shown_cards import card_data, render_card
from builder.report.problems_text import as_text
from tests.learner import Learner
from tests.support import build_decks, write_deck

CARDS = Path(__file__).parents[2] / "cards"
HARD = {
    "deck.yaml": """\
        name: "Hard & fast: cases"
        uid: hard
        language: ja
        speech: ja_JP
        tags: [deck::wide]
        feedback: https://example.org/fix?card={id}&deck=hard
        sources: {own: "Ours & <theirs>"}
        """,
    "10-hard.yaml": """\
        title: "Clozes & co"
        source: own
        tags: [b, a::x]
        cards:
          - id: nested
            kind: cloze
            text: "A {{c1::gate {{c2::holds::what?}} until}} {{c3::*done*}} <b>x</b> & {{c1::y}}"
          - {id: several, kind: cloze, text: "{{c1,3::Both}} and {{c2::one}}, {{c3::not::hint & more}}", extra: "x < y"}
          - id: formula
            kind: cloze
            text: "{{c1::\\\\(\\\\frac{a}{b_{c}}\\\\)}} holds, {{c2::\\\\(x < 1\\\\)}} and `{{c3::code}}`"
          - id: ruby
            kind: basic
            front: "日本[にほん] &nbsp; {{not a tag}} [type:x]"
            back: "<ruby>漢<rt>かん</rt></ruby>"
          - id: long
            kind: basic
            front: |
              # Heading

              | a | b |
              |---|---|
              | 1 | 2 |
            back: |
              1. one
              2. two

              `code <b>`
            reverse: true
            hint: What *is* it?
            as_of: 2026-01-01
            context: Before
        """,
    "20-kinds.yaml": """\
        title: Kinds
        source: own
        cards:
          - {id: word, kind: definition, term: T & T, meaning: M, not: N, example: E}
          - {id: plain-word, kind: definition, term: Only, meaning: This}
          - {id: fair, kind: contrast, prompt: P, bad: B, good: G, why: W}
          - {id: unfair, kind: contrast, prompt: P, bad: B, good: G}
          - id: call
            kind: script
            stage: Call
            situation: S
            lines:
              - {id: open, cue: Hello, say: Good day to *you*, intent: Be kind, keep: [day]}
              - {id: shut, cue: Bye, say: See you soon, keep: [soon]}
          - id: steps
            kind: sequence
            title: Steps
            steps:
              - {id: a, step: A, why: Because}
              - {id: b, step: B}
          - {id: crisis, kind: scenario, situation: S, decide: D, rubric: [one, two], answer: A}
          - {id: pick, kind: choice, question: Q, options: [x, y, z], answer: y, why: W}
        """,
}


def level(text: str) -> str:
    return re.sub(r"hint[0-9a-f]{16}", "hint", text)


def test_every_card_is_rendered_as_in_anki(learner: Learner, tmp_path: Path) -> None:
    if CARDS.is_dir():
        shutil.copytree(CARDS, tmp_path / "cards")
    write_deck(tmp_path, dict(HARD), "hard")
    result = build_decks(tmp_path)
    assert result.decks, as_text(result.problems)
    extract = learner.col._backend.extract_av_tags
    compared = 0
    for built in result.decks:
        learner.take(built.path)
        assert built.stamped.update is not None
        for stamped in built.stamped.update.notes:
            slotted = built.stamped.types[stamped.note.type]
            for ordinal in stamped.note.ords:
                data = card_data(slotted, stamped.note, ordinal)
                theirs = learner.col.get_card(card_id(stamped.entry.nid, data.ordinal)).render_output()  # type: ignore[arg-type]
                question, answer = render_card(slotted, data, lambda text: extract(text=text, question_side=True).text)
                ours = (extract(text=question, question_side=True).text, extract(text=answer, question_side=False).text)
                assert tuple(map(level, ours)) == (level(theirs.question_text), level(theirs.answer_text)), (
                    stamped.note.key
                )
                compared += 1
    assert compared == learner.col.card_count() > 30
