"""Any text in any field comes through YAML, Markdown, the package and Anki."""

from __future__ import annotations

import html
import json
import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builder.kinds import builtin_kinds
from builder.render.markdown import render
from tests.learner import Learner
from tests.support import build_decks, write_deck

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
_SIGNS = [
    *("*", "_", "`", "<", ">", "&", "<b>", "</b>", "<script>", "[a](b)", "![", "]", "(", "\\(", "\\)", "\\[", "{{c1::"),
    *("}}", "::", "[sound:", "$", "# ", "~", "|", "|-|", "\\", "a", "é", "漢", "&amp;", "```\n", "\n", "\n\n", "    "),
    *("- ", "1. ", "\x10", "\x0e0\x0f", "\x02klzzwxh:0\x03", "<a href='x'>", "<div>\n"),
]
MARKS = st.lists(st.sampled_from(_SIGNS)).map("".join).filter(str.strip)
NO_MARKUP = st.text(
    st.characters(categories=["L", "N", "Zs", "Sc", "Po", "Pd"], exclude_characters="\\*_`#&!-:|~=\"'/@%\u2028\u2029")
    | st.sampled_from("<>&$.,?"),
    min_size=1,
).filter(lambda text: text.strip() and text.strip()[0].isalpha())


def yaml_of(fields: dict[str, str]) -> str:
    """Return a card whose values are JSON strings, which are YAML too."""
    return "".join(f"    {key}: {json.dumps(value)}\n" for key, value in fields.items())


def shown(field: str) -> str:
    """Return the text that a browser shows of a field, white space folded."""
    text = re.sub(r"<br ?/?>", "\n", field)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@given(ANY | MARKS)
@settings(max_examples=600, deadline=None)
@example("{{c1::\\(a}}b\\)}}")
@example("<" * 500)
@example("> " * 300)
@example("- " * 300)
def test_markdown_takes_any_text(text: str) -> None:
    rendered = render(text)
    assert not re.search("[\x00-\x08\x0b-\x1f]", rendered.html)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a**b*`x`", "<em>a**b</em><code>x</code>"),
        ("klzzwxh:0 *a**b*<b>c</b>", "klzzwxh:0 <em>a**b</em><b>c</b>"),
    ],
)
def test_marks_that_share_a_sign_lose_no_word(text: str, shown: str) -> None:
    assert (render(text).html, render(text).faults) == (shown, ())


@given(NO_MARKUP)
@settings(max_examples=400, deadline=None)
@example("a < b & c > d")
@example("AT&T &copy &lt &#65")
@example("$5 or $10")
@example("1986. A year")
def test_text_without_markup_comes_out_as_typed(text: str) -> None:
    rendered = render(text)
    assert [fault for fault in rendered.faults if fault.rule != "dollar-math"] == [], "it warns, and shows it as typed"
    assert shown(rendered.html) == " ".join(unicodedata.normalize("NFC", text).split())


@given(st.lists(st.tuples(ANY | MARKS, ANY | MARKS), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_reaches_anki(learner: Learner, pairs: list[tuple[str, str]]) -> None:
    cards = "".join(
        f"  - id: c{n}\n    kind: basic\n{yaml_of({'front': f, 'back': b})}" for n, (f, b) in enumerate(pairs)
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_deck(root, {"10-a.yaml": b"title: A\ncards:\n" + cards.encode()})
        result = build_decks(root)
        if not result.decks:
            assert result.problems
            return
        log = learner.take(result.decks[0].path)
        assert log.conflicting == log.missing == 0
        for note in result.decks[0].stamped.rendered.notes:
            assert learner.fields(note.key)["Back"] == note.fields[1]
    learner.col.remove_notes(learner.col.find_notes(""))


@pytest.mark.parametrize("name", builtin_kinds())
def test_every_kind_takes_any_text_in_its_fields(name: str) -> None:
    kind = builtin_kinds()[name]

    @given(st.data())
    @settings(max_examples=20, deadline=None)
    def run(data: st.DataObject) -> None:
        card = kind.example
        text = data.draw(ANY | MARKS)
        fields = {"context": text, "hint": text, "extra": text}
        lines = card.splitlines(keepends=True)
        chapter = "title: A\ncards:\n" + "".join("  " + line for line in lines) + yaml_of(fields)
        with tempfile.TemporaryDirectory() as folder:
            write_deck(Path(folder), {"10-a.yaml": chapter.encode()})
            result = build_decks(Path(folder))
            assert result.decks or result.problems

    run()
