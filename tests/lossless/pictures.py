"""Pictures and sounds of an author: put into texts, given other bytes under the same name, renamed, and taken out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.lossless.author import Author
    from tests.lossless.facts import Fact

_MARK = re.compile(r" ?!\[\]\(([\w.]+)\)| \[sound:([\w.]+)\]")
"""Where a text names a file."""


def digest(data: bytes) -> str:
    """Return a short digest of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


def bytes_of(name: str, author: Author) -> bytes:
    """Return bytes that begin as those of a file with this ending, and go on as those of no other."""
    return (b"\x89PNG" if name.endswith("png") else b"ID3") + author.word().encode()


def named(source: Any) -> set[str]:
    """Return the files that a card source names, whatever it is made of."""
    return {picture or sound for picture, sound in _MARK.findall(json.dumps(source, ensure_ascii=False))}


def places(facts: list[Fact]) -> list[tuple[dict[Any, Any], Any]]:
    """Return where texts stand that name files."""
    return [(texts, key) for fact in facts for texts, key in fact.texts() if _MARK.search(texts[key])]


def add_media(author: Author) -> None:
    """Put a new file or one that is there into a text of any card."""
    if not author.open_facts:
        return
    texts, key = author.pick([*author.pick(author.open_facts).texts()])
    if author.media and author.random.random() < 0.3:
        name = author.pick(sorted(author.media))
    else:
        name = f"{author.pick(['a', 'b'])}{author.number()}.{author.pick(['png', 'mp3'])}"
        author.media[name] = bytes_of(name, author)
    texts[key] += f" ![]({name})" if name.endswith("png") else f" [sound:{name}]"


def change_media(author: Author) -> None:
    """Give a file other bytes under the same name."""
    names = sorted({name for texts, key in places(author.open_facts) for name in named(texts[key])})
    if names:
        name = author.pick(names)
        author.media[name] = bytes_of(name, author)


def swap_media(author: Author) -> None:
    """Let two files exchange their bytes."""
    if len(author.media) > 1:
        one, other = author.random.sample(sorted(author.media), 2)
        if one[-3:] == other[-3:]:
            author.media[one], author.media[other] = author.media[other], author.media[one]


def rename_media(author: Author) -> None:
    """Give a file another name, in all texts too."""
    if author.media and not author.back:
        old = author.pick(sorted(author.media))
        new = f"c{author.number()}{old[-4:]}"
        author.media[new] = author.media.pop(old)
        author.renamed.append((old, new))
        rename_in([*author.facts, *author.graveyard], old, new)  # in those that left, too: he may bring them back


def rename_in(facts: Iterable[Fact], old: str, new: str) -> None:
    """Call a file by its new name in the texts of cards."""
    for fact in facts:
        for texts, key in fact.texts():
            texts[key] = re.sub(rf"(?<=[(:]){re.escape(old)}(?=[)\]])", new, texts[key])


def take_media_out(author: Author) -> None:
    """Take all files out of a text; they stay in the folder."""
    some = places(author.open_facts)
    if some:
        texts, key = author.pick(some)
        texts[key] = _MARK.sub("", texts[key])


MEDIA_EDITS = [add_media, add_media, add_media, change_media, change_media, swap_media, rename_media, take_media_out]
