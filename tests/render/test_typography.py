"""Quotes, apostrophes and units look as printed, and what is compared does not see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.render.typography import curl
from builder.texts.straight import straight


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", 'He said "no" and left', "He said “no” and left"),
        ("en", "don't, the team's, teams' plans, 'so' and rock 'n' roll",
         "don’t, the team’s, teams’ plans, ‘so’ and rock ‘n’ roll"),
        ("en", "O'Brien's '90s", "O’Brien’s ’90s"),
        ("en", "'Twas so, get 'em: 'em' and 'tis", "’Twas so, get ’em: ‘em’ and ’tis"),
        ("en", """the "y"'s tail, "'s' is a letter\"""", "the “y”’s tail, “‘s’ is a letter”"),
        ("en", """A "24" monitor\" """, """A “24” monitor" """),
        ("nl", "'s ochtends in 't huis", "’s ochtends in ’t huis"),
        ("de", "ein '68er", "ein ’68er"),
        ("en", "5'10\" tall, a 12\" disc", "5'10\" tall, a 12\" disc"),
        ("en", "\"<b>bold</b>\" (see \"x\")", "“<b>bold</b>” (see “x”)"),
        ("en", "\"'a' b\"", "“‘a’ b”"),
        ("en", "a \"b<br>c\" d", "a “b<br>c” d"),
        ("en", "<li>\"a</li><li>b\"</li>", "<li>\"a</li><li>b\"</li>"),
        ("en", "f''(x), f'(x) and y''", "f''(x), f'(x) and y''"),
        ("en", "an open \" quote and a close\" one", "an open \" quote and a close\" one"),
        ("en", "<code>\"x\"</code>, \\(\"y\"'\\) and [sound:it's.mp3] \"z\"",
         "<code>\"x\"</code>, \\(\"y\"'\\) and [sound:it's.mp3] “z”"),
        ("en", "<a title=\"it's\" href=\"y\">it's</a>", "<a title=\"it's\" href=\"y\">it’s</a>"),
        ("en", "{{c1::\"a\"::it's}} b's", "{{c1::“a”::it’s}} b’s"),
        ("de", "Er sagte \"nein, 'so' nicht\" und geht's", "Er sagte „nein, ‚so‘ nicht“ und geht’s"),
        ("de-AT", "\"ja\"", "„ja“"),
        ("en", "\"the 'best'\"; (\"say 'no'\") \"so 'x'\".", "“the ‘best’”; (“say ‘no’”) “so ‘x’”."),
        ("en", "\"a\" \"...b\"", "“a” “...b”"),
        ("de-CH", "\"ja, 'so'\"", "«ja, ‹so›»"),
        ("es-MX", "\"sí\"", "“sí”"),
        ("pt-PT", "\"sim\"", "«sim»"),
        ("fr", "Il dit \"non\" aujourd'hui", "Il dit «\u202fnon\u202f» aujourd’hui"),
        ("sv", "Hon sa \"nej\"", "Hon sa ”nej”"),
        ("ja", "\"x\" it's", "\"x\" it's"),
        ("en", "15 % of 20 km at 3 kg/m² and 20 °C", "15\u00a0% of 20\u00a0km at 3\u00a0kg/m² and 20\u00a0°C"),
        ("en", "12 minutes, 3 Cs, 7 mice, a 4 ab", "12 minutes, 3 Cs, 7 mice, a 4 ab"),
        *(
            ("en", f"of 5 {unit}, 5 in", f"of 5\u00a0{unit}, 5 in")
            for unit in ("ft", "lb", "mph", "rpm", "ppm", "Nm", "kΩ", "Ω", "mbar", "hPa", "cd", "mK", "Mbit/s", "KiB",
                         "CHF", "¥", "mmol/L", "µmol/L", "μmol/L", "nmol/L", "mEq/L", "mOsm/kg", "mmHg", "cmH2O", "IU",
                         "IU/mL",
                         "U/L", "mIU/L", "bpm", "mg/dL", "pg/mL", "fL", "pmol", "Gy")
        ),
        ("ja", "5 % <code>5 %</code>", "5\u00a0% <code>5 %</code>"),
    ],
)  # fmt: skip
def test_what_was_typed_is_shown_as_printed(language: str, typed: str, shown: str) -> None:
    assert curl(typed, language) == shown
    assert curl(shown, language) == shown


@given(st.text(alphabet="ab \"'<>1% k", max_size=30), st.sampled_from(["en", "de", "de-CH", "sv", "ja"]))
def test_nothing_else_changes(text: str, language: str) -> None:
    text = text.replace("<", "&lt;")
    assert straight(curl(text, language)) == text


@given(st.text(alphabet="ab \"'.", max_size=30))
def test_quotes_are_curled_in_pairs(text: str) -> None:
    shown = curl(text, "en")
    assert shown.count("“") == shown.count("”")
