"""Anki packages: the only room that knows genanki."""
