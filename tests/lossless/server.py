"""Anki's own sync server."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

USER, PASSWORD = "learner", "secret"
_PATIENCE = 30


@contextlib.contextmanager
def serving(folder: Path, users: Sequence[str]) -> Iterator[str]:
    """Run a server that knows some users, all with one password, and keeps their collections in a folder.

    Yield its address.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = _hashed(PASSWORD)
    settings = {
        **{f"SYNC_USER{number}": f"{user}:{password}" for number, user in enumerate(users, 1)},
        "PASSWORDS_HASHED": "1",
        "RUST_LOG": "error",
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
        "SYNC_BASE": str(folder),
    }
    process = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env={**os.environ, **settings})
    try:
        for _ in range(_PATIENCE * 20):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _hashed(password: str) -> str:
    """Return a password as the server takes it, hashed in one round: by itself it takes 0.2 s for each user."""
    salt = b"sixteen letters."
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1, 32)
    return "$pbkdf2-sha256$i=1,l=32$" + "$".join(base64.b64encode(part).decode().rstrip("=") for part in (salt, digest))
