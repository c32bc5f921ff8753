"""Ids are made of the words that a reader sees."""

from __future__ import annotations

import pytest

from builder.kinds import builtin_kinds
from builder.source.autofix import autofix
from builder.source.slug import readable_id
from builder.source.taken_ids import TakenIds


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("![[Pasted image 20261103101512.png]] Which child is it?", "child"),
        ("What does this ECG show? ![[ecg-afib.png|320]]", "ecg-show"),
        ("![Chest film|300](Pasted%20image%202026.png) shows", "chest-film-shows"),
        ("See [[Heart failure#Staging|the stages]] of [[Lung]]", "see-stages-lung"),
        (r"Normal $\frac{\dot V}{\dot Q}$ at rest", "normal-v-q-rest"),
        (r"Slope \(\Delta x \left( \alpha_1 \right)\)", "slope-delta-x-alpha_1"),
        (r"What does \n print?", "n-print"),
        (r"\(\text{pH} \cdot 2\) of {{c1::blood::fluid}}", "ph-2-blood"),
        ("[sound:a b.mp3] Which valve?", "valve"),
        ("![[heart.png]]", "basic"),
        ("_ **Pilot** -- _", "pilot"),
        ("What does this print in Rust?\n\n```rust\nfor i in x { f(i) }\n```\n", "print-rust"),
        ("  ~~~\nlet a = 1\n~~~", "let-1"),
    ],
)
def test_an_id_is_made_of_what_is_seen(text: str, made: str) -> None:
    assert readable_id(text, "basic", ()) == made


def test_a_card_that_begins_with_a_picture_alone_is_named_for_its_answer() -> None:
    text = "title: A\nkind: basic\ncards:\n  - front: '![[ecg.png]]'\n    back: Atrial fibrillation\n"
    fixed, _ = autofix(text, builtin_kinds(), TakenIds())
    assert "id: atrial-fibrillation\n" in fixed
