"""The page: one HTML file with its style, its script and its data in it."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path

from builder.files import read_bytes
from builder.preview.data import PageData

_HERE = Path(__file__).parent
_TOKENS = _HERE.parent / "kinds" / "frame" / "style.css"
MEDIA_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".svg": "image/svg+xml", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".opus": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4", ".flac": "audio/flac", ".mp4": "video/mp4",
    ".webm": "video/webm", ".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf",
}  # fmt: skip


def media_type(name: str) -> str:
    """Return a file's media type by its name's ending."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


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
        *(f"{sort}-src {source}" for sort in ("img", "media", "font")),
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
    boot = f'{_json(known)[:-1]},"state":{data.state},"chapters":{{{chapters}}}}}'
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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _data_uri(name: str, path: Path) -> str:
    return f"data:{media_type(name)};base64,{base64.b64encode(read_bytes(path)).decode()}"
