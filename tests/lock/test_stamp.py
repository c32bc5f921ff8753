"""Who a note is: given once, kept through renames, retirement and return."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.diagnostics import Severity
from builder.lock.ledger import Ledger
from tests.lock.project import Project, wordings

A = "- {id: a, kind: basic, front: What is a gate?, back: A decision}\n"
B = "- {id: b, kind: basic, front: Who signs it?, back: The chair}\n"
C = "- {id: c, kind: basic, front: How many of them?, back: Five}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(Path())


def identity(ledger: Ledger, key: str) -> tuple[str, int]:
    """Return a note's GUID and note id."""
    return ledger.notes[key].guid, ledger.notes[key].nid


def test_a_note_that_did_not_change_keeps_its_whole_line(project: Project) -> None:
    before = project.build(A + B)
    after = project.build(A + B.replace("The chair", "The board"))
    assert after.notes["a"] == before.notes["a"]
    assert after.notes["b"].mod == project.now
    assert identity(after, "b") == identity(before, "b")


def test_a_change_is_newer_also_where_the_clock_went_back(project: Project) -> None:
    before = project.build(A)
    project.now -= 10 * 86_400
    after = project.build(A.replace("A decision", "A choice"))
    assert after.notes["a"].mod == before.notes["a"].mod + 1


def test_was_keeps_the_identity_over_two_renames_and_a_release_that_was_skipped(project: Project) -> None:
    before = project.build(A)
    assert identity(project.build(A.replace("id: a", "id: x, was: a")), "x") == identity(before, "a")
    ledger = project.build(A.replace("id: a", "id: y, was: [a, x]"))
    assert identity(ledger, "y") == identity(before, "a")
    assert set(ledger.notes) == {"y"}


def test_an_old_id_that_a_new_card_takes_gets_another_identity(project: Project) -> None:
    before = project.build(A)
    project.build(A.replace("id: a", "id: x, was: a"))
    ledger = project.build(A.replace("id: a", "id: x") + B.replace("id: b", "id: a"))
    assert identity(ledger, "x") == identity(before, "a")
    assert ledger.notes["a"].guid != ledger.notes["x"].guid
    assert ledger.notes["a"].nid != ledger.notes["x"].nid


def test_a_renamed_card_that_leaves_comes_back_as_itself(project: Project) -> None:
    before = project.build(A + B)
    project.build(A.replace("id: a", "id: x, was: a") + B)
    retired = project.build(B).notes["x"]
    assert retired.retired
    back = project.build(A.replace("id: a", "id: x") + B).notes["x"]
    assert (back.guid, back.nid, back.retired) == (*identity(before, "a"), 0)
    assert back.mod == retired.mod, "it is what learners have"


def test_a_line_keeps_its_identity_when_its_card_and_itself_are_renamed(project: Project) -> None:
    text = (
        "- id: {}\n  kind: script\n  situation: They call.\n  lines:\n    - {{id: {}, cue: Hello?, say: Hello.}}\n"
        "    - {{id: end, cue: Bye., say: Bye.}}\n"
    )
    before = project.build(text.format("call", "open"))
    after = project.build(text.format("phone\n  was: call", "start, was: open"))
    assert [identity(after, key) for key in ("phone", "phone/start", "phone/end")] == [
        identity(before, key) for key in ("call", "call/open", "call/end")
    ]


def test_a_new_line_of_a_renamed_card_is_no_problem(project: Project) -> None:
    text = "- id: {}\n  kind: script\n  situation: They call.\n  lines:\n    - {{id: a, cue: Hello?, say: Hello.}}\n"
    project.build(text.format("call"))
    project.write(text.format("phone\n  was: call") + "    - {id: b, cue: Bye., say: Bye.}\n")
    assert wordings(project.attempt().problems) == []


def test_an_id_renamed_to_one_that_was_retired_keeps_its_own_reviews(project: Project) -> None:
    before = project.build(A + B)
    project.build(A)
    after = project.build(A.replace("id: a", "id: b, was: a"))
    assert identity(after, "b") == identity(before, "a")
    assert identity(after, f"b#{before.notes['b'].guid}") == identity(before, "b")


def test_a_was_that_comes_after_a_build_without_it_still_finds_the_reviews(project: Project) -> None:
    before = project.build(A)
    between = project.build(A.replace("id: a", "id: x"))
    project.write(A.replace("id: a", "id: x, was: a"))
    result = project.attempt()
    (problem,) = result.problems
    assert (problem.severity, problem.rule) == (Severity.WARNING, "two-histories")
    after = project.ledger()
    assert identity(after, "x") == identity(before, "a")
    assert after.notes[f"x#{between.notes['x'].guid}"].retired


def test_was_of_a_card_beside_which_the_new_one_has_lived_is_refused_at_every_build(project: Project) -> None:
    before = project.build(A + B)
    project.write(B.replace("id: b", "id: b, was: a"))
    for _ in range(2):
        assert wordings(project.attempt().problems) == [
            (
                "was-two-cards",
                '"b" and "a" were two cards until now, each with its own reviews',
                'delete `was: a`: Anki cannot join them; "a" is retired, and keeps its reviews',
            )
        ]
    assert project.ledger() == before
    after = project.build(B)
    assert identity(after, "b") == identity(before, "b")
    assert after.notes["a"].retired


SWAP = A.replace("id: a", "id: b, was: a") + B.replace("id: b", "id: a, was: b")


def test_two_cards_exchange_their_ids_in_one_build(project: Project) -> None:
    before = project.build(A + B)
    after = project.build(SWAP)
    assert (identity(after, "a"), identity(after, "b")) == (identity(before, "b"), identity(before, "a"))
    assert (after.notes["a"].mod, after.notes["b"].mod) == (project.now, project.now), "their own ids show on them"


def test_a_was_that_is_done_means_nothing_more(project: Project) -> None:
    project.build(A + B)
    swapped = project.build(SWAP)
    assert project.build(SWAP) == swapped
    assert project.build(SWAP.replace(", was: a", "").replace(", was: b", "")) == swapped


def test_ids_move_on_in_a_ring(project: Project) -> None:
    before = project.build(A + B + C)
    ring = (
        A.replace("id: a", "id: b, was: a") + B.replace("id: b", "id: c, was: b") + C.replace("id: c", "id: a, was: c")
    )
    after = project.build(ring)
    assert [identity(after, key) for key in "bca"] == [identity(before, key) for key in "abc"]
    assert project.build(ring) == after


def test_an_id_passes_on_while_a_new_card_takes_another(project: Project) -> None:
    before = project.build(A + B)
    after = project.build(A.replace("id: a", "id: b, was: a") + B.replace("id: b", "id: d, was: b"))
    assert (identity(after, "b"), identity(after, "d")) == (identity(before, "a"), identity(before, "b"))
    assert set(after.notes) == {"b", "d"}


def test_a_card_that_is_removed_and_comes_back_unchanged_keeps_its_line(project: Project) -> None:
    before = project.build(A + B)
    away = project.build(A)
    assert away.notes["b"] == before.notes["b"]._replace(retired=project.now)
    assert project.build(A + B) == before


def test_a_card_that_comes_back_changed_is_newer(project: Project) -> None:
    project.build(A + B)
    project.build(A)
    assert project.build(A + B.replace("The chair", "The board")).notes["b"].mod == project.now


def test_a_lock_of_the_first_format_is_read(project: Project) -> None:
    before = project.build(A + B)
    text = project.lock.read_text("utf-8").replace('{"deckwright": 2,', '{"deckwright": 1,')
    old = before.notes["b"]
    line = f'"mod":{old.mod}'
    head, b, rest = text.partition('"b": {')
    entry, end, tail = rest.partition("},")
    project.lock.write_text(head + b + entry.replace(line, f'"mod":{old.mod + 50}') + ',"retired":true' + end + tail)
    ledger = project.ledger()
    assert ledger.notes["a"] == before.notes["a"]
    assert ledger.notes["b"] == old._replace(mod=old.mod + 50, retired=old.mod + 50, marked=old.mod + 50)
    assert project.build(A + B).notes["b"].mod > old.mod + 50, "newer than a tombstone that may be out"


def test_an_unknown_was_gets_a_guess(project: Project) -> None:
    project.build(A.replace("id: a", "id: gates"))
    assert wordings(project.problems(B.replace("id: b", "id: b, was: gate"))) == [
        ("unknown-was", '"was" names "gate", which the lock has not', 'did you mean "gates"?')
    ]


def test_two_notes_never_keep_one_note_id(project: Project) -> None:
    project.build(A + B + C)
    ledger = project.ledger()
    lock = project.lock.read_text("utf-8")
    project.lock.write_text(lock.replace(str(ledger.notes["b"].nid), str(ledger.notes["a"].nid)), "utf-8")
    ids = [entry.nid for entry in project.build(A + B + C).notes.values()]
    assert len(set(ids)) == 3


def test_a_cloze_number_that_is_taken_out_is_remembered(project: Project) -> None:
    project.build('- {id: a, kind: cloze, text: "{{c1::one}} and {{c2::two}}"}\n')
    ledger = project.build('- {id: a, kind: cloze, text: "{{c1::one}} and two"}\n')
    entry = ledger.notes["a"]
    assert (entry.clozes, entry.gone) == (((1, "one"),), ((2, "two"),))
    assert (entry.ords, entry.retired) == ((), False)


def test_an_exchange_of_ids_with_one_was_missing_is_refused(project: Project) -> None:
    project.build(A + B)
    half = B.replace("id: b", "id: a, was: b") + A.replace("id: a", "id: b")
    assert wordings(project.problems(half)) == [
        (
            "was-missing",
            '"b" asks what "a" asked, whose id another card takes with `was`',
            "add `was: a`, and its reviews come along",
        )
    ]
    before = project.ledger()
    after = project.build(half.replace("id: b,", "id: b, was: a,"))
    assert [identity(after, key) for key in "ab"] == [identity(before, key) for key in "ba"]


def test_a_card_whose_id_another_takes_when_it_leaves_is_told_as_retired(project: Project) -> None:
    project.build(A + B)
    project.write(B.replace("id: b", "id: a, was: b"))
    (deck,) = project.attempt().decks
    assert deck.report.renamed == (("b", "a"),)
    assert deck.report.retired == (("a", "What is a gate?"),)
