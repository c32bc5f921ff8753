"""What a server that runs on remembers."""

from __future__ import annotations

import itertools

from builder.cache.memo import Memo, afresh
from builder.model import RenderedChapter
from builder.stores import ChapterKey


def test_a_result_is_made_once_while_it_is_in_use() -> None:
    numbers = itertools.count()
    memo = Memo()
    results = []
    for _ in range(3):
        results.append(memo.recall("a", lambda: next(numbers)))
        memo.sweep()
    assert results == [0, 0, 0]
    assert [afresh("a", lambda: next(numbers)) for _ in range(2)] == [1, 2]


def test_what_two_sweeps_find_unused_is_forgotten() -> None:
    numbers = itertools.count()
    memo = Memo()
    key = ChapterKey(head="head", digest="digest", path="10-a.yaml")
    chapter = RenderedChapter(path="10-a.yaml", title=None, ids=())
    memo.put(key, chapter)
    assert memo.recall("a", lambda: next(numbers)) == 0
    memo.sweep()
    assert memo.get(key) is chapter
    memo.sweep()
    memo.sweep()
    assert memo.get(key) is None
    assert memo.recall("a", lambda: next(numbers)) == 1
