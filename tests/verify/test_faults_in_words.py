"""What is lost, in the words that people read: a line for each kind of loss, and the notes and cards that it hits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verify.cases import FACTS, PLAIN, run
from tests.verify.packages import Build, Kind, rows
from tests.verify.test_faults import FAULTS

FIVE = """\
      How is earned value measured?
      What does a gate review decide?
      What does float tell you?
      What is the critical path?
      When is a risk closed?
      and 3 more"""
SEVEN = """\
      How is earned value measured? · Spare
      What does a gate review decide? · Spare
      What does float tell you? · Spare
      When is a risk closed? · Spare
      Where do lessons learned go? · Spare
      and 2 more"""

WORDS = {
    "adds a field": f"""\
lost: notes in conflict, which get no update, now or later: 8
{FIVE}
lost: note types that are there twice: 1
      Simple+
lost: notes whose new text does not arrive: 1
      Why keep a decision log?""",
    "sorts by another field": """\
lost: a full sync is forced, which drops the reviews that another device has not synced: 1
      the collection
lost: notes whose new text does not arrive: 1
      Why keep a decision log?""",
    "stamps each build with the same time": """\
lost: notes whose new text does not arrive: 1
      Who owns the business case?""",
    "gives some notes a new time for nothing": """\
lost: notes marked as changed that are not, where the learner's own tags and edits go: 3
      What does a gate review decide?
      When is a risk closed?
      Who owns the business case?""",
    "edits every text a little where the GUID is a hash of all fields": f"""\
lost: notes that came back under another identity: the learner has both, and the reviews are with the old one: 8
{FIVE}""",
    "gives two new notes one GUID": """\
lost: notes or cards that are there twice: 1
      What is a milestone?""",
    "writes another fact under an old GUID": """\
lost: cards that ask for another fact than the one that was reviewed: 1
      When is a risk closed? · Card 1""",
    "exchanges two cloze numbers": """\
lost: cards that ask what another side or card of their note asked: 2
      Paris is the capital of France · cloze 1
      Paris is the capital of France · cloze 2""",
    "changes the style and not the note type's time": """\
lost: note types whose new look does not arrive: 1
      Simple""",
    "draws a picture anew under the same name and stamps each build with one time": """\
lost: pictures and sounds that stay the old ones: 1
      What is the critical path? · path.png""",
    "draws anew a picture that many notes show, and stamps each build with one time": """\
lost: pictures and sounds that stay the old ones: 1
      How is earned value measured? · path.png""",
    "leaves a new sound out of the package": """\
lost: pictures and sounds that cards refer to and the package does not have: 1
      How is float said? · float.mp3""",
    "says on a front that its cards were withdrawn": f"""\
lost: notes and cards that each device numbers by itself: after a sync the learner has them twice: 7
{SEVEN}
lost: cards that are in neither package and that Anki deals by itself: 7
{SEVEN}""",
    "takes a cloze out": """\
lost: cards that ask nothing any more: 1
      Gutenberg printed with movable type around 1450 · cloze 2""",
    "empties an answer": """\
lost: cards that show no answer any more: 1
      What is the critical path? · Card 1""",
    "leaves blanks for a question": """\
lost: cards that ask nothing any more: 1
      What is the critical path? · Card 1""",
    "gives two spare templates the same front": """\
lost: note types that the learner cannot change any more: 1
      Simple""",
}


def losses_in_words(text: str) -> str:
    """Return the lines about losses, without the advice."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith("lost: ")), len(lines))
    return "\n".join(line for line in lines[first:] if line.startswith(("lost: ", " " * 6)))


@pytest.mark.parametrize("does", WORDS)
def test_a_loss_is_told_in_words(does: str, tmp_path: Path) -> None:
    (case,) = (case for case in FAULTS if case.does == does)
    result = run(tmp_path, case.old, case.new)
    assert (losses_in_words(result.stdout), result.stdout.splitlines()[-1], result.exit_code) == (
        WORDS[does],
        "something would be lost",
        1,
    )


def test_a_dangerous_name_is_told_in_words(tmp_path: Path) -> None:
    result = run(tmp_path, PLAIN, PLAIN.later(), name="collection.apkg")
    description = "a name by which Anki takes the package for a backup, and replaces all that the learner has"
    assert losses_in_words(result.stdout) == f"lost: {description}: 1\n      collection.apkg"


def test_a_note_is_named_by_its_front_wherever_that_stands(tmp_path: Path) -> None:
    kind = Kind(fields=("Row", "Front", "Back"))
    old = Build(kind=kind, notes=rows([(f"row {place}", *fact) for place, fact in enumerate(FACTS)]))
    new = old.edited("g4", fields=("row 3", FACTS[3][0], ""))
    told = "lost: cards that show no answer any more: 1\n      What is the critical path? · Card 1"
    assert losses_in_words(run(tmp_path, old, new).stdout) == told


def test_what_harms_nobody_is_told_in_words(tmp_path: Path) -> None:
    result = run(tmp_path, PLAIN, PLAIN.later())
    assert (losses_in_words(result.stdout), result.stdout.splitlines()[-1]) == ("", "nothing is lost")
