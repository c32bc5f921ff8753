"""HTML as it is holds what Anki makes of it on import, where filters of templates read it."""

from __future__ import annotations

from pathlib import Path

import builder
from tests.support import write_deck

KIND = {
    "kinds/bare/kind.yaml": "doc: k\nfields: [{name: Q, doc: q, required: true}]\n"
    "templates: [{name: T, asks: Q, answers: Q}]\n",
    "kinds/bare/t.front.html": "{{text:Q}}",
    "kinds/bare/t.back.html": "{{Q}} x",
}


def test_an_entity_that_is_one_once_it_is_composed_is_read_as_one(tmp_path: Path) -> None:
    chapter = "title: A\nsource: own\ncards:\n- {id: a, kind: bare, q: {html: 'a &lt\u037eimg src=x onerror=b()>'}}\n"
    deck = write_deck(tmp_path, {**KIND, "10-a.yaml": chapter})
    rules = {problem.rule for problem in builder.check(deck)}
    assert "unsafe-html" in rules
