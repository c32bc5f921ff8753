"""What beginners type, and what they are told: where, what is wrong, and the line to paste."""

from __future__ import annotations

import pytest

from builder.kinds import builtin_kinds
from builder.source.chapters import load_chapter
from builder.source.settings import stand_in
from builder.syntax import SourceFile

HEAD = "title: B\nkind: basic\ncards:\n"
CASES: dict[str, tuple[str, list[str]]] = {
    "no dash": (
        "title: B\ncards:\n  id: a\n  kind: basic\n  front: x\n  back: y\n",
        [
            '3:3: "cards" is a mapping, expected a list of cards; start each card with a dash: - id: …',
        ],
    ),
    "dash no space": (
        "title: B\ncards:\n  -id: a\n   kind: basic\n   front: x\n   back: y\n",
        [
            "3:3: no space follows the dash; write - id: a",
        ],
    ),
    "list top": (
        "- id: a\n  kind: basic\n  front: x\n  back: y\n",
        [
            "1:1: found a list, expected a chapter (title and cards); write its keys above, and the "
            "list below one of them",
        ],
    ),
    "no cards key": (
        "title: B\n- id: a\n  front: x\n",
        [
            "2:1: a list stands under no key; write cards: above it",
        ],
    ),
    "equals": (
        HEAD + "  - id: a\n    front = x\n    back: y\n",
        [
            '5:11: a key is followed by "=", expected a colon; write front: x',
        ],
    ),
    "capital keys": (
        "Title: B\nCards:\n  - ID: a\n    Kind: basic\n    Front: x\n    Back: y\n",
        [
            '1:1: a chapter has no key "Title"; did you mean "title"?',
            '2:1: a chapter has no key "Cards"; did you mean "cards"?',
        ],
    ),
    "smart quotes": (
        HEAD + "  - id: a\n    front: “What is: it”\n    back: y\n",
        [
            "5:20: a value that is not quoted holds a colon; put the value in quotes: front: '“What is: it”'",
        ],
    ),
    "nbsp indent": (
        HEAD + "  - id: a\n\xa0   front: x\n    back: y\n",
        [
            "5:1: a space of another sort stands where YAML takes only plain ones; indent with plain "
            "spaces: delete it and type it anew",
        ],
    ),
    "nbsp after colon": (
        HEAD + "  - id: a\n    front:\xa0What is it\n    back: y\n",
        [
            '5:11: the space behind the colon of "front" is of another sort (U+00A0); delete it and type a plain one:'
            " front: What is it",
        ],
    ),
    "apostrophe single": (
        HEAD + "  - id: a\n    front: 'What's it?'\n    back: y\n",
        [
            "5:18: text follows a closing quote; put the whole value in single quotes: front: 'What''s it?'",
        ],
    ),
    "inner double": (
        HEAD + '  - id: a\n    front: "What is "x"?"\n    back: y\n',
        [
            "5:22: text follows a closing quote; put the whole value in single quotes: front: 'What is \"x\"?'",
        ],
    ),
    "starts quote": (
        HEAD + '  - id: a\n    front: "Foo" means what?\n    back: y\n',
        [
            "5:18: text follows a closing quote; put the whole value in single quotes: front: '\"Foo\" means what?'",
        ],
    ),
    "question mark start": (
        HEAD + "  - id: a\n    front: ? what\n    back: y\n",
        [
            '5:12: a value that is not quoted starts with "?", which means something else to YAML; put '
            "the value in quotes: front: '? what'",
        ],
    ),
    "percent": (
        HEAD + "  - id: a\n    front: x\n    back: %5\n",
        [
            '6:11: a value that is not quoted starts with "%", which means something else to YAML; put '
            "the value in quotes: back: '%5'",
        ],
    ),
    "backtick": (
        HEAD + "  - id: a\n    front: `ls` does what\n    back: y\n",
        [
            '5:12: a value that is not quoted starts with "`", which means something else to YAML; put '
            "the value in quotes: front: '`ls` does what'",
        ],
    ),
    "ampersand": (
        HEAD + "  - id: a\n    front: &x does what\n    back: y\n",
        [
            "5:12: anchors, aliases and merge keys are not read, so that each card says what it holds; "
            "if the ampersand is text, put the value in quotes: front: '&x does what'",
        ],
    ),
    "excl": (
        HEAD + "  - id: a\n    front: !important\n    back: y\n",
        [
            '5:12: the tag "!important" is not read; if the mark is text, put the value in quotes: '
            "front: '!important'",
        ],
    ),
    "bold start": (
        HEAD + "  - id: a\n    front: **Bold** what\n    back: y\n",
        [
            '5:13: a value that is not quoted starts with "*", which means something else to YAML; put '
            "the value in quotes: front: '**Bold** what'",
        ],
    ),
    "html start": (
        HEAD + "  - id: a\n    front: <b>Bold</b> what\n    back: > quote\n",
        [
            '6:13: a value that is not quoted starts with ">", which means something else to YAML; put '
            "the value in quotes: back: '\\> quote'",
        ],
    ),
    "pipe text same line": (
        HEAD + "  - id: a\n    front: | text\n    back: y\n",
        [
            '5:14: text follows a "|" in its line; write it in the lines below, deeper than the key; '
            "if the sign is text, write front: '| text'",
        ],
    ),
    "fence not indented": (
        HEAD + "  - id: a\n    front: x\n    back: |\n```c\nint x;\n```\n",
        [
            "7:1: a text below a | is not indented; indent the text under the |, deeper than back",
        ],
    ),
    "fence not indented behind text": (
        HEAD + "  - id: a\n    front: x\n    back: |-\n      Note: this\n\n```c\nint x;\n```\n",
        [
            "9:1: a text below a | is not indented; indent the text under the |, deeper than back",
        ],
    ),
    "fence behind a value": (
        HEAD + "  - id: a\n    back: |\n      y\n    front: x\n```c\nint x;\n```\n",
        [
            '8:1: a value that is not quoted starts with "`", which means something else to YAML; put the whole value'
            ' in quotes: key: "…"',
        ],
    ),
    "conflict markers": (
        HEAD + '  - id: a\n    front: "x\n<<<<<<< HEAD\n      y"\n=======\n      z"\n>>>>>>> other\n    bakc: y\n',
        [
            "6:1: git's conflict markers stand in this file; choose a side, or join the two, and delete the marker"
            " lines, which start with <<<<<<<, =======, >>>>>>>",
        ],
    ),
    "block not indented": (
        HEAD + "  - id: a\n    front: |\n    text here\n    back: y\n",
        [
            "6:5: a text below a | is not indented; indent it deeper than front",
        ],
    ),
    "multi line plain colon": (
        HEAD + "  - id: a\n    front: one\n      two: three\n    back: y\n",
        [
            "6:10: this key is not in line with those above it; indent it by as many spaces as its neighbours",
        ],
    ),
    "continued less": (
        HEAD + "  - id: a\n    front: one\n    two three\n    back: y\n",
        [
            "6:5: a key has no colon behind it; write key: value, or indent the line if it continues a text",
        ],
    ),
    "continued at margin": (
        HEAD + "  - id: a\n    front: one\ntwo three\n    back: y\n",
        [
            "6:1: a key has no colon behind it; write key: value, or indent the line if it continues a text",
        ],
    ),
    "wrong bool": (
        HEAD + "  - id: a\n    front: x\n    back: y\n    reverse: yes\n",
        [
            '7:14: "reverse" is "yes", expected true or false; write true, or delete the key',
        ],
    ),
    "id with space": (
        HEAD + "  - id: my card\n    front: x\n    back: y\n",
        [
            '4:9: the id "my card" has other signs than letters, digits, . _ and -; write "my-card"',
        ],
    ),
    "id missing": (
        HEAD + "  - front: x\n    back: y\n",
        [
            '4:5: a basic card has no "id"; add id: a name that is unique in the deck and never changes;'
            " deckwright check --fix gives it one",
        ],
    ),
    "choice inline": (
        "title: B\ncards:\n  - {id: a, kind: choice, question: q, options: 'x, y', answer: x}\n",
        [
            '3:49: "options" is one text, expected a list of 2 or more; write options: [x, y]',
        ],
    ),
    "kind typo": (
        HEAD + "  - id: a\n    kind: Basic\n    front: x\n    back: y\n",
        [
            '5:11: there is no kind "Basic"; did you mean "basic"?',
        ],
    ),
    "cloze unq mid": (
        HEAD + "  - id: a\n    kind: cloze\n    text: Paris is {{c1::the capital: city}}\n",
        [
            "6:37: a value that is not quoted holds a colon; put the value in quotes: text: 'Paris is "
            "{{c1::the capital: city}}'",
        ],
    ),
    "frontmatter": (
        "---\ntitle: B\n---\ncards:\n  - id: a\n",
        [
            "3:1: a second document starts here; delete this line: a file is one document",
        ],
    ),
    "url": (
        HEAD + "  - id: a\n    front: see http://x.org/a b\n    back: https://x.org: yes\n",
        [
            "6:24: a value that is not quoted holds a colon; put the value in quotes: back: 'https://x.org: yes'",
        ],
    ),
    "time": (
        HEAD + "  - id: a\n    front: When?\n    back: at 12: 30\n",
        [
            "6:16: a value that is not quoted holds a colon; put the value in quotes: back: 'at 12: 30'",
        ],
    ),
    "trailing colon": (
        HEAD + "  - id: a\n    front: Complete the sentence:\n    back: y\n",
        [
            "5:33: a value that is not quoted holds a colon; put the value in quotes: front: 'Complete the sentence:'",
        ],
    ),
    "colon cloze flow": (
        "title: B\ncards:\n  - {id: a, kind: basic, front: Ratio a: b?, back: y}\n",
        [
            "3:40: a value inside brackets that is not quoted holds a colon; put the value in quotes: "
            "front: 'Ratio a: b?'",
        ],
    ),
    "flow comma": (
        "title: B\ncards:\n  - {id: a, kind: basic, front: Yes, or no?, back: y}\n",
        [
            "3:38: a basic card has no key \"or no?\"; put the value in quotes: front: 'Yes, or no?'",
        ],
    ),
    "card over-indented": (
        HEAD + "    - id: a\n      front: x\n      back: y\n  - id: b\n    front: x\n    back: y\n",
        [
            "7:3: this dash is not in line with those above it; put it below the first dash of its list",
        ],
    ),
    "card under-indented": (
        HEAD + "  - id: a\n    front: x\n    back: y\n - id: b\n   front: x\n   back: y\n",
        [
            "7:2: this dash is not in line with those above it; put it below the first dash of its list",
        ],
    ),
    "key over": (
        HEAD + "  - id: a\n    front: x\n      back: y\n",
        [
            "6:11: this key is not in line with those above it; indent it by as many spaces as its neighbours",
        ],
    ),
    "key at list": (
        HEAD + "  - id: a\n    front: x\n    accept:\n    - one\n    - two\n     extra: z\n    back: y\n",
        [
            "9:11: this key is not in line with those above it; indent it by as many spaces as its neighbours",
        ],
    ),
    "tags hash": (
        HEAD + "  - id: a\n    tags: [#one]\n    front: x\n    back: y\n",
        [
            '5:12: a "#" at the start of an item starts a comment, and the bracket behind it is a part of that; '
            'a "#" starts a comment, and tags need none: write tags: [one]',
        ],
    ),
    "tags dash hash": (
        HEAD + "  - id: a\n    tags:\n      - #one\n    front: x\n    back: y\n",
        [
            '6:8: "tags" holds an empty item; a "#" starts a comment, and tags need none: write - one',
        ],
    ),
    "picture wrong": (
        HEAD + "  - id: a\n    front: ![x](gate.png)\n    back: y\n",
        [
            '5:13: a value that is not quoted starts with "!", which means something else to YAML; put '
            "the value in quotes: front: '![x](gate.png)'",
        ],
    ),
    "sound": (
        HEAD + "  - id: a\n    front: [sound:x.mp3]\n    back: y\n",
        [
            "5:12: \"front\" is a list, expected text; quote it if it is text: front: '[sound:x.mp3]'",
        ],
    ),
    "brackets text": (
        HEAD + "  - id: a\n    front: [1] What is it?\n    back: y\n",
        [
            '5:16: a value that is not quoted starts with "[", which means something else to YAML; put '
            "the value in quotes: front: '[1] What is it?'",
        ],
    ),
    "brace text": (
        HEAD + "  - id: a\n    front: {x} is what?\n    back: y\n",
        [
            '5:16: a value that is not quoted starts with "{", which means something else to YAML; put '
            "the value in quotes: front: '{x} is what?'",
        ],
    ),
    "dollar": (
        HEAD + "  - id: a\n    front: 'x'\n    back: y: z\n",
        [
            "6:12: a value that is not quoted holds a colon; put the value in quotes: back: 'y: z'",
        ],
    ),
    "unclosed single": (
        HEAD + "  - id: a\n    front: 'What is it\n    back: y\n  - id: b\n    front: x\n    back: it's\n",
        [
            "9:14: a quote that was opened further up closes here, in the middle of a text; close it "
            "where its own text ends; a quote inside single quotes is written twice",
        ],
    ),
    "nul": (
        HEAD + "  - id: a\n    front: x\n    back: 'y' z\n",
        [
            "6:15: text follows a closing quote; put the whole value in single quotes: back: '''y'' z'",
        ],
    ),
    "dash text": (
        HEAD + "  - id: a\n    front: x\n    back: - 5 degrees\n",
        [
            "6:11: a list starts behind a key; start it in the next line, after a | if it is a list "
            "inside a text; if it is no list, put the value in quotes: back: '\\- 5 degrees'",
        ],
    ),
    "dash list under": (
        HEAD + "  - id: a\n    front: x\n    back:\n    - one\n    - two\n",
        [
            '7:5: "back" is a list, expected text; a list inside a text is Markdown: write back: | and '
            "the dashes in the lines below it",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_beginner_is_told_what_to_type(name: str) -> None:
    text, expected = CASES[name]
    _, problems = load_chapter(SourceFile(path="10-a.yaml", text=text), stand_in("demo"), builtin_kinds())
    assert [f"{p.location.line}:{p.location.column}: {p.message}; {p.hint}" for p in problems] == expected
