"""The locks that git has of a deck: in its release tags, or else in every commit that a ref or the reflog reaches.

Git is asked by its own commands, so that worktrees, packed refs and other forms of storage are its business. Without
git, or outside a repository, there is no history.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.files import digest_of
from builder.project import lock_path

_TAG = re.compile(r"([^ ]+) refs/tags/(.*)")
_VERSION = r"v\d+(\.\d+)*([-+.a-z](?!.*-v\d)[\w.+-]*)?"
"""A version however it is written, but for one that is behind the name of another deck (`v2-v1.0.0`)."""
_LOG = (
    *("-c", "log.showRoot=true", "log", "--exclude=refs/stash", "--all", "--stdin", "--ignore-missing"),
    *("--full-history", "-m", "--patch", "--unified=0", "--text", "--no-color", "--no-ext-diff", "--no-textconv"),
    *("--no-renames", "--format="),
)
"""All additions to a file, in all commits: also those of branches that a merge has left behind. A stash is no commit
that anybody was given."""
_OF_A_HOOK = frozenset({
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
    *("GIT_NAMESPACE",),
})  # fmt: skip
"""What git sets for its hooks: with it, git would not look where it is told to."""


class HistoryError(Exception):
    """A repository that git does not read."""


class Repository(NamedTuple):
    """Where a deck's lock lies in a repository, and what may hold it."""

    folder: Path
    """Of the lock, links followed."""
    path: str
    """Of the lock, from the top of the repository."""
    refs: str
    """All refs, a line each, as `git for-each-ref` prints them."""
    visited: tuple[str, ...]
    """The commits that HEAD has been at, by the reflog."""
    is_shallow: bool

    @property
    def tips(self) -> tuple[str, ...]:
        """All commits from which the history is read."""
        return tuple(
            dict.fromkeys([*(line.partition(" ")[0] for line in self.refs.split("\n") if line), *self.visited])
        )

    @property
    def state(self) -> str:
        """A digest of all that the deck's history hangs on."""
        parts = (self.path, str(self.is_shallow), self.refs, *self.visited)
        return digest_of("\0".join(parts).encode("utf-8", "surrogateescape"))


class _Asked(NamedTuple):
    """What git says of a folder in a repository; `prefix` is its path from the top."""

    prefix: str
    refs: str
    visited: tuple[str, ...]
    is_shallow: bool


class Repositories:
    """The repositories of a project's decks, which as a rule are one: each is asked once a build."""

    def __init__(self) -> None:
        self._asked: dict[Path, _Asked | HistoryError | None] = {}

    def state(self, folder: Path) -> str:
        """Return a digest of all that the history of a deck's lock hangs on; empty where it has none."""
        try:
            repository = self.find(folder)
        except HistoryError:
            return "unread"
        return "" if repository is None else repository.state

    def find(self, folder: Path) -> Repository | None:
        """Return the repository that a deck's lock is in, or would be; None where there is none.

        Raise `HistoryError` for one that git does not read.
        """
        lock = Path(os.path.realpath(lock_path(folder)))
        place = lock.parent
        base = place if (place / ".git").exists() else place.parent
        if base not in self._asked:
            self._asked[base] = _ask(base)
        asked = self._asked[base]
        if isinstance(asked, HistoryError):
            raise asked
        if asked is None:
            return None
        inner = "" if base == place else f"{place.name}/"
        return Repository(
            folder=place,
            path=f"{asked.prefix}{inner}{lock.name}",
            refs=asked.refs,
            visited=asked.visited,
            is_shallow=asked.is_shallow,
        )


def _ask(folder: Path) -> _Asked | HistoryError | None:
    wanted = ("--is-shallow-repository", "--show-prefix", "--git-path", "logs/HEAD")
    try:
        shallow, prefix, log = (*_git(folder, "rev-parse", *wanted).split("\n"), "", "")[:3]
        return _Asked(
            prefix=prefix,
            refs=_git(folder, "for-each-ref", "--format=%(objectname) %(refname)"),
            visited=_visited(folder / log),
            is_shallow=shallow == "true",
        )
    except HistoryError as error:
        return error if any((parent / ".git").exists() for parent in (folder, *folder.parents)) else None


def _visited(log: Path) -> tuple[str, ...]:
    """Return the commits in a file of the reflog, each line of which begins with the old and the new one."""
    try:
        lines = log.read_text("utf-8", "replace").split("\n")
    except OSError:
        return ()
    commits = [commit for line in lines for commit in line.split(" ")[:2] if re.fullmatch(r"[0-9a-f]{40,64}", commit)]
    return tuple(dict.fromkeys(commit for commit in commits if commit.strip("0")))


def release_tags(repository: Repository, deck: str) -> dict[str, str]:
    """Return the release tags of a deck, `v1.2.0` or `NAME-v1.2.0` by its folder's name, each with its object."""
    tags = {match[2]: match[1] for match in map(_TAG.fullmatch, repository.refs.split("\n")) if match}
    wanted = re.compile(rf"({re.escape(deck)}-)?{_VERSION}")
    return {name: commit for name, commit in tags.items() if wanted.fullmatch(name)}


def locks_in(repository: Repository, tags: Sequence[str]) -> list[str]:
    """Return the text of the lock in each of some tags that has one."""
    asked = "".join(f"refs/tags/{tag}:{repository.path}\n" for tag in tags)
    answer = _git_bytes(repository.folder, ("cat-file", "--batch"), asked.encode("utf-8", "surrogateescape"))
    texts, start = [], 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        header = answer[start:end].split(b" ")
        start = end + 1
        if len(header) == 3 and header[1] == b"blob":
            size = int(header[2])
            texts.append(answer[start : start + size].decode("utf-8", "replace"))
            start += size + 1
    return texts


def committed_lines(repository: Repository, known: Sequence[str] = ()) -> Iterable[str]:
    """Return all lines that any commit has added to the lock, but for those before commits that are known."""
    if not repository.tips:
        return []  # nothing was committed yet
    wanted = [*repository.visited, *(f"^{commit}" for commit in known)]
    asked = "".join(f"{commit}\n" for commit in wanted).encode()
    patch = _git_bytes(repository.folder, (*_LOG, "--", Path(repository.path).name), asked)
    return [line[1:] for line in patch.decode("utf-8", "replace").split("\n") if line.startswith(('+"', '+{"'))]


def last_commit(repository: Repository) -> str:
    """Return the last commit before the one that is checked out that had the lock, or itself; empty for none.

    As a name for `git checkout`: HEAD where that has it.
    """
    name = Path(repository.path).name
    with contextlib.suppress(HistoryError):
        _git(repository.folder, "cat-file", "-e", f"HEAD:{repository.path}")
        return "HEAD"
    with contextlib.suppress(HistoryError):
        return _git(repository.folder, "log", "-1", "--format=%h", "--diff-filter=AM", "HEAD", "--", name).strip()
    return ""


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, arguments).decode("utf-8", "surrogateescape").rstrip("\n")


def _git_bytes(folder: Path, arguments: Sequence[str], asked: bytes = b"") -> bytes:
    """Return what git prints; raise `HistoryError` where it fails, or is not there."""
    command = ("git", "-C", os.fspath(folder), *arguments)
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, input=asked, capture_output=True, env=environment, check=False)  # noqa: S603
    except OSError as error:
        raise HistoryError(str(error)) from error
    if done.returncode != 0:
        raise HistoryError(done.stderr.decode("utf-8", "replace"))
    return done.stdout
