"""What authors of gaps get wrong: marks that Anki does not read as marks, and gaps whose inside it reads otherwise."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from builder.cloze import (
    ANKI_OPENING,
    MAX_DEPTH,
    Gap,
    cloze_numbers,
    find_clozes,
    find_gaps,
    find_too_deep,
    find_unclosed,
)
from builder.diagnostics import Location, Problem, Severity
from builder.entities import read_number
from builder.model import CardSource
from builder.syntax import Text
from builder.texts.code_places import without_code

_ALMOST = re.compile(
    r"(?:"
    r"\{\{\s{0,3}[cCсС]\s{0,2}(\d{1,6})(?P<more>(?:\s?[-–,;/&+]\s?[cC]?\d{1,6}){1,8}(?=\s?[:：]))?"
    # {{C1::, {{ c1::, {{c1L::, {{c1:, {{c1;;, {{c1|, {{c1-2::, {{c1,c2::
    r"|\{\{\s{0,3}[cCсС]?\s{0,2}(?=::)"  # {{c::, {{::
    r"|\{\{\s{0,3}(?P<like_one>[cC][lIi|!])\s?(?=::)"  # {{cl::
    r"|\{\{\s{0,3}[cC](?:loze\s?|[-_.#:])(\d{1,6})\s?(?=::)"  # {{cloze1::, {{c-1::
    r"|\{\{\s{0,3}[cC]loze\s?(?=::)"  # {{cloze::
    r"|\{\{\s{0,3}(\d{1,4})\s?(?=::)"  # {{1::
    r"|(?<![{])(?<![{] )\{\s?[cC](\d{1,6})\s?(?=::|;;)"  # {c1::
    r"|(?<![{])\{ \{\s?[cC](\d{1,6})\s?(?=::|;;)"  # { {c1::
    r"|[\[(]{1,2}\s?[cC](\d{1,6})\s?(?=::)"  # [[c1::, ((c1::
    r"|｛{1,2}\s?[cC](\d{1,6})"
    r")(?:[A-Za-z](?=[:;：；]))?\s{0,2}(?:[:;：；]{1,3}|[-|./=](?=[^\W_]))?\s?"
)
"""What looks like an opening mark; it is none where `_ANKI_OPENING` does not match, too."""
_SURELY = re.compile(
    r"\{\{\s{0,3}[cCсС]\s{0,2}\d{1,6}\s?[A-Za-z]?\s{0,2}[:;：；]{1,2}|(?<!\{)\{[cC]\d{1,6}::|\[\[[cC]\d{1,6}::"
)
"""What looks like one where no gaps are."""
_CLOSING = re.compile(r"\} ?\}|\}|\]{1,2}|\){1,2}|｝{1,2}")
_MOST_OF_A_TEXT = 500
"""As many as a note can have cards; reading each card of a text takes as long as the text."""
_DIGITS = re.compile(r"\d+")
_LONGEST_SPAN = 9
_MOST_SHOWN = 60
"""Characters of a gap that a message repeats."""
_EMPTY = re.compile(r"::\s*(?:::|\}\})")
_WIDE_COLONS = re.compile(r"：：|：:|:：")
_ITEM = re.compile(r"\n[ \t]{0,3}(?:[-*+]|[0-9]{1,2}[.)])[ \t]")
_MAY_BE_CODE = re.compile(r"::~?[A-Za-z_]\w*[<(]|[\w>]>::|::(?:std|boost|crate)::")
_NAME_OF_CODE = re.compile(r"[A-Za-z_]\w*(?P<type><[^<>]+>)?\Z")
_MEMBER_OF_CODE = re.compile(r"~?[A-Za-z_]\w*(?:(?P<type><(?!br>|hr>|wbr>)[^<>]+>)|(?P<call>\((?!\w+\)\Z)))?")
_NAMESPACES = frozenset({"std", "boost", "crate"})
_MOST_GAPS = 20
"""Problems with the gaps of one sentence that are told at once: each is looked for from the sentence's start."""


class Lookalike(NamedTuple):
    """What looks like a gap and is none, and what it was meant as."""

    written: str
    meant: str


def find_lookalikes(text: str) -> list[Lookalike]:
    """Return what must have been meant as a gap of a sentence, and Anki shows as it stands, code aside."""
    bare = without_code(text)
    found, done = [], 0
    for match in _ALMOST.finditer(bare):
        if match.start() < done or ANKI_OPENING.match(bare, match.start()):
            continue
        closing = _CLOSING.search(bare, match.end(), match.end() + _MOST_SHOWN)
        hidden = bare[match.end() : closing.start()] if closing else "…"
        done = closing.end() if closing else match.end()
        stated = next((read_number(digits) for digits in match.groups() if digits and digits.isdigit()), 0)
        number = stated or (1 if match["like_one"] else max(cloze_numbers(text), default=0) + 1)
        written = text[match.start() : done]
        hides = hidden.strip() or "…"
        one = f"{{{{c{number}::{hides}}}}}"
        numbers = ",".join(map(str, _numbers(number, match["more"] or "")))
        meant = f"{{{{c{numbers}::{hides}}}}} for a gap of several cards, else {one}" if match["more"] else one
        found.append(Lookalike(written=written, meant=meant))
    return found


def _numbers(first: int, more: str) -> list[int]:
    """Return the numbers of a mark such as `c1,c2` or `c1-3`, of which `more` is what follows the first."""
    others = [read_number(digits) for digits in _DIGITS.findall(more)]
    if len(others) == 1 and more.strip()[0] in "-–" and first < others[0] <= first + _LONGEST_SPAN:
        return list(range(first, others[0] + 1))
    return [first, *others]


def find_marks_outside_code(text: str) -> list[str]:
    """Return the opening marks, and what looks like one, of a text that is to have none."""
    return [match[0] for match in _SURELY.finditer(without_code(text))]


def _hides_nothing(text: str, gap: Gap) -> bool:
    if gap.own.partition("::")[0].strip():
        return False
    return ANKI_OPENING.search(text, gap.cloze.inner_start, gap.cloze.inner_end) is None


def hides_and_hints(gap: Gap) -> tuple[str, str] | None:
    """Return what Anki hides and shows as a hint of a gap with more than one `::`, which may mean something else."""
    if gap.bare.count("::") < 2:
        return None
    hides, _, hint = gap.own.partition("::")
    return hides.strip(), hint.strip()


def _hides_half_a_name(gap: Gap) -> bool:
    """Tell whether a gap's hint is the rest of a name in code, as in `{{c1::std::vector<int>}}`.

    A plain word is a hint (`{{c1::Paris::city}}`), also one with a word in parentheses (`noun(s)`).
    """
    hides, _, hint = gap.bare.partition("::")
    before, behind = _NAME_OF_CODE.match(hides), _MEMBER_OF_CODE.match(hint)
    if "</" in gap.bare or before is None or behind is None:
        return False
    is_member = behind.end() == len(hint) and (hides in _NAMESPACES or before["type"] is not None)
    return is_member or behind["type"] is not None or behind["call"] is not None


def check_clozes(card: CardSource, text: Text) -> Iterator[Problem]:
    """Yield what keeps a sentence from making a card a gap, and what learners would see otherwise than it was meant."""
    clozes = find_clozes(text.value)
    if len(clozes) > _MOST_OF_A_TEXT:
        message = f"the text has {len(clozes):,} gaps, and at most {_MOST_OF_A_TEXT} can be told apart"
        yield card.file.error(card.file.location(text), "gap-count", message, "make several cards of it")
        return
    too_deep = find_too_deep(text.value)
    if too_deep is not None:
        opening = text.value[too_deep.start : too_deep.end]
        at = card.file.within(text, opening, text.value.count(opening, 0, too_deep.start))
        message = f"this gap stands in {MAX_DEPTH} others, and Anki reads no deeper: it would make no card"
        yield card.file.error(at, "gap-depth", message, "take it out of some of them")
    numbers = cloze_numbers(text.value)
    unclosed = find_unclosed(text.value)
    lookalikes = find_lookalikes(text.value)
    if unclosed is not None:
        opening = text.value[unclosed.start : unclosed.end]
        at = card.file.within(text, opening, text.value.count(opening, 0, unclosed.start))
        message = f'the cloze "{opening}" is not closed, and Anki would drop all that follows'
        yield card.file.error(at, "no-cloze", message, "write }} where the gap ends")
    elif not numbers and not lookalikes:
        message = f"the text of a {card.kind} card has no cloze"
        hint = "wrap what the learner must recall: {{c1::…}}"
        yield card.file.error(card.file.location(text), "no-cloze", message, hint)
    outside = [number for number in numbers if not 1 <= number <= 500]
    if outside:
        message = f"the cloze number {outside[0]} is outside 1 to 500, which are those that make a card"
        yield card.file.error(card.file.within(text, f"c{outside[0]}"), "no-cloze", message, "number it from 1")
    seen: Counter[str] = Counter()
    for lookalike in lookalikes[:_MOST_GAPS]:
        at = card.file.within(text, lookalike.written, seen[lookalike.written])
        seen[lookalike.written] += 1
        message = f'"{lookalike.written}" looks like a gap and is none, and Anki would show it as it stands'
        yield card.file.error(at, "gap-marks", message, f"write {lookalike.meant}")
    if _may_be_read_otherwise(text.value):
        yield from itertools.islice(_check_gaps(card, text), _MOST_GAPS)


def _may_be_read_otherwise(text: str) -> bool:
    """Tell, for little time, whether a gap can hold two `::`, a list or nothing; hardly any does."""
    two_colons = text.count("::") >= text.count("{{c") + 2 or _MAY_BE_CODE.search(text) is not None
    two_colons = two_colons or "：" in text
    return two_colons or _EMPTY.search(text) is not None or ("\n" in text and _ITEM.search(text) is not None)


def _check_gaps(card: CardSource, text: Text) -> Iterator[Problem]:
    """Yield gaps whose inside Anki reads otherwise than it was meant."""
    seen: Counter[str] = Counter()
    for gap in find_gaps(text.value):
        opening = text.value[gap.cloze.start : gap.cloze.inner_start]
        occurrence = seen[opening]
        seen[opening] += 1
        if _hides_nothing(text.value, gap):
            message = "the gap hides nothing"
            at = card.file.within(text, opening, occurrence)
            yield card.file.error(at, "no-cloze", message, f"write what is to be recalled: {opening}…}}}}")
        read = hides_and_hints(gap)
        if read is not None or _hides_half_a_name(gap):
            hides, _, shown = gap.own.partition("::")
            message = f'the gap hides "{hides.strip()}" and shows "{shown.strip()}" as its hint'
            inner = gap.own.replace("`", "").strip()
            hint = f"put what belongs together in backticks: {opening}`{inner}`}}}}; a hint may follow them, behind ::"
            at = card.file.within(text, opening, occurrence)
            problem = card.file.error(at, "gap-hint", message, hint)
            yield problem if read is not None else problem._replace(severity=Severity.WARNING)
        else:
            yield from _check_hint(card.file.within(text, opening, occurrence), card, opening, gap)
        if _ITEM.search(gap.bare):
            message = "a list inside a gap is no list: its items would be lines of text"
            hint = f"write the list, and a gap in each item: - {opening}…}}}}"
            yield card.file.error(card.file.within(text, opening, occurrence), "gap-list", message, hint)


def _check_hint(at: Location, card: CardSource, opening: str, gap: Gap) -> Iterator[Problem]:
    """Yield what is wrong with a gap's hint: wide colons before it, or nothing behind them."""
    hides, colons, hint = gap.bare.partition("::")
    wide = _WIDE_COLONS.search(gap.bare)
    if wide and not colons:
        message = f'"{wide[0]}" holds a wide colon (U+FF1A), and Anki would hide the hint with the answer'
        right = f"{opening}{gap.own[: wide.start()].strip()}::{gap.own[wide.end() :].strip()}}}}}"
        yield card.file.error(at, "gap-marks", message, f"write {right}")
    elif colons and hides.strip() and not hint.strip():
        message = "the gap's hint is empty, and Anki would show empty brackets"
        problem = card.file.error(at, "gap-hint", message, f"write {opening}{gap.own.partition('::')[0].strip()}}}}}")
        yield problem._replace(severity=Severity.WARNING)
