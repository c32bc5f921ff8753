"""When a note's time moves although nobody edited it: by a stamp, by a refresh, and where a clock was ahead."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from builder.package import collection
from builder.render import notes
from builder.render.markdown import Markup, render
from tests.learner import Imported, Learner
from tests.lock.repository import DAY, DRILL, WRONG, A, B, C, Repository, drill, run, write_in, written

FUTURE = 1_893_456_000
"""The year 2030, by a clock that is wrong."""
FIRST_HEAD = '{"deckwright": 1, "uid": "demo",'
UNKNOWN = (
    "2 notes look otherwise than in the lock, which an older version made, and cannot be told apart from edited ones:"
    " they count as edited"
)


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def test_a_stamp_reaches_a_learner_whose_anki_has_touched_the_note(
    author: Repository, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.build(A + B)
    author.commit()
    learner.take(author.package)
    before = author.build(WRONG + B)
    write_in(learner, "a", "as it was")
    write_in(learner, "b", "mine")
    assert learner.take(author.package) == Imported(duplicate=2), "it is older than what the learner has"
    today = int(time.time()) + 60
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(today))
    stamped = "stamped again: 1 note that changed since the last publication"
    assert run("build", "--stamp").stdout.split("\n  ")[2] == stamped
    after = author.ledger()
    assert after.notes["a"] == before.notes["a"]._replace(mod=today, edited=after.notes["a"].edited)
    assert {**after.notes, "a": None} == {**before.notes, "a": None}
    assert learner.take(author.package) == Imported(updated=1, duplicate=1)
    assert (written(learner, "a"), written(learner, "b")) == (("A wall", []), ("mine", ["mine"]))
    assert run("build", "--stamp").stdout.split("\n  ")[2] == stamped
    assert author.ledger() == after
    author.commit()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(today + DAY))
    assert run("build", "--stamp").stdout.split("\n  ")[2] == (
        "nothing to stamp again: nothing changed since the last publication, which is the last release tag, without"
        " tags the last commit of the lock, and without git the last build"
    )
    assert author.ledger() == after


def test_a_stamp_tells_of_a_note_type_too(author: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    author.write(DRILL, **drill("green"))
    author.build()
    author.commit()
    author.write(DRILL, **drill("red"))
    author.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(author.now + DAY))
    assert "nothing" not in run("build", "--stamp").stdout
    assert author.ledger().types["drill"].mod == author.now + DAY


@pytest.mark.parametrize("git", [True, False])
def test_a_build_by_a_clock_that_was_ahead_is_mended(author: Repository, learner: Learner, *, git: bool) -> None:
    if not git:
        shutil.rmtree(".git")
    author.now = FUTURE
    born = author.build(A + B + C)
    learner.take(author.package)
    write_in(learner, "a", "mine")
    cards = learner.col.card_count()
    for _ in range(2):
        if git:
            author.commit()
        author.now = int(time.time()) - DAY
        told = author.told()
        assert told == ("3 notes had a time later than now, by a clock that was ahead, and got an earlier one",)
        assert learner.take(author.package) == Imported(duplicate=3)
        break
    mended = author.ledger()
    assert all(entry.nid > author.now * 1000 for entry in born.notes.values())
    assert all(entry.nid < author.now * 1000 for entry in mended.notes.values())
    assert max([*author.mods().values(), mended.types["basic"].mod]) < author.now
    assert written(learner, "a") == ("mine", ["mine"])
    if git:
        author.commit()
    author.build(A + B.replace("The chair", "The board") + C)
    assert learner.take(author.package) == Imported(updated=1, duplicate=2)
    assert (written(learner, "a"), written(learner, "b")) == (("mine", ["mine"]), ("The board", []))
    assert learner.col.card_count() == cards


def test_what_cannot_be_mended_of_such_a_build_is_told(author: Repository) -> None:
    author.now = FUTURE
    author.build(A + B)
    author.commit()
    author.now = int(time.time()) - DAY
    assert author.told(WRONG + B)[-1] == (
        "1 note has a time later than now, by a clock that was ahead: until 2030-01-02 each import overwrites what"
        " learners change there"
    )


def test_what_is_mended_is_told_once(author: Repository) -> None:
    author.now = FUTURE
    author.build(A + B)
    author.commit()
    author.now = int(time.time()) - DAY
    author.build()
    author.commit()
    assert author.told() == ()


def test_a_clock_beyond_all_calendars_is_mended_too(author: Repository) -> None:
    author.now = FUTURE * 1000  # seconds were taken for milliseconds
    author.build(A + B)
    author.commit()
    author.now = int(time.time()) - DAY
    assert max(entry.mod for entry in author.build().notes.values()) < author.now
    author.commit()
    assert author.build(WRONG + B).notes["a"].mod == (FUTURE * 1000) + DAY + 1


def become_newer(monkeypatch: pytest.MonkeyPatch, *shown: str) -> None:
    """Make of this version a newer one, which shows words as others: by default those of the backs of `A` and `B`."""
    words = shown or ("decision", "<i>decision</i>", "chair", "<i>chair</i>")

    def render_otherwise(text: str, *, dollars: bool = False, readings: bool = False) -> Markup:
        markup = render(text, dollars=dollars, readings=readings)
        for word, other in zip(words[::2], words[1::2], strict=True):
            markup = markup._replace(html=markup.html.replace(word, other))
        return markup

    monkeypatch.setattr(notes, "render", render_otherwise)
    monkeypatch.setattr(collection, "__version__", "newer")


def test_what_a_newer_version_shows_otherwise_comes_to_new_learners_and_with_the_next_edit(
    author: Repository, learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.build(A + B + C)
    author.commit()
    lock = author.lock.read_bytes()
    learner.take(author.package)
    become_newer(monkeypatch)
    assert author.told() == ()
    assert author.lock.read_bytes() == lock
    assert learner.take(author.package) == Imported(duplicate=3)
    other = Learner(tmp_path / "other")
    other.take(author.package)
    assert written(other, "a") == ("A <i>decision</i>", [])
    other.close()
    author.build(A.replace("gate", "goal") + B + C)
    assert learner.take(author.package) == Imported(updated=1, duplicate=2)
    assert (written(learner, "a"), written(learner, "b")) == (("A <i>decision</i>", []), ("The chair", []))


def test_a_refresh_moves_what_looks_otherwise_and_nothing_else(
    author: Repository, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.build(A + B + C)
    author.commit()
    learner.take(author.package)
    write_in(learner, "c", "mine")
    become_newer(monkeypatch)
    said = (
        "refreshed: {} notes look otherwise than learners have them; what learners changed or tagged there is"
        " overwritten"
    )
    author.build(A + B + C.replace("many", "few"))
    for count in (2, 0):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(author.now + DAY * (3 - count)))
        assert run("build", "--refresh").stdout.split("\n  ")[2] == said.format(count)
    assert author.mods() == {"a": author.now + DAY, "b": author.now + DAY, "c": author.now}
    author.write(A + B + C)
    author.commit()
    assert author.build() == author.ledger()


@pytest.mark.parametrize("is_newer", [False, True])
def test_a_lock_of_the_first_format_says_what_it_cannot_tell_apart(
    author: Repository, monkeypatch: pytest.MonkeyPatch, *, is_newer: bool
) -> None:
    before = author.build(A + B + C)
    text = author.lock.read_text("utf-8").replace('{"deckwright": 2, "uid": "demo", "name": "Demo",', FIRST_HEAD)
    author.lock.write_text(re.sub(',"(?:source|deck)":"[^"]*"', "", text), "utf-8")
    author.commit()
    if is_newer:
        become_newer(monkeypatch)
    told = author.told()
    assert told == (UNKNOWN,) * is_newer
    moved = {"a": author.now, "b": author.now} if is_newer else {}
    assert author.mods() == {**{key: entry.mod for key, entry in before.notes.items()}, **moved}
    after = author.ledger()
    assert author.told() == ()
    assert author.ledger() == after


def test_a_note_that_is_newer_only_for_what_was_published_elsewhere_is_told(author: Repository) -> None:
    author.build(A + B)
    author.commit()
    author.build(WRONG + B)
    author.commit()
    author.git("revert", "--no-edit", "HEAD")
    assert author.told() == (
        "1 note is as in the lock, but was published with other contents, in a commit that was taken back or on another"
        " branch: newer than that now",
    )
    assert author.told() == ()
