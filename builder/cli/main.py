"""The commands as click declares them: each parses its options, calls one function and exits with its status.

What a command does is imported when it runs: `--help`, completion and a build with nothing to do load none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.cli.completion import (
    SHELLS,
    complete_chapters,
    complete_commands,
    complete_formats,
    complete_kinds,
    complete_rules,
    complete_targets,
    shell_script,
)
from builder.cli.group import Group, decks_argument, output_type, package_type, root_option


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="deckwright %(version)s")
def main() -> None:
    """Compile flashcards written as YAML into Anki decks that keep every learner's reviews."""


@main.command(short_help="Make a new deck project.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default=Path())
@click.option("--git/--no-git", default=True, help="Make it a git repository where it is in none.  [default: git]")
def init(folder: Path, git: bool) -> int:
    """Make a new deck project in DIR, which builds as it is and shows each kind of card once.

    What is in DIR already stays as it is. To add a deck to a project: deckwright new deck NAME
    """
    from builder.commands.init import run_init

    return run_init(folder, git=git)


@main.command(short_help="Add a card to fill in, or a deck.")
@click.argument("kind", metavar="KIND|deck", shell_complete=complete_kinds)
@click.argument("words", metavar="[CHAPTER|NAME]", nargs=-1, shell_complete=complete_chapters)
@root_option
def new(kind: str, words: tuple[str, ...], root: Path | None) -> int:
    """Append a card of KIND to fill in to CHAPTER, a file or its name; by default the deck's last one.

    With the word deck in the place of KIND, add a deck called NAME to the project.
    """
    chapter = " ".join(words)
    if len(words) > 1:
        raise click.UsageError(f'put the name in quotes: deckwright new {kind} "{chapter}"')
    from builder.commands import new_card, new_deck

    return new_deck.run_new_deck(root, chapter) if kind == "deck" else new_card.run_new(root, kind, chapter)


@main.command("import", short_help="Make a deck of a package, a table or notes.")
@click.argument("file", type=package_type, metavar="FILE")
@click.option("--into", metavar="NAME", default="", help="The deck's folder.  [default: by the deck's name]")
@click.option("--deck", metavar='"A::B"', default="", help="Which deck of FILE, where there are several.")
@click.option("--by-tag", metavar="PREFIX", default="", help="Make a chapter of each tag that starts with PREFIX.")
@click.option("--tidy", is_flag=True, help="Write Markdown that only looks the same: such notes count as updated.")
@click.option("--new", "is_new", is_flag=True, help="Take texts alone, as new cards of our kinds, also of a package.")
@click.option("--kind", metavar="KIND", default="", help="The kind of the cards in a table.  [default: basic or cloze]")
@click.option("--columns", metavar="KEYS", default="", help="What its columns are: front,-,back,tags (- is left out).")
@click.option("--html", "is_html", is_flag=True, help="Read its cells as HTML, and not as they were typed.")
@click.option("--uuids", type=package_type, metavar="DIR", help="Keep those of this folder of CrowdAnki, of the deck.")
@click.option("--force", is_flag=True, help="Put the deck in the place of one that is there, which is kept in build/.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@root_option
def import_cards(file: Path, root: Path | None, **options: Any) -> int:
    """Make a deck of one that somebody made already: a package (.apkg, .colpkg), a folder of CrowdAnki, a table, notes.

    Who studies a package keeps every review: notes, cards and note types keep their identities. The texts of a table
    (.csv, .tsv, or Anki's .txt) and of notes in Markdown (a file or a folder) are new cards, as with --new those of a
    package. In an empty folder the project is made as well.
    """
    from builder.commands import import_deck, import_sources

    return import_deck.run_import(file, root, import_sources.ImportOptions(**options))


@main.command(short_help="Write the cards for other programs.")
@click.argument("deck", required=False, shell_complete=complete_targets)
@click.option(
    "--to",
    "form",
    required=True,
    metavar="FORMAT",
    shell_complete=complete_formats,
    help="csv (a table for each kind), markdown (a file for each chapter) or crowdanki (a folder for the add-on).",
)
@click.option("-o", "--output", type=output_type, help="The folder to write.  [default: build/export/FORMAT/DECK]")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@root_option
def export(deck: str | None, root: Path | None, form: str, output: Path | None, dry_run: bool) -> int:
    """Write the cards of DECK for other programs: tables, notes in Markdown, or what CrowdAnki imports.

    Who got an adopted deck by CrowdAnki gets its new cards so, too. What an earlier export wrote is replaced, and
    nothing else that is there.
    """
    from builder.commands.export_deck import run_export

    return run_export(deck or "", root, form, output, dry_run=dry_run)


@main.command(short_help="Compile decks into packages.")
@decks_argument
@click.option("-o", "--output", type=output_type, help="The folder for packages.  [default: build, in the project]")
@click.option("--locked", is_flag=True, help="Refuse to build where deck.lock would change (for CI and releases).")
@click.option("--tombstones", is_flag=True, help="Also build NAME-retired.apkg, which marks notes that left the deck.")
@click.option(
    "--stamp",
    is_flag=True,
    help="Stamp again what changed since the last publication, on the day on which the package is given away.",
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Give learners what a newer Deckwright shows otherwise; it takes away what they changed in these notes.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say what is wrong, and nothing else.")
@click.option("--open", is_flag=True, help="Open the packages in Anki, which asks before it imports.")
@click.option("--adb", is_flag=True, help="Send the packages to a phone that adb knows, and open them in AnkiDroid.")
@click.option("--watch", is_flag=True, help="Build again at each change of the decks' files, until Ctrl-C.")
@root_option
def build(decks: tuple[str, ...], root: Path | None, **options: Any) -> int:
    """Compile decks into packages; DECK is a folder's name under cards, all by default."""
    from builder.commands.build import BuildOptions, run_build

    return run_build(decks, root, BuildOptions(**options))


@main.command(short_help="Report what is wrong with decks and cards.")
@decks_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "concise", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to show problems: for people, a line each, as data, for a pull request, or for code scanning.",
)
@click.option(
    "--stdin-path",
    type=package_type,
    metavar="CHAPTER",
    help="The chapter whose text - reads from stdin, saved or not, for editors.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@click.option("--fix", is_flag=True, help="First add missing ids, make `was` a list, and put keys in order.")
@click.option(
    "--select",
    default="",
    metavar="RULE,...",
    shell_complete=complete_rules,
    help="Run these rules only; problems of form are always shown.",
)
@click.option("--ignore", default="", metavar="RULE,...", shell_complete=complete_rules, help="Leave these rules out.")
@click.option("-v", "--verbose", is_flag=True, help="Show findings of level info too.")
@click.option("--statistics", is_flag=True, help="Show how often each rule reports, and not where.")
@click.option(
    "--score", is_flag=True, help="Show what can be computed of the rubric for decks, and cards to grade by hand."
)
@click.option(
    "--explain",
    default="",
    metavar="RULE",
    shell_complete=complete_rules,
    help='Say what a name in brackets reports, why, and how to mend it; "all" lists them.',
)
@root_option
def check(decks: tuple[str, ...], root: Path | None, **options: Any) -> int:
    """Report what is wrong with decks and what makes cards hard to learn; without --fix nothing is written.

    Of a file or folder in a deck only the problems there are shown. In the place of a chapter, - reads its text from
    stdin: deckwright check - --stdin-path cards/deck/10-words.yaml
    """
    from builder.commands.check import explain, run_check

    rule = options.pop("explain")
    return explain(rule) if rule else run_check(decks, root, **options)


@main.command(short_help="Write the cards into one HTML file.")
@decks_argument
@click.option("-o", "--output", type=output_type, help="The folder for pages.  [default: build, in the project]")
@root_option
def preview(decks: tuple[str, ...], output: Path | None, root: Path | None) -> int:
    """Write each deck's cards, as learners will see them, into one HTML file."""
    from builder.commands.pages import run_preview

    return run_preview(decks, root, output)


@main.command(short_help="Show the cards live in the browser.")
@decks_argument
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--lan", is_flag=True, help="Serve to phones in the same network, at a secret address.")
@root_option
def serve(decks: tuple[str, ...], port: int, lan: bool, root: Path | None) -> None:
    """Show decks in the browser as learners will see them, and follow every change of their files."""
    from builder.previews.watch import run_serve

    run_serve(decks, root, port, lan=lan)


@main.command(short_help="Count cards by section of the sources.")
@decks_argument
@root_option
def coverage(decks: tuple[str, ...], root: Path | None) -> int:
    """Count the cards that rest on each section of a deck's sources."""
    from builder.commands.coverage import run_coverage

    return run_coverage(decks, root)


@main.command(short_help="Print JSON Schemas for editors.")
@click.argument("name", type=click.Choice(["chapter", "deck", "folder", "kind"]), required=False)
@click.option("-o", "--output", type=output_type, help="Write all four into this folder.")
@click.option("--deck", default="", shell_complete=complete_targets, help="Take in the kinds of this deck's own.")
@root_option
def schema(name: str | None, output: Path | None, deck: str, root: Path | None) -> int:
    """Print a JSON Schema for editors: of chapter files, deck.yaml, folder.yaml, or an own kind's kind.yaml."""
    from builder.commands.json_schema import print_schema, write_schemas

    if name is not None and output is None:
        return print_schema(name, root, deck)
    if output is not None and name is None:
        return write_schemas(output, root, deck)
    raise click.UsageError("name one of chapter, deck and kind to print it, or write all with --output DIR")


@main.command(short_help="Show what an update does to a learner.")
@click.argument("old", type=package_type, metavar="OLD.apkg")
@click.argument("new", type=package_type, metavar="NEW.apkg")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all that each loss hits.")
def verify(old: Path, new: Path, as_json: bool) -> int:
    """Import two packages into scratch collections, with reviews in between, and say what a learner would see.

    It is real Anki that imports them. What a learner who has OLD would lose by NEW is named, with what he can do, and
    the exit status is then 1. Any packages will do, whoever made them.
    """
    from builder.commands.verify import run_verify

    return run_verify(old, new, as_json=as_json)


@main.command(short_help="Look at locks; mend them after a merge.")
@decks_argument
@click.option("--resolve", is_flag=True, help="Mend a lock that a git merge has left in conflict; the latest wins.")
@root_option
def lock(decks: tuple[str, ...], resolve: bool, root: Path | None) -> int:
    """Say what is in the locks of decks, or mend them after a merge."""
    return _run_locks(decks, root, mend=resolve)


def _run_locks(decks: tuple[str, ...], root: Path | None, *, mend: bool = False, package: Path | None = None) -> int:
    from builder.commands.locks import run_lock, run_recover_lock

    return run_lock(decks, root, mend=mend) if package is None else run_recover_lock(package, decks, root)


@main.command("recover-lock", short_help="Rebuild a lock from a package.")
@click.argument("package", type=package_type, metavar="FILE.apkg")
@click.argument("deck", required=False)
@root_option
def recover_lock(package: Path, deck: str | None, root: Path | None) -> int:
    """Rebuild a deck's lock from the package that was last published."""
    return _run_locks((deck,) if deck else (), root, package=package)


@main.command(short_help="Print what makes a shell complete words.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print what makes a SHELL complete commands, options, decks, chapters, kinds and rules."""
    print(shell_script(shell, main))
    return 0


@main.command("help", short_help="Show how a command is used.")
@click.argument("command", required=False, shell_complete=complete_commands)
@click.pass_context
def show_help(ctx: click.Context, command: str | None) -> int:
    """Show what there is, or how COMMAND is used."""
    top = ctx.find_root()
    if command is None:
        click.echo(main.get_help(top))
        return 0
    name, found, _ = main.resolve_command(top, [command])
    assert found is not None, "resolve_command fails itself"
    with click.Context(found, info_name=name, parent=top) as inner:
        click.echo(found.get_help(inner))
    return 0
