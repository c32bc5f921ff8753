"""The script that anybody would write: PyYAML's default loader, `markdown.markdown` a field, genanki's own writer.

Run as `python straight.py PROJECT OUTPUT`; it reads the same files as Deckwright.
"""

from __future__ import annotations

import sys
from pathlib import Path

import genanki
import markdown
import yaml

_SIDE = '{{FrontSide}}<hr id="answer">'
_BASIC = genanki.Model(
    1_600_000_001,
    "Straight basic",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": f"{_SIDE}{{{{Back}}}}"}],
)
_CLOZE = genanki.Model(
    1_600_000_002,
    "Straight cloze",
    fields=[{"name": "Text"}, {"name": "Extra"}],
    templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}],
    model_type=genanki.Model.CLOZE,
)


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=["extra", "sane_lists", "nl2br"])


def _build(folder: Path, output: Path) -> None:
    settings = yaml.safe_load((folder / "deck.yaml").read_text("utf-8"))
    decks = []
    for path in sorted(folder.glob("[0-9]*.yaml")):
        chapter = yaml.safe_load(path.read_text("utf-8"))
        deck = genanki.Deck(2_000_000_000 + int(path.stem), f"{settings['name']}::{chapter['title']}")
        for card in chapter["cards"]:
            cloze = card.get("kind") == "cloze"
            front, back = (card["text"], card["extra"]) if cloze else (card["front"], card["back"])
            deck.add_note(
                genanki.Note(
                    model=_CLOZE if cloze else _BASIC,
                    fields=[_html(front), _html(back)],
                    tags=card["tags"],
                    guid=genanki.guid_for(settings["uid"], card["id"]),
                )
            )
        decks.append(deck)
    genanki.Package(decks).write_to_file(output / f"{folder.name}.apkg")


def main() -> None:
    """Build every deck of a project."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(exist_ok=True)
    for folder in sorted((project / "cards").iterdir()):
        _build(folder, output)


main()
