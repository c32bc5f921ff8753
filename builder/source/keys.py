"""The keys of `deck.yaml`, of a chapter, and those that every card may have."""

from __future__ import annotations

from collections.abc import Iterable

from builder.model import Kind
from builder.schema import Key, Shape

DECK = (
    Key(name="name", doc="the deck's name as Anki shows it", required=True),
    Key(
        name="uid", doc="a short name that never changes: every note's identity hangs on it", required=True, label=True
    ),
    Key(name="version", doc="the release, shown in the deck's description", label=True),
    Key(name="description", doc="what the deck is, in Markdown"),
    Key(name="language", doc="the language of the cards, as in HTML (en, de, ja)", label=True),
    Key(
        name="speech", doc="the voice that speaks script lines, as Anki names it (en_US); no key, no speech", label=True
    ),
    Key(name="audio", doc="true plays behind the answer what is called as a card (media/ID.mp3)", shape=Shape.FLAG),
    Key(name="math", doc="`dollars` reads $…$ and $$…$$ as math too, and leaves prices alone", label=True),
    Key(name="tags", doc="tags for every note", shape=Shape.TEXTS, label=True),
    Key(name="sources", doc="what `source` may cite: a title, or a title with sections", shape=Shape.ANY),
    Key(name="glossary", doc="abbreviations and what they stand for", shape=Shape.TABLE, label=True),
    Key(name="feedback", doc="an address for corrections; {id} in it becomes the card's id", label=True),
    Key(name="lint", doc="settings of the rules of `check`", shape=Shape.ANY),
    Key(name="tables", doc="what the chapters are that are tables, by their paths without the ending", shape=Shape.ANY),
)

SOURCE = (
    Key(name="title", doc="the source's title as learners read it", required=True),
    Key(name="sections", doc="its sections, each with a title", shape=Shape.TABLE),
)

_LANGUAGE = Key(name="language", doc="the language of its texts (ja), or of some ({front: ja})", shape=Shape.ANY)
_SPEECH = Key(name="speech", doc="the voice that speaks its answer (ja_JP), or texts ({front: ja_JP})", shape=Shape.ANY)

CHAPTER = (
    Key(name="title", doc="the subdeck's name", required=True),
    Key(name="tags", doc="tags for every card of the chapter", shape=Shape.TEXTS, label=True),
    Key(name="source", doc="what its cards cite unless they say otherwise", label=True),
    Key(name="kind", doc="the kind of its cards unless they say otherwise", label=True),
    _LANGUAGE._replace(doc="the language of its cards (ja), or of some of their texts ({front: ja})"),
    _SPEECH._replace(doc="the voice that speaks its cards (ja_JP), or some of their texts ({front: ja_JP})"),
    Key(name="audio", doc="true plays behind the answer what is called as a card (media/ID.mp3)", shape=Shape.FLAG),
    Key(name="cards", doc="the list of cards", shape=Shape.ANY, required=True),
)

FOLDER = (Key(name="title", doc="the name of the folder's deck", required=True),)
"""Those of folder.yaml."""

TABLE = (
    *(key for key in CHAPTER if key.name != "cards"),
    Key(name="columns", doc="which column fills which key of a card, by its header", shape=Shape.ANY, required=True),
    Key(name="skip", doc="headers of columns that are not for cards", shape=Shape.TEXTS, label=True),
)

ADOPTED_CHAPTER = tuple(key._replace(required=key.required and key.name != "title") for key in CHAPTER)
"""Those of a chapter of a deck that was published before: without a title its cards are in the deck itself."""

CARD = (
    Key(name="id", doc="a name that is unique in the deck and never changes", required=True, label=True),
    Key(name="kind", doc="the card's kind", label=True),
    Key(name="subdeck", doc="the subdeck that it is in, in place of its chapter's (A::B)"),
    Key(name="tags", doc="tags beside the deck's and the chapter's", shape=Shape.TEXTS, label=True),
    Key(name="source", doc="what the card rests on, as declared in deck.yaml (guide/verdict)", label=True),
    Key(name="context", doc="a small line above the question, not counted in its length"),
    Key(name="hint", doc="shown on the question when asked for"),
    Key(name="extra", doc="shown after the answer, not graded"),
    Key(name="as_of", doc="when a volatile fact was true (2025-03), or n/a", label=True),
    Key(
        name="lint", doc="rules that this card may break, each with a reason: {allow: {rule: reason}}", shape=Shape.ANY
    ),
    Key(name="was", doc="ids that the card had before", shape=Shape.TEXTS, label=True),
    Key(name="teaches", doc="concepts that the card introduces", shape=Shape.TEXTS, label=True),
    Key(name="uses", doc="concepts that the card takes for granted", shape=Shape.TEXTS, label=True),
    Key(name="pair", doc="the id of a card that it may look like", shape=Shape.TEXTS, label=True),
    Key(name="accept", doc="other right answers, shown below the answer", shape=Shape.TEXTS),
    _LANGUAGE,
    _SPEECH,
    Key(name="audio", doc="files of media that are played behind the answer", shape=Shape.TEXTS, label=True),
)
YIELDING = frozenset({"language", "speech", "audio"})
"""Those that came when authors' own kinds could have such a key: a kind that has one keeps it, and has not this one."""

_SHOWN = frozenset({"source", "context", "hint", "extra", "as_of", "accept"}) | YIELDING
ADOPTED_CARD = tuple(key for key in CARD if key.name not in _SHOWN)
"""Those of cards of an adopted kind, whose note type has no fields of ours that would show the others."""

HTML = "html"
"""The only key of a text that cards hold as it stands, `{html: …}`."""
DOLLARS = "dollars"
"""What `math` may be set to."""
NO_MARKUP = frozenset(
    {"id", "kind", "subdeck", "tags", "source", "as_of", "lint", "was", "teaches", "uses", "pair", "keep"}
)
"""Keys of cards and their entries whose values are never Markdown."""


def common_keys(kind: Kind) -> tuple[Key, ...]:
    """Return the keys that cards of a kind have beside its own."""
    own = YIELDING.intersection(key.name for key in kind.keys)
    common = ADOPTED_CARD if kind.is_adopted else CARD
    return tuple(key for key in common if key.name not in own) if own else common


def with_html(listed: Iterable[Key]) -> tuple[Key, ...]:
    """Return keys of cards whose texts may be HTML, as all that are Markdown may."""
    return tuple(
        key._replace(
            html=key.shape in (Shape.TEXT, Shape.TEXTS) and not (key.label or key.words or key.name in NO_MARKUP),
            keys=with_html(key.keys),
        )
        for key in listed
    )


LOCK_RULES = {
    "other-fact": "its id stood at another text until now",
    "moved-card": "it has moved here from another deck of the project",
}
"""Rules of the build that a card may be allowed to break, beside those of `check`, each with what it reports."""
ALLOW_REASON_LETTERS = 10
"""The fewest letters of the reason that an allow must give."""
