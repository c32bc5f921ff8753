"""Protocol Buffers as they are written (protobuf.dev, Encoding): what Anki keeps of note types, decks and media."""

from __future__ import annotations

from builder.errors import FormError

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST = 10
"""Bytes of the longest number."""


class Message:
    """The fields of one message by their numbers; what is asked for as something else raises `FormError`."""

    def __init__(self, data: bytes) -> None:
        self._values: dict[int, list[int | bytes]] = {}
        at = 0
        while at < len(data):
            key, at = _varint(data, at)
            value, at = _value(data, at, key & 7)
            self._values.setdefault(key >> 3, []).append(value)

    def __contains__(self, number: int) -> bool:
        """Tell whether the message has a field at all."""
        return number in self._values

    def integer(self, number: int) -> int:
        """Return a signed number of 64 bits, or 0."""
        value = self._values.get(number, [0])[-1]
        if isinstance(value, bytes):
            raise FormError(f"field {number} of a message is no number")
        return value - (1 << 64) if value >> 63 else value

    def optional(self, number: int) -> int | None:
        """Return a signed number of 64 bits, or None."""
        return self.integer(number) if number in self else None

    def flag(self, number: int) -> bool:
        """Return a truth value."""
        return self.integer(number) != 0

    def text(self, number: int) -> str:
        """Return a text, or an empty one."""
        parts = self.parts(number)
        return parts[-1].decode() if parts else ""

    def parts(self, number: int) -> list[bytes]:
        """Return all values of a repeated field of bytes or messages."""
        return [_bytes(value, number) for value in self._values.get(number, [])]


def _bytes(value: int | bytes, number: int) -> bytes:
    if isinstance(value, int):
        raise FormError(f"field {number} of a message is a number")
    return value


def _value(data: bytes, at: int, sort: int) -> tuple[int | bytes, int]:
    if sort == _VARINT:
        return _varint(data, at)
    if sort == _BYTES:
        size, at = _varint(data, at)
        return _cut(data, at, size), at + size
    if sort in (_FIXED64, _FIXED32):
        size = 8 if sort == _FIXED64 else 4
        return int.from_bytes(_cut(data, at, size), "little"), at + size
    raise FormError(f"a message has a field of the unknown sort {sort}")


def _cut(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise FormError("a message is cut off")
    return data[at : at + size]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return an unsigned number of at most 64 bits, and where it ends."""
    value = 0
    for index, byte in enumerate(data[at : at + _LONGEST]):
        value |= (byte & 127) << (7 * index)
        if byte < 128:
            if value >> 64:
                break
            return value, at + index + 1
    raise FormError("a number in a message has no end")
