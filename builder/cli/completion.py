"""Completes decks, files, chapters, kinds and rules on the command line; loads nothing that a build would."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from click import Command, Context, Parameter
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from builder.errors import DeckwrightError
from builder.project import chapter_paths, find_decks, is_table_name
from builder.targets import find_root

SHELLS = ("bash", "zsh", "fish", "powershell")
_RULE = re.compile(r'^    id="([\w-]+)",$', re.M)
"""Where a rule has its name. It is read and not loaded: all rules together take a third of a second."""
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $command, $position)
    $env:COMP_WORDS = $command.ToString()
    $env:COMP_WORD = $word
    $env:%(complete_var)s = "powershell_complete"
    try {
        %(prog_name)s | ForEach-Object {
            $type, $value, $help = $_ -split "`t", 3
            if ($type -ne "plain") { Get-ChildItem -Name "$word*" | ForEach-Object { $_ } }
            else { [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", "$help ") }
        }
    } finally { Remove-Item Env:COMP_WORDS, Env:COMP_WORD, Env:%(complete_var)s }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click has none of."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the finished words behind the command, and the one that is being typed."""
        words = os.environ["COMP_WORDS"].split()[1:]
        word = os.environ["COMP_WORD"]
        return (words[:-1] if word and words and words[-1] == word else words), word

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as a line."""
        return f"{item.type}\t{item.value}\t{item.help or item.value}"


add_completion_class(PowerShellComplete)


def shell_script(shell: str, command: Command) -> str:
    """Return what makes one of `SHELLS` complete the words of a command."""
    complete = get_completion_class(shell)
    assert complete is not None, "it is one of those that click has, or ours"
    return complete(command, {}, "deckwright", "_DECKWRIGHT_COMPLETE").source()


def complete_targets(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of decks, or else a path."""
    found = _starting(incomplete, (folder.name for folder in _decks(ctx)))
    return found or [CompletionItem(incomplete, type="file")]


def complete_kinds(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete kinds of cards, a deck's own among them, and the word for a deck."""
    shipped = Path(__file__).parents[1] / "kinds"
    names = {path.parent.name for path in shipped.glob("*/*.front.html")} | {"deck"}
    names |= {path.parent.name for deck in _decks(ctx) for path in deck.glob("kinds/*/kind.yaml")}
    return _starting(incomplete, sorted(names))


def complete_chapters(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of chapters to which `new` adds cards, with the folders that they are in: tables have rows."""
    found = ((deck, path) for deck in _decks(ctx) for path in chapter_paths(deck) if not is_table_name(path.name))
    return _starting(incomplete, (path.relative_to(deck).with_suffix("").as_posix() for deck, path in found))


def complete_rules(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of rules, the last one of several."""
    lint = Path(__file__).parents[1] / "lint"
    sources = [path.read_text("utf-8") for path in sorted((lint / "rules").glob("*.py"))]
    rules = [name for text in sources for name in _RULE.findall(text)]
    sections = [tomllib.loads(path.read_text("utf-8")) for path in sorted((lint / "forms").glob("*.toml"))]
    forms = [name for section in sections for name in section]
    before, comma, last = incomplete.rpartition(",")
    is_list = param.name != "explain"
    names = rules if is_list else ["all", *rules, *forms]
    return _starting(last if is_list else incomplete, names, before=f"{before}{comma}" if is_list else "")


def complete_formats(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the formats of an export."""
    return _starting(incomplete, ("csv", "crowdanki", "markdown"))


def complete_commands(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of commands."""
    group = ctx.find_root().command
    return _starting(incomplete, getattr(group, "commands", ()))


def _starting(incomplete: str, names: Iterable[str], *, before: str = "") -> list[CompletionItem]:
    return [CompletionItem(f"{before}{name}") for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _decks(ctx: Context) -> list[Path]:
    """Return the decks' folders; none where there is no project."""
    try:
        return find_decks(ctx.params.get("root") or find_root())
    except DeckwrightError:
        return []
