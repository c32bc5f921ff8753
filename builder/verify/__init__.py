"""Anki's own engine at work: the only room that imports `anki`, inside its functions."""
