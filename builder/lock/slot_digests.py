"""Digests of note types: what they show in all, and the front of each card. They are kept, and so the same for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from builder.kinds.editor import FieldLook
from builder.kinds.frame import CardTemplate, FramedType
from builder.lock.ledger import Slot
from builder.model import NoteType


def fronts_of(spec: NoteType, slots: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """Return the slots of an own kind's templates, each with a digest of its front."""
    digests = {
        slots[template.name]: hashlib.sha256(" ".join(template.front.split()).encode()).hexdigest()[:8]
        for template in spec.templates
    }
    return tuple(sorted(digests.items()))


def type_hash(
    framed: FramedType,
    fields: Sequence[Slot],
    looks: Sequence[FieldLook],
    templates: Sequence[CardTemplate],
    more: Sequence[object] = (),
) -> str:
    """Return the hash of all that a note type shows; `more` is what only adopted ones have."""
    parts = [
        framed.name,
        framed.css,
        [[slot.name, *look[:2]] for slot, look in zip(fields, looks, strict=True)],
        [[template.name, template.front, template.back] for template in templates],
        *more,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
