"""What was published of a deck: by the history of its lock in git, or else by the package that was built last."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

from builder.errors import PackageError, ReadError
from builder.files import digest_of, read_bytes
from builder.lock.format import dump
from builder.lock.history import (
    HistoryError,
    Repository,
    committed_lines,
    find_repository,
    last_commit,
    locks_in,
    release_tags,
)
from builder.lock.ledger import Ledger
from builder.lock.published import NOTHING, Published, essential, gather
from builder.model import ChapterStore
from builder.package.apkg import stated_lock
from builder.package.recover import recover
from builder.project import lock_path, shown_path

_SHALLOW = ("this clone is shallow, and has not all that was published", "run git fetch --unshallow --tags")
_UNREADABLE = ("git does not read this repository, so what was published is not seen", "see what git status says")


def publications(folder: Path, uid: str, package: Path, lock_text: str, store: ChapterStore | None = None) -> Published:
    """Return what was published of the deck in a folder; `package` is where its package is, or would be.

    `lock_text` is the lock as it lies there, empty for none. `store` keeps what was read of a history.
    """
    try:
        repository = find_repository(folder)
        if repository is None:
            return _of_package(package, uid, lock_text)
        published = gather(_lines(repository, folder.name, store))
    except HistoryError:
        return _of_package(package, uid, lock_text)._replace(unseen=_UNREADABLE)
    unseen = _SHALLOW if repository.is_shallow else None
    return published._replace(is_whole=True, state=repository.state, unseen=unseen)


def _lines(repository: Repository, deck: str, store: ChapterStore | None) -> list[str]:
    """Return the lines of published locks that matter."""
    key = digest_of(f"published {deck} {repository.state}".encode())
    kept = None if store is None else store.recall_text(key)
    if kept is not None:
        return kept.split("\n")
    texts = locks_in(repository, release_tags(repository, deck))
    lines = [line for text in texts for line in text.split("\n")] if texts else committed_lines(repository)
    matter = essential(lines)
    if store is not None:
        store.keep_text(key, "\n".join(matter))
    return matter


def _of_package(package: Path, uid: str, lock_text: str) -> Published:
    """Return what the last package holds; nothing where that is what the lock says, or where it is of another deck."""
    ledger = _ledger_of(package, digest_of(lock_text.encode()))
    return NOTHING if ledger is None or ledger.uid != uid else gather(dump(ledger).split("\n"))


def _ledger_of(package: Path, lock_digest: str = "") -> Ledger | None:
    """Return the ledger of a package that we made; None where there is none, or where it is the lock of a digest."""
    try:
        if not package.is_file() or stated_lock(package) == lock_digest[:16]:
            return None
        return recover(read_bytes(package), shown_path(package))
    except (PackageError, ReadError, OSError):
        return None


def way_back(folder: Path, package: Path, uid: str, published: Published) -> str:
    """Return the command that gets back the lock of a deck that has none; empty where it never had one."""
    with contextlib.suppress(HistoryError):
        repository = find_repository(folder)
        commit = last_commit(repository) if repository is not None and uid in published.uids else ""
        if commit:
            return f"git checkout {commit} -- {shlex.quote(shown_path(lock_path(folder)))}"
    ledger = _ledger_of(package)
    if ledger is None or ledger.uid != uid:
        return ""
    root = folder.resolve().parents[1]
    elsewhere = "" if root == Path.cwd() else f" --root {shlex.quote(shown_path(root))}"
    return f"deckwright recover-lock {shlex.quote(shown_path(package))}{elsewhere}"
