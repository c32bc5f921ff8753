"""What a browser shows of a card's side, and what it hides."""

from __future__ import annotations

import pytest

from builder.render.visible import view

ANSWER = '<div class="ans wide" id="back"><p>Lima</p></div>'


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("Lima", "Lima"),
        ("<b>Li</b>ma<br>in Peru &amp; <p>there</p>now", "Lima in Peru & there now"),
        ("&nbsp;<br>\u200b", ""),
        ("<span hidden>Lima</span>", ""),
        ('<span style="color: red; DISPLAY : none !important">Lima</span>', ""),
        ('<span style="visibility: hidden">Lima</span> 1', "1"),
        ('<span style="font-size:0">Lima</span><span style="opacity: 0">!</span>', ""),
        ('<span style="opacity: 0.5; font-size: 0.8em">Lima</span>', "Lima"),
        ('before</div><div style="display:none"><hr>Lima', "before"),
        ("Peru <!-- check <hr>Lima", "Peru"),
        ("Peru<!-- check --> <hr>Lima", "Peru Lima"),
        ("Peru <script> <hr>Lima", "Peru"),
        ("Peru <style> <hr>Lima", "Peru"),
        ("Peru <title> <hr>Lima", "Peru"),
        ("Peru <textarea> <hr>Lima", "Peru"),
        ("<textarea>Lima</textarea>", "Lima"),
        ("Peru <Lima", "Peru"),
        ('<b title="Lima', ""),
        ('<img src="lima.png">', "[img lima.png]"),
        ('<img src="lima.png" hidden>', ""),
        ('<svg viewBox="0 0 9 9"><circle r="3"/></svg>', "[svg ]"),
        ("<details><summary>Show</summary>Lima</details>", "Show Lima"),
        ('<div id="a" style="display:none">Lima</div><button onclick="a.style.display=1">?</button>', "Lima ?"),
        ('<style>.x { display: none }</style><i class="x">Lima</i>', ""),
    ],
)
def test_what_is_seen_of_a_side(html: str, seen: str) -> None:
    assert view(html).seen == seen


@pytest.mark.parametrize(
    "css",
    [
        ".ans { display : none }",
        "h1, div.ans { visibility: hidden }",
        "#back{display:none!important}",
        ".card #qa .ans p { display: none }",
        "p { color: red; font-size: 0px }",
        ".card { display: none }",
        ".ans { opacity: 0.0 }",
        ".ans { position: absolute; left: -9999px }",
        ".ans { transform: scale(0) }",
        ".ans { color: white }",
        ".ans { color: white !important } #back { color: black }",
        "#back { color: #fffefe } .ans { color: black }",
        ".card { background: #000 }",
        ".card { color: red; background-color: red }",
        "p { color: transparent }",
        "p { color: white; background: black; background: none }",
        ".ans { color: white } .nightMode .ans { color: black }",
    ],
)
def test_a_style_that_hides_it(css: str) -> None:
    assert view(ANSWER, css).seen == ""


@pytest.mark.parametrize(
    "css",
    [
        ".mobile .ans { display: none }",
        ".Ans { display: none }",
        ".ans:hover { display: none }",
        ".ans > b { display: none }",
        "@media print { .ans { display: none } }",
        ".ans { display: none } .ios .ans { display: block }",
        ".ans { display: none } @media (min-width: 1px) { .ans { display: block } }",
        ".ans { display: none } #show:checked ~ .ans { display: block }",
        ".ans { display: flex } } {",
        ".ans { opacity: 0 } .ans:hover { opacity: 1 }",
        ".ans { opacity: 0; animation: show 1s forwards }",
        ".ans { left: -20px }",
        ".card { color: white; background: black }",
        ".ans { color: white; background: rgb(9, 9, 9) }",
        ".ans { color: white; background: linear-gradient(black, white) }",
        ".ans { color: white; background-image: url(dark.png) }",
        ".ans { color: var(--paper) }",
        ".card { color: white } @media (prefers-color-scheme: dark) { .card { background: black } }",
        ".ans { color: black; background: black } .ans:hover { background: white }",
        ".ans { color: transparent; text-shadow: 0 0 1px black }",
        ".ans { color: white } p { color: black }",
        ".ans { color: white } .card * { color: inherit !important }",
    ],
)
def test_a_style_that_shows_it(css: str) -> None:
    assert view(ANSWER, css).seen == "Lima"


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("Lima", ""),
        ("<p hidden>in <b>Li</b>ma<p>Peru", "in Lima"),
        ('<i style="color: white">Lima <b style="color: black">Peru</b></i>', "Lima"),
        ('<font color="#FFFFFF">Lima</font>', "Lima"),
        ('<table bgcolor="black"><tr><td><font color="white">Lima</font></table>', ""),
        ('<mark style="color: white">Lima</mark><a href="x" style="color: white">Peru</a>', "Peru"),
    ],
)
def test_what_is_hidden(html: str, hidden: str) -> None:
    assert view(html).hidden == hidden


@pytest.mark.parametrize(
    ("html", "cut"),
    [
        ("Lima &lt;Peru&gt; <b class=x>in</b> <img src='a.png' alt> <audio controls></audio>", "img alt"),
        ("0<x and y > 2", "x and y"),
        ("a <b and c > d", "b and c"),
        ("List<String> names", "string"),
        ("the <title> of Peru", 'of Peru<wbr title="dw-end">'),
        ("<title>Peru</title><script>Lima</script>", ""),
        ("<svg><lineargradient><stop offset='5'/></lineargradient></svg><o:p></o:p><my-card></my-card>", ""),
    ],
)
def test_what_is_taken_for_a_tag(html: str, cut: str) -> None:
    assert view(html).cut == cut
