"""Who may ask a live server: what a request must say to be answered."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote

from builder.errors import UsageError

LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a request must say to be answered: one of the hosts, and the token first in its path, if there is one."""

    hosts: frozenset[str]
    token: str = ""

    def allows_host(self, host: str | None) -> bool:
        """Tell whether a Host header names this server; a page elsewhere that had its name pointed here does not."""
        return host is not None and host.lower() in self.hosts

    def allows_sender(self, headers: Message) -> bool:
        """Tell whether a request comes from a page of this server, or from no page.

        Browsers say so themselves (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/; to servers of this machine
        also without TLS). A page elsewhere may link to a deck; it may not load, frame or send anything.
        """
        origin = headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return False
        is_link = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        return is_link or headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")

    def allowed_path(self, target: str) -> tuple[str, ...] | None:
        """Return the parts of a path behind the token; None where the token is missing or wrong."""
        parts = tuple(unquote(part) for part in target.partition("?")[0].removeprefix("/").split("/"))
        if not self.token:
            return parts
        if len(parts) < 2 or not secrets.compare_digest(parts[0].encode(), self.token.encode()):
            return None
        return parts[1:]


def make_access(address: str, port: int, *, lan: bool) -> Access:
    """Return the access of a server on this machine alone, or with `lan` of one that needs a token."""
    names = [address] if lan else [LOCAL, "localhost"]
    hosts = [f"{name}:{port}" for name in names] + (names if port == 80 else [])
    return Access(hosts=frozenset(hosts), token=secrets.token_urlsafe(16) if lan else "")


def lan_address() -> str:
    """Return this machine's address on its network; raise `UsageError` where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only picks the way out
            address = str(probe.getsockname()[0])
        except OSError:
            address = LOCAL
    if address.startswith("127."):
        raise UsageError("there is no network to serve to; join one, or leave --lan out")
    return address
