"""Which mod a note gets, held against all that was ever published of it: played through at random."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.lock.entries import BROKEN_LINE, note_line, read_line, type_line
from builder.lock.ledger import NoteEntry, Slot, TypeEntry
from builder.lock.mods import Moment, Times, next_times, next_version
from builder.lock.published import Publication, Published, Version, essential, gather

START = 1_000_000_000
"""A time that is later than the earliest to which a mod goes back."""
NEVER = START * 2


def version_of(text: int, mod: int = 0) -> Version:
    return Version(mod=mod, hash=f"h{text}", source=f"s{text}")


def publication_of(published: Sequence[Version]) -> Publication | None:
    """Return the publication of some versions, in their order; None for none."""
    first = [Publication(latest=version) for version in published[:1]]
    return functools.reduce(Publication.with_version, published[1:], first[0]) if first else None


quick = settings(max_examples=300, deadline=None)
texts = st.integers(0, 3)
times = st.integers(START, START + 9)
versions = st.builds(version_of, texts, times)
several = st.lists(versions, max_size=6)


@quick
@given(published=several, old=versions, text=texts, now=times)
def test_what_is_built_wins_over_all_else_and_then_stays(
    published: list[Version], old: Version, text: int, now: int
) -> None:
    present, publication = version_of(text), publication_of(published)
    built = next_version(old, present, publication, Moment(now=now, latest=NEVER))
    others = [version.mod for version in published or [old] if version.hash != present.hash]
    assert (built.hash, built.source) == (present.hash, present.source)
    assert all(mod < built.mod for mod in others)
    for later in (published, [*published, built]):
        assert next_version(built, present, publication_of(later), Moment(now=now + 50, latest=NEVER)) == built


@quick
@given(published=several, old=versions, text=texts, now=times)
def test_a_mod_moves_only_where_it_must(published: list[Version], old: Version, text: int, now: int) -> None:
    present = version_of(text)
    built = next_version(old, present, publication_of(published), Moment(now=now, latest=NEVER))
    newest = max((version.mod for version in published), default=0)
    shown = {version.hash for version in published if version.mod == newest}
    if old.same(present) and old.mod > newest:
        assert built == old
    elif shown == {present.hash}:
        assert built.mod == newest
    else:
        assert built.mod == max(now, old.mod + 1, newest + 1)


@quick
@given(published=st.lists(versions, min_size=1, max_size=6))
def test_a_publication_is_the_latest_and_the_latest_of_any_other_content(published: list[Version]) -> None:
    newest = max(version.mod for version in published)
    shown = {version.hash for version in published if version.mod == newest}
    publication = publication_of(published)
    assert publication is not None
    latest = publication.latest
    assert (latest.mod, latest.hash) == (newest, shown.pop() if len(shown) == 1 else "")
    assert publication.below == max((v.mod for v in published if v.hash != latest.hash), default=0)


@quick
@given(published=several, old=versions, text=texts, now=times)
def test_a_stamp_moves_what_changed_since_the_publication_and_nothing_else(
    published: list[Version], old: Version, text: int, now: int
) -> None:
    present, publication = version_of(text), publication_of(published)
    built = next_version(old, present, publication, Moment(now=now, latest=NEVER))
    stamping = Moment(now=now + 50, latest=NEVER, restamp=True)
    stamped = next_version(built, present, publication, stamping)
    has_changed = publication is not None and built.mod > publication.latest.mod
    assert stamped == (built._replace(mod=now + 50) if has_changed else built)
    assert next_version(stamped, present, publication, stamping) == stamped
    assert next_version(stamped, present, publication_of([*published, stamped]), stamping) == stamped


@quick
@given(published=several, old=versions, text=texts, now=times, latest=times)
def test_a_mod_after_now_goes_back_as_far_as_what_was_published_lets_it(
    published: list[Version], old: Version, text: int, now: int, latest: int
) -> None:
    present, publication = version_of(text), publication_of(published)
    moment = Moment(now=latest, latest=latest, published=Published(is_whole=True))
    late = next_version(old, present, publication, Moment(now=now, latest=NEVER))
    mended = next_times(Times(version=late), present, publication, moment).version
    others = max((version.mod for version in published if version.hash != present.hash), default=0)
    assert mended._replace(mod=late.mod) == late
    assert others < mended.mod <= max(late.mod, latest)
    assert (mended.mod > latest) == (late.mod > latest <= others)
    assert next_times(Times(version=mended), present, publication, moment).version == mended


@quick
@given(data=st.data())
def test_only_edits_move_a_mod_whatever_newer_versions_make_of_the_same_source(data: st.DataObject) -> None:
    text = look = 0
    lock = Version(mod=START, hash="h0.0", source="s0")
    published = [lock]
    for day in range(1, 12):
        step = data.draw(st.sampled_from(["edit", "newer version", "refresh", "publish", "nothing"]))
        text, look = text + (step == "edit"), look + (step == "newer version")
        present = Version(mod=0, hash=f"h{text}.{look}", source=f"s{text}")
        moment = Moment(now=START + day, latest=NEVER, refresh=step == "refresh")
        moves = step == "edit" or (step == "refresh" and lock.hash != present.hash)
        expected = present._replace(mod=START + day) if moves else lock
        lock = next_version(lock, present, publication_of(published), moment)
        assert lock == expected
        published += [lock] if step == "publish" else []


def test_a_text_that_was_written_otherwise_stays_as_it_is_with_a_newer_version() -> None:
    published = Version(mod=START, hash="old look", source="one way")
    rewritten = published._replace(source="another way")
    present = Version(mod=0, hash="new look", source="another way")
    moment = Moment(now=START + 9, latest=NEVER)
    for versions_out in ([published], [published, rewritten]):
        assert next_version(rewritten, present, publication_of(versions_out), moment) == rewritten


@pytest.mark.parametrize("present", ["one way", "another way"])
@pytest.mark.parametrize("lock", ["one way", "another way"])
def test_of_two_ways_to_write_the_same_that_were_published_each_stays_as_it_is(lock: str, present: str) -> None:
    for first, second in (("one way", "another way"), ("another way", "one way")):
        published = [Version(mod=START, hash="old look", source=source) for source in (first, second)]
        built = next_version(
            Version(mod=START, hash="old look", source=lock),
            Version(mod=0, hash="new look", source=present),
            publication_of(published),
            Moment(now=START + 9, latest=NEVER),
        )
        assert built == Version(mod=START, hash="old look", source=present)


def test_a_publication_of_the_first_format_stays_as_it_is_with_a_newer_version() -> None:
    published = Version(mod=START, hash="old look")
    lock = published._replace(source="a text")
    present = Version(mod=0, hash="new look", source="a text")
    assert next_version(lock, present, publication_of([published]), Moment(now=START + 9, latest=NEVER)) == lock


def line_of(guid: int, text: int, mod: int, *, retired: int = 0, marked: int = 0) -> str:
    entry = NoteEntry(
        type="basic",
        guid=f'g"{guid}',
        nid=512 * guid,
        mod=mod,
        hash=f"h{text}",
        text=f'"guid":"g{text}","nid":1',
        source=f"s{text}",
        retired=retired,
        marked=marked,
    )
    return note_line(f"note {guid}", entry)


SLOT = Slot(id=1, name="Front")
TYPE = type_line("basic", TypeEntry(id=5, mod=START, hash="t", fields=(SLOT,), templates=(SLOT,)))
notes = st.builds(line_of, st.integers(1, 2), texts, times)
retired_notes = st.builds(line_of, st.integers(1, 2), texts, times, retired=times, marked=st.just(0) | times)
others = st.sampled_from(['{"deckwright": 2, "uid": "demo",', TYPE, '"notes": {', "<<<<<<< ours", "", "}"])
histories = st.lists(st.one_of(notes, retired_notes, others), max_size=12)


@quick
@given(lines=histories, data=st.data())
def test_the_lines_that_matter_give_the_same_publications_as_all(lines: list[str], data: st.DataObject) -> None:
    whole, kept = gather(lines), gather(essential(lines))
    assert kept._replace(lines={}) == whole._replace(lines={})
    assert kept.lines.keys() == whole.lines.keys()
    assert gather(data.draw(st.permutations(lines))).notes == whole.notes
    for guid, line in whole.lines.items():
        assert whole.entry(guid) == read_line(line)
    assert whole.entry("nobody") is None


@quick
@given(
    line=st.one_of(notes, retired_notes, st.just(TYPE)),
    at=st.integers(0, 200),
    length=st.integers(0, 3),
    sign=st.sampled_from(["", "x", '"', "}", "\\", "7"]),
)
def test_lines_that_are_no_entries_are_passed_over(line: str, at: int, length: int, sign: str) -> None:
    damaged = line[:at] + sign + line[at + length :]
    whole = [line_of(1, 0, START), line_of(2, 1, START), TYPE]
    published = gather(essential([damaged, *whole]))
    for guid in published.lines:
        assert published.entry(guid) is not None
    try:
        read_line(damaged)
    except BROKEN_LINE:
        assert published == gather(essential(whole))
