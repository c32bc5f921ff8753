"""Cards between lines across, each field behind its label, as AnkiOps writes them: `Q:`, `A:`, `F:`, `B:`, `T:`, `C1:`.

Labels and note types are those of AnkiOps' own note types (ankiops/note_types).
"""

from __future__ import annotations

import re

from builder.entities import read_number
from builder.foreign.notebook_text import Kept
from builder.foreign.text_values import MarkdownCard

_LABEL = re.compile(r"(Q|A|F|B|T|I|E|M|C\d+):(?:[ \t]+|$)")
_RULE = re.compile(r"^---+[ \t]*$", re.M)
_COMMENT = re.compile(r"^[ \t]*<!--[^\n]*-->[ \t]*$\n?", re.M)
_WIDE = re.compile(r"!\[[^\]\n]*\]\(([^)\n]+)\)\{width=(\d+)\}")


def has_labels(text: str) -> bool:
    """Tell whether a note without its front matter has cards of this form: its first line is a field, and another."""
    fields = _fields(_RULE.split(_COMMENT.sub("", Kept().put_by(text)), maxsplit=1)[0])
    return "T" in fields or ({"Q", "F"} & fields.keys() != set() and {"A", "B", "I", "C1"} & fields.keys() != set())


def label_cards(text: str) -> tuple[list[MarkdownCard], int]:
    """Return the cards of a note, and how many of its parts there is no kind for."""
    kept = Kept()
    cards: list[MarkdownCard] = []
    unread = 0
    for part in _RULE.split(_COMMENT.sub("", kept.put_by(text))):
        fields = {label: _WIDE.sub(r"![[\1|\2]]", kept.restored(value)) for label, value in _fields(part).items()}
        card = _card(fields)
        if card is not None:
            cards.append(card)
        elif part.strip():
            unread += 1
    return cards, unread


def _fields(part: str) -> dict[str, str]:
    """Return the fields by their labels; none where the first line has no label."""
    fields: dict[str, list[str]] = {}
    label = ""
    for line in part.strip("\n").split("\n"):
        found = _LABEL.match(line)
        if found and found[1] not in fields:
            label = found[1]
            fields[label] = [line[found.end() :]]
        elif not label:
            return {}
        else:
            fields[label].append(line)
    return {name: "\n".join(lines).strip() for name, lines in fields.items()}


def _card(fields: dict[str, str]) -> MarkdownCard | None:
    """Return a card of ours, None for what there is no kind for, such as several right options."""
    options = tuple(value for label, value in fields.items() if label[:1] == "C")
    answer = fields.get("A", "")
    kind, texts = "basic", dict[str, str | tuple[str, ...]]()
    if fields.get("T"):
        kind, texts = "cloze", {"text": fields["T"]}
    elif fields.get("F") and fields.get("B"):
        texts = {"front": fields["F"], "back": fields["B"]}
    elif options and fields.get("Q"):
        if not (answer.isascii() and answer.isdigit() and 0 < read_number(answer) <= len(options)):
            return None
        kind, texts = (
            "choice",
            {"question": fields["Q"], "options": options, "answer": options[read_number(answer) - 1]},
        )
    elif fields.get("Q") and (answer or fields.get("I")):
        texts = {"front": fields["Q"], "back": answer or fields["I"]}
    else:
        return None
    extra = "\n\n".join(fields[label] for label in ("E", "M") if fields.get(label))
    texts |= {"extra": extra} if extra else {}
    return MarkdownCard(kind=kind, texts=tuple(texts.items()), is_reversed="F" in fields, tags=())
