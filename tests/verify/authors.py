"""Authors who have written decks, and change them in ways by which no learner loses anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from zlib import crc32

from tests.verify.packages import Build, Row
from tests.verify.writers import Sort, sentence

Change = Callable[["Author"], None]

_WORDINGS = [
    ("What is the capital of", "Which city is the capital of"),
    ("What does", "What is it that"),
    ("Step", "Stage"),
    ("is the capital of", "has long been the capital of"),
    ("In our company", "As a rule,"),
    ("\u3067\u3059", "\u3067\u3059\u3002"),
]
_BEFORE = ["Remember: ", "In short: "]
_AFTER = [", as a rule", " – no more", " (see the plan)"]
_GAP = re.compile(r"\{\{c(\d+)::(.*?)\}\}")
_LONG_WORD = re.compile(r"(?<![\w&\\{])[a-zA-Z]{5,}(?![\w;}])")


@dataclass(kw_only=True)
class Author:
    """One who has written a deck and changes it: `old` is what learners have, `new` what he gives them next."""

    random: Random
    old: Build
    new: Build
    spare: list[Row]
    """Notes that he has in mind."""
    done: list[str] = field(default_factory=list)

    @property
    def is_cloze(self) -> bool:
        """Return whether his notes have gaps."""
        return self.old.kind.cloze

    @property
    def some(self) -> list[Row]:
        """Return some of the notes that are in both builds."""
        had = {row.guid for row in self.old.notes}
        notes = [row for row in self.new.notes if row.guid in had]
        return self.random.sample(notes, self.random.randint(1, max(1, len(notes) // 2)))

    def edit(self, row: Row, place: int, change: Callable[[str], str]) -> None:
        """Change a field of a note in the new build."""
        self.new = _edited(self.new, row, place, change)


def author(number: int, sort: Sort) -> Author:
    """Return an author who has made some changes to a deck of a sort; a number always gives the same."""
    random = Random(number)
    name = f"{sort.name} {number}"
    kind = replace(sort.kind, id=1_600_000_000 + number, name=name)
    rest = len(kind.fields) - 2
    notes = [
        Row(guid=f"{number}/{index}", fields=(*text, *[""] * rest)) for index, text in enumerate(sort.write(random))
    ]
    kept = len(notes) - random.randint(0, 2)
    old = Build(notes=tuple(notes[:kept]), kind=kind, deck=name)
    new = old.later(days=random.randint(1, 400))
    writer = Author(random=random, old=old, new=new, spare=notes[kept:])
    changes, wanted = random.sample(CHANGES, len(CHANGES)), random.randint(2, 7)
    while len(writer.done) < wanted:
        change, before = changes.pop(), (writer.old, writer.new)
        change(writer)
        if (writer.old, writer.new) != before:  # not every deck has gaps, or words to misspell
            writer.done.append(change.__name__)
    return writer


def _edited(build: Build, row: Row, place: int, change: Callable[[str], str]) -> Build:
    notes = list(build.notes)
    index = next(index for index, one in enumerate(notes) if one.guid == row.guid)
    fields = list(notes[index].fields)
    fields[place] = change(fields[place])
    notes[index] = replace(notes[index], fields=tuple(fields))
    return replace(build, notes=tuple(notes))


def _side(writer: Author, row: Row) -> int:
    """Return the one side of a note that he words anew: who does so with both writes another fact."""
    return 0 if writer.is_cloze else crc32(str(row.guid).encode()) % 2


def _ending(end: str) -> Callable[[str], str]:
    return lambda text: text + end


def _around(before: str, after: str) -> Callable[[str], str]:
    return lambda text: f"{before}{text}{after}" if text else text


def _with_gap(form: str) -> Callable[[str], str]:
    return lambda text: _GAP.sub(lambda gap: form % gap.groups(), text, count=1)


def reword(writer: Author) -> None:
    """Say the same in other words."""

    def reworded(text: str) -> str:
        wordings = [(before, after) for before, after in _WORDINGS if before in text]
        if wordings and writer.random.random() < 0.7:
            return text.replace(*writer.random.choice(wordings), 1)
        return writer.random.choice([*(words + text for words in _BEFORE), *(text + words for words in _AFTER)])

    for row in writer.some:
        writer.edit(row, _side(writer, row), reworded)


def correct_an_answer(writer: Author) -> None:
    """Give the right answer, where there is a wrong one."""
    right = sentence(writer.random)
    for row in writer.some[:1]:
        if len(writer.old.kind.templates) == 1 and not writer.is_cloze and _side(writer, row):
            writer.edit(row, 1, lambda _: right)


def mend_typos(writer: Author) -> None:
    """Mend what was spelled wrongly in the old build."""

    def misspelled(text: str) -> str:
        return _LONG_WORD.sub(lambda word: word[0][:2] + word[0][3] + word[0][2] + word[0][4:], text, count=1)

    for row in writer.some:
        if "\\" not in row.fields[0]:
            writer.old = _edited(writer.old, row, _side(writer, row), misspelled)


def tag(writer: Author) -> None:
    """Give notes tags."""
    tags = {row.guid: (f"chapter-{writer.random.randint(1, 9)}",) for row in writer.some}
    notes = tuple(replace(row, tags=tags.get(row.guid, row.tags)) for row in writer.new.notes)
    writer.new = replace(writer.new, notes=notes)


def add(writer: Author) -> None:
    """Add notes, anywhere."""
    for row in writer.spare:
        notes = list(writer.new.notes)
        notes.insert(writer.random.randint(0, len(notes)), row)
        writer.new = replace(writer.new, notes=tuple(notes))


def remove(writer: Author) -> None:
    """Take notes out."""
    gone = {row.guid for row in writer.some[:2]}
    notes = tuple(row for row in writer.new.notes if row.guid not in gone)
    if len(notes) > 2:
        writer.new = replace(writer.new, notes=notes)


def reorder(writer: Author) -> None:
    """Put the notes in another order."""
    writer.new = replace(writer.new, notes=tuple(writer.random.sample(writer.new.notes, len(writer.new.notes))))


def restyle(writer: Author) -> None:
    """Change the style."""
    css = f".card {{ font-size: {writer.random.randint(14, 40)}px; }}"
    writer.new = replace(writer.new, kind=replace(writer.new.kind, css=css))


def reframe(writer: Author) -> None:
    """Change the HTML of the templates."""
    templates = tuple(
        replace(one, front=f'<div class="question">{one.front}</div>', back=f"<main>{one.back}</main>{{{{Tags}}}}")
        for one in writer.new.kind.templates
    )
    writer.new = replace(writer.new, kind=replace(writer.new.kind, templates=templates))


def rename_a_field(writer: Author) -> None:
    """Give the second field another name."""
    kind = writer.new.kind
    name = kind.fields[1]

    def renamed(html: str) -> str:
        return re.sub(rf"(?<=[{{:#/]){name}(?=\}}\}})", "Remark", html)

    templates = tuple(replace(one, front=renamed(one.front), back=renamed(one.back)) for one in kind.templates)
    fields = (kind.fields[0], "Remark", *kind.fields[2:])
    writer.new = replace(writer.new, kind=replace(kind, fields=fields, templates=templates))


def illustrate(writer: Author) -> None:
    """Add pictures, or draw them anew under a new name."""
    is_typed = "{{type:" in writer.old.kind.templates[0].front
    place = 2 if is_typed else 1
    for index, row in enumerate(writer.some):
        name = f"{row.guid}.png".replace("/", "-")
        if index % 2:
            writer.old = _edited(writer.old, row, place, _ending(f'<img src="old-{name}">'))
            writer.old = replace(writer.old, media={**writer.old.media, f"old-{name}": b"old"})
        writer.edit(row, place, _ending(f'<img src="new-{name}">'))
        writer.new = replace(writer.new, media={**writer.new.media, f"new-{name}": name.encode()})


def mark_up(writer: Author) -> None:
    """Put HTML around texts."""
    around = [
        ("<div>", "</div>"),
        ("", "<br>"),
        ("<p><b>", "</b></p>"),
        ("", "&nbsp;"),
        ('<span class="x">', "</span>"),
    ]
    for row in writer.some:
        before, after = writer.random.choice(around)
        for place in (0, 1):
            writer.edit(row, place, _around(before, after))


def cite(writer: Author) -> None:
    """Say in an empty field where it stands."""
    page = writer.random.randint(1, 99)
    for row in writer.some:
        writer.edit(row, 2, lambda text: text or f"A guide to everything, page {page}")


def ask_both_ways(writer: Author) -> None:
    """Ask some facts the other way round too, where the note type has a card for it."""
    if "Reverse too" in writer.old.kind.fields:
        for row in writer.some:
            writer.edit(row, 3, lambda _: "y")


def word_gaps(writer: Author) -> None:
    """Edit what gaps hide a little."""
    for row in writer.some if writer.is_cloze else ():
        form = writer.random.choice(["{{c%s::%s itself}}", "{{c%s::the %s}}", "{{c%s::%s::what?}}"])
        writer.edit(row, 0, _with_gap(form))


def add_gaps(writer: Author) -> None:
    """Add a gap with a number of its own."""
    for row in writer.some if writer.is_cloze else ():
        number = max(int(gap[1]) for gap in _GAP.finditer(row.fields[0])) + 1
        writer.edit(row, 0, _ending(f" It has been so since {{{{c{number}::May}}}}."))


def describe(writer: Author) -> None:
    """Describe the deck."""
    writer.new = replace(writer.new, description=f"Made by {writer.random.choice(['Ann', 'Bo'])}")


CHANGES: Sequence[Change] = [
    reword,
    correct_an_answer,
    mend_typos,
    tag,
    add,
    remove,
    reorder,
    restyle,
    reframe,
    rename_a_field,
    illustrate,
    mark_up,
    cite,
    ask_both_ways,
    word_gaps,
    add_gaps,
    describe,
]
