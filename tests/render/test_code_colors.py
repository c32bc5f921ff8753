"""Code in a fence that names its language has colours, and says what it said without them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.cloze import find_clozes
from builder.render import code_colors
from builder.render.code_colors import colored
from builder.render.markdown import render
from tests.support import build_deck, render_folder, write_deck


def shown(text: str) -> str:
    return colored(render(text).html)


def fence(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```"


@pytest.mark.parametrize(
    ("language", "code", "body"),
    [
        ("python", "def f(): # x", '<span class="dw-key">def</span> <span class="dw-def">f</span>(): '
         '<span class="dw-com"># x</span>\n'),
        ("sql", "SELECT 'a' < 12", '<span class="dw-key">SELECT</span> <span class="dw-str">\'a\'</span> &lt; '
         '<span class="dw-num">12</span>\n'),
        ("js", 'let a = "<b>&amp;"', '<span class="dw-key">let</span> a = '
         '<span class="dw-str">"&lt;b&gt;&amp;amp;"</span>\n'),
        ("diff", "+new\n-old", '<span class="dw-ins">+new</span>\n<span class="dw-del">-old</span>\n'),
        ("c++", "// x", '<span class="dw-com">// x\n</span>'),
    ],
)  # fmt: skip
def test_the_parts_of_code_are_told_apart(language: str, code: str, body: str) -> None:
    assert shown(fence(language, code)) == f'<pre><code class="language-{language}">{body}</code></pre>'


def test_every_name_that_is_listed_is_known() -> None:
    assert {name for name in code_colors._LANGUAGES if "<span" not in shown(fence(name, ANY))} == set()


def test_only_so_much_code_is_coloured() -> None:
    assert "<span" in shown(fence("c", "int a;\n" * 500))
    assert "<span" not in shown(fence("c", "int a;\n" * 600))
    assert "<span" not in shown("\n\n".join([fence("c", "int a;\n" * 300)] * 2))


@pytest.mark.parametrize("text", [fence("", "def f(): 1"), fence("pyhton", "def f(): 1"), "`def f(): 1`", "def f(): 1"])
def test_what_names_no_known_language_stays_as_it_is(text: str) -> None:
    assert shown(text) == render(text).html


ANY = """\
// 1 "a" # b
-- 'c'; % d
if (1) { return "x" } end (* e *) <a b="c">d</a> <!-- f -->
[section]
key = value
GET / HTTP/1.1
**bold**
<?php echo 1; ?>
>>> d = 1
+ added
$ ls
!"""
"""Something of each language."""
LANGUAGES = ("python", "c", "go", "rust", "html", "css", "json", "bash", "yaml", "sql", "haskell", "php", "console")
CODE = st.text(st.sampled_from("ab1_ \t\n\"'`#/*<>&;:{}()[]=+-\\$@é"), max_size=60)
TAGS = re.compile(r"</?span[^>]*>")


@settings(deadline=None)
@given(language=st.sampled_from(LANGUAGES), code=CODE)
def test_colours_change_nothing_of_what_is_said(language: str, code: str) -> None:
    plain = f'<pre><code class="language-{language}">{html.escape(code, quote=False)}\n</code></pre>'
    assert TAGS.sub("", colored(plain)) == plain


@settings(deadline=None)
@given(language=st.sampled_from(LANGUAGES), parts=st.lists(st.tuples(CODE, CODE, st.sampled_from(["", "::a"]))))
def test_no_colour_crosses_the_edge_of_a_gap(language: str, parts: list[tuple[str, str, str]]) -> None:
    code = "".join(
        f"{before}{{{{c{number}::{hidden}{hint}}}}}" for number, (before, hidden, hint) in enumerate(parts, 1)
    )
    plain = render(fence(language, code)).html
    with_colors = colored(plain)
    assert TAGS.sub("", with_colors) == TAGS.sub("", plain)
    for cloze in find_clozes(with_colors) if "```" not in code else ():
        hidden = with_colors[cloze.inner_start : cloze.inner_end]
        assert hidden.count("<span") == hidden.count("</span>")
        assert not re.match(r"[^<]*</span>", hidden)


DECK = """\
title: Go
cards:
  - {id: a, kind: basic, front: What?, back: "```go\\nfunc f() {}\\n```"}
  - {id: b, kind: cloze, text: "So:\\n\\n```go\\nif {{c1::err != nil}} { return }\\n```"}
"""


def test_gaps_in_code_hide_what_they_hid_without_colours(tmp_path: Path) -> None:
    _, gap = render_folder(write_deck(tmp_path, {"a.yaml": DECK})).notes
    assert gap.clozes == ((1, "err != nil"),)
    assert gap.fields[0] == (
        '<p>So:</p><pre><code class="language-go"><span class="dw-key">if</span> '
        '{{c1::err != <span class="dw-key">nil</span>}} { <span class="dw-key">return</span> }\n</code></pre>'
    )


def test_a_deck_that_was_built_without_colours_gives_no_note_a_new_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_deck(tmp_path, {"a.yaml": DECK})
    with monkeypatch.context() as patch:
        patch.setattr("builder.render.one_line.colored", str)
        before = build_deck(tmp_path).stamped.update
    after = build_deck(tmp_path, now=1_800_000_000).stamped.update
    assert before is not None
    assert after is not None
    assert (folder / "deck.lock").exists()
    assert {key: entry.mod for key, entry in after.ledger.notes.items()} == {
        key: entry.mod for key, entry in before.ledger.notes.items()
    }
