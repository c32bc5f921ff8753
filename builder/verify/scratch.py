"""Collections of real Anki that nobody owns: made for a question, and gone with the answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from builder.errors import DeckwrightError, UsageError

try:  # Anki is optional: AGPL, and 100 MB
    from anki.buildinfo import version as anki_version
    from anki.collection import Collection, ImportAnkiPackageRequest
    from anki.errors import AnkiException
except ImportError:
    anki_version = ""


def need_anki() -> str:
    """Return Anki's version; raise `UsageError` where the `anki` package is missing."""
    if not anki_version:
        raise UsageError("this needs Anki's own engine, which is not installed: pip install 'deckwright[anki]'")
    return anki_version


@contextmanager
def scratch_collection() -> Iterator[Collection]:
    """Give an empty collection, as a new profile has it."""
    with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            yield collection
        finally:
            collection.close()


def import_package(collection: Collection, package: Path) -> Any:
    """Import a package with the options that a new profile offers, and return Anki's log of its notes.

    Raise `DeckwrightError` where Anki cannot read it.
    """
    # There is no public accessor for the presets that the import screen shows.
    options = collection._backend.get_import_anki_package_presets()
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    try:
        return collection.import_anki_package(request).log
    except AnkiException as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DeckwrightError(
            f"{package}: Anki cannot import this: {reason}; is it an .apkg file, and whole?"
        ) from error
