"""Packages as genanki writes them, each stated in a few lines."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import genanki

DAY = 86_400
FIRST_BUILD = 1_700_000_000

Texts = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A card of a note type."""

    name: str = "Card 1"
    front: str = "{{Front}}"
    back: str = "{{FrontSide}}<hr id=answer>{{Back}}"
    needs: tuple[str, ...] | None = None
    """The fields without which a note has no such card, where that is not genanki's guess; none: no note has it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A note type."""

    id: int = 1_607_392_319
    name: str = "Simple"
    fields: tuple[str, ...] = ("Front", "Back")
    templates: tuple[Template, ...] = (Template(),)
    css: str = ".card { color: black; }"
    cloze: bool = False
    sort: int = 0
    mod: int | None = None
    """When it was last changed, where that is not the time of the build."""
    ids: bool = False
    """Whether its fields and cards have permanent ids, by their places, which Anki goes by before it goes by names."""


CLOZE = Kind(
    id=1_122_334_455,
    name="Gaps",
    fields=("Text", "Extra"),
    templates=(Template(name="Gap", front="{{cloze:Text}}", back="{{cloze:Text}}<br>{{Extra}}"),),
    cloze=True,
)
BOTH_WAYS = Kind(
    id=1_233_445_566,
    name="Both ways",
    templates=(
        Template(name="Forward"),
        Template(name="Reverse", front="{{Back}}", back="{{FrontSide}}<hr id=answer>{{Front}}"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A note. Without a `guid` it gets genanki's own, which is made from all its fields."""

    fields: tuple[str, ...]
    guid: str | None = None
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    """Its note type, where that is not the package's."""
    deck: str | None = None
    """Its deck, where that is not the package's."""
    mod: int | None = None
    """When it was last changed, where that is not the time of the build."""
    id: int | None = None


def rows(texts: Sequence[Texts], prefix: str = "g") -> tuple[Row, ...]:
    """Return notes whose GUIDs are numbers in the order of the texts, after `prefix`."""
    return tuple(Row(guid=f"{prefix}{number}", fields=tuple(text)) for number, text in enumerate(texts, 1))


@dataclass(frozen=True, kw_only=True)
class Build:
    """All that goes into a package; `later` says what the author changes before he builds it anew."""

    notes: tuple[Row, ...]
    kind: Kind = Kind()
    deck: str = "Theirs"
    description: str = ""
    media: Mapping[str, bytes] = field(default_factory=dict)
    time: int = FIRST_BUILD
    filtered: bool = False
    """Whether its deck is a filtered one."""

    def later(self, *, days: float = 30, **changes: Any) -> Build:
        """Return the build of some days later, with changes."""
        return replace(self, **{"time": self.time + int(days * DAY), **changes})

    def edited(self, guid: str, *, days: float = 30, **changes: Any) -> Build:
        """Return the build of some days later in which one note is changed."""
        notes = tuple(replace(row, **changes) if row.guid == guid else row for row in self.notes)
        return self.later(days=days, notes=notes)

    def write(self, path: Path) -> None:
        """Write the package."""
        models: dict[Kind, _Model] = {}
        decks: dict[str, _Deck] = {}
        for row in self.notes:
            kind, name = row.kind or self.kind, row.deck or self.deck
            model = models.setdefault(kind, _Model(kind))
            deck = decks.setdefault(name, _Deck(2_059_400_110 + len(decks), name, self))
            deck.add_note(_Note(model, row))
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in self.media]
            for file, data in zip(files, self.media.values(), strict=True):
                file.write_bytes(data)
            package = genanki.Package(list(decks.values()), [str(file) for file in files])
            package.write_to_file(str(path), timestamp=self.time)


def together(builds: Sequence[Build]) -> Build:
    """Return one package of many decks, with the time of the first."""
    notes = tuple(replace(row, kind=build.kind, deck=build.deck) for build in builds for row in build.notes)
    media = {name: data for build in builds for name, data in build.media.items()}
    return replace(builds[0], notes=notes, media=media)


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with ids of fields and cards, a time of its own, and another view of which cards a note has."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        fields: list[dict[str, Any]] = [{"name": name} for name in kind.fields]
        templates: list[dict[str, Any]] = [
            {"name": one.name, "qfmt": one.front, "afmt": one.back} for one in kind.templates
        ]
        if kind.ids:
            for number, part in enumerate([*fields, *templates], 1):
                part["id"] = 1_000_000 + number
        super().__init__(kind.id, kind.name, fields, templates, kind.css, int(kind.cloze), sort_field_index=kind.sort)

    @property
    def _req(self) -> list[Any]:
        return [[ordinal, *self._needs(one)] for ordinal, one in enumerate(self.kind.templates)]

    def _needs(self, template: Template) -> Sequence[Any]:
        if template.needs is not None:
            return ["all" if template.needs else "any", [self.kind.fields.index(name) for name in template.needs]]
        alone = genanki.Model(fields=self.fields, templates=[{"qfmt": template.front}])
        return list(alone._req[0][1:])

    def to_json(self, timestamp: float, deck_id: int) -> Any:
        return super().to_json(timestamp if self.kind.mod is None else self.kind.mod, deck_id)


class _Deck(genanki.Deck):  # type: ignore[misc]
    """A deck, which may be a filtered one."""

    def __init__(self, deck_id: int, name: str, build: Build) -> None:
        super().__init__(deck_id, name, build.description)
        self.is_filtered = build.filtered

    def to_json(self) -> Any:
        filtered = {"dyn": 1, "resched": True, "terms": [["", 100, 0]], "separate": True, "delays": None}
        return {**super().to_json(), **(filtered if self.is_filtered else {})}


class _Note(genanki.Note):  # type: ignore[misc]
    """A note with a time and an id of its own."""

    def __init__(self, model: _Model, row: Row) -> None:
        super().__init__(model, list(row.fields), tags=list(row.tags), guid=row.guid)
        self.row = row

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        ids = id_gen if self.row.id is None else itertools.chain([self.row.id], id_gen)
        super().write_to_db(cursor, timestamp if self.row.mod is None else self.row.mod, deck_id, ids)
