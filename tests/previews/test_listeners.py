"""Pages that wait for news: how many may, and that those which are closed make room."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builder.previews.connections import Connections, Limits
from builder.previews.server import LiveServer
from tests.previews.serving import ask, serving
from tests.support import write_deck

CHAPTER = "title: A\nsource: own\ncards: [{{id: one, kind: basic, front: One {}, back: b}}]\n"


class Tab:
    """A page that waits for news of the deck, as a browser does."""

    def __init__(self, server: LiveServer) -> None:
        address, port = server.server_address[:2]
        self.connection = http.client.HTTPConnection(str(address), int(port), timeout=10)
        self.connection.request("GET", "/demo/events")
        self.reply = self.connection.getresponse()

    def news(self) -> bytes:
        """Return the next line of news."""
        return next(line for line in iter(self.reply.readline, b"") if line.strip())

    def close(self) -> None:
        """Close the page."""
        self.reply.close()
        self.connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """Return a server at which two pages may wait."""
    with serving([write_deck(tmp_path, {"10-a.yaml": CHAPTER.format(0)})]) as server:
        server.connections = Connections(Limits(listeners=2))
        yield server


def edit(server: LiveServer, number: int) -> None:
    """Change the deck, of which pages are told."""
    (server.studio.folders[0] / "10-a.yaml").write_text(CHAPTER.format(number), "utf-8")
    assert server.studio.refresh()


def test_a_page_is_told_of_each_version(server: LiveServer) -> None:
    with closing(Tab(server)) as tab:
        assert (tab.reply.status, tab.reply.headers["Content-Type"]) == (200, "text/event-stream")
        assert tab.news() == b"data: 1\n"
        edit(server, 1)
        assert tab.news() == b"data: 2\n"


def test_one_address_does_not_take_all_places(server: LiveServer) -> None:
    server.connections = Connections(Limits(listeners=2, listeners_of_one=1))
    with closing(Tab(server)) as first:
        assert first.news() == b"data: 1\n"
        assert ask(server, "/demo/events").status == 503
        assert ask(server, "/demo/").status == 200


def test_a_page_too_many_is_told_so_and_a_closed_one_makes_room(server: LiveServer) -> None:
    with closing(Tab(server)) as first, closing(Tab(server)) as second:
        assert (first.news(), second.news()) == (b"data: 1\n", b"data: 1\n")
        reply = ask(server, "/demo/events")
        assert (reply.status, reply.body) == (503, b"too many pages are open; close one\n")
        first.close()
        for number in range(1, 100):  # the server finds out when it tells of news
            edit(server, number)
            with closing(Tab(server)) as third:
                if third.reply.status == 200:
                    assert third.news() == f"data: {server.studio.state.version}\n".encode()
                    return
            time.sleep(0.02)
    pytest.fail("the closed page still takes a place")
