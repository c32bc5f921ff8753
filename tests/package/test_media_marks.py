"""Marks of media that show or play nothing are told with the right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.pipeline import prepare
from tests.package.test_media import PNG_1
from tests.support import NOW, build_decks, check_text, write_deck

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


def told(root: Path, back: str, **more: bytes) -> list[tuple[str, str, str, str]]:
    """Return where, what and how to mend what is wrong with a card that has this back and some files."""
    files = {
        "Tür.wav": WAV,
        "hund.png": PNG_1,
        "a (1).png": PNG_1,
        "film.mp4": b"\0\0\0\x18ftypmp42",
        "odd.ogg": b"OggS",
    }
    chapter = f"title: T\ncards:\n  - id: a\n    kind: basic\n    front: Which one?\n    back: |\n      {back}\n"
    deck = write_deck(root, {"a.yaml": chapter, **{f"media/{name}": data for name, data in {**files, **more}.items()}})
    problems = [problem for problem in prepare([deck], NOW).problems if problem.rule != "unused-media"]
    assert {problem.rule for problem in problems} <= {"media-mark"}
    return [
        (p.location.excerpt[p.location.column - 1 :][: p.location.length], p.severity, p.message, p.hint)
        for p in problems
    ]


@pytest.mark.parametrize(
    ("back", "snippet", "message", "hint"),
    [
        ("![](Tür.wav)", "Tür.wav", '"Tür.wav" is a sound or film, and no picture', "write [sound:Tür.wav]"),
        ('<img src="film.mp4">', "film.mp4", '"film.mp4" is a sound or film, and no picture', "write [sound:film.mp4]"),
        (
            "![[hund.png]] ![](odd.ogg)",
            "odd.ogg",
            '"odd.ogg" is a sound or film, and no picture',
            "write [sound:odd.ogg]",
        ),
        ("[sound:hund.png]", "hund.png", '"hund.png" is a picture, which is not played', "write ![](hund.png)"),
        (
            "[sound:a (1).png]",
            "a (1).png",
            '"a (1).png" is a picture, which is not played',
            'write <img src="a (1).png">',
        ),
    ],
)
def test_a_sound_is_no_picture_and_a_picture_no_sound(
    back: str, snippet: str, message: str, hint: str, tmp_path: Path
) -> None:
    assert told(tmp_path, back) == [(snippet, "error", message, hint)]
    assert build_decks(tmp_path).decks == ()


@pytest.mark.parametrize(
    "back",
    [
        "[sound:Tür.wav] ![](hund.png)",
        "[sound:film.mp4]",
        '<video src="film.mp4"></video>',
        '<audio src="Tür.wav"></audio>',
    ],
)
def test_each_by_its_own_mark_is_let_alone(back: str, tmp_path: Path) -> None:
    assert told(tmp_path, back) == []


def test_a_file_whose_bytes_are_not_what_its_name_says_is_told_as_such(tmp_path: Path) -> None:
    deck = write_deck(tmp_path, {"a.yaml": CARD.format("'![](x.wav)'"), "media/x.wav": PNG_1})
    assert [problem.rule for problem in prepare([deck], NOW).problems] == ["media-bytes"]


CARD = "title: T\ncards:\n  - id: a\n    kind: basic\n    front: Which one?\n    back: {}\n"


@pytest.mark.parametrize(
    "written",
    [
        "[Sound:Tür.wav]", "［sound:Tür.wav］", "[sound：Tür.wav]", "(sound:Tür.wav)", "[SOUND:Tür.wav]",
        "[ sound:Tür.wav ]",         "（sound：Tür.wav）", "{sound:Tür.wav}", "[sound :Tür.wav]",
    ],
)  # fmt: skip
def test_a_mistyped_mark_of_a_sound_is_told_with_the_right_one(written: str, tmp_path: Path) -> None:
    hint = "write [sound:Tür.wav]; to show it as text, put it in backticks"
    assert told(tmp_path, f"Hört: {written}.") == [
        (written, "error", f'"{written}" plays nothing, and shows as typed', hint)
    ]


@pytest.mark.parametrize(
    "back",
    [
        "`[Sound:Tür.wav]` and `(sound:a.wav)`",
        r"\[sound:Tür.wav]",
        "the sound: a.wav",
        "(sound: a dog)",
        "[sounds](https://a.de/x.wav)",
    ],
)
def test_what_is_meant_as_text_is_let_alone(back: str, tmp_path: Path) -> None:
    assert told(tmp_path, back) == []


def test_the_bare_name_of_a_file_is_told_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chapter = CARD.format("The cat.\n    extra: neko.wav\n    hint: hund.png\n    context: other.wav")
    write_deck(Path(), {"a.yaml": chapter, "media/neko.wav": WAV, "media/hund.png": PNG_1, "media/notes.txt": b"x"})
    said = [
        line for line in check_text(Path()).splitlines() if line.startswith(("cards/demo/a.yaml", "  hint: write ["))
    ]
    assert said == [
        "cards/demo/a.yaml:7:12: warning[media-mark]: this shows the name of a file in media, and not what is in it",
        "  hint: write [sound:neko.wav]",
        "cards/demo/a.yaml:8:11: warning[media-mark]: this shows the name of a file in media, and not what is in it",
    ]
