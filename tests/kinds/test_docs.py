"""docs/kinds.md says what the kinds are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.custom_kinds.fields import FIELD, KEYS, TRAITS
from builder.custom_kinds.kind_keys import KIND, TEMPLATE
from builder.kinds import builtin_kinds
from builder.model import Kind, Trait
from builder.source import keys

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "kinds.md").read_text("utf-8")


@pytest.mark.parametrize("kind", builtin_kinds().values(), ids=list(builtin_kinds()))
def test_a_kind_has_its_keys_example_and_picture(kind: Kind) -> None:
    section = TEXT.partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
    for key in kind.keys:
        assert f"| `{key.name}` | {key.doc}{'' if key.required else ' (optional)'} |" in section
        for child in key.keys:
            assert f"| `{key.name}: {child.name}` | {child.doc}" in section
    assert f"```yaml\n{kind.example}```" in section
    assert f"](pictures/{kind.name}.png)" in section
    assert (DOCS / "pictures" / f"{kind.name}.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert f"| [`{kind.name}`](#{kind.name}) | {kind.doc} |" in TEXT


def test_the_keys_of_every_card_are_told() -> None:
    for key in keys.CARD:
        assert f"| `{key.name}` | {key.doc}{'' if key.required else ' (optional)'} |" in TEXT


def test_every_key_of_an_own_kind_is_told() -> None:
    own = (DOCS / "own-kinds.md").read_text("utf-8")
    for key in (*KIND, *FIELD, *TEMPLATE):
        assert f"`{key.name}`" in own


@pytest.mark.parametrize("trait", TRAITS)
def test_every_trait_is_told_with_the_built_in_kinds_that_have_it(trait: str) -> None:
    own = (DOCS / "own-kinds.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{trait}` \| [^|]+ \| (.*?) \| (.*)\|$", own, re.M)
    named = [name for name, kind in builtin_kinds().items() if (trait in kind.traits)]
    unnamed = [name for name in builtin_kinds() if name not in named]
    listed = ", ".join(f"`{name}`" for name in named)
    assert row[0] in (listed, f"all but {', '.join(f'`{name}`' for name in unnamed)}")
    assert re.findall("`([a-z]+)`", row[1]) == list(KEYS.get(Trait(trait), {}))
