"""Deckwright: flashcards as YAML, compiled into Anki decks that keep every learner's reviews."""

__version__ = "0.1.0"
