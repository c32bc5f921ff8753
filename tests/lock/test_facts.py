"""Ids that would come to mean another fact are refused; edits of what a card says are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lock.project import Project, wordings

OWN_KIND = {
    "kinds__word__kind.yaml": (
        "doc: a word\nfields: [{name: Word, doc: it, required: true}, {name: Sense, doc: what it means}]\n"
        "templates: [{name: Say, asks: Word, answers: Sense}]\n"
    ),
    "kinds__word__say.front.html": "{{Word}}",
    "kinds__word__say.back.html": "{{Sense}}",
}
KINDS = {
    "basic": '- {id: ID, kind: basic, front: "TEXT", back: "It: TEXT"}\n',
    "reversed": '- {id: ID, kind: basic, front: "TEXT", back: "It: TEXT", reverse: true}\n',
    "cloze": '- {id: ID, kind: cloze, text: "{{c1::TEXT}}"}\n',
    "definition": '- {id: ID, kind: definition, term: "TEXT", meaning: So}\n',
    "own kind": '- {id: ID, kind: word, word: "TEXT", sense: So}\n',
    "line": '    - {id: ID, cue: "TEXT", say: So}\n',
    "step": '    - {id: ID, step: "TEXT"}\n',
}
"""A note of each kind whose first field is TEXT."""
HEADS = {
    "line": "- id: call\n  kind: script\n  situation: The call begins.\n  lines:\n",
    "step": "- id: call\n  kind: sequence\n  title: The first day\n  steps:\n",
}
FOUR = ("What is a gate?", "Who owns the plan?", "When does the factory stop?", "Which test comes last?")
UNLIKE = (
    "Symbol of sodium chloride?",
    "1648: which treaty?",
    "GDP per capita, formula?",
    "Boiling point of ethanol in °C?",
)
LOT = "How many units are in a lot?"
REASON = "the two were mixed up when they were published"
ALLOW = "if it is the same fact in other words: lint: {allow: {other-fact: the reason}}"


def notes(kind: str, *parts: tuple[str, str]) -> str:
    """Return notes of a kind, each with its id (and what follows it) and its text."""
    form = KINDS[kind]
    return HEADS.get(kind, "") + "".join(form.replace("ID", names).replace("TEXT", text) for names, text in parts)


def numbered(kind: str, *texts: str, first: int = 1) -> str:
    """Return notes whose ids are their places, as a script that exports a table gives them."""
    return notes(kind, *((f"c{place}", text) for place, text in enumerate(texts, first)))


def chained(kind: str, *texts: str, first: int, step: int, above: tuple[tuple[str, str], ...] = ()) -> str:
    """Return notes whose ids are their places, each with a `was` that is so many places before."""
    return notes(kind, *above, *((f"c{place}, was: c{place - step}", text) for place, text in enumerate(texts, first)))


def key(kind: str, note_id: str) -> str:
    return f"call/{note_id}" if kind in HEADS else note_id


def taken(kind: str, new: str, old: str, own: str, more: str = "") -> tuple[str, str, str]:
    """Return what is said of a note that asks what another one asked; `own` is what it asked itself."""
    return (
        "other-fact",
        f'"{key(kind, new)}" asks what "{key(kind, old)}" asked, and its reviews are those of "{own}"{more}',
        f'give every card its own id again, and a new card a new one; if "{key(kind, old)}" is to be called "{new}",'
        f" add `was: {old}` to it, and so to each that was renamed with it; {ALLOW}",
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(Path())
    project.write("", **OWN_KIND)
    return project


@pytest.mark.parametrize("kind", KINDS)
def test_two_ids_that_are_exchanged(project: Project, kind: str) -> None:
    old = project.build(notes(kind, ("gate", FOUR[0]), ("plan", FOUR[1]))).notes
    assert wordings(project.problems(notes(kind, ("plan", FOUR[0]), ("gate", FOUR[1])))) == [
        taken(kind, "plan", "gate", FOUR[1]),
        taken(kind, "gate", "plan", FOUR[0]),
    ]
    new = project.build(notes(kind, ("plan, was: gate", FOUR[0]), ("gate, was: plan", FOUR[1]))).notes
    assert [new[key(kind, name)].guid for name in ("plan", "gate")] == [
        old[key(kind, name)].guid for name in ("gate", "plan")
    ]
    assert project.problems(notes(kind, ("plan", FOUR[0]), ("gate", FOUR[1]))) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_that_is_taken_again_after_its_note_was_retired(project: Project, kind: str) -> None:
    project.build(numbered(kind, *FOUR))
    project.build(numbered(kind, *FOUR[:3]))
    assert wordings(project.problems(numbered(kind, *FOUR[:3], "Fax?"))) == [
        (
            "other-fact",
            f'"{key(kind, "c4")}" was retired with "{FOUR[3]}" and now asks "Fax?"',
            f"give the new card a new id: learners still have the old one, with its reviews; {ALLOW}",
        )
    ]
    assert project.problems(numbered(kind, *FOUR)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_on_top_and_all_of_them_renumbered_by_their_place(project: Project, kind: str) -> None:
    project.build(numbered(kind, *FOUR))
    assert wordings(project.problems(numbered(kind, LOT, *FOUR))) == [
        taken(kind, "c2", "c1", FOUR[1]),
        taken(kind, "c3", "c2", FOUR[2]),
        taken(kind, "c4", "c3", FOUR[3]),
    ]
    assert project.problems(notes(kind, ("lot", LOT), *((f"c{n}", text) for n, text in enumerate(FOUR, 1)))) == ()


@pytest.mark.parametrize("top", ["lot", "c1"], ids=["with a new id on top", "with the first id on top"])
@pytest.mark.parametrize("kind", ["basic", "line", "step"])
def test_notes_are_renumbered_in_one_build_with_a_chain_of_was(project: Project, kind: str, top: str) -> None:
    old = project.build(numbered(kind, *FOUR)).notes
    new = project.build(chained(kind, *FOUR, first=2, step=1, above=((top, LOT),))).notes
    assert [new[key(kind, f"c{n + 1}")].guid for n in (1, 2, 3, 4)] == [
        old[key(kind, f"c{n}")].guid for n in (1, 2, 3, 4)
    ]
    assert new[key(kind, top)].guid not in {entry.guid for entry in old.values()}
    assert project.problems(notes(kind, (top, LOT), *((f"c{n}", text) for n, text in enumerate(FOUR, 2)))) == ()


def test_notes_move_up_in_one_build_with_a_chain_of_was_where_the_first_one_left(project: Project) -> None:
    old = project.build(numbered("basic", *FOUR)).notes
    assert wordings(project.problems(numbered("basic", *FOUR[1:]))) == [
        taken("basic", f"c{n}", f"c{n + 1}", FOUR[n - 1]) for n in (1, 2, 3)
    ]
    new = project.build(chained("basic", *FOUR[1:], first=1, step=-1)).notes
    assert [new[f"c{n}"].guid for n in (1, 2, 3)] == [old[f"c{n + 1}"].guid for n in (1, 2, 3)]
    assert [entry.guid for entry in new.values() if entry.retired] == [old["c1"].guid]


def test_of_many_ids_the_first_is_named_and_the_others_are_counted(project: Project) -> None:
    texts = (*FOUR, "How is a fault named?", "Where are the minutes kept?", "Why is the date in writing?")
    project.build(numbered("basic", *texts))
    assert wordings(project.problems(numbered("basic", LOT, *texts))) == [
        taken("basic", "c2", "c1", FOUR[1], "; so do 5 more cards")
    ]


@pytest.mark.parametrize("texts", [UNLIKE, FOUR], ids=["unlike each other", "short questions"])
def test_ids_that_change_facts_are_found_where_their_texts_are_edited_too(
    project: Project, texts: tuple[str, ...]
) -> None:
    first, second, *_ = texts
    project.build(numbered("basic", *texts))
    edited = [text.replace("?", " now?") for text in texts]
    exchanged = [edited[1], edited[0], *texts[2:]]
    assert wordings(project.problems(numbered("basic", *exchanged))) == [
        taken("basic", "c1", "c2", first),
        taken("basic", "c2", "c1", second),
    ]
    assert {problem.rule for problem in project.problems(numbered("basic", LOT, *edited))} == {"other-fact"}


@pytest.mark.parametrize("backs", [("Two", "One", "Three"), ("None", "One", "Two", "Three")])
def test_cards_with_the_same_front_are_known_by_their_backs(project: Project, backs: tuple[str, ...]) -> None:
    def cards(*backs: str) -> str:
        return "".join(f"- {{id: c{n}, kind: basic, front: Which ID?, back: {back}}}\n" for n, back in enumerate(backs))

    project.build(cards("One", "Two", "Three"))
    assert {problem.rule for problem in project.problems(cards(*backs))} == {"other-fact"}


def test_an_id_that_takes_over_from_a_card_that_left(project: Project) -> None:
    old = project.build(notes("basic", ("gate", FOUR[0]), ("plan", FOUR[1]))).notes
    assert wordings(project.problems(notes("basic", ("plan", FOUR[0])))) == [taken("basic", "plan", "gate", FOUR[1])]
    new = project.build(notes("basic", ("plan-2, was: gate", FOUR[0]))).notes
    assert new["plan-2"].guid == old["gate"].guid


def test_an_allow_with_a_reason_lets_it_pass_and_one_without_does_not(project: Project) -> None:
    def allowing(reason: str) -> str:
        return f", lint: {{allow: {{other-fact: {reason}}}}}"

    project.build(notes("basic", ("gate", FOUR[0]), ("plan", FOUR[1])))
    first, second = taken("basic", "plan", "gate", FOUR[1]), taken("basic", "gate", "plan", FOUR[0])
    for allow, left in ((allowing("so be it"), [first, second]), (allowing(REASON), [second])):
        cards = notes("basic", (f"plan{allow}", FOUR[0]), ("gate", FOUR[1]))
        assert wordings(project.problems(cards)) == left
    allow = allowing(REASON)
    assert project.problems(notes("basic", (f"plan{allow}", FOUR[0]), (f"gate{allow}", FOUR[1]))) == ()
    assert project.problems(notes("basic", ("plan", FOUR[0]), ("gate", FOUR[1]))) == ()


def capitals(*countries: str) -> str:
    return numbered("basic", *(f"What is the capital of {country}?" for country in countries))


COUNTRIES = capitals("France", "Niger", "Nigeria", "Mali", "Malawi", "Austria", "Australia")
MISSPELT = capitals("Frace", "Nigr", "Nigerria", "Maali", "Malwi", "Asutria", "Austrlia")
BASIC = notes("basic", ("gate", FOUR[0]), ("plan", FOUR[1]))
LINES, STEPS = (notes(kind, ("gate", FOUR[0]), ("plan", FOUR[1])) for kind in ("line", "step"))
WAIT, NAME = "Where does a project wait for a yes?", "Whose signature stands below it all?"
ORDINARY = {
    "nothing": (BASIC, BASIC),
    "a front wholly reworded": (BASIC, notes("basic", ("gate", WAIT), ("plan", FOUR[1]))),
    "all fronts wholly reworded": (BASIC, notes("basic", ("gate", WAIT), ("plan", NAME))),
    "another order": (BASIC, notes("basic", ("plan", FOUR[1]), ("gate", FOUR[0]))),
    "a card split in two": (
        notes("basic", ("gate", "What is a gate, and who holds it?")),
        notes("basic", ("gate", "What is a gate?"), ("gate-2", "Who holds a gate?")),
    ),
    "a new card with a former text": (BASIC, notes("basic", ("gate", WAIT), ("new", FOUR[0]), ("plan", FOUR[1]))),
    "other backs": (BASIC, BASIC.replace("It: ", "Not: ")),
    "backs exchanged": (
        BASIC,
        BASIC.replace("It: What", "It: why").replace("It: Who", "It: What").replace("It: why", "It: Who"),
    ),
    "two fronts made alike": (BASIC, notes("basic", ("gate", FOUR[0]), ("plan", FOUR[0]))),
    "one gone and one reworded": (BASIC, notes("basic", ("plan", NAME))),
    "lines in another order": (LINES, notes("line", ("plan", FOUR[1]), ("gate", FOUR[0]))),
    "steps in another order": (STEPS, notes("step", ("plan", FOUR[1]), ("gate", FOUR[0]))),
    "lines wholly reworded": (LINES, notes("line", ("gate", WAIT), ("plan", NAME))),
    "two cards on one fact joined under the better text": (
        notes("basic", ("one", "Lewis Carroll"), ("two", "Lewis Carroll, or Charles Dodgson")),
        '- {id: one, kind: basic, front: "Lewis Carroll, or Charles Dodgson", back: "It: Lewis Carroll"}\n',
    ),
    "places that move up after one left": (
        "".join(
            f"- {{id: {one}, kind: basic, front: '{place}', back: {one}}}\n" for place, one in enumerate("abcd", 4)
        ),
        "".join(f"- {{id: {one}, kind: basic, front: '{place}', back: {one}}}\n" for place, one in enumerate("acd", 4)),
    ),
    "one wording for all, and one card gone": (
        numbered("basic", "Flag of Cuba: colours?", "Flag of Iraq: colours?", "Which colours has the flag of Chile?"),
        numbered("basic", "Which colours has the flag of Cuba?", "Which colours has the flag of Iraq?"),
    ),
    "fronts that are nearly the same with their typos mended": (MISSPELT, COUNTRIES),
    "fronts that are nearly the same with typos made": (COUNTRIES, MISSPELT),
}


@pytest.mark.parametrize("edit", ORDINARY)
def test_ordinary_edits_are_not_refused(project: Project, edit: str) -> None:
    before, after = ORDINARY[edit]
    project.build(before)
    assert project.problems(after) == ()
