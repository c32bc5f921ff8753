"""What was published of a deck: by the history of its lock in git, or else by the package that was built last."""

from __future__ import annotations

from pathlib import Path

from builder.errors import PackageError, ReadError
from builder.files import digest_of, read_bytes
from builder.lock.format import dump
from builder.lock.history import (
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


def publications(folder: Path, package: Path, lock_text: str, store: ChapterStore | None = None) -> Published:
    """Return what was published of the deck in a folder; `package` is where its package is, or would be.

    `lock_text` is the lock as it lies there, empty for none. `store` keeps what was read of a history.
    """
    repository = find_repository(folder)
    if repository is None:
        published = _of_package(package, lock_text)
        inside = any((parent / ".git").exists() for parent in folder.resolve().parents)
        return published._replace(unseen=_UNREADABLE) if inside else published
    unseen = _SHALLOW if repository.is_shallow else None
    published = gather(_lines(repository, folder.name, store))
    return published._replace(is_whole=True, state=repository.state, unseen=unseen)


def _lines(repository: Repository, deck: str, store: ChapterStore | None) -> list[str]:
    """Return the lines of published locks that matter."""
    key = digest_of(f"published {deck} {repository.state}".encode())
    kept = None if store is None else store.recall_text(key)
    if kept is not None:
        return kept.split("\n")
    tags = release_tags(repository, deck)
    texts = locks_in(repository, tags)
    lines = [line for text in texts for line in text.split("\n")] if texts else committed_lines(repository)
    matter = essential(lines)
    if store is not None:
        store.keep_text(key, "\n".join(matter))
    return matter


def _of_package(package: Path, lock_text: str) -> Published:
    """Return what the last package holds; nothing where that is what the lock says."""
    ledger = _ledger_of(package, digest_of(lock_text.encode()))
    return NOTHING if ledger is None else gather(dump(ledger).split("\n"))


def _ledger_of(package: Path, lock_digest: str = "") -> Ledger | None:
    """Return the ledger of a package that we made; None where there is none, or where it is the lock of a digest."""
    try:
        if not package.is_file() or stated_lock(package) == lock_digest[:16]:
            return None
        return recover(read_bytes(package), shown_path(package))
    except (PackageError, ReadError, OSError):
        return None


def way_back(folder: Path, package: Path, uid: str, published: Published) -> str:
    """Return how to get back the lock of a deck that has none; empty where it never had one."""
    shown = shown_path(lock_path(folder))
    repository = find_repository(folder)
    commit = last_commit(repository) if repository is not None and uid in published.uids else ""
    if commit:
        return f"git checkout {commit} -- {shown}"
    ledger = _ledger_of(package)
    if ledger is not None and ledger.uid == uid:
        return f"deckwright recover-lock {shown_path(package)}"
    return ""
