"""A live server on a free port, with its threads, for the time of a test."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from builder.previews.server import LiveServer, open_server
from builder.previews.studio import Studio
from builder.previews.watch import advise, answer, follow


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def serving(folders: list[Path], *, lan: bool = False, watching: bool = False) -> Iterator[LiveServer]:
    """Serve decks; with `watching` also follow their files."""
    studio = Studio(folders)
    studio.refresh()
    server = open_server(studio, 0, lan=lan)
    stop = threading.Event()
    threads = [threading.Thread(target=answer, args=(server, stop))]
    if watching:
        threads += [threading.Thread(target=work, args=(studio, stop)) for work in (follow, advise)]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def ask(server: LiveServer, path: str, *, method: str = "GET", host: str | None = "", **headers: str) -> Answer:
    """Ask for a path exactly as given; `host` empty sends the right one, None none at all."""
    address, port = server.server_address[:2]
    connection = http.client.HTTPConnection(str(address), int(port), timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    if host is not None:
        connection.putheader("Host", host or f"{address!s}:{port}")
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    reply = connection.getresponse()
    answer = Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return answer
