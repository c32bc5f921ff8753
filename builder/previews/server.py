"""Serves live decks over HTTP: only what is in memory or named by a deck's media, only to who may ask."""

from __future__ import annotations

import gzip
import io
import re
import socket
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import LineTooLong
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import quote

from builder.errors import ReadError, UsageError
from builder.files import MEDIA_LIMIT, read_bytes
from builder.previews.access import LOCAL, Access, lan_address, make_access
from builder.previews.connections import Connections, Limits
from builder.previews.page import media_type, policy
from builder.previews.studio import LiveDeck, Studio

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PORT_IS_TAKEN = (48, 98, 10048)
"""What macOS, Linux and Windows say."""
_CLOSED = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of all that is not a page: opened by itself, it may do nothing."""
_HEAD_SIZE = 16_384
"""Bytes that the head of a request may have; browsers send less than 2,000."""
_BEAT = 15.0
"""Seconds without news after which a page gets a sign of life, by which the server finds those that have gone."""
_WORTH_PACKING = 4096
"""Bytes from which text is sent compressed, to phones."""
_TEXTS = ("text/", "application/json")
_DIGITS = 15
"""Of a number in a request that are read."""


class Reply(NamedTuple):
    """An answer: its status, its type, its body, and headers of its own."""

    status: HTTPStatus
    type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = {}


def _plain(status: HTTPStatus, text: str) -> Reply:
    return Reply(status=status, body=f"{text}\n".encode())


_NOT_FOUND = _plain(HTTPStatus.NOT_FOUND, "there is nothing here")


class LiveServer(ThreadingHTTPServer):
    """The server of a studio's decks."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    timeout = 0.1  # seconds that `handle_request` waits for one, at most

    def __init__(self, studio: Studio, address: str, port: int, *, lan: bool) -> None:
        try:
            super().__init__((address, port), _Handler)
        except (OSError, OverflowError) as error:
            is_taken = isinstance(error, OSError) and error.errno in _PORT_IS_TAKEN
            reason = "the port is taken" if is_taken else str(error)
            raise UsageError(f"{address}:{port}: cannot serve: {reason}; name another port: --port NUMBER") from error
        self.studio = studio
        self.access: Access = make_access(address, self.server_port, lan=lan)
        self.packs = lan
        self.connections = Connections(Limits())
        self.url = f"http://{address}:{self.server_port}/{self.access.token}{'/' if self.access.token else ''}"

    def verify_request(self, request: object, client_address: object) -> bool:
        """Tell whether there is a place for a new connection."""
        assert isinstance(request, socket.socket)
        assert isinstance(client_address, tuple)
        return self.connections.admit(request, client_address[0])

    def shutdown_request(self, request: object) -> None:
        """Close a connection, whose place is free again."""
        assert isinstance(request, socket.socket)
        self.connections.leave(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


def open_server(studio: Studio, port: int, *, lan: bool) -> LiveServer:
    """Return a server that listens: on this machine alone, or with `lan` on its network; port 0 takes a free one.

    Raise `UsageError` where the port is taken or there is no network.
    """
    return LiveServer(studio, lan_address() if lan else LOCAL, port, lan=lan)


class _Head(io.BufferedReader):
    """The lines of a request's head; raises `LineTooLong` where it grows past its limit, however its lines are cut."""

    left = _HEAD_SIZE

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(self.left + 1)
        self.left -= len(line)
        if self.left < 0:
            raise LineTooLong("head of the request")
        return line


class _Handler(BaseHTTPRequestHandler):
    server: LiveServer
    protocol_version = "HTTP/1.1"
    timeout = 60
    server_version = "deckwright"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.rfile = self.head = _Head(self.rfile.detach())

    def handle_one_request(self) -> None:
        """Answer a request; a browser that went away, and a connection that was closed for another, end in silence."""
        self.server.connections.wait(self.connection)
        self.head.left = _HEAD_SIZE
        try:
            try:
                super().handle_one_request()
            except LineTooLong:
                self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        except OSError:
            self.close_connection = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request that this server knows, and listen to it no further."""
        self.close_connection = True
        self.request_version, self.command, self.requestline = self.protocol_version, "GET", ""
        self._send(_plain(HTTPStatus(code), HTTPStatus(code).phrase.lower()))
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        for _ in range(16):  # closed while there is more to read, the system would take the answer back
            if not self.connection.recv(65_536):
                break

    def do_GET(self) -> None:
        parts = self._allowed()
        if (
            parts is not None
            and len(parts) == 2
            and parts[1] == "events"
            and parts[0] in self.server.studio.state.decks
        ):
            self._tell_news()
        elif parts is not None:
            self._send(self._reply(parts))

    def do_HEAD(self) -> None:
        parts = self._allowed()
        if parts is not None:
            self._send(self._reply(parts))

    def log_message(self, *args: object) -> None:
        """Keep the terminal for what the author should see."""

    def _allowed(self) -> tuple[str, ...] | None:
        access = self.server.access
        self.server.connections.answer(self.connection)
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # its body is not read, and shall not be taken for the next request
        if not access.allows_host(self.headers.get("Host")):
            self._send(_plain(HTTPStatus.FORBIDDEN, "this server answers only to the address that it printed"))
            return None
        if not access.allows_sender(self.headers):
            self._send(_plain(HTTPStatus.FORBIDDEN, "this server answers its own pages only"))
            return None
        parts = access.allowed_path(self.path)
        if parts is None:
            self._send(_plain(HTTPStatus.FORBIDDEN, "open the whole address that the terminal shows"))
        return parts

    def _reply(self, parts: tuple[str, ...]) -> Reply:
        decks = self.server.studio.state.decks
        name, *rest = parts
        if parts == ("",):
            return Reply(status=HTTPStatus.FOUND, headers={"Location": f"{quote(next(iter(decks)))}/"})
        deck = decks.get(name)
        if deck is None or not rest:
            return _NOT_FOUND
        if rest == [""]:
            return self._page(name)
        if rest == ["state.json"]:
            return Reply(
                status=HTTPStatus.OK,
                type="application/json",
                body=deck.data.state.encode(),
                headers={"Cache-Control": "no-store"},
            )
        handle = _FOLDERS.get(rest[0]) if len(rest) == 2 else None
        return handle(self, deck, rest[1]) if handle else _NOT_FOUND

    def _page(self, name: str) -> Reply:
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": f"{policy(live=True)}; frame-ancestors 'none'",
        }
        page = self.server.studio.page(name).encode()
        return Reply(status=HTTPStatus.OK, type="text/html; charset=utf-8", body=page, headers=headers)

    def _chapter(self, deck: LiveDeck, name: str) -> Reply:
        text = deck.data.chapters.get(name.removesuffix(".json")) if name.endswith(".json") else None
        if text is None:
            return _NOT_FOUND
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        return Reply(status=HTTPStatus.OK, type="application/json", body=text.encode(), headers=headers)

    def _media(self, deck: LiveDeck, name: str) -> Reply:
        path = deck.shown.media.get(name)
        try:
            data = read_bytes(path, MEDIA_LIMIT) if path else None
        except ReadError:
            data = None
        if data is None:
            return _NOT_FOUND
        headers = {"Cache-Control": "private, max-age=86400, immutable", "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            return Reply(status=HTTPStatus.OK, type=media_type(name), body=data, headers=headers)
        first, end = int(asked[1][:_DIGITS]), min(int(asked[2][:_DIGITS] or len(data) - 1), len(data) - 1)
        if first > end:
            whole = {"Content-Range": f"bytes */{len(data)}"}
            return Reply(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=whole)
        headers["Content-Range"] = f"bytes {first}-{end}/{len(data)}"
        part = data[first : end + 1]
        return Reply(status=HTTPStatus.PARTIAL_CONTENT, type=media_type(name), body=part, headers=headers)

    def _package(self, deck: LiveDeck, name: str) -> Reply:
        wanted = f"{deck.shown.folder}.apkg"
        try:
            data = self.server.studio.package(deck.folder.name) if name == wanted else None
        except (ReadError, OSError):
            data = None
        if data is None:
            return _NOT_FOUND
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename=\"deck.apkg\"; filename*=UTF-8''{quote(wanted)}",
        }
        return Reply(status=HTTPStatus.OK, type="application/octet-stream", body=data, headers=headers)

    def _send(self, reply: Reply) -> None:
        body, headers = reply.body, {"Content-Security-Policy": _CLOSED, **_HEADERS, **reply.headers}
        packable = self.server.packs and "Content-Range" not in headers and reply.type.startswith(_TEXTS)
        if packable and len(body) > _WORTH_PACKING and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.send_header("Content-Type", reply.type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _tell_news(self) -> None:
        """Hold the connection and send a line for each new version, and a sign of life in between."""
        if not self.server.connections.listen(self.connection):
            self._send(_plain(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open; close one"))
            return
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        for name, value in {**_HEADERS, "Content-Security-Policy": _CLOSED, "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        known = -1
        while True:
            version = self.server.studio.wait(known, _BEAT)
            self.wfile.write(f"data: {version}\n\n".encode() if version != known else b":\n\n")
            self.wfile.flush()
            known = version


_FOLDERS: Mapping[str, Callable[[_Handler, LiveDeck, str], Reply]] = {
    "chapter": _Handler._chapter,
    "media": _Handler._media,
    "package": _Handler._package,
}
