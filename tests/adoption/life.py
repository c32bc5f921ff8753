"""The author of an adopted deck: he edits its files as the docs say, and knows which notes learners see updated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from builder.lock.format import parse
from tests.adoption.published import built, imported
from tests.lossless.repository import Repository

_MEDIA = re.compile(r"(?:map|tone) \d+\.(?:png|mp3)")
Card = dict[str, Any]


class Release(NamedTuple):
    """A package, and of each note in it the number of the release since which it says what it says."""

    path: Path
    since: Mapping[str, int]
    number: int
    is_ours: bool = True


class Adopter:
    """An adopted deck on the disk; `now` is his clock."""

    def __init__(self, folder: Path, package: Path, seed: int, now: int, patch: pytest.MonkeyPatch) -> None:
        self.random = random.Random(seed)
        self.patch, self.now = patch, now
        self.tick()
        self.deck = imported(folder, package)
        self.git = Repository(folder, is_there=True)
        self.git.commit()
        self.chapters: dict[Path, dict[str, Any]] = {
            path: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted(self.deck.glob("*-*.yaml"))
        }
        self.since = {note.guid: 0 for note in self.lock().values()}
        self.count = 0
        self.gone: list[Card] = []
        self.said = {self.lock()[card["id"]].guid: self.says(card) for card in self.cards()}
        """What each note said in its last release, by GUID."""
        self.back: set[str] = set()
        """The cards that were brought back since the last release, which are known by their words."""
        self.names: dict[Path, int] = {}
        """How often the second field of a kind has got another name."""
        self.renamed: set[Path] = set()
        """The kinds in which that was since the last release: `was` names one name before."""

    def lock(self) -> Mapping[str, Any]:
        path = self.deck / "deck.lock"
        return parse(path.read_text("utf-8"), str(path)).notes

    def tick(self) -> None:
        self.now += 1000
        self.patch.setenv("SOURCE_DATE_EPOCH", str(self.now))

    def word(self) -> str:
        """Return a text that is like no other."""
        self.count += 1
        return f"new{self.count}"

    def cards(self) -> list[Card]:
        return [card for chapter in self.chapters.values() for card in chapter["cards"]]

    def pick(self) -> Card:
        return self.random.choice(self.cards())

    def texts(self, card: Card) -> list[str]:
        """Return the keys of a card that hold a text."""
        return [key for key in card if key not in ("id", "kind", "was", "tags", "reverse")]

    def says(self, card: Card) -> tuple[str, list[bytes]]:
        """Return what a learner has of a card: its texts, its tags and its files, and the id where the kind is ours."""
        left_out = ("kind", "was") if card.get("kind") in ("basic", "cloze") else ("kind", "was", "id")
        shown = str({key: value for key, value in sorted(card.items()) if key not in left_out})
        return shown, [(self.deck / "media" / name).read_bytes() for name in _MEDIA.findall(shown)]

    def edit(self) -> None:
        """Make an edit of any sort."""
        self.random.choice(EDITS)(self)

    def release(self, number: int) -> Release:
        """Build, commit, and return the package."""
        for path, chapter in self.chapters.items():
            written = yaml.safe_dump(chapter, allow_unicode=True, sort_keys=False, width=1000)
            path.write_text(written, "utf-8")
        self.tick()
        package = built(self.deck)
        self.git.commit()
        here = package.with_name(f"{number}.apkg")
        here.write_bytes(package.read_bytes())
        lock = self.lock()
        for card in self.cards():
            guid = lock[card["id"]].guid
            says = self.says(card)
            if says != self.said.get(guid):
                self.since[guid], self.said[guid] = number, says
        self.renamed.clear()
        self.back.clear()
        present = {lock[card["id"]].guid for card in self.cards()}
        return Release(here, {guid: self.since[guid] for guid in present}, number)


def reword(author: Adopter) -> None:
    card = author.pick()
    if card["id"] in author.back:
        return
    key = author.random.choice(author.texts(card))
    form = author.random.choice(["{}, and **{}**", "- {}\n- {}", "{} `{}`", "# {}\n\n*{}*"])
    text = form.format(author.word(), author.word())
    value = card[key]
    if isinstance(value, dict):
        card[key] = {"html": f"{value['html']} <u>{author.word()}</u>"}
    elif "{{c" in value:
        card[key] = f"{value} {author.word()}"
    else:
        card[key] = text


def add_gap(author: Adopter) -> None:
    card = author.pick()
    for key in author.texts(card):
        if isinstance(card[key], str) and "{{c1::x" in card[key] and "{{c9::" not in card[key]:
            card[key] += f" {{{{c9::{author.word()}}}}}"
            return


def fill(author: Adopter) -> None:
    """Fill a field that was empty, for which a card may wait."""
    for card in author.random.sample(author.cards(), len(author.cards())):
        if card.get("kind") == "ways-on-demand" and "add" not in card:
            card["add"] = author.word()
            return


def empty(author: Adopter) -> None:
    for card in author.random.sample(author.cards(), len(author.cards())):
        if card.get("kind") == "ways-on-demand" and "add" in card:
            del card["add"]
            return


def retag(author: Adopter) -> None:
    card = author.pick()
    card["tags"] = [author.word()]


def add(author: Adopter) -> None:
    chapter = author.random.choice(list(author.chapters.values()))
    word = author.word()
    card: Card = author.random.choice(
        [
            {"kind": "plain", "front": f"What is {word}?", "back": "that"},
            {"kind": "many-cards", "front": f"What is {word}?", "back": "that"},
            {"kind": "gaps", "text": f"{{{{c1::{word}}}}} is {{{{c2::that}}}}."},
            {"kind": "basic", "front": f"What is {word}?", "back": "that", "reverse": "true"},
            {"kind": "cloze", "text": f"{{{{c1::{word}}}}} is {{{{c2::that}}}}."},
        ]
    )
    chapter["cards"].append({"id": word, **card})


def retire(author: Adopter) -> None:
    chapter = author.random.choice([chapter for chapter in author.chapters.values() if len(chapter["cards"]) > 3])
    card = author.random.choice(chapter["cards"])
    known = author.lock().get(card["id"])
    if known is None or author.said.get(known.guid) != author.says(card):  # brought back, it is as it was built last
        return
    chapter["cards"].remove(card)
    author.gone.append({"kind": chapter.get("kind", ""), **card})


def bring_back(author: Adopter) -> None:
    if author.gone:
        author.back.add(author.gone[0]["id"])
        author.random.choice(list(author.chapters.values()))["cards"].append(author.gone.pop(0))


def rename(author: Adopter) -> None:
    card = author.pick()
    if card["id"] in author.lock() and "was" not in card:
        was, card["id"] = card["id"], author.word()
        card["was"] = [was]


def move(author: Adopter) -> None:
    one, other = author.random.sample(list(author.chapters.values()), 2)
    if len(one["cards"]) > 3:
        card = author.random.choice(one["cards"])
        one["cards"].remove(card)
        other["cards"].append({"kind": one.get("kind", ""), **card})


def change_media(author: Adopter) -> None:
    """Give a file of a note other bytes under its name."""
    card = author.pick()
    names = _MEDIA.findall(str(card))
    if names:
        path = author.deck / "media" / names[0]
        path.write_bytes(path.read_bytes() + author.word().encode())


def restyle(author: Adopter) -> None:
    path = author.random.choice(sorted(author.deck.glob("kinds/*/style.css")))
    path.write_text(f"{path.read_text('utf-8')}/* {author.word()} */\n", "utf-8")


def rename_field(author: Adopter) -> None:
    """Call a field otherwise, in its kind and in the templates: of note types that were published with ids."""
    folder = author.deck / "kinds" / author.random.choice(["both-ways", "typed", "script-2", "latex"])
    if folder in author.renamed:
        return
    author.renamed.add(folder)
    number = author.names.get(folder, 0)
    old, new = f"Back {number}" if number else "Back", f"Back {number + 1}"
    author.names[folder] = number + 1
    kind = yaml.load((folder / "kind.yaml").read_text("utf-8"), yaml.BaseLoader)
    for field in kind["fields"]:
        if field["name"] == old:
            field |= {"name": new, "was": old, "key": "back"}
    for template in kind["templates"]:
        for key in ("asks", "answers"):
            template[key] = [new if name == old else name for name in template[key]]
    (folder / "kind.yaml").write_text(yaml.safe_dump(kind, allow_unicode=True, sort_keys=False), "utf-8")
    for path in folder.glob("*.html"):
        path.write_text(re.sub(rf"(?<=[{{:]){old}(?=}}}})", new, path.read_text("utf-8")), "utf-8")


EDITS: list[Callable[[Adopter], None]] = [
    reword, reword, reword, reword, add_gap, fill, empty, retag, add, add, add, retire, bring_back, rename, rename,
    move, change_media, change_media, restyle, rename_field,
]  # fmt: skip
