"""Times Deckwright against its peers and against the floor; `make bench` runs it."""
