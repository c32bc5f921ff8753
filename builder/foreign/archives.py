"""Anki's packages: which of the databases in one counts, how it is packed, and which media come with it."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator, Mapping

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from builder.diagnostics import counted, printable
from builder.errors import FormError, PackageError
from builder.files import MEDIA_LIMIT
from builder.files.unpacking import AGAIN, LEAVE, most_unpacked, read_entry, refuse_encrypted, too_large
from builder.foreign.deck_values import ForeignMedia
from builder.foreign.json_values import mapping, parse, text
from builder.foreign.media_names import fault_of_name
from builder.foreign.wire import Message

_DATABASES = ("collection.anki2", "collection.anki21", "collection.anki21b")
"""By the version of the package (`PackageMetadata.Version` in Anki's import_export.proto), from 1. The later ones hold
an older database as well, with a note that says to update Anki."""
_PACKED = len(_DATABASES)
"""The version from which all but `meta` is packed with Zstandard."""
_DATABASE_LIMIT = 1_000_000_000
"""Bytes of a database: three times that of the largest deck that is known to be shared."""
_LIST_LIMIT = 100_000_000
"""Bytes of the list of media: of 300,000 names as long as can be."""
_MODE, _AHEAD, _WHOLE = 18, b"\2\2", b"\1\1"
"""Where a database says that it is written ahead of (sqlite.org, Database File Format, 1.3), as Anki's newer exports do
that have it whole nevertheless; and what it says else. SQLite reads none from memory that is written ahead of."""
_META_LIMIT = 1_000


def version_of(archive: zipfile.ZipFile, path: str) -> int:
    """Return the version of a package; raise `PackageError` for one that a later Anki made, and for no package."""
    refuse_encrypted(archive, path)
    names = archive.namelist()
    held = [version for version, name in enumerate(_DATABASES, 1) if name in names]
    version = max(held, default=0)
    if "meta" in names:
        version = Message(read_entry(archive, "meta", _META_LIMIT, path)).integer(1) or version
    if version > _PACKED:
        fault = f"a newer Anki made this package, of version {version}, and {_PACKED} is the newest that is known here"
        raise PackageError(path, fault, "export it with support for older Anki versions")
    if version not in held:
        raise PackageError(path, "there is no collection in it, so it is no Anki package", "name an .apkg or .colpkg")
    return version


def form_of(version: int) -> str:
    """Return how the database of a version is called, without `collection.`."""
    return _DATABASES[version - 1].partition(".")[2]


def version_called(form: str) -> int:
    """Return the version whose database is called so."""
    return _DATABASES.index(f"collection.{form}") + 1


def read_database(archive: zipfile.ZipFile, version: int, size: int, path: str) -> bytes:
    """Return the bytes of a package's database; `size` is that of the package."""
    limit = min(_DATABASE_LIMIT, most_unpacked(size))
    data = _read(archive, _DATABASES[version - 1], version, limit, path)
    return data[:_MODE] + _WHOLE + data[_MODE + len(_WHOLE) :] if data[_MODE:].startswith(_AHEAD) else data


def read_media_list(archive: zipfile.ZipFile, version: int, size: int, path: str) -> tuple[ForeignMedia, ...]:
    """Return the media of a package, by name; raise `PackageError` for names that are paths, and for bombs."""
    if "media" not in archive.namelist():
        return ()
    listed = _read(archive, "media", version, _LIST_LIMIT, path)
    entries = {info.filename: info for info in archive.infolist()}
    media: dict[str, ForeignMedia] = {}
    for file in _packed_media(listed) if version == _PACKED else _plain_media(listed, entries):
        if fault := fault_of_name(file.name):
            raise PackageError(path, fault, LEAVE)
        if file.place not in entries:
            raise PackageError(path, f'the media file "{file.name}" is not in the package', AGAIN)
        first = media.setdefault(file.name, file)  # genanki lists a file as often as a script names it
        if entries[first.place].CRC != entries[file.place].CRC or first.size != file.size:
            raise PackageError(path, f'two media files have the name "{file.name}"', "rename one, with its notes")
    if sum(file.size for file in media.values()) > most_unpacked(size):
        raise PackageError(path, f"the media unpack to more than {most_unpacked(size) // 1_000_000:,} MB", LEAVE)
    return tuple(sorted(media.values()))


def read_media(archive: zipfile.ZipFile, file: ForeignMedia, version: int, path: str) -> bytes:
    """Return the bytes of a media file."""
    name = f'the media file "{printable(file.name)}"'
    if file.size > MEDIA_LIMIT:
        fault = f"{name} has {file.size // 1_000_000:,} MB, and AnkiWeb takes none of more than 100"
        raise PackageError(path, fault, "make it smaller in Anki, and export the deck again")
    data = _read(archive, file.place, version, file.size, path)
    if len(data) != file.size:
        fault = f"{name} has {counted(len(data), 'byte')}, and should have {file.size:,}"
        raise PackageError(path, fault, AGAIN)
    return data


def _read(archive: zipfile.ZipFile, name: str, version: int, limit: int, path: str) -> bytes:
    """Return the contents of an entry, unpacked; raise `PackageError` for more bytes than `limit`."""
    if version < _PACKED:
        return read_entry(archive, name, limit, path)
    packed = read_entry(archive, name, limit + limit // 100 + 1_000, path)  # what cannot be packed grows by so much
    try:
        with zstd.ZstdFile(io.BytesIO(packed)) as stream:
            data = stream.read(limit + 1)
    except (zstd.ZstdError, EOFError) as error:
        raise PackageError(path, f'the package is damaged ("{name}" cannot be unpacked)', AGAIN) from error
    if len(data) > limit:
        raise too_large(path, name, limit)
    return data


def _plain_media(listed: bytes, entries: Mapping[str, zipfile.ZipInfo]) -> Iterator[ForeignMedia]:
    """Yield media from a list in JSON: names by the numbers that they have in the package."""
    for place, name in mapping(parse(listed, "the list of media"), "the list of media").items():
        if not (place.isascii() and place.isdecimal()):
            raise FormError("the list of media has a place that is no number")
        size = entries[place].file_size if place in entries else 0
        yield ForeignMedia(name=text(name, "the name of a media file"), size=size, place=place)


def _packed_media(listed: bytes) -> Iterator[ForeignMedia]:
    """Yield media from a message (`MediaEntries` in Anki's import_export.proto), in which they are numbered from 0."""
    for place, part in enumerate(Message(listed).parts(1)):
        entry = Message(part)
        yield ForeignMedia(name=entry.text(1), size=entry.integer(2), place=str(place))
