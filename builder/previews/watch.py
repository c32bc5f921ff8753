"""Runs the live server: watches the decks' files, and says what happens."""

from __future__ import annotations

import functools
import io
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import segno

from builder.cache.text_cache import text_cache
from builder.diagnostics import counted
from builder.following import changes, until_interrupted
from builder.previews.server import LiveServer, open_server
from builder.previews.studio import Studio
from builder.report.problems_text import summary
from builder.targets import find_targets

Tell = Callable[[str], None]
"""Takes a line for the author."""

_STILL = 0.3
"""Seconds without a change before the rules run: what is being typed comes first."""


def serve(folders: Sequence[Path], port: int, tell: Tell, *, lan: bool = False) -> None:
    """Serve decks until interrupted; a saved file is on the page at once. Write nothing, `deck.lock` included.

    Raise `UsageError` where the port is taken, or where `lan` is asked for and there is no network.
    """
    studio = Studio(folders, text_cache(tell))
    server = open_server(studio, port, lan=lan)
    try:
        studio.refresh()
        studio.advise()  # at first all is said at once; later the rules run when the files are still
        tell(_state_line(studio))
        tell(f"open {server.url}")
        if lan:
            tell(qr_code(server.url))
            tell("on a phone in the same network, point the camera at the code; who has the address can see the decks")
        _work_until_interrupted(studio, server, tell)
    except KeyboardInterrupt:
        pass
    tell("stopped")


def run_serve(decks: Sequence[str], root: Path | None, port: int, *, lan: bool) -> None:
    """Serve decks by their names, and print what happens."""
    serve(find_targets(root, decks).folders, port, functools.partial(print, flush=True), lan=lan)


def _work_until_interrupted(studio: Studio, server: LiveServer, tell: Tell) -> None:
    """Answer, advise and follow until Ctrl-C."""
    with until_interrupted() as stop:
        tell("Ctrl-C stops")
        tell_state = functools.partial(_tell_state, studio, tell)
        threading.Thread(target=answer, args=(server, stop), daemon=True).start()
        threading.Thread(target=advise, args=(studio, stop, tell_state), daemon=True).start()
        follow(studio, stop, tell_state)


def answer(server: LiveServer, stop: threading.Event) -> None:
    """Answer requests until told to stop, then close the server."""
    with server:
        while not stop.is_set():
            server.handle_request()
            server.connections.close_late()


def follow(studio: Studio, stop: threading.Event, on_change: Callable[[], None] = lambda: None) -> None:
    """Refresh a studio whenever one of its files changes, until told to stop."""
    missed = True  # what was saved between the first reading and the start of the watch
    for change in changes(studio.folders, stop):
        if (change or missed) and studio.refresh():
            on_change()
        missed = False


def advise(studio: Studio, stop: threading.Event, on_change: Callable[[], None] = lambda: None) -> None:
    """Run the rules for cards whenever a studio has been still for a moment, until told to stop."""
    known = -1
    while not stop.is_set():
        version = studio.wait(known, 0.5)
        if version != known and studio.wait(version, _STILL) == version:
            if studio.advise():
                on_change()
            known = version


def _tell_state(studio: Studio, tell: Tell) -> None:
    tell(f"{time.strftime('%H:%M:%S')} {_state_line(studio)}")


def _state_line(studio: Studio) -> str:
    """Return how the decks stand: `302 cards, 1 error`."""
    state = studio.state
    cards = sum(len(chapter.cards) for deck in state.decks.values() for chapter in deck.shown.chapters)
    problems = {placed.problem for deck in state.decks.values() for placed in deck.problems}
    status = state.failure or summary(problems) or "no problems"
    return f"{counted(cards, 'card')}, {status}"


def qr_code(address: str) -> str:
    """Return an address as a QR code for the terminal."""
    out = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out=out, border=2, compact=True)
    return out.getvalue().rstrip("\n")
