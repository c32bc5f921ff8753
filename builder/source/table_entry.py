"""What to write into deck.yaml for a table that it says nothing of, made from the table's header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from builder.diagnostics import Problem, Severity
from builder.model import Settings
from builder.source.quotes import single_quoted
from builder.source.table_rows import TableRows, read_table
from builder.syntax import FILE_START, SourceFile

_OF_KEYS = {
    "id": ("key", "uuid", "guid", "nr", "no", "number"),
    "front": ("word", "term", "question", "expression", "vocabulary", "vocab", "kanji", "phrase", "wort", "mot"),
    "back": ("meaning", "translation", "answer", "definition", "english", "gloss", "bedeutung", "übersetzung", "sens"),
    "tags": ("tag",),
    "extra": ("note", "notes", "example", "examples", "remark", "comment", "beispiel"),
    "context": ("topic",),
    "hint": ("hints",),
    "source": ("sources",),
    "subdeck": (),
}
"""What columns are called that fill a key, beside its own name."""
_CLOZE = re.compile(r"\{\{c\d+::")
_PLAIN = re.compile(r"[^\W\d_][\w ]*\Z")
_LOOKED_AT = 20
"""Rows by which the kind is told."""


def undeclared(file: SourceFile, name: str, settings: Settings) -> Problem:
    """Return what to say of a table that deck.yaml has no entry for.

    It stops a build where the deck has tables, or where the file is numbered as chapters are: its cards would vanish.
    Else it may be a file that only lies there.
    """
    table, problem = read_table(file, (), has_header=True)
    if table is None and problem is not None:
        hint = f"{problem.hint}, then check again: the entry for deck.yaml is made from the header"
        problem = problem._replace(hint=hint)
    is_meant = bool(settings.tables) or "tables" in settings.entry.values or PurePosixPath(name).name[:1].isdigit()
    if table is not None:
        entry = f"{_quoted(name)}: {_entry(table, name, settings)}"
        in_tables = "tables" in settings.entry.keys
        hint = f"write under tables in {settings.file.path}: {entry}"
        if not in_tables:
            hint = f"write into {settings.file.path}: tables: {{{entry}}}"
        message = "deck.yaml does not say what the columns of this table are, and its rows are on no card"
        problem = file.error(file.location(FILE_START), "table-entry", message, hint)
    assert problem is not None, "there is a table, or what keeps it from being one"
    return problem if is_meant else problem._replace(severity=Severity.WARNING)


def _entry(table: TableRows, name: str, settings: Settings) -> str:
    headers = [cell.value.strip() for cell in table.header]
    title = re.sub(r"^[\d\W_]+", "", PurePosixPath(name).name).replace("-", " ").replace("_", " ").strip()
    columns = _columns(headers)
    has_gaps = any(
        _CLOZE.search(row[headers.index(columns["front"])].value)
        for row in table.rows[:_LOOKED_AT]
        if columns.get("front") in headers and headers.index(columns["front"]) < len(row)
    )
    if has_gaps:
        renamed = {"front": "text", "back": "extra"}
        columns = {renamed.get(key, key): header for key, header in {**columns}.items()}
    skip = [header for header in headers if header and header not in columns.values()]
    parts = [f"title: {_quoted(title[:1].upper() + title[1:] or 'Words')}", f"kind: {'cloze' if has_gaps else 'basic'}"]
    parts += ["source: own"] if "own" in settings.sources and "source" not in columns else []
    parts.append(f"columns: {{{', '.join(f'{key}: {_quoted(header)}' for key, header in columns.items())}}}")
    parts += [f"skip: [{', '.join(map(_quoted, skip))}]"] if skip else []
    return f"{{{', '.join(parts)}}}"


def _columns(headers: Sequence[str]) -> dict[str, str]:
    """Return the headers by the keys that they are likely to fill; what a card needs is among them."""
    free = [header for header in dict.fromkeys(headers) if header]
    found: dict[str, str] = {}
    for key, names in _OF_KEYS.items():
        header = next((header for header in free if header.casefold() in (key, *names)), "")
        if header:
            found[key] = header
            free.remove(header)
    for key in ("front", "back"):
        if key not in found and free:
            found[key] = free.pop(0)
    found.setdefault("id", "Id")
    found.setdefault("front", "…")
    found.setdefault("back", "…")
    return {key: found[key] for key in _OF_KEYS if key in found}


def _quoted(text: str) -> str:
    return text if _PLAIN.match(text) or re.fullmatch(r"[\w./-]*[^\W\d][\w./-]*", text) else single_quoted(text)
