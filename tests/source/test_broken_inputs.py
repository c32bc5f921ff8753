"""Broken sources, each with all that the author is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import check_text, write_deck

CASES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "cloze unquoted": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: cloze, text: {{c1::Paris}} is it}
""",
        },
        """\
cards/demo/10-a.yaml:4:32: error[yaml-syntax]: a value that is not quoted starts with "{{", which YAML takes for a mapping
  4 |   - {id: a, kind: cloze, text: {{c1::Paris}} is it}
    |                                ^
  hint: a value that starts with a cloze needs quotes: text: "{{c1::…}}"
""",
    ),
    "cloze unquoted block": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: cloze
    text: {{c1::Paris}} is the capital
""",
        },
        """\
cards/demo/10-a.yaml:6:11: error[yaml-syntax]: a value that is not quoted starts with "{{", which YAML takes for a mapping
  6 |     text: {{c1::Paris}} is the capital
    |           ^
  hint: put the value in quotes: text: '{{c1::Paris}} is the capital'
""",
    ),
    "colon": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: What is it: this?
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:22: error[yaml-syntax]: a value that is not quoted holds a colon
  6 |     front: What is it: this?
    |                      ^
  hint: put the value in quotes: front: 'What is it: this?'
""",
    ),
    "tab": (
        {
            "10-a.yaml": "title: Basics\nsource: own\ncards:\n  - id: a\n\tkind: basic\n",
        },
        """\
cards/demo/10-a.yaml:5:1: error[yaml-syntax]: a tab stands where YAML takes only spaces
  5 |  kind: basic
    | ^
  hint: indent with spaces
""",
    ),
    "unclosed quote": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: "What
    back: x
""",
        },
        (
            "cards/demo/10-a.yaml:6:12: error[yaml-syntax]: a quote is opened and not closed\n"
            '  6 |     front: "What\n'
            "    |            ^\n"
            '  hint: close it; inside double quotes write \\" for a quote, inside single ones write it twice\n'
        ),
    ),
    "text after quote": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: "What" is it
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:19: error[yaml-syntax]: text follows a closing quote
  6 |     front: "What" is it
    |                   ^
  hint: put the whole value in single quotes: front: '"What" is it'
""",
    ),
    "at sign": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: @home
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:12: error[yaml-syntax]: a value that is not quoted starts with "@", which means something else to YAML
  6 |     front: @home
    |            ^
  hint: put the value in quotes: front: '@home'
""",
    ),
    "star": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: *bold* start
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:17: error[yaml-syntax]: a value that is not quoted starts with "*", which means something else to YAML
  6 |     front: *bold* start
    |                 ^
  hint: put the value in quotes: front: '*bold* start'
""",
    ),
    "amp": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: &x y
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:12: error[yaml-alias]: anchors, aliases and merge keys are not read, so that each card says what it holds
  6 |     front: &x y
    |            ^
  hint: if the ampersand is text, put the value in quotes: front: '&x y'
""",
    ),
    "bang": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: !wow yes
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:12: error[yaml-tag]: the tag "!wow" is not read
  6 |     front: !wow yes
    |            ^
  hint: if the mark is text, put the value in quotes: front: '!wow yes'
""",
    ),
    "merge": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    <<: {kind: basic}
    front: y
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:5:5: error[yaml-alias]: anchors, aliases and merge keys are not read, so that each card says what it holds
  5 |     <<: {kind: basic}
    |     ^
  hint: write the keys out
""",
    ),
    "missing": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: y
""",
        },
        """\
cards/demo/10-a.yaml:4:5: error[missing-key]: a basic card has no "back"
  4 |   - id: a
    |     ^^
  hint: add back: the answer
""",
    ),
    "unknown": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: y
    bakc: x
""",
        },
        """\
cards/demo/10-a.yaml:7:5: error[unknown-key]: a basic card has no key "bakc"
  7 |     bakc: x
    |     ^^^^
  hint: did you mean "back"?
""",
    ),
    "dup key": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: y
    front: z
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:7:5: error[duplicate-key]: "front" stands twice, first in line 6
  7 |     front: z
    |     ^^^^^
  hint: keep one of the two
""",
    ),
    "empty": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front:
    back: ''
""",
        },
        """\
cards/demo/10-a.yaml:6:5: error[empty-value]: "front" is empty
  6 |     front:
    |     ^^^^^
  hint: write the question

cards/demo/10-a.yaml:7:11: error[empty-value]: "back" is empty
  7 |     back: ''
    |           ^^
  hint: write the answer
""",
    ),
    "shape list": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: [a, b]
    back: {x: y}
""",
        },
        """\
cards/demo/10-a.yaml:6:12: error[wrong-type]: "front" is a list, expected text
  6 |     front: [a, b]
    |            ^^^^^^
  hint: quote it if it is text: front: '[a, b]'

cards/demo/10-a.yaml:7:11: error[wrong-type]: "back" is a mapping, expected text
  7 |     back: {x: y}
    |           ^^^^^^
  hint: quote it if it is text: back: '{x: y}'
""",
    ),
    "dup id": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
            "20-b.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
        },
        """\
cards/demo/20-b.yaml:4:10: error[duplicate-id]: the id "a" stands twice, first at cards/demo/10-a.yaml:4:10
  4 |   - {id: a, kind: basic, front: y, back: x}
    |          ^
  hint: give the newer card another id; an id that has been published never changes
""",
    ),
    "unknown kind": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basci, front: y, back: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:19: error[unknown-kind]: there is no kind "basci"
  4 |   - {id: a, kind: basci, front: y, back: x}
    |                   ^^^^^
  hint: did you mean "basic"?
""",
    ),
    "no kind": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, front: y, back: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:6: error[missing-key]: a card has no "kind"
  4 |   - {id: a, front: y, back: x}
    |      ^^
  hint: add kind: basic
""",
    ),
    "unknown source": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x, source: guide/verdct}
  - {id: b, kind: basic, front: y, back: x, source: gide}
""",
        },
        """\
cards/demo/10-a.yaml:4:53: error[unknown-source]: the source "guide" has no section "verdct"
  4 |   - {id: a, kind: basic, front: y, back: x, source: guide/verdct}
    |                                                     ^^^^^^^^^^^^
  hint: did you mean "verdict"?

cards/demo/10-a.yaml:5:53: error[unknown-source]: deck.yaml declares no source "gide"
  5 |   - {id: b, kind: basic, front: y, back: x, source: gide}
    |                                                     ^^^^
  hint: did you mean "guide"?
""",
    ),
    "no cloze": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: cloze, text: nothing}
  - {id: b, kind: cloze, text: "{{c0::zero}}"}
  - {id: c, kind: cloze, text: "{{c1::open"}
""",
        },
        """\
cards/demo/10-a.yaml:4:32: error[no-cloze]: the text of a cloze card has no cloze
  4 |   - {id: a, kind: cloze, text: nothing}
    |                                ^^^^^^^
  hint: wrap what the learner must recall: {{c1::…}}

cards/demo/10-a.yaml:5:35: error[no-cloze]: the cloze number 0 is outside 1 to 500, which are those that make a card
  5 |   - {id: b, kind: cloze, text: "{{c0::zero}}"}
    |                                   ^^
  hint: number it from 1

cards/demo/10-a.yaml:6:33: error[no-cloze]: the cloze "{{c1::" is not closed, and Anki would drop all that follows
  6 |   - {id: c, kind: cloze, text: "{{c1::open"}
    |                                 ^^^^^^
  hint: write }} where the gap ends
""",
    ),
    "missing media": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: "![](logo.png)", back: "[sound:a.mp3]"}
""",
        },
        """\
cards/demo/10-a.yaml:4:38: error[missing-media]: there is no media file "logo.png"
  4 |   - {id: a, kind: basic, front: "![](logo.png)", back: "[sound:a.mp3]"}
    |                                      ^^^^^^^^
  hint: put the file into the deck's media folder

cards/demo/10-a.yaml:4:64: error[missing-media]: there is no media file "a.mp3"
  4 |   - {id: a, kind: basic, front: "![](logo.png)", back: "[sound:a.mp3]"}
    |                                                                ^^^^^
  hint: put the file into the deck's media folder
""",
    ),
    "latin1": (
        {
            "10-a.yaml": b"title: Basics\nsource: own\ncards:\n  - {id: a, kind: basic, front: y, back: caf\xe9}\n",
        },
        """\
cards/demo/10-a.yaml:4:45: error[not-utf8]: byte 0xE9 is not UTF-8
  4 |   - {id: a, kind: basic, front: y, back: caf�}
    |                                             ^
  hint: save the file as UTF-8
""",
    ),
    "utf16": (
        {
            "10-a.yaml": b"\xff\xfet\x00i\x00t\x00l\x00e\x00:\x00 \x00B\x00a\x00s\x00i\x00c\x00s\x00\n\x00s\x00o\x00u\x00r\x00c\x00e\x00:\x00 \x00o\x00w\x00n\x00\n\x00c\x00a\x00r\x00d\x00s\x00:\x00\n\x00 \x00 \x00-\x00 \x00{\x00i\x00d\x00:\x00 \x00a\x00,\x00 \x00k\x00i\x00n\x00d\x00:\x00 \x00b\x00a\x00s\x00i\x00c\x00,\x00 \x00f\x00r\x00o\x00n\x00t\x00:\x00 \x00y\x00,\x00 \x00b\x00a\x00c\x00k\x00:\x00 \x00c\x00a\x00f\x00\xe9\x00}\x00\n\x00",
        },
        """\
cards/demo/10-a.yaml:1:1: error[not-utf8]: the file is UTF-16
  hint: save the file as UTF-8
""",
    ),
    "empty file": (
        {
            "10-a.yaml": """\
""",
        },
        """\
cards/demo/10-a.yaml:1:1: error[empty-file]: the file is empty, expected a chapter (title and cards)
  hint: write it, or delete the file
""",
    ),
    "list top": (
        {
            "10-a.yaml": """\
- a
- b
""",
        },
        """\
cards/demo/10-a.yaml:1:1: error[wrong-type]: found a list, expected a chapter (title and cards)
  1 | - a
    | ^^^
  hint: write its keys above, and the list below one of them
""",
    ),
    "text top": (
        {
            "10-a.yaml": """\
hello
""",
        },
        """\
cards/demo/10-a.yaml:1:1: error[wrong-type]: found text, expected a chapter (title and cards)
  1 | hello
    | ^^^^^
  hint: write key: value
""",
    ),
    "no cards key": (
        {
            "10-a.yaml": """\
title: x
""",
        },
        """\
cards/demo/10-a.yaml:1:1: error[missing-key]: a chapter has no "cards"
  1 | title: x
    | ^^^^^
  hint: add cards: the list of cards
""",
    ),
    "empty cards": (
        {
            "10-a.yaml": """\
title: x
cards: []
""",
        },
        """\
cards/demo/10-a.yaml:2:1: error[empty-value]: "cards" is empty
  2 | cards: []
    | ^^^^^
  hint: write a card, or delete the file
""",
    ),
    "null cards": (
        {
            "10-a.yaml": """\
title: x
cards:
""",
        },
        """\
cards/demo/10-a.yaml:2:1: error[empty-value]: "cards" is empty
  2 | cards:
    | ^^^^^
  hint: write a list of cards, or delete the file
""",
    ),
    "cards map": (
        {
            "10-a.yaml": """\
title: x
cards: {a: b}
""",
        },
        """\
cards/demo/10-a.yaml:2:8: error[wrong-type]: "cards" is a mapping, expected a list of cards
  2 | cards: {a: b}
    |        ^^^^^^
  hint: start each card with a dash: - id: …
""",
    ),
    "card text": (
        {
            "10-a.yaml": """\
title: x
cards:
  - hello
""",
        },
        """\
cards/demo/10-a.yaml:3:5: error[wrong-type]: a card is text, expected a mapping
  3 |   - hello
    |     ^^^^^
  hint: write its keys: - id: …
""",
    ),
    "no deck cards": (
        {},
        """\
cards/demo/deck.yaml:1:1: error[empty-deck]: the deck has no chapter files
  1 | name: Demo
    | ^
  hint: write a chapter beside deck.yaml: 10-basics.yaml with a title and cards
""",
    ),
    "unsafe": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: |
      one
      two <script>alert(1)</script>
    back: <b onclick=x>y</b> [l](javascript:x)
""",
        },
        """\
cards/demo/10-a.yaml:8:11: error[unsafe-html]: <script> may not stand in a card
  8 |       two <script>alert(1)</script>
    |           ^^^^^^^^
  hint: delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs; to show it as text write \\<script>, or put it in backticks

cards/demo/10-a.yaml:9:11: error[unsafe-html]: the attribute "onclick" may not stand in a card
  9 |     back: <b onclick=x>y</b> [l](javascript:x)
    |           ^^^^^^^^^^^^^
  hint: delete it; <b> takes class, dir, lang, title

cards/demo/10-a.yaml:9:34: error[unsafe-html]: a link may not lead to "javascript:"
  9 |     back: <b onclick=x>y</b> [l](javascript:x)
    |                                  ^^^^^^^^^^^^
  hint: link to http or https, or drop the link
""",
    ),
    "bad id": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a b, kind: basic, front: y, back: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:10: error[bad-id]: the id "a b" has other signs than letters, digits, . _ and -
  4 |   - {id: a b, kind: basic, front: y, back: x}
    |          ^^^
  hint: write "a-b"
""",
    ),
    "bad tag": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x, tags: [a b, marked]}
""",
        },
        """\
cards/demo/10-a.yaml:4:52: error[bad-tag]: the tag "a b" has a space or quote in it
  4 |   - {id: a, kind: basic, front: y, back: x, tags: [a b, marked]}
    |                                                    ^^^
  hint: write "a-b"

cards/demo/10-a.yaml:4:57: error[bad-tag]: Anki keeps the tag "marked" for itself
  4 |   - {id: a, kind: basic, front: y, back: x, tags: [a b, marked]}
    |                                                         ^^^^^^
  hint: choose another
""",
    ),
    "reverse maybe": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x, reverse: maybe}
""",
        },
        """\
cards/demo/10-a.yaml:4:54: error[wrong-type]: "reverse" is "maybe", expected true or false
  4 |   - {id: a, kind: basic, front: y, back: x, reverse: maybe}
    |                                                      ^^^^^
  hint: write true, or delete the key
""",
    ),
    "script": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: hello there, keep: [helo]}, {id: l, cue: c, say: x}, {cue: x}]}
""",
        },
        """\
cards/demo/10-a.yaml:4:124: error[missing-key]: an item of "lines" has no "id"
  4 |   - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: hello there, keep: [helo]}, {id: l, cue: c, say: x}, {cue: x}]}
    |                                                                                                                            ^^^
  hint: add id: a name that is unique in the script and never changes; deckwright check --fix gives it one

cards/demo/10-a.yaml:4:124: error[missing-key]: an item of "lines" has no "say"
  4 |   - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: hello there, keep: [helo]}, {id: l, cue: c, say: x}, {cue: x}]}
    |                                                                                                                            ^^^
  hint: add say: what you say
""",
    ),
    "choice": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: choice, question: s, options: [x, y], answer: z}
  - {id: b, kind: choice, question: s, options: [x], answer: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:65: error[answer-not-an-option]: the answer is not one of the options
  4 |   - {id: a, kind: choice, question: s, options: [x, y], answer: z}
    |                                                                 ^
  hint: copy the right one of the options, letter for letter

cards/demo/10-a.yaml:5:49: error[wrong-type]: "options" has 1 item, expected 2 or more
  5 |   - {id: b, kind: choice, question: s, options: [x], answer: x}
    |                                                 ^^^
  hint: add one, or choose another kind
""",
    ),
    "seq one": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: sequence, title: s, steps: [{id: x, step: y}]}
""",
        },
        """\
cards/demo/10-a.yaml:4:46: error[wrong-type]: "steps" has 1 item, expected 2 or more
  4 |   - {id: a, kind: sequence, title: s, steps: [{id: x, step: y}]}
    |                                              ^^^^^^^^^^^^^^^^^^
  hint: add one, or choose another kind
""",
    ),
    "two docs": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
---
title: b
""",
        },
        """\
cards/demo/10-a.yaml:5:1: error[yaml-documents]: a second document starts here
  5 | ---
    | ^
  hint: delete this line: a file is one document
""",
    ),
    "control": (
        {
            "10-a.yaml": 'title: Basics\nsource: own\ncards:\n  - {id: a, kind: basic, front: "y\x07", back: x}\n',
        },
        (
            "cards/demo/10-a.yaml:4:35: error[yaml-syntax]: the character U+0007 may not stand in a file\n"
            '  4 |   - {id: a, kind: basic, front: "y\N{REPLACEMENT CHARACTER}", back: x}\n'
            "    |                                   ^\n"
            "  hint: delete it\n"
        ),
    ),
    "unclosed flow": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x
  - {id: b}
""",
        },
        """\
cards/demo/10-a.yaml:5:5: error[yaml-syntax]: a bracket is opened and not closed
  5 |   - {id: b}
    |     ^
  hint: close it; if it is text, put the whole value in quotes: key: "…"
""",
    ),
    "indent": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
     kind: basic
    front: x
""",
        },
        """\
cards/demo/10-a.yaml:5:10: error[yaml-syntax]: this key is not in line with those above it
  5 |      kind: basic
    |          ^
  hint: indent it by as many spaces as its neighbours
""",
    ),
    "deck no uid": (
        {
            "deck.yaml": """\
name: x
""",
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y}
""",
        },
        """\
cards/demo/10-a.yaml:4:6: error[missing-key]: a basic card has no "back"
  4 |   - {id: a, kind: basic, front: y}
    |      ^^
  hint: add back: the answer

cards/demo/deck.yaml:1:1: error[missing-key]: deck.yaml has no "uid"
  1 | name: x
    | ^^^^
  hint: add uid: a short name that never changes: every note's identity hangs on it
""",
    ),
    "deck bad": (
        {
            "deck.yaml": """\
name: [x]
uid: a b
foo: x
language: english please
feedback: x
sources: [a]
""",
            "10-a.yaml": """\
title: Basics
source: own
cards:
""",
        },
        """\
cards/demo/10-a.yaml:3:1: error[empty-value]: "cards" is empty
  3 | cards:
    | ^^^^^
  hint: write a list of cards, or delete the file

cards/demo/deck.yaml:1:7: error[wrong-type]: "name" is a list, expected text
  1 | name: [x]
    |       ^^^
  hint: write name: x; where the brackets are text, name: '[x]'

cards/demo/deck.yaml:2:6: error[bad-id]: the uid "a b" has other signs than letters, digits, . _ and -
  2 | uid: a b
    |      ^^^
  hint: write uid: a-b

cards/demo/deck.yaml:3:1: error[unknown-key]: deck.yaml has no key "foo"
  3 | foo: x
    | ^^^
  hint: deck.yaml has: name, uid, version, description, language, speech, audio, math, tags, sources, glossary, feedback, lint, tables

cards/demo/deck.yaml:4:11: error[wrong-type]: "english please" is not a language tag
  4 | language: english please
    |           ^^^^^^^^^^^^^^
  hint: write one like en, de or pt-BR

cards/demo/deck.yaml:5:11: error[wrong-type]: "x" is not a web or mail address
  5 | feedback: x
    |           ^
  hint: write one like https://example.org/fix?card={id}

cards/demo/deck.yaml:6:10: error[wrong-type]: "sources" is a list, expected a mapping of names to titles
  6 | sources: [a]
    |          ^^^
  hint: write own: Our own wording
""",
    ),
    "complex key": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - ? [a]
    : b
""",
        },
        """\
cards/demo/10-a.yaml:4:7: error[yaml-syntax]: a list or mapping stands where a key should
  4 |   - ? [a]
    |       ^
  hint: put the whole value in quotes: key: "…"
""",
    ),
    "deep": (
        {
            "10-a.yaml": """\
title: x
cards: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
""",
        },
        """\
cards/demo/10-a.yaml:2:58: error[yaml-depth]: nested more than 50 deep
  2 | cards: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
    |                                                          ^
  hint: flatten it
""",
    ),
    "unclosed html": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: <b>y, back: 'x</i>'}
""",
        },
        """\
cards/demo/10-a.yaml:4:33: error[unclosed-html]: <b> is not closed
  4 |   - {id: a, kind: basic, front: <b>y, back: 'x</i>'}
    |                                 ^^^
  hint: write </b> where it ends; to show it as text write \\<b>, or put it in backticks

cards/demo/10-a.yaml:4:47: error[unclosed-html]: </i> closes what is not open
  4 |   - {id: a, kind: basic, front: <b>y, back: 'x</i>'}
    |                                               ^^^^
  hint: delete it, or open it before; to show it as text write \\</i>, or put it in backticks
""",
    ),
    "external": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: '![x](https://e.org/x.png)', back: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:39: error[external-media]: media from the network
  4 |   - {id: a, kind: basic, front: '![x](https://e.org/x.png)', back: x}
    |                                       ^^^^^^^^^^^^^^^^^^^
  hint: put the file into the deck's media folder: cards must work offline
""",
    ),
    "dot colon end": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: x
    back: y:
""",
        },
        """\
cards/demo/10-a.yaml:7:12: error[yaml-syntax]: a value that is not quoted holds a colon
  7 |     back: y:
    |            ^
  hint: put the value in quotes: back: 'y:'
""",
    ),
    "no space colon": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind:basic
    front: x
""",
        },
        """\
cards/demo/10-a.yaml:5:5: error[yaml-syntax]: no space follows the colon of "kind"
  5 |     kind:basic
    |     ^^^^^
  hint: write kind: basic
""",
    ),
    "block in flow": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: > x
    back: y
""",
        },
        """\
cards/demo/10-a.yaml:6:14: error[yaml-syntax]: a value that is not quoted starts with ">", which means something else to YAML
  6 |     front: > x
    |              ^
  hint: put the value in quotes: front: '\\> x'
""",
    ),
    "brackets": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: [A] is what
    back: y
""",
        },
        """\
cards/demo/10-a.yaml:6:16: error[yaml-syntax]: a value that is not quoted starts with "[", which means something else to YAML
  6 |     front: [A] is what
    |                ^
  hint: put the value in quotes: front: '[A] is what'
""",
    ),
    "question mark": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: x
    back: - y
""",
        },
        """\
cards/demo/10-a.yaml:7:11: error[yaml-syntax]: a list starts behind a key
  7 |     back: - y
    |           ^
  hint: start it in the next line, after a | if it is a list inside a text; if it is no list, put the value in quotes: back: '\\- y'
""",
    ),
    "hash": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: # x
    back: y
""",
        },
        """\
cards/demo/10-a.yaml:6:5: error[empty-value]: "front" is empty
  6 |     front: # x
    |     ^^^^^
  hint: a "#" after a space starts a comment; if it is text, put the value in quotes: front: '\\# x'
""",
    ),
    "alias": (
        {
            "10-a.yaml": """\
title: &t Basics
cards: [*t, *t, *t]
""",
        },
        """\
cards/demo/10-a.yaml:1:8: error[yaml-alias]: anchors, aliases and merge keys are not read, so that each card says what it holds
  1 | title: &t Basics
    |        ^
  hint: if the ampersand is text, put the value in quotes: title: '&t Basics'
""",
    ),
    "lone alias": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: basic
    front: *bold
    back: x
""",
        },
        """\
cards/demo/10-a.yaml:6:12: error[yaml-alias]: anchors, aliases and merge keys are not read, so that each card says what it holds
  6 |     front: *bold
    |            ^
  hint: if the star is text, put the value in quotes: front: '*bold'
""",
    ),
    "uid of two decks": (
        {
            "../other/deck.yaml": """\
name: Other
uid: demo
""",
            "../other/10-a.yaml": """\
title: T
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
        },
        """\
cards/other/deck.yaml:2:6: error[duplicate-uid]: the uid "demo" is that of cards/demo/deck.yaml:2:6 too
  2 | uid: demo
    |      ^^^^
  hint: choose another for the newer deck: every note's identity hangs on it
""",
    ),
    "folder without deck file": (
        {
            "../other/10-a.yaml": """\
title: T
cards: []
""",
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
        },
        """\
cards/other/deck.yaml:1:1: error[no-deck-file]: cards/other has no deck.yaml
  hint: write one with a name and a uid, or move the folder out of cards
""",
    ),
    "subdecks in two cases": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
""",
            "20-b.yaml": """\
title: BASICS
source: own
cards:
  - {id: b, kind: basic, front: y, back: x}
""",
        },
        """\
cards/demo/20-b.yaml:1:8: error[bad-name]: Anki takes the subdecks "Basics" and "BASICS" for one
  1 | title: BASICS
    |        ^^^^^^
  hint: write both in the same case
""",
    ),
    "rename of a living card": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: y, back: x}
  - {id: b, kind: basic, front: y, back: x, was: a}
""",
        },
        """\
cards/demo/10-a.yaml:5:10: error[was-still-there]: "was" names "a", which is still there
  5 |   - {id: b, kind: basic, front: y, back: x, was: a}
    |          ^
  hint: delete `was`, or what it names
""",
    ),
    "kind of the chapter": (
        {
            "10-a.yaml": """\
title: T
kind: clze
cards:
  - {id: a, text: x}
""",
        },
        """\
cards/demo/10-a.yaml:2:7: error[unknown-kind]: there is no kind "clze"
  2 | kind: clze
    |       ^^^^
  hint: did you mean "cloze"?
""",
    ),
    "unknown key of a line": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - id: a
    kind: script
    situation: s
    lines:
      - {id: l, cue: c, say: s, intnt: i}
""",
        },
        """\
cards/demo/10-a.yaml:8:33: error[unknown-key]: an item of "lines" has no key "intnt"
  8 |       - {id: l, cue: c, say: s, intnt: i}
    |                                 ^^^^^
  hint: did you mean "intent"?
""",
    ),
    "twice the same option": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: choice, question: q, options: [x, y, x], answer: x}
""",
        },
        """\
cards/demo/10-a.yaml:4:56: error[duplicate-option]: the option "x" stands twice
  4 |   - {id: a, kind: choice, question: q, options: [x, y, x], answer: x}
    |                                                        ^
  hint: change one of the two
""",
    ),
    "two lines with one id": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: x}, {id: l, cue: d, say: y}]}
""",
        },
        """\
cards/demo/10-a.yaml:4:79: error[duplicate-id]: the id "l" stands twice, first at cards/demo/10-a.yaml:4:54
  4 |   - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: x}, {id: l, cue: d, say: y}]}
    |                                                                               ^
  hint: give the newer card another id; an id that has been published never changes
""",
    ),
    "words not in the line": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: hello there, keep: [helo]}]}
""",
        },
        """\
cards/demo/10-a.yaml:4:90: error[keep-not-said]: "helo" is to be kept and does not stand in the line
  4 |   - {id: a, kind: script, situation: s, lines: [{id: l, cue: c, say: hello there, keep: [helo]}]}
    |                                                                                          ^^^^
  hint: did you mean "hello"?
""",
    ),
    "texts of cards with other problems": (
        {
            "10-a.yaml": """\
title: Basics
source: own
cards:
  - {id: a, kind: basic, front: <iframe>, bakc: x}
  - {id: b, kind: cloze, text: no gap, extra: "![](x.png)", tags: [a b]}
  - id: c
    kind: script
    situation: s
    lines: [{id: l, cue: <b>x, say: }]
""",
        },
        """\
cards/demo/10-a.yaml:4:33: error[unsafe-html]: <iframe> may not stand in a card
  4 |   - {id: a, kind: basic, front: <iframe>, bakc: x}
    |                                 ^^^^^^^^
  hint: delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs; to show it as text write \\<iframe>, or put it in backticks

cards/demo/10-a.yaml:4:43: error[unknown-key]: a basic card has no key "bakc"
  4 |   - {id: a, kind: basic, front: <iframe>, bakc: x}
    |                                           ^^^^
  hint: did you mean "back"?

cards/demo/10-a.yaml:5:32: error[no-cloze]: the text of a cloze card has no cloze
  5 |   - {id: b, kind: cloze, text: no gap, extra: "![](x.png)", tags: [a b]}
    |                                ^^^^^^
  hint: wrap what the learner must recall: {{c1::…}}

cards/demo/10-a.yaml:5:52: error[missing-media]: there is no media file "x.png"
  5 |   - {id: b, kind: cloze, text: no gap, extra: "![](x.png)", tags: [a b]}
    |                                                    ^^^^^
  hint: put the file into the deck's media folder

cards/demo/10-a.yaml:5:68: error[bad-tag]: the tag "a b" has a space or quote in it
  5 |   - {id: b, kind: cloze, text: no gap, extra: "![](x.png)", tags: [a b]}
    |                                                                    ^^^
  hint: write "a-b"

cards/demo/10-a.yaml:9:26: error[unclosed-html]: <b> is not closed
  9 |     lines: [{id: l, cue: <b>x, say: }]
    |                          ^^^
  hint: write </b> where it ends; to show it as text write \\<b>, or put it in backticks

cards/demo/10-a.yaml:9:32: error[empty-value]: "say" is empty
  9 |     lines: [{id: l, cue: <b>x, say: }]
    |                                ^^^
  hint: write what you say
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_told_at_its_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = CASES[name]
    monkeypatch.chdir(tmp_path)
    write_deck(tmp_path, files)
    assert check_text(Path()) == expected
