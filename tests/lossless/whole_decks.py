"""What an author does to a deck as a whole: work on two branches, and try to move a chapter to another deck."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from builder.report.problems_text import as_text
from tests.lossless.author import Author, deck_settings
from tests.lossless.edits import reword
from tests.lossless.releases import How, latest


def work_on_two_branches(author: Author, now: Callable[[], int]) -> None:
    """Reword some cards and add some on a branch, others on the first one, and let git merge them."""
    name = f"b{author.number()}"
    tokens = [fact.token for fact in author.facts]
    mine = {*author.random.sample(tokens, len(tokens) // 2)}
    base = len(author.states) - 1
    draft = How(is_public=False)
    author.git("checkout", "--quiet", "-b", name)
    _work_on(author, mine)
    author.build(now(), draft)
    theirs, their_editions, their_media = copy.deepcopy(author.facts), author.editions, author.media
    author.git("checkout", "--quiet", "-")
    author.take_back(base)
    author.free_ids = [free for free in author.free_ids if free not in {fact.id for fact in theirs}]
    _work_on(author, {*tokens} - mine)
    author.build(now(), draft)
    author.git("merge", "--quiet", "--no-edit", name, check=False)
    taken = {fact.token: fact for fact in theirs if fact.token in mine}
    for chapter in author.chapters:
        chapter.facts = [taken.get(fact.token, fact) for fact in chapter.facts]
    known = {fact.token for fact in author.facts}
    author.pick(author.chapters).facts += [fact for fact in theirs if fact.token not in known]
    author.media = {**their_media, **author.media}
    author.editions = latest(their_editions, author.editions)
    author.build(now(), How(is_public=author.random.random() < 0.5))


def _work_on(author: Author, tokens: AbstractSet[int]) -> None:
    """Reword the cards with these tokens, and add one."""
    for fact in author.facts:
        if fact.token in tokens:
            reword(author, fact)
    author.add(author.pick(["basic", "cloze", "script"]))


def try_to_move_a_chapter(author: Author, now: int) -> None:
    """Move a chapter to another deck of the project, which is refused, and put it back."""
    built = author.built_ids()
    facts = [fact for fact in author.pick(author.chapters).facts if fact.id in built and fact.kind not in _OWN]
    facts = [fact for fact in facts if not fact.was and not any(part["was"] for part in fact.parts)]
    if not facts or len(facts) == len(author.facts):
        return
    lock, chapters = author.lock.read_bytes(), copy.deepcopy(author.chapters)
    for chapter in author.chapters:
        chapter.facts = [fact for fact in chapter.facts if fact not in facts]
    author.write()
    other = author.folder.with_name("other")
    shutil.copytree(author.folder / "media", other / "media") if author.media else other.mkdir()
    (other / "deck.yaml").write_text(json.dumps(deck_settings("Other", "other")))
    moved = {"title": "Moved", "cards": [author.source(fact) for fact in facts]}
    (other / "10-moved.yaml").write_text(json.dumps(moved))
    result = author.compile(now, How())
    assert not result.decks
    told = [problem for problem in result.problems if problem.rule == "moved-card"]
    assert {problem.message.split('"')[1] for problem in told} == {fact.id for fact in facts}, as_text(result.problems)
    assert author.lock.read_bytes() == lock
    shutil.rmtree(other)
    author.chapters = chapters
    author.write()


_OWN = ("drill", "blank")
"""Kinds that another deck has not."""
