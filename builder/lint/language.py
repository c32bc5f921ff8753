"""Which cards are in English, the one language that many rules can read.

A deck says its language (`language: de`). What says nothing, or says English, is judged by its most frequent words: a
question with more function words of other languages than English ones is not English, nor is one in another script. A
question with neither (a word list's `Hund`) is what its deck is.
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.lint.words import STOP_WORDS, word_set, words_as_typed
from builder.model import Settings

_SHARED = word_set(
    """
    a all am an as at be by can do for had has have he her here his i in is it me must my no on once one or other our
    over per she so some such they to under until us very was we were will you your
    """
)
"""English function words that are words of other languages too, or that say little alone."""
_ENGLISH = STOP_WORDS - _SHARED | word_set(
    """
        is it she they were you your have had has other some define describe explain list name give state say tell find
        called means mean many use used uses show shows does
        """
)
_OTHER = word_set(
    """
    der das ist nicht ein eine einen einem einer eines dem und oder mit auf für wie wer wo warum wann welche welcher
    welches welchen welchem sind wird werden wurde kann können im zum zur bei nach aus durch über sich ich du er sie es
    wir ihr auch nur aber wenn als vom beim nennen nenne erläutern erkläre beschreibe beschreiben bedeutet heißt gibt
    wozu woran wodurch wofür worin zwischen mein dein kein keine
    le la les des un une est sont que qui quoi dans avec pas au aux ce cette quel quelle quels quelles comment pourquoi
    où leur elle je nous vous chez lors peut
    el los las una es por para con del cómo qué cuál cuáles quién dónde está se su lo como
    il gli che di della dello dei delle nel nella sono cosa quale quali perché dove più dell
    os uma são não em qual quais
    het een van zijn niet met voor wat welke hoe waar de
    og det en på ikke som hvad hvem hvor hvordan til af jeg du er har hun vi är och att inte vad vilken hur av ett
    się jest nie jak czy jaki jaka jakie
    je kde kdy jaký jaká jaké
    ang ng mga sa ay ano alin paano anong
    adalah dan apa dengan untuk dari
    ve bir nedir için
    hver er og í á að sem ekki hvað
    """
)
"""Function words of German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian and other languages that are no
English words."""
_LATIN_END = "\u036f"
"""The last sign before Greek and all other scripts."""


def is_english(text: str) -> bool | None:
    """Tell whether a text is plainly English, or plainly not; None where nothing shows it."""
    if not text.isascii():
        foreign = sum([sign > _LATIN_END and sign.isalpha() and not "\u1e00" <= sign <= "\u1eff" for sign in text])
        latin = sum([sign <= _LATIN_END and sign.isalpha() for sign in text])
        if foreign > latin:
            return False
    english = other = 0
    shouts = text.isupper()
    for word in words_as_typed(text):
        low = word.lower()
        if low in _ENGLISH:
            english += 1
        elif low in _OTHER and (shouts or len(word) == 1 or not word.isupper()):  # OS and ER are acronyms
            other += 1
    return None if english == other else english > other


def deck_is_english(settings: Settings, texts: Iterable[str]) -> bool:
    """Tell whether a deck is English: by what it says, else by what most of the texts that show a language show."""
    stated = settings.entry.text("language")
    if stated is not None and stated.value.strip():
        return says_english(settings.language)
    verdicts = [is_english(text) for text in texts]
    return verdicts.count(False) <= verdicts.count(True)


def says_english(language: str) -> bool:
    """Tell whether a language tag is one of English."""
    return language.lower().replace("_", "-").split("-")[0] == "en"
