"""An author who makes every edit that the docs allow, and knows of each card what it is, whatever it is called."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.lock.format import dump
from builder.package.recover import recover
from builder.report.problems_text import as_text
from tests.lossless.package import PackedNote, PackedType, read_package
from tests.support import build_decks

Identity = tuple[int, int]
"""What a note is for good: the card source that it comes of, and which line or step (0 for the whole)."""


@dataclass(slots=True)
class Fact:
    """One card source; `token` is what it is, `id` what it is called at present."""

    token: int
    id: str
    kind: str
    values: dict[str, Any]
    was: list[str] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    """Lines or steps, each with a `token`."""
    gaps: dict[int, str] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    """Cloze numbers that were taken out."""


@dataclass(slots=True)
class Chapter:
    """A chapter file."""

    file: str
    title: str
    tags: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Release:
    """A built package: its file, its time, its notes by GUID, and its note types."""

    path: Path
    now: int
    notes: dict[str, PackedNote]
    types: dict[str, PackedType]


class Author:
    """A deck on the disk, and all releases of it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.folder = root / "cards" / "demo"
        self.count = 0
        self.random = random.Random(seed)
        self.chapters = [Chapter("10-one.yaml", "One"), Chapter("20-two.yaml", "Two")]
        self.graveyard: list[Fact] = []
        self.free_ids: list[str] = []
        self.releases: list[Release] = []
        self.identities: dict[Identity, str] = {}
        self.slots: dict[tuple[str, str], int] = {}
        self.has_git = seed % 2 == 0
        if self.has_git:
            self.git("init", "--quiet")
        self.has_swapped = False
        """Whether cards have exchanged their ids since the last build; what they are called then is decided there."""
        self.states: list[tuple[Any, bytes]] = []
        """What the author had at each release, and its lock."""
        self.style = 0
        self.name = "Demo"
        self.drill_fields = {"ask": "Ask", "answer": "Answer"}
        """Fields of the own kind: the key of each, and its name."""
        self.drill_spares = 2
        self.drill_cards: dict[str, str] = {"first": "First"}
        """Templates of the own kind: what each is, and what it is called."""
        self.drill_names: dict[str, str] = {}
        """What each template was called last, also those that were withdrawn."""
        self.drill_was: dict[str, str] = {}
        """What fields and templates were called at the last build."""
        self.drill_built: set[str] = set()
        self.drill_order: list[str] = []
        """Fields and templates in the order in which kind.yaml names them; what is not in it comes last."""
        self.drill_before: tuple[dict[str, str], dict[str, str], dict[str, str]] = {}, {}, {}
        """Fields, templates and what they were called, as at the last build."""
        for kind in KINDS:
            self.add(kind)

    def word(self) -> str:
        """Return a text that is like no other."""
        self.count += 1
        return hashlib.md5(str(self.count).encode()).hexdigest()[:12]

    def pick(self, items: list[Any]) -> Any:
        """Return one of several."""
        return self.random.choice(items)

    @property
    def facts(self) -> list[Fact]:
        """Return all card sources that are in the deck."""
        return [fact for chapter in self.chapters for fact in chapter.facts]

    def add(self, kind: str) -> None:
        """Write a new card of a kind."""
        token = self.count = self.count + 1
        taken = {fact.id for fact in (*self.facts, *self.graveyard)}
        free = [name for name in self.free_ids if name not in taken]
        fact = Fact(token, free[-1] if free else f"c{token}", kind, {})
        self.free_ids = free[:-1]
        if kind == "cloze":
            fact.gaps = {1: self.word(), 2: self.word()}
        elif kind in ("script", "sequence"):
            fact.values = {_FIRST[kind]: self.word()}
            fact.parts = [self.part(kind) for _ in range(3)]
        elif kind == "choice":
            options = [self.word() for _ in range(3)]
            fact.values = {"question": self.word(), "options": options, "answer": options[1]}
        elif kind == "scenario":
            fact.values = {"situation": self.word(), "decide": self.word(), "rubric": [self.word()],
                           "answer": self.word()}  # fmt: skip
        else:
            fact.values = {key: self.word() for key in _TEXTS[kind]}
        self.pick(self.chapters).facts.append(fact)

    def part(self, kind: str) -> dict[str, Any]:
        """Return a new line or step."""
        self.count += 1
        part = {"token": self.count, "id": f"p{self.count}", "was": []}
        if kind == "script":
            return {**part, "cue": self.word(), "say": self.word()}
        return {**part, "step": self.word()}

    def built_ids(self) -> set[str]:
        """Return the ids of the notes of the last release."""
        return {note.fields["Id"] for note in self.releases[-1].notes.values()}

    def edit(self, number: int) -> str:
        """Make one edit, if there is something to make it on; return its name."""
        change = EDITS[number % len(EDITS)]
        change(self)
        return change.__name__

    def chapter_of(self, fact: Fact) -> Chapter:
        """Return the chapter that a card is in."""
        return next(chapter for chapter in self.chapters if fact in chapter.facts)

    def write(self) -> None:
        """Put the deck on the disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.yaml"):
            old.unlink()
        deck = {"name": self.name, "uid": "demo", "sources": {"own": "Ours", "other": "Theirs"}}
        _write(self.folder / "deck.yaml", deck)
        for chapter in self.chapters:
            cards = [self.source(fact) for fact in chapter.facts]
            if cards:
                _write(
                    self.folder / chapter.file, {"title": chapter.title, "tags": chapter.tags or ["t"], "cards": cards}
                )
        self.write_drill()

    def source(self, fact: Fact) -> dict[str, Any]:
        """Return a card as it stands in the file."""
        card: dict[str, Any] = {"id": fact.id, "kind": fact.kind, **fact.values}
        if fact.was:
            card["was"] = fact.was
        if fact.gaps:
            card["text"] = " ".join(f"{{{{c{number}::{text}}}}} and" for number, text in fact.gaps.items())
        if fact.parts:
            key = "lines" if fact.kind == "script" else "steps"
            card[key] = [{k: v for k, v in part.items() if v and k != "token"} for part in fact.parts]
        if fact.kind == "drill":
            card = {key: value for key, value in card.items() if key in self.drill_fields or key not in _SPARE_KEYS}
        return card

    def write_drill(self) -> None:
        """Write the own kind."""
        folder = self.folder / "kinds" / "drill"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        fields: list[dict[str, Any]] = [
            {"name": name, "key": key, "doc": "it"} | ({"was": self.drill_was[key]} if key in self.drill_was else {})
            for key, name in sorted(self.drill_fields.items(), key=self.place)
        ]
        fields[0]["required"] = True
        templates = []
        for key, name in sorted(self.drill_cards.items(), key=self.place):
            template = {"name": name, "asks": "Ask", "answers": "Answer", "file": key}
            if key == "second" and "note" in self.drill_fields:
                template["when"] = self.drill_fields["note"]
            if key in self.drill_was:
                template["was"] = self.drill_was[key]
            templates.append(template)
            (folder / f"{key}.front.html").write_text(f"<p>{key} {self.style}</p>{{{{Ask}}}}", "utf-8")
            (folder / f"{key}.back.html").write_text("{{Ask}}<hr>{{Answer}}", "utf-8")
        (folder / "style.css").write_text(f".dw {{ margin: {self.style}px; }}", "utf-8")
        _write(folder / "kind.yaml", {"doc": "a drill", "fields": fields, "templates": templates})

    def place(self, part: tuple[str, str]) -> int:
        """Return where a field or template of the own kind stands in kind.yaml; the first field stays the first."""
        key, _ = part
        return -1 if key == "ask" else self.drill_order.index(key) if key in self.drill_order else 99

    def rename_slot(self, key: str, name: str) -> None:
        """Note what a field or template of the own kind was called at the last build, the only name the lock knows."""
        if key in self.drill_built:
            self.drill_was.setdefault(key, name)

    def build(self, now: int) -> Release:
        """Build a release, and check that every note in it still has the identity that it was born with."""
        self.write()
        result = build_decks(self.root, now)
        if {problem.rule for problem in result.problems} == {"no-spare-slot"}:  # so he leaves his kind as it was
            self.drill_fields, self.drill_cards, self.drill_was = (dict(part) for part in self.drill_before)
            self.write()
            result = build_decks(self.root, now)
        assert result.decks, as_text(result.problems)
        path = self.root / f"release-{len(self.releases)}.apkg"
        data = result.decks[0].package.data
        path.write_bytes(data)
        assert dump(recover(data, path.name)) == self.lock.read_text("utf-8"), "the lock does not come back"
        notes, types = read_package(path)
        release = Release(path, now, notes, types)
        self.check_identities(release)
        self.releases.append(release)
        self.drill_was.clear()
        self.drill_names.update(self.drill_cards)
        if any(fact.kind == "drill" for fact in self.facts):  # of a kind that no card has, no place is taken
            self.drill_before = dict(self.drill_fields), dict(self.drill_cards), {}
        self.drill_built = {*self.drill_fields, *self.drill_cards}
        self.has_swapped = False
        self.states.append((copy.deepcopy([getattr(self, name) for name in _STATE]), self.lock.read_bytes()))
        if self.has_git:
            self.git("add", "cards")
            self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return release

    @property
    def lock(self) -> Path:
        """Where the lock lies."""
        return self.folder / "deck.lock"

    def git(self, *words: str, check: bool = True) -> None:
        """Run git in the project."""
        who = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        self.root.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["git", *who, *words], cwd=self.root, check=check, capture_output=not check, env={**os.environ, **quiet}
        )

    def take_back(self, number: int) -> None:
        """Go back to an earlier release, lock and all, as `git revert` and a copy of the folder do."""
        state, lock = self.states[number]
        for name, value in zip(_STATE, copy.deepcopy(state), strict=True):
            setattr(self, name, value)
        self.lock.write_bytes(lock)

    def work_on_two_branches(self, now: Callable[[], int]) -> None:
        """Reword some cards and add some on a branch, others on the first one, and let git merge them."""
        self.count += 1
        name = f"b{self.count}"
        tokens = [fact.token for fact in self.facts]
        mine = {*self.random.sample(tokens, len(tokens) // 2)}
        base = len(self.states) - 1
        self.git("checkout", "--quiet", "-b", name)
        self.work_on(mine)
        self.build(now())
        theirs = copy.deepcopy(self.facts)
        self.git("checkout", "--quiet", "-")
        self.take_back(base)
        self.free_ids = [free for free in self.free_ids if free not in {fact.id for fact in theirs}]
        self.work_on({*tokens} - mine)
        self.build(now())
        self.git("merge", "--quiet", "--no-edit", name, check=False)
        taken = {fact.token: fact for fact in theirs if fact.token in mine}
        for chapter in self.chapters:
            chapter.facts = [taken.get(fact.token, fact) for fact in chapter.facts]
        known = {fact.token for fact in self.facts}
        self.pick(self.chapters).facts += [fact for fact in theirs if fact.token not in known]
        self.build(now())

    def try_to_move_a_chapter(self, now: int) -> None:
        """Move a chapter to another deck of the project, which is refused, and put it back."""
        built = self.built_ids()
        facts = [fact for fact in self.pick(self.chapters).facts if fact.id in built and fact.kind != "drill"]
        facts = [fact for fact in facts if not fact.was and not any(part["was"] for part in fact.parts)]
        if not facts or len(facts) == len(self.facts):
            return
        lock, chapters = self.lock.read_bytes(), copy.deepcopy(self.chapters)
        for chapter in self.chapters:
            chapter.facts = [fact for fact in chapter.facts if fact not in facts]
        self.write()
        other = self.folder.with_name("other")
        other.mkdir()
        _write(other / "deck.yaml", {"name": "Other", "uid": "other", "sources": {"own": "Ours", "other": "Theirs"}})
        _write(other / "10-moved.yaml", {"title": "Moved", "cards": [self.source(fact) for fact in facts]})
        result = build_decks(self.root, now)
        assert not result.decks
        assert {problem.message.split('"')[1] for problem in result.problems if problem.rule == "moved-card"} == {
            fact.id for fact in facts
        }
        assert self.lock.read_bytes() == lock
        shutil.rmtree(other)
        self.chapters = chapters
        self.write()

    def work_on(self, tokens: AbstractSet[int]) -> None:
        """Reword the cards with these tokens, and add one."""
        for fact in self.facts:
            if fact.token in tokens:
                reword(self, fact)
        self.add(self.pick(["basic", "cloze", "script"]))

    def check_identities(self, release: Release) -> None:
        """Check GUIDs, template slots and the number of cards against what the author meant."""
        by_key = {note.fields["Id"]: note for note in release.notes.values()}
        assert len(by_key) == len(release.notes)
        expected = dict(self.expected())
        assert {key: len(cards) for key, (_, cards) in expected.items()} == {
            key: len(n.cards) for key, n in by_key.items()
        }
        for key, (identity, cards) in expected.items():
            note = by_key[key]
            assert self.identities.setdefault(identity, note.guid) == note.guid, (key, identity)
            slots = {name: slot for slot, (name, _, _) in enumerate(release.types[note.type].templates)}
            for card in cards:
                slot = card - 1 if isinstance(card, int) else slots[self.drill_cards.get(card, card)]
                assert slot in note.cards
                template = (note.type.partition(" · ")[2], str(card))
                assert self.slots.setdefault(template, slot) == slot
        assert len(set(self.identities.values())) == len(self.identities)

    def expected(self) -> Iterator[tuple[str, tuple[Identity, list[Any]]]]:
        """Yield for each note its key, what it is, and its cards: template names, or cloze numbers."""
        for fact in self.facts:
            for part in fact.parts:
                cards = ["Cue to line", *(["Aim to line"] if "intent" in part else [])]
                yield f"{fact.id}/{part['id']}", ((fact.token, part["token"]),
                                                 cards if fact.kind == "script" else ["Next step"])  # fmt: skip
            yield fact.id, ((fact.token, 0), self.cards_of(fact))

    def cards_of(self, fact: Fact) -> list[Any]:
        """Return the cards of a card source's main note."""
        values = fact.values
        if fact.kind == "cloze":
            return sorted(fact.gaps)
        if fact.kind == "drill":
            needs = {"second": "note"} if "note" in self.drill_fields else {}
            return [key for key in self.drill_cards if key not in needs or needs[key] in values]
        optional = {"basic": ("reverse", "Back to front"), "definition": ("example", "Example to term"),
                    "contrast": ("why", "Why")}  # fmt: skip
        key, name = optional.get(fact.kind, ("", ""))
        return [*_ALWAYS[fact.kind], *([name] if key in values else [])]


KINDS = ("basic", "cloze", "definition", "contrast", "choice", "scenario", "script", "sequence", "drill")
_TEXTS = {
    "basic": ("front", "back"),
    "definition": ("term", "meaning"),
    "contrast": ("prompt", "bad", "good"),
    "drill": ("ask", "answer"),
}
_OPTIONAL = {
    "basic": ("extra", "hint", "context"),
    "definition": ("example", "not"),
    "contrast": ("why", "extra"),
    "choice": ("why",),
    "scenario": ("hint",),
    "cloze": ("extra",),
    "script": ("stage",),
    "sequence": ("extra",),
    "drill": ("note", "note", "more", "most", "extra"),
}
_FIRST = {"script": "situation", "sequence": "title"}
_SPARE_KEYS = ("note", "more", "most")
_ALWAYS = {
    "basic": ["Front to back"],
    "definition": ["Term to meaning", "Meaning to term"],
    "contrast": ["Repair", "Discriminate"],
    "choice": ["Pick"],
    "scenario": ["Decide"],
    "script": ["Full run"],
    "sequence": ["Whole order"],
}


_STATE = (
    "chapters", "graveyard", "free_ids", "style", "name", "drill_fields", "drill_cards", "drill_names", "drill_spares",
    "drill_order", "drill_was", "drill_built", "has_swapped",
)  # fmt: skip
"""What goes back when the author takes something back; words, ids and what he knows of identities do not."""


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def change_text(author: Author) -> None:
    reword(author, author.pick(author.facts))


def reword(author: Author, fact: Fact) -> None:
    texts = [key for key, value in fact.values.items() if isinstance(value, str) and key not in ("source", "answer")]
    if fact.gaps:
        fact.gaps[author.pick(sorted(fact.gaps))] = author.word()
    elif fact.parts and author.random.random() < 0.7:
        part = author.pick(fact.parts)
        part["say" if fact.kind == "script" else "step"] = author.word()
    elif texts:
        fact.values[author.pick(texts)] = author.word()


def change_tags(author: Author) -> None:
    author.pick(author.facts).values["tags"] = [f"t{author.random.randrange(9)}"]


def change_chapter_tags(author: Author) -> None:
    author.pick(author.chapters).tags = [f"chapter{author.random.randrange(9)}"]


def change_source(author: Author) -> None:
    author.pick(author.facts).values["source"] = author.pick(["own", "other"])


def change_order(author: Author) -> None:
    author.random.shuffle(author.pick(author.chapters).facts)


def add_card(author: Author) -> None:
    author.add(author.pick(list(KINDS)))


def remove_card(author: Author) -> None:
    if len(author.facts) > 3 and not author.has_swapped:
        fact = author.pick(author.facts)
        author.chapter_of(fact).facts.remove(fact)
        author.graveyard.append(fact)


def bring_card_back(author: Author) -> None:
    if author.graveyard:
        fact = author.pick(author.graveyard)
        author.graveyard.remove(fact)
        author.pick(author.chapters).facts.append(fact)


def move_card(author: Author) -> None:
    fact = author.pick(author.facts)
    author.chapter_of(fact).facts.remove(fact)
    author.pick(author.chapters).facts.append(fact)


def rename_id(author: Author) -> None:
    fact = author.pick(author.facts)
    fact.was.append(fact.id)
    author.count += 1
    fact.id = f"r{author.count}"


def rename_part(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        part = author.pick(author.pick(facts).parts)
        part["was"].append(part["id"])
        author.count += 1
        part["id"] = f"q{author.count}"


def forget_was(author: Author) -> None:
    """Delete the `was` of a card that a build has renamed; its old ids may then be given to new cards."""
    if author.releases and not author.has_swapped:
        built = {note.fields["Id"] for note in author.releases[-1].notes.values()}
        for fact in author.facts:
            if fact.was and fact.id in built:
                author.free_ids += [name for name in fact.was if name not in author.free_ids]
                fact.was.clear()


def rename_chapter(author: Author) -> None:
    author.pick(author.chapters).title = f"Title {author.word()}"


def rename_file(author: Author) -> None:
    author.count += 1
    author.pick(author.chapters).file = f"{author.random.randrange(10, 99)}-{author.count}.yaml"


def split_chapter(author: Author) -> None:
    if len(author.chapters) < 6:
        chapter = author.pick(author.chapters)
        author.count += 1
        middle = len(chapter.facts) // 2
        author.chapters.append(Chapter(f"{author.random.randrange(10, 99)}-{author.count}.yaml", author.word()))
        author.chapters[-1].facts, chapter.facts = chapter.facts[middle:], chapter.facts[:middle]


def add_cloze(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.gaps]
    if facts:
        fact = author.pick(facts)
        fact.gaps[max((*fact.gaps, *fact.lost)) + 1] = author.word()


def remove_cloze(author: Author) -> None:
    facts = [fact for fact in author.facts if len(fact.gaps) > 1]
    if facts:
        fact = author.pick(facts)
        number = author.pick(sorted(fact.gaps))
        fact.lost.add(number)
        del fact.gaps[number]


def add_part(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        fact = author.pick(facts)
        fact.parts.insert(author.random.randrange(len(fact.parts) + 1), author.part(fact.kind))


def remove_part(author: Author) -> None:
    facts = [fact for fact in author.facts if len(fact.parts) > 2]
    if facts:
        parts = author.pick(facts).parts
        parts.remove(author.pick(parts))


def reorder_parts(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        author.random.shuffle(author.pick(facts).parts)


def toggle_optional_key(author: Author) -> None:
    fact = author.pick(author.facts)
    target = fact.values
    key = author.pick(list(_OPTIONAL[fact.kind]))
    if fact.parts and author.random.random() < 0.7:
        target, key = author.pick(fact.parts), "intent" if fact.kind == "script" else "why"
    if fact.kind == "basic" and author.random.random() < 0.5:
        key = "reverse"
    if key in target:
        del target[key]
    else:
        target[key] = True if key == "reverse" else author.word()


def rename_deck(author: Author) -> None:
    author.name = f"Demo {author.word()}" if author.random.random() < 0.3 else author.name


def change_style(author: Author) -> None:
    author.style += 1


def add_field(author: Author) -> None:
    free = [key for key in _SPARE_KEYS if key not in author.drill_fields]
    if free:
        author.drill_fields[free[0]] = f"Field {author.word()}"


def rename_field(author: Author) -> None:
    key = author.pick(list(author.drill_fields))
    if key not in ("ask", "answer"):
        author.rename_slot(key, author.drill_fields[key])
        author.drill_fields[key] = f"Field {author.word()}"


def rename_template(author: Author) -> None:
    key = author.pick(list(author.drill_cards))
    author.rename_slot(key, author.drill_cards[key])
    author.drill_cards[key] = f"Card {author.word()}"


def add_template(author: Author) -> None:
    if author.drill_spares:
        key = {2: "second", 1: "third"}[author.drill_spares]
        author.drill_spares -= 1
        author.drill_cards[key] = key.capitalize()


def withdraw_template(author: Author) -> None:
    if len(author.drill_cards) > 1 and author.random.random() < 0.3:
        key = author.pick(list(author.drill_cards)[1:])
        if key not in author.drill_was:
            del author.drill_cards[key]


def swap_ids(author: Author) -> None:
    """Let two or three cards exchange their ids."""
    facts = [fact for fact in author.facts if not fact.parts and not fact.was]
    some = author.random.sample(facts, min(len(facts), author.random.randint(2, 3)))
    if (
        author.releases
        and len(some) > 1
        and not author.has_swapped
        and all(fact.id in author.built_ids() for fact in some)
    ):
        author.has_swapped = True
        ids = [fact.id for fact in some]
        for fact, new in zip(some, [*ids[1:], ids[0]], strict=True):
            fact.was = [fact.id]
            fact.id = new


def merge_chapters(author: Author) -> None:
    if len(author.chapters) > 2:
        chapter = author.chapters.pop(author.random.randrange(len(author.chapters)))
        author.pick(author.chapters).facts.extend(chapter.facts)


def reorder_kind(author: Author) -> None:
    parts = [*author.drill_fields, *author.drill_cards]
    author.drill_order = author.random.sample(parts, len(parts))


def take_out_field(author: Author) -> None:
    keys = [key for key in author.drill_fields if key in _SPARE_KEYS and key not in author.drill_was]
    if keys and author.random.random() < 0.5:
        del author.drill_fields[author.pick(keys)]


def bring_template_back(author: Author) -> None:
    gone = [key for key in ("second", "third") if key in author.drill_names and key not in author.drill_cards]
    if gone:
        key = author.pick(gone)
        author.drill_cards[key] = author.drill_names[key]


EDITS: list[Callable[[Author], None]] = [
    change_text, change_text, change_text, change_tags, change_chapter_tags, change_source, change_order, add_card,
    remove_card, bring_card_back, move_card, rename_id, rename_part, forget_was, rename_chapter, rename_file,
    split_chapter, add_cloze, remove_cloze, add_part, remove_part, reorder_parts, toggle_optional_key,
    toggle_optional_key, rename_deck, change_style, add_field, rename_field, rename_template, add_template,
    withdraw_template, swap_ids, swap_ids, merge_chapters, reorder_kind, take_out_field, bring_template_back,
]  # fmt: skip
