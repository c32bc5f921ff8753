"""A deck of hard cases: what an author may write that is long, wide, foreign, empty or odd."""

from __future__ import annotations

import json
import struct
import zlib

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_URL = "https://example.org/a/path/that/never/breaks/because/nobody/put/a/space/in/it?at=all&and=more&of=it"
LONG = " ".join(["Every gate has one owner, and the owner has said yes in writing before the date is told."] * 12)
TABLE = """\
| Gate | Stops | Owner | Latest | Evidence | Rollback | Region | Certificate |
|---|---|---|---|---|---|---|---|
| Radio certificate | A build that nobody has seen | Compliance | 12 August | Lab report | None | Europe | EN-300-328 |
| Rollback drill | An update that bricks sold units | Firmware | 19 August | Drill log | Image B | World | none |
"""
CODE = """\
Run `deckwright build --output somewhere/rather/long/that/does/not/break`:

```yaml
gate:
  name: rollback drill
  owner: firmware            # one name, never a team, and a comment that runs on for longer than any phone is wide
```
"""
MARKUP = """\
# A heading

###### A small one

Words with <sub>low</sub>, <sup>high</sup>, <small>small</small>, <kbd>Ctrl</kbd>, <mark>marked</mark>, <del>gone</del>.

> A quotation with a [link](https://example.org/) in it.

1. One
    - nested
        - deeper still, and long enough to wrap on a narrow telephone
2. Two

<details><summary>More of it</summary>Hidden words.</details>
"""
MATH = r"Inline \(a^2 + b^2 = c^2\), and \[\sum_{i=1}^{n} i = \frac{n(n+1)}{2} \quad\text{for each natural number } n\]"
RUBY = '<ruby lang="ja">品質<rt>ひんしつ</rt></ruby>'


def wide_picture(width: int = 2400, height: int = 60) -> bytes:
    """Return a grey PNG that is wider than any phone."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\x8d" * width) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SETTINGS = {
    "name": "Hard cases",
    "uid": "hard",
    "tags": ["hard", "very-long-tag-that-never-seems-to-end::with::levels::and-more-of-them"],
    "sources": {"own": "A source whose title runs on for rather longer than the line of a telephone can hold"},
    "feedback": "https://example.org/fix?card={id}",
    "speech": "en_US",
}

CARDS = [
    {"id": "long", "kind": "basic", "front": LONG[:300], "back": LONG, "extra": LONG, "context": LONG, "hint": LONG},
    {"id": "words", "kind": "basic", "front": LONG_WORD, "back": f"{LONG_WORD} {LONG_URL} <{LONG_URL}>"},
    {"id": "table", "kind": "basic", "front": TABLE, "back": TABLE, "extra": TABLE},
    {"id": "code", "kind": "basic", "front": CODE, "back": CODE, "extra": CODE, "reverse": True},
    {"id": "markup", "kind": "basic", "front": MARKUP, "back": MARKUP, "extra": MARKUP},
    {"id": "math", "kind": "basic", "front": MATH, "back": MATH},
    {"id": "ruby", "kind": "basic", "front": f"Say {RUBY}.", "back": RUBY, "extra": f"{RUBY} is quality."},
    {
        "id": "media",
        "kind": "basic",
        "front": "![wide](wide.png) [sound:say.mp3]",
        "back": "[sound:say.mp3] ![](wide.png)",
    },
    {"id": "bare", "kind": "basic", "front": "?", "back": "!"},
    {
        "id": "dated",
        "kind": "basic",
        "front": "How many?",
        "back": "Nine of ten",
        "as_of": "2026-01",
        "extra": "About.",
    },
    {"id": "right-to-left", "kind": "basic", "front": "ما الخطوة الأولى؟", "back": "اسأل عن <b>الهدف</b> أولاً (KPI)."},
    {
        "id": "gaps",
        "kind": "cloze",
        "text": f"The {{{{c1::{LONG_WORD}::{LONG_WORD}}}}} of {{{{c2::{LONG}}}}} is {{{{c1::x}}}}.",
    },
    {"id": "gap-table", "kind": "cloze", "text": f"{TABLE}\n\nAnd {{{{c1::one}}}} more.", "extra": CODE},
    {"id": "term", "kind": "definition", "term": LONG_WORD, "meaning": LONG, "not": LONG, "example": LONG},
    {"id": "short-term", "kind": "definition", "term": "BOM", "meaning": "The list of parts."},
    {"id": "contrast", "kind": "contrast", "prompt": LONG[:200], "bad": LONG, "good": LONG + LONG_URL, "why": LONG},
    {"id": "contrast-2", "kind": "contrast", "prompt": "Say it?", "bad": TABLE, "good": CODE, "extra": MARKUP},
    *(
        {
            "id": f"pair-{n}",
            "kind": "contrast",
            "prompt": "Whose call?",
            "bad": "Mine.",
            "good": "The owner's.",
            "why": "One owner.",
        }
        for n in range(4)
    ),
    {
        "id": "script",
        "kind": "script",
        "stage": "A stage with a name that is much longer than any author should give it",
        "situation": LONG,
        "hint": "A hint beside the first letters.",
        "lines": [
            {"id": f"line-{n}", "cue": LONG[:150], "say": LONG[:90], "intent": LONG[:120], "keep": ["one owner"]}
            for n in range(9)
        ],
    },
    {
        "id": "sequence",
        "kind": "sequence",
        "title": LONG[:120],
        "steps": [{"id": f"step-{n}", "step": f"{LONG[:60]} {n}", "why": "So."} for n in range(20)],
    },
    {
        "id": "scenario",
        "kind": "scenario",
        "situation": LONG,
        "decide": "What now?",
        "rubric": [LONG[:60]] * 5,
        "answer": LONG,
    },
    {"id": "scenario-2", "kind": "scenario", "situation": "Short.", "decide": "What now?", "answer": "That."},
    {
        "id": "choice",
        "kind": "choice",
        "question": LONG[:140],
        "options": [LONG_WORD, LONG[:200], TABLE, "Short", *(f"Option {n}" for n in range(8))],
        "answer": LONG_WORD,
        "why": LONG,
    },
    {
        "id": "choice-many",
        "kind": "choice",
        "question": "Which of them?",
        "options": [LONG[:200], "Short", LONG_WORD],
        "answer": [LONG_WORD, "Short"],
        "shuffle": True,
    },
    {"id": "typed-word", "kind": "basic", "type": True, "reverse": True, "front": "Type it?", "back": LONG_WORD},
    {"id": "typed-gap", "kind": "cloze", "type": True, "text": "The {{c1::hinshitsu}} counts.", "extra": LONG},
    {"id": "typed-term", "kind": "definition", "type": True, "term": "BOM-2", "meaning": "The list.", "example": LONG},
    {
        "id": "typed",
        "kind": "typed",
        "question": "Type the word.",
        "word": LONG_WORD,
        "list": [f"Item {n}" for n in range(60)],
    },
]

TYPED = {
    "kinds/typed/kind.yaml": """\
doc: a word to be typed
fields:
  - {name: Question, doc: what is asked, required: true}
  - {name: Word, doc: what is typed, required: true}
  - {name: List, doc: more of them, shape: texts, ordered: true}
templates:
  - {name: Type it, asks: Question, answers: Word}
""",
    "kinds/typed/type-it.front.html": """\
<div class="dw-front"><div class="dw-ask" dir="auto">{{Question}}</div></div>
<div class="dw-hinge"><span>Type it</span></div>
<div class="dw-back">{{type:Word}}{{hint:List}}</div>
""",
    "kinds/typed/type-it.back.html": """\
<div class="dw-front"><div class="dw-ask" dir="auto">{{Question}}</div></div>
<div class="dw-hinge" id=answer></div>
<div class="dw-back">{{type:Word}}<div class="dw-text" dir="auto">{{List}}</div></div>
""",
}

FOREIGN = {
    "ja": (
        "対比",
        "TPMの役割をどう説明しますか。",
        "TPMは、ものづくりがわかるPMのようなものです。",
        "日程・原価・品質に責任を持ちます。",
    ),
    "zh": ("对比", "你怎么看这个职位？", "他什么都管一点。", "他对日期、成本和质量负责，销量由产品经理决定。"),
    "ar": (
        "مقارنات",
        "كيف ترى دور مدير البرنامج؟",
        "هو مدير منتج يفهم الهندسة.",
        "أنا مسؤول عن التاريخ والكلفة والجودة (quality gates).",
    ),
    "de": (
        "Vergleiche",
        "Was verantwortet ein Programmleiter?",
        "Er ist eher ein Produktmanager.",
        "Termin, Kosten und Qualität.",
    ),
}
"""A chapter's title, a question, a bad answer and a good one in other languages."""


def as_yaml(value: object) -> str:
    """Return a value as YAML (which JSON is)."""
    return json.dumps(value, ensure_ascii=False)


def hard_deck() -> dict[str, str | bytes]:
    """Return the files of the deck in English."""
    return {
        "deck.yaml": as_yaml(SETTINGS),
        "10-hard.yaml": as_yaml({"title": "A chapter with a name that wraps", "source": "own", "cards": CARDS}),
        "media/wide.png": wide_picture(),
        "media/say.mp3": b"ID3\x03\0\0\0\0\0\0",
        **TYPED,
    }


def foreign_deck(language: str) -> dict[str, str | bytes]:
    """Return the files of a small deck in another language, with a card of every built-in kind."""
    title, question, bad, good = FOREIGN[language]
    cards = [
        {"id": "a", "kind": "basic", "front": question, "back": good, "extra": bad, "hint": good},
        {"id": "b", "kind": "cloze", "text": f"{good} {{{{c1::{title}}}}}"},
        {"id": "c", "kind": "definition", "term": title, "meaning": good, "not": bad, "example": question},
        {"id": "d", "kind": "contrast", "prompt": question, "bad": bad, "good": good, "why": title},
        {"id": "e", "kind": "contrast", "prompt": question, "bad": bad, "good": good, "why": title},
        {
            "id": "f",
            "kind": "script",
            "stage": title,
            "situation": question,
            "lines": [{"id": "g", "cue": question, "say": good, "intent": title}],
        },
        {"id": "h", "kind": "sequence", "title": title, "steps": [{"id": "i", "step": bad}, {"id": "j", "step": good}]},
        {
            "id": "k",
            "kind": "scenario",
            "situation": question,
            "decide": question,
            "rubric": [good, bad],
            "answer": good,
        },
        {"id": "l", "kind": "choice", "question": question, "options": [bad, good], "answer": good, "why": title},
    ]
    settings = {**SETTINGS, "name": f"Hard {language}", "uid": f"hard-{language}", "language": language}
    return {
        "deck.yaml": as_yaml(settings),
        "10-a.yaml": as_yaml({"title": title, "source": "own", "cards": cards}),
    }
