"""No name runs or loads anything: of decks, chapters, tags, sources and own kinds, nor a description or an address.

Each vector stands in a deck of its own. The decks that are not refused are built, imported into real Anki and rendered,
and what is a name arrives as it was typed.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from builder.diagnostics import Severity
from builder.pipeline import prepare
from builder.project import find_decks
from builder.render.markdown import normalize
from tests.learner import Learner
from tests.security.judge import judging, marks_in, sides_of
from tests.security.places import scalar
from tests.security.vectors import VECTORS
from tests.support import NOW, build_decks, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Files = dict[str, str]
KIND = """\
name: {title}
doc: a kind
fields: [{{name: Q, doc: q, required: true}}, {{name: {field}, key: a, doc: a}}]
templates: [{{name: {template}, file: t, asks: Q, answers: Q}}]
"""
OWN_CARD = "cards: [{id: a, kind: own, q: x, a: y}]\n"
SIDE = "<p>{{Deck}} {{Subdeck}} {{Card}} {{Type}} {{Q}} {{Tags}}</p>"


def _deck(name: str = "", more: str = "", *, chapter: str = "", source: str = "own") -> Callable[[str], Files]:
    def files(text: str) -> Files:
        written = scalar(text, 0)
        return {
            "deck.yaml": f"name: {name.format(written) or 'N'}\n{more.replace('{}', written)}",
            "10-a.yaml": f"{chapter.replace('{}', written) or 'title: A'}\nsource: {source}\n"
            "cards: [{id: a, kind: basic, front: x, back: y}]\n",
        }

    return files


def _kind(title: str = "Own", field: str = "A", template: str = "T", side: str = SIDE) -> Callable[[str], Files]:
    def files(text: str) -> Files:
        written = scalar(text, 0)
        parts = {"title": title, "field": field, "template": template}
        return {
            "deck.yaml": "name: N\n",
            "10-a.yaml": f"title: A\n{OWN_CARD}",
            "kinds/own/kind.yaml": KIND.format(**{key: part.replace("{}", written) for key, part in parts.items()}),
            "kinds/own/t.front.html": side.replace("{}", text),
            "kinds/own/t.back.html": "{{Q}}",
        }

    return files


OWN = "sources: {own: Ours}\n"
PLACES: dict[str, Callable[[str], Files]] = {
    "name": _deck("{}", OWN),
    "part of the name": _deck(more=OWN, chapter="title: {}"),
    "title": _deck(more=OWN, chapter="title: {}"),
    "tag of the deck": _deck(more=f"{OWN}tags: [{{}}]\n"),
    "tag of the chapter": _deck(more=OWN, chapter="title: A\ntags: [{}]"),
    "source": _deck(more="sources: {own: {}}\n"),
    "title of a source": _deck(more="sources: {own: {title: {}}}\n"),
    "section": _deck(more="sources: {own: {title: T, sections: {s: {}}}}\n", source="own/s"),
    "description": _deck(more=f"{OWN}description: {{}}\n"),
    "version": _deck(more=f"{OWN}version: {{}}\n"),
    "feedback": _deck(more=f"{OWN}feedback: {{}}\n"),
    "language": _deck(more=f"{OWN}language: {{}}\n"),
    "speech": _deck(more=f"{OWN}speech: {{}}\n"),
    "glossary": _deck(more=f"{OWN}glossary: {{X: {{}}}}\n"),
    "kind": _kind(title="{}"),
    "template": _kind(template="{}"),
    "field": _kind(field="{}", side="{{Q}}{{hint:{}}}{{type:{}}}"),
}
PLACES["part of the name"] = lambda text: (
    _deck("N", OWN)(text) | {"deck.yaml": f"name: {scalar(f'N::{text}', 0)}\n{OWN}"}
)
PLACES["title of a folder"] = lambda text: {
    "deck.yaml": f"name: N\n{OWN}",
    "part/folder.yaml": f"title: {scalar(text, 0)}\n",
    "part/10-a.yaml": "title: A\nsource: own\ncards: [{id: a, kind: basic, front: x, back: y}]\n",
}
PLACES["subdeck"] = lambda text: {
    "deck.yaml": f"name: N\n{OWN}",
    "10-a.yaml": "title: A\nsource: own\nkind: basic\n"
    f"cards:\n- {{id: a, front: x, back: y, subdeck: {scalar(text, 0)}}}\n",
}
PLACES["feedback with an address"] = lambda text: PLACES["feedback"](f"https://e.test/{text}?card={{id}}")
AS_TYPED = {
    "name",
    "part of the name",
    "title",
    "title of a folder",
    "subdeck",
    "tag of the deck",
    "tag of the chapter",
    "kind",
    "template",
    "version",
}
"""Places whose text is a name, which Anki shows as it is."""


class Case(NamedTuple):
    place: str
    vector: str


def judge_cases(cases: Sequence[Case], root: Path, learner: Learner, browser: Browser) -> tuple[int, int]:
    """Judge cases as the module says; return how many were refused, and how many were built."""
    folders = {}
    for number, case in enumerate(cases):
        files = dict(PLACES[case.place](case.vector))
        at = f"{number:06d}"
        # A number, so that no two decks have one name.
        named = re.sub(r"^name: (['\"]?)", rf"name: \g<1>{at} ", files["deck.yaml"], flags=re.M)
        folders[at] = (case, write_deck(root, {**files, "deck.yaml": f"{named}uid: u{at}\n"}, at))
    refused = {
        Path(problem.location.path).relative_to(root / "cards").parts[0]
        for problem in prepare(find_decks(root), NOW).problems
        if problem.severity is Severity.ERROR
    }
    for at in refused:
        folders[at][1].rename(root / at)
    sides: dict[str, tuple[Case, str]] = {}
    changed = []
    for built in build_decks(root, NOW).decks:
        case = folders[built.path.stem][0]
        learner.take(built.path)
        cards = learner.cards(f"uid:x OR deck:{built.path.stem}*")
        assert cards, case
        for side in sides_of(cards):
            sides[side] = (case, "side")
        changed += [(case, marks) for card in cards if (marks := marks_in(card, types=case.place == "field"))]
        deck = learner.col.decks.get(cards[0].did)
        assert deck is not None
        parents = [learner.col.decks.by_name(deck["name"].partition("::")[0]), deck]
        for one in filter(None, parents):
            sides[one["desc"]] = (case, "description")
        shown = shown_in(cards[0], deck["name"], parents).lower()  # Anki keeps the case of a tag that it knows
        if case.place in AS_TYPED and normalize(case.vector).strip().lower() not in shown:
            changed.append((case, [deck["name"]]))
    assert changed == []
    with judging(browser) as judge:
        assert [(sides[side], what) for side, what in judge.read(list(sides))] == []
        assert [(sides.get(side), what) for side, what in judge.run(list(sides))] == []
    return len(refused), len(cases) - len(refused)


def shown_in(card: object, name: str, decks: Sequence[object]) -> str:
    """Return all that a learner reads of names: the deck's, and what stands on the card and on the deck's page."""
    output = card.render_output()  # type: ignore[attr-defined]
    pages = [output.question_text, output.answer_text, *(deck["desc"] for deck in decks if deck)]  # type: ignore[index]
    return "\n".join([name, *(html.unescape(re.sub(r"<[^>]*>", "", page)) for page in pages)])


def some_of(step: int, first: int = 0) -> list[Case]:
    """Return every case of which there are `step`, so that each vector and each place has its turn."""
    every = (
        Case(place, vector if place == "description" else vector.replace("\n", " "))
        for place, vector in itertools.product(PLACES, VECTORS)
    )
    return list(itertools.islice(every, first, None, step))


def test_no_name_runs_or_loads_anything(tmp_path: Path, learner: Learner, browser: Browser) -> None:
    refused, built = judge_cases(some_of(239), tmp_path, learner, browser)
    assert min(refused, built) > 10


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_no_name_runs_or_loads_anything_in_any_place(
    part: int, tmp_path: Path, learner: Learner, browser: Browser
) -> None:
    refused, built = judge_cases(some_of(8, part), tmp_path, learner, browser)
    assert min(refused, built) > 200
