"""Which HTML may stand in a card, decided by nh3 (the ammonia sanitizer), and whether its tags are balanced."""

from __future__ import annotations

import functools
import html
import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


INLINE = _names(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup u var "
    "wbr"
)
BLOCK = _names(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary "
    "table tbody td tfoot th thead tr ul"
)
SAFE = INLINE | BLOCK
_UNSAFE = _names(
    "applet area article aside audio base body button canvas center command datalist dialog embed fieldset font footer "
    "form frame frameset head header html iframe input keygen label legend link main map marquee math menu meta meter "
    "nav noembed noframes noscript object optgroup option output param picture plaintext portal progress script search "
    "section select slot source style svg template textarea title track video xmp"
)
"""HTML that the author must have meant as HTML; tags that no list names are text, as in `List<String>`."""
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
"""Safe tags that hold nothing and are never closed."""
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
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*|/)?>")
"""A tag as browsers read it, attribute values with angle brackets aside."""


class Fault(NamedTuple):
    """Something in a text that the author must change: where (`snippet` of the text), which rule, and what to do."""

    snippet: str
    rule: str
    message: str
    hint: str


def judge_tag(tag: str) -> Fault | bool:
    """Return True for a tag that may pass, False for one that is text (`List<String>`), else what is wrong with it."""
    matched = TAG.fullmatch(tag)
    name = matched[1].lower() if matched else ""
    if name in _UNSAFE:
        if tag.startswith("</"):
            return False  # its opening tag is the fault; alone it is text
        hint = "delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs"
        return _unsafe(tag, f"<{name}> may not stand in a card", hint)
    if name not in SAFE:
        return False
    return True if tag.startswith("</") else _judge_attributes(tag, name)


@functools.lru_cache(maxsize=4096)
def _judge_attributes(tag: str, name: str) -> Fault | bool:
    written = _attributes(tag)
    if not written:
        return True
    # nh3 drops table parts that stand alone, so every tag is judged under a name that stands anywhere.
    probe = name if name in ("a", "img") else "span"
    allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set())
    cleaned = nh3.clean(
        re.sub(r"^<[A-Za-z][A-Za-z0-9-]*", f"<{probe}", tag),
        tags={probe},
        attributes={probe: allowed},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    kept = _attributes(cleaned)
    for attribute in written:
        if attribute in kept:
            continue
        if attribute in allowed:
            return _unsafe(tag, f'the address in "{attribute}" may not stand in a card', "link to http or https")
        hint = f"delete it; <{name}> takes {', '.join(sorted(allowed))}"
        return _unsafe(tag, f'the attribute "{attribute}" may not stand in a card', hint)
    return True


def judge_address(address: str) -> Fault | None:
    """Return what is wrong with a link's address, where its scheme could run something."""
    if address.startswith(("https://", "http://")):
        return None
    # Browsers read entities, and pass over white space and control characters: `java&Tab;script:` runs.
    as_browsers_read_it = re.sub(r"[\x00-\x20]+", "", html.unescape(address))
    try:
        scheme = urlsplit(as_browsers_read_it).scheme.lower()
    except ValueError:
        scheme = ""
    if not scheme or scheme in _SCHEMES:
        return None
    return _unsafe(address, f'a link may not lead to "{scheme}:"', "link to http or https, or drop the link")


def find_unbalanced(rendered: str, *, own_paragraphs: bool = True) -> Fault | None:
    """Return the first tag of a field's HTML that is left open, or that closes another.

    Without `own_paragraphs` all <p> are Markdown's, and a tag that crosses one goes over a blank line.
    """
    parser = _BalanceParser(own_paragraphs=own_paragraphs)
    parser.feed(rendered)
    parser.close()
    if parser.fault is None and parser.open:
        name, tag = parser.open[-1]
        return _unclosed(tag, f"<{name}> is not closed", f"write </{name}> where it ends")
    return parser.fault


def _unsafe(snippet: str, message: str, hint: str) -> Fault:
    return Fault(snippet=snippet, rule="unsafe-html", message=message, hint=hint)


def _unclosed(snippet: str, message: str, hint: str) -> Fault:
    return Fault(snippet=snippet, rule="unclosed-html", message=message, hint=hint)


def _attributes(tag: str) -> dict[str, str | None]:
    parser = _AttributeParser()
    parser.feed(tag)
    parser.close()
    return dict(parser.attributes)


class _AttributeParser(HTMLParser):
    """Keeps the attributes of the last tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = attrs

    handle_startendtag = handle_starttag


class _BalanceParser(HTMLParser):
    """Keeps the tags that are open, each as its name and as written, and the first that closes what is not open."""

    def __init__(self, *, own_paragraphs: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.own_paragraphs = own_paragraphs
        self.open: list[tuple[str, str]] = []
        self.fault: Fault | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, self.get_starttag_text() or f"<{tag}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif self.fault is None:
            inner = self.open[-1][0] if self.open else ""
            hint = f"close <{inner}> first" if inner else "delete it, or open it before"
            self.fault = _unclosed(f"</{tag}>", f"</{tag}> closes what is not open", hint)
            crossing = inner if tag == "p" else tag if inner == "p" else ""
            written = next((written for name, written in reversed(self.open) if name == crossing), "")
            if written and not self.own_paragraphs:
                message = f"<{crossing}> goes over a blank line, which starts a new paragraph"
                self.fault = _unclosed(written, message, f"take the blank line out, or write </{crossing}> before it")
