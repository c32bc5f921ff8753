"""No text runs or loads anything: each vector, in each place of a card, is refused or harmless in what Anki renders.

Which are refused, the cards of a whole deck say; that each of these is refused by itself, each says alone. What is not
refused is built, imported into real Anki, rendered on both sides, and read and tried by Chromium.
"""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from builder.diagnostics import Severity
from builder.model import Deck
from builder.package.media import MediaFolder
from builder.pipeline.loop import read_head
from builder.render.notes import NoteRenderer
from builder.source.chapters import load_chapter
from builder.syntax import SourceFile
from tests.learner import Learner
from tests.security.judge import judging, marks_in, sides_of
from tests.security.places import HTML_PLACES, OWN_KIND, PLACES, Place, yaml_of
from tests.security.vectors import VECTORS
from tests.support import NOW, build_decks, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DECK = "name: Demo\nuid: demo\nmath: dollars\nspeech: en_US\nsources: {own: Ours}\n"
MEDIA = {"media/a.png": b"\x89PNG\r\n\x1a\n" + bytes(40), "media/x.mp3": b"ID3" + bytes(40)}
HEAD = "title: A\nsource: own\ncards:\n"
PER_CHAPTER = 500


class Case(NamedTuple):
    """A vector in a place."""

    place: Place
    vector: str

    def card(self, card_id: str) -> str:
        return yaml_of(card_id, self.place.card(self.vector))


def chapters_of(cases: Sequence[Case]) -> dict[str, str]:
    """Return chapter files with a card for each case, whose id is its number."""
    chapters = {}
    for start in range(0, len(cases), PER_CHAPTER):
        cards = (case.card(f"c{start + n}") for n, case in enumerate(cases[start : start + PER_CHAPTER]))
        chapters[f"{10_000 + start}-c.yaml"] = f"title: C{start}\nsource: own\ncards:\n{''.join(cards)}"
    return chapters


def refused_in(root: Path, chapters: dict[str, str]) -> set[int]:
    """Return the numbers of the cards in which `build` finds errors; the deck has no others."""
    starts: dict[str, list[tuple[int, int]]] = {}
    for name, text in chapters.items():
        for line, written in enumerate(text.split("\n"), 1):
            if written.startswith("- id: c"):
                starts.setdefault(name, []).append((line, int(written.removeprefix("- id: c"))))
    refused = set()
    for problem in build_decks(root).problems:
        if problem.severity is Severity.ERROR:
            of_chapter = starts[Path(problem.location.path).name]
            index = bisect_right(of_chapter, (problem.location.line, 1 << 60)) - 1
            assert index >= 0, problem
            refused.add(of_chapter[index][1])
    return refused


class Alone:
    """Judges chapters of one card, in the deck of a folder."""

    def __init__(self, folder: Path) -> None:
        head = read_head(folder)
        assert head.problems == ()
        self.settings, self.kinds, self.folder = head.settings, head.kinds, folder

    def refuses(self, case: Case) -> bool:
        """Tell whether a case is refused where nothing else stands in its file."""
        assert self.settings is not None
        file = SourceFile("10-a.yaml", HEAD + case.card("c0"))
        chapter, problems = load_chapter(file, self.settings, self.kinds)
        if chapter is not None:
            deck = Deck(settings=self.settings, chapters=(chapter,), kinds=self.kinds)
            problems = NoteRenderer(deck, MediaFolder(self.folder)).chapter(chapter, problems).problems
        return any(problem.severity is Severity.ERROR for problem in problems)


def judge_cases(cases: Sequence[Case], root: Path, learner: Learner, browser: Browser) -> tuple[int, int]:
    """Judge cases as the module says; return how many were refused, and how many were built."""
    files: dict[str, str | bytes] = {"deck.yaml": DECK, **MEDIA, **OWN_KIND}
    chapters = chapters_of(cases)
    folder = write_deck(root / "all", {**files, **chapters})
    refused = refused_in(root / "all", chapters)
    alone = Alone(folder)
    assert [cases[number] for number in sorted(refused) if not alone.refuses(cases[number])] == []
    built = [case for number, case in enumerate(cases) if number not in refused]
    write_deck(root / "built", {**files, **chapters_of(built)})
    result = build_decks(root / "built", NOW)
    assert [problem for problem in result.problems if problem.severity is Severity.ERROR] == []
    log = learner.take(result.decks[0].path)
    assert log.conflicting == log.missing == 0
    cards = learner.cards()
    names: dict[int, str] = {card.nid: card.note()["Id"] for card in cards}
    assert {int(name.partition("/")[0][1:]) for name in names.values()} == set(range(len(built)))

    def case_of(nid: int) -> Case:
        return built[int(names[nid].partition("/")[0][1:])]

    sides = sides_of(cards)
    with judging(browser) as judge:
        as_written = [side for side, notes in sides.items() if case_of(notes[0][0]).place in HTML_PLACES]
        read = [*judge.read(list(sides.keys() - set(as_written))), *judge.read(as_written, as_written=True)]
        found = [(case_of(sides[side][0][0]), sides[side][0][1], what) for side, what in read]
        assert [(case.place.name, case.vector, *rest) for case, *rest in found] == []
        assert [(case_of(sides[side][0][0]) if side else "", what) for side, what in judge.run(list(sides))] == []
    marked = [
        (case_of(card.nid).place.name, case_of(card.nid).vector, marks)
        for card in cards
        if (marks := marks_in(card, types="own" in card.note_type()["name"].lower()))
    ]
    assert marked == []
    return len(refused), len(built)


def some_of(step: int, first: int = 0) -> list[Case]:
    """Return every case of which there are `step`, so that each vector and each place has its turn."""
    every = (Case(place, vector) for place, vector in itertools.product([*PLACES, *HTML_PLACES], VECTORS))
    return list(itertools.islice(every, first, None, step))


def test_no_text_runs_or_loads_anything(tmp_path: Path, learner: Learner, browser: Browser) -> None:
    refused, built = judge_cases(some_of(223), tmp_path, learner, browser)
    assert min(refused, built) > 100


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_no_text_runs_or_loads_anything_in_any_place(
    part: int, tmp_path: Path, learner: Learner, browser: Browser
) -> None:
    refused, built = judge_cases(some_of(8, part), tmp_path, learner, browser)
    assert min(refused, built) > 1000


NAMES = [vector for vector in VECTORS if not set(vector) & set("/\0") and len(vector.encode()) < 200]
"""Those that may be a file's name."""


def test_no_file_s_name_runs_or_loads_anything(tmp_path: Path, learner: Learner, browser: Browser) -> None:
    media = {f"media/{name} {number}.png": MEDIA["media/a.png"] for number, name in enumerate(NAMES)}
    cards = "".join(
        yaml_of(
            f"c{number}",
            {
                "kind": "basic",
                "front": f'<img src="{html.escape(name)} {number}.png">',
                "back": f"![[{name} {number}.png]]",
            },
        )
        for number, name in enumerate(NAMES)
    )
    files = {"deck.yaml": DECK, "10-a.yaml": HEAD + cards}
    folder = write_deck(tmp_path / "all", {**media, **files})
    refused = refused_in(tmp_path / "all", {"10-a.yaml": files["10-a.yaml"]})
    kept = re.split(r"^(?=- id: )", cards, flags=re.M)[1:]
    files["10-a.yaml"] = HEAD + "".join(card for number, card in enumerate(kept) if number not in refused)
    (folder / "10-a.yaml").write_text(files["10-a.yaml"], "utf-8")
    result = build_decks(tmp_path / "all", NOW)
    assert [problem for problem in result.problems if problem.severity is Severity.ERROR] == []
    learner.take(result.decks[0].path)
    sides = sides_of(learner.cards())
    assert len(sides) > 100
    with judging(browser) as judge:
        assert judge.read(list(sides)) == []
        assert judge.run(list(sides)) == []
