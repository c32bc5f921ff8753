"""Cards as they will look: a page a deck, and the same page live."""
