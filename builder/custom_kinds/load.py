"""An author's own kinds: `kinds/NAME/` in the deck's folder, read into the same values as the built-in ones."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.custom_kinds.declared_cards import check_templates
from builder.custom_kinds.fields import CustomField, expand, read_fields, read_traits
from builder.custom_kinds.kind_keys import KIND
from builder.diagnostics import Location, Problem, did_you_mean
from builder.errors import ReadError
from builder.files import leads_out
from builder.kinds import builtin_kinds
from builder.kinds.gaps import check_clozes
from builder.model import CardSource, Kind, NoteType, TemplateSpec
from builder.project import is_kind_folder, is_yaml_name, readable
from builder.schema import Entry
from builder.source.deck_names import control_in
from builder.source.names import fault_of_name
from builder.source.read_source import read_source
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import FILE_START, SourceFile, Text

_MOST_FIELDS = 500
"""Each of them is a row in Anki's editor."""
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_FILE = re.compile(r"\w[\w.-]*\Z")
LATEX_FILES = ("latex-head.tex", "latex-foot.tex")
"""What an adopted kind has before and behind LaTeX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomTemplate:
    """A template with the files of its sides."""

    spec: TemplateSpec
    front: SourceFile
    back: SourceFile
    browser: tuple[SourceFile, ...] = ()
    """What Anki's browser shows for both sides, where an adopted kind says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomKind:
    """An own kind, with the files whose contents are still to be judged."""

    kind: Kind
    templates: tuple[CustomTemplate, ...]
    head: SourceFile | None
    css: SourceFile | None


def load_custom_kinds(folder: Path, shown: str) -> tuple[dict[str, CustomKind | None], tuple[Problem, ...]]:
    """Read all own kinds of a deck's folder, which messages call `shown`; those with errors are None.

    Raise `ReadError` for a folder that may not be looked into.
    """
    kinds: dict[str, CustomKind | None] = {}
    problems: list[Problem] = []
    root = folder / "kinds"
    titles = {note_type.name.lower(): name for name, kind in builtin_kinds().items() for note_type in kind.note_types}
    for path in _folders_in(root) if os.path.isdir(root) else ():
        if is_kind_folder(path.name):
            custom, more = _Folder(path, folder, f"{shown}/kinds/{readable(path.name)}", titles).load()
            problems += more
            kinds[path.name] = custom
            if custom is not None:
                titles[custom.kind.note_types[0].name.lower()] = custom.kind.name
    return kinds, tuple(problems)


def _folders_in(root: Path) -> list[Path]:
    try:
        return sorted(path for path in root.iterdir() if os.path.isdir(path))
    except OSError as error:
        raise ReadError(root, error) from error


class _Folder:
    """Reads one kind's folder in a deck's; `titles` are the note type names that are taken, each with its kind."""

    def __init__(self, folder: Path, deck: Path, shown: str, titles: Mapping[str, str]) -> None:
        self.folder = folder
        self.deck = deck
        self.shown = shown
        self.titles = titles
        self.names: list[str] = []
        self.used = {"kind.yaml", "style.css", "head.html"}
        self.files: list[SourceFile] = []
        self.validator = Validator(SourceFile(path="", text=""))

    def load(self) -> tuple[CustomKind | None, tuple[Problem, ...]]:
        is_foreign = leads_out(self.folder, self.deck)
        try:
            self.names = [] if is_foreign else sorted(os.listdir(self.folder))
        except OSError as error:
            raise ReadError(self.folder, error) from error
        if not is_foreign and "kind.yaml" not in self.names:
            message = f'the kind "{readable(self.folder.name)}" has no kind.yaml'
            other = next((name for name in self.names if is_yaml_name(name)), "")
            hint = f'rename "{readable(other)}" to kind.yaml' if other else "write one with doc, fields and templates"
            file = SourceFile(path=f"{self.shown}/kind.yaml", text="")
            return None, (file.error(file.location(FILE_START), "no-kind-file", message, hint),)
        file, _, problems = read_source(self.folder / "kind.yaml", self.deck)
        node, yaml_problems = (None, ()) if problems else compose(file)
        if problems or yaml_problems:
            return None, (*problems, *yaml_problems)
        self.validator = Validator(file, has_prose=False)
        top = self.validator.mapping(node, "an own kind (doc, fields, templates)")
        if top is None:
            return None, tuple(self.validator.problems)
        custom = self._kind(self.validator.entry(top, KIND, "kind.yaml"))
        if self.validator.problems:
            return None, tuple(self.validator.problems)
        return custom, tuple(self._unused())

    def _kind(self, entry: Entry) -> CustomKind | None:
        title = self._title(entry, adopted=entry.flag("adopted"))
        cloze = entry.flag("cloze")
        if len(entry.entries("fields")) > _MOST_FIELDS:
            at = entry.entries("fields")[_MOST_FIELDS].at
            message = f"{len(entry.entries('fields')):,} fields are more than the {_MOST_FIELDS} that a note may have"
            self.validator.error(at, "too-many-fields", message, "make two kinds of it")
            return None
        adopted = entry.flag("adopted")
        fields = read_fields(self.validator, entry.entries("fields"), cloze=cloze, adopted=adopted)
        traits = read_traits(self.validator, entry.texts("traits"), fields, cloze=cloze)
        check_templates(self.validator, entry, cloze=cloze, adopted=adopted)
        templates = tuple(filter(None, [self._template(item, adopted=adopted) for item in entry.entries("templates")]))
        css, head = self._optional("style.css"), None if adopted else self._optional("head.html")
        note_type = NoteType(
            key=self.folder.name,
            name=title,
            fields=tuple(field.spec for field in fields),
            templates=tuple(template.spec for template in templates),
            css=css.text if css else "",
            head=head.text if head else "",
            cloze=cloze,
            frame=entry.values.get("frame") is not False and not adopted,
        )
        if adopted:
            note_type = self._adopted(entry, note_type)
        kind = Kind(
            name=self.folder.name,
            doc=entry.typed("doc"),
            keys=tuple(field.key for field in fields),
            note_types=(note_type,),
            expand=functools.partial(expand, fields=fields, adopted=adopted),
            example=entry.typed("example"),
            traits=traits,
            declared_at=self._locations(entry, fields),
            files=(self.validator.file, *self.files),
            filling=" ".join(sorted(f"{field.key.name}:{field.key.shape.value}:{field.ordered}" for field in fields)),
        )
        if cloze and fields and not adopted:
            kind = kind._replace(check=functools.partial(_check, sentence=fields[0].key.name))
        return CustomKind(kind=kind, templates=templates, head=head, css=css)

    def _adopted(self, entry: Entry, note_type: NoteType) -> NoteType:
        """Return a note type with what only one of a deck has that was published before; files end in a newline."""
        names = [field.name for field in note_type.fields]
        sort = entry.text("sort")
        if sort and sort.value not in names:
            hint = did_you_mean(sort.value, names) or f"the fields are: {', '.join(names)}"
            self.validator.error(sort, "unknown-field", f'the kind has no field "{sort.value}"', hint)
        stock = entry.text("stock")
        if stock and not (stock.value.isdecimal() and len(stock.value) < 6):
            self.validator.error(stock, "wrong-type", f'"stock" is "{stock.value}"', "write a number")
            stock = None
        latex = tuple(file.text.removesuffix("\n") if file else "" for file in map(self._optional, LATEX_FILES))
        return note_type._replace(
            adopted=True,
            css=note_type.css.removesuffix("\n"),
            sort=names.index(sort.value) if sort and sort.value in names else 0,
            latex=(latex[0], latex[1]),
            stock=int(stock.value) if stock else 0,
            svg=entry.flag("svg"),
        )

    def _locations(self, entry: Entry, fields: Sequence[CustomField]) -> dict[tuple[str, str], Location]:
        locate = self.validator.file.location
        locations = {("", ""): locate(FILE_START)}
        locations.update({("field", field.spec.name): locate(field.at) for field in fields})
        names = (template.text("name") for template in entry.entries("templates"))
        locations.update({("card", name.value): locate(name) for name in names if name})
        return locations

    def _title(self, entry: Entry, *, adopted: bool) -> str:
        """Return the note type's name in Anki; record names that another kind has or Anki would not take."""
        name, error = readable(self.folder.name), self.validator.error
        stated = entry.text("name")
        title = stated.value.strip() if stated else name.replace("-", " ").capitalize()
        kinds = builtin_kinds()
        if name in kinds or any(name == note_type.key for kind in kinds.values() for note_type in kind.note_types):
            error(FILE_START, "kind-clash", f'"{name}" is the name of a built-in kind', "give the folder another name")
        elif not _NAME.match(name):
            fixed = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-0123456789") or "a-name"
            message = f'the kind "{name}" has other signs than small letters, digits and -'
            error(FILE_START, "bad-name", message, f'name the folder "{fixed}"')
        elif title.lower() in self.titles and not (adopted and self.titles[title.lower()] in kinds):
            message = f'the note type "{title}" is that of the kind "{self.titles[title.lower()]}" too'
            error(stated or FILE_START, "kind-clash", message, "choose another name")
        elif adopted:
            return title
        elif '"' in title or control_in(title):
            message = "Anki takes no quotes, line breaks and tabs in a note type's name"
            error(stated or FILE_START, "bad-name", message, "leave them out")
        elif fault := fault_of_name(title):
            error(stated or FILE_START, "bad-name", fault.message, f'write "{fault.fixed}"')
        return title

    def _template(self, entry: Entry, *, adopted: bool) -> CustomTemplate | None:
        name = entry.text("name")
        if name is None:
            return None
        at = entry.text("file") or name
        stem = at.value if "file" in entry.values else re.sub(r"\W+", "-", name.value.lower()).strip("-")
        front, back = (self._side(at, f"{stem}.{side}.html") for side in ("front", "back"))
        if front is None or back is None:
            return None
        browser = (
            [self._side(at, f"{stem}.browser.{side}.html") for side in ("front", "back")]
            if adopted and entry.flag("browser")
            else []
        )
        if None in browser:
            return None
        sides = [
            file.text.removesuffix("\n") if adopted else file.text for file in (front, back, *filter(None, browser))
        ]
        spec = TemplateSpec(
            name=name.value,
            front=sides[0],
            back=sides[1],
            browser=(sides[2], sides[3]) if browser else ("", ""),
            asks=tuple(text.value for text in entry.texts("asks")),
            answers=tuple(text.value for text in entry.texts("answers")),
            beside=tuple(text.value for text in entry.texts("beside")),
            when=entry.typed("when"),
            was=entry.typed("was"),
        )
        return CustomTemplate(spec=spec, front=front, back=back, browser=tuple(filter(None, browser)))

    def _side(self, at: Text, name: str) -> SourceFile | None:
        self.used.add(name)
        if not _FILE.match(name) or name not in self.names:
            side = name.split(".")[-2]
            pages = [page for page in self.names if page.endswith(f".{side}.html")]
            hint = did_you_mean(name, pages) or "write it beside kind.yaml"
            self.validator.error(at, "missing-template", f'there is no file "{name}"', hint)
            return None
        return self._optional(name)

    def _optional(self, name: str) -> SourceFile | None:
        if name not in self.names:
            return None
        file, _, problems = read_source(self.folder / name, self.deck)
        self.validator.problems += problems
        self.files.append(file)
        return None if problems else file

    def _unused(self) -> Iterator[Problem]:
        for name in self.names:
            if (name.endswith((".html", ".css")) or is_yaml_name(name)) and name not in self.used:
                file = SourceFile(path=f"{self.shown}/{readable(name)}", text="")
                hint = did_you_mean(name.lower(), self.used) or "name it in kind.yaml, or delete it"
                yield file.warning(
                    file.location(FILE_START), "unused-file", f'"{readable(name)}" is no file of the kind', hint
                )


def _check(card: CardSource, sentence: str) -> Iterator[Problem]:
    return check_clozes(card, card.entry.need(sentence))
