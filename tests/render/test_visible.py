"""What a browser shows of a card's side, and what it hides."""

from __future__ import annotations

import pytest

from builder.render.visible import visible_text

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
    assert visible_text(html) == seen


@pytest.mark.parametrize(
    "css",
    [
        ".ans { display : none }",
        "h1, div.ans { visibility: hidden }",
        "#back{display:none!important}",
        ".card #qa .ans p { display: none }",
        "p { color: red; font-size: 0px }",
        ".card { display: none }",
    ],
)
def test_a_style_that_hides_it(css: str) -> None:
    assert visible_text(ANSWER, css) == ""


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
    ],
)
def test_a_style_that_shows_it(css: str) -> None:
    assert visible_text(ANSWER, css) == "Lima"
