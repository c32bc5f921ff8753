"""What was published of a deck: by the history of its lock in git, or else by the package that was built last."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import shell_word
from builder.errors import PackageError, ReadError
from builder.files import digest_of
from builder.lock.format import dump
from builder.lock.history import (
    HistoryError,
    Repositories,
    Repository,
    committed_lines,
    last_commit,
    locks_in,
    release_tags,
)
from builder.lock.ledger import Ledger, NoteEntry
from builder.lock.published import NOTHING, Published, essential, gather
from builder.package.apkg import stated_lock
from builder.package.recover import recover_from
from builder.project import lock_path, shown_path
from builder.report.terminal import Progress, silent
from builder.stores import TextStore

_SHALLOW = ("this clone is shallow, and has not all that was published", "run git fetch --unshallow --tags")
_UNREADABLE = ("git does not read this repository, so what was published is not seen", "see what git status says")


class Archive:
    """What was published of a project's decks, as far as git or their packages have it."""

    def __init__(self, texts: TextStore | None = None, progress: Progress = silent) -> None:
        """`texts` keeps what was read of histories."""
        self.texts = texts
        self.progress = progress
        self.repositories = Repositories()

    def publications(self, folder: Path, uid: str, package: Path, lock_text: str) -> Published:
        """Return what was published of the deck in a folder; `package` is where its package is, or would be.

        `lock_text` is the lock as it lies there, empty for none.
        """
        try:
            repository = self.repositories.find(folder)
            if repository is None:
                return _of_package(package, uid, lock_text)
            published = gather(_lines(repository, folder.name, self.texts, self.progress))
        except HistoryError:
            return _of_package(package, uid, lock_text)._replace(unseen=_UNREADABLE)
        unseen = _SHALLOW if repository.is_shallow else None
        return published._replace(is_whole=True, state=repository.state, unseen=unseen)

    def never_given(self, folder: Path, published: Published, entries: Mapping[str, NoteEntry]) -> frozenset[str]:
        """Return the keys of those entries of a deck's lock that nobody can have been given: git has never seen them.

        Without git any build may be with learners, and of a shallow clone nobody knows.
        """
        left = {key: entry.guid for key, entry in entries.items() if entry.guid not in published.notes}
        if not left or not published.is_whole or published.unseen is not None:
            return frozenset()
        with contextlib.suppress(HistoryError):
            repository = self.repositories.find(folder)
            assert repository is not None, "what was published is whole by it alone"
            tagged = release_tags(repository, folder.name)  # commits between two releases were given to nobody, but
            seen = gather(committed_lines(repository)).lines if tagged else {}  # to the deck's other authors
            return frozenset(key for key, guid in left.items() if guid not in seen)
        return frozenset()

    def way_back(self, folder: Path, uid: str, package: Path, published: Published) -> str:
        """Return the command that gets back the lock of a deck that has none; empty where it never had one."""
        root = folder.resolve().parents[1]
        is_here = root == Path.cwd()
        with contextlib.suppress(HistoryError):
            repository = self.repositories.find(folder)
            commit = last_commit(repository) if repository is not None and uid in published.uids else ""
            if commit:
                git = "git" if is_here else f"git -C {shell_word(shown_path(root))}"
                path = lock_path(folder.resolve()).relative_to(root).as_posix()
                return f"{git} checkout {commit} -- {shell_word(path)}"
        ledger = _ledger_of(package)
        if ledger is None or ledger.uid != uid:
            return ""
        elsewhere = "" if is_here else f" --root {shell_word(shown_path(root))}"
        return f"deckwright recover-lock {shell_word(shown_path(package))}{elsewhere}"


class _Read(NamedTuple):
    """What was read of a history, as it is kept: a line of JSON with all but the lines, then these."""

    state: str
    """Of the repository."""
    tips: tuple[str, ...] = ()
    """All commits from which it was read; empty where it was read from tags."""
    tags: tuple[str, ...] = ()
    """The release tags from which it was read, each with its object."""
    lines: tuple[str, ...] = ()
    """Those of published locks that matter."""

    def written(self) -> str:
        """Return it as a text."""
        return "\n".join([json.dumps([self.state, self.tips, self.tags]), *self.lines])


def _kept(text: str | None) -> _Read:
    if text is None:
        return _Read(state="")
    head, *lines = text.split("\n")
    state, tips, tags = json.loads(head)
    return _Read(state=state, tips=tuple(tips), tags=tuple(tags), lines=tuple(lines))


def _lines(repository: Repository, deck: str, texts: TextStore | None, progress: Progress) -> tuple[str, ...]:
    """Return the lines of published locks that matter, of which only what is new is read."""
    key = f"published {deck} {repository.folder} {repository.path}"
    kept = _kept(None if texts is None else texts.recall(key))
    if kept.state == repository.state:
        return kept.lines
    progress("reading the history", 0, 1)
    read = _read(repository, release_tags(repository, deck), kept)
    if texts is not None:
        texts.keep(key, read.written())
    return read.lines


def _read(repository: Repository, tags: Mapping[str, str], kept: _Read) -> _Read:
    """Return what a history holds; `tags` are its release tags by name, each with its object."""
    named = tuple(f"{name} {commit}" for name, commit in tags.items())
    is_more = bool(kept.tags) and {*kept.tags} <= {*named}  # none was moved or deleted
    wanted = [name for name, tag in zip(tags, named, strict=True) if not (is_more and tag in kept.tags)]
    found = locks_in(repository, wanted)
    if found or is_more:
        added = [line for text in found for line in text.split("\n")]
        matter = essential([*(kept.lines if is_more else ()), *added])
        return _Read(state=repository.state, tags=named, lines=tuple(matter))
    try:
        lines = [*(kept.lines if kept.tips else ()), *committed_lines(repository, kept.tips)]
    except HistoryError:  # a commit that was known is not there any more, as after a rebase
        lines = [*committed_lines(repository)]
    matter = essential(lines)
    # What a shallow clone lacks is behind the commits that it has.
    tips = () if repository.is_shallow else repository.tips
    return _Read(state=repository.state, tips=tips, lines=tuple(matter))


def _of_package(package: Path, uid: str, lock_text: str) -> Published:
    """Return what the last package holds; nothing where that is what the lock says, or where it is of another deck."""
    ledger = _ledger_of(package, digest_of(lock_text.encode()))
    if ledger is None or ledger.uid != uid:
        return NOTHING
    published = gather(dump(ledger).split("\n"))
    before = {entry.guid: entry.before for entry in ledger.notes.values()}  # what earlier packages held
    notes = {guid: known._replace(below=max(known.below, before[guid])) for guid, known in published.notes.items()}
    return published._replace(notes=notes)


def _ledger_of(package: Path, lock_digest: str = "") -> Ledger | None:
    """Return the ledger of a package that we made; None where there is none, or where it is the lock of a digest."""
    try:
        if stated_lock(package) == lock_digest[:16]:
            return None
        return recover_from(package, shown_path(package)).ledger
    except (PackageError, ReadError):
        return None
