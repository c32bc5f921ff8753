"""What there is to import: the deck of a package that is to be adopted, or the new cards in a form of text."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from builder.adoption.chosen import Chosen, choose
from builder.adoption.new_cards import NewDeck
from builder.adoption.note_texts import cards_of_notes
from builder.adoption.notebook_cards import cards_of_notebook
from builder.adoption.table_cards import TableManner, cards_of_table
from builder.diagnostics import printable
from builder.errors import UsageError
from builder.foreign import ForeignCollection, read_foreign, read_notebook, read_table, source_form
from builder.foreign.crowdanki import FORM as CROWDANKI
from builder.report.terminal import Progress


class ImportOptions(NamedTuple):
    """What the command line says."""

    into: str
    """The deck's folder, `NAME` or `cards/NAME`; empty for one by the deck's name."""
    deck: str
    """Which deck of the file; empty for the only one."""
    force: bool
    """Whether a deck that is there makes room."""
    dry_run: bool
    tidy: bool
    by_tag: str
    is_new: bool
    """Whether texts alone are taken, also of a package."""
    kind: str
    """Which kind of ours the rows of a table are; empty for what they look like."""
    columns: str
    is_html: bool
    uuids: Path | None
    """A folder of CrowdAnki with the same deck, whose UUIDs are kept."""


class Adoptable(NamedTuple):
    """A deck of a package, or of CrowdAnki, with who is who."""

    collection: ForeignCollection
    chosen: Chosen
    like: ForeignCollection | None
    """A folder of CrowdAnki whose UUIDs are kept; None for those of the collection."""

    @property
    def name(self) -> str:
        """The whole name of the deck in Anki."""
        return self.chosen.name


def _refuse_options(form: str, options: ImportOptions) -> None:
    """Raise `UsageError` for what is said of columns or decks where there are none."""
    if options.uuids and (options.is_new or form in ("notebook", "table")):
        raise UsageError("--uuids is for a package that is adopted: new cards are nobody's yet")
    if options.deck and form == "notebook":
        raise UsageError(
            "--deck chooses a deck of a package or a table; name the note, or the folder of notes, to import"
        )
    has_columns = form == "table" or (form != "notebook" and options.is_new)
    for option, is_given in (("--kind", options.kind), ("--columns", options.columns), ("--html", options.is_html)):
        if is_given and (not has_columns or (option == "--html" and form != "table")):
            raise UsageError(
                f"{option} is for a table (.csv, .tsv, .txt)"
                + ("" if option == "--html" else ", or with --new for the texts of a package")
            )


def read_import(file: Path, options: ImportOptions, progress: Progress) -> NewDeck | Adoptable:
    """Return the new cards in a file, or the deck of it that is to be adopted.

    Raise `UsageError` for options that do not fit the file, or where it cannot be told what is meant; `PackageError`
    and `ReadError` for what cannot be read.
    """
    form = source_form(file)
    _refuse_options(form, options)
    if form == "notebook":
        return cards_of_notebook(read_notebook(file, progress))
    if form == "table":
        table = read_table(file, progress)
        if "guid" in table.columns and not options.is_new:
            raise UsageError(
                f"{printable(str(file))}: this export has no note types, without which nobody who learns its notes"
                " keeps a review: export an .apkg and import that; or add --new to take the texts alone, as new cards"
            )
        manner = TableManner(options.kind, options.columns, is_html=options.is_html, deck=options.deck)
        return cards_of_table(table, manner)
    collection = read_foreign(file, progress)
    chosen = choose(collection, options.deck)
    if options.is_new:
        return cards_of_notes(collection, chosen, options.kind, options.columns)
    return Adoptable(collection, chosen, _like(options.uuids, chosen, progress))


def _like(folder: Path | None, chosen: Chosen, progress: Progress) -> ForeignCollection | None:
    """Return the folder of CrowdAnki that `--uuids` names; raise `UsageError` for one of another deck."""
    if folder is None:
        return None
    like = read_foreign(folder, progress)
    if like.form != CROWDANKI:
        raise UsageError(f"--uuids: {like.shown} is no folder of CrowdAnki; name that in which there is a deck.json")
    missing = [
        note_type.name for note_type in chosen.types if note_type.name not in {other.name for other in like.types}
    ]
    if missing or chosen.name not in {deck.name for deck in like.decks}:
        what = f'note type "{missing[0]}"' if missing else f'deck "{chosen.name}"'
        raise UsageError(f"--uuids: there is no {printable(what)} in {like.shown}; name the folder of the same deck")
    return like
