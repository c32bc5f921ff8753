"""A mapping is held against the keys that it may have."""

from __future__ import annotations

import pytest

from builder.schema import Key, Shape
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import Map, SourceFile

KEYS = (Key(name="colors", doc="some", shape=Shape.TEXTS, words=("red", "green")),)


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("[red, green]", ["red", "green"], []),
        ("red", ["red"], []),
        ("[red, gren]", ["red"], ['1:15: "colors" holds "gren"; did you mean "green"?']),
        ("\n- blue\n- red", ["red"], ['2:3: "colors" holds "blue"; one of: red, green']),
        ("blue", [], ['1:9: "colors" holds "blue"; one of: red, green']),
    ],
)
def test_a_list_holds_only_the_words_that_its_key_allows(written: str, kept: list[str], told: list[str]) -> None:
    file = SourceFile(path="", text=f"colors: {written}\n")
    node, _ = compose(file)
    assert isinstance(node, Map)
    validator = Validator(file)
    entry = validator.entry(node, KEYS, "a thing")
    assert [text.value for text in entry.texts("colors")] == kept
    assert [f"{p.location.line}:{p.location.column}: {p.message}; {p.hint}" for p in validator.problems] == told
