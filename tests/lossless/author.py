"""An author who makes every edit that the docs allow, and knows of each card what it is, whatever it is called."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from builder.diagnostics import Severity
from builder.lock.format import dump
from builder.package import collection
from builder.package.recover import recover
from builder.pipeline import BuildOrder, BuiltDecks, build
from builder.project import find_decks
from builder.render import markdown
from builder.render import notes as rendering
from builder.render.markdown import Markup
from builder.report.problems_text import as_text
from tests.lossless import own_kinds
from tests.lossless.edits import EDITS as EDITS
from tests.lossless.facts import CLOZES, FIRST, KINDS, TEXTS, Chapter, Fact, Identity
from tests.lossless.meant import check_identities, check_media
from tests.lossless.own_kinds import Drill
from tests.lossless.package import PackedType, read_package, stated_type
from tests.lossless.pictures import rename_in
from tests.lossless.releases import NEWER, Editions, How, Release, contents, dated, latest
from tests.lossless.repository import Repository

_STATE = ("chapters", "graveyard", "free_ids", "style", "words", "name", "drill", "media", "has_swapped")
"""What goes back when the author takes something back; words, ids and what he knows of identities do not."""


class Author:
    """A deck on the disk, and all releases of it.

    By his seed an author has git with every build given away, git with release tags, or no git at all.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.folder = root / "cards" / "demo"
        self.lock = self.folder / "deck.lock"
        self.count = 0
        self.random = random.Random(seed)
        self.git = Repository(root, is_there=seed % 2 == 0)
        self.has_tags = seed % 4 == 2
        self.chapters = [Chapter("10-one.yaml", "One"), Chapter("20-two.yaml", "Two")]
        self.graveyard: list[Fact] = []
        self.free_ids: list[str] = []
        self.second_hand: set[str] = set()
        """Ids that were ever given to a new card, also in what was taken back: no third one can have them."""
        self.media: dict[str, bytes] = {}
        self.renamed: list[tuple[str, str]] = []
        """Files that got another name since the state that the work in hand began with, and that name."""
        self.style = self.words = 0
        self.name = "Demo"
        self.drill = Drill()
        self.drill_before = Drill()
        """As it was at the last build, whatever was taken back since."""
        self.has_swapped = False
        """Whether cards have exchanged their ids since the last build; what they are called then is decided there."""
        self.back: set[int] = set()
        """The cards that were brought back since the last build: there they must be known by their first words."""
        self.numbers: dict[int, int] = {}
        """The highest cloze number that a card ever had, on any branch."""
        self.version = 0
        """How often he got a newer Deckwright, which shows each text in another way."""
        self.releases: list[Release] = []
        """What was given away."""
        self.last: Release | None = None
        """What was built last."""
        self.how = How()
        """How it was built."""
        self.editions: Editions = {}
        """Those of the lock as it lies there."""
        self.given: Editions = {}
        """The latest of all that was given away."""
        self.states: list[tuple[Any, Editions, bytes, str]] = []
        """What the author had at each build, its editions, its lock, and its commit."""
        self.base = 0
        """The state that the work in hand began with."""
        self.identities: dict[Identity, str] = {}
        self.slots: dict[tuple[int, str], int] = {}
        for kind in KINDS:
            self.add(kind)

    def number(self) -> int:
        """Return a number that was never there."""
        self.count += 1
        return self.count

    def word(self) -> str:
        """Return a text that is like no other."""
        return hashlib.md5(str(self.number()).encode()).hexdigest()[:12]

    def pick(self, items: list[Any]) -> Any:
        """Return one of several."""
        return self.random.choice(items)

    @property
    def facts(self) -> list[Fact]:
        """Return all card sources that are in the deck."""
        return [fact for chapter in self.chapters for fact in chapter.facts]

    def add(self, kind: str) -> None:
        """Write a new card of a kind."""
        token = self.number()
        taken = {fact.id for fact in (*self.facts, *self.graveyard)}
        free = [name for name in self.free_ids if name not in taken | self.second_hand]
        fact = Fact(token, free[-1] if free else f"c{token}", kind, {})
        self.free_ids = free[:-1]
        self.second_hand.add(fact.id)
        if kind in CLOZES:
            self.hide(fact)
            self.hide(fact)
        elif kind in FIRST:
            fact.values = {FIRST[kind]: self.word()}
            fact.parts = [self.part(kind) for _ in range(3)]
        elif kind == "choice":
            options = [self.word() for _ in range(3)]
            fact.values = {"question": self.word(), "options": options, "answer": options[1]}
        elif kind == "scenario":
            fact.values = {"situation": self.word(), "decide": self.word(), "rubric": [self.word()],
                           "answer": self.word()}  # fmt: skip
        else:
            fact.values = {key: self.word() for key in TEXTS[kind]}
        self.pick(self.chapters).facts.append(fact)

    def part(self, kind: str) -> dict[str, Any]:
        """Return a new line or step."""
        token = self.number()
        texts = {key: self.word() for key in (("cue", "say") if kind == "script" else ("step",))}
        return {"token": token, "id": f"p{token}", "was": [], **texts}

    def hide(self, fact: Fact) -> None:
        """Add a cloze to a card, with a number that was never there."""
        self.numbers[fact.token] = self.numbers.get(fact.token, 0) + 1
        fact.gaps[self.numbers[fact.token]] = self.word()

    @property
    def open_facts(self) -> list[Fact]:
        """Return the card sources whose words may be changed."""
        return [fact for fact in self.facts if fact.token not in self.back]

    def places(self, *, is_tombstones: bool) -> list[int]:
        """Return where in the list of releases those stand that are tombstones, or that are not."""
        return [place for place, release in enumerate(self.releases) if release.is_tombstones is is_tombstones]

    def bury(self, fact: Fact) -> None:
        """Take a card out of the deck, and keep it as it was built last: by that it is known when it comes back."""
        self.chapter_of(fact).facts.remove(fact)
        chapters: list[Chapter] = self.states[self.base][0][0] if self.states else []
        built = [old for chapter in chapters for old in chapter.facts if old.token == fact.token]
        buried = copy.deepcopy(built[0]) if built else fact
        for old, new in self.renamed:
            rename_in([buried], old, new)
        self.graveyard.append(buried)

    def built_ids(self) -> set[str]:
        """Return the ids of the notes of the last build."""
        return set() if self.last is None else {note.fields["Id"] for note in self.last.notes.values()}

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
        files: dict[str, str | bytes] = {f"media/{name}": data for name, data in self.media.items()}
        files["deck.yaml"] = json.dumps(deck_settings(self.name, "demo"))
        for chapter in self.chapters:
            cards = [self.source(fact) for fact in chapter.facts]
            if cards:
                written = {"title": chapter.title, "tags": chapter.tags or ["t"], "cards": cards}
                files[chapter.file] = json.dumps(written, ensure_ascii=False, indent=1)
        files |= {f"kinds/drill/{name}": text for name, text in self.drill.files(self.style, self.words).items()}
        files |= {f"kinds/blank/{name}": text for name, text in own_kinds.blank_files(self.style, self.words).items()}
        for old in [*self.folder.glob("*.yaml"), *self.folder.glob("kinds/*/*"), *self.folder.glob("media/*")]:
            old.unlink()
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

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
        return self.drill.shown(card) if fact.kind == "drill" else card

    def build(self, now: int, how: How | None = None) -> Release:
        """Build, check that every note still has the identity that it was born with, and give it away if it is to be.

        Without an order anything is given away.
        """
        how = (how or How()) if self.has_tags else (how or How())._replace(is_public=True)
        self.write()
        result = self.compile(now, how)
        if errors_of(result) == {"no-spare-slot"}:  # so he leaves his kind as it was
            self.drill.restore(self.drill_before)
            self.write()
            result = self.compile(now, how)
        # Beside words that he has taken back, one of its cards may show what a card that is there once more has shown.
        if errors_of(result) in ({"no-spare-slot"}, {"cards-exchanged"}):  # so he leaves it as it was born
            self.drill.restore(Drill(cards={"first": self.drill_before.cards["first"]}))
            self.write()
            result = self.compile(now, how)
        assert result.decks, as_text(result.problems)
        (deck,) = result.decks
        path = self.root / f"build-{len(self.states)}.apkg"
        path.write_bytes(deck.package.data)
        lock = dump(recover(deck.package.data, path.name).ledger)
        assert lock == self.lock.read_text("utf-8"), "the lock does not come back"
        packages = [path]
        if deck.tombstones is not None and how.is_public:
            packages.append(path.with_suffix(".retired.apkg"))
            packages[1].write_bytes(deck.tombstones.data)
        stated = {slotted.entry.id: stated_type(slotted) for slotted in deck.stamped.types.values()}
        self.last, *_ = built = [self._release(package, stated, now, how) for package in packages]
        self.how = how
        check_identities(self, self.last)
        check_media(self, self.last)
        if how.is_public:
            self.releases += built
        self.drill.was_built()
        if any(fact.kind == "drill" for fact in self.facts):  # of a kind that no card has, no place is taken
            self.drill_before = copy.deepcopy(self.drill)
        self.has_swapped = False
        self.back.clear()
        self.renamed.clear()
        self.base = len(self.states)
        commit = self.git.commit()
        if self.has_tags and how.is_public:
            self.git.tag()
        state = copy.deepcopy([getattr(self, name) for name in _STATE])
        self.states.append((state, self.editions, self.lock.read_bytes(), commit))
        return self.last

    def compile(self, now: int, how: How) -> BuiltDecks:
        """Build what lies on the disk, with the Deckwright that he has."""
        order = BuildOrder(
            folders=find_decks(self.root), output=self.root / "build", now=now, refresh=how.refresh,
            restamp=how.stamp, with_tombstones=how.tombstones and how.is_public,
        )  # fmt: skip
        with newer_deckwright(self.version) if self.version else nullcontext():
            return build(order)

    def _release(self, package: Path, stated: dict[int, PackedType], now: int, how: How) -> Release:
        """Return what is in a package, with its dates; those of note types that no card has now go on too."""
        is_tombstones = ".retired" in package.name
        notes, types = read_package(package, is_whole=not is_tombstones)
        said = contents(notes, {**stated, **types}, self.drill.fields)
        editions = dated(said, self.editions, self.given, now, how, is_tombstones=is_tombstones)
        self.editions = {**self.editions, **editions}
        if how.is_public:
            # Without git what was given is known by the last package alone, and by what its author wrote for that.
            given = (self.given, editions) if self.git.is_there else (editions, self.given)
            self.given = latest(*given)
        return Release(package, notes, types, editions, is_tombstones)

    def take_back(self, number: int, *, by_reset: bool = False) -> None:
        """Go back to an earlier build, lock and all: as `git revert` and a copy of the folder do, or as `git reset`."""
        state, self.editions, lock, commit = self.states[number]
        for name, value in zip(_STATE, copy.deepcopy(state), strict=True):
            setattr(self, name, value)
        if by_reset and commit:
            self.git("reset", "--quiet", "--hard", commit)
        self.lock.write_bytes(lock)
        self.back.clear()
        self.renamed.clear()
        self.base = number


@contextmanager
def newer_deckwright(version: int) -> Iterator[None]:
    """Let each text without sounds be shown otherwise, as a newer Deckwright may do."""

    def render(source: str, *, dollars: bool = False, readings: bool = False) -> Markup:
        markup = markdown.render(source, dollars=dollars, readings=readings)
        return markup if "[sound:" in markup.html else markup._replace(html=markup.html + NEWER * version)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rendering, "render", render)
        patched.setattr(collection, "__version__", f"newer-{version}")
        yield


def errors_of(result: BuiltDecks) -> set[str]:
    """Return the rules that a build breaks."""
    return {problem.rule for problem in result.problems if problem.severity is Severity.ERROR}


def deck_settings(name: str, uid: str) -> dict[str, Any]:
    """Return what stands in a deck.yaml."""
    return {"name": name, "uid": uid, "sources": {"own": "Ours", "other": "Theirs"}}
