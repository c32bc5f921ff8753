"""Zstandard frames by hand (RFC 8878): data as it is, and zeros by the gigabyte in a few bytes."""

from __future__ import annotations

_MAGIC = b"\x28\xb5\x2f\xfd"
_HEADER = b"\x00\x58"
"""No size of the contents, no checksum, a window of 2 MB."""
_BLOCK = 1 << 17
_RAW, _REPEATED = 0, 1


def frame(data: bytes = b"", zeros: int = 0) -> bytes:
    """Return a frame of some bytes, and of zeros behind them."""
    pieces = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    blocks = [(_RAW, len(piece), piece) for piece in pieces]
    blocks += [(_REPEATED, min(_BLOCK, zeros - start), b"\0") for start in range(0, zeros, _BLOCK)]
    blocks = blocks or [(_RAW, 0, b"")]
    written = [
        (int(index == len(blocks) - 1) | sort << 1 | size << 3).to_bytes(3, "little") + body
        for index, (sort, size, body) in enumerate(blocks)
    ]
    return b"".join([_MAGIC, _HEADER, *written])
