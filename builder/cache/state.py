"""The state of a deck after a build, as two files: a small one that says what it was made of, and its database.

Values here are named tuples: a build with nothing to do loads little else, and to make a dataclass takes a millisecond.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NamedTuple

from builder.cache.watch import Seen

_FORMAT = 4
LIMIT = 500_000_000
"""Bytes that all states may take together; the oldest go first."""


class ChapterState(NamedTuple):
    """What a chapter gave: the ids of its cards, its notes' keys, and what they use."""

    file: str
    """The file's name in the deck's folder."""
    title: str
    ids: tuple[str, ...]
    keys: tuple[str, ...]
    first: int
    """How many notes it has in the order of study, apart from those that come after all chapters."""
    last: int
    """How many come after all chapters."""
    types: tuple[str, ...]
    decks: tuple[str, ...]
    media: tuple[str, ...]
    """Media files as written."""


class TypePlaces(NamedTuple):
    """Where a note type's declared fields and templates stand among its slots."""

    cloze: bool
    fields: tuple[int, ...]
    templates: tuple[int, ...]


Body = tuple[bytes | bytearray, bytes]
"""A state's second file: the database, and the chapters as JSON; apart, since the first may be large."""


class State(NamedTuple):
    """All that the next build needs to go on from where this one ended."""

    key: str
    """Of what the whole deck hangs on beside its files: versions, and where it is."""
    uid: str
    name: str
    types: Mapping[str, TypePlaces]
    """By key."""
    files: Mapping[str, Seen | None]
    """Files of the deck's folder that were read or, with None, looked for, by path relative to it."""
    outputs: Mapping[str, Seen | None]
    """Files beside the package, by name; None for those that must not be there."""
    told: Mapping[str, Any]
    """What the report says of the deck."""
    body: str
    """The hash of the second file."""
    size: int
    """Bytes of the database, with which the second file begins; the chapters follow."""
    chunks: Sequence[int]
    """The lengths of the parts in which the package has it compressed."""


def cache_folder() -> Path | None:
    """Return where states are kept: `DECKWRIGHT_CACHE`, or the user's cache folder; None where that is switched off."""
    stated = os.environ.get("DECKWRIGHT_CACHE")
    if stated is not None:
        return Path(stated) if stated else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    home = os.path.expanduser("~")
    if not base and home == "~":
        return None
    return Path(base or os.path.join(home, ".cache")) / "deckwright"


def place_of(cache: Path, folder: Path, output: Path) -> Path:
    """Return the first file of a deck's state."""
    name = f"{os.path.realpath(folder)}\0{os.path.realpath(output)}"
    return cache / f"{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}.json"


def load_state(place: Path) -> State | None:
    """Return a state; None where there is none, or where a byte of it is not as it was written."""
    try:
        text, _, digest = place.read_text("utf-8").rpartition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        values = json.loads(text)
        if values.pop("format") != _FORMAT:
            return None
        for sort in ("files", "outputs"):
            values[sort] = {name: _seen(value) for name, value in values[sort].items()}
        values["types"] = {
            key: TypePlaces(one[0], tuple(one[1]), tuple(one[2])) for key, one in values["types"].items()
        }
        return State(**values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _seen(value: Any) -> Seen | None:
    return None if value is None else Seen(value[0], None if value[1] is None else tuple(value[1]))


def load_body(place: Path, state: State) -> tuple[memoryview, list[ChapterState]] | None:
    """Return a state's database and chapters; None where they are not those that the state was written with."""
    try:
        data = memoryview(place.with_suffix(".db").read_bytes())
        database, listing = data[: state.size], data[state.size :]
        if digest_of_body(hashlib.sha256(database).hexdigest(), listing) != state.body:
            return None
        listed = json.loads(bytes(listing))
        chapters = [_chapter(one) for one in listed]
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return database, chapters


def _chapter(values: dict[str, Any]) -> ChapterState:
    values["ids"] = _apart(values["ids"])
    values["keys"] = values["ids"] if values["keys"] is None else _apart(values["keys"])
    made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return ChapterState(**made)


def _listed(one: ChapterState) -> dict[str, Any]:
    """Return a chapter's values for JSON, the many names as one text, which is read and written five times as fast."""
    keys = None if one.keys == one.ids else "\n".join(one.keys)
    return {**one._asdict(), "ids": "\n".join(one.ids), "keys": keys}


def _apart(names: str) -> tuple[str, ...]:
    return tuple(names.split("\n")) if names else ()


def save_head(place: Path, state: State) -> None:
    """Write the first file, if there is a second one; where that fails there is no state, which is no fault."""
    if not place.with_suffix(".db").exists():
        return
    values = state._asdict()
    text = json.dumps({"format": _FORMAT, **values}, separators=(",", ":"))
    with contextlib.suppress(OSError):
        _write(place, f"{text}\n{hashlib.sha256(text.encode()).hexdigest()}".encode())


def body_of(database: bytes | bytearray, chapters: Sequence[ChapterState]) -> Body:
    """Return the second file's parts."""
    return database, json.dumps([_listed(one) for one in chapters], separators=(",", ":")).encode()


def digest_of_body(database_digest: str, listing: bytes | memoryview) -> str:
    """Return the hash of the second file: that of its database, and that of its chapters."""
    return f"{database_digest} {hashlib.sha256(listing).hexdigest()}"


def save(place: Path, state: State, body: Body) -> None:
    """Write both files; where that fails there is no state, which is no fault."""
    save_body(place, body)
    save_head(place, state)


def save_body(place: Path, body: Body) -> None:
    """Write the second file; until the first one is written for it, there is no state."""
    if sum(map(len, body)) > LIMIT // 2:
        drop(place)
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(place.with_suffix(".db"), *body)


def drop(place: Path) -> None:
    """Forget a state."""
    for path in (place, place.with_suffix(".db")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _write(path: Path, *parts: bytes | bytearray) -> None:
    # Without fsync: a power cut may leave a damaged file, and its hash shows that.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as stream:
            stream.writelines(parts)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def shrink(cache: Path, kept: AbstractSet[Path]) -> None:
    """Delete the states that were written longest ago until the rest is within the limit, `kept` last."""
    stems = {place.stem for place in kept}
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(cache):
            seen = entry.stat()
            found.append((entry.name.partition(".")[0] in stems, seen.st_mtime_ns, seen.st_size, entry.path))
    total = sum(size for _, _, size, _ in found)
    for _, _, size, path in sorted(found):
        if total <= LIMIT:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size
