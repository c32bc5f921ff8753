"""What the help of each command shows and the docs list: how it is used, and what its exit statuses mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Example(NamedTuple):
    """A command line, and what it does."""

    line: str
    does: str


EXAMPLES: Mapping[str, tuple[Example, ...]] = {
    "init": (
        Example("deckwright init my-decks", "a new project in a new folder"),
        Example("deckwright init", "in this folder, beside what is there"),
    ),
    "new": (
        Example("deckwright new basic", "a card at the end of the last chapter"),
        Example("deckwright new cloze 10-words", "a card at the end of 10-words.yaml"),
        Example("deckwright new deck 'French B1'", "a deck, in cards/french-b1"),
    ),
    "import": (
        Example("deckwright import geography.apkg", "a deck that learners have, with who is who"),
        Example("deckwright import all.colpkg --deck 'French::Verbs' --into verbs", "one deck of many"),
        Example("deckwright import geography.apkg --dry-run", "what would be written"),
        Example("deckwright import words.csv --columns front,back,tags", "new cards from a table"),
        Example("deckwright import vault/Biology --into biology", "new cards from notes in Markdown"),
    ),
    "export": (
        Example("deckwright export french --to csv", "tables, in build/export/csv/french"),
        Example("deckwright export french --to markdown --output vault/French", "notes, in a folder of yours"),
        Example("deckwright export french --to crowdanki", "for who has the deck by CrowdAnki"),
    ),
    "build": (
        Example("deckwright build", "all decks, into build/"),
        Example("deckwright build french --open", "one deck, opened in Anki"),
        Example("deckwright build --locked", "in a workflow: refuse where a lock would change"),
    ),
    "check": (
        Example("deckwright check", "all decks"),
        Example("deckwright check cards/french/10-words.yaml", "one file, held against its whole deck"),
        Example("deckwright check --fix", "add missing ids and put keys in order, then check"),
        Example("deckwright check --explain missing-key", "what a name in brackets means"),
    ),
    "preview": (
        Example("deckwright preview", "build/NAME.html for each deck"),
        Example("deckwright preview french --output site", "one deck's page, in site/"),
    ),
    "serve": (
        Example("deckwright serve", "all decks, at http://127.0.0.1:8765/"),
        Example("deckwright serve french --lan", "one deck, for a phone in the same network"),
    ),
    "coverage": (
        Example("deckwright coverage", "all decks"),
        Example("deckwright coverage french", "one deck"),
    ),
    "schema": (
        Example("deckwright schema --output schema", "all four schemas, for editors"),
        Example("deckwright schema chapter --deck french", "print one, with a deck's own kinds"),
    ),
    "verify": (
        Example("deckwright verify published.apkg build/french.apkg", "what an update does to learners"),
        Example("deckwright verify old.apkg new.apkg --json", "the same for a program"),
    ),
    "lock": (
        Example("deckwright lock", "what is in the locks of all decks"),
        Example("deckwright lock french --resolve", "mend a lock after a merge"),
    ),
    "recover-lock": (
        Example("deckwright recover-lock published.apkg", "the lock of the deck that the package is of"),
        Example("deckwright recover-lock published.apkg french", "for a deck that is named"),
    ),
    "completion": (
        Example('eval "$(deckwright completion bash)"', "in ~/.bashrc; with zsh in ~/.zshrc"),
        Example("deckwright completion fish | source", "in ~/.config/fish/config.fish"),
        Example("deckwright completion powershell | Out-String | Invoke-Expression", "in $PROFILE"),
    ),
    "help": (
        Example("deckwright help", "all commands"),
        Example("deckwright help build", "one command with its options"),
    ),
}

COMMON: Mapping[int, str] = {
    0: "done",
    2: "it could not be done: wrong words, a file that cannot be read or written, a lock that is refused",
    130: "Ctrl-C; what was there before is as it was",
}
"""What exit statuses mean for every command."""

STATUSES: Mapping[str, Mapping[int, str]] = {
    "build": {0: "built, or up to date", 1: "there are errors, and nothing was built"},
    "check": {0: "no errors; with `--strict` no warnings either", 1: "there are errors; with `--strict` also warnings"},
    "export": {1: "there are errors in the deck, and nothing was written"},
    "preview": {1: "pages are written, and there are errors: such cards are left out"},
    "serve": {0: "stopped by Ctrl-C"},
    "verify": {0: "nobody loses anything", 1: "somebody would lose something, which is named"},
}
"""What they mean for some commands."""
