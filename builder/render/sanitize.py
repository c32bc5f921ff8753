"""Which HTML may stand in a card: what passes, what is left out without harm, and what is an error.

Tags are judged one by one, where the author sees them. What is written in the end is read once more by nh3, whose
parser is that of a browser: a tag that does not survive there is an error, however it got in.
"""

from __future__ import annotations

import functools
import html
import re
from typing import NamedTuple

from builder.entities import unescape
from builder.render.addresses import SCHEMES, candidates, is_external, judge_link, media_name
from builder.render.faults import Fault, as_text, unclosed, unsafe
from builder.render.formula_text import PROCESSED
from builder.render.html_tags import TAG, Attribute, Tag, names, write_tag
from builder.render.open_tags import OpenTags

INLINE = names(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rb rp rt rtc ruby s samp small span strong sub sup "
    "u var wbr"
)
BLOCK = names(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary "
    "table tbody td tfoot th thead tr ul"
)
SAFE = INLINE | BLOCK | {"audio", "source", "video"}
_WRITTEN_AS = {
    **dict.fromkeys(names("address article aside center footer header hgroup main nav section"), "div"),
    **dict.fromkeys(names("big blink data font nobr picture time"), ""),
    "acronym": "abbr",
    "image": "img",
    "strike": "s",
    "tt": "code",
}
"""Tags that do no harm, and what cards hold for them: another tag, or none."""
WORDS = names("data time")
"""Of these, words that people put in angle brackets as well: tags only where a text has both the tag and its end."""
STARTS_BLOCK = BLOCK | {name for name, written in _WRITTEN_AS.items() if written in BLOCK}
"""Tags that make a paragraph HTML up to its end, where it starts with one of them."""
_OFFICE = re.compile(r"(?:m|o|st1|v|w|x):[a-z]+\Z")
"""Tags of office programs, which stand in what was pasted from them."""
UNSAFE = names(
    "applet area base body button canvas command datalist dialog embed fieldset form frame frameset head html iframe "
    "input keygen label legend link map marquee math menu meta meter noembed noframes noscript object optgroup option "
    "output param plaintext portal progress script search select slot style svg template textarea title track xmp"
)
"""HTML that the author must have meant as HTML; tags that no list names are text, as in `List<String>`."""
ELEMENTS = SAFE | _WRITTEN_AS.keys() | UNSAFE
"""The names of HTML."""
_ATTRIBUTES = {
    "*": names("class lang dir title"),
    "a": names("href"),
    "img": names("src alt width height"),
    "audio": names("src controls loop"),
    "video": names("src controls loop muted width height"),
    "source": names("src type"),
    "td": names("colspan rowspan align"),
    "th": names("colspan rowspan align scope"),
    "ol": names("start type"),
    "li": names("value"),
    "details": names("open"),
}
RUNS_OR_LOADS = names(
    "action archive attributionsrc background classid code codebase data dynsrc formaction http-equiv longdesc lowsrc "
    "manifest ping poster profile srcdoc xlink:href xmlns"
)
_SIZE = re.compile(r"\s*([0-9]+)(?:\.[0-9]+)?\s*(%?)(?:px)?\s*\Z", re.I)
_ALIGNMENT = re.compile(r"text-align: (?:left|center|right);\Z")
"""The style that Markdown gives the cells of a table."""
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_START_TAG = re.compile(r'<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>')


class Verdict(NamedTuple):
    """What becomes of a tag: the HTML that cards hold for it, what was left out, what it shows, what is wrong."""

    name: str = ""
    """The element; empty for a tag that is left out or shown as text."""
    html: str = ""
    left_out: tuple[str, ...] = ()
    """Attributes, and the tag itself, that do no harm."""
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@functools.lru_cache(maxsize=4096)
def judge_tag(tag: Tag) -> Verdict | None:
    """Return what becomes of a tag; None where it is text (`List<String>`, and what closes it)."""
    if _OFFICE.match(tag.name):
        return Verdict(left_out=(f"<{tag.name}>",))
    if tag.name in UNSAFE:
        if tag.is_end:
            return None  # its opening tag is the fault; alone it is text
        hint = "delete it; a card may hold text, lists, tables, pictures and sound, and nothing that runs"
        fault = unsafe(tag.written, f"<{tag.name}> may not stand in a card", f"{hint}; {as_text(tag.written)}")
        return Verdict(html=html.escape(tag.written, quote=False), faults=(fault,))
    name = _WRITTEN_AS.get(tag.name, tag.name)
    if name and name not in SAFE:
        return None
    renamed = (f"<{tag.name}>",) if name != tag.name and tag.name != "image" else ()
    if tag.is_end:
        return Verdict(name=name, html=f"</{name}>" if name else "", left_out=renamed)
    return _Judged(tag, name, renamed).verdict()


def is_known(name: str) -> bool:
    """Tell whether a name is that of an HTML tag, allowed or not."""
    return name in SAFE or name in UNSAFE or name in _WRITTEN_AS


class _Judged:
    """A start tag under judgement."""

    def __init__(self, tag: Tag, name: str, left_out: tuple[str, ...]) -> None:
        self.tag, self.name = tag, name
        self.allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, frozenset())
        self.kept: dict[str, str] = {}
        self.left_out = list(left_out)
        self.faults: list[Fault] = []

    def verdict(self) -> Verdict:
        for attribute in self.tag.attributes:
            self.read(attribute)
        name = self.name
        if name in ("img", "video"):
            self.read_style()
        if name == "img":
            self.find_picture()
        if name in ("audio", "video"):
            self.kept.setdefault("controls", "")
        if (name == "span" and self.left_out and not self.kept) or (name == "source" and "src" not in self.kept):
            self.left_out.append(f"<{name}>")
            name = ""
        source = self.kept.get("src")
        return Verdict(
            name=name,
            html=write_tag(name, self.kept.items()) if name else "",
            left_out=tuple(self.left_out),
            media=(source,) if source else (),
            faults=tuple(self.faults),
        )

    def read(self, attribute: Attribute) -> None:
        name, value = attribute.name, attribute.value
        if name.startswith("on") or name in RUNS_OR_LOADS or (name == "style" and _read_style(value).is_unsafe):
            hint = f"delete it; <{self.tag.name}> takes {', '.join(sorted(self.allowed))}"
            self.faults.append(unsafe(self.tag.written, f'the attribute "{name}" may not stand in a card', hint))
        elif name == "srcset":
            self.faults += [external(self.tag.written) for picture in candidates(value) if is_external(picture)]
            self.left_out.append(name)
        elif name not in self.allowed:
            self.left_out.append(name)
        elif name == "href":
            link = judge_link(value, attribute.written)
            self.faults += link.faults
            if link.address is not None:
                self.kept[name] = link.address
        elif name == "src":
            self.kept[name] = media_name(value)
        elif name == "class" and not PROCESSED.isdisjoint(value.split()):
            self.left_out.append(name)  # by it formulas in code would be set
        elif name in ("width", "height"):
            size = _SIZE.match(value)
            if size:
                self.kept[name] = size[1] + size[2]
            else:
                self.left_out.append(name)
        else:
            self.kept[name] = value

    def read_style(self) -> None:
        style = self.tag.get("style")
        if style:
            self.kept.update(_read_style(style.value).size)

    def find_picture(self) -> None:
        srcset = self.tag.get("srcset")
        if not self.kept.get("src") and srcset:
            self.kept["src"] = next(candidates(srcset.value), "")
        if not self.kept.get("src"):
            hint = 'write <img src="name.png">'
            fault = Fault(
                snippet=self.tag.written, rule="missing-media", message="the picture names no file", hint=hint
            )
            self.faults.append(fault)


class _Style(NamedTuple):
    """A `style` attribute, of which cards hold the size alone."""

    is_unsafe: bool
    size: dict[str, str]


def _read_style(style: str) -> _Style:
    from builder.render.styles import size_of, style_faults  # loads a parser of CSS, which most texts do without

    is_unsafe = not all(fault.is_broken for fault in style_faults(style))
    return _Style(is_unsafe=is_unsafe, size=size_of(style))


def external(snippet: str) -> Fault:
    """Return the fault of a picture or sound that would be loaded from elsewhere."""
    if snippet.lower().startswith("file:"):
        name = snippet.replace("\\", "/").rpartition("/")[2]
        hint = f"copy the file into the deck's media folder, and write {name}"
        return Fault(snippet, "external-media", "that is a path on your computer, which learners do not have", hint)
    hint = "put the file into the deck's media folder: cards must work offline"
    return Fault(snippet=snippet, rule="external-media", message="media from the network", hint=hint)


def find_lost(written: str) -> str | None:
    """Return the first tag of a field's HTML that a browser, or what may stand in a card, does not let stand."""
    import nh3  # 1.4 ms to load, which texts without HTML do without

    cleaned = nh3.clean(
        written,
        tags=set(SAFE),
        attributes={**{tag: set(allowed) for tag, allowed in _ATTRIBUTES.items()}, **_STYLED},
        attribute_filter=_plain_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    survive = {unescape(tag) for tag in _START_TAG.findall(cleaned)}
    return next((tag for tag in _START_TAG.findall(written) if unescape(tag) not in survive), None)


_STYLED = {cell: {*_ATTRIBUTES[cell], "style"} for cell in ("td", "th")}


def _plain_attribute(tag: str, name: str, value: str) -> str | None:
    return value if name != "style" or _ALIGNMENT.match(value) else None


def find_unbalanced(template: str) -> Fault | None:
    """Return the first tag of a template's HTML that is left open, or that closes another."""
    tags = OpenTags[str]()
    for tag in TAG.finditer(_COMMENT.sub("", template)):
        name = tag[2].lower()
        if not tag[1]:
            tags.start(name, tag[0])
        elif tags.end(name) is None:
            return closes_nothing(f"</{name}>", tags.stack[-1].name if tags.stack else "")
    tags.finish()
    return left_open(*tags.stack[-1]) if tags.stack else None


def left_open(name: str, tag: str) -> Fault:
    """Return the fault of a tag without its end."""
    return unclosed(tag, f"<{name}> is not closed", f"write </{name}> where it ends")


def closes_nothing(tag: str, inner: str) -> Fault:
    """Return the fault of an end without its tag; `inner` is the name of what must be closed before it, or empty."""
    hint = f"close <{inner}> first" if inner else "delete it, or open it before"
    return unclosed(tag, f"{tag} closes what is not open", hint)
