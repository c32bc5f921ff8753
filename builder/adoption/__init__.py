"""A deck that others published becomes sources, and its learners keep what they have.

choose the notes of one deck                            chosen.py
name its kinds, fields, chapters and cards              kinds.py, written_chapters.py
write each field as Markdown, or as the HTML it is      values.py
render what was written, and take over the identities   adopted_lock.py
put it all in its place, or nothing                     adopt.py

Texts alone become new cards of our own kinds (new_cards.py): rows of a table (columns.py, table_cards.py), notes in
Markdown (notebook_cards.py), notes of a package without who is who (note_texts.py).
"""
