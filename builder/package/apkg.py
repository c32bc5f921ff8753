"""A package: a collection and the deck's media in an archive, every byte fixed by what goes in.

An .apkg file is a zip archive with these entries, in this order:

    collection.anki2    the database (collection.py), under the name that stands for its schema
    media               JSON: the names of the media files by the numbers that they have here, {"0": "gate-1f….png"}
    0, 1, 2 …           the media files, sorted by name

At its very end the archive says by which lock it was built, as its comment: `deckwright lock ` and 16 hexadecimal
digits of the lock's SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from builder.files import MEDIA_LIMIT, PACKAGE_LIMIT, opened, read_bytes
from builder.package.collection import Collection, write_collection
from builder.package.media import MediaFile
from builder.package.zip_archive import RAW_DEFLATE, Packed, archive, contents, packed, too_large


class Package(NamedTuple):
    """A finished package: its bytes, and a digest of its contents that does not depend on zlib."""

    data: bytes
    digest: str


_STATED = b"deckwright lock "
_DIGITS = 16


def assemble(collection: Collection, media: Sequence[MediaFile] = (), lock: str = "", last: bytes = b"") -> Package:
    """Return the package; the same contents give the same bytes wherever zlib is the same.

    `lock` is the digest of the deck's lock, which the archive states at its end; empty for none. `last` is the deck's
    last package, or empty: media that it has by the same names are taken from there, and not read and packed again.
    """
    database = write_collection(collection)
    files = sorted(media, key=lambda file: file.name)
    there = _media_of(last) if last else {}
    names = json.dumps({str(number): file.name for number, file in enumerate(files)}, sort_keys=True).encode()
    if len(database) + sum(file.size for file in files) > PACKAGE_LIMIT:
        raise too_large()
    entries = chain(
        [("collection.anki2", packed(database)), ("media", packed(names))],
        (
            (str(number), there.get(file.name) or packed(read_bytes(file.path, MEDIA_LIMIT)))
            for number, file in enumerate(files)
        ),
    )
    digest = hashlib.sha256(database)
    digest.update(names)
    comment = _STATED + lock[:_DIGITS].encode() if lock else b""
    return Package(data=archive(entries, comment), digest=digest.hexdigest())


def _media_of(package: bytes) -> dict[str, Packed]:
    """Return the media of a package that `assemble` made, by their names in it."""
    entries = contents(package)
    names = json.loads(zlib.decompress(b"".join(entries["media"].chunks), wbits=RAW_DEFLATE))
    return {name: entries[number] for number, name in names.items()}


def stated_lock(package: Path) -> str:
    """Return the start of the digest of the lock that a package was built with; empty where it does not say.

    Raise `ReadError` where there is no package.
    """
    with opened(package, PACKAGE_LIMIT) as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - len(_STATED) - _DIGITS))
        end = stream.read()
    return end.removeprefix(_STATED).decode("ascii", "replace") if end.startswith(_STATED) else ""
