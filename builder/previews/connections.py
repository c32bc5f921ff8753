"""Bounds what a live server's clients may hold open, each of which has a thread: how many, and for how long."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum

WAITING_TIME = 15.0
"""Seconds that a connection may take for the head of its next request."""


class State(Enum):
    """What a connection is at."""

    WAITING = "its next request has not come, or only in part"
    ANSWERED = "it gets its answer"
    LISTENING = "it waits for news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many connections may be open, and how many of them may wait for news; in all, and of one address.

    A browser opens 6 to a server.
    """

    connections: int = 128
    of_one: int = 48
    listeners: int = 64
    listeners_of_one: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Connection:
    address: str
    state: State
    since: float = field(default_factory=time.monotonic)


class Connections:
    """The open connections of a server.

    A new one is always let in where another that has asked nothing can be closed for it, the one that waits longest:
    so that silent connections, however many, keep nobody out. What is being answered is never closed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[socket.socket, _Connection] = {}
        """Those which have waited longest come first."""
        self._lock = threading.RLock()

    def admit(self, connection: socket.socket, address: str) -> bool:
        """Take a new connection in, if need be in the place of a waiting one; tell whether there was a place."""
        with self._lock:
            of_one = [one for one, opened in self._open.items() if opened.address == address]
            if len(of_one) >= self._limits.of_one:
                is_free = self._drop_one_of(of_one)
            else:
                is_free = len(self._open) < self._limits.connections or self._drop_one_of(list(self._open))
            if is_free:
                self._open[connection] = _Connection(address=address, state=State.WAITING)
            return is_free

    def wait(self, connection: socket.socket) -> None:
        """Note that a connection waits for its next request."""
        self._set(connection, State.WAITING)

    def answer(self, connection: socket.socket) -> None:
        """Note that a request has come whole."""
        self._set(connection, State.ANSWERED)

    def listen(self, connection: socket.socket) -> bool:
        """Let a connection wait for news; tell whether there was a place for it."""
        with self._lock:
            address = self._open[connection].address if connection in self._open else ""
            listeners = [opened.address for opened in self._open.values() if opened.state is State.LISTENING]
            has_place = len(listeners) < self._limits.listeners
            has_place = has_place and listeners.count(address) < self._limits.listeners_of_one
            if has_place:
                self._set(connection, State.LISTENING)
            return has_place

    def leave(self, connection: socket.socket) -> None:
        """Forget a connection that is closed."""
        with self._lock:
            self._open.pop(connection, None)

    def close_late(self) -> None:
        """Close the connections that take too long to ask."""
        limit = time.monotonic() - WAITING_TIME
        with self._lock:
            late = [one for one, opened in self._open.items() if opened.state is State.WAITING and opened.since < limit]
            for connection in late:
                self._drop(connection)

    def _set(self, connection: socket.socket, state: State) -> None:
        with self._lock:
            before = self._open.pop(connection, None)
            if before is not None:
                self._open[connection] = replace(before, state=state, since=time.monotonic())

    def _drop_one_of(self, connections: list[socket.socket]) -> bool:
        waiting = next((one for one in connections if self._open[one].state is State.WAITING), None)
        if waiting is not None:
            self._drop(waiting)
        return waiting is not None

    def _drop(self, connection: socket.socket) -> None:
        """Close a connection under its thread, which finds the end of its request and goes."""
        del self._open[connection]
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
