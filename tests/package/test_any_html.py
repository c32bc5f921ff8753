"""Any spelling of a picture is that picture, and nothing that can hurt a learner comes through, however combined."""

from __future__ import annotations

import html
import json
import re
import tempfile
from html.entities import html5
from pathlib import Path

import nh3
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builder.diagnostics import Severity
from builder.render.html_fix import drop_harmless
from builder.render.markdown import render
from builder.render.sanitize import SAFE
from tests.learner import Learner
from tests.support import build_decks, write_deck

VALUES = {"src": "a & b.png", "alt": 'the "gate" <b>', "width": "300"}
NAMED = {
    sign: [name for name, meant in html5.items() if meant == sign and name.endswith(";")] for sign in "&<>\"'.,= \n"
}
PLACES = [
    *("{}", "See {} now.", "- one {}\n- two", "| a | b |\n| --- | --- |\n| {} | c |", "<div>{}</div>", "**{}**"),
    *("{{{{c1::{}}}}}", "> {}", "<table><tr><td>{}<td>x</table>", "a\n\n{}\n\nb", "[{}](https://example.org)"),
]


@st.composite
def pictures(draw: st.DrawFn) -> str:
    """Return a picture in one of its spellings."""

    def cased(name: str) -> str:
        return "".join(draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in name)

    def entity(sign: str) -> str:
        ways = [
            f"&#{ord(sign)};",
            f"&#x{ord(sign):x};",
            f"&#X{ord(sign):X};",
            *(f"&{name}" for name in NAMED.get(sign, ())),
        ]
        return draw(st.sampled_from(ways))

    space = st.sampled_from([" ", "  ", "\n", "\n  ", " / ", " \n"])
    parts = []
    for name, value in VALUES.items():
        quote = draw(st.sampled_from(['"', "'", ""]))
        must = "&<" + (quote or "\"' >=`")
        text = "".join(entity(sign) if sign in must or draw(st.integers(0, 9)) == 0 else sign for sign in value)
        around = draw(st.sampled_from(["", "", " ", "\n"]))
        parts.append(f"{draw(space)}{cased(name)}{around}={around}{quote}{text}{quote}")
    name = cased(draw(st.sampled_from(["img", "image"])))
    return f"<{name}{''.join(parts)}{draw(st.sampled_from(['', ' ', ' /', chr(10)]))}>"


@given(pictures(), st.sampled_from(PLACES))
@settings(max_examples=400, deadline=None)
def test_every_spelling_of_a_picture_is_the_same(picture: str, place: str) -> None:
    plain = "<img " + " ".join(f'{name}="{html.escape(value)}"' for name, value in VALUES.items()) + ">"
    rendered = render(place.format(picture))
    assert rendered == render(place.format(plain))
    assert (rendered.media, rendered.faults) == (("a & b.png",), ())


TRICKS = [
    "<script>", "</script>", "<ScRiPt\n>", "<script", "<style>", "</style>", "<svg onload=x>", "</svg>",
    "<svg/onload=x>", "<math>", "<mtext>", "<iframe src=//e.org>", "<object data=x>", "<form action=x>",
    "<input onfocus=x autofocus>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//e.org>",
    "<base href=//e.org>", "<textarea>", "<b onclick=x>", "<b ", " onclick=x ", ' onclick="x" ', "<b/onclick=x>",
    "</b>", "<b\nonclick\n=\nx\n>", "<i title='", "<a href=javascript:x>", "<a href='java&#9;script:x'>",
    "<a href=&#106;avascript:x>", "</a>", "[a](javascript:x)", "[a](data:text/html,x)",
    '[a](https://e.org/"onclick=x)', '[a](https://e.org \'x" onclick="y\')', "![a](a.png)", '![" onerror="x](a.png)',
    "<img src=a.png>", "<img src=a.png onerror=x>", "<img src=//e.org/x>", "<img src='", "<details open ontoggle=x>",
    '<details title="', "</details>", "<div style='background:url(//e.org)'>", "<div>", "</div>", "<table>", "<td>",
    "</table>", "<p>", "<ul><li>", "</ul>", "<noscript>", "<template>", "<xmp>", "<plaintext>", "<title>", "<!--",
    "-->", "<!-->", "<!--->", "--!>", "<![CDATA[", "]]>", "<?x", "<!doctype>", "</", "<", ">", '"', "'", "=", "/",
    "&lt;script&gt;", "&#60;script&#62;", "&quot;", "&amp;lt;", "&", ";", "\\<", "\\", "`", "``", "```\n", "\n",
    "\n\n", " ", "\\(", "\\)", "\\[", "\\]", '\\(" onclick="x\\)', "{{c1::", "}}", "::", "[sound:a.mp3]", "[sound:",
    "]", "**", "*", "_", "\x00", "\x02", "\x03", "\x0e0\x0f", "\x10", "\x110\x12", "<b \x110\x12>", "\x1f",
    "\x02wzxhzdk:0\x03", "\x0b", "\ufffe", "a", "é", "漢", "x<b>", "<font color=red>", "</font>", "<o:p>", "<center>",
    "<ruby>", "<rt>", "- ", "1. ", "> ", "| a |\n",
]  # fmt: skip
FORMATTED = [
    "<font color=red>", "</font>", "<span style='color:red'>", "</span>", '<b style="x">', "</b>", "<center>",
    "</center>", "<img src=a.png border=0>", "<img src='a.png' style='width: 9px'>", "<o:p></o:p>", "</a>",
    "<a target=_blank href='https://e.org'>",
]  # fmt: skip
MIXED = st.lists(st.sampled_from(TRICKS), min_size=1, max_size=9).map("".join).filter(str.strip)
EVIL = {
    *("script", "style", "svg", "math", "iframe", "object", "embed", "form", "input", "textarea", "select", "button"),
    *("meta", "link", "base", "template", "noscript", "title", "xmp", "plaintext", "frame", "applet", "x"),
}
ELEMENTS = EVIL | SAFE | {"center", "font", "picture", "section"}
LETTERS = set("abcdefghijklmnopqrstuvwxyz")


def harm(page: str) -> list[str]:
    """Return what a browser's parser finds in a page that could hurt."""
    found: list[str] = []

    def look(tag: str, name: str, value: str) -> str:
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", re.sub(r"[\x00-\x20]", "", value.lower()))
        if name.startswith("on") or name in (
            "srcdoc",
            "formaction",
            "action",
            "background",
            "poster",
            "srcset",
            "data",
        ):
            found.append(f"{tag} {name}")
        leaves = name == "href" and scheme and scheme[0] not in ("http:", "https:", "mailto:")
        if leaves or (name in ("src", "xlink:href") and (scheme or value.startswith(("/", "\\")))):
            found.append(f"{tag} {value}")
        return value

    read = nh3.clean(
        page,
        tags=ELEMENTS,
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes=LETTERS,
        attribute_filter=look,
        url_schemes={"http", "https", "javascript", "data", "mailto", "vbscript"},
        link_rel=None,
    )
    return found + [tag for tag in re.findall(r"<([a-z0-9]+)", read) if tag in EVIL]


def test_the_judge_of_these_tests_sees_what_hurts() -> None:
    page = "<b/onclick=x>a</b><svg onload=y><a href=java&Tab;script:z>b</a></svg><img src=//e.org><SCRIPT>c</SCRIPT>"
    assert harm(page) == ["b onclick", "svg onload", "a java\tscript:z", "img //e.org", "svg", "script"]


@given(MIXED)
@settings(max_examples=3000, deadline=None)
@example("<b \x110\x12><script>")
@example('<b title="`" onclick=x>`">')
@example("![<img src=x onerror=y>](a.png)")
@example("{{c1::<b title='}}' onclick=x>")
def test_nothing_that_hurts_is_written(text: str) -> None:
    markup = render(text)
    page = markup.html
    for name in markup.media:  # what is missing or outside of the deck is an error
        page = page.replace(html.escape(name), "a.png")
    assert harm(page) == []


@given(st.lists(st.sampled_from([*TRICKS, *FORMATTED]), min_size=1, max_size=9).map("".join), st.sampled_from("'\"|"))
@settings(max_examples=1000, deadline=None)
@example("<b style='x'>`<b style='x'>`</b>", "|")
@example("<font>'</font>\\", "'")
def test_what_is_taken_out_of_a_file_changes_no_card(text: str, quote: str) -> None:
    written = {
        "'": "'" + text.replace("'", "''").replace("\n", "\n\n") + "'",
        '"': json.dumps(text),
        "|": "|\n" + "".join(f"    {line}\n" for line in text.split("\n")),
    }[quote]
    chapter = f"cards:\n- id: a\n  kind: basic\n  front: {written}\n  back: b\n"
    fixed, _ = drop_harmless(chapter)
    if fixed != chapter:
        old, new = (yaml.safe_load(source)["cards"][0]["front"] for source in (chapter, fixed))
        assert render(new)._replace(faults=()) == render(old)._replace(faults=(), left_out=())
    assert drop_harmless(fixed) == (fixed, ())


@given(st.lists(MIXED, min_size=1, max_size=10))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_hurts_reaches_a_learner(learner: Learner, texts: list[str]) -> None:
    wanted = [
        (kind, field, before + text, more)
        for text in texts
        for kind, field, before, more in (("basic", "front", "", ", back: a"), ("cloze", "text", "{{c1::x}} ", ""))
        if not any(fault.severity is Severity.ERROR for fault in render(before + text).faults)
    ]
    cards = "".join(
        f"  - {{id: c{number}, kind: {kind}, {field}: {json.dumps(text)}{more}}}\n"
        for number, (kind, field, text, more) in enumerate(wanted)
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        media = {"media/a.png": b"\x89PNG", "media/a.mp3": b"ID3"}
        write_deck(root, {**media, "10-a.yaml": f"title: A\ncards:\n{cards}".encode()})
        result = build_decks(root)
        if not result.decks:
            return
        learner.take(result.decks[0].path)
        for card in learner.cards():
            output = card.render_output()
            assert harm(output.question_text) == []
            assert harm(output.answer_text) == []
    learner.col.remove_notes(learner.col.find_notes(""))


@pytest.mark.parametrize(
    "text", ["a < b > c", "a<b", "x <y> z", "List<String>", "1 <2> 3", "<3", "a <- b", "<-- c -->", "<>", "</>"]
)
def test_angle_brackets_that_are_no_tags_come_out_as_typed(text: str) -> None:
    rendered = render(text)
    assert (html.unescape(rendered.html), rendered.faults) == (text, ())
