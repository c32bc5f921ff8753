"""A loss is found in decks of all sorts: facts that are much alike, short ones, Japanese, sums, steps, and gaps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from zlib import crc32

import pytest

from tests.verify.cases import run
from tests.verify.packages import Build, Kind, Row, Texts, rows, together
from tests.verify.writers import DOMAINS, Sort

ROUNDS = [[sorts[index] for sorts in DOMAINS if index < len(sorts)] for index in range(max(map(len, DOMAINS)))]
"""Sorts of decks that have no fact in common."""
SEED = 9


class Written:
    """A deck's texts, as rows of a table."""

    def __init__(self, sort: Sort) -> None:
        rest = [""] * (len(sort.kind.fields) - 2)
        self.texts: list[Texts] = [(*text, *rest) for text in sort.write(Random(SEED))]
        self.kind: Kind = replace(sort.kind, id=crc32(sort.name.encode()), name=sort.name)
        self.cards = 2 if self.kind.cloze else sum("{{#" not in one.front for one in self.kind.templates)
        """How many cards a note has."""

    def build(self, texts: Sequence[Texts], prefix: str = "") -> Build:
        """Return a build of some rows, with GUIDs that are the numbers of the rows."""
        return Build(kind=self.kind, deck=self.kind.name, notes=rows(texts, f"{prefix}{self.kind.name}/"))

    def hashed(self, texts: Sequence[Texts]) -> Build:
        """Return a build of some rows, with GUIDs that are made from all fields."""
        return Build(kind=self.kind, deck=self.kind.name, notes=tuple(Row(fields=tuple(text)) for text in texts))


Fault = Callable[[Written], tuple[Build, Build, dict[str, int]]]
"""What goes wrong in a deck: the older build, the newer one, and what is lost."""


def puts_a_row_on_top(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    lost = {"other-fact": (len(deck.texts) - 1) * deck.cards}
    return deck.build(deck.texts[1:]), deck.build(deck.texts), lost


def takes_the_first_row_out(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    lost = {"other-fact": (len(deck.texts) - 1) * deck.cards}
    return deck.build(deck.texts), deck.build(deck.texts[1:]), lost


def exchanges_two_rows(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    first, second, *others = deck.texts
    return deck.build(deck.texts), deck.build([second, first, *others]), {"other-fact": 2 * deck.cards}


def writes_a_new_fact_over_an_old_one(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    new, old, *others = deck.texts
    return deck.build([old, *others]), deck.build([new, *others]), {"other-fact": deck.cards}


def makes_random_guids(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    return deck.build(deck.texts, "pX7"), deck.build(deck.texts, "Rk2"), {"reborn": len(deck.texts)}


def edits_all_fronts_where_guids_are_made_from_texts(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    edited = [(f"{text[0]} !", *text[1:]) for text in deck.texts]
    return deck.hashed(deck.texts), deck.hashed(edited), {"reborn": len(deck.texts)}


def exchanges_the_columns(deck: Written) -> tuple[Build, Build, dict[str, int]]:
    if deck.kind.cloze:
        return deck.build(deck.texts), deck.build(deck.texts), {}
    exchanged = [(text[1], text[0], *text[2:]) for text in deck.texts]
    return deck.build(deck.texts), deck.build(exchanged), {"exchanged": len(deck.texts) * deck.cards}


FAULTS: list[Fault] = [
    puts_a_row_on_top,
    takes_the_first_row_out,
    exchanges_two_rows,
    writes_a_new_fact_over_an_old_one,
    makes_random_guids,
    edits_all_fronts_where_guids_are_made_from_texts,
    exchanges_the_columns,
]


@pytest.mark.parametrize(
    "sorts", ROUNDS, ids=lambda sorts: f"{len(sorts)} decks with {sorts[0].name}, {sorts[-1].name}"
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.replace("_", " "))
def test_the_loss_is_found_in_every_deck(fault: Fault, sorts: list[Sort], tmp_path: Path) -> None:
    olds, news, lost = zip(*(fault(Written(sort)) for sort in sorts), strict=True)
    result = run(tmp_path, together(olds), together(news).later(), "--json")
    found = {loss["kind"]: loss["count"] for loss in json.loads(result.stdout)["losses"]}
    kinds = {kind for one in lost for kind in one}
    assert (result.exit_code, found) == (1, {kind: sum(one.get(kind, 0) for one in lost) for kind in kinds})
