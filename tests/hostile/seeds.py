"""Good files, from which hostile ones are made: a deck with all kinds of cards and two own ones, lock and package."""

from __future__ import annotations

import functools
import os
import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path

from builder.kinds import builtin_kinds
from builder.pipeline import BuildOrder, build
from builder.project import find_decks

NOW = 1_700_000_000
"""The time of the seed's build, in seconds."""
LATER = NOW + 86_400
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003830181"
    "4b7ae1a50000000049454e44ae426082"
)
TONE = b"RIFF,\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0@\x1f\0\0@\x1f\0\0\x01\0\x08\0data\x08\0\0\0" + b"\x80" * 8
DECK = """\
name: Demo
uid: demo
version: '1'
language: en
description: What *everybody* should know.
speech: en_US
math: dollars
tags: [demo]
sources:
  own: Our own wording
  guide: {title: The guide, sections: {verdict: The verdict, gates: Gates}}
glossary: {PM: product manager}
feedback: https://example.org/fix?card={id}
lint: {rules: {answer-length: {words: 30}, source-missing: 'off'}}
"""
KIND = """\
doc: a word with its meaning
name: Word
traits: [options]
fields:
  - {name: Word, doc: the word, required: true}
  - {name: Options, doc: words to choose from, shape: texts, ordered: true, required: true}
  - {name: Answer, doc: the right one, required: true}
  - {name: Known, doc: whether it is known, shape: flag}
templates:
  - {name: Meaning, asks: [Word], answers: [Answer]}
  - {name: Back, asks: [Answer], answers: [Word], when: Known, file: back}
"""
SENTENCE = """\
doc: a sentence with gaps
name: Sentence
cloze: true
fields:
  - {name: Text, doc: the sentence, required: true}
  - {name: Remark, doc: what else there is}
templates:
  - {name: Gap, asks: [Text], answers: [Text]}
"""
OWN = """\
title: Words
source: guide/verdict
kind: word
cards:
  - {id: door, word: Gate, options: [door, wall, roof], answer: door, known: true}
  - {id: toll, word: Toll, options: [fee, bell], answer: fee, tags: [money]}
  - {id: gaps, kind: sentence, text: 'The {{c1::sun}} is a {{c2::star::kind}}.', remark: '![dot](dot.png)'}
"""
PLAIN = """\
title: Plain
source: own
kind: basic
cards:
  - id: list
    front: Which *three* parts has a `gate`?
    back: |
      - a **post**, as in \\(x^2 < 3\\)
      - a [hinge](https://example.org/a?b=1&c=2)
      - a latch, $5

      | a | b |
      | - | - |
      | 1 | 2 |
    hint: not the wall
    reverse: false
  - id: sound
    front: What does this say? [sound:tone.wav]
    back: <b>dot</b> & co <ruby>食<rt>た</rt></ruby>
    was: [noise]
    lint: {allow: {yes-no: it is asked on purpose}}
"""


def _examples() -> str:
    cards = textwrap.indent("\n".join(kind.example for kind in builtin_kinds().values()), "  ")
    return f"title: Examples\ncards:\n{cards}\n"


@functools.cache
def files() -> Mapping[str, bytes]:
    """Return the files of the seed's project by their paths, as they are after a build."""
    texts = {
        "deck.yaml": DECK,
        "10-plain.yaml": PLAIN,
        "20-words.yaml": OWN,
        "30-examples.yaml": _examples(),
        "kinds/word/kind.yaml": KIND,
        "kinds/word/style.css": '.word > b { color: #123; content: "\\201C" }\n@media print { .word { margin: 0 } }\n',
        "kinds/word/head.html": "<header>{{Word}}</header>",
        "kinds/word/meaning.front.html": '<div class="word">{{Word}}{{#Options}}<hr>{{Options}}{{/Options}}</div>',
        "kinds/word/meaning.back.html": "{{Word}}<hr>{{Answer}}{{^Known}}<i>new</i>{{/Known}}",
        "kinds/word/back.front.html": "{{Answer}}",
        "kinds/word/back.back.html": "{{Word}}",
        "kinds/sentence/kind.yaml": SENTENCE,
        "kinds/sentence/gap.front.html": "{{cloze:Text}}",
        "kinds/sentence/gap.back.html": "{{cloze:Text}}<br>{{Remark}}",
    }
    project: dict[str, bytes] = {f"cards/demo/{name}": text.encode() for name, text in texts.items()}
    project["cards/demo/media/dot.png"] = PIXEL
    project["cards/demo/media/tone.wav"] = TONE
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, project)
        order = BuildOrder(folders=find_decks(root), output=root / "build", now=NOW)
        built = build(order)
        assert built.decks, built.problems
        written = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
        return {name: path.read_bytes() for name, path in written.items()}


def write(root: Path, project: Mapping[str, bytes]) -> None:
    """Write a project's files."""
    for name, data in project.items():
        path = root / os.fsdecode(name.encode("utf-8", "surrogateescape"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
