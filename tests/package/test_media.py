"""Media files: which may be taken along, what they are called, and in which order they stand in the package."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from builder.diagnostics import Severity
from tests.support import build_deck, build_decks, write_deck

PNG_1, PNG_2 = b"\x89PNGone", b"\x89PNGtwo"
ONE, TWO = "ee9a5c0a5f28", "30a0968f5e3b"
"""The starts of their digests."""


def media_of(package: Path) -> dict[str, bytes]:
    """Return the media of a package by name, in the order of their numbers."""
    with zipfile.ZipFile(package) as archive:
        names = json.loads(archive.read("media"))
        return {names[str(number)]: archive.read(str(number)) for number in range(len(names))}


def card(front: str) -> str:
    """Return a chapter of one card."""
    return f"title: A\ncards:\n- id: a\n  kind: basic\n  front: {json.dumps(front)}\n  back: b\n"


def test_files_stand_in_the_order_of_their_names_whatever_shows_them_first(tmp_path: Path) -> None:
    files = {"media/z.png": PNG_1, "media/a.png": PNG_2, "media/m.png": PNG_1}
    write_deck(tmp_path, {**files, "10-a.yaml": card("![](z.png) ![](m.png) ![](a.png) ![](m.png)")})
    names = [f"a-{TWO}.png", f"m-{ONE}.png", f"z-{ONE}.png"]
    media = media_of(build_deck(tmp_path).path)
    assert list(media.items()) == list(zip(names, [PNG_2, PNG_1, PNG_1], strict=True))


@pytest.mark.parametrize(
    ("file", "front", "field", "name"),
    [
        ("a<b.mp3", "[sound:a<b.mp3]", "[sound:{}]", f"a-b-{ONE}.mp3"),
        ("a&b.mp3", "[sound:a&b.mp3]", "[sound:{}]", f"a-b-{ONE}.mp3"),
        ("x&y.png", "![x & y](x&y.png)", '<img alt="x &amp; y" src="{}">', f"x-y-{ONE}.png"),
        ("x&y.png", '<img src="x&amp;y.png">', '<img src="{}">', f"x-y-{ONE}.png"),
        ("x&amp;y.png", '<img src="x&amp;amp;y.png">', '<img src="{}">', f"x-amp-y-{ONE}.png"),
        ("Ünï.PNG", "![](Ünï.PNG)", '<img alt="" src="{}">', f"uni-{ONE}.png"),
        ("漢.png", "![](漢.png)", '<img alt="" src="{}">', f"media-{ONE}.png"),
        (f"{'s' * 48}.png", f"![]({'s' * 48}.png)", '<img alt="" src="{}">', f"{'s' * 48}-{ONE}.png"),
        (f"{'s' * 49}.png", f"![]({'s' * 49}.png)", '<img alt="" src="{}">', f"{'s' * 48}-{ONE}.png"),
        (f"{'s' * 47}-t.png", f"![]({'s' * 47}-t.png)", '<img alt="" src="{}">', f"{'s' * 47}-{ONE}.png"),
        (f"a.{'x' * 11}", f"![](a.{'x' * 11})", '<img alt="" src="{}">', f"a-{ONE}.{'x' * 11}"),
        (f"a.{'x' * 12}", f"![](a.{'x' * 12})", '<img alt="" src="{}">', f"a-{ONE}.{'x' * 11}"),
    ],
)
def test_a_file_has_a_plain_name_in_the_package(file: str, front: str, field: str, name: str, tmp_path: Path) -> None:
    write_deck(tmp_path, {f"media/{file}": PNG_1, "10-a.yaml": card(front)})
    built = build_deck(tmp_path)
    assert built.stamped.rendered.notes[0].fields[0] == field.format(name)
    assert media_of(built.path) == {name: PNG_1}


@pytest.mark.parametrize(
    "written",
    [
        "../secret.png",
        "../../secret.png",
        "../../../secret.png",
        "../../demo-2/media/x.png",
        "link.png",
        "{}/secret.png",
    ],
)
def test_a_file_outside_of_the_deck_is_not_taken_along(written: str, tmp_path: Path) -> None:
    folder = write_deck(tmp_path, {"media/dot.png": PNG_1, "10-a.yaml": card(f"![]({written.format(tmp_path)})")})
    other: dict[str, str | bytes] = {
        "deck.yaml": "name: Other\nuid: other\n",
        "media/x.png": PNG_1,
        "10-a.yaml": card("q"),
    }
    write_deck(tmp_path, other, folder="demo-2")
    for place in (tmp_path, tmp_path / "cards"):
        (place / "secret.png").write_bytes(b"secret")
    os.symlink(tmp_path / "secret.png", folder / "media" / "link.png")
    rules = [problem.rule for problem in build_decks(tmp_path).problems if problem.severity is Severity.ERROR]
    assert rules == ["missing-media"]
    assert not (tmp_path / "build").exists()


def test_a_link_to_a_file_of_the_deck_is_that_file(tmp_path: Path) -> None:
    folder = write_deck(tmp_path, {"art/dot.png": PNG_1, "media/x": b"", "10-a.yaml": card("![](link.png)")})
    os.symlink("../art/dot.png", folder / "media" / "link.png")
    assert media_of(build_deck(tmp_path).path) == {f"dot-{ONE}.png": PNG_1}
