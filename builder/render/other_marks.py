"""Marks that other tools read and Markdown does not: what has one meaning here is taken, the rest is told.

Obsidian's `![[gate.png|300]]` is a picture of that width, and `$…$` is math where deck.yaml says `math: dollars`. What
would stand on the card as it was typed (`==mark==`, `[[page]]`, Anki's own `[$]…[/$]`) is a fault with the way to write
it. Code and math are left alone.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from builder.diagnostics import Severity
from builder.render.faults import Fault
from builder.render.html_tags import names
from builder.render.picture_sizes import size_behind_bar, size_in_braces
from builder.texts.code_places import find_places
from builder.texts.formula_places import CLOSES

MAY_HAVE = re.compile(r"\$|==|\[\[|\[/?latex\]|\) ?\{|> ?\[!|\\[(\[]|\\[A-Za-z]{2}|\] +\(")
"""A sign without which a text has none of these marks."""
_SPACED_TARGET = r"(?:(?:https?://|mailto:)[^()\s]+|[^()\s]+\.(?:avif|gif|jpe?g|png|svg|webp))"
_DOLLARS = r"\$\$(?P<block>(?:[^$\\]|\\.)+)\$\$|\$(?=[^\s$])(?P<inline>(?:[^$\n\\]|\\[^\n])+?)(?<=\S)\$(?!\d)"
_MARKS = re.compile(
    r"(?P<doubled>\\\\[(\[])|(?P<math>\\[(\[])|\\begin\{(?P<environment>[a-zA-Z]+)\*?\}"
    r"|(?<![\w\\./])(?<![A-Za-z]:)\\(?P<command>[A-Za-z]{2,})(?P<arguments>(?:\[[^\[\]\n]*\])?(?:\{(?:[^{}\n]|\{[^{}\n]*\})*\})+)?|\\."
    r"|!\[\[(?P<file>[^\[\]|\\\n]+)(?:\\?\|(?P<size>[^\[\]\n]*))?\]\]"
    r"|(?<![\w\])])\[\[(?![cC]\d{1,6}::)(?P<page>[^\[\]\s][^\[\]\n]*)\]\]"
    rf"|(?<![-*+] )(?P<spaced>!?\[[^\[\]\n]{{1,200}}\] +\({_SPACED_TARGET}(?: \"[^\"\n]{{0,200}}\")?\))"
    r"|(?P<highlight>(?<![\w=])==(?=[^\s=])[^=\n]+(?<=\S)==(?![\w=]))"
    r"|(?P<anki>\[latex\]|\[\$\$?\])"
    r"|(?<=\))(?P<attributes>\{[^{}\n]+\})|(?:(?<=\]\])|(?<=\)) )(?P<apart>\{[ \t]*(?:width|height)=[^{}\n]+\})"
    r"|^[ \t]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?>[> ]*(?P<callout>\[!(?P<sort>[A-Za-z][\w-]*)[^\[\]\n]*\][+-]?)"
    rf"|{_DOLLARS}",
    re.S | re.M,
)
_ANKI_END = re.compile(r"\[/(?:latex|\$\$?)\]")
_ESCAPE = re.compile(r"\\\[(?:\[|[^\[\]\n]*\]\(|(?:/?latex|/?\$\$?)\]|sound:|/?anki:)", re.I)
"""A bracket whose backslash keeps it from being a link, or a mark of Anki's; a parenthesis is kept so behind `]`."""
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^\n]*\)\Z|!\[\[[^\[\]\n]*\]\]\Z")
_LOOKS_LIKE_MATH = re.compile(r"[\\^_{}=]|[A-Za-z]\Z")
_BEFORE_TARGET = re.compile(r"\] +\(")
_SOUND = re.compile(r"\.(?:mp3|ogg|oga|opus|wav|m4a|flac|spx|3gp)\Z", re.I)
_FILE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp|mp3|ogg|oga|opus|wav|m4a|flac|mp4|webm)\Z", re.I)
_NAME = re.compile(r"[a-z_:]+\Z")
"""A page that may be a name of code: an attribute of C++, a word of a shell."""
_ENVIRONMENTS = names(
    "align alignat aligned alignedat array Bmatrix bmatrix cases dcases displaymath eqnarray equation flalign gather "
    "gathered math matrix multline pmatrix smallmatrix split Vmatrix vmatrix"
)
"""Those of LaTeX and amsmath in which everything is math."""
_SIGNS = names(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega approx cap cdot cdots circ cup degree "
    "equiv exists forall geq infty int ldots leftarrow Leftarrow leftrightarrow Leftrightarrow leq nabla neq notin "
    "partial perp pm prod propto rightarrow Rightarrow sqrt subset subseteq sum supset times"
)
"""Commands that show a sign, and that nobody takes for a path or a regular expression."""
_WITH_ARGUMENTS = names(
    "binom cfrac ce dbinom ddot dfrac frac hat mathbb mathbf mathcal mathrm operatorname overline overrightarrow pu "
    "sqrt tfrac tilde vec widehat xrightarrow"
)
"""Commands of formulas alone; those of texts, as `\\textbf{…}`, are what cards about LaTeX ask for."""
_SHOWN = 100
"""Characters of a formula that a hint repeats."""
_COUNTED = 100
"""Faults for which it is counted how many equal marks stand before; no more of them are told."""


class Read(NamedTuple):
    """A text with the marks that were taken, and what is wrong with others."""

    text: str
    faults: tuple[Fault, ...]


def math_between_dollars(text: str) -> list[tuple[int, int]]:
    """Return where dollars stand around math, in order: where a deck does not read them, that is told."""
    found = re.finditer(rf"\\.|{_DOLLARS}", text, re.S)
    return [
        mark.span() for mark in found if mark["block"] or (mark["inline"] and _LOOKS_LIKE_MATH.search(mark["inline"]))
    ]


def read_marks(text: str, *, dollars: bool) -> Read:
    """Take or tell of the marks of other tools; `dollars` is whether a deck writes math with them."""
    return _Reading(text, dollars=dollars).run()


class _Reading:
    """The state of one call of `read_marks`: what is to be left alone, and what was found."""

    def __init__(self, text: str, *, dollars: bool) -> None:
        self.text, self.dollars = text, dollars
        places = find_places(text)
        self.left_alone = sorted((*places.code, *places.comments))
        self.formulas = dict(places.formulas)
        self.parts: list[str] = []
        self.copied = 0
        self.faults: list[Fault] = []
        self.looked_at = 0
        """Up to where pictures were looked for."""
        self.doubled_ends: dict[str, int] = {}
        """Where the next end of a formula with two backslashes stands, -1 for nowhere."""
        self.may_end = True
        """Whether the end of a formula of Anki's own may still come."""

    def run(self) -> Read:
        start = 0
        for stop, end in (*self.left_alone, (len(self.text), len(self.text))):
            while start < stop and (mark := _MARKS.search(self.text, start, stop)):
                start = self.read(mark, stop)
            start = end
        return Read(text="".join([*self.parts, self.text[self.copied :]]), faults=tuple(self.faults))

    def read(self, mark: re.Match[str], stop: int) -> int:
        """Take or tell of a mark, and return where to go on."""
        start, end = mark.span()
        if mark["math"]:
            if start in self.formulas:
                return self.formulas[start]
            if not _ESCAPE.match(self.text, start) and self.text[max(0, start - 1) : start] != "]":
                self.tell(start, mark["math"], _endless(mark["math"]))
        elif mark["doubled"]:
            return self.read_doubled(start, mark["doubled"], stop)
        elif mark["environment"]:
            return self.read_environment(mark, stop)
        elif mark["command"]:
            return self.read_command(mark)
        elif mark["anki"]:
            return self.read_anki(mark, stop)
        elif mark["attributes"] or mark["apart"]:
            self.tell_of_braces(mark)
        elif mark["file"]:
            self.take(mark, _embedded(mark["file"].strip(), (mark["size"] or "").strip()))
        elif self.dollars and (mark["block"] or mark["inline"]):
            self.take(mark, rf"\[{mark['block'].strip()}\]" if mark["block"] else rf"\({mark['inline']}\)")
        else:
            self.tell(start, mark["callout"] or mark[0], _fault(mark, mark[0]))
        return end

    def tell_of_braces(self, mark: re.Match[str]) -> None:
        """Tell of braces behind a picture that are no size of it, or do not stand straight behind its parenthesis."""
        written, apart = mark["attributes"], mark["apart"]
        if self.is_behind_picture(mark.start()) and not (written and size_in_braces(written)):
            self.tell(mark.start(), apart or written, _fault(mark, apart or written))

    def read_command(self, mark: re.Match[str]) -> int:
        fault = _bare_command(mark)
        self.tell(mark.start(), mark[0], fault)
        return mark.end() if fault else mark.end("command")

    def read_doubled(self, start: int, written: str, stop: int) -> int:
        """Tell of a mark with two backslashes, and go on behind the one that ends what it begins."""
        self.tell(start, written, _doubled(written))
        closing, end = "\\" + CLOSES[written[1:]], start + len(written)
        place = self.doubled_ends.get(closing, 0)
        if 0 <= place < end:
            place = self.doubled_ends[closing] = self.text.find(closing, end)
        return place + len(closing) if 0 <= place < stop else end

    def take(self, mark: re.Match[str], meant: str) -> None:
        self.parts += [self.text[self.copied : mark.start()], meant]
        self.copied = mark.end()

    def tell(self, start: int, written: str, fault: Fault | None) -> None:
        if fault is not None:
            before = self.text.count(written, 0, start) if len(self.faults) < _COUNTED else 0
            self.faults.append(fault._replace(snippet=written, occurrence=before))

    def read_anki(self, mark: re.Match[str], stop: int) -> int:
        end = _ANKI_END.search(self.text, mark.end(), stop) if self.may_end else None
        if end is None:
            self.may_end = False
            return mark.end()
        written, tex = self.text[mark.start() : end.end()], self.text[mark.end() : end.start()]
        message = f'"{written}" is a formula that only a computer with LaTeX shows'
        self.tell(mark.start(), written, _foreign(message, rf"write \({tex.strip()}\)"))
        return end.end()

    def read_environment(self, mark: re.Match[str], stop: int) -> int:
        """Tell of an environment of LaTeX's that stands in no formula, if it is one of math."""
        closing = mark[0].replace("begin", "end", 1)
        place = self.text.find(closing, mark.end(), stop) if mark["environment"] in _ENVIRONMENTS else -1
        if place < 0:
            return mark.end()
        written = self.text[mark.start() : place + len(closing)]
        self.tell(mark.start(), written, _unmarked_math(mark[0], closing, written))
        return place + len(closing)

    def is_behind_picture(self, start: int) -> bool:
        picture = self.text.rfind("![", self.looked_at, start)
        self.looked_at = start
        return picture >= 0 and _PICTURE.match(self.text, picture, start) is not None


def _embedded(file: str, size: str) -> str:
    """Return what shows or plays a file as Obsidian embeds it: with a width, width and height, or another text."""
    if _SOUND.search(file):
        return f"[sound:{file}]"
    sized = size_behind_bar(size)
    sides = "".join(f' {side}="{pixels}"' for side, pixels in sized.items())
    alt = "" if sized else html.escape(size)
    return f'<img alt="{alt}" src="{html.escape(file)}"{sides}>'


def _fault(mark: re.Match[str], written: str) -> Fault | None:
    if mark["page"]:
        message = f'"{written}" is a link of a notebook, which leads nowhere on a phone'
        if _FILE.search(mark["page"].partition("|")[0]):
            return _foreign(
                f'"{written}" is a link to a file, which learners do not have', f"to show it write !{written}"
            )
        code = f"; code goes in backticks: `{written}`" if _NAME.match(mark["page"]) else ""
        return _foreign(message, f"write {mark['page'].rpartition('|')[2]}{code}")
    if mark["spaced"]:
        return _spaced(written)
    if mark["highlight"]:
        return _foreign('"==" is no mark here, and shows as typed', _gap_or_mark(written[2:-2]))
    if mark["attributes"]:
        hint = "a picture takes its width alone, in pixels or percent: {width=300} or {width=50%}"
        return _foreign(f'"{written}" behind a picture shows as typed', hint)
    if mark["apart"]:
        hint = f"write it straight behind the picture's parenthesis: ![](picture.png){written}"
        return _foreign(f'"{written}" shows as typed', hint)
    if mark["callout"]:
        return _foreign(f'"{mark["callout"]}" shows as typed', f"write **{mark['sort'].capitalize()}:**")
    if mark["block"]:
        return _unread_math(written, rf"\[{mark['block'].strip()}\]")
    if mark["inline"] and _LOOKS_LIKE_MATH.search(mark["inline"]):
        return _unread_math(written, rf"\({mark['inline']}\)")
    return None


def _spaced(written: str) -> Fault | None:
    label, target = _BEFORE_TARGET.split(written, maxsplit=1)
    if label.strip("[]").isdigit():
        return None  # a note, with its source behind it
    what = "picture" if label[0] == "!" else "link"
    message = f'"{written}" is no {what}: a blank stands before the parenthesis'
    return Fault("", "dead-link", message, f"drop the blank: {label}]({target}", Severity.WARNING)


def _gap_or_mark(text: str) -> str:
    return f"write {{{{c1::{text}}}}} for a gap, in a card of kind cloze; else <mark>{text}</mark>"


def _foreign(message: str, hint: str) -> Fault:
    return Fault(snippet="", rule="foreign-mark", message=message, hint=hint)


def _unread_math(written: str, right: str) -> Fault:
    message = f'"{" ".join(written.split())}" looks like math, and shows as typed'
    hint = f"write {right}, or set `math: dollars` in deck.yaml"
    return Fault(snippet="", rule="dollar-math", message=message, hint=hint, severity=Severity.WARNING)


def _unmarked_math(opening: str, closing: str, written: str) -> Fault:
    message = f'"{opening}" looks like math, and shows as typed'
    whole = written if len(written) <= _SHOWN and "\n" not in written else f"{opening}…{closing}"
    hint = rf"write \[{whole}\]; code goes in backticks"
    return Fault(snippet="", rule="math-marks", message=message, hint=hint, severity=Severity.WARNING)


def _bare_command(mark: re.Match[str]) -> Fault | None:
    """Return the fault of a command of LaTeX's that stands in no formula: one with braces, or one for a sign."""
    name, arguments = mark["command"], mark["arguments"]
    if name not in (_WITH_ARGUMENTS if arguments else _SIGNS):
        return None
    message = f'"{mark[0]}" is a command of LaTeX in no formula, and shows as typed'
    hint = rf"write \({mark[0]}\); code goes in backticks"
    return Fault(snippet="", rule="math-marks", message=message, hint=hint, severity=Severity.WARNING)


def _endless(opening: str) -> Fault:
    message = f'"{opening}" begins a formula that nothing ends, and shows as "{opening[1]}"'
    hint = f"write {CLOSES[opening]} where it ends; a bracket that is text needs no backslash"
    return Fault(snippet="", rule="math-marks", message=message, hint=hint, severity=Severity.WARNING)


def _doubled(written: str) -> Fault:
    opening = written[1:]
    message = f'"{written}" begins no formula, and shows a backslash'
    hint = f"write {opening} and {CLOSES[opening]}, with one backslash each; where it is text, put it in backticks"
    return Fault(snippet="", rule="math-marks", message=message, hint=hint, severity=Severity.WARNING)
