"""Steps and lines as plain texts: told at their place, and given ids by `--fix` with all else as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.cli.main import main
from builder.kinds import builtin_kinds
from builder.kinds.base import child_note, note_type
from builder.model import Kind, Trait
from builder.schema import Key, Shape
from builder.source.autofix import autofix
from builder.source.taken_ids import TakenIds
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile
from tests.support import check_text, write_deck

HEAD = "title: T\nsource: own\nkind: sequence\ncards:\n"


def mended(steps: str, *locked: str) -> str:
    """Return what `--fix` makes of the steps of the only card."""
    card = f"{HEAD}  - id: a\n    title: To build\n    steps:"
    taken = TakenIds(locked=frozenset(locked))
    taken.add_file(SourceFile(path="a.yaml", text=card + steps))
    after, _ = autofix(card + steps, builtin_kinds(), taken)
    assert autofix(after, builtin_kinds(), taken) == (after, ())
    return after.removeprefix(card)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            " [Plan, 'Do it', \"Check\"]\n",
            " [{id: plan, step: Plan}, {id: do-it, step: 'Do it'}, {id: check, step: \"Check\"}]\n",
        ),
        (
            " # in order\n      # first\n      - Plan  # with care\n      - 'Do: it'\n\n      -   Check, then [look]\n",
            " # in order\n      # first\n      - id: plan\n        step: Plan  # with care\n"
            "      - id: do-it\n        step: 'Do: it'\n\n"
            "      -   id: check-look\n          step: Check, then [look]\n",
        ),
        (
            "\n    - Plan\n    - {id: do, step: Do}\n    - id: check\n      step: Check\n      why: Faults are many.\n",
            "\n    - id: plan\n      step: Plan\n    - {id: do, step: Do}\n    - id: check\n      step: Check\n"
            "      why: Faults are many.\n",
        ),
        ("\r\n    - Plan\r\n    - Do", "\r\n    - id: plan\r\n      step: Plan\r\n    - id: do\r\n      step: Do"),
        (
            "\n    -\n      Plan\n    - Do\n",
            "\n    -\n      id: plan\n      step: Plan\n    - id: do\n      step: Do\n",
        ),
        (
            "\n    - |\n      Plan\n\n        - deep\n    - Do\n      it now\n",
            "\n    - id: plan-deep\n      step: |\n        Plan\n\n          - deep\n"
            "    - id: now\n      step: Do\n        it now\n",
        ),
        ("\n    - Plan\n    - Plan\n", "\n    - id: plan\n      step: Plan\n    - id: plan-2\n      step: Plan\n"),
        ("\n    - '!'\n    - 12:30\n", "\n    - id: step\n      step: '!'\n    - id: 12-30\n      step: 12:30\n"),
        ("\n    - Plan\n    -\n", "\n    - id: plan\n      step: Plan\n    -\n"),
        (" Plan\n", " Plan\n"),
    ],
)  # fmt: skip
def test_each_plain_step_gets_an_id_and_all_else_stays(before: str, after: str) -> None:
    assert mended(before) == after


def test_no_step_gets_an_id_that_another_had_before() -> None:
    after = "\n    - id: plan-2\n      step: Plan\n    - id: do\n      step: Do\n"
    assert mended("\n    - Plan\n    - Do\n", "a/plan", "b/do") == after


def _steps(text: str) -> list[str]:
    """Return what the steps of the first card say."""

    def inner(node: Node | None, key: str) -> Node | None:
        return next((value for name, value in node.items if name.value == key), None) if isinstance(node, Map) else None

    node, problems = compose(SourceFile(path="", text=text))
    assert problems == ()
    cards = inner(node, "cards")
    listed = inner(cards.items[0] if isinstance(cards, Seq) else None, "steps")
    assert isinstance(listed, Seq)
    steps = [inner(item, "step") if isinstance(item, Map) else item for item in listed.items]
    return [step.value for step in steps if step is not None and not isinstance(step, Map | Seq)]


_WORDS = st.text(alphabet="ab :#'\"|>-[]{},\n", max_size=12)

_DASHES = ["\n    - ", "\n    -   ", "\n      - ", "\n    -\n      "]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(_WORDS, min_size=2, max_size=4),
    st.sampled_from(["\n    - ", "\n    -   ", "\n      - ", "\n    -\n      "]),
)
def test_whatever_the_form_of_a_list_its_steps_say_the_same_afterwards(texts: list[str], dash: str) -> None:
    before = f"{HEAD}  - id: a\n    title: To build\n    steps:{''.join(f'{dash}{text}' for text in texts)}\n"
    if compose(SourceFile(path="", text=before))[1]:
        return
    try:
        said = _steps(before)
    except AssertionError:
        return  # it became no list of steps
    taken = TakenIds()
    assert _steps(autofix(before, builtin_kinds(), taken)[0]) == said


def said() -> str:
    """Return what is said of the project here, without lines of the place."""
    return re.sub(r"^ +\d* \|.*\n", "", check_text(Path()), flags=re.M)


DECK = {"10-a.yaml": f"{HEAD}  - id: a\n    title: To build\n    steps: [Plan, Do]\n"}


def test_without_fix_each_is_told_at_its_place_and_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_deck(Path(), DECK)
    told = 'error[missing-key]: an item of "steps" has no id\n'
    assert said() == (
        f"cards/demo/10-a.yaml:7:13: {told}  hint: write {{id: plan, step: 'Plan'}}; deckwright check --fix does it\n\n"
        f"cards/demo/10-a.yaml:7:19: {told}  hint: write {{id: do, step: 'Do'}}; deckwright check --fix does it\n"
    )
    assert CliRunner().invoke(main, ["build"]).exit_code == 1
    assert not (folder / "deck.lock").exists()
    result = CliRunner().invoke(main, ["check", "--fix"])
    assert result.stderr == (
        'cards/demo/10-a.yaml:7:13: gave it the id "plan"\ncards/demo/10-a.yaml:7:37: gave it the id "do"\n'
    )
    assert check_text(Path()) == ""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "lines: [Where are you?, Here.]",
            'error[wrong-type]: an item of "lines" is text, expected a mapping\n'
            "  hint: write {id: where-are-you, cue: 'Where are you?', say: …}",
        ),
        (
            "lines:\n      - Where?",
            'error[wrong-type]: an item of "lines" is text, expected a mapping\n'
            "  hint: write - {id: where, cue: 'Where?', say: …}",
        ),
        (
            "lines:\n      -",
            'error[empty-value]: "lines" holds an empty item\n  hint: write it, or delete the line',
        ),
        (
            "lines:\n      - [a]",
            'error[wrong-type]: an item of "lines" is a list, expected a mapping\n'
            "  hint: write it with its keys: id, cue, say, intent, keep, was",
        ),
    ],
)
def test_a_line_of_a_script_needs_both_of_its_texts_and_says_so(
    lines: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chapter = f"title: T\nsource: own\ncards:\n  - id: a\n    kind: script\n    situation: S\n    {lines}\n"
    folder = write_deck(Path(), {"10-a.yaml": chapter})
    assert told in said()
    CliRunner().invoke(main, ["check", "--fix"])
    assert (folder / "10-a.yaml").read_text() == chapter


def test_a_kind_with_a_list_of_its_own_has_the_same_by_its_keys_alone() -> None:
    entry = (Key(name="id", doc="", required=True), Key(name="label", doc="", required=True), Key(name="note", doc=""))
    kind = Kind(
        name="layers",
        doc="layers",
        keys=(Key(name="layers", doc="the layers", shape=Shape.ENTRIES, required=True, keys=entry),),
        note_types=(note_type(Path(), "layer", "Layer", ("Label",), ()),),
        expand=lambda card: (child_note(card, layer, "layer", {}) for layer in card.entry.entries("layers")),
        traits=frozenset({Trait.FIXED_CARDS}),
    )
    text = "title: T\nkind: layers\ncards:\n  - id: skin\n    layers: [Epidermis, Dermis]\n"
    assert autofix(text, {"layers": kind}, TakenIds())[0] == (
        "title: T\nkind: layers\ncards:\n  - id: skin\n"
        "    layers: [{id: epidermis, label: Epidermis}, {id: dermis, label: Dermis}]\n"
    )
