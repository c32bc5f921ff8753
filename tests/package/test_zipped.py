"""Archives are plain zip, and their bytes do not hang on how many processors there are."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.package.zipped import Deflated, archive, deflated, first_chunks


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 5_000_000])
def test_the_same_bytes_on_any_number_of_threads(size: int) -> None:
    data = (random.Random(size).randbytes(3000) * (size // 3000 + 1))[:size]
    alone = b"".join(deflated(data, threads=1))
    assert alone == b"".join(deflated(data, threads=2)) == b"".join(deflated(data, threads=7))
    assert zlib.decompress(alone, -15) == data


def test_zipfile_reads_what_was_archived() -> None:
    entries = [("collection.anki2", b"SQLite" * 999_999), ("media", b'{"0": "a.png"}'), ("0", b""), ("é", b"x")]
    with zipfile.ZipFile(io.BytesIO(archive(entries).data)) as found:
        assert found.testzip() is None
        assert [(info.filename, found.read(info)) for info in found.infolist()] == entries
        assert {info.date_time for info in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in found.infolist()} == {0o100644}


def test_there_may_be_more_files_than_sixteen_bits_count() -> None:
    with zipfile.ZipFile(io.BytesIO(archive((str(number), b"") for number in range(65_600)).data)) as found:
        assert len(found.infolist()) == 65_600
        assert found.read("65599") == b""


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32), st.lists(st.tuples(st.integers(0, 600_000), st.integers(0, 3)), max_size=3), st.booleans()
)
def test_what_is_known_from_before_gives_the_same_bytes(seed: int, edits: list[tuple[int, int]], shorter: bool) -> None:
    old = random.Random(seed).randbytes(300) * 2000
    new = bytearray(old)
    for place, size in edits:
        new[place : place + 1] = b"x" * size
    data = bytes(new[: -random.Random(seed).randrange(300_000)] if shorter else new)
    known = Deflated(memoryview(old), deflated(old))
    assert deflated(data, before=known) == deflated(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 599_000), max_size=4))
def test_what_is_known_to_have_changed_is_compressed_again(seed: int, places: list[int]) -> None:
    old = random.Random(seed).randbytes(300) * 2000
    new = bytearray(old)
    for place in places:
        new[place : place + 500] = b"x" * 500
    changed = [slice(place, place + 500) for place in places]
    known = Deflated(memoryview(old), deflated(old), changed)
    assert deflated(new, before=known) == deflated(new)


def test_the_parts_of_the_first_entry_are_found_again() -> None:
    data = random.Random(1).randbytes(1000) * 400
    made = archive([("collection.anki2", data), ("media", b"{}")])
    assert first_chunks(made.data, "collection.anki2", made.first) == deflated(data)
