"""From a finished build to the state that it leaves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.cache.state import Body, ChapterState, State, TypePlaces, body_of, digest_of_body
from builder.cache.watch import Seen, Stamp, again, look, stamp_of
from builder.files import digest_of
from builder.outcome import Outcome
from builder.passing import ReadChapter
from builder.places import chapter_paths

if TYPE_CHECKING:
    from builder.build import BuiltDeck
    from builder.loading import RenderedDeck
    from builder.model import RenderedNote
    from builder.package.apkg import Package

Files = dict[str, Seen | None]


def fixed_files(folder: Path) -> Iterator[Path]:
    """Yield the files on which the whole deck hangs: its settings, and those of its own kinds."""
    yield folder / "deck.yaml"
    for parent, folders, names in os.walk(folder / "kinds"):
        folders.sort()
        for name in sorted(names):
            yield Path(parent) / name


def shown(path: Path, folder: Path) -> str:
    """Return a file's path in the deck's folder, as states name it."""
    return os.path.relpath(path, folder)


def media_places(written: str, folder: Path) -> tuple[Path, Path]:
    """Return where a media file is looked for, in this order."""
    return folder / "media" / written, folder / written


def watch_media(names: Iterable[str], folder: Path, before: Mapping[str, Seen | None]) -> Files:
    """Return what stands where media files are looked for; what was seen before is read only where it may differ."""
    files: Files = {}
    for written in names:
        for path in media_places(written, folder):
            name = shown(path, folder)
            files[name] = again(path, before.get(name))
            if files[name] is not None:
                break
    return files


class Watch:
    """Stamps of a deck's files, taken before a build reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fixed: Files = {shown(path, folder): look(path) for path in fixed_files(folder)}
        self.stamps: dict[str, Stamp | None] = {path.name: stamp_of(path) for path in chapter_paths(folder)}

    def seen(self, chapter: ReadChapter) -> tuple[str, Seen]:
        """Return a chapter's file name, and what the build has read of it."""
        return chapter.file, Seen(chapter.digest, self.stamps.get(chapter.file))

    def still(self) -> bool:
        """Tell whether the files on which the whole deck hangs are what they were before the build."""
        now = {shown(path, self.folder): look(path) for path in fixed_files(self.folder)}
        return {k: v and v.digest for k, v in now.items()} == {k: v and v.digest for k, v in self.fixed.items()}


def chapter_state(chapter: ReadChapter) -> ChapterState:
    """Return what a chapter and its notes leave for the next build."""
    from builder.package.order import chapter_order

    notes = chapter.notes
    first, last = chapter_order(notes)
    return ChapterState(
        file=chapter.file,
        title=chapter.title,
        ids=chapter.ids,
        keys=tuple([note.key for note in notes]),
        first=len(first),
        last=len(last),
        types=tuple(sorted({note.type for note in notes})),
        decks=tuple(sorted({note.deck for note in notes})),
        media=tuple(sorted({written for note in notes for written in note.media})),
    )


def _read_chapters(rendered: RenderedDeck) -> Iterator[ReadChapter]:
    by_path: dict[str, list[RenderedNote]] = {}
    for note in rendered.notes:
        by_path.setdefault(note.location.path, []).append(note)
    for one in rendered.deck.chapters:
        path = one.file.path
        ids, notes = tuple(name.value for name in one.ids), tuple(by_path.get(path, ()))
        yield ReadChapter(path=path, title=one.title, ids=ids, digest=digest_of(one.file.text.encode()), notes=notes)


def record(built: BuiltDeck, told: Outcome, watch: Watch, key: str) -> tuple[State, Body] | None:
    """Return the state after a whole build, and its body; None where the next build must be whole too."""
    from builder.build import retired_text

    rendered = built.stamped.rendered
    if rendered.problems or not watch.still():
        return None
    read = rendered.chapters or tuple(_read_chapters(rendered))
    chapters = [chapter_state(one) for one in read]
    used = {file.path: file.name for file in rendered.media.used.values()}
    media = watch_media({name for one in chapters for name in one.media}, watch.folder, {})
    for path, name in used.items():
        seen = look(path)
        if seen is None or seen.digest[:12] not in name:
            return None
    settings = rendered.deck.settings
    files: Files = {**dict(map(watch.seen, read)), **watch.fixed, **media}
    return make_state(
        key=key,
        uid=settings.uid,
        name=settings.name,
        types={key: TypePlaces(one.cloze, one.order, one.template_order) for key, one in built.stamped.types.items()},
        files=files,
        chapters=chapters,
        package=built.package,
        outputs=outputs_of(built.path, built.lock, built.package.data, retired_text(built)),
        told=told,
    )


def outputs_of(path: Path, lock: str, package: bytes, retired: str) -> Files:
    """Return what a build writes; too fresh to be known by its stamps. `retired` is empty for no list."""
    return {
        "deck.lock": Seen(digest_of(lock.encode())),
        path.name: Seen(digest_of(package)),
        f"{path.stem}-retired.txt": Seen(digest_of(retired.encode())) if retired else None,
    }


def make_state(
    *,
    key: str,
    uid: str,
    name: str,
    types: Mapping[str, TypePlaces],
    files: Files,
    chapters: Sequence[ChapterState],
    package: Package,
    outputs: Files,
    told: Outcome,
) -> tuple[State, Body]:
    """Return a state and its body."""
    body = body_of(package.database, chapters)
    summary: dict[str, Any] = {"title": told.title, "notes": told.notes, "cards": told.cards, "size": told.size}
    return (
        State(
            key=key,
            uid=uid,
            name=name,
            types=types,
            files=files,
            outputs=outputs,
            told={**summary, "digest": told.digest, "retired": told.retired_path is not None},
            body=digest_of_body(package.database_digest, body[1]),
            size=len(package.database),
            chunks=package.chunks,
        ),
        body,
    )


def state_key(fingerprint: str, folder: Path, output: Path) -> str:
    """Return the key of what a deck hangs on beside its files."""
    return hashlib.sha256(f"{fingerprint}\0{os.path.abspath(folder)}\0{os.path.abspath(output)}".encode()).hexdigest()
