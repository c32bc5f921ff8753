"""What may stand on the deck's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import build_decks, check_text, write_deck


def test_unsafe_html_and_media_in_the_description_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = "name: Demo\nuid: demo\ndescription: |\n  One <script>x</script>\n  ![logo](logo.png)\n"
    chapter = "title: A\ncards: [{id: a, kind: basic, front: q, back: a}]\n"
    write_deck(tmp_path, {"deck.yaml": settings, "10-a.yaml": chapter})
    built = build_decks(tmp_path)
    assert (built.decks, [problem.rule for problem in built.problems]) == ((), ["unsafe-html", "missing-media"])
    assert check_text(Path()) == (
        "cards/demo/deck.yaml:4:7: error[unsafe-html]: <script> may not stand in a card\n"
        "  4 |   One <script>x</script>\n"
        "    |       ^^^^^^^^\n"
        "  hint: delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs; to"
        " show it as text write \\<script>, or put it in backticks\n"
        "\n"
        'cards/demo/deck.yaml:5:11: error[missing-media]: the description shows or plays "logo.png", and Anki\'s deck'
        " page has no media\n"
        "  5 |   ![logo](logo.png)\n"
        "    |           ^^^^^^^^\n"
        "  hint: put it on a card\n"
    )
