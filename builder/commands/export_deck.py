"""`deckwright export`: the cards of a deck for other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from builder.cache.text_cache import text_cache
from builder.diagnostics import Severity, counted, did_you_mean, has_errors, printable
from builder.errors import UsageError
from builder.exporting.crowdanki_folder import crowdanki_folder
from builder.exporting.csv_files import csv_files
from builder.exporting.export_folder import refuse_others, write_export
from builder.exporting.exports import Export
from builder.exporting.notebook_files import notebook_files
from builder.pipeline import prepare
from builder.pipeline.deck_stamp import StampedDeck
from builder.project import clock, other_decks, shown_path
from builder.report.problems_text import as_text, summary
from builder.report.terminal import aside, painter, showing_progress
from builder.targets import find_targets

FORMATS = ("csv", "crowdanki", "markdown")


def run_export(deck: str, root: Path | None, form: str, output: Path | None, *, dry_run: bool) -> int:
    """Export a deck and say what was written; return the exit status, 1 where the deck has errors."""
    if form not in FORMATS:
        hint = did_you_mean(form, FORMATS) or f"expected {', '.join(FORMATS)}"
        raise UsageError(f'--to: there is no format "{printable(form)}"; {hint}')
    targets = find_targets(root, [deck] if deck else ())
    if len(targets.folders) > 1:
        names = ", ".join(folder.name for folder in targets.folders)
        raise UsageError(f"name the deck: deckwright export DECK --to {form}; the decks are: {names}")
    (source,) = targets.folders
    folder = output or targets.root / "build" / "export" / form / source.name
    shown = shown_path(folder)
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(targets.root / "cards")):
        raise UsageError(f"{shown}: what is written there would count as a part of a deck; name another folder")
    with showing_progress() as progress:
        prepared = prepare(
            [source],
            clock(),
            texts=text_cache(aside),
            keep_sources=True,
            beside=other_decks(targets.root, [source]),
            progress=progress,
        )
        problems = [problem for problem in prepared.problems if problem.severity is not Severity.INFO]
        if problems:
            print(as_text(problems, painter(sys.stderr)), file=sys.stderr)
        if has_errors(problems):
            print(f"{summary(problems)}; nothing was written", file=sys.stderr)
            return 1
        (stamped,) = prepared.decks
        export = _export(stamped, form)
        refuse_others(export, folder, shown)
        left = () if dry_run else write_export(export, folder, progress)
    print(_plan(stamped.rendered.deck.settings.name, export, shown), end="")
    print("".join(f"  {shown}/{name} is deleted: it is no part of the deck any more\n" for name in left), end="")
    if dry_run:
        print("nothing was written: this is what an export would do")
    return 0


def _export(stamped: StampedDeck, form: str) -> Export:
    rendered = stamped.rendered
    if form == "crowdanki":
        return crowdanki_folder(stamped)
    if form == "csv":
        return csv_files(rendered.deck, has_media=bool(rendered.media.used))
    written = {
        name: rendered.media.used[packed].path
        for chapter in rendered.chapters
        for name, packed in chapter.media
        if packed is not None
    }
    return notebook_files(rendered.deck, written)


def _plan(name: str, export: Export, shown: str) -> str:
    lines = [f'the deck "{printable(name)}"']
    lines += [f"  {shown}/{file.name}: {file.what}" for file in export.texts]
    lines += [f"  {shown}/media/: {counted(len(export.media), 'media file')}"] if export.media else []
    return "\n".join([*lines, *(f"  {told}" for told in export.told), ""])
