"""A deck as somebody has published it: odd note types, subdecks and media, exported by Anki or made by genanki."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import genanki

from builder.foreign import ForeignType
from tests.adoption.published import NOW, exported
from tests.foreign.odd_types import TYPES, to_anki
from tests.learner import Learner

DECKS = ("World", "World::East", "World::West 2")
TEXTS = (
    "plain {}",
    "<b>bold</b> {}<br>line",
    '<span style="color: red">{}</span>',
    "<div>{}</div><div>two</div>",
    "{} &amp; <i>x</i> [latex]x^2[/latex]",
    "a list<ul><li>{}</li><li>b</li></ul>",
    '漢字[かんじ] {} <img src="map {}.png">',
    "{} [sound:tone {}.mp3]",
    "*{}* 1. [$]y[/$] \\(z\\)",
    "<center>{}</center>",
)
"""What fields hold; a picture or a sound is of one note alone."""
MASK = "{{{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}}} {}"
TAGS: tuple[list[str], ...] = (["zeta", "Alpha::β", "leech"], [], ["x"])


def odd_package(folder: Path, form: str) -> Path:
    """Return a package of two notes for each note type, in Anki's `legacy` or `latest` form, or of `genanki`."""
    return _by_genanki(folder) if form == "genanki" else _by_anki(folder, form)


def _by_anki(folder: Path, form: str) -> Path:
    publisher = Learner(folder / "publisher")
    decks = [publisher.col.decks.id(name) or 0 for name in DECKS]
    for number, value in enumerate(TYPES):
        model = to_anki(value, {"Far::Away": decks[1]})
        for part in [*model["flds"], *model["tmpls"]] if number % 2 else []:  # Anki's older versions gave no ids
            part["id"] = (-1) ** part["ord"] * ((1 << 62) + 100 * number + part["ord"])
        publisher.col.models.add_dict(model)
    count = itertools.count(1)
    for number, model in enumerate(model for model in publisher.col.models.all() for _ in range(2)):
        note = publisher.col.new_note(model)
        note.fields = _texts(count, len(note.fields), is_cloze=model["type"] == 1)
        if "Occlusion" in model["name"]:
            note.fields[0] = MASK.format(number)
        note.tags = TAGS[number % 3]
        for file in _files(folder, note.fields):
            publisher.col.media.add_file(str(file))
        publisher.col.add_note(note, decks[number % 3])  # type: ignore[arg-type]
    assert publisher.col.db is not None
    publisher.col.db.execute("update notes set mod = ?", NOW)
    publisher.col.db.execute("update notetypes set mtime_secs = ?", NOW)
    package = exported(publisher, folder / f"{form}.apkg", legacy=form == "legacy")
    publisher.close()
    return package


def _by_genanki(folder: Path) -> Path:
    decks = [genanki.Deck(10 + number, name) for number, name in enumerate(DECKS)]
    package = genanki.Package(decks)
    count = itertools.count(1)
    models = [_model(number, value) for number, value in enumerate(TYPES)]
    for number, model in enumerate(model for model in models for _ in range(2)):
        fields = _texts(count, len(model.fields), is_cloze=model.model_type == genanki.Model.CLOZE)
        decks[number % 3].add_note(genanki.Note(model, fields, tags=TAGS[number % 3], guid=f"g;&>{number}"))
        package.media_files += map(str, _files(folder, fields))
    package.write_to_file(str(folder / "genanki.apkg"), timestamp=NOW)
    return folder / "genanki.apkg"


def _model(number: int, value: ForeignType) -> genanki.Model:
    return genanki.Model(
        1_500_000_000 + number,
        value.name,
        fields=[{"name": field.name} for field in value.fields],
        templates=[
            {"name": template.name, "qfmt": template.front, "afmt": template.back} for template in value.templates
        ],
        css=value.css,
        model_type=genanki.Model.CLOZE if value.is_cloze else genanki.Model.FRONT_BACK,
        sort_field_index=value.sort_field,
    )


def _texts(count: Iterator[int], fields: int, *, is_cloze: bool) -> list[str]:
    """Return texts for the fields of a note; with gaps in all where it has some."""
    numbers = list(itertools.islice(count, fields))
    texts = [TEXTS[number % len(TEXTS)].format(f"w{number}", number) for number in numbers]
    return (
        [f"{{{{c1::x{number}}}}} {{{{c3::y}}}} {text}" for number, text in zip(numbers, texts, strict=True)]
        if is_cloze
        else texts
    )


def _files(folder: Path, fields: Sequence[str]) -> Iterator[Path]:
    """Write the media that texts name, and yield their paths."""
    for text in fields:
        number = text.rpartition(".")[0].rpartition(" ")[2]
        for name, data in ((f"map {number}.png", b"\x89PNG"), (f"tone {number}.mp3", b"ID3")):
            if name in text:
                (folder / name).write_bytes(data + number.encode())
                yield folder / name
