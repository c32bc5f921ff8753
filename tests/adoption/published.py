"""Decks as others publish them: made by genanki, exported by Anki in each of its forms, and their authors' updates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import genanki
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.learner import Learner

NOW = 1_700_000_000
PLACE = genanki.Model(
    1_607_392_319,
    "Place & map",
    fields=[{"name": "Place"}, {"name": "Capital"}, {"name": "Note", "font": "Noto", "rtl": True}],
    templates=[
        {
            "name": "Capital of",
            "qfmt": "{{Place}}<script>x = 1</script>",
            "afmt": "{{FrontSide}}<hr>{{Capital}}{{Note}}",
        },
        {"name": "Place of", "qfmt": "{{#Note}}{{Capital}}{{/Note}}", "afmt": "{{Place}}", "bqfmt": "{{Capital}}!"},
    ],
    css=".card { color: navy; } @font-face { src: url(_font.woff); }",
    sort_field_index=1,
)
GAPS = genanki.Model(
    998_877_661,
    "Gaps",
    fields=[{"name": "Title"}, {"name": "Text"}],
    templates=[{"name": "Gap", "qfmt": "{{Title}} {{cloze:Text}}", "afmt": "{{cloze:Text}}"}],
    model_type=genanki.Model.CLOZE,
)
NOTES: Mapping[str, tuple[genanki.Model, list[str], list[str]]] = {
    "fr": (PLACE, ["France", "<b>Paris</b>", ""], ["europe", "leech"]),
    "de;&>": (PLACE, ["Germany", 'Berlin<br><img src="berlin.png">', "<i>big</i>"], ["europe", "has::parts"]),
    "it": (PLACE, ["Italy *1*", '<span style="color: red">Rome</span>', ""], []),
    "run": (PLACE, ["Spain", 'Madrid <a href="#" onclick="go()">go</a>', ""], []),
    "gap": (GAPS, ["Rivers", "The {{c1::Seine}} flows through {{c2::Paris::city}}."], ["river"]),
}
"""Notes by GUID: note type, fields, tags."""
MEDIA = {"berlin.png": b"\x89PNG\r\n\x1a\n1", "_font.woff": b"wOFF1"}


def publish(
    path: Path, notes: Mapping[str, tuple[genanki.Model, list[str], list[str]]] = NOTES, now: int = NOW
) -> Path:
    """Write a package as genanki does, in two subdecks."""
    decks = [genanki.Deck(2_059_400_110 + number, f"World::{name}") for number, name in enumerate(("East", "West 2"))]
    for number, (guid, (model, fields, tags)) in enumerate(notes.items()):
        decks[number % 2].add_note(genanki.Note(model, fields, tags=tags, guid=guid))
    package = genanki.Package(decks)
    folder = path.parent / "files"
    folder.mkdir(exist_ok=True)
    for name, data in MEDIA.items():
        (folder / name).write_bytes(data)
        package.media_files.append(str(folder / name))
    package.write_to_file(str(path), timestamp=now)
    return path


def exported(learner: Learner, path: Path, *, legacy: bool) -> Path:
    """Write all decks of a collection as Anki exports them, without its learner's reviews."""
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    learner.col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def run(*arguments: str | os.PathLike[str]) -> Result:
    """Run a command as on the command line."""
    return CliRunner().invoke(main, [os.fspath(argument) for argument in arguments], catch_exceptions=False)


def imported(folder: Path, package: Path, *options: str) -> Path:
    """Import a package into an empty folder, and return the deck's folder."""
    folder.mkdir()
    result = run("import", package, "--root", folder, *options)
    assert result.exit_code == 0, result.output
    (deck,) = (path for path in (folder / "cards").iterdir())
    return deck


def built(deck: Path) -> Path:
    """Build a deck, and return its package."""
    result = run("build", deck.name, "--root", deck.parent.parent)
    assert result.exit_code == 0, result.output
    return deck.parent.parent / "build" / f"{deck.name}.apkg"


def edit(file: Path, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, text
    file.write_text(text.replace(old, new), "utf-8")
