"""What a command says: problems as text and in the formats of other programs, numbers with their nouns, and progress.

It knows problems alone, so that every other room may use it.
"""
