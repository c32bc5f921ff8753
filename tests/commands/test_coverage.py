"""How much of each declared source the cards ask for."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from builder.cli.main import main
from tests.support import write_deck


def test_sections_are_listed_with_their_cards_and_those_without(tmp_path: Path) -> None:
    write_deck(
        tmp_path,
        {
            "deck.yaml": """\
                name: Demo
                uid: demo
                sources:
                  guide: {title: Guide, sections: {one: First part, two: Second part}}
                  own: Ours
                """,
            "10-a.yaml": """\
                title: A
                source: guide/one
                cards:
                  - {id: a, kind: basic, front: q, back: a, reverse: true}
                  - {id: b, kind: basic, front: q, back: a, source: own}
                  - id: c
                    kind: script
                    situation: s
                    lines: [{id: x, cue: c, say: s, intent: i}, {id: y, cue: d, say: t}]
                """,
            "20-b.yaml": "title: B\ncards:\n  - {id: d, kind: basic, front: q, back: a}\n",
        },
    )
    result = CliRunner().invoke(main, ["coverage", "--root", str(tmp_path)])
    assert result.output == (
        "Demo\n"
        "  guide/one      2 card sources      6 cards  First part\n"
        "  guide/two      0 card sources      0 cards  Second part\n"
        "  own            1 card sources      1 cards  Ours\n"
        "  -              1 card sources      1 cards  no source\n"
        "  without cards: guide/two\n"
    )
    assert result.exit_code == 0


def test_a_broken_deck_shows_its_problems_instead(tmp_path: Path) -> None:
    write_deck(tmp_path, {"10-a.yaml": "title: A\ncards:\n  - {id: a, kind: basic, front: q}\n"})
    result = CliRunner().invoke(main, ["coverage", "--root", str(tmp_path)])
    assert "error[missing-key]" in result.output
    assert result.exit_code == 1
