"""The ledger `deck.lock`: who every note is, for good."""
