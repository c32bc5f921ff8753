"""A deck as somebody has published it: all odd note types, subdecks and media, exported by Anki itself."""

from __future__ import annotations

from pathlib import Path

from tests.adoption.published import exported
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


def odd_package(folder: Path, form: str) -> Path:
    """Return a package of two notes for each note type, in Anki's `legacy` or `latest` form."""
    publisher = Learner(folder / "publisher")
    decks = [publisher.col.decks.id(name) or 0 for name in DECKS]
    for number, value in enumerate(TYPES):
        model = to_anki(value, {"Far::Away": decks[1]})
        for part in [*model["flds"], *model["tmpls"]] if number % 2 else []:  # Anki's older versions gave no ids
            part["id"] = (-1) ** part["ord"] * ((1 << 62) + 100 * number + part["ord"])
        publisher.col.models.add_dict(model)
    count = 0
    for model in publisher.col.models.all():
        for _ in range(2):
            note = publisher.col.new_note(model)
            for place in range(len(note.fields)):
                count += 1
                text = TEXTS[count % len(TEXTS)].format(f"w{count}", count)
                note.fields[place] = f"{{{{c1::x{count}}}}} {{{{c3::y}}}} {text}" if model["type"] else text
                for name in (f"map {count}.png", f"tone {count}.mp3"):
                    if name in text:
                        (folder / name).write_bytes((b"\x89PNG" if "map" in name else b"ID3") + str(count).encode())
                        publisher.col.media.add_file(str(folder / name))
            if "Occlusion" in model["name"]:
                note.fields[0] = MASK.format(count)
            note.tags = [["zeta", "Alpha::β", "leech"], [], ["x"]][count % 3]
            publisher.col.add_note(note, decks[count % 3])  # type: ignore[arg-type]
    package = exported(publisher, folder / f"{form}.apkg", legacy=form == "legacy")
    publisher.close()
    return package
