"""What is said of media files: which are shipped, how large they are, and whether they are what they are named."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from builder.package.media_formats import format_of
from tests.package.test_media import ONE, PNG_1, card, media_of
from tests.support import build_deck, build_decks, check_text, write_deck


def said(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str | bytes]) -> str:
    """Return the problems of a deck with these files."""
    monkeypatch.chdir(root)
    write_deck(Path(), files)
    return check_text(Path())


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("10-one.yaml", "../10-one.yaml"),
        ("10-one.yaml", "10-one.yaml"),
        ("deck.yaml", "deck.yaml"),
        ("media/a.lock", "a.lock"),
        ("media/.hidden.png", ".hidden.png"),
        ("media/.git/a.png", ".git/a.png"),
        ("media/notes.yml", "notes.yml"),
        ("notes.txt", "../notes.txt"),
        ("kinds/own/front.html", "../kinds/own/front.html"),
        ("media/a.png", "A.png"),
    ],
)
def test_nothing_but_media_goes_into_a_package(file: str, written: str, tmp_path: Path) -> None:
    deck = write_deck(tmp_path, {"20-a.yaml": card(f"![]({written})")})
    if not (deck / file).exists():
        (deck / file).parent.mkdir(parents=True, exist_ok=True)
        (deck / file).write_text(card("q").replace("id: a", "id: b") if file.startswith("10") else "x", "utf-8")
    built = build_decks(tmp_path)
    assert built.decks == ()
    assert "missing-media" in [problem.rule for problem in built.problems]


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("media/dot.png", "dot.png"),
        ("media/dot.png", "./dot.png"),
        ("media/dot.png", "media/dot.png"),
        ("media/dot.png", "../media/dot.png"),
        ("media/a/dot.png", "a/dot.png"),
        ("media/a b/dot.png", "a%20b/dot.png"),
        ("media/é/dot.png", "%C3%A9/dot.png"),
        ("dot.png", "dot.png"),
        ("art/dot.png", "art/dot.png"),
    ],
)
def test_a_file_is_found_by_each_of_its_names(file: str, written: str, tmp_path: Path) -> None:
    write_deck(tmp_path, {file: PNG_1, "10-a.yaml": card(f"![]({written})")})
    assert media_of(build_deck(tmp_path).path) == {f"dot-{ONE}.png": PNG_1}


@pytest.mark.parametrize("of_file", ["NFC", "NFD"])
@pytest.mark.parametrize("of_text", ["NFC", "NFD"])
def test_a_name_is_found_in_either_unicode_form(of_file: str, of_text: str, tmp_path: Path) -> None:
    name = "é/é.png"
    text = unicodedata.normalize(of_text, f"![]({name})")  # type: ignore[arg-type]
    path = unicodedata.normalize(of_file, f"media/{name}")  # type: ignore[arg-type]
    write_deck(tmp_path, {path: PNG_1, "10-a.yaml": card(text)})
    assert media_of(build_deck(tmp_path).path) == {f"e-{ONE}.png": PNG_1}


def test_a_missing_file_is_never_said_to_be_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_deck(tmp_path, {"media/linc.png": PNG_1})
    (tmp_path / "out.png").write_bytes(PNG_1)
    os.symlink(tmp_path / "out.png", tmp_path / "cards" / "demo" / "media" / "link.png")
    text = said(tmp_path, monkeypatch, {"10-a.yaml": card("![](link.png) ![](lonc.png) ![](deck.yaml)")})
    assert [line for line in text.splitlines() if "hint" in line] == [
        "  hint: it is a link that leads out of the deck: put the file itself into the deck's media folder",
        '  hint: did you mean "linc.png"?',
        "  hint: only pictures, sounds and films go into a package: put one into the deck's media folder",
    ]


def test_a_note_that_is_embedded_is_no_file_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded = "![[Kidney]] ![[Kidney#Nephron]] ![[Lung.md]] ![[scheme]] ![[heart.PNG]]"
    files: dict[str, str | bytes] = {"media/scheme.png": PNG_1, "media/Heart.png": PNG_1, "10-a.yaml": card(embedded)}
    note = "a note cannot be embedded: write on the card what it says; the name of a file has an ending"
    assert [line for line in said(tmp_path, monkeypatch, files).splitlines() if "hint" in line] == [
        f"  hint: {note}",
        f"  hint: {note}",
        f"  hint: {note}",
        "  hint: write scheme.png",
        "  hint: write Heart.png: capitals count",
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("bilder\\hund.png", "write bilder/hund.png: folders are parted by a slash, and not by a backslash"),
        (
            "bilder\\maus.png",
            "folders are parted by a slash, and not by a backslash; put the file into the deck's media folder",
        ),
        ("Bilder/Hund.PNG", "write bilder/hund.png: capitals count"),
        ("hund.png", "write bilder/hund.png"),
        ("fotos/hund.png", "write bilder/hund.png"),
        ("/bilder/hund.png", "that is a path on your computer: write bilder/hund.png"),
        ("bilder/hund.jpg", "write bilder/hund.png"),
        ("hase.png", "write bilder/hase.png"),
        ("sub/hose.png", "write hose.png"),
        ("tür.mp3", "write Tür.wav"),
        ("C:\\Bilder\\hund.png", "that is a path on your computer: write bilder/hund.png"),
        (
            "C:/Bilder/maus.png",
            "that is a path on your computer: copy the file into the deck's media folder, and write maus.png",
        ),
        ("file:///C:/Bilder/maus.png", "copy the file into the deck's media folder, and write maus.png"),
        ("bilder/hun.png", 'did you mean "bilder/hund.png"?'),
        ("kinds/logo.png", "put the file into the deck's media folder"),
        ("bilder/hun.mp3", "put the file into the deck's media folder"),
    ],
)
def test_of_a_missing_file_the_hint_is_what_must_have_been_meant(
    written: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict.fromkeys(("bilder/hund.png", "bilder/hase.png", "media/hose.png", "media/Tür.wav"), PNG_1)
    text = said(tmp_path, monkeypatch, {**files, "10-a.yaml": card(f"![]({written})")})
    assert [line for line in text.splitlines() if "hint: " in line and "ending" not in line][:1] == [f"  hint: {hint}"]


def test_every_spelling_of_a_picture_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    front = "<IMG SRC='a.png'> <img srcset=b.png> <image src=//e.org/c.png> <audio src=d.mp3></audio> ![](data:x)"
    text = said(tmp_path, monkeypatch, {"10-a.yaml": card(front)})
    assert [line.partition(": ")[2] for line in text.splitlines() if ": error" in line] == [
        'error[missing-media]: there is no media file "a.png"',
        'error[missing-media]: there is no media file "b.png"',
        "error[external-media]: media from the network",
        'error[missing-media]: there is no media file "d.mp3"',
        "error[external-media]: media from the network",
    ]


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("scan.pdf", b"%PDF-1.7", "a PDF"),
        ("scan", b"%PDF-1.7", "a PDF"),
        ("notes.txt", b"words", "a .txt file"),
        ("sheet.xlsx", b"PK\3\4", "a .xlsx file"),
        ("thing", b"words", "this file"),
    ],
)
def test_what_is_no_picture_sound_or_film_is_refused(
    name: str, data: bytes, called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, {f"media/{name}": data, "10-a.yaml": card(f"![]({name})")}) == (
        f"cards/demo/media/{name}:1:1: error[media-format]: {called} is no picture, sound or film, and cards show"
        " none\n"
        "  hint: show a picture of it, saved as .png or .jpg\n"
    )


@pytest.mark.parametrize(
    ("name", "data"), [("photo", PNG_1), ("a.apng", PNG_1), ("voice.aac", b"x"), ("a.mpga", b"ID3")]
)
def test_a_picture_or_sound_of_a_rarer_name_is_taken(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "media-format" not in said(tmp_path, monkeypatch, {f"media/{name}": data, "10-a.yaml": card(f"![]({name})")})


def test_sizes_bytes_and_formats_are_told_at_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "big.png",
        "empty.png",
        "fake.png",
        "page.jpg",
        "photo.heic",
        "lfs.png",
        "renamed.png",
        "song.mp3",
        "tape.wma",
    ]
    files: dict[str, str | bytes] = {
        "media/big.png": b"\x89PNG".ljust(5_000_001),
        "media/empty.png": b"",
        "media/fake.png": b"no picture",
        "media/page.jpg": b"%PDF-1.7",
        "media/photo.heic": b"\0\0\0\x18ftypheic",
        "media/lfs.png": b"version https://git-lfs.github.com/spec/v1\n",
        "media/renamed.png": b"\xff\xd8\xff\xe0",
        "media/song.mp3": b"no sound",
        "media/tape.wma": b"x",
        "media/unused.png": PNG_1,
    }
    shown = " ".join(f"![]({name})" if not name.endswith(("mp3", "wma")) else f"[sound:{name}]" for name in names)
    assert said(tmp_path, monkeypatch, {**files, "10-a.yaml": card(shown)}) == (
        "cards/demo/media/big.png:1:1: warning[media-size]: the file has 5.0 MB\n"
        "  hint: make it smaller than 5 MB: phones load it slowly, or not at all\n\n"
        "cards/demo/media/empty.png:1:1: error[media-empty]: the file is empty\n"
        "  hint: put the picture or sound there\n\n"
        "cards/demo/media/fake.png:1:1: error[media-bytes]: the file is named .png, and its bytes are of no format that"
        " is known\n"
        "  hint: save it once more from the program that made it\n\n"
        "cards/demo/media/lfs.png:1:1: error[media-bytes]: the file is a pointer of Git LFS, and not what it points"
        " to\n"
        "  hint: run git lfs pull\n\n"
        "cards/demo/media/page.jpg:1:1: error[media-bytes]: the file is named .jpg, and its bytes are PDF\n"
        "  hint: save it as .jpg, .png or .webp\n\n"
        "cards/demo/media/photo.heic:1:1: warning[media-format]: phones do not show or play .heic files\n"
        "  hint: save it as .jpg, .png or .webp\n\n"
        "cards/demo/media/renamed.png:1:1: warning[media-bytes]: the file is named .png, and its bytes are JPEG\n"
        "  hint: give it the ending .jpeg\n\n"
        "cards/demo/media/song.mp3:1:1: warning[media-bytes]: the file is named .mp3, and its bytes are of no format"
        " that is known\n"
        "  hint: save it once more from the program that made it\n\n"
        "cards/demo/media/tape.wma:1:1: warning[media-format]: phones do not show or play .wma files\n"
        "  hint: save it as .mp3\n\n"
        "cards/demo/media/unused.png:1:1: info[unused-media]: no card shows or plays this file\n"
        "  hint: delete it, or show it on a card\n"
    )


def test_a_sound_in_the_name_of_a_picture_is_not_to_be_saved_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, {"media/a.png": b"ID3\x04", "10-a.yaml": card("![](a.png)")}) == (
        "cards/demo/media/a.png:1:1: error[media-bytes]: the file is named .png, and its bytes are MP3\n"
        "  hint: give it the ending .mp3\n"
    )


def test_a_file_that_ankiweb_refuses_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_deck(tmp_path, {"media/a.mp4": b""})
    with open(tmp_path / "cards/demo/media/a.mp4", "r+b") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(100_000_001)
    assert said(tmp_path, monkeypatch, {"10-a.yaml": card("<video src=a.mp4></video>")}) == (
        "cards/demo/media/a.mp4:1:1: error[media-size]: the file has 100 MB\n"
        "  hint: make it smaller: AnkiWeb takes files up to 100 MB, and would not sync it to other devices\n"
    )


@pytest.mark.parametrize("size", [5_000_000, 1])
def test_a_file_up_to_the_limit_is_fine(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {"media/a.aac": b"x" * size, "10-a.yaml": card("[sound:a.aac]")}
    assert said(tmp_path, monkeypatch, files) == ""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe1", "jpeg"),
        (b"GIF89a", "gif"),
        (b"RIFF\1\2\3\nWEBPVP8 ", "webp"),
        (b"RIFF\1\2\3\nWAVEfmt ", "wav"),
        (b'<?xml version="1.0"?>\n<svg', "svg"),
        (b"\xef\xbb\xbf\n<SVG xmlns=", "svg"),
        (b"<!-- made by hand --><svg>", "svg"),
        (b"<!doctype html><svg>", ""),
        (b"<html>", ""),
        (b"ID3\3", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"OggS", "ogg"),
        (b"\0\0\0\x20ftypM4A ", "mp4"),
        (b"\0\0\0\x20ftypisom", "mp4"),
        (b"\0\0\0\x1cftypavif", "avif"),
        (b"\0\0\0\x18ftypmif1", "heic"),
        (b"\x1aE\xdf\xa3", "webm"),
        (b"II*\0", "tiff"),
        (b"", ""),
    ],
)
def test_a_format_is_known_by_its_first_bytes(head: bytes, expected: str) -> None:
    assert format_of(head) == expected


def test_thousands_of_files_are_found_without_looking_at_all_of_them_for_each(tmp_path: Path) -> None:
    # A folder that were listed once for each name would take minutes here.
    count = 3_000
    files: dict[str, str | bytes] = {f"media/{number}.png": PNG_1 for number in range(count)}
    shown = " ".join(f"![]({number}.png) ![](no-{number}.png)" for number in range(count))
    write_deck(
        tmp_path,
        {**files, "10-a.yaml": f"title: A\ncards:\n- {{id: a, kind: basic, front: {json.dumps(shown)}, back: b}}\n"},
    )
    problems = build_decks(tmp_path).problems
    assert [problem.rule for problem in problems] == ["missing-media"] * count


def test_a_sound_without_an_ending_is_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {"media/gate.png": PNG_1, "10-a.yaml": card("[sound:a] [sound:gate] ![](gate.png)")}
    ending = "a file has an ending in its name, and a sound one such as .mp3"
    assert [line for line in said(tmp_path, monkeypatch, files).splitlines() if "hint" in line] == [
        f"  hint: {ending}; put it into the deck's media folder",
        f"  hint: write gate.png if that is it; {ending}",
    ]
