"""The page: one HTML file with its style, its script and its data in it."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.cache.memo import Recall, afresh
from builder.files import MEDIA_LIMIT, digest_of, read_bytes
from builder.previews.anchors import PlacedProblem
from builder.previews.shown_cards import ShownChapter, ShownDeck, count_cards


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
            "within": chapter.within,
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
        "problems": [_problem(placed) for placed in problems],
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
    return digest_of(text.encode())[:20], text


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
        "before": problem.location.before,
    }


def _dump(value: object) -> str:
    """Return JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return text.encode("utf-8", "backslashreplace").decode()  # half a character, as a file's name may have it


_HERE = Path(__file__).parent
_TOKENS = _HERE.parent / "kinds" / "frame" / "style.css"
_MEDIA_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".svg": "image/svg+xml", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".opus": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4", ".flac": "audio/flac", ".mp4": "video/mp4",
    ".webm": "video/webm", ".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf",
}  # fmt: skip


def media_type(name: str) -> str:
    """Return a file's media type by its name's ending."""
    return _MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


@functools.cache
def _asset(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@functools.cache
def _script() -> str:
    files = ("frames.js", "page.js", "sheet.js", "live.js")
    return '(function () {\n"use strict";\n' + "\n".join(_asset(name) for name in files) + "\n})();\n"


@functools.cache
def policy(*, live: bool) -> str:
    """Return the page's Content-Security-Policy: its own script by hash, nothing else that runs, and no network.

    The cards' frames inherit it, so that a script in a card is refused twice: by this and by the frame's sandbox.
    """
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    source = "'self' data:" if live else "data:"
    parts = [
        "default-src 'none'",
        f"script-src 'sha256-{digest}'",
        "style-src 'unsafe-inline'",
        *(f"{resource}-src {source}" for resource in ("img", "media", "font")),
        *(["connect-src 'self'"] if live else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


def build_page(
    title: str, data: PageData, media: Mapping[str, Path] | None, decks: Mapping[str, str] | None = None
) -> str:
    """Return the page. `media` goes into it; None for a live page, which asks its server for media and news.

    `decks` are the names of all decks that the server has, by folder.
    """
    live = media is None
    uris = {name: _data_uri(name, path) for name, path in sorted((media or {}).items())}
    chapters = ",".join(f'"{digest}":{text}' for digest, text in data.chapters.items())
    known = {"live": live, "decks": dict(decks or {}), "frame": _asset("frame.css"), "media": uris}
    # The state and the chapters are JSON already: they are put in as they are, behind what is not.
    boot = f'{_dump(known)[:-1]},"state":{data.state},"chapters":{{{chapters}}}}}'
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(live=False))}">'
    parts = {
        "policy": "" if live else meta,
        "style": f"{_TOKENS.read_text('utf-8')}\n{_asset('page.css')}",
        "title": html.escape(title),
        "data": boot,
        "script": _script(),
    }
    page = _asset("page.html")
    head, _, rest = page.partition("[[")
    pieces = [head]
    for part in rest.split("[["):
        name, _, after = part.partition("]]")
        pieces += [parts[name], after]
    return "".join(pieces)


def _data_uri(name: str, path: Path) -> str:
    return f"data:{media_type(name)};base64,{base64.b64encode(read_bytes(path, MEDIA_LIMIT)).decode()}"
