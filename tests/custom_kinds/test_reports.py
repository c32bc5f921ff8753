"""What is said of an own kind, the whole of it: every fault once, in the order of files and lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Learner
from tests.support import build_deck, check_text, write_deck

KIND, FRONT, BACK = (f"kinds/word/{name}" for name in ("kind.yaml", "say.front.html", "say.back.html"))
FILES = {
    "10-a.yaml": "title: A\nsource: own\ncards: [{id: a, kind: word, word: q, sense: a}]\n",
    KIND: (
        "doc: a word\nfields:\n- {name: Word, doc: it, required: true}\n- {name: Sense, doc: what it means}\n"
        "templates: [{name: Say, asks: Word, answers: Sense}]\n"
    ),
    FRONT: "{{Word}}\n",
    BACK: "{{Word}}\n{{Sense}}\n",
}


def edited(*edits: tuple[str, str, str]) -> dict[str, str]:
    """Return the files with changes: of which file, what, and into what."""
    files = dict(FILES)
    for name, old, new in edits:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return files


def second(name: str, old: str = "", new: str = "") -> dict[str, str]:
    """Return the files with the same kind once more, in another folder, with a change in its kind.yaml."""
    twin = {path.replace("/word/", f"/{name}/"): text for path, text in FILES.items()}
    twin[f"kinds/{name}/kind.yaml"] = FILES[KIND].replace(old, new) if old else FILES[KIND]
    return {**FILES, **twin}


REPORTS = {
    "faults in kind.yaml": (
        edited((KIND, "doc: what it means", "dox: what it means"), (KIND, "asks: Word", "asks: Wrod")),
        """\
KIND:4:17: error[unknown-key]: an item of "fields" has no key "dox"
  4 | - {name: Sense, dox: what it means}
    |                 ^^^
  hint: did you mean "doc"?

KIND:5:31: error[unknown-field]: the kind has no field "Wrod"
  5 | templates: [{name: Say, asks: Wrod, answers: Sense}]
    |                               ^^^^
  hint: did you mean "Word"?
""",
    ),
    "faults on both sides": (
        edited((FRONT, "{{Word}}", "<div>{{Wrd}}"), (BACK, "{{Sense}}", "<script>x</script>\n{{Sence}}")),
        """\
cards/demo/kinds/word/say.back.html:2:1: error[unsafe-html]: <script> may not stand in a template
  2 | <script>x</script>
    | ^^^^^^^^
  hint: delete it; a style belongs into style.css

cards/demo/kinds/word/say.back.html:3:1: error[unknown-field]: the kind has no field "Sence"
  3 | {{Sence}}
    | ^^^^^^^^^
  hint: did you mean "Sense"?

cards/demo/kinds/word/say.front.html:1:1: error[unclosed-html]: <div> is not closed
  1 | <div>{{Wrd}}
    | ^^^^^
  hint: write </div> where it ends

cards/demo/kinds/word/say.front.html:1:6: error[unknown-field]: the kind has no field "Wrd"
  1 | <div>{{Wrd}}
    |      ^^^^^^^
  hint: did you mean "Word"?
""",
    ),
    "a fault in the style": (
        {**FILES, "kinds/word/style.css": ".a {}\n.b { background: url(http://x/y) }\n"},
        """\
cards/demo/kinds/word/style.css:2:18: error[unsafe-css]: "url(" in a style would load a file
  2 | .b { background: url(http://x/y) }
    |                  ^^^^
  hint: cards must work offline; only data: addresses pass
""",
    ),
    "a brace that is not closed in the style": (
        {**FILES, "kinds/word/style.css": ".a { color: #888\n.b { color: #999 }\n"},
        """\
cards/demo/kinds/word/style.css:1:4: warning[broken-css]: "{" is not closed, and takes all that follows
  1 | .a { color: #888
    |    ^
  hint: write the } that closes it
""",
    ),
    "a fault in each of two kinds": (
        {**second("verb", "asks: Word", "asks: Wrod"), KIND: FILES[KIND].replace("doc: a word", "dox: a word")},
        """\
cards/demo/kinds/verb/kind.yaml:5:31: error[unknown-field]: the kind has no field "Wrod"
  5 | templates: [{name: Say, asks: Wrod, answers: Sense}]
    |                               ^^^^
  hint: did you mean "Word"?

KIND:1:1: error[unknown-key]: kind.yaml has no key "dox"
  1 | dox: a word
    | ^^^
  hint: did you mean "doc"?
""",
    ),
    "two kinds with one name": (
        second("z-verb", "doc: a word", "doc: a word\nname: wORD"),
        """\
cards/demo/kinds/z-verb/kind.yaml:2:7: error[kind-clash]: the note type "wORD" is that of the kind "word" too
  2 | name: wORD
    |       ^^^^
  hint: choose another name
""",
    ),
    "a kind whose folder has the name of another": (
        second("verb", "doc: a word", "doc: a word\nname: Word"),
        """\
KIND:1:1: error[kind-clash]: the note type "Word" is that of the kind "verb" too
  1 | doc: a word
    | ^
  hint: choose another name
""",
    ),
    "a kind with the name of one of ours, in another case": (
        edited((KIND, "doc: a word", "doc: a word\nname: script LINE")),
        """\
KIND:2:7: error[kind-clash]: the note type "script LINE" is that of the kind "script" too
  2 | name: script LINE
    |       ^^^^^^^^^^^
  hint: choose another name
""",
    ),
    "a first field that is required perhaps": (
        edited((KIND, "required: true", "required: maybe")),
        """\
KIND:3:35: error[wrong-type]: "required" is "maybe", expected true or false
  3 | - {name: Word, doc: it, required: maybe}
    |                                   ^^^^^
  hint: write true, or delete the key
""",
    ),
    "a front without its file": (
        {name: text for name, text in FILES.items() if name != FRONT},
        """\
KIND:5:20: error[missing-template]: there is no file "say.front.html"
  5 | templates: [{name: Say, asks: Word, answers: Sense}]
    |                    ^^^
  hint: write it beside kind.yaml
""",
    ),
    "a file of no use": (
        {**FILES, "kinds/word/says.back.html": "x"},
        """\
cards/demo/kinds/word/says.back.html:1:1: warning[unused-file]: "says.back.html" is no file of the kind
  hint: did you mean "say.back.html"?
""",
    ),
    "a card with a key of another kind": (
        edited(("10-a.yaml", "sense: a", "sence: a")),
        """\
cards/demo/10-a.yaml:3:38: error[unknown-key]: a word card has no key "sence"
  3 | cards: [{id: a, kind: word, word: q, sence: a}]
    |                                      ^^^^^
  hint: did you mean "sense"?
""",
    ),
    "nothing": (second("verb"), ""),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project's folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.mark.parametrize("case", REPORTS)
def test_this_is_said_and_no_more(case: str, here: Path) -> None:
    files, report = REPORTS[case]
    write_deck(here, files)
    assert check_text(here) == report.replace("KIND:", "cards/demo/kinds/word/kind.yaml:")


def test_a_note_has_room_for_five_hundred_templates(here: Path, learner: Learner) -> None:
    many = "".join(f"- {{name: Card {n}, file: t{n}, asks: A, answers: A}}\n" for n in range(500))
    sides = {f"kinds/big/t{n}.{side}.html": f"{{{{A}}}} {n}" for n in range(500) for side in ("front", "back")}
    kind = f"doc: big\nframe: false\nfields: [{{name: A, doc: a, required: true}}]\ntemplates:\n{many}"
    write_deck(
        here,
        {"kinds/big/kind.yaml": kind, **sides, "10-a.yaml": "title: A\ncards: [{id: a, kind: big, a: x}]\n"},
    )
    learner.take(build_deck(here).path)
    assert learner.col.card_count() == 500
