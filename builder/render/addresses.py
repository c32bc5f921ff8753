"""Where links lead and which files pictures and sounds name, as browsers read addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.diagnostics import Severity
from builder.render.faults import Fault, unsafe
from builder.render.html_tags import names

SCHEMES = names("http https mailto tel sms")
"""Where links may lead: what every phone opens, and what nh3 lets pass by default; other apps' schemes are not there.

Nothing is dialled or sent without the learner's touch; codes that a phone acts on by itself are no numbers.
"""
_NUMBER = re.compile(r"\+?[0-9().-]+\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_NETWORK = re.compile(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", re.I)
"""How an address starts that is no file of the deck; a single letter is a drive."""
_DRIVE = re.compile(r"[a-z]:[/\\]", re.I)
_HOST = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})(?::\d+)?(?:[/?#]|\Z)", re.I)
_WEB = re.compile(r"[a-z]+:[/\\]*([^/?#\\\s]*)(.*)\Z", re.I | re.S)
"""The host of a page, and what follows it."""
_MAIL = re.compile(r"[^\s?@]+@[^\s?]+(?:\?|\Z)")
_FILE_ENDINGS = names(
    "avif csv doc docx gif htm html jpeg jpg json m4a md mp3 mp4 ods odt pdf png ppt pptx rst svg txt wav webp xls "
    "xlsx yaml yml zip"
)
_PATH = re.compile(r"[/\\]|\.[A-Za-z]\w*\Z")
"""What a file's path has and a word has not."""
_PASSED_OVER = re.compile(r"[\t\n\r]+")
_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_OUT = "link to http or https, or drop the link"


class Link(NamedTuple):
    """A link's address as cards hold it, None where it leads nowhere; and what is wrong with it."""

    address: str | None
    faults: tuple[Fault, ...] = ()


def judge_link(address: str, written: str) -> Link:
    """Return where a link may lead; `written` is its address as it stands in the text."""
    # Browsers pass over line ends and tabs, and over white space and control characters around: `java\tscript:` runs.
    cleaned = _PASSED_OVER.sub("", address).strip(_CONTROLS_AND_SPACE)
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]+", "", cleaned))
    host = _HOST.match(cleaned)
    if scheme and scheme[1].lower() in ("tel", "sms") and not _NUMBER.match(cleaned[scheme.end() :]):
        hint = f"write {scheme[1].lower()}:+49-30-1234: digits, with - . or brackets between them"
        return Link(None, (unsafe(written, f'"{cleaned}" is no telephone number', hint),))
    if scheme and scheme[1].lower() in SCHEMES:
        fault = _slip(cleaned, scheme[1].lower(), written)
        return Link(None, (fault,)) if fault else Link(cleaned)
    if scheme and not host and not _DRIVE.match(cleaned):
        return Link(None, (unsafe(written, f'a link may not lead to "{scheme[1].lower()}:"', _OUT),))
    if cleaned.startswith("//") or (host and host[1].lower() not in _FILE_ENDINGS):
        hint = f"write https://{cleaned.lstrip('/')}"
        return Link(None, (_dead(written, "a link without https: leads nowhere on a phone", hint),))
    if cleaned.startswith("#"):
        message = "a link to a place in a text leads nowhere from a card"
        return Link(None, (_dead(written, message, _OUT),))
    if not cleaned:
        return Link(None, (_dead(written, "the link leads nowhere", "write its address, or drop the link"),))
    if _MAIL.match(cleaned):
        message = "a link to a mail address without mailto: leads nowhere"
        return Link(None, (_dead(written, message, f"write mailto:{cleaned}"),))
    if _PATH.search(cleaned):
        message = f'the link leads to a file that learners do not have, "{cleaned}"'
        return Link(None, (_dead(written, message, "link to http or https, or drop the link and leave its words"),))
    message = f'"{cleaned}" is no address, and a link would hide it'
    hint = rf"write https://…; to show brackets and parentheses as typed, write ](…) as \]({cleaned})"
    return Link(None, (_dead(written, message, hint, Severity.ERROR),))


def _slip(address: str, scheme: str, written: str) -> Fault | None:
    """Return what is wrong with an address whose scheme is right, and which leads nowhere all the same."""
    if scheme == "mailto":
        hint = "write mailto:name@example.org, or drop the link"
        is_mail = _MAIL.match(address[len(scheme) + 1 :]) is not None
        return None if is_mail else _dead(written, f'"{address}" holds no mail address', hint)
    if scheme not in ("http", "https"):
        return None
    parts = _WEB.match(address)  # none where a blank or a control character stands in the scheme
    host, rest = parts.groups() if parts else ("", "")
    if not host:
        return _dead(written, f'"{address}" names no page', f"write the whole address, {scheme}://…, or drop the link")
    bare, quote, _ = f"{host}{rest}".partition('"')
    if quote and (bare[-1:].isspace() or (address.endswith('"') and "?" not in bare)):
        bare = bare.rstrip()
        hint = f'write ({scheme}://{bare} "…"): a title stands behind a blank, between two quotes; or drop it'
        return _dead(written, "a quote stands in the address, which leads nowhere", hint)
    if not address[len(scheme) + 1 :].startswith("//"):
        return _dead(written, f'"{address}" lacks a slash', f"write {scheme}://{host}{rest}")
    return None


def media_name(address: str) -> str:
    """Return the file that an address names, without what browsers pass over."""
    # <img src=a.png/> means a.png, though by the letter the slash is part of the name.
    return _PASSED_OVER.sub("", address).strip(_CONTROLS_AND_SPACE).rstrip("/")


def is_external(name: str) -> bool:
    """Tell whether what a picture or sound names is no file of the deck but would be loaded from elsewhere."""
    return bool(_NETWORK.match(name))


def is_drive(name: str) -> bool:
    """Tell whether a name is a path with a drive, which browsers take for a scheme."""
    return _DRIVE.match(name) is not None


def candidates(srcset: str) -> Iterator[str]:
    """Yield the files that a `srcset` names."""
    rest = srcset.lstrip(" ,\t\n\r\f")
    while rest:
        name, *more = re.split(r"\s+", rest, maxsplit=1)
        rest = more[0] if more else ""
        if not name.endswith(","):
            rest = rest.partition(",")[2]  # passes over its width or density
        yield media_name(name.rstrip(","))
        rest = rest.lstrip(" ,\t\n\r\f")


def _dead(snippet: str, message: str, hint: str, severity: Severity = Severity.WARNING) -> Fault:
    return Fault(snippet=snippet, rule="dead-link", message=message, hint=hint, severity=severity)
