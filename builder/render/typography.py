"""Quotes, apostrophes and units as printers set them; authors type what is on their keys.

Straight quotes are curled in pairs, as the deck's language has them; one that has no partner stays as it was typed, and
so do those of code, of math and of feet and inches. A number stays with its unit when a line breaks. What is compared
(the lock, rules, searches) is `straight` (builder/texts/straight.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.render.sounds import sounds_in
from builder.texts.formula_places import find_formulas


class Quotes(NamedTuple):
    """The signs of a language: around a quotation, around one in a quotation, and blanks inside."""

    double: tuple[str, str]
    single: tuple[str, str]


_ENGLISH = Quotes(("“", "”"), ("‘", "’"))
_LOW = Quotes(("„", "“"), ("‚", "‘"))
_NARROW = "\u202f"
_POINTED = Quotes(("«", "»"), ("“", "”"))
_SWISS = Quotes(("«", "»"), ("‹", "›"))
_BY_LANGUAGE = {
    "en": _ENGLISH,
    "es-419": _ENGLISH,
    "es-mx": _ENGLISH,
    "es-us": _ENGLISH,
    "id": _ENGLISH,
    "vi": _ENGLISH,
    "nl": _ENGLISH,
    "pt": _ENGLISH,
    "tr": _ENGLISH,
    "de": _LOW,
    "cs": _LOW,
    "sk": _LOW,
    "sl": _LOW,
    "pl": Quotes(("„", "”"), ("‚", "’")),
    "hu": Quotes(("„", "”"), ("»", "«")),
    "fr": Quotes((f"«{_NARROW}", f"{_NARROW}»"), ("“", "”")),
    "ca": _POINTED,
    "el": _POINTED,
    "es": _POINTED,
    "it": _POINTED,
    "pt-pt": _POINTED,
    "de-ch": _SWISS,
    "de-li": _SWISS,
    "fr-ch": _SWISS,
    "it-ch": _SWISS,
    "ro": Quotes(("„", "”"), ("«", "»")),
    "ru": Quotes(("«", "»"), ("„", "“")),
    "uk": Quotes(("«", "»"), ("„", "“")),
    "no": Quotes(("«", "»"), ("‘", "’")),
    "nb": Quotes(("«", "»"), ("‘", "’")),
    "sv": Quotes(("”", "”"), ("’", "’")),
    "fi": Quotes(("”", "”"), ("’", "’")),
    "da": Quotes(("“", "”"), ("‘", "’")),
}
"""By language tag, whole or the primary one, from the Unicode CLDR's delimiters; other texts keep what was typed."""
_APOSTROPHE = "’"
_UNIT = re.compile(
    r"(?<=\d) (?=(?:[%‰°€£¥]|(?:[kcdmµμnpfMGT]?(?:m|g|s|L|l|W|Hz|V|A|B|Pa|J|N|eV)|°?[CF]|min|h|kWh|dB|kcal|bit|px|pt|"
    r"ft|lb|oz|mi|mph|psi|gal|yd|rpm|fps|ppm|dpi|ha|Nm|[kM]?Ω|m?bar|hPa|atm|lm|cd|mK|[kMG]bit|[KMGT]iB|CHF|USD|EUR|"
    r"[kmµμnpf]?(?:mol|kat|IU)|m?(?:Eq|Osm|osm)|mmHg|cmH2O|I?U|bpm|kb|Gy|Sv)(?:/\w+|[²³])?)(?![\w]))"
)
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)[^<>]*>|(?P<unseen>\\[(\[]|\[sound:)"
    r"|(?P<mark>\{\{c[\d,]+::|\}\}|::)|(?P<quote>[\"'])"
)
_VERBATIM = frozenset(["code", "pre", "kbd", "samp", "var"])
_BLOCKS = frozenset(
    ["p", "li", "ul", "ol", "div", "td", "th", "tr", "table", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5",
     "h6", "dt", "dd", "details", "summary", "figure", "figcaption", "caption", "pre"]
)  # fmt: skip
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{-–—/=«„“‚‘\"'¿¡")
_BEHIND_CLOSING = frozenset(".,;:!?)]…")
_STRAIGHT = frozenset("\"'")
_CLIPPED = re.compile(r"\d\d(?:s|er)?\b|(?:(?:twas|tis|twere|twill|em|til)\b|[knts](?= ))(?!')", re.I)
"""What an apostrophe stands before: '90s, '68er, 'twas, 'em, Dutch 's ochtends."""
_GENITIVE = re.compile(r"s(?![\w'])")


class _Token(NamedTuple):
    """Something in a field that is no plain text: where it stands, and which of the groups of `_TOKEN` it is."""

    start: int
    end: int
    kind: str
    tag: str = ""
    """In lower case; for the end of one as well."""
    deeper: int = 0
    """By how much it changes the number of open tags whose text stays as it is."""


class _Quote(NamedTuple):
    """A straight quote: where it stands, and what is seen before and behind it, nothing at the ends of a block."""

    at: int
    sign: str
    before: str
    behind: str


def curl(field: str, language: str) -> str:
    """Return a field's HTML with curled quotes, and with numbers that stay with their units."""
    if " " in field and _UNIT.search(field):
        field = _outside_tags(field)
    if '"' not in field and "'" not in field:
        return field
    tag = language.lower().replace("_", "-")
    quotes = _BY_LANGUAGE.get(tag) or _BY_LANGUAGE.get(tag.partition("-")[0])
    if quotes is None:
        return field
    curled = dict(_curled(field, quotes))
    if not curled:
        return field
    parts, end = [], 0
    for at in sorted(curled):
        parts += [field[end:at], curled[at]]
        end = at + 1
    return "".join([*parts, field[end:]])


def _outside_tags(field: str) -> str:
    """Return a field in which no line breaks between a number and its unit."""
    parts, end, depth = [], 0, 0
    for token in _tokens(field):
        text = field[end : token.start]
        parts += [text if depth else _UNIT.sub("\u00a0", text), field[token.start : token.end]]
        depth += token.deeper
        end = token.end
    return "".join([*parts, _UNIT.sub("\u00a0", field[end:])])


def _tokens(field: str) -> Iterator[_Token]:
    """Yield what is no plain text; a formula or a sound is one token."""
    unseen = dict([*find_formulas(field), *sounds_in(field)])
    end = 0
    while token := _TOKEN.search(field, end):
        start, end = token.span()
        if token["tag"]:
            tag = token["tag"].lower()
            deeper = (-1 if token["end"] else 1) if tag in _VERBATIM else 0
            yield _Token(start, end, "tag", tag=tag, deeper=deeper)
        elif not token["unseen"]:
            yield _Token(start, end, token.lastgroup or "")
        elif start in unseen:
            end = unseen[start]
            yield _Token(start, end, "unseen")


def _curled(field: str, quotes: Quotes) -> Iterator[tuple[int, str]]:
    """Yield where a straight quote becomes which curled sign."""
    opened: dict[str, list[int]] = {'"': [], "'": []}
    for quote in _quotes(field):
        if not quote.sign:  # a block ends
            opened = {'"': [], "'": []}
            continue
        partners, inner = opened[quote.sign], opened["'" if quote.sign == '"' else '"']
        follows_word = bool(quote.before) and quote.before not in _BEFORE_OPENING
        opens = not follows_word and bool(quote.behind) and not quote.behind.isspace()
        if partners and quote.before in _STRAIGHT and quote.behind in _BEHIND_CLOSING:
            opens = False  # "the 'best'";
        if quote.sign == quote.before == "'" or quote.sign == quote.behind == "'":
            continue  # a double prime
        if quote.sign == "'" and _is_apostrophe(field, quote, has_partner=bool(partners), opens=opens):
            yield quote.at, _APOSTROPHE
        elif opens:
            partners.append(quote.at)
        elif partners:
            left, right = quotes.double if quote.sign == '"' else quotes.single
            start = partners.pop()
            yield start, left
            yield quote.at, right
            while inner and inner[-1] > start:
                inner.pop()


def _is_apostrophe(field: str, quote: _Quote, *, has_partner: bool, opens: bool) -> bool:
    if opens:
        is_behind_quote = quote.before == '"' and _GENITIVE.match(field, quote.at + 1) is not None
        return is_behind_quote or _CLIPPED.match(field, quote.at + 1) is not None
    if (quote.before.isdigit() and quote.behind.isdigit()) or quote.behind == "(":
        return False  # feet, and what is derived
    return quote.before.isalnum() and (quote.behind.isalnum() or (not has_partner and quote.before.isalpha()))


def _quotes(field: str) -> Iterator[_Quote]:
    """Yield the straight quotes that a reader sees, and one without a sign at each end of a block."""
    before, end, depth = "", 0, 0
    tokens = list(_tokens(field))
    for number, token in enumerate(tokens):
        if token.start > end:
            before = field[token.start - 1]
        end = token.end
        depth += token.deeper
        if token.tag in _BLOCKS:
            yield _Quote(token.start, "", "", "")
            before = ""
        elif token.tag == "br":
            before = " "
        elif token.kind == "mark" and field.startswith("::", token.start):
            before = ""
        elif token.kind == "unseen":
            before = "x"
        elif token.kind == "quote" and not depth:
            sign = field[token.start]
            yield _Quote(token.start, sign, before, _behind(field, tokens, number))
            before = sign


def _behind(field: str, tokens: Sequence[_Token], number: int) -> str:
    """Return the sign that is seen behind a token, nothing at the end of a block."""
    end = tokens[number].end
    for later in range(number + 1, len(tokens)):
        token = tokens[later]
        if token.start > end:
            return field[end]
        if token.tag in _BLOCKS:
            return ""
        if token.tag == "br":
            return " "
        if token.kind == "unseen":
            return "x"
        if token.kind == "quote":
            return field[token.start]
        end = token.end
    return field[end : end + 1]
