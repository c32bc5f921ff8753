"""Note types as people really make them, each as the value that reading must give back but for what Anki numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.foreign import ForeignField, ForeignTemplate, ForeignType

HEAD = "\\documentclass[12pt]{article}\n\\begin{document}\n"
FOOT = "\\end{document}"
ANSWER = "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"


def field(name: str, **more: Any) -> ForeignField:
    plain = ForeignField(
        name=name,
        id=None,
        description="",
        font="Arial",
        size=20,
        rtl=False,
        sticky=False,
        plain_text=False,
        collapsed=False,
        exclude_from_search=False,
        prevent_deletion=False,
        tag=None,
    )
    return plain._replace(**more)


def template(name: str = "Card 1", front: str = "{{Front}}", back: str = ANSWER, **more: Any) -> ForeignTemplate:
    plain = ForeignTemplate(
        name=name,
        id=None,
        front=front,
        back=back,
        browser_front="",
        browser_back="",
        browser_font="",
        browser_size=0,
        deck="",
    )
    return plain._replace(**more)


def note_type(
    name: str,
    fields: Sequence[str | ForeignField] = ("Front", "Back"),
    templates: Sequence[ForeignTemplate] = (template(),),
    **more: Any,
) -> ForeignType:
    plain = ForeignType(
        name=name,
        id=None,
        uuid="",
        mod=None,
        fields=tuple(field(name) if isinstance(name, str) else name for name in fields),
        templates=tuple(templates),
        css=".card { color: black; }\n",
        is_cloze=False,
        sort_field=0,
        latex_head=HEAD,
        latex_foot=FOOT,
        latex_svg=False,
        stock_kind=0,
    )
    return plain._replace(**more)


SCRIPT = '{{Front}}<script>if (a < b && "x") { document.title = `${1}`; }</script><style>.a{}</style><!-- {{Back}} -->'
TYPES = (
    note_type("Plain"),
    note_type("Both ways", templates=[template(), template("Card 2", "{{Back}}", "{{FrontSide}}<hr>{{Front}}")]),
    note_type(
        "Ways on demand",
        ["Front", "Back", "Add"],
        [template(), template("Card 2", "{{#Add}}{{Back}}{{/Add}}", "{{Front}}{{^Add}}never{{/Add}}")],
    ),
    note_type("Typed", templates=[template(front="{{Front}} {{type:Back}}", back="{{type:Back}}")]),
    note_type("Gaps", ["Text", "Extra"], [template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}")], is_cloze=True),
    note_type(
        "Typed gaps", ["Text"], [template("C", "{{cloze:Text}}{{type:cloze:Text}}", "{{cloze:Text}}")], is_cloze=True
    ),
    note_type("Furigana", ["Word"], [template(front="{{furigana:Word}}", back="{{kana:Word}} {{kanji:Word}}")]),
    note_type("Script", templates=[template(front=SCRIPT, back=SCRIPT)]),
    note_type(
        "Browser",
        templates=[
            template(browser_front="{{Front}}!", browser_back="{{Back}}?", browser_font="Noto Serif", browser_size=33)
        ],
    ),
    note_type("LaTeX", latex_head="\\documentclass{standalone}\n% ü\n", latex_foot="\\end{x}", latex_svg=True),
    note_type("RTL", [field("Front", rtl=True, font="Amiri", size=41), "Back"]),
    note_type("Sorted", ["Front", "Back", "Rank"], sort_field=2),
    note_type("Says ‘no’ & <b>it's</b> 100 %", ["Q ‘1’", "it's <x>"], [template("a & b", "{{Q ‘1’}}", "{{it's <x>}}")]),
    note_type("日本語 — ü 🎴", ["Ответ", "한국"], [template("כרטיס", "{{Ответ}}", "{{한국}}")]),
    note_type("Wide", [f"Field {n}" for n in range(40)], [template(front="{{Field 0}}", back="{{Field 39}}")]),
    note_type("Styled", css='@import url("_font.css");\n.card::before { content: "→\\201C"; }\r\n.nightMode {}\n'),
    note_type("Filters", templates=[template(front="{{hint:Back}}{{tts en_US voices=A:Front}}", back="{{text:Back}}")]),
    note_type(
        "Editor",
        [
            field("Front", sticky=True, plain_text=True, collapsed=True, exclude_from_search=True),
            field("Back", description='What is "it"?', prevent_deletion=True, tag=7),
        ],
    ),
    note_type("Elsewhere", templates=[template(deck="Far::Away")]),
    note_type(
        "Specials", templates=[template(front="{{Front}}{{Tags}}{{Deck}}{{Subdeck}}{{Card}}{{Type}}{{CardFlag}}")]
    ),
    note_type("Other braces", templates=[template(front="{{=<% %>=}}<%Front%>", back="<%Back%>\r\n\t")]),
    note_type("Many cards", templates=[template(f"Card {n}", f"{n} {{{{Front}}}}") for n in range(12)], stock_kind=3),
)
"""Of 22 sorts; Anki's own (six, with image occlusion) come on top."""


def to_anki(value: ForeignType, decks: Mapping[str, int]) -> dict[str, Any]:
    """Return what Anki adds such a note type from."""
    return {
        "id": 0,
        "name": value.name,
        "type": int(value.is_cloze),
        "mod": 0,
        "usn": 0,
        "sortf": value.sort_field,
        "did": None,
        "css": value.css,
        "latexPre": value.latex_head,
        "latexPost": value.latex_foot,
        "latexsvg": value.latex_svg,
        "req": [],
        "originalStockKind": value.stock_kind,
        "flds": [
            {
                "name": part.name,
                "ord": ordinal,
                "sticky": part.sticky,
                "rtl": part.rtl,
                "font": part.font,
                "size": part.size,
                "description": part.description,
                "plainText": part.plain_text,
                "collapsed": part.collapsed,
                "excludeFromSearch": part.exclude_from_search,
                "preventDeletion": part.prevent_deletion,
                "tag": part.tag,
            }
            for ordinal, part in enumerate(value.fields)
        ],
        "tmpls": [
            {
                "name": part.name,
                "ord": ordinal,
                "qfmt": part.front,
                "afmt": part.back,
                "bqfmt": part.browser_front,
                "bafmt": part.browser_back,
                "bfont": part.browser_font,
                "bsize": part.browser_size,
                "did": decks.get(part.deck),
            }
            for ordinal, part in enumerate(value.templates)
        ],
    }
