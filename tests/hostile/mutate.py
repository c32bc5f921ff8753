"""Makes an input of a number: the same one of the same number for ever, so that each can be run again by itself."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.hostile import fragments, packages
from tests.hostile.seeds import LATER, files

DECK = "cards/demo"
CHAPTERS = ("10-plain.yaml", "20-words.yaml", "30-examples.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """An input: a project's files by path, what is run in it, and what is set around it."""

    number: int
    sort: str
    files: dict[str, bytes]
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def hostile(number: int) -> Hostile:
    """Return the input of a number."""
    dice = random.Random(number)
    sort = dice.choices(list(_SORTS), weights=[weight for _, weight in _SORTS.values()])[0]
    project = dict(files())
    if dice.random() < 0.4:  # else the deck has its lock, and its package
        del project[f"{DECK}/deck.lock"], project["build/demo.apkg"]
    make, _ = _SORTS[sort]
    words = make(dice, project) or dice.choices(_COMMANDS, weights=_WEIGHTS)[0]
    epoch = dice.choice(("", "0", "²", "9" * 20, "-1", "1e3")) if dice.random() < 0.01 else str(LATER)
    return Hostile(number=number, sort=sort, files=project, words=words, environment={"SOURCE_DATE_EPOCH": epoch})


_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build",),
    ("check",),
    ("build", "--tombstones"),
    ("check", "--format", "concise", "-v"),
    ("check", "--fix"),
    ("preview",),
    ("build", "--locked"),
    ("lock", "--resolve"),
    ("check", "--format", "sarif"),
    ("coverage",),
    ("check", "--score"),
    ("new", "basic"),
)
_WEIGHTS = (80, 16, 8, 4, 4, 3, 3, 2, 2, 1, 1, 1)
_Make = Callable[[random.Random, dict[str, bytes]], tuple[str, ...] | None]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# ---- Bytes and lines of any file.


def _scratch(dice: random.Random, data: bytes) -> bytes:
    """Return bytes with a few of them changed, taken out, doubled, or others put in."""
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(spoilt) + 1)
        end = min(len(spoilt), at + dice.choice((1, 1, 4, 40, 400)))
        deed = dice.randrange(6)
        if deed == 0 and at < len(spoilt):
            spoilt[at] = dice.randrange(256)
        elif deed == 1:
            del spoilt[at:end]
        elif deed == 2:
            spoilt[at:at] = spoilt[at:end] * dice.choice((1, 1, 30))
        elif deed == 3:
            spoilt[at:at] = _encoded(fragments.text(dice))
        elif deed == 4:
            spoilt[at:at] = _encoded(str(dice.choice(fragments.VALUES)))
        else:
            lines = spoilt.split(b"\n")
            dice.shuffle(lines)
            spoilt = bytearray(b"\n".join(lines)) if dice.random() < 0.2 else spoilt[:end]
    return bytes(spoilt)


def _bytes(dice: random.Random, project: dict[str, bytes]) -> None:
    names = [name for name in project if not name.endswith((".apkg", ".png"))]
    name = dice.choice(names)
    project[name] = _scratch(dice, project[name])


# ---- YAML, by what it says.


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return all places in a value, each as what holds it and its key or index there."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        pairs = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, inner in pairs:
            found.append((holder, key))
            waiting.append(inner)
    return found


def _bend(dice: random.Random, value: Any) -> Any:
    """Return what a file says, with a few things said otherwise."""
    bent = copy.deepcopy(value)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        places = _places(bent)
        if not places:
            break
        holder, key = dice.choice(places)
        deed = dice.randrange(6)
        if deed == 0:
            del holder[key]
        elif deed == 1 and isinstance(holder, list):
            holder.insert(dice.randint(0, len(holder)), copy.deepcopy(holder[key]))
        elif deed == 1:
            holder[dice.choice(fragments.KEYS)] = holder[key]
        elif deed == 2:
            holder[key] = fragments.value(dice)
        elif deed == 3:
            other, its_key = dice.choice(places)
            holder[key] = copy.deepcopy(other[its_key])
        else:
            _reword(dice, holder, key)
    return bent


def _reword(dice: random.Random, holder: Any, key: Any, marks: tuple[str, ...] = fragments.MARKS) -> None:
    """Put marks into a text."""
    old = holder[key]
    if isinstance(old, str):
        at = dice.choice((0, len(old), dice.randint(0, len(old))))
        holder[key] = old[:at] + fragments.text(dice, marks) + old[at:]


def _dumped(dice: random.Random, value: Any) -> bytes:
    style, width = dice.choice(
        ((None, 80), (None, 1_000_000), ('"', 1_000_000), ("'", 80), ("|", 1_000_000), (">", 80))
    )
    flow = dice.choice((False, False, None, True)) if style in (None, "'", '"') else False
    text: str = yaml.dump(
        value, allow_unicode=True, default_style=style, default_flow_style=flow, sort_keys=False, width=width
    )
    return _encoded(text)


def _say(name: str, dice: random.Random, project: dict[str, bytes]) -> None:
    project[name] = _dumped(dice, _bend(dice, yaml.load(project[name], yaml.BaseLoader)))


def _chapter(dice: random.Random, project: dict[str, bytes]) -> None:
    _say(f"{DECK}/{dice.choice(CHAPTERS)}", dice, project)


def _texts(dice: random.Random, project: dict[str, bytes]) -> None:
    """Change texts of cards alone, so that the form of all of them stays right."""
    name = f"{DECK}/{dice.choice(CHAPTERS)}"
    chapter = yaml.load(project[name], yaml.BaseLoader)
    places = [place for place in _places(chapter["cards"]) if place[1] not in ("id", "kind", "was", "lint", "source")]
    marks = fragments.GENTLE if dice.random() < 0.85 else fragments.MARKS
    for holder, key in dice.sample(places, min(len(places), dice.choice((1, 1, 2, 3)))):
        _reword(dice, holder, key, marks)
    project[name] = _dumped(dice, chapter)


def _settings(dice: random.Random, project: dict[str, bytes]) -> None:
    _say(f"{DECK}/deck.yaml", dice, project)


def _kind(dice: random.Random, project: dict[str, bytes]) -> None:
    _say(f"{DECK}/kinds/{dice.choice(('word', 'sentence'))}/kind.yaml", dice, project)


# ---- The HTML and the style of own kinds.

_PAGES = (
    "<b>x</b>",
    "{{Word}}",
    "{{#Word}}x{{/Word}}",
    "{{Text}}",
    " text ",
    "<hr>",
    "\n",
    "<!-- c -->",
    "{{Id}}",
    "é",
)
_STYLES = (
    *("@import 'x';", "url(http://x)", "url(data:,x)", "\\75rl(x)", "/*", "*/", "{", "}", "</style>", "'", '"', "\\"),
    *("@media", "@font-face{src:url(a)}", ":root{}", "content:'", "a{b:c}", "\n", "image-set(x)", "expression(x)", ";"),
)


def _page(dice: random.Random, project: dict[str, bytes]) -> None:
    name = dice.choice([name for name in project if name.endswith((".html", ".css"))])
    text = project[name].decode()
    is_gentle = dice.random() < 0.6
    for _ in range(dice.choice((1, 1, 2, 4))):
        at = dice.choice((0, len(text), dice.randint(0, len(text))))
        more = dice.choice(_STYLES if name.endswith(".css") else _PAGES) if is_gentle else fragments.text(dice)
        text = text[:at] + more * dice.choice((1, 1, 1, 200)) + text[at if is_gentle else dice.choice((at, at + 5)) :]
    project[name] = _encoded(text)


# ---- The lock.

_NUMBER = re.compile(r"(?<=[:\[,])\d+(?=[,\]}])")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBERS = (
    "0",
    "-1",
    "1",
    str(2**31),
    str(2**53),
    str(2**63),
    "9" * 5000,
    "1e999",
    "NaN",
    "true",
    '"1"',
    "[]",
    "{}",
    "99",
)


def _lock(dice: random.Random, project: dict[str, bytes]) -> tuple[str, ...] | None:
    project.update({name: files()[name] for name in (f"{DECK}/deck.lock", "build/demo.apkg")})
    lines = project[f"{DECK}/deck.lock"].decode().split("\n")
    for _ in range(dice.choice((1, 1, 1, 2, 6))):
        at = dice.randrange(len(lines))
        deed = dice.randrange(8)
        if deed < 3:
            lines[at] = _swap(dice, lines[at], _NUMBER, _NUMBERS)
        elif deed == 3:
            texts = (
                '""',
                '"\\ud800"',
                '"x"',
                "null",
                "7",
                '"basic"',
                '"\\u0000"',
                "[" * 200_000,
                '"' + "x" * 999 + '"',
            )
            lines[at] = _swap(dice, lines[at], _QUOTED, texts)
        elif deed == 4:
            del lines[at]
        elif deed == 5:
            lines.insert(dice.randrange(len(lines)), lines[at])
        elif deed == 6:
            lines.insert(at, dice.choice(("<<<<<<< a", "=======", ">>>>>>> b", "||||||| c", "", "x", "\0", '"": {}},')))
        else:
            lines[at] = _scratch(dice, lines[at].encode()).decode("utf-8", "replace")
    project[f"{DECK}/deck.lock"] = _encoded("\n".join(lines))
    if dice.random() < 0.5:
        project[f"{DECK}/10-plain.yaml"] = project[f"{DECK}/10-plain.yaml"].replace(b"not the wall", b"no wall")
    return dice.choice(
        (None, None, None, ("lock",), ("lock", "--resolve"), ("build", "--stamp"), ("build", "--refresh"))
    )


def _swap(dice: random.Random, line: str, what: re.Pattern[str], instead: tuple[str, ...]) -> str:
    """Return a line with one of the values of a sort exchanged."""
    found = list(what.finditer(line))
    if not found:
        return line
    match = dice.choice(found)
    return line[: match.start()] + dice.choice(instead) + line[match.end() :]


# ---- The package.


def _package(dice: random.Random, project: dict[str, bytes]) -> tuple[str, ...] | None:
    """Spoil the package that was published; it is read to recover a lock, and by a build without git."""
    good = files()["build/demo.apkg"]
    project["old.apkg"] = project["build/demo.apkg"] = packages.spoil(dice, good)
    project["good.apkg"] = good
    project.pop(f"{DECK}/deck.lock", None)
    if dice.random() < 0.08:  # a second of real Anki's time each
        return dice.choice((("verify", "old.apkg", "good.apkg"), ("verify", "--json", "good.apkg", "old.apkg")))
    return dice.choice((("recover-lock", "old.apkg"), ("recover-lock", "old.apkg", "demo"), ("build",)))


def _names(dice: random.Random, project: dict[str, bytes]) -> None:
    """Give a file another name, or put one where none belongs."""
    name = dice.choice([name for name in project if name.startswith(DECK)])
    data = project.pop(name) if dice.random() < 0.5 else project[name]
    odd = (
        "x.yaml",
        "deck.yml",
        "ü.yaml",
        "a\nb.yaml",
        "-x.yaml",
        "sub/x.yaml",
        "kinds/x/kind.yaml",
        "media/x.png",
        ".x.yaml",
    )
    project[
        f"{DECK}/{dice.choice((*odd, 'DECK.yaml', 'kinds/WORD/kind.yaml', 'a b.yaml', 'x.yaml.txt', 'kinds/x.yaml'))}"
    ] = data


_SORTS: dict[str, tuple[_Make, int]] = {
    "texts": (_texts, 46),
    "chapter": (_chapter, 12),
    "bytes": (_bytes, 7),
    "settings": (_settings, 6),
    "kind": (_kind, 5),
    "page": (_page, 7),
    "lock": (_lock, 8),
    "package": (_package, 7),
    "names": (_names, 2),
}
"""How an input is spoilt, each with how often."""
