"""The cards that `kind.yaml` declares: their names, and the fields that they ask for."""

from __future__ import annotations

from builder.custom_kinds.fields import check_was
from builder.diagnostics import did_you_mean
from builder.kinds import COMMON_FIELDS
from builder.schema import Entry
from builder.source.deck_names import control_in
from builder.source.names import fault_of_name
from builder.source.validate import Validator
from builder.syntax import Text

_MOST_TEMPLATES = 500
"""A note's card ids lie between its own id and the next note's, 512 later (builder/lock/ids.py)."""


def check_templates(validator: Validator, kind: Entry, *, cloze: bool, adopted: bool) -> None:
    """Record what is wrong with the cards that a kind declares, but for their files."""
    error = validator.error
    entries = kind.entries("templates")
    names = [field.typed("name") for field in kind.entries("fields")]
    names += () if adopted else COMMON_FIELDS
    seen: set[str] = set()
    for entry in entries:
        for field in (*entry.texts("asks"), *entry.texts("answers"), *filter(None, (entry.text("when"),))):
            if field.value not in names:
                hint = did_you_mean(field.value, names) or f"the fields are: {', '.join(names)}"
                error(field, "unknown-field", f'the kind has no field "{field.value}"', hint)
        asked = [field.value for field in entry.texts("asks")]
        for field in entry.texts("beside"):
            if field.value not in asked:
                hint = did_you_mean(field.value, asked) or "add it to asks, or take it away here"
                error(field, "unknown-field", f'"beside" names "{field.value}", and "asks" does not', hint)
        name = entry.text("name")
        if name is None:
            continue
        if name.value.lower() in seen:
            error(name, "duplicate-key", f'the template "{name.value}" stands twice', "rename one of the two")
        elif not adopted:
            _check_name(validator, name)
        seen.add(name.value.lower())
    check_was(validator, entries)
    if cloze and len(entries) > 1:
        message = f"a cloze kind has one template, and this one has {len(entries)}"
        error(entries[1].at, "cloze-template", message, "make a kind of each")
    if len(entries) > _MOST_TEMPLATES:
        message = f"{len(entries)} templates are more than the {_MOST_TEMPLATES} that a note has room for"
        error(entries[_MOST_TEMPLATES].at, "too-many-templates", message, "make two kinds of it")


def _check_name(validator: Validator, name: Text) -> None:
    if '"' in name.value or control_in(name.value) or name.value.lower().startswith("spare "):
        message = f'a template may not be called "{name.value}"'
        hint = "use no quotes, line breaks and tabs, and not Spare as the first word"
        validator.error(name, "bad-name", message, hint)
    elif fault := fault_of_name(name.value):
        validator.error(name, "bad-name", fault.message, f'write "{fault.fixed}"')
