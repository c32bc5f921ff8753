"""What is larger or deeper than any deck is told at its place, before it takes all memory and time."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.pipeline import prepare
from tests.support import NOW, write_deck

DECK = "name: Demo\nuid: demo\n"
PATH = "cards/demo/10-a.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def problems(files: dict[str, str]) -> list[str]:
    """Return what `check` says of a deck's form, a line a problem: its place and rule, and the message."""
    write_deck(Path(), {"deck.yaml": DECK, **files})
    result = CliRunner().invoke(main, ["check", "--format", "concise", "--select", "yes-no"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout.splitlines()


def chapter(text: str) -> dict[str, str]:
    return {"10-a.yaml": f"title: A\nkind: cloze\ncards:\n  - {{id: a, text: '{text}'}}\n"}


def grown(name: str, size: int) -> None:
    """Make a file larger than the disk has room for: what nobody has written takes none."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.truncate(size)


# ---- Files.


@pytest.mark.parametrize("name", ["deck.yaml", "10-a.yaml", "kinds/own/kind.yaml"])
def test_a_source_that_is_too_large_is_not_read(name: str) -> None:
    write_deck(Path(), {"deck.yaml": DECK, "10-a.yaml": chapter("x")["10-a.yaml"]})
    grown(f"cards/demo/{name}", 1 << 36)
    told = CliRunner().invoke(main, ["check", "--format", "concise"]).stdout.splitlines()
    assert f"cards/demo/{name}:1:1: error[file-size]: the file has 68,719 MB, and at most 32 MB are read" in told


def test_a_lock_that_is_too_large_is_a_line() -> None:
    write_deck(Path(), {"deck.yaml": DECK, **chapter("{{c1::x}} y")})
    grown("cards/demo/deck.lock", 1 << 36)
    result = CliRunner().invoke(main, ["build"])
    line = "deckwright: cards/demo/deck.lock: cannot read: it has 68,719 MB, and at most 100 MB are read\n"
    assert (result.exit_code, result.stderr) == (2, line)


def test_a_package_that_is_too_large_is_a_line() -> None:
    write_deck(Path(), {"deck.yaml": DECK, **chapter("{{c1::x}} y")})
    grown("old.apkg", 1 << 36)
    result = CliRunner().invoke(main, ["recover-lock", "old.apkg"])
    line = "deckwright: old.apkg: cannot read: it has 68,719 MB, and at most 4,295 MB are read\n"
    assert (result.exit_code, result.stderr) == (2, line)


def test_a_picture_that_is_too_large_is_not_read() -> None:
    text = "title: A\nkind: basic\ncards: [{id: a, front: Which is it?, back: '![](a.png)'}]\n"
    write_deck(Path(), {"deck.yaml": DECK, "10-a.yaml": text})
    grown("cards/demo/media/a.png", 1 << 36)
    for _ in range(2):  # the cache, too, does not
        result = CliRunner().invoke(main, ["build"])
        assert (result.exit_code, result.stderr.split("\n")[0]) == (
            1,
            "cards/demo/media/a.png:1:1: error[media-size]: the file has 68,719 MB",
        )


def test_an_editor_sends_no_more_than_a_file_may_have() -> None:
    write_deck(Path(), {"deck.yaml": DECK})
    words = ["check", "-", "--stdin-path", PATH, "--format", "concise"]
    result = CliRunner().invoke(main, words, input=b" " * 32_000_001)
    assert result.stdout == f"{PATH}:1:1: error[file-size]: the file has 32 MB, and at most 32 MB are read\n"


# ---- YAML.


def test_a_file_with_a_million_values_is_told_where_they_are_too_many() -> None:
    [told] = problems({"10-a.yaml": "cards: [" + "a," * 1_000_000 + "]\n"})
    assert told.endswith("error[file-size]: the file has more than 1,000,000 values, lists and mappings")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000,
        "? " * 10_000,
        "".join(" " * depth + "a:\n" for depth in range(2_000)),
    ],
    ids=["brackets", "braces", "dashes", "keys", "lines"],
)
def test_what_is_nested_too_deep_is_told(text: str) -> None:
    [told] = problems({"10-a.yaml": text})
    assert told.endswith("error[yaml-depth]: nested more than 50 deep")


def test_a_text_that_is_too_long_is_told() -> None:
    assert problems(chapter("x" * 100_001)) == [
        f"{PATH}:4:19: error[text-size]: a text has 100,001 characters, and at most 100,000 are read"
    ]


def test_aliases_that_multiply_are_not_followed() -> None:
    laughs = "a: &a [lol, lol]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))
    [told] = problems({"10-a.yaml": laughs})
    assert told.startswith(f"{PATH}:1:4: error[yaml-alias]: ")


# ---- Cards.


def test_the_places_of_an_id_that_stands_often_are_not_all_told() -> None:
    cards = "".join(f"  - {{id: a, front: What is {n}?, back: It is {n}}}\n" for n in range(1_000))
    told = problems({"10-a.yaml": f"title: A\nkind: basic\ncards:\n{cards}"})
    of_ids = [line for line in told if "duplicate-id" in line]
    assert of_ids == [
        *(f'{PATH}:{n}:10: error[duplicate-id]: the id "a" stands twice, first at {PATH}:4:10' for n in range(5, 10)),
        f'{PATH}:10:10: error[duplicate-id]: the id "a" stands 1,000 times, first at {PATH}:4:10',
    ]


@pytest.mark.parametrize(("name", "count"), [("::".join("a" * 3_000), "3,000"), ("::".join("a" * 101), "101")])
def test_decks_in_each_other_have_an_end(name: str, count: str) -> None:
    message = f"error[bad-name]: the name has {count} parts, and at most 100 decks stand in each other"
    good = chapter("{{c1::x}} is what this is called here")["10-a.yaml"]
    assert problems({"deck.yaml": f"name: {name}\nuid: demo\n", "10-a.yaml": good}) == [
        f"cards/demo/deck.yaml:1:7: {message}"
    ]
    assert problems({"10-a.yaml": good.replace("title: A", f"title: {name}")}) == [f"{PATH}:1:8: {message}"]
    tagged = good.replace("{id: a,", f"{{id: a, tags: [{name}],")
    assert problems({"10-a.yaml": tagged}) == [
        f"{PATH}:4:20: error[bad-tag]: the tag has {count} parts, and at most 100 stand in each other"
    ]


def test_as_many_decks_as_may_stand_in_each_other() -> None:
    name = "::".join("a" * 100)
    good = chapter("{{c1::x}} is what this is called here")["10-a.yaml"].replace("{id: a,", f"{{id: a, tags: [{name}],")
    assert (
        problems({"deck.yaml": f"name: {name}\nuid: demo\n", "10-a.yaml": good.replace("title: A", f"title: {name}")})
        == []
    )


@pytest.mark.parametrize("number", ["9" * 5_000, "501", "0"])
def test_a_cloze_number_that_makes_no_card_is_told_once(number: str) -> None:
    [told] = problems(chapter(f"{{{{c{number}::x}}}} and {{{{c{number}1::y}}}}"))
    message = f"the cloze number {number[:9]} is outside 1 to 500, which are those that make a card"
    assert told == f"{PATH}:4:22: error[no-cloze]: {message}"


def test_a_text_with_too_many_gaps_is_told_once_and_not_rendered() -> None:
    assert problems(chapter(" ".join(f"{{{{c{n % 400 + 1}::x}}}}" for n in range(5_000)))) == [
        f"{PATH}:4:19: error[gap-count]: the text has 5,000 gaps, and at most 500 can be told apart"
    ]


@pytest.mark.parametrize(("depth", "told"), [(10, []), (11, [11]), (400, [11])])
def test_a_gap_that_stands_deeper_than_anki_reads_is_told(depth: int, told: list[int]) -> None:
    opened = "".join(f"{{{{c{n}::" for n in range(1, depth + 1))
    found = [line for line in problems(chapter(f"{opened}x{'}}' * depth} is it")) if "[gap-depth]" in line]
    column = 20 + opened.index("{{c11::") if told else 0
    message = "error[gap-depth]: this gap stands in 10 others, and Anki reads no deeper: it would make no card"
    assert found == [f"{PATH}:4:{column}: {message}" for _ in told]


# ---- What is told.


def test_a_line_of_the_whole_file_is_not_repeated_with_each_of_its_problems() -> None:
    write_deck(Path(), {"deck.yaml": DECK, "10-a.yaml": "{title: A, kind: basic, cards: [" + "{}, " * 2_000 + "]}\n"})
    places = [problem.location for problem in prepare([Path("cards/demo")], NOW).problems]
    assert len(places) == 6_000
    assert {len(place.excerpt) for place in places} <= {*range(300, 601)}
    assert {place.excerpt[place.column - 1 - place.before :][: place.length] for place in places} == {"{}"}


def test_the_marker_stands_below_its_place_in_a_long_line() -> None:
    front = "x" * 700
    text = f"title: A\nkind: basic\ncards:\n  - {{id: a, front: {front}, bakc: y}}\n"
    write_deck(Path(), {"deck.yaml": DECK, "10-a.yaml": text})
    line, marker = CliRunner().invoke(main, ["check"]).stdout.split("\n")[1:3]
    assert line == f"  4 | …{'x' * 58}, bakc: y}}…"
    assert marker == f"    | {' ' * 61}^^^^"


def test_no_value_moves_the_cursor_of_who_reads_what_is_wrong_with_it() -> None:
    told = problems({"10-a.yaml": 'title: A\nkind: "\\e[2J\\nx"\ncards: [{id: a, front: b, back: c}]\n'})
    assert told[0].startswith(f'{PATH}:2:7: error[unknown-kind]: there is no kind "\ufffd[2J x"')


# ---- Own kinds.

KIND = """\
doc: a word
fields: [{name: Q, doc: what is asked, required: true}, {name: A, doc: what is answered}]
templates: [{name: Card, asks: [Q], answers: [A]}]
"""


@pytest.mark.parametrize(
    ("name", "more", "rule", "count"),
    [
        ("card.front.html", "{{" * 100_000, "template-syntax", 1),
        ("card.front.html", "<!--" * 50_000, "unsafe-html", 20),
        ("card.front.html", "{{#Q}}" * 3_000 + "{{/Q}}" * 3_000, "template-syntax", 1),
        ("card.front.html", "<p onclick=x>a</p>" * 3_000, "unsafe-html", 20),
        ("card.front.html", "{{X}}" * 30_000, "unknown-field", 1),
        ("card.front.html", "[[nothing]]" * 10_000, "unknown-mark", 20),
        ("style.css", "a{b:url(x)}\n" * 20_000, "unsafe-css", 20),
        ("style.css", "</" * 50_000, "unsafe-css", 1),
    ],
)
def test_a_template_and_a_style_of_many_faults_tell_the_first(name: str, more: str, rule: str, count: int) -> None:
    kind = {"kind.yaml": KIND, "card.front.html": "{{Q}}", "card.back.html": "{{A}}", "style.css": ""}
    files = {**kind, name: kind[name] + more}
    told = problems({**{f"kinds/own/{file}": text for file, text in files.items()}, **chapter("{{c1::x}} is y")})
    of_rule = [line for line in told if f"error[{rule}]" in line]
    assert (len(of_rule), {line.partition(":")[0] for line in of_rule}) == (count, {f"cards/demo/kinds/own/{name}"})


def test_a_kind_of_too_many_fields_is_told_once() -> None:
    fields = "\n".join(f"  - {{name: F{n}, doc: x, required: true}}" for n in range(20_000))
    kind = f"doc: x\nfields:\n{fields}\ntemplates: [{{name: Card, asks: [F0], answers: [F1]}}]\n"
    assert problems({"kinds/own/kind.yaml": kind, **chapter("{{c1::x}} is y")}) == [
        "cards/demo/kinds/own/kind.yaml:503:5: error[too-many-fields]: 20,000 fields are more than the 500 that a note"
        " may have"
    ]


def test_a_likely_source_is_looked_for_at_the_first_ones_alone() -> None:
    declared = ", ".join(f"source-{n}: x" for n in range(3_000))
    cards = "".join(f"  - {{id: a{n}, front: What?, back: b, source: sourc-{n}}}\n" for n in range(2_000))
    files = {"deck.yaml": f"{DECK}sources: {{{declared}}}\n", "10-a.yaml": f"title: A\nkind: basic\ncards:\n{cards}"}
    assert len(problems(files)) == 2_000
