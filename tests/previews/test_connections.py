"""What a live server bears: silent, slow and overlong requests, and requests that pages elsewhere send."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from builder.previews import connections
from builder.previews.connections import Connections, Limits
from builder.previews.server import LiveServer
from tests.previews.serving import ask, serving
from tests.support import write_deck

CHAPTER = "title: A\nsource: own\ncards: [{id: one, kind: basic, front: One, back: b}]\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with serving([write_deck(tmp_path, {"10-a.yaml": CHAPTER})]) as server:
        yield server


def connect(server: LiveServer) -> socket.socket:
    """Return a connection that has asked nothing yet."""
    address, port = server.server_address[:2]
    return socket.create_connection((str(address), int(port)), timeout=10)


def head(server: LiveServer, *lines: str) -> bytes:
    """Return a request for the first page."""
    return "\r\n".join(["GET /demo/ HTTP/1.1", f"Host: 127.0.0.1:{server.server_port}", *lines, "", ""]).encode()


def answered(connection: socket.socket) -> bytes:
    """Return all that a server says until it closes."""
    said = b""
    try:
        while more := connection.recv(65_536):
            said += more
    except ConnectionResetError:
        pass
    return said


def test_silent_connections_keep_nobody_out(server: LiveServer) -> None:
    with ExitStack() as opened:
        for _ in range(400):
            opened.enter_context(connect(server))
        assert ask(server, "/demo/").status == 200
        assert threading.active_count() < 200


def test_a_connection_that_asks_is_not_closed_for_a_new_one(server: LiveServer) -> None:
    server.connections = Connections(Limits(connections=2, of_one=2))
    with connect(server) as page, connect(server) as first:
        page.sendall(head(server).replace(b"/demo/ ", b"/demo/events "))
        assert page.recv(12) == b"HTTP/1.1 200"
        with connect(server) as second:
            assert answered(first) == b"", "the silent one went"
            second.sendall(head(server, "Connection: close"))
            assert answered(second).startswith(b"HTTP/1.1 200 OK\r\n")
        while b"data: 1" not in page.recv(4096):
            pass


def test_where_all_are_busy_a_new_connection_is_closed(server: LiveServer) -> None:
    server.connections = Connections(Limits(connections=1))
    with connect(server) as page:
        page.sendall(head(server).replace(b"/demo/ ", b"/demo/events "))
        assert page.recv(12) == b"HTTP/1.1 200"
        with connect(server) as second:
            assert answered(second) == b""


def test_a_request_that_comes_too_slowly_is_closed(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WAITING_TIME", 0.3)
    with connect(server) as slow:
        slow.settimeout(0.02)
        for byte in head(server, "X: " + "x" * 2000):
            try:
                slow.sendall(bytes([byte]))
                assert slow.recv(1) == b""
                break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it was heard to the end")


def test_a_connection_may_ask_again(server: LiveServer) -> None:
    with connect(server) as page:
        for _ in range(3):
            page.sendall(head(server).replace(b"GET", b"HEAD"))
            said = b""
            while not said.endswith(b"\r\n\r\n"):
                said += page.recv(4096)
            assert said.startswith(b"HTTP/1.1 200 OK\r\n")
            time.sleep(0.01)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["X: " + "x" * 15_000], b"200"),
        (["X: " + "x" * 17_000], b"431"),
        ([f"X-{number}: {'x' * 400}" for number in range(50)], b"431"),
        ([f"X-{number}: x" for number in range(120)], b"431"),
        ([" folded: x" * 4000], b"431"),
    ],
)
def test_a_head_has_a_limit_however_it_is_cut(server: LiveServer, lines: list[str], status: bytes) -> None:
    with connect(server) as page:
        page.sendall(head(server, *lines, "Connection: close"))
        assert answered(page)[:12] == b"HTTP/1.1 " + status


@pytest.mark.parametrize(
    "request_line", [b"GET /" + b"x" * 20_000, b"\xff\xfe\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET\r\n\r\n"]
)
def test_what_is_no_request_gets_one_line_and_the_end(server: LiveServer, request_line: bytes) -> None:
    with connect(server) as page:
        page.sendall(request_line + b"\r\n\r\n")
        said = answered(page)
        assert said[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5"), said
        assert b"Content-Security-Policy: default-src 'none'" in said
        assert b"<" not in said


def test_a_body_is_not_taken_for_the_next_request(server: LiveServer) -> None:
    hidden = head(server)
    with connect(server) as page:
        page.sendall(head(server, f"Content-Length: {len(hidden)}") + hidden)
        assert answered(page).count(b"HTTP/1.1 200 OK") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://localhost:{port}"}, 200),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/demo/", "/demo/state.json"])
def test_pages_elsewhere_may_only_link_here(
    server: LiveServer, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(port=server.server_port) for name, value in headers.items()}
    reply = ask(server, path, **sent)
    assert reply.status == status
    assert status == 200 or reply.body == b"this server answers its own pages only\n"
