"""Finds cards that are hard to learn: rules about single cards and whole decks, on what the learner will see."""
