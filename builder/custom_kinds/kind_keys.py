"""The keys of `kind.yaml` and of the cards that it declares; those of its fields stand in fields.py."""

from __future__ import annotations

from builder.custom_kinds.fields import FIELD, TRAITS
from builder.schema import Key, Shape

TEMPLATE = (
    Key(name="name", doc="the card's name in Anki", required=True),
    Key(name="asks", doc="the fields that the learner is asked", shape=Shape.TEXTS, required=True),
    Key(name="answers", doc="the fields that the learner is graded on", shape=Shape.TEXTS, required=True),
    Key(
        name="beside",
        doc="those of `asks` that are shown beside the question: a scene, options, an answer to mend",
        shape=Shape.TEXTS,
    ),
    Key(name="when", doc="the field that must be filled for this card to be made"),
    Key(name="file", doc="the start of its files' names; by default its name in small letters"),
    Key(
        name="browser",
        doc="of an adopted kind: true where NAME.browser.front.html and NAME.browser.back.html say what Anki's browser"
        " shows",
        shape=Shape.FLAG,
    ),
    Key(name="was", doc="the template's name before, whose cards and reviews it takes over"),
)

KIND = (
    Key(name="doc", doc="what the kind is for, in a few words", required=True),
    Key(name="name", doc="the note type's name in Anki; by default that of the folder"),
    Key(name="cloze", doc="true for a sentence with gaps, which is then the first field", shape=Shape.FLAG),
    Key(name="traits", doc="what it is, for the rules that judge its cards", shape=Shape.TEXTS, words=TRAITS),
    Key(name="frame", doc="false leaves out the head, foot and style of all other cards", shape=Shape.FLAG),
    Key(
        name="adopted",
        doc="true for the note type of a deck that was published before, as `deckwright import` writes it: it keeps"
        " what its learners have, and takes nothing of ours",
        shape=Shape.FLAG,
    ),
    Key(name="stock", doc="of an adopted kind: the number of Anki's own note type that it was made from"),
    Key(name="svg", doc="of an adopted kind: true where its LaTeX becomes pictures in SVG", shape=Shape.FLAG),
    Key(name="sort", doc="of an adopted kind: the field by which Anki's browser sorts, where that is not the first"),
    Key(name="fields", doc="its fields; the first one never changes", shape=Shape.ENTRIES, required=True, keys=FIELD),
    Key(name="templates", doc="its cards", shape=Shape.ENTRIES, required=True, keys=TEMPLATE),
    Key(name="example", doc="a card of this kind, as YAML"),
)
"""The keys of `kind.yaml`."""
