"""docs/promises.md names a test for each sentence of docs/rebuilding.md, and no sentence that is not there."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PROMISES = (ROOT / "docs" / "rebuilding.md").read_text("utf-8")
PAGE = (ROOT / "docs" / "promises.md").read_text("utf-8")
UNTESTED, MOST_UNTESTED = "—", 8


class Sentence(NamedTuple):
    """A sentence, or a row of a table, under its heading."""

    heading: str
    text: str


def sentences_of(markdown: str) -> list[Sentence]:
    """Return the sentences of a page, and the rows of its tables with their cells joined.

    What a paragraph leaves unfinished goes on in what follows it: in a bullet, or after a line of code, of which the
    last one stands in the sentence. Other code and headings are left out.
    """
    found: list[Sentence] = []
    heading = unfinished = table = ""
    text = re.sub(r"^```.*?^```$", "", markdown, flags=re.M | re.S)
    for block in [*re.split(r"\n\s*\n|\n(?=- |\||#)", text), "#"]:
        if unfinished and block.startswith(("#", "|")):
            found.append(Sentence(heading, unfinished))
            unfinished = ""
        if block.startswith("#"):
            heading = block.lstrip("# ")
        elif block.startswith("|"):
            cells = [cell for cell in block.strip("| \n").split(" | ") if cell != "–"]
            if table and not re.fullmatch(r"[-| \n]+", block):  # its first line is the head
                found.append(Sentence(heading, "; ".join(cells)))
        elif block.startswith("    "):
            unfinished += f"`{block.splitlines()[-1].strip()}` "
        else:
            block = unfinished + " ".join(block.removeprefix("- ").split())
            whole = [sentence for sentence in re.split(r"(?<=[.!?])\s+(?![a-z])", block) if sentence]
            unfinished = f"{whole.pop()} " if whole and not re.search(r"[.:;!?]$", whole[-1]) else ""
            found += [Sentence(heading, sentence) for sentence in whole]
        table = block if block.startswith("|") else ""
    return found


def rows_of(page: str) -> dict[Sentence, str]:
    """Return what the page has beside each sentence."""
    rows = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and line not in ("| sentence | test |", "| --- | --- |"):
            text, _, tests = line.removeprefix("| ").removesuffix(" |").rpartition(" | ")
            rows[Sentence(heading, text)] = tests
    return rows


@functools.cache
def defined_in(path: str) -> dict[str, bool]:
    """Return the tests of a file, each with whether `make test` runs it."""
    file = ROOT / path
    if not file.is_file():
        return {}
    functions = [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    return {
        function.name: "pytest.mark.long" not in map(ast.unparse, function.decorator_list)
        for function in functions
        if function.name.startswith("test_")
    }


def faults_of(promises: str, page: str) -> list[str]:
    """Return what is wrong with the page."""
    sentences, rows = sentences_of(promises), rows_of(page)
    faults = [f"no row: {text}" for heading, text in sentences if (heading, text) not in rows]
    faults += [f"no longer promised: {text}" for heading, text in rows if (heading, text) not in sentences]
    if not faults and sentences != list(rows):
        faults.append("the rows are not in the order of the sentences")
    for sentence, tests in rows.items():
        names = re.findall(r"`([^`]+)`", tests)
        if not names or tests != ", ".join(f"`{name}`" for name in names):
            faults += [f"no tests: {sentence.text}"] * (tests != UNTESTED)
        for name in names:
            path, _, test = name.partition("[")[0].partition("::")
            if not defined_in(path).get(test):
                faults.append(f"no test that `make test` runs: {name}")
    if [*rows.values()].count(UNTESTED) > MOST_UNTESTED:
        faults.append("too many sentences without a test")
    return faults


def test_each_sentence_has_a_row_with_tests_that_are_there() -> None:
    assert faults_of(PROMISES, PAGE) == []


@pytest.mark.parametrize(
    ("written", "promised"),
    [
        ("\n\nIt also makes coffee.", "It also makes coffee."),
        (" It also makes coffee.", "It also makes coffee."),
        ("\n- it also makes coffee;\n- tea", "it also makes coffee;"),
        ("\n- it also makes coffee", "it also makes coffee "),
        ("\n\nIt also makes\n\n## Tea", "It also makes "),
        ("\n\nIt also makes\n\n| a |\n| --- |\n| tea |", "It also makes "),
        ("\n\n| a | b |\n| --- | --- |\n| coffee | made |\n", "coffee; made"),
        ("\n\n    deckwright coffee\n\nmakes coffee.", "`deckwright coffee` makes coffee."),
        ("\n\nThen run\n\n    deckwright tea\n\nwhich does.", "Then run `deckwright tea` which does."),
    ],
)
def test_a_new_sentence_needs_a_row(written: str, promised: str) -> None:
    assert f"no row: {promised}" in faults_of(PROMISES.rstrip() + written, PAGE)


def test_a_sentence_that_is_gone_or_changed_needs_no_row() -> None:
    sentence = "What cannot be had this way is refused before anything is written, with the reason and the way out."
    assert faults_of(PROMISES.replace(sentence, ""), PAGE) == [f"no longer promised: {sentence}"]
    assert faults_of(PROMISES.replace("| deletes a note |", "| burns a note |"), PAGE) == [
        "no row: burns a note; the next import brings it back as a new one",
        "no longer promised: deletes a note; the next import brings it back as a new one",
    ]


def test_a_test_that_is_not_there_is_told() -> None:
    here = "tests/test_promises.py::test_each_sentence_has_a_row_with_tests_that_are_there"
    for other in (f"{here}_no_more", here.replace("promises", "vows"), "tests/lossless/test_killed.py::test_a_build"):
        assert faults_of(PROMISES, PAGE.replace(here, other)) == [f"no test that `make test` runs: {other}"]
    long = "tests/lossless/test_killed.py::test_a_build_survives_many_kills"
    assert faults_of(PROMISES, PAGE.replace(here, long)) == [f"no test that `make test` runs: {long}"]


def test_the_oldest_anki_that_is_promised_is_the_one_that_is_tried() -> None:
    promised = re.search(r"It needs Anki (\d+)\.0?(\d+) or later", PROMISES)
    tried = re.search(r"^OLDEST_ANKI := (\d+)\.(\d+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert promised is not None
    assert tried is not None
    assert promised.groups() == tried.groups()
