"""Archives are plain zip, and their bytes do not hang on how many processors there are."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterable

import pytest

from builder.package.zip_archive import archive, contents, deflated, packed


@pytest.mark.parametrize("size", [0, 1, 1 << 17, (1 << 17) + 1, 5_000_000])
def test_the_same_bytes_on_any_number_of_threads(size: int) -> None:
    data = (random.Random(size).randbytes(3000) * (size // 3000 + 1))[:size]
    alone = b"".join(deflated(data, threads=1))
    assert alone == b"".join(deflated(data, threads=2)) == b"".join(deflated(data, threads=7))
    assert zlib.decompress(alone, -15) == data


def archived(entries: Iterable[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    return archive(((name, packed(data)) for name, data in entries), comment)


def test_zipfile_reads_what_was_archived() -> None:
    entries = [("collection.anki2", b"SQLite" * 999_999), ("media", b'{"0": "a.png"}'), ("0", b""), ("é", b"x")]
    with zipfile.ZipFile(io.BytesIO(archived(entries))) as opened:
        assert opened.testzip() is None
        assert [(info.filename, opened.read(info)) for info in opened.infolist()] == entries
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o100644}


def test_pictures_and_sounds_that_are_compressed_already_are_stored() -> None:
    heads = {
        "png": b"\x89PNG",
        "jpg": b"\xff\xd8\xff",
        "mp3": b"ID3",
        "svg": b"<svg",
        "wav": b"RIFF....WAVE",
        "txt": b"x",
    }
    entries = [(name, head + bytes(1000)) for name, head in heads.items()]
    with zipfile.ZipFile(io.BytesIO(archived(entries))) as opened:
        assert [(info.filename, opened.read(info)) for info in opened.infolist()] == entries
        stored = [info.filename for info in opened.infolist() if info.compress_type == zipfile.ZIP_STORED]
    assert stored == ["png", "jpg", "mp3"]


def test_there_may_be_more_files_than_sixteen_bits_count() -> None:
    with zipfile.ZipFile(io.BytesIO(archived((str(number), b"") for number in range(65_600)))) as opened:
        assert len(opened.infolist()) == 65_600
        assert opened.read("65599") == b""


@pytest.mark.parametrize("count", [0, 1, 3, 65_534, 65_535, 65_600])
def test_what_an_archive_holds_makes_the_same_archive(count: int) -> None:
    data = archived(((f"é{number}", b"ab" * (number % 5)) for number in range(count)), b"deckwright lock")
    assert archive(contents(data).items(), b"deckwright lock") == data


CHUNK, WINDOW = 1 << 17, 1 << 15
"""How much is compressed as a piece, and how far back a piece looks into the one before it."""


@pytest.mark.parametrize("seam", [CHUNK, 9 * CHUNK])
@pytest.mark.parametrize("place", [-WINDOW - 1, -WINDOW, -258, -2, -1, 0, 1, CHUNK - 1])
def test_an_edit_at_a_seam_between_two_pieces_is_packed(seam: int, place: int) -> None:
    data = bytearray((random.Random(1).randbytes(40_000) * 33)[: 10 * CHUNK])
    before = b"".join(deflated(bytes(data)))
    data[seam + place] ^= 255
    after = b"".join(deflated(bytes(data)))
    assert zlib.decompress(after, -15) == bytes(data)
    assert after != before
