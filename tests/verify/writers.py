"""Decks as people write them: facts that are much alike, short ones, Japanese, sums, steps, and gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.verify.packages import CLOZE, Kind, Template, Texts

CAPITALS = (
    "France Paris, Spain Madrid, Italy Rome, Portugal Lisbon, Austria Vienna, Hungary Budapest, Poland Warsaw,"
    " Norway Oslo, Sweden Stockholm, Finland Helsinki, Denmark Copenhagen, Greece Athens, Ireland Dublin, Japan Tokyo,"
    " Egypt Cairo, Kenya Nairobi, Peru Lima, Chile Santiago, Cuba Havana, Canada Ottawa"
)
RIVERS = (
    "Seine Paris, Thames London, Danube Vienna, Tiber Rome, Vistula Warsaw, Spree Berlin, Tagus Lisbon, Nile Cairo,"
    " Vltava Prague, Neva Petersburg"
)
WHO = ["the sponsor", "the project manager", "a supplier", "the steering committee", "a team member", "the customer"]
DOES = ["approves", "checks", "delays", "explains", "records", "questions", "pays for", "plans", "measures", "reviews"]
WHAT = ["the budget", "a change request", "every risk", "the schedule", "the test results", "a contract", "the scope"]
WHEN = [
    "before the next stage begins",
    "once a month",
    "when the scope changes",
    "after a failed test",
    "as soon as money is short",
    "at the end of the project",
    "whenever two plans disagree",
]
STEPS = [
    "Weigh the flour and the salt",
    "Stir the yeast into warm water",
    "Knead the dough for ten minutes",
    "Let it rise under a cloth",
    "Shape two loaves",
    "Heat the oven",
    "Bake for half an hour",
]
WORDS = (
    "犬 dog, 猫 cat, 水 water, 山 mountain, 川 river, 本を読みます to read a book, 学校に行きます to go to school,"
    " 今日は暑いです it is hot today, 駅はどこですか where is the station, お茶を飲みます to drink tea"
)
GERMAN = (
    "der Hund the dog, die Katze the cat, das Pferd the horse, die Kuh the cow, der Vogel the bird, das Haus the house,"
    " der Baum the tree, die Straße the street, das Fenster the window, der Schlüssel the key"
)


def sentence(random: Random) -> str:
    """Return a sentence about projects."""
    return f"{random.choice(WHO).capitalize()} {random.choice(DOES)} {random.choice(WHAT)} {random.choice(WHEN)}"


def _facts(random: Random) -> Sequence[Texts]:
    questions = random.sample([f"What does {who} do {when}?" for who in WHO for when in WHEN], 14)
    answers = random.sample([f"{does} {what}".capitalize() for does in DOES for what in WHAT], 14)
    return list(zip(questions, answers, strict=True))


def _capitals(random: Random) -> Sequence[Texts]:
    pairs = [entry.split() for entry in CAPITALS.split(", ")]
    return [(f"What is the capital of {country}?", city) for country, city in random.sample(pairs, 12)]


def _short(random: Random) -> Sequence[Texts]:
    return [(f"q{number}", f"a{number}") for number in range(1, random.randint(4, 20))]


def _words(text: str) -> Callable[[Random], Sequence[Texts]]:
    pairs = [re.split(r" (?=[a-z][a-z ]*$)", entry, maxsplit=1) for entry in text.split(", ")]
    return lambda random: random.sample(pairs, 8)


def _sums(random: Random) -> Sequence[Texts]:
    products = random.sample([(left, right) for left in range(3, 10) for right in range(3, left + 1)], 8)
    return [(f"What is {left} × {right}?", str(left * right)) for left, right in products] + [
        (rf"\(\int x^{power}\,dx\)", rf"\(\frac{{x^{power + 1}}}{{{power + 1}}} + C\)") for power in range(2, 6)
    ]


def _steps(random: Random) -> Sequence[Texts]:
    count = random.randint(4, len(STEPS))
    return [(f"Step {number} of {count} when you bake bread", step) for number, step in enumerate(STEPS[:count], 1)]


def _gaps(random: Random) -> Sequence[Texts]:
    pairs = [entry.split() for entry in RIVERS.split(", ")]
    texts = [f"The {{{{c1::{river}}}}} flows through {{{{c2::{city}}}}}." for river, city in random.sample(pairs, 6)]
    made = [f"In our company {who} {{{{c1::{random.choice(DOES)}}}}} {{{{c2::{random.choice(WHAT)}}}}}." for who in WHO]
    return [(text, "") for text in (*texts, *made)]


_BACK = "{{FrontSide}}<hr id=answer>{{Back}}<footer>{{Source}}</footer>"
_BASIC = Kind(fields=("Front", "Back", "Source"), templates=(Template(back=_BACK),), ids=True)
_FORWARD = Template(name="Forward", back=_BACK)
_REVERSE = Template(name="Reverse", front="{{Back}}", back="{{FrontSide}}<hr id=answer>{{Front}}")
_TWO_WAYS = replace(_BASIC, templates=(_FORWARD, _REVERSE))
_SOMETIMES = replace(
    _BASIC,
    fields=(*_BASIC.fields, "Reverse too"),
    templates=(_FORWARD, replace(_REVERSE, front="{{#Reverse too}}{{Back}}{{/Reverse too}}")),
)
_TYPED = replace(
    _BASIC,
    templates=(
        Template(front="{{Front}}<br>{{type:Back}}", back="{{Front}}<hr id=answer>{{type:Back}}<br>{{Source}}"),
    ),
)
_GAPS = replace(
    CLOZE,
    fields=("Text", "Extra", "Source"),
    templates=(Template(name="Gap", front="{{cloze:Text}}", back="{{cloze:Text}}<br>{{Extra}}<br>{{Source}}"),),
    ids=True,
)


@dataclass(frozen=True, kw_only=True)
class Sort:
    """A sort of deck: what it asks, and on which cards."""

    name: str
    write: Callable[[Random], Sequence[Texts]]
    kind: Kind = _BASIC


DOMAINS = [
    [Sort(name="Projects", write=_facts)],
    [
        Sort(name="Capitals", write=_capitals),
        Sort(name="Capitals to type", write=_capitals, kind=_TYPED),
        Sort(name="Capitals both ways", write=_capitals, kind=_TWO_WAYS),
        Sort(name="Capitals sometimes both ways", write=_capitals, kind=_SOMETIMES),
    ],
    [Sort(name="Short", write=_short), Sort(name="Short both ways", write=_short, kind=_TWO_WAYS)],
    [Sort(name="Japanese", write=_words(WORDS), kind=_TWO_WAYS)],
    [
        Sort(name="German", write=_words(GERMAN), kind=_TWO_WAYS),
        Sort(name="German to type", write=_words(GERMAN), kind=_TYPED),
    ],
    [Sort(name="Sums", write=_sums)],
    [Sort(name="Bread", write=_steps)],
    [Sort(name="Gaps", write=_gaps, kind=_GAPS)],
]
"""Sorts of decks by what they are about: decks of different domains have no fact in common."""
