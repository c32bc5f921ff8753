"""Collections of real Anki that nobody owns: made for a question, and gone with the answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.errors import DeckwrightError, PackageError, UsageError
from builder.files.unpacking import AGAIN

try:  # Anki is optional: AGPL, and 100 MB
    from anki.buildinfo import version as anki_version
    from anki.collection import Collection, ImportAnkiPackageRequest
    from anki.errors import AnkiException, CardTypeError, DBError
    from anki.models import NotetypeId
except ImportError:
    anki_version = ""

_WAY = "pipx inject deckwright anki, or pip install anki into the environment that Deckwright is in"
"""How to get it, from wherever Deckwright was installed: by its name it is only in a registry."""
_CHECK = "Your database appears to be in an inconsistent state. Please use the Check Database action. "
"""What Anki says of a collection, where a package is meant that nobody can check."""
_LAST_TYPE = "(Deckwright looks)"


def need_anki() -> str:
    """Return Anki's version; raise `UsageError` where the `anki` package is missing."""
    if not anki_version:
        raise UsageError(f"this needs Anki's own engine, which is not installed: {_WAY}")
    return anki_version


@contextmanager
def scratch_collection() -> Iterator[Collection]:
    """Give an empty collection, as a new profile has it, but for the note types that come with Anki.

    Packages may have types of the same names, as "Basic". Anki calls the one that comes second "Basic+" and gives it
    the time of the import, after which no package has a newer one. Learners import long before the next one is made.
    """
    with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            _remove_types(collection)
            yield collection
        finally:
            collection.close()


def _remove_types(collection: Collection) -> None:
    """Remove all note types but the one that Anki makes for a collection without any, which gets a name of nobody's."""
    for kind in collection.models.all_names_and_ids():
        collection.models.remove(NotetypeId(kind.id))
    (last,) = collection.models.all()
    last["name"] = _LAST_TYPE
    collection.models.update_dict(last)


def import_package(collection: Collection, package: Path) -> tuple[int, ...]:
    """Import a package with the options that a new profile offers.

    Return the notes that Anki left out, since their note type is not the one that the learner has, by the ids that they
    have in the package. Raise `DeckwrightError` where Anki cannot read it.
    """
    # There is no public accessor for the presets that the import screen shows.
    options = collection._backend.get_import_anki_package_presets()
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    try:
        log = collection.import_anki_package(request).log
    except DBError as error:
        raise PackageError(str(package), "the package is damaged, and Anki cannot read its database", AGAIN) from error
    except AnkiException as error:
        reason = " ".join(str(error).split()).removeprefix(_CHECK) or type(error).__name__
        raise DeckwrightError(
            f"{package}: Anki cannot import this: {reason}; is it an .apkg file, and whole?"
        ) from error
    assert collection.db is not None
    if collection.db.scalar("select count() from notes where id <= 0"):
        raise DeckwrightError(f"{package}: a note has the id 0, with which Anki crashes; was it built at the time 0?")
    # Anki's Python side keeps note types in memory, and would go on showing those of before the import.
    collection.close()
    collection.reopen()
    return tuple(note.id.nid for note in log.conflicting)


def review_all(collection: Collection) -> None:
    """Give every card a review and an interval, as the scheduler writes them.

    Each card has something to lose then. They are written as rows, for to answer cards one by one takes minutes, and
    their numbers differ from card to card, so that no card passes for another.
    """
    assert collection.db is not None
    today = collection.sched.today
    collection.db.execute(
        "insert into revlog select (strftime('%s') - 86400) * 1000 + row_number() over (order by id), id, -1, 3, 10, 4,"
        " 2500, 5000, 1 from cards"
    )
    collection.db.execute(
        "update cards set type = 2, queue = 2, due = ? + id % 30, ivl = 10 + id % 30, factor = 2500, reps = 3,"
        " mod = strftime('%s'), usn = -1",
        today,
    )


def change_fronts(collection: Collection) -> tuple[str, ...]:
    """Change the fronts of all note types, for nothing; Anki then looks which cards are missing, and makes them.

    It happens to every learner one day, by an update that changes a front or by a change of his own. Return the names
    of note types that Anki refuses to change.
    """
    refused = []
    for model in collection.models.all():
        for template in model["tmpls"]:
            template["qfmt"] += "\n"
        try:
            collection.models.update_dict(model)
        except CardTypeError:
            refused.append(model["name"])
    return tuple(refused)
