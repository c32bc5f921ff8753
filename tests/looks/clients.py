"""Pages as Anki's clients build them around a card: classes, wrappers and the styles that a card has to stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REVIEWER = """
html { font-size: 15px; }
body { margin: 20px; overflow-wrap: break-word; background-color: #f5f5f5; color: #020202; text-align: center; }
body.nightMode { background-color: #2c2c2c; color: #fcfcfc; }
img { max-width: 100%; max-height: 95vh; }
#typeans { width: 100%; box-sizing: border-box; line-height: 1.75; }
.typeGood { background: #afa; color: black; } .typeBad { background: #faa; color: black; }
.typeMissed { background: #ccc; color: black; }
.replay-button { text-decoration: none; display: inline-flex; vertical-align: middle; margin: 3px; }
.replay-button svg { width: 40px; height: 40px; }
.replay-button svg circle { fill: #fff; stroke: #414141; } .replay-button svg path { fill: #414141; }
"""
_CLASSIC = """
body { margin: 0; padding: 0; overflow-wrap: break-word; }
body.night_mode { color: white; background: black; }
#content { margin: .5em; }
img { max-width: 100%; max-height: 90%; }
.replay-button { text-decoration: none; display: inline-flex; vertical-align: middle; margin: 3px; }
.replay-button svg { width: 40px; height: 40px; min-width: 32px; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client's page: classes by theme, its own style, and whether the card has one wrapper more."""

    name: str
    html: str
    body: str
    style: str
    night: str = "nightMode night_mode"
    html_night: str = ""
    content: bool = False
    phone: bool = True


CLIENTS = (
    Client(name="desktop", html="chrome win", body="isWin", style=_REVIEWER, html_night="night-mode", phone=False),
    Client(name="AnkiDroid", html="mobile android chrome", body="", style=_REVIEWER, html_night="night-mode"),
    Client(
        name="AnkiDroid classic",
        html="mobile android linux chrome",
        body="chrome",
        style=_CLASSIC,
        night="nightMode night_mode ankidroid_dark_mode",
        content=True,
    ),
    Client(name="AnkiMobile", html="mobile ios iphone safari mac", body="", style=_REVIEWER),
)

_BUTTON = (
    '<a class="replay-button soundLink" href="#" draggable=false><svg class="playImage" viewBox="0 0 64 64">'
    '<circle cx="32" cy="32" r="29" /><path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z" /></svg></a>'
)
_TYPED = (
    "<code id=typeans><span class=typeGood>hin</span><span class=typeBad>j</span><span class=typeGood>itsu</span><br>"
    "<span id=typearrow>&darr;</span><br><span class=typeGood>hin</span><span class=typeMissed>sh</span></code>"
)


def as_shown(html: str, *, question: bool) -> str:
    """Return a side as a client shows it: with buttons for sounds, and the field or the comparison of what is typed."""
    html = re.sub(r"\[anki:play:[qa]:\d+\]", _BUTTON, html)
    typed = "<center><input type=text id=typeans autocapitalize=none></center>" if question else _TYPED
    return re.sub(r"\[\[type:[^\]]*\]\]", typed, html)


def page(client: Client, css: str, sides: list[tuple[str, str]]) -> str:
    """Return a document that holds many sides, each (`name`, HTML) in a wrapper as the client has it."""
    inner = "".join(
        f'<div id="qa" dir="auto" data-card="{name}">{html}</div>' if not client.content
        else f'<div id="content"><div id="qa" dir="auto" data-card="{name}">{html}</div></div>'
        for name, html in sides
    )  # fmt: skip
    return (
        f'<!doctype html><html class="{client.html}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{client.style}</style></head>'
        f'<body class="card card1 {client.body}"><style>{css}</style>{inner}</body></html>'
    )
