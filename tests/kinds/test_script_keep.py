"""What passes: every bold word, or, of lines without any, the idea."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import render_folder, write_deck

LINE = "{id: a, cue: Wer?, say: Ich bin Anna., intent: Name}"
KEPT = "{id: b, cue: Wo?, say: In Wien., intent: Ort, keep: [Wien]}"
TYPED = "{id: c, cue: Wo?, say: In **Wien**., intent: Ort}"
BOLD, IDEA = "Pass: every bold word", "Pass: the idea, not the wording"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (TYPED, {"s/c": BOLD, "s": f"{BOLD}, in this order"}),
        (LINE, {"s/a": IDEA, "s": IDEA}),
        (KEPT, {"s/b": BOLD, "s": f"{BOLD}, in this order"}),
        (f"{LINE}, {KEPT}", {"s/a": IDEA, "s/b": BOLD, "s": f"{BOLD}, in this order"}),
    ],
)
def test_the_pass_mark_fits_what_is_bold(lines: str, said: dict[str, str], tmp_path: Path) -> None:
    card = f"title: T\ncards:\n  - {{id: s, kind: script, situation: x, lines: [{lines}]}}\n"
    deck = render_folder(write_deck(tmp_path, {"a.yaml": card}))
    found = {}
    for note in deck.notes:
        note_type = deck.renderer.type_of("script", note.type)
        sides = answers(
            note_type.framed.templates[0].back, is_free=bool(note.joined.split("\x1f")[note_type.index["Free"]])
        )
        found[note.key] = sides
    assert found == said


def answers(back: str, *, is_free: bool) -> str:
    """Return the pass mark of a back, with its condition decided."""
    shown = re.sub(r"\{\{\^Free\}\}(.*?)\{\{/Free\}\}", "" if is_free else r"\1", back)
    shown = re.sub(r"\{\{#Free\}\}(.*?)\{\{/Free\}\}", r"\1" if is_free else "", shown)
    (mark,) = re.findall(r"id=answer><span>(.*?)</span>", shown)
    return str(mark)
