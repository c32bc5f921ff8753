"""No template and no style of an own kind runs or loads anything, whatever its fields hold.

Each vector is a kind of its own. The kinds that are not refused are built, with cards whose fields hold the worst that
a text may say, imported into real Anki, rendered, and read and tried by Chromium.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from builder.diagnostics import Severity
from builder.pipeline import prepare
from tests.learner import Learner
from tests.security.judge import judging, marks_in, sides_of
from tests.security.places import scalar
from tests.security.vectors import CONTEXTS, MARKS, VALUES, VECTORS, sheets
from tests.support import NOW, build_decks, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KIND = """\
doc: a kind
frame: {frame}
fields: [{{name: Q, doc: q, required: true}}, {{name: R, doc: r}}]
templates: [{{name: T, asks: Q, answers: Q}}]
"""
DECK = """\
name: O'Neill > 'x' onclick=hit()
uid: d
speech: en_US
sources: {own: Ours}
tags: ["'", 'onclick=hit()', '>', "b'>x"]
"""


class Case(NamedTuple):
    """The files of a kind that try something, but for its `kind.yaml`."""

    name: str
    files: Mapping[str, str]
    frame: bool = True


def _template(name: str, front: str, back: str = "{{Q}}", *, frame: bool = True) -> Case:
    return Case(name, {"t.front.html": front, "t.back.html": back}, frame)


PLAIN = {"t.front.html": "<p>{{Q}}</p>", "t.back.html": "<p>{{Q}}</p>"}
TEMPLATES = [
    *(_template(f"front {vector!r}", f"<p>{{{{Q}}}}</p>{vector}") for vector in VECTORS),
    *(_template(f"back {vector!r}", "{{Q}}", f"{vector}{{{{Q}}}}", frame=False) for vector in VECTORS),
    *(
        _template(f"other marks in {context!r}", "{{=<% %>=}}" + context.replace("{}", "<%Q%>"), frame=False)
        for context in CONTEXTS
    ),
    *(Case(f"head {vector!r}", {**PLAIN, "head.html": vector}) for vector in VECTORS),
    *(
        _template(f"{context!r} of {mark!r}", "{{Q}}" + context.replace("{}", mark), frame=number % 2 == 0)
        for number, (context, mark) in enumerate(itertools.product(CONTEXTS, MARKS))
    ),
]
STYLES = [Case(f"style {sheet!r}", {**PLAIN, "style.css": sheet}) for sheet in sheets()]


def cards_of(kind: str) -> str:
    """Return cards of a kind with the worst values, each of which stands in every field."""
    return "".join(
        f"- {{id: {kind}-{number}, kind: {kind}, q: {scalar(value, 0)}, r: {scalar(value, 0)}, hint: h}}\n"
        for number, value in enumerate(VALUES)
    )


def deck_of(cases: Mapping[str, Case], cards: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a deck with a kind and a chapter for each case."""
    files = {
        "deck.yaml": DECK,
        "00-x.yaml": "title: X\nsource: own\ncards: [{id: x, kind: basic, front: a, back: b}]\n",
    }
    for kind, case in cases.items():
        files[f"kinds/{kind}/kind.yaml"] = KIND.format(frame=str(case.frame).lower())
        files.update({f"kinds/{kind}/{name}": text for name, text in case.files.items()})
        files[f"10-{kind}.yaml"] = f"title: '> {kind} ''x'' onclick=hit()'\nsource: own\ncards:\n{cards[kind]}"
    return files


def harmless(cases: Sequence[Case], root: Path, learner: Learner) -> tuple[dict[str, Case], int]:
    """Build and import what is not refused; return the kinds that were built, by name, and how many were refused.

    A kind whose template is refused is refused for good; a card is left out where its own text is refused.
    """
    kinds = {f"k{number}": case for number, case in enumerate(cases)}
    cards = {kind: cards_of(kind) for kind in kinds}
    folder = write_deck(root / "all", deck_of(kinds, cards))
    errors = [one for one in prepare([folder], NOW).problems if one.severity is Severity.ERROR]
    refused = {match[1] for one in errors if (match := re.search(r"/kinds/(k\d+)/", one.location.path))}
    lines: dict[str, set[int]] = {}
    for one in errors:
        if match := re.search(r"/10-(k\d+)\.yaml$", one.location.path):
            lines.setdefault(match[1], set()).add(one.location.line - 4)
    built = {kind: case for kind, case in kinds.items() if kind not in refused}
    kept = {
        kind: "".join(
            line
            for number, line in enumerate(cards[kind].splitlines(keepends=True))
            if number not in lines.get(kind, ())
        )
        for kind in built
    }
    write_deck(root / "built", deck_of({kind: case for kind, case in built.items() if kept[kind]}, kept))
    result = build_decks(root / "built", NOW)
    assert [one for one in result.problems if one.severity is Severity.ERROR] == []
    learner.take(result.decks[0].path)
    return built, len(refused)


def judge_templates(cases: Sequence[Case], root: Path, learner: Learner, browser: Browser) -> tuple[int, int]:
    built, refused = harmless(cases, root, learner)
    cards = learner.cards()
    kinds: dict[int, str] = {card.nid: card.note()["Id"].partition("-")[0] for card in cards}
    sides = sides_of(cards)
    names = {side: built[kinds[places[0][0]]].name for side, places in sides.items() if kinds[places[0][0]] in built}
    with judging(browser) as judge:
        assert [(names.get(side), what) for side, what in judge.read(list(sides))] == []
        assert [(names.get(side), what) for side, what in judge.run(list(sides))] == []
    marked = {
        (built[kinds[card.nid]].name, *marks)
        for card in cards
        if kinds[card.nid] in built and (marks := marks_in(card, types="{{type:" in built[kinds[card.nid]].name))
    }
    assert marked == set()
    return refused, len(built)


def test_no_template_runs_or_loads_anything(tmp_path: Path, learner: Learner, browser: Browser) -> None:
    refused, built = judge_templates(TEMPLATES[::61], tmp_path, learner, browser)
    assert min(refused, built) > 10


@pytest.mark.long
@pytest.mark.parametrize("part", range(12))
def test_no_template_runs_or_loads_anything_in_any_context(
    part: int, tmp_path: Path, learner: Learner, browser: Browser
) -> None:
    refused, built = judge_templates(TEMPLATES[part::12], tmp_path, learner, browser)
    assert min(refused, built) > 20


_LOADED = """(styles) => styles.map((style) => {
    const page = new DOMParser().parseFromString(`<!doctype html><style>${style}</style><p id=x>x</p>`, "text/html");
    const found = [...page.querySelectorAll("script, img, [onclick]")].map((one) => one.outerHTML);
    const sheet = new CSSStyleSheet();
    const text = page.querySelector("style").textContent;
    sheet.replaceSync(text);
    const rules = [...sheet.cssRules].map((rule) => rule.cssText).join(" ");
    const loads = /url\\((?!"data:)[^)]*\\)|@import[^;]*|image-set\\("[^)]*\\)|\\bsrc\\("[^)]*\\)/gi;
    found.push(...(rules.match(loads) ?? []));
    const shown = "<p class=x data-x=//evil.test/x>x</p><ul><li>y</ul>";
    document.getElementById("qa").innerHTML = `<style>${style}</style>${shown}`;
    document.getElementById("qa").getBoundingClientRect();
    return found;
})"""


NO_TOKENS_OF_ONE = [
    "*{background:u\\\nrl(//evil.test/x)}",
    "*{background:ur/**/l(//evil.test/x)}",
    "*{--u:u;background:var(--u)rl(//evil.test/x)}",
    "*{width:exp/**/ression(hit())}",
]
"""Those that CSS reads as several words, and no browser as an address."""


def test_no_style_runs_or_loads_anything(tmp_path: Path, learner: Learner, browser: Browser) -> None:
    built, refused = harmless(STYLES, tmp_path, learner)
    styles = [model["css"] for model in learner.col.models.all() if "· K" in model["name"]]
    assert len(styles) == len(built)
    with judging(browser) as judge:
        found = judge.page.evaluate(_LOADED, styles)
        judge.page.wait_for_timeout(200)
        assert [(style[-200:], what) for style, what in zip(styles, found, strict=True) if what] == []
        assert judge.asked == []
    assert {case.name for case in built.values()} == {f"style {sheet!r}" for sheet in NO_TOKENS_OF_ONE}
    assert refused == len(STYLES) - len(built)
