"""Kinds that a deck brings along, in `kinds/NAME/` of its folder: read into the same values as the built-in ones."""
