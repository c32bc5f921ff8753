"""HTML that does no harm: one warning a file, and `check --fix` takes it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.render.html_fix import drop_harmless
from tests.support import build_deck, check_text, write_deck

CHAPTER = """\
title: A
source: own
cards:
  - id: a
    kind: basic
    front: Which <span style="color:red">city</span> is <span class=k>it</span>?
    back: "<b style=\\"a\\">Rome</b> and not `<b style=x>`"
    hint: '<i data-x=''1''>a ''city''</i><o:p></o:p>'
    extra: |
      <font color=red>one</font>
      <img
        src=a.png style='width: 300px' border=0>
      <a href="https://e.org" target=_blank>l</a>
  - {id: b, kind: choice, question: Which?, options: [<b id=x>c</b>, d], answer: <b id=x>c</b>}
"""
FIXED = """\
title: A
source: own
cards:
  - id: a
    kind: basic
    front: Which city is <span class=k>it</span>?
    back: "<b>Rome</b> and not `<b style=x>`"
    hint: '<i>a ''city''</i>'
    extra: |
      one
      <img src=a.png width="300">
      <a href="https://e.org">l</a>
  - {id: b, kind: choice, question: Which?, options: [<b>c</b>, d], answer: <b>c</b>}
"""


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that the command runs in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_one_warning_a_file_says_how_much_and_where_the_first_is(inside: Path) -> None:
    write_deck(inside, {"10-a.yaml": CHAPTER, "media/a.png": b"\x89PNG"})
    assert check_text(inside) == (
        "cards/demo/10-a.yaml:6:18: warning[harmless-html]: 14 pieces of HTML that cards do without, such as style,"
        " will not be on them\n"
        '  6 |     front: Which <span style="color:red">city</span> is <span class=k>it</span>?\n'
        "    |                  ^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: deckwright check --fix takes it out\n"
    )


def test_fix_takes_it_out_and_the_cards_stay_as_they_are(inside: Path) -> None:
    deck = write_deck(inside, {"10-a.yaml": CHAPTER, "media/a.png": b"\x89PNG"})
    before = [note.joined for note in build_deck(inside).stamped.rendered.notes]
    run = CliRunner().invoke(main, ["check", "--fix"])
    assert (deck / "10-a.yaml").read_text("utf-8") == FIXED
    assert run.stderr.startswith(
        "cards/demo/10-a.yaml:6:12: took out HTML that cards do without\n"
        "cards/demo/10-a.yaml:7:11: took out HTML that cards do without\n"
    )
    assert [note.joined for note in build_deck(inside).stamped.rendered.notes] == before
    assert check_text(inside) == ""
    assert drop_harmless(FIXED) == (FIXED, ())


def test_tags_of_times_and_data_are_taken_out_and_words_in_their_place_stay(inside: Path) -> None:
    text = '<time datetime="09:00">nine</time>, <data value=3>three</data> and {}'
    front = text.format("<b>a</b>")
    chapter = f"title: A\ncards:\n- {{id: a, kind: basic, front: '{front}', back: At <time> Response<Data> ends}}\n"
    deck = write_deck(inside, {"10-a.yaml": chapter})
    assert build_deck(inside).stamped.rendered.notes[0].fields[:2] == (
        "nine, three and <b>a</b>",
        "At &lt;time&gt; Response&lt;Data&gt; ends",
    )
    assert check_text(inside) == (
        "cards/demo/10-a.yaml:3:32: warning[harmless-html]: 6 pieces of HTML that cards do without, such as <time>,"
        " will not be on them\n"
        f"  3 | {chapter.splitlines()[2]}\n"
        "    |                                ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: deckwright check --fix takes it out\n"
    )
    CliRunner().invoke(main, ["check", "--fix"])
    assert (deck / "10-a.yaml").read_text("utf-8") == chapter.replace(front, "nine, three and <b>a</b>")


def test_a_word_in_angle_brackets_keeps_no_other_tag_from_being_taken_out() -> None:
    chapter = "cards:\n- id: a\n  kind: basic\n  front: |\n    <nobr>At</nobr> <time> now\n  back: b\n"
    assert drop_harmless(chapter)[0] == chapter.replace("<nobr>At</nobr>", "At")


@pytest.mark.parametrize(
    "text",
    [
        "<font># a</font>",  # would be a heading
        "<b onclick=x>a</b>",
        "plain",
        "`<font>`",
        r"\<font>a",
    ],
)
def test_what_would_look_otherwise_is_left_alone(text: str) -> None:
    chapter = f"cards:\n- id: a\n  kind: basic\n  front: |\n    {text}\n  back: b\n"
    assert drop_harmless(chapter) == (chapter, ())


def test_values_that_are_no_markdown_stay() -> None:
    chapter = "cards:\n- id: a\n  kind: basic\n  front: q\n  back: a\n  as_of: <font>2020</font>\n  tags: [<font>]\n"
    assert drop_harmless(chapter) == (chapter, ())


def test_a_dead_link_and_a_tag_in_a_word_stop_no_build(inside: Path) -> None:
    chapter = "title: A\ncards:\n- {id: a, kind: basic, front: 'What is Rc<a>? &mdash; [x](a.md)', back: b}\n"
    write_deck(inside, {"10-a.yaml": chapter})
    assert build_deck(inside).stamped.rendered.notes[0].fields[0] == "What is Rc&lt;a&gt;? &amp;mdash; <a>x</a>"
    assert check_text(inside) == (
        "cards/demo/10-a.yaml:3:42: warning[tag-or-text]: <a> is not closed, and is shown as text\n"
        "  3 | - {id: a, kind: basic, front: 'What is Rc<a>? &mdash; [x](a.md)', back: b}\n"
        "    |                                          ^^^\n"
        "  hint: write \\<a> or put it in backticks; if it is HTML, close it with </a>\n\n"
        'cards/demo/10-a.yaml:3:47: warning[entity]: "&mdash;" is shown as typed\n'
        "  3 | - {id: a, kind: basic, front: 'What is Rc<a>? &mdash; [x](a.md)', back: b}\n"
        "    |                                               ^^^^^^^\n"
        "  hint: type the sign itself, —; where &mdash; is meant, put it in backticks\n\n"
        'cards/demo/10-a.yaml:3:59: warning[dead-link]: the link leads to a file that learners do not have, "a.md"\n'
        "  3 | - {id: a, kind: basic, front: 'What is Rc<a>? &mdash; [x](a.md)', back: b}\n"
        "    |                                                           ^^^^\n"
        "  hint: link to http or https, or drop the link and leave its words\n"
    )
