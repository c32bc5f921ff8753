"""What the page is told: the deck's state, and each chapter's cards under the hash of its content."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.memory import Recall, afresh
from builder.preview.beside import PlacedProblem
from builder.preview.cards import ShownChapter, ShownDeck, count_cards


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """A deck's state as JSON, and the JSON of its chapters' cards by hash."""

    state: str
    chapters: dict[str, str]


def page_data(
    shown: ShownDeck,
    problems: Sequence[PlacedProblem],
    recall: Recall = afresh,
    *,
    failure: str = "",
    package: str = "",
) -> PageData:
    """Return all that the page shows of a deck; `failure` is told above all, `package` names the file to download."""
    chapters: dict[str, str] = {}
    listed = []
    for chapter in shown.chapters:
        digest, text = recall(("json", chapter.cards), functools.partial(_chapter, chapter))
        chapters[digest] = text
        listed.append({
            "title": chapter.title,
            "path": chapter.path,
            "stale": sorted(chapter.stale),
            "hash": digest,
        })  # fmt: skip
    state = {
        "name": shown.name,
        "folder": shown.folder,
        "version": shown.version,
        "language": shown.language,
        "count": count_cards(shown.chapters),
        "sources": len({card.source for chapter in shown.chapters for card in chapter.cards}),
        "styles": dict(shown.styles),
        "chapters": listed,
        "problems": [_problem(one) for one in problems],
        "failure": failure,
        "package": package,
    }
    return PageData(state=_dump(state), chapters=chapters)


def _chapter(chapter: ShownChapter) -> tuple[str, str]:
    text = _dump([
        {
            "key": card.key, "kind": card.kind, "card": card.card, "style": card.style, "n": card.ordinal + 1,
            "tags": card.tags, "line": card.line, "q": card.question, "a": card.answer,
        }
        for card in chapter.cards
    ])  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()[:20], text


def _problem(placed: PlacedProblem) -> dict[str, Any]:
    problem = placed.problem
    return {
        "key": placed.key,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
        "path": problem.location.path,
        "line": problem.location.line,
        "column": problem.location.column,
        "length": problem.location.length,
        "excerpt": problem.location.excerpt,
    }


def _dump(value: object) -> str:
    """Return JSON that can stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
