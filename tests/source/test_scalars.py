"""Texts are written to YAML as a person would type them, and read back as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.source.scalars import yaml_value
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Seq, SourceFile, Text

SCALARS = [
    ("Plain words, with commas", "Plain words, with commas"),
    ("It's 5 (or so)", "It's 5 (or so)"),
    ("-5 and a:b", "-5 and a:b"),
    ("C#", "C#"),
    ("漢字", "漢字"),
    ("", "''"),
    (" a ", "' a '"),
    ("a: b", "'a: b'"),
    ("a:", "'a:'"),
    ("a #b", "'a #b'"),
    ("{{c1::a}} b", "'{{c1::a}} b'"),
    ("[a](b)", "'[a](b)'"),
    ("**a**", "'**a**'"),
    ("- a", "'- a'"),
    (r"\(x\)", r"\(x\)"),
    ("*it's*", '"*it\'s*"'),
    ('*it\'s* "so"', '|-\n  *it\'s* "so"'),
    ("a\nb", "|-\n  a\n  b"),
    ("a\n\n- b\n", "|\n  a\n\n  - b"),
    ("a\n\n\n", "|+\n  a\n\n"),
    ("  a\nb", "|2-\n    a\n  b"),
    ("\n  a", "|2-\n\n    a"),
]


@pytest.mark.parametrize(("text", "scalar"), SCALARS)
def test_a_scalar_is_what_a_person_would_type(text: str, scalar: str) -> None:
    assert yaml_value(text, 2) == scalar


@pytest.mark.parametrize(
    ("text", "written"),
    [("a\u2028b", r'"a\u2028b"'), ("a\x85b", r'"a\x85b"'), ('\ufeff"a"', r'"\ufeff\"a\""'), ("\n", r'"\n"')],
)
def test_what_yaml_cannot_hold_is_escaped(text: str, written: str) -> None:
    assert yaml_value(text, 2) == written


TEXTS = st.text("ab1 \n\t:#-?'\"\\[]{},&*!|>%@`.=~é漢", max_size=12) | st.text(max_size=20)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_a_text_reads_back_as_it_is(text: str) -> None:
    top, deep = yaml_value(text, 2), yaml_value(text, 6)
    node, problems = compose(SourceFile(path="", text=f"a: {top}\nb:\n  - c: {deep}\n    d: e\n"))
    assert problems == ()
    assert isinstance(node, Map)
    first, second = (value for _, value in node.items)
    assert isinstance(first, Text)
    assert isinstance(second, Seq)
    (item,) = second.items
    assert isinstance(item, Map)
    assert [first.value, *(value.value for _, value in item.items if isinstance(value, Text))] == [text, text, "e"]
