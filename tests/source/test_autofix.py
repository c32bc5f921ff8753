"""What `check --fix` makes of a chapter's text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.kinds import builtin_kinds
from builder.source.autofix import Change, autofix
from builder.source.taken_ids import TakenIds
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile


def mended(text: str, taken: TakenIds | None = None) -> tuple[str, list[str]]:
    """Return the text mended, and the changes as `line:column: message`."""
    taken = taken or TakenIds()
    taken.add_file(SourceFile(path="a.yaml", text=text))
    after, changes = autofix(text, builtin_kinds(), taken)
    return after, [_shown(change) for change in changes]


def _shown(change: Change) -> str:
    return f"{change.line}:{change.column}: {change.message}"


MESSY = """\
# yaml-language-server: $schema=x.json
title: Basics   # the first
kind: basic

cards:
  # card one
  - front: What does a P0 defect do to a line? # trails front
    tags: [a]

    # above back
    back: |
      It stops.

      # text, no comment

    # above was
    was: old-id
  # card two
  - back: "x"
    # above id
    id: two
    front: 'y'   # trails front
      # deeper than front

    # at the end of card two

  - {front: a, back: "b", kind: basic, was: "z"}
  - kind: script
    lines:
    - say: Hello you
      cue: Hi there
      # deeper than lines
    - {say: b, cue: Hi there, id: }
    situation: foo
      bar
    id: # no id yet
# the end
"""

MENDED = """\
# yaml-language-server: $schema=x.json
title: Basics   # the first
kind: basic

cards:
  # card one
  - id: p0-defect-line
    front: What does a P0 defect do to a line? # trails front

    # above back
    back: |
      It stops.

      # text, no comment
    tags: [a]

    # above was
    was: [old-id]
  # card two
  # above id
  - id: two
    front: 'y'   # trails front
      # deeper than front
    back: "x"

    # at the end of card two

  - {id: a, kind: basic, front: a, back: "b", was: ["z"]}
  - id: foo-bar # no id yet
    kind: script
    situation: foo
      bar
    lines:
    - id: hi
      cue: Hi there
      say: Hello you
      # deeper than lines
    - {id: hi-2, cue: Hi there, say: b }
# the end
"""


def test_ids_lists_and_order_are_mended_and_nothing_else() -> None:
    assert mended(MESSY) == (
        MENDED,
        [
            '7:5: gave it the id "p0-defect-line"',
            "7:5: made `was` a list",
            "7:5: put its keys in order",
            "21:5: put its keys in order",
            '28:5: gave it the id "a"',
            "28:5: made `was` a list",
            "28:5: put its keys in order",
            '29:5: gave it the id "foo-bar"',
            "29:5: put its keys in order",
            '34:7: gave it the id "hi"',
            "34:7: put its keys in order",
            '38:7: gave it the id "hi-2"',
            "38:7: put its keys in order",
        ],
    )


def test_mending_twice_changes_nothing() -> None:
    assert mended(MENDED) == (MENDED, [])


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines_stay_and_the_last_one_stays_missing(newline: str) -> None:
    before = newline.join(["cards:", "- back: b", "  front: Same word", "  kind: basic"])
    after = newline.join(["cards:", "- id: same-word", "  kind: basic", "  front: Same word", "  back: b"])
    assert mended(before)[0] == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-   back: b\n    front: x y\n", "-   id: x-y\n    front: x y\n    back: b\n"),
        ("-\n  back: b\n  front: x y\n", "-\n  id: x-y\n  front: x y\n  back: b\n"),
        (
            "- # why\n\n  # on back\n  back: b\n  front: x\n  id: q\n",
            "- # why\n  id: q\n  front: x\n\n  # on back\n  back: b\n",
        ),
        ("- id:\n  front: x y\n", "- id: x-y\n  front: x y\n"),
        ("- id: ''\n  front: x y\n", "- id: 'x-y'\n  front: x y\n"),
        ("- { front: x y }\n", "- { id: x-y, front: x y }\n"),
        ("- {back: [a,\n    b], front: x, id: q}\n", "- {id: q, front: x, back: [a,\n    b]}\n"),
    ],
    ids=["wide dash", "dash alone", "remark at the dash", "empty id", "quoted empty id", "braces", "braces over lines"],
)  # fmt: skip
def test_forms_of_a_card(before: str, after: str) -> None:
    assert mended("kind: basic\ncards:\n" + before)[0] == "kind: basic\ncards:\n" + after


@pytest.mark.parametrize(
    "card",
    [
        "- id: q\n  back: |+\n    b\n\n  front: x\n",
        "- id: q\n  back: b\n  front: |\n    x",
        "- id: q\n  bakc: b\n  front: x\n",
        "- id: q\n  back: b\n  front: x\n  back: c\n",
        "- ? back\n  : b\n  ? front\n  : x\n  ? id\n  : q\n",
        "- {id: q, back: b, # why\n   front: x}\n",
        "- {id: q, back, front: x}\n",
        "- []\n- {}\n- text\n",
        "- id: [a]\n",
        "- id: q\n  was: |\n    old\n",
    ],
    ids=[
        "kept blank lines",
        "block without a last newline",
        "unknown key",
        "key twice",
        "question marks",
        "comment in braces",
        "key without a value",
        "no cards",
        "id of another shape",
        "block was",
    ],
)
def test_what_cannot_be_mended_safely_is_left_alone(card: str) -> None:
    text = "kind: basic\ncards:\n" + card
    assert mended(text) == (text, [])


def test_a_line_that_may_move_once_its_card_is_in_order_moves_in_the_same_run() -> None:
    before = "cards:\n- id: q\n  kind: script\n  extra: x\n  situation: s\n  lines:\n  - cue: |\n     a\n    id: n"
    after = "cards:\n- id: q\n  kind: script\n  situation: s\n  lines:\n  - id: n\n    cue: |\n     a\n  extra: x"
    assert mended(before)[0] == after
    assert mended(after) == (after, [])


def test_a_card_of_an_unknown_kind_gets_an_id_and_keeps_its_order() -> None:
    assert mended("cards:\n- back: Second word\n  front: x\n")[0] == (
        "cards:\n- id: second-word\n  back: Second word\n  front: x\n"
    )


def test_ids_are_unique_among_ids_old_ids_and_those_of_the_lock() -> None:
    card = "- {kind: basic, front: Anc, back: b}\n"
    text = f"cards:\n- {{id: ANC, kind: basic, front: x, back: y, was: [anc-2]}}\n{card}{card}"
    after, _ = mended(text, TakenIds(locked=frozenset({"anc-3"})))
    assert re.findall(r"id: ([\w-]+)", after) == ["ANC", "anc-4", "anc-5"]


def test_ids_of_a_file_that_is_not_valid_are_still_known() -> None:
    taken = TakenIds()
    taken.add_file(SourceFile(path="b.yaml", text="cards:\n- id: anc\n  front: {{c1::x}} y\n  was: 'bnc'\n"))
    assert taken.used == {"anc", "bnc"}


def test_ids_of_lines_are_unique_in_their_card_and_in_the_lock() -> None:
    text = (
        "cards:\n- {id: pay, kind: script, situation: s, lines: [{cue: Open, say: b}, {id: open-3, cue: c, say: d}]}\n"
    )
    after, _ = mended(text, TakenIds(locked=frozenset({"pay", "pay/open", "other/open-2"})))
    assert re.findall(r"id: ([\w-]+)", after) == ["pay", "open-2", "open-3"]


# ---- The law: every value and every comment of any valid file survives.

_WORDS = st.sampled_from(["a", "no", "1:30", "x y", "it's", "{{c1::gap}}", "# no comment", "two\nlines", "Ä 東", "-"])
_KEYS = {
    "basic": ["front", "back", "reverse", "tags", "hint", "was", "lint"],
    "choice": ["question", "answer", "options", "why", "source"],
    "script": ["situation", "stage", "lines", "extra"],
}
_LIST = {"tags", "options", "was"}


class _Writer:
    """Writes a chapter in a style drawn piece by piece; `#n` are its comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.comments = 0
        self.kind = ""

    def comment(self) -> str:
        self.comments += 1
        return f"# n{self.comments}"

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def between(self, column: int) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            line = self.pick("blank", "comment", "none", "none", "none")
            if line == "blank":
                self.lines.append(self.pick("", "  "))
            elif line == "comment":
                self.lines.append(" " * self.draw(st.integers(0, column + 2)) + self.comment())

    def scalar(self, column: int) -> str:
        word = self.draw(_WORDS)
        quoted = '"' + word.replace("\n", "\\n") + '"'
        style = self.pick("plain", "quoted", "block", "folded")
        if style == "plain" and re.match(r"[\w ]+\Z", word):
            return word + self.pick("", "", "\n" + " " * (column + 2) + "more") + self.trail()
        if style in ("block", "folded"):
            mark = ("|" if style == "block" else ">") + self.pick("", "-", "+") + self.trail()
            inner = " " * (column + self.draw(st.integers(1, 3)))
            return mark + "".join(f"\n{inner}{line}" for line in word.split("\n")) + self.pick("", "", "\n", "\n\n")
        return quoted + self.trail()

    def trail(self) -> str:
        return self.pick("", "", " " + self.comment())

    def entry(self, keys: list[str], column: int, lead: str) -> None:
        """Write a mapping whose first key follows `lead`, a dash."""
        first = True
        for key in keys:
            if not first:
                self.between(column)
            self.key(key, column, lead if first else " " * column)
            first = False

    def key(self, key: str, column: int, lead: str) -> None:
        if key == "lines":
            self.lines.append(f"{lead}{key}:{self.trail()}")
            for _ in range(self.draw(st.integers(1, 2))):
                self.between(column)
                inner = self.draw(st.permutations(["id", "cue", "say", "was"]))[: self.draw(st.integers(1, 4))]
                self.entry(list(inner), column + 2, " " * column + "- ")
        elif key in _LIST and self.draw(st.booleans()):
            self.lines.append(f"{lead}{key}: [a, 'b, c']{self.trail()}")
        elif key == "lint":
            self.lines.append(f"{lead}{key}:{self.trail()}")
            self.key("allow", column + 2, " " * (column + 2))
        elif key == "id":
            self.lines.append(f"{lead}{key}: n{self.draw(st.integers(0, 10**9))}{self.trail()}")
        elif key == "kind":
            self.lines.append(f"{lead}{key}: {self.kind}{self.trail()}")
        else:
            self.lines.append(f"{lead}{key}: {self.scalar(column)}")

    def card(self, margin: int) -> None:
        self.kind = self.draw(st.sampled_from(sorted(_KEYS)))
        keys = [*self.draw(st.permutations(_KEYS[self.kind]))[: self.draw(st.integers(1, 6))], "kind"]
        if self.draw(st.booleans()):
            keys.append("id")
        keys = list(self.draw(st.permutations(keys)))
        self.between(margin)
        if self.draw(st.integers(0, 4)) == 0:
            flow = [
                f"{key}: {self.kind if key == 'kind' else self.pick('a', repr('b, c'))}"
                for key in keys
                if key != "lint"
            ]
            self.lines.append(" " * margin + "- {" + ", ".join(flow) + "}" + self.trail())
            return
        dash = " " * margin + "-" + " " * self.draw(st.integers(1, 3))
        self.entry(keys, len(dash), dash)


@st.composite
def _chapters(draw: st.DrawFn) -> str:
    writer = _Writer(draw)
    writer.lines.append("title: T" + writer.trail())
    writer.lines.append("cards:" + writer.trail())
    margin = draw(st.integers(0, 2))
    for _ in range(draw(st.integers(1, 3))):
        writer.card(margin)
    writer.between(margin)
    text = "\n".join(writer.lines) + writer.pick("", "\n", "\n\n")
    return text.replace("\n", writer.pick("\n", "\r\n"))


def _data(node: Node | None, key: str = "") -> object:
    """Return what a file says: keys in any order, a single `was` as a list of one."""
    if isinstance(node, Map):
        return {name.value: _data(value, name.value) for name, value in node.items}
    if isinstance(node, Seq):
        return [_data(item) for item in node.items]
    return [node.value] if key == "was" and node else node and node.value


def _without_new_ids(before: object, after: object) -> object:
    if isinstance(before, dict) and isinstance(after, dict):
        kept = {key: value for key, value in after.items() if key in before or key != "id"}
        return {key: _without_new_ids(before.get(key), value) for key, value in kept.items()}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [_without_new_ids(*pair) for pair in zip(before, after, strict=True)]
    return after


def _compose(text: str) -> object:
    node, problems = compose(SourceFile(path="a.yaml", text=text))
    assert not problems, problems
    return _data(node)


@settings(max_examples=300, deadline=None)
@given(_chapters())
def test_every_value_and_every_comment_of_any_chapter_survives(text: str) -> None:
    before = _compose(text)
    after, changes = mended(text)
    assert _without_new_ids(before, _compose(after)) == before
    assert sorted(re.findall(r"# n\d+", after)) == sorted(re.findall(r"# n\d+", text))
    assert mended(after) == (after, [])
    assert bool(changes) == (after != text)
    assert after.endswith("\n") == text.endswith("\n")
    assert not re.search(r"(?<!\r)\n", after) or "\r" not in text
    assert _lines(text) <= _lines(after)


def _lines(text: str) -> Counter[str]:
    """Return the lines that mending may only move, with neither dash nor indentation."""
    lines = (re.sub(r"^ *(- +)?", "", line) for line in text.splitlines())
    return Counter(line for line in lines if line and not line.startswith(("{", "was:", "id:")))
