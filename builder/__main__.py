"""`python -m builder` is `deckwright`."""

from builder.cli import run

run()
