"""Note types and decks in JSON: as Anki wrote them up to schema 11, and as CrowdAnki does."""

from __future__ import annotations

from collections.abc import Mapping

from builder.errors import FormError
from builder.foreign.deck_values import ForeignField, ForeignTemplate, ForeignType
from builder.foreign.json_values import Json, integer_of, rows, text_of

_FONT, _SIZE = "Arial", 20
"""Those of a field that says nothing (`NoteFieldSchema11` in Anki's notetype/schema11.rs)."""
_CLOZE = 1


def type_from_json(model: Json, type_id: int | None, decks: Mapping[int, str]) -> ForeignType:
    """Return a note type; `decks` are the names of all decks by their ids."""
    name = text_of(model, "name", "a note type")
    what = f'note type "{name}"'
    return checked_type(
        ForeignType(
            name=name,
            id=type_id,
            uuid=text_of(model, "crowdanki_uuid", what, ""),
            mod=integer_of(model, "mod", what),
            fields=tuple(_field(field, what) for field in rows(model, "flds", what)),
            templates=tuple(_template(template, what, decks) for template in rows(model, "tmpls", what)),
            css=text_of(model, "css", what, ""),
            is_cloze=integer_of(model, "type", what) == _CLOZE,
            sort_field=integer_of(model, "sortf", what) or 0,
            latex_head=text_of(model, "latexPre", what, ""),
            latex_foot=text_of(model, "latexPost", what, ""),
            latex_svg=model.get("latexsvg") is True,
            stock_kind=integer_of(model, "originalStockKind", what) or 0,
        )
    )


def checked_type(note_type: ForeignType) -> ForeignType:
    """Return a note type that Anki could show; raise `FormError` for one that it could not."""
    what = f'note type "{note_type.name}"'
    for parts, noun in ((note_type.fields, "field"), (note_type.templates, "template")):
        names = [part.name for part in parts]
        if not names:
            raise FormError(f"{what} has no {noun}s")
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise FormError(f'{what} has two {noun}s "{twice}"')
    if note_type.sort_field not in range(len(note_type.fields)):
        return note_type._replace(sort_field=len(note_type.fields) - 1 if note_type.sort_field > 0 else 0)  # as Anki
    return note_type


def _field(field: Json, what: str) -> ForeignField:
    name = text_of(field, "name", f"a field of {what}")
    what = f'field "{name}" of {what}'
    size = integer_of(field, "size", what)
    return ForeignField(
        name=name,
        id=integer_of(field, "id", what),
        description=text_of(field, "description", what, ""),
        font=text_of(field, "font", what, _FONT),
        size=_SIZE if size is None else size,
        rtl=field.get("rtl") is True,
        sticky=field.get("sticky") is True,
        plain_text=field.get("plainText") is True,
        collapsed=field.get("collapsed") is True,
        exclude_from_search=field.get("excludeFromSearch") is True,
        prevent_deletion=field.get("preventDeletion") is True,
        tag=integer_of(field, "tag", what),
    )


def _template(template: Json, what: str, decks: Mapping[int, str]) -> ForeignTemplate:
    name = text_of(template, "name", f"a template of {what}")
    what = f'template "{name}" of {what}'
    return ForeignTemplate(
        name=name,
        id=integer_of(template, "id", what),
        front=text_of(template, "qfmt", what),
        back=text_of(template, "afmt", what),
        browser_front=text_of(template, "bqfmt", what, ""),
        browser_back=text_of(template, "bafmt", what, ""),
        browser_font=text_of(template, "bfont", what, ""),
        browser_size=integer_of(template, "bsize", what) or 0,
        deck=decks.get(integer_of(template, "did", what) or 0, ""),
    )
