"""What a rule looks at follows from what a kind is, of the built-in kinds as of an author's own."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from builder.kinds import builtin_kinds
from builder.lint.rules import RULES
from builder.model import Trait
from tests.lint.decks import reported
from tests.support import write_deck

QUESTIONS = {"yes-no", "vague-question", "negative-stem", "open-list"}
"""Rules for fronts that the author words as a question."""
ANSWERS = {"answer-leak", "answer-too-long", "enumeration", "number-without-unit"}
"""Rules for answers that are known or not."""
LEFT_ALONE = {
    Trait.FACT: set[str](),
    Trait.TERM: {"dangling-reference"},
    Trait.OPTIONS: {"open-list", "enumeration"},
    Trait.GAPS: {*QUESTIONS, *ANSWERS, "two-questions", "question-length"},
    Trait.STEPS: {*ANSWERS, "yes-no", "open-list", "dangling-reference", "number-without-date"} - {"answer-leak"},
    Trait.SPOKEN: {*QUESTIONS, *ANSWERS, "two-questions", "dangling-reference", "number-without-date"},
    Trait.RUBRIC: {*QUESTIONS, *ANSWERS, "two-questions", "dangling-reference", "number-without-date"},
    Trait.CONTRAST: {*QUESTIONS, *ANSWERS, "dangling-reference", "number-without-date"},
    Trait.FIXED_CARDS: {"sibling-flood"},
}
"""By trait, the rules that do not look at a kind which has it."""
LOOKED_AT = {
    Trait.GAPS: {"cloze-too-many", "cloze-starved", "cloze-bad-target", "cloze-leak"},
    Trait.SPOKEN: {"script-line-too-long", "ambiguous-cue"},
    Trait.RUBRIC: {"rubric-missing"},
    Trait.CONTRAST: {"contrast-no-why"},
}
"""By trait, the rules that look at nothing but kinds which have it."""


@pytest.mark.parametrize("trait", Trait)
def test_a_trait_decides_which_rules_look_at_a_kind(trait: Trait) -> None:
    special = {rule.id for rule in RULES.values() if rule.only}
    assert {rule.id for rule in RULES.values() if not rule.covers({trait})} - special == LEFT_ALONE[trait]
    assert {rule.id for rule in RULES.values() if rule.covers({trait})} & special == LOOKED_AT.get(trait, set())


def test_a_kind_without_traits_is_looked_at_by_all_rules_but_the_special_ones() -> None:
    assert {rule.id for rule in RULES.values() if not rule.covers(set())} == set().union(*LOOKED_AT.values())


def test_the_built_in_kinds_are_what_they_say() -> None:
    assert {name: set(kind.traits) - {Trait.FIXED_CARDS} for name, kind in builtin_kinds().items()} == {
        "basic": {Trait.FACT},
        "choice": {Trait.FACT, Trait.OPTIONS},
        "cloze": {Trait.GAPS},
        "contrast": {Trait.CONTRAST},
        "definition": {Trait.FACT, Trait.TERM},
        "scenario": {Trait.RUBRIC},
        "script": {Trait.SPOKEN},
        "sequence": {Trait.STEPS},
    }
    assert [name for name, kind in builtin_kinds().items() if Trait.FIXED_CARDS not in kind.traits] == ["cloze"]


@pytest.mark.parametrize(
    ("traits", "chars"),
    [
        (set[Trait](), 140),
        ({Trait.FACT}, 140),
        ({Trait.TERM}, 200),
        ({Trait.SPOKEN}, 200),
        ({Trait.RUBRIC}, 320),
        ({Trait.SPOKEN, Trait.RUBRIC, Trait.FACT}, 320),
    ],
)
def test_the_length_of_a_question_depends_on_what_its_kind_is(traits: AbstractSet[Trait], chars: int) -> None:
    (threshold,) = (limit for limit in RULES["question-length"].thresholds if limit.name == "chars")
    assert threshold.default_for(traits) == chars


def own_kind(
    root: Path, name: str, head: str, fields: str, asks: str, answers: str, sides: str, beside: str = ""
) -> None:
    """Write an own kind with one template, whose two sides are alike."""
    template = f"{{name: T, asks: [{asks}], answers: [{answers}]{beside and f', beside: [{beside}]'}}}"
    kind = f"doc: a kind\n{head}\nfields: [{fields}]\ntemplates: [{template}]\n"
    page = {f"t.{side}.html": sides for side in ("front", "back")}
    write_deck(root, {f"kinds/{name}/{file}": text for file, text in {"kind.yaml": kind, **page}.items()})


def warnings_of(root: Path, cards: str, settings: str = "") -> list[str]:
    """Return the heads of what `check` says, without info."""
    lines = reported(root, cards, settings, frozenset(RULES) - {"orphan-card"}).splitlines()
    return [line for line in lines if line.startswith("10-a.yaml:")]


SENTENCE = "{name: Sentence, doc: it, required: true}"


def gaps_kind(root: Path, asks: str = "Sentence", answers: str = "Sentence") -> None:
    fields = f"{SENTENCE}, {{name: Note, doc: a note}}"
    own_kind(root, "gaps", "cloze: true", fields, asks, answers, "{{cloze:Sentence}} {{Note}}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Does every {{c1::gate}} hold back the next phase of a project, or only the last one?",
        "Explain to the team why it is {{c1::not}} the supplier who decides what the shops are told.",
        "List all the {{c1::owners}} of a launch: the program manager, the buyer, the planner and the lead.",
        f"{{{{c1::Gates}}}} are held {'again and again ' * 12}until all conditions are met.",
    ],
)
def test_an_own_cloze_kind_is_not_judged_as_a_question(sentence: str, tmp_path: Path) -> None:
    gaps_kind(tmp_path)
    assert warnings_of(tmp_path, f'- {{id: a, kind: gaps, sentence: "{sentence}"}}\n') == []


@pytest.mark.parametrize(("asks", "answers"), [("Sentence", "Sentence"), ("Note, Sentence", "Note"), ("Note", "Note")])
def test_the_rules_for_cloze_cards_look_at_the_sentence_of_an_own_kind(asks: str, answers: str, tmp_path: Path) -> None:
    gaps_kind(tmp_path, asks, answers)
    cards = """\
    - {id: a, kind: gaps, note: see Gates, sentence: "Of two roadmaps the {{c1::roadmap}} of the buyer comes first."}
    - {id: b, kind: gaps, note: see Pay, sentence: "At first the salary for the job was {{c1::90,000}} euros a year."}
    - {id: c, kind: gaps, note: see Keys, sentence: "The {{c1::a}} {{c2::b}} {{c3::c}} {{c4::d}} of a very long list."}
    """
    assert warnings_of(tmp_path, cards, "lint: {rules: {cloze-starved: off}}") == [
        '10-a.yaml:4:73: error[cloze-leak]: the rest of the card still shows "roadmap"',
        '10-a.yaml:5:93: warning[number-without-date]: a number that changes with time ("salary") has no date',
        "10-a.yaml:6:51: warning[cloze-too-many]: 4 cloze numbers make 4 cards of one sentence,"
        " each of which shows the others' answers",
        '10-a.yaml:6:56: warning[cloze-bad-target]: the gap hides "a", a filler word',
    ]


CUE_AND_SAY = """{name: They say, key: cue, doc: a cue, required: true},
  {name: You say, key: say, doc: a line, required: true}"""


def test_an_own_kind_that_is_spoken_is_judged_like_a_script(tmp_path: Path) -> None:
    own_kind(tmp_path, "pitch", "traits: spoken", CUE_AND_SAY, "They say", "You say", "{{They say}} {{You say}}")
    long = "Well, I have looked at the offers and I would like to hear the band for this level before I say a number."
    cards = f"""\
    - {{id: a, kind: pitch, cue: Tell me about yourself., say: I ship what others plan.}}
    - {{id: b, kind: pitch, cue: Tell me about yourself, say: I plan what others ship.}}
    - {{id: c, kind: pitch, cue: What do you expect?, say: "{long}"}}
    """
    assert warnings_of(tmp_path, cards, "# no source") == [
        "10-a.yaml:3:10: error[source-missing]: a pitch has no source",
        "10-a.yaml:4:10: error[source-missing]: a pitch has no source",
        '10-a.yaml:4:31: error[ambiguous-cue]: the cue "Tell me about yourself" stands at 10-a.yaml:3:31 too,'
        " with another line to say",
        "10-a.yaml:5:10: error[source-missing]: a pitch has no source",
        "10-a.yaml:5:57: warning[script-line-too-long]: the line has 23 words, more than 20: 9 seconds of speech",
    ]


def test_without_the_trait_the_same_kind_asks_questions(tmp_path: Path) -> None:
    own_kind(tmp_path, "pitch", "", CUE_AND_SAY, "They say", "You say", "{{They say}} {{You say}}")
    cards = "- {id: a, kind: pitch, cue: Tell me about yourself., say: I ship what others plan.}\n"
    assert warnings_of(tmp_path, cards) == [
        '10-a.yaml:4:31: warning[vague-question]: "Tell me about" does not say which answer counts,'
        " so every review answers something else"
    ]


ORDER = "task: In which order does the PDCA of a team run?"


@pytest.mark.parametrize(
    ("trait", "fields", "card", "expected"),
    [
        ("fact", "{name: Steps, doc: s, shape: texts}", f"{ORDER}, steps: [Plan it, Do it, Check it, Act on it]",
         '10-a.yaml:4:60: warning[acronym-undefined]: nothing before this card says what "PDCA" stands for'),
        ("steps", "{name: Steps, doc: s, shape: texts}", f"{ORDER}, steps: [Plan it, Do it, Check it, Act on it]", ""),
        ("term", "{name: Meaning, doc: m}", f"{ORDER}, meaning: As written", ""),
        ("rubric", "{name: Rubric, doc: r, shape: texts}", "task: Describe what you do., rubric: [Names the owner]",
         "10-a.yaml:4:59: error[rubric-missing]: the answer-it has a rubric of 1 point, expected 2 to 5 points"),
        ("contrast", "{name: Bad, doc: b}, {name: Good, doc: g}, {name: Why, doc: w}",
         "task: Describe what you did., bad: I managed it well, good: I cut two features",
         '10-a.yaml:4:10: error[contrast-no-why]: an answer-it without "why" teaches two lines, and not what tells them'
         " apart"),
    ],
    ids=["fact", "steps", "term", "rubric", "contrast"],
)  # fmt: skip
def test_an_own_kind_is_judged_by_its_traits(trait: str, fields: str, card: str, expected: str, tmp_path: Path) -> None:
    fields = f"{{name: Task, doc: a task, required: true}}, {fields}, {{name: Answer, doc: an answer}}"
    own_kind(tmp_path, "answer-it", f"traits: [{trait}]", fields, "Task", "Answer", "{{Task}}")
    cards = f"- {{id: a, kind: answer-it, {card}, answer: It is said on the day}}\n"
    assert warnings_of(tmp_path, cards) == ([expected] if expected else [])


def test_options_of_own_kinds_count_among_the_choices_of_a_deck(tmp_path: Path) -> None:
    fields = "{name: Ask, doc: a, required: true}, {name: Options, doc: o, shape: texts}, {name: Answer, doc: a}"
    own_kind(tmp_path, "pick", "traits: [options, fact]", fields, "Ask, Options", "Answer", "{{Ask}}")
    card = "- {id: c%d, kind: pick, ask: Which of these is sign %d?, options: [left, right], answer: left}\n"
    cards = "".join(card % (n, n) for n in range(8))
    lines = reported(tmp_path, cards, "", {"contrast-cue"}).splitlines()
    assert lines[0] == (
        "deck.yaml:1:7: warning[contrast-cue]: the answer is option A in 8 of 8 choices, which a learner will notice"
    )


@pytest.mark.parametrize(("beside", "is_told"), [("", True), ("Scene", False)])
def test_what_an_own_kind_shows_beside_its_question_is_not_judged_as_one(
    beside: str, is_told: bool, tmp_path: Path
) -> None:
    scene = "Is the gate open? " * 12
    fields = "{name: Scene, doc: a scene, required: true}, {name: Ask, doc: it}, {name: Say, doc: an answer}"
    own_kind(tmp_path, "scene", "", fields, "Scene, Ask", "Say", "{{Scene}} {{Ask}}", beside)
    card = f"- {{id: a, kind: scene, scene: '{scene}', ask: Who decides on it?, say: The chair of the board}}\n"
    rules = [line.partition("[")[2].partition("]")[0] for line in warnings_of(tmp_path, card)]
    assert rules == (["question-length", "two-questions", "yes-no"] if is_told else [])


def test_a_card_whose_question_is_empty_is_judged_too(tmp_path: Path) -> None:
    fields = "{name: Scene, doc: a scene, required: true}, {name: Ask, doc: it}, {name: Say, doc: an answer}"
    own_kind(tmp_path, "scene", "", fields, "Ask", "Say", "{{Scene}} {{Ask}}")
    card = "- {id: a, kind: scene, scene: A gate, say: chair, context: What does the chair of the board decide?}\n"
    assert warnings_of(tmp_path, card) == []
