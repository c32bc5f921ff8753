"""The plan of an import that adopts: what is written, what learners keep, and what Anki itself says of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from builder.adoption.adopt import Adoption
from builder.adoption.chosen import Chosen
from builder.diagnostics import Problem, Severity, counted
from builder.files import write_all
from builder.foreign import ForeignCollection
from builder.pipeline import BuildOrder, build
from builder.project import clock
from builder.report.terminal import Progress
from builder.stores import ChapterStore
from builder.verify.compare import verify
from builder.verify.glance import Glance, glance

_MOST_TRIED = 20_000
"""Notes of a file with which all is tried that can happen to a learner, which takes Anki a minute for 100,000."""


def adoption_plan(
    collection: ForeignCollection, chosen: Chosen, adoption: Adoption, target: Path, problems: list[Problem]
) -> str:
    """Return what is, or would be, written, and what it means for learners."""
    notes = len(chosen.notes)
    fields = adoption.fields
    cards = f" {counted(adoption.cards, 'card')}," if adoption.cards else ""  # of which CrowdAnki says nothing
    lines = [
        f'{collection.shown}: the deck "{chosen.name}", {counted(notes, "note")},{cards}'
        f" {counted(adoption.media, 'media file')}",
        f"  {target}/deck.yaml, deck.lock",
        *(
            f"  {target}/kinds/{kind.name}/: {kind.type.name}, {counted(len(kind.keys), 'field')},"
            f" {counted(len(kind.type.templates), 'template')}"
            + (", with scripts of its own" if kind.name in adoption.scripted else "")
            for kind in adoption.kinds
        ),
        *(f"  {target}/{file}: {counted(count, 'card')}" for file, count in adoption.chapters),
        f"  fields: {fields.plain:,} of plain text, {fields.markdown:,} as Markdown, {fields.verbatim:,} left as HTML",
    ]
    lines += [f"  left out: the tag {tag} of {counted(count, 'note')}" for tag, count in adoption.left_out]
    warned = sum(problem.severity is Severity.WARNING for problem in problems)
    lines += [f"  {counted(warned, 'warning')}: deckwright check tells them"] if warned else []
    if collection.form == "crowdanki":
        lines.append(
            "  learners: who came by CrowdAnki keeps it; who came by an .apkg keeps reviews only if that is imported"
        )
    else:
        same = notes - len(adoption.changed)
        lines.append(f"  learners: {same:,} notes stay as they are, {len(adoption.changed):,} will be updated")
    if adoption.more_cards:
        lines.append(f"  {counted(len(adoption.more_cards), 'note')} will get cards that the package did not have")
    return "\n".join([*lines, ""])


def proof_by_anki(
    file: Path, collection: ForeignCollection, scratch: Path, folder: Path, store: ChapterStore, progress: Progress
) -> str:
    """Return what real Anki does with a build of the deck over the file, where it is there to be asked.

    `store` has the deck's chapters as they were rendered.
    """
    if collection.form == "crowdanki":
        return ""
    if importlib.util.find_spec("anki") is None:
        return "  not proven with Anki itself, which is not installed: pip install 'deckwright[anki]'\n"
    lock = (folder / "deck.lock").read_bytes()
    output = scratch / "build"
    (deck,) = build(BuildOrder(folders=[folder], output=output, now=clock()), store, progress).decks
    package = deck.path
    del deck
    write_all([(folder / "deck.lock", lock)])
    if len(collection.notes) > _MOST_TRIED:
        return _seen_by_anki(glance(file, package, progress))
    verdict = verify(file, package, progress)
    counts = f"{len(verdict.added)} new, {len(verdict.updated)} updated"
    if not verdict.losses:
        return f"  Anki says of a build of it over this file: {counts}, nothing is lost\n"
    lost = "".join(
        f"    {loss.kind}: {counted(len(loss.items), 'time')}, {loss.description}\n" for loss in verdict.losses
    )
    return f"  Anki says of a build of it over this file: {counts}; something would be lost:\n{lost}"


def _seen_by_anki(seen: Glance) -> str:
    counts = f"  Anki says of a build of it over this file: {seen.added:,} new, {seen.updated:,} updated"
    if seen.conflicts or seen.lost:
        return f"{counts}; something would be lost: {seen.conflicts:,} notes in conflict, {seen.lost:,} cards\n"
    return f"{counts}, nothing is lost\n"
