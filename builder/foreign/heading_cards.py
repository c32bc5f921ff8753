"""Cards that are headings with what stands below them, as mdanki reads them: `## Question`, a `%`, `[#tags]()`.

A note that `deckwright export` has written begins with `MARK`. Its texts are all shown, whatever signs they have, and
what a card has beside its answer is a list below it: `- hint: …`.
"""

from __future__ import annotations

import re

from builder.foreign.notebook_text import Kept, as_tags, without_hidden
from builder.foreign.text_values import MarkdownCard

MARK = "<!-- deckwright export: a heading a card -->"
_CARD = re.compile(r"^## +", re.M)
_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.M)
_BETWEEN = re.compile(r"^%[ \t]*$", re.M)
_TAG_LINE = re.compile(r"^\[#.*$", re.M)
_BESIDE = re.compile(r"- (accept|as_of|context|extra|hint|source):")
_INDENT = "    "
_TAG = re.compile(r"\[#([^\]\n]+)\]")


def is_marked(text: str) -> bool:
    """Tell whether a note is one that `deckwright export` has written."""
    return text.startswith(MARK)


def title_of(text: str) -> str:
    """Return the heading that a note of this form has above all cards; empty where it has none."""
    found = _TITLE.search(_CARD.split(Kept().put_by(text), maxsplit=1)[0])
    return found[1].strip() if found else ""


def heading_cards(text: str) -> tuple[list[MarkdownCard], int]:
    """Return the cards of a note, and the number of headings with nothing below them; those with gaps need nothing."""
    kept = Kept()
    cards: list[MarkdownCard] = []
    unread = 0
    is_ours = is_marked(text)
    shown = kept.put_by(text)
    for part in _CARD.split(shown if is_ours else without_hidden(shown))[1:]:
        tags = as_tags(tag for line in _TAG_LINE.findall(part) for tag in _TAG.findall(line))
        sides = _BETWEEN.split(_TAG_LINE.sub("", part), maxsplit=1)
        if len(sides) == 1:
            front, _, back = sides[0].partition("\n")
        else:
            front, back = sides
        front, back = kept.restored(front.strip()), kept.restored(back.strip())
        back, beside = _split_beside(back) if is_ours else (back, {})
        kind = "cloze" if "{{c" in front else "basic"
        if kind == "cloze":
            beside = _joined(back, beside)
        elif not front or not back:
            unread += 1
            continue
        texts = {"text": front} if kind == "cloze" else {"front": front, "back": back}
        cards.append(MarkdownCard(kind, tuple((texts | beside).items()), is_reversed=False, tags=tags))
    return cards, unread


def _split_beside(back: str) -> tuple[str, dict[str, str]]:
    """Return an answer, and the values of the list at its end by key; what is no key of a new card is in `extra`."""
    lines = back.split("\n")
    start = len(lines)
    for at in reversed(range(len(lines))):
        if _BESIDE.match(lines[at]):
            start = at
        elif lines[at].strip() and not lines[at].startswith(_INDENT):
            break
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines[start:]:
        found = _BESIDE.match(line)
        if found:
            key = found[1]
            values[key] = [line[found.end() :].strip()]
        else:
            values[key].append(line.removeprefix(_INDENT))
    texts = {key: "\n".join(value).strip("\n") for key, value in values.items()}
    told = "\n\n".join(f"{key}: {texts.pop(key)}" for key in ("accept", "source") if key in texts)
    return "\n".join(lines[:start]).strip(), _joined(told, texts)


def _joined(more: str, texts: dict[str, str]) -> dict[str, str]:
    """Return texts with more in `extra`."""
    both = "\n\n".join(part for part in (texts.get("extra", ""), more) if part)
    return {**texts, "extra": both} if both else texts
