"""Writes an export into a folder, over an earlier one and over nothing else.

A hidden file in the folder lists what an export wrote, with digests, as `sha256sum` does. What is listed there, and is
as it was, may be replaced, and is deleted where the export has it no more; anything else is somebody's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from builder.adoption.copied_media import copy_media
from builder.errors import UsageError
from builder.exporting.exports import Export
from builder.files import MEDIA_LIMIT, digest_of, digest_of_file, read_bytes, remove, sort_at, write_all
from builder.package.media import FOLDER
from builder.report.terminal import Progress

LIST_NAME = ".deckwright-export"
_LINE = re.compile(rf"([0-9a-f]{{64}})  ((?:{FOLDER}/)?[^./\\][^/\\]*)")


def refuse_others(export: Export, folder: Path, shown: str) -> None:
    """Raise `UsageError` where files are in the place of those of an export that no earlier one has written."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{shown}: this is there, and is no folder; name another one: --output DIR")
    before = _listed(folder)
    for name, digest in _digests(export).items():
        path = folder / name
        if os.path.lexists(path) and (
            path.is_symlink() or sort_at(path) or digest_of_file(path) not in (digest, before.get(name))
        ):
            raise UsageError(
                f"{shown}/{name}: this is there already, and is not as an export has left it;"
                " move it away, or name another folder: --output DIR"
            )


def write_export(export: Export, folder: Path, progress: Progress) -> tuple[str, ...]:
    """Write an export, and return the names of files of an earlier one that are gone with it.

    Raise `UsageError` as `refuse_others` does, `WriteError` where the disk will not take it.
    """
    before, digests = _listed(folder), _digests(export)
    contents = ((name, read_bytes(path, MEDIA_LIMIT)) for name, path in export.media)
    copy_media(contents, len(export.media), folder, progress)
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    texts = [(folder / file.name, file.text.encode()) for file in export.texts]
    write_all([*texts, (folder / LIST_NAME, listed.encode())])
    left = [name for name in sorted(before.keys() - digests.keys()) if _is_as_listed(folder / name, before[name])]
    for name in left:
        remove(folder / name)
    return tuple(left)


def _is_as_listed(path: Path, digest: str) -> bool:
    return path.is_file() and not path.is_symlink() and digest_of_file(path) == digest


def _digests(export: Export) -> Mapping[str, str]:
    """Return the digests of all files of an export, by their names in its folder."""
    digests = {file.name: digest_of(file.text.encode()) for file in export.texts}
    return digests | {f"{FOLDER}/{name}": digest_of_file(path) for name, path in export.media}


def _listed(folder: Path) -> Mapping[str, str]:
    """Return what an earlier export has written, each file with its digest; nothing where there was none."""
    path = folder / LIST_NAME
    if not path.is_file():
        return {}
    lines = read_bytes(path).decode("utf-8", "replace").split("\n")
    return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line))}
