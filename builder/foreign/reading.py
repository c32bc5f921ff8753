"""Reads what others published: looks at what it is, and hands it to the reader of its form."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.diagnostics import printable
from builder.errors import FormError, PackageError
from builder.files import MEDIA_LIMIT, PACKAGE_LIMIT, opened, read_bytes
from builder.files.databases import opened_database
from builder.files.unpacking import AGAIN, opened_archive
from builder.foreign.archives import form_of, read_database, read_media, read_media_list, version_called, version_of
from builder.foreign.crowdanki import FORM as CROWDANKI
from builder.foreign.crowdanki import json_of, read_crowdanki
from builder.foreign.deck_values import ForeignCollection, ForeignMedia, ForeignNote, Progress
from builder.foreign.note_checks import check_guids
from builder.foreign.note_rows import read_notes
from builder.foreign.notebooks import NOTES, note_files
from builder.foreign.schemas import JSON_SCHEMA, TABLE_SCHEMA, Frame, read_frame, schema_of
from builder.foreign.table_text import TABLES


def source_form(path: Path) -> str:
    """Return what sort of source is at a path: `package`, `crowdanki`, `table` or `notebook`.

    Raise `PackageError` for a folder that is none.
    """
    ending = path.suffix.lower()
    if not path.is_dir():
        forms = {"crowdanki": (".json",), "table": TABLES, "notebook": NOTES}
        return next((form for form, endings in forms.items() if ending in endings), "package")
    if json_of(path).is_file():
        return CROWDANKI
    if note_files(path):
        return "notebook"
    fault = "there is neither CrowdAnki's deck.json nor a note in Markdown in it"
    raise PackageError(printable(str(path)), fault, "name a folder or a file with cards")


def read_foreign(path: Path, progress: Progress) -> ForeignCollection:
    """Return all that is in a package (.apkg, .colpkg), or in what CrowdAnki exported (a folder, or its JSON).

    Raise `PackageError` for what is none of these, is broken, or does not fit together; `ReadError` for what cannot be
    read. Nothing is written, and media are not read.
    """
    if path.is_dir() or path.suffix.lower() == ".json":
        source = json_of(path) if path.is_dir() else path
        shown = printable(str(source))
        try:
            return read_crowdanki(source, shown, progress)
        except FormError as error:
            raise PackageError(shown, printable(str(error)), "export the deck again with CrowdAnki") from error
    shown = printable(str(path))
    try:
        return _read_package(path, shown, progress)
    except FormError as error:
        raise PackageError(shown, f"the package is damaged ({printable(str(error))})", AGAIN) from error
    except (sqlite3.Error, ValueError) as error:
        raise PackageError(shown, "the package is damaged", AGAIN) from error


def media_contents(collection: ForeignCollection, files: Iterable[ForeignMedia]) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of media files, one after the other, so that no more than one is in memory.

    Raise `PackageError` for a file that is damaged or larger than AnkiWeb takes, `ReadError` for one that
    cannot be read.
    """
    if collection.form == CROWDANKI:
        yield from ((file.name, read_bytes(Path(file.place), MEDIA_LIMIT)) for file in files)
        return
    shown = collection.shown
    with opened(collection.path, PACKAGE_LIMIT) as stream, opened_archive(stream, shown) as archive:
        version = version_called(collection.form)
        yield from ((file.name, read_media(archive, file, version, shown)) for file in files)


def _read_package(path: Path, shown: str, progress: Progress) -> ForeignCollection:
    with opened(path, PACKAGE_LIMIT) as stream:
        size = os.fstat(stream.fileno()).st_size
        with opened_archive(stream, shown) as archive:
            progress("unpacking", 0, 1)
            version = version_of(archive, shown)
            media = read_media_list(archive, version, size, shown)
            data = read_database(archive, version, size, shown)
    progress("unpacking", 1, 1)
    with opened_database(data) as connection:
        frame, notes = _read_rows(connection, shown, progress)
    check_guids(notes, shown)
    return ForeignCollection(
        path=path,
        form=form_of(version),
        decks=frame.decks,
        types=tuple(frame.types.values()),
        notes=tuple(sorted(notes, key=lambda note: note.id or 0)),
        media=media,
    )


def _read_rows(connection: sqlite3.Connection, shown: str, progress: Progress) -> tuple[Frame, list[ForeignNote]]:
    schema = schema_of(connection)
    if schema not in (JSON_SCHEMA, TABLE_SCHEMA):
        fault = f"its database has the schema {schema}, and {JSON_SCHEMA} and {TABLE_SCHEMA} are known here"
        newer = "export it with support for older Anki versions"
        way_out = newer if schema > JSON_SCHEMA else "open it in a new Anki, and export it again"
        raise PackageError(shown, fault, way_out)
    frame = read_frame(connection, schema)
    return frame, read_notes(connection, frame, shown, progress)
