"""Readings in brackets behind their words: which word is meant, and what is none."""

from __future__ import annotations

import pytest

from builder.texts.furigana import find_readings, replace_readings, without_readings


def shown(text: str) -> str:
    return replace_readings(text, lambda reading: f"({reading.word}|{reading.kana})")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("薬[くすり]", "(薬|くすり)"),
        ("お 母[かあ]さん", "お(母|かあ)さん"),
        ("これは 食べ物[めし]だ", "これは(食べ物|めし)だ"),
        ("お茶[おちゃ]", "(お茶|おちゃ)"),
        ("お母[かあ]さん", "お(母|かあ)さん"),
        ("これは薬[くすり]です", "これは(薬|くすり)です"),
        ("毎日、薬[くすり]を飲む[のむ]", "毎日、(薬|くすり)を(飲む|のむ)"),
        ("取[と]り 引[ひ]き", "(取|と)り(引|ひ)き"),
        ("食べ物[たべもの]", "(食べ物|たべもの)"),
        ("消しゴム[けしごむ]", "(消しゴム|けしごむ)"),
        ("10日[とおか]と NHK[エヌエイチケー]", "(10日|とおか)と(NHK|エヌエイチケー)"),
        ("I take 薬[くすり] daily", "I take (薬|くすり) daily"),
        ("- 薬[くすり]\n- お茶[おちゃ]", "- (薬|くすり)\n- (お茶|おちゃ)"),
        ("あ\u3000薬[くすり]", "あ\u3000(薬|くすり)"),
        ("**薬[くすり]** {{c1::薬[くすり]::薬[くすり]}}", "**(薬|くすり)** {{c1::(薬|くすり)::(薬|くすり)}}"),
        ("薬[くすり](medicine)", "(薬|くすり)(medicine)"),
        ("東京[とう きょう]", "(東京|とう きょう)"),
        ("時々[ときどき]", "(時々|ときどき)"),
    ],
)
def test_a_blank_begins_the_word_and_else_the_reading_tells_it(typed: str, read: str) -> None:
    assert shown(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "薬", "薬[medicine]", "薬[1]", "x[i]", "[くすり]", "これ[は]ペン", r"薬\[くすり\]", "`薬[くすり]`",
        r"\(薬[くすり]\)",
        '<span title="薬[くすり]">', "[sound:薬[くすり].mp3]", "薬[くすり](https://e.org)", "薬［くすり］",
        "薬 [くすり]",
        "```\n薬[くすり]\n```", "<!-- 薬[くすり] -->", "薬[くすりmedicine]", "薬[]",
    ],
)  # fmt: skip
def test_other_brackets_are_text(typed: str) -> None:
    assert list(find_readings(typed)) == []


def test_a_text_without_its_readings_is_its_words() -> None:
    assert without_readings("お 母[かあ]さんは 薬[くすり]を飲む[のむ]") == "お母さんは薬を飲む"


@pytest.mark.parametrize("unit", ["薬[くすり]", "あ薬", "漢あ[あ", "[く]", "漢あ漢あ漢あ漢あ[ああああああああい]"])
def test_a_long_text_is_read_in_one_go(unit: str) -> None:
    assert len(list(find_readings(unit * 3000))) in (0, 3000)
