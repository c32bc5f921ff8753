"""Cards as notes in Markdown: what a person reads, and what an import makes of it."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builder.exporting.notebook_files import notebook_files
from builder.foreign.heading_cards import heading_cards
from tests.adoption.published import imported, run
from tests.exporting.test_crowdanki_folder import PIXEL
from tests.support import render_folder, write_deck

CHAPTER = """\
title: Signs
cards:
  - id: one
    kind: basic
    front: What is `a::b`?
    back: |-
      A path.

      > quoted ![](pics/dot.png)

      ```
      ## no card
      ```
    hint: look
    tags: [x]
  - id: two
    kind: basic
    front: |-
      Two
      lines
    back: |-
      %
      [#no]() tag
    reverse: true
  - id: gap
    kind: cloze
    text: The {{c1::first}} one
    extra: more
  - id: pick
    kind: choice
    question: Which?
    options: [left, right]
    answer: left
"""
SHOWN = """\
<!-- deckwright export: a heading a card -->

# Signs

## What is `a::b`?

A path.

> quoted ![](media/dot.png)

```
## no card
```

- hint: look

[#x]()

## Two
lines

%

 %
 [#no]() tag

## The {{c1::first}} one

more

## pick

- question: Which?
- options:
    - left
    - right
- answer: left
"""


def test_a_person_reads_headings_with_answers_and_lists_of_keys(tmp_path: Path) -> None:
    write_deck(tmp_path, {"deck.yaml": "name: Demo\nuid: demo\n", "10-a.yaml": CHAPTER, "pics/dot.png": PIXEL})
    result = run("export", "--to", "markdown", "--root", tmp_path)
    assert result.exit_code == 0, result.output
    out = tmp_path / "build" / "export" / "markdown" / "demo"
    assert (out / "10-a.md").read_text("utf-8") == SHOWN
    assert (out / "media" / "dot.png").read_bytes() == PIXEL
    assert result.stdout.replace(f"{tmp_path}/", "") == (
        'the deck "Demo"\n'
        "  build/export/markdown/demo/10-a.md: 4 cards\n"
        "  build/export/markdown/demo/media/: 1 media file\n"
        "  left out: reverse of 1 card\n"
    )


def test_files_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    chapter = "title: {}\nkind: basic\ncards:\n  - {{id: {}, front: f, back: '![]({})'}}\n"
    files: dict[str, str | bytes] = {
        "deck.yaml": "name: Demo\nuid: demo\n",
        "10-a.yaml": chapter.format("A", "a", "one/dot.png"),
        "10-a.yml": chapter.format("B", "b", "two/dot.png"),
        "one/dot.png": PIXEL,
        "two/dot.png": PIXEL + b" ",
    }
    write_deck(tmp_path, files)
    assert run("export", "--to", "markdown", "--root", tmp_path).exit_code == 0
    out = tmp_path / "build" / "export" / "markdown" / "demo"
    assert sorted(path.name for path in out.glob("*/*")) == ["dot-2.png", "dot.png"]
    assert "![](media/dot.png)" in (out / "10-a.md").read_text()
    assert "![](media/dot-2.png)" in (out / "10-a-2.md").read_text()


SIGNS = st.text(st.sampled_from("ab #%[]()*-:?\n>=é"), max_size=20)


@given(cards=st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=3))
def test_whatever_signs_a_card_has_it_is_that_card_to_a_reader(cards: list[tuple[str, str]]) -> None:
    made = [
        {"id": f"c{n}", "kind": "basic", "front": f"f{front}e", "back": f"b\n{back}\ne"}
        for n, (front, back) in enumerate(cards)
    ]
    with tempfile.TemporaryDirectory() as name:
        deck = write_deck(Path(name), {"10-a.yaml": json.dumps({"title": "T", "cards": made}, ensure_ascii=False)})
        (file,) = notebook_files(render_folder(deck).deck, {}).texts
    found, unread = heading_cards(file.text)
    bare = re.compile(r"^ (?=## |%[ \t]*$|\[#)", re.M)
    assert [{key: bare.sub("", str(text)) for key, text in card.texts} for card in found] == [
        {key: bare.sub("", card[key]) for key in ("front", "back")} for card in made
    ]
    assert unread == 0


def test_an_import_takes_cards_of_two_texts_and_gaps_back(tmp_path: Path) -> None:
    write_deck(tmp_path, {"deck.yaml": "name: Demo\nuid: demo\n", "10-a.yaml": CHAPTER, "pics/dot.png": PIXEL})
    run("export", "--to", "markdown", "--root", tmp_path)
    again = imported(tmp_path / "two", tmp_path / "build" / "export" / "markdown" / "demo")
    assert (again / "media" / "dot.png").read_bytes() == PIXEL
    assert (again / "10-signs.yaml").read_text("utf-8") == (
        "title: Signs\ncards:\n"
        "  - id: b\n    kind: basic\n    front: What is `a::b`?\n    back: |-\n      A path.\n\n"
        "      > quoted ![](dot.png)\n\n      ```\n      ## no card\n      ```\n    hint: look\n    tags: [x]\n"
        "  - id: two-lines\n    kind: basic\n    front: |-\n      Two\n      lines\n    back: |-\n      %\n"
        "       [#no]() tag\n"
        "  - id: first-one\n    kind: cloze\n    text: The {{c1::first}} one\n    extra: more\n"
        "  - id: pick\n    kind: basic\n    front: pick\n    back: |-\n      - question: Which?\n      - options:\n"
        "          - left\n          - right\n      - answer: left\n"
    )
