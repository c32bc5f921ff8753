"""Which HTML may stand in a card, decided by nh3 (the ammonia sanitizer)."""

from __future__ import annotations

import functools
import html
import re
from typing import NamedTuple

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
        "wbr",
    ]
)
BLOCK = frozenset(
    [
        "blockquote",
        "caption",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SAFE = INLINE | BLOCK
_UNSAFE = frozenset(
    [
        "applet",
        "area",
        "article",
        "aside",
        "audio",
        "base",
        "body",
        "button",
        "canvas",
        "center",
        "command",
        "datalist",
        "dialog",
        "embed",
        "fieldset",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "head",
        "header",
        "html",
        "iframe",
        "input",
        "keygen",
        "label",
        "legend",
        "link",
        "main",
        "map",
        "marquee",
        "math",
        "menu",
        "meta",
        "meter",
        "nav",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "output",
        "param",
        "picture",
        "plaintext",
        "portal",
        "progress",
        "script",
        "search",
        "section",
        "select",
        "slot",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
        "xmp",
    ]
)
_ATTRIBUTES = {
    "*": {"class", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start", "type"},
    "li": {"value"},
    "details": {"open"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
VOID = frozenset({"br", "hr", "img", "wbr", "col"})
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*|/)?>")
"""A tag as browsers read it, attribute values with angle brackets aside."""


class Fault(NamedTuple):
    """Something in a text that the author must change: where (`snippet` of the text), which rule, and what to do."""

    snippet: str
    rule: str
    message: str
    hint: str


def _attributes(tag: str) -> dict[str, str | None]:
    from builder.render.tags import Attributes

    parser = Attributes()
    parser.feed(tag)
    parser.close()
    return dict(parser.found)


def judge_tag(tag: str) -> Fault | bool:
    """Return True for a tag that may pass, False for one that is text (`List<String>`), else what is wrong with it."""
    matched = TAG.fullmatch(tag)
    name = matched[1].lower() if matched else ""
    if name in _UNSAFE:
        if tag.startswith("</"):
            return False  # its opening tag is the fault; alone it is text
        hint = "delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs"
        return Fault(tag, "unsafe-html", f"<{name}> may not stand in a card", hint)
    if name not in SAFE:
        return False
    return True if tag.startswith("</") else _judge_attributes(tag, name)


@functools.lru_cache(maxsize=4096)
def _judge_attributes(tag: str, name: str) -> Fault | bool:
    import nh3

    wanted = _attributes(tag)
    if not wanted:
        return True
    # nh3 drops table parts that stand alone, so every tag is judged under a name that stands anywhere.
    probe = "a" if name == "a" else "img" if name == "img" else "span"
    allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set())
    cleaned = nh3.clean(
        re.sub(r"^<[A-Za-z][A-Za-z0-9-]*", f"<{probe}", tag),
        tags={probe},
        attributes={probe: allowed},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    kept = _attributes(cleaned)
    for attribute in wanted:
        if attribute not in kept:
            if attribute in allowed:
                return Fault(
                    tag, "unsafe-html", f'the address in "{attribute}" may not stand in a card', "link to http or https"
                )
            return Fault(
                tag,
                "unsafe-html",
                f'the attribute "{attribute}" may not stand in a card',
                f"delete it; <{name}> takes {', '.join(sorted(allowed))}",
            )
    return True


def judge_address(address: str) -> Fault | None:
    """Return what is wrong with a link's address, where its scheme could run something."""
    if address.startswith(("https://", "http://")):
        return None
    from urllib.parse import urlsplit

    plain = re.sub(r"[\x00-\x20]+", "", html.unescape(address))
    try:
        scheme = urlsplit(plain).scheme.lower()
    except ValueError:
        scheme = ""
    if not scheme or scheme in _SCHEMES:
        return None
    return Fault(
        address, "unsafe-html", f'a link may not lead to "{scheme}:"', "link to http or https, or drop the link"
    )


def find_unbalanced(rendered: str) -> Fault | None:
    """Return the first tag of a field's HTML that is left open, or that closes another."""
    from builder.render.tags import Balance

    parser = Balance()
    parser.feed(rendered)
    parser.close()
    if parser.fault is None and parser.open:
        name, tag = parser.open[-1]
        return Fault(tag, "unclosed-html", f"<{name}> is not closed", f"write </{name}> where it ends")
    return parser.fault
