"""Sounds and spoken lines on a preview: buttons that say what is to be played."""

from __future__ import annotations

import re
from pathlib import Path

from builder.previews.studio import Studio
from tests.support import write_deck

DECK: dict[str, str | bytes] = {
    "deck.yaml": 'name: D\nuid: d\nspeech: "pt_BR"\n',
    "10-a.yaml": """\
        title: A
        cards:
          - id: pay
            kind: script
            situation: They call.
            lines: [{id: x, cue: So?, say: 'Say "no" & <b>wait</b> < 5.', intent: Wait}]
          - {id: bell, kind: basic, front: "[sound:a<b & c.mp3]", back: b}
        """,
    "media/a<b & c.mp3": b"one",
}
SPEAK = 'aria-label="Speak" data-speak="Say “no” &amp; wait &lt; 5." data-language="pt-BR"'
PLAY = 'aria-label="Play a-b-c-7692c3ad3540.mp3" data-sound="a-b-c-7692c3ad3540.mp3"'


def test_a_button_holds_what_is_to_be_heard(tmp_path: Path) -> None:
    studio = Studio([write_deck(tmp_path, DECK)])
    studio.refresh()
    (chapter,) = studio.state.decks["demo"].shown.chapters

    def buttons(side: str) -> list[str]:
        return re.findall(r'<a class="replay-button [^>]*(aria-label=[^>]*)>', side)

    assert [(card.key, buttons(card.question), buttons(card.answer)) for card in chapter.cards] == [
        ("pay/x", [], [SPEAK]),
        ("pay/x", [], [SPEAK]),
        ("pay", [], []),
        ("bell", [PLAY], [PLAY]),
    ]
