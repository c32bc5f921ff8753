"""A style is judged by its tokens, wherever an address may hide."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.kinds import builtin_kinds
from builder.render.styles import lost_styles, size_of, style_faults

BUILDER = Path(__file__).parents[2] / "builder"


def faults(css: str) -> list[tuple[str, str]]:
    """Return what is wrong with a style: what is marked, and the message."""
    return [(css[fault.start : fault.start + fault.length], fault.message) for fault in style_faults(css)]


LOADS = '"{}" in a style would load a file'


@pytest.mark.parametrize(
    ("css", "marked", "message"),
    [
        ("a { b: url(x) }", "url(", LOADS.format("url(")),
        ("a { b: u\\72l(x) }", "u\\72", LOADS.format("url(")),
        ("a { b: url('x') }", "url(", LOADS.format("url(")),
        ("a { b: url('data:x' x) }", "url(", LOADS.format("url(")),
        ("a {\n  b: image-set('x' 1x);\n}", "image-set(", LOADS.format("image-set(")),
        ("@media print {\r\n a { b { c: src('x') } } }", "src(", LOADS.format("src(")),
        ("@font-face { src: url(x) }", "url(", LOADS.format("url(")),
        ("a { --b: { c: url(x) } }", "url(", LOADS.format("url(")),
        ("@\\69mport 'x';", "@\\69mpo", LOADS.format("@import")),
        ("@namespace 'x';", "@namespace", LOADS.format("@namespace")),
        ("/* ' */ a { b: url(x) } /* ' */", "url(", LOADS.format("url(")),
        ("a { b: expression(x) }", "expression(", LOADS.format("expression(")),
        ("a { c: d; behavior: url(data:x) }", "behavior", '"behavior" would run what it names'),
        ("a { b: attr(c url) }", "attr(", '"attr(" may give a text, and no address'),
        ("a { content: '</style>' }", "</", '"</" would end the style'),
        ("a { b: 'c\n }", "'", "a text in quotes is not closed, or broken by a line end"),
        ("a { b: url(c d) }", "u", "an address is not closed, or broken by a line end"),
    ],
)
def test_what_loads_runs_or_breaks_is_told_where_it_stands(css: str, marked: str, message: str) -> None:
    assert faults(css) == [(marked, message)]


@pytest.mark.parametrize(
    "css",
    [
        "a { b: url(data:image/png;base64,AA==) url( 'DATA:x' ) }",
        "a::before { content: attr(data-n) ' url(x) @import' }",
        "/* url(x) @import 'y'; */ .url, .behavior:hover { scroll-behavior: auto }",
        "@media print { @supports (a: b) { c { d: calc(1px + var(--e)) } } }",
        "a { b: ur/**/l(x) }",
        "",
    ],
)
def test_what_only_shows_passes(css: str) -> None:
    assert faults(css) == []


def test_our_own_styles_pass() -> None:
    styles = [path.read_text("utf-8") for path in BUILDER.rglob("*.css")]
    styles += [note_type.css for kind in builtin_kinds().values() for note_type in kind.note_types]
    assert [faults(css) for css in styles if faults(css)] == []
    assert [css for css in styles if list(lost_styles(css))] == []


NO_RULE = "this is no rule and no declaration, and browsers pass over it"
OPEN = '"{}" is not closed, and takes all that follows'


@pytest.mark.parametrize(
    ("css", "lost"),
    [
        (".a { b: c\n.d { e: f }\n", [(3, OPEN.format("{"))]),
        ("@media print { a { b: c }", [(13, OPEN.format("{"))]),
        ("a { b: calc(1px; }\nc { d: e }", [(2, OPEN.format("{"))]),
        ("a ( b { c: d }", [(2, OPEN.format("("))]),
        ("a { b: c }\n}\nd { e: f }", [(11, '"}" closes nothing')]),
        ("a {\n colour; #888 ]]\n}", [(11, NO_RULE)]),
        ("a { b: c]\n}", [(8, '"]" closes nothing')]),
        ("@media print { a { b c; d: e } }", [(22, NO_RULE)]),
        ("a { b: c } d", [(11, NO_RULE)]),
    ],
)
def test_what_browsers_pass_over_is_told_where_it_stands(css: str, lost: list[tuple[int, str]]) -> None:
    assert [(fault.start, fault.message) for fault in lost_styles(css)] == lost


@pytest.mark.parametrize(
    "css",
    [
        "a { b: c;; }", "@charset 'x';", "@page { @top-left { content: 'x' } margin: 1px }", "", "/* } */",
        "@keyframes a { from { b: c } to { b: d } }", "@font-face { src: url(data:x) }", "a { &:hover { b: c } d: e }",
        "a { --b: { c: d }; content: '}' }", "<!-- a {} -->", "@supports (a: b) { c { d: e } }",
    ],
)  # fmt: skip
def test_what_browsers_read_is_not_lost(css: str) -> None:
    assert list(lost_styles(css)) == []


@pytest.mark.parametrize(
    ("style", "size"),
    [
        ("float:left; WIDTH: 300px", {"width": "300"}),
        ("width:50%;height:9.5px !important", {"width": "50%", "height": "9"}),
        ("width:/**/9px", {"width": "9"}),
        ("max-width:50%; width: 3em; height: calc(1px)", {}),
        ("width: 1px 2px", {}),
        ("width: -3px", {}),
    ],
)
def test_the_size_of_a_picture(style: str, size: dict[str, str]) -> None:
    assert size_of(style) == size


@pytest.mark.parametrize("unit", ["(", "a{", "url(", "\\", "/*", "'\n", "@import ", "u\\72l(x) "])
def test_a_long_style_takes_no_longer_for_what_it_nests(unit: str) -> None:
    assert len(faults(unit * (60_000 // len(unit)))) <= 60_000


@pytest.mark.parametrize("size", ["1e999px", f"{'9' * 400}px", "1e999%", "100000px", "-1px", "nanpx"])
def test_a_size_without_an_end_is_none(size: str) -> None:
    assert size_of(f"width: {size}; height: 7px") == {"height": "7"}


def test_a_number_of_many_digits_is_one() -> None:
    css = f"a {{ z-index: {'9' * 5000}; background: url(//a.test) }} }}"
    assert [(fault.start, fault.message) for fault in style_faults(css)] == [
        (css.index("url("), '"url(" in a style would load a file')
    ]
    assert [(fault.start, fault.message) for fault in lost_styles(css)] == [(len(css) - 1, '"}" closes nothing')]
