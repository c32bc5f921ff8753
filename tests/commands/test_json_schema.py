"""The JSON Schemas say of every file what the validator says of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from builder.cli.main import main
from builder.commands.json_schema import NAMES, schema, schema_text
from builder.custom_kinds.kind_keys import KIND
from builder.diagnostics import Problem
from builder.kinds import builtin_kinds
from builder.lint.config import SettingsReader
from builder.lint.rules import RULES
from builder.model import Chapter, Deck, Settings
from builder.source.chapters import load_chapter
from builder.source.settings import load_settings
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import Map, Node, Seq, SourceFile, Text
from tests.support import write_deck

ROOT = Path(__file__).parents[2]
SHAPE = {"unknown-key", "missing-key", "wrong-type", "empty-value", "empty-file", "unknown-kind"}
SHAPE |= {"unknown-rule", "allow-reason"}
"""The rules that a schema can tell as well; the others need more than one value, or the words in it."""
_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_FLAG = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_NUMBER = re.compile(r"[-+]?(?:\d+|\.\d+|\d+\.\d*)(?:[eE][-+]?\d+)?\Z")
_DECK = load_settings(SourceFile(path="deck.yaml", text="name: D\nuid: d\nsources: {own: O}"), "d")[0]


def in_an_editor(node: Node | None) -> object:
    """Return a file as an editor reads it, by the core schema of YAML 1.2."""
    if isinstance(node, Map):
        return {key.value: in_an_editor(value) for key, value in node.items}
    if isinstance(node, Seq):
        return [in_an_editor(item) for item in node.items]
    if not isinstance(node, Text) or (not node.style and _NULL.match(node.value)):
        return None
    if node.style or not (_FLAG.match(node.value) or _NUMBER.match(node.value)):
        return node.value
    return node.value.lower() == "true" if _FLAG.match(node.value) else float(node.value)


def validated(name: str, file: SourceFile) -> tuple[Problem, ...]:
    """Return what the validator says of a chapter, `deck.yaml` or `kind.yaml`."""
    if name == "chapter":
        assert _DECK is not None
        chapter, problems = load_chapter(file, _DECK, builtin_kinds())
        return (*problems, *lint_problems(_DECK, chapter))
    if name == "deck":
        deck, problems = load_settings(file, "demo")
        return (*problems, *(lint_problems(deck, None) if deck else ()))
    validator = Validator(file)
    top = validator.mapping(compose(file)[0], "an own kind")
    if top is not None:
        validator.entry(top, KIND, "kind.yaml")
    return tuple(validator.problems)


def lint_problems(deck: Settings, chapter: Chapter | None) -> list[Problem]:
    """Return what is wrong with the `lint` keys of a deck and of its cards."""
    chapters = (chapter,) if chapter else ()
    reader = SettingsReader(Deck(settings=deck, chapters=chapters, kinds=builtin_kinds()), RULES)
    reader.rule_settings()
    list(reader.allows())
    return reader.problems


def verdicts(name: str, text: str) -> tuple[list[str], list[str]]:
    """Return the complaints of the schema and those of the validator, as texts."""
    file = SourceFile(path="file.yaml", text=text)
    instance = in_an_editor(compose(file)[0])
    by_schema = Draft7Validator(schema(name, builtin_kinds())).iter_errors(instance)
    by_validator = validated(name, file)
    return [error.message for error in by_schema], [f"{problem.rule}: {problem.message}" for problem in by_validator]


def disagreement(name: str, text: str) -> str:
    """Return what one of the two finds and the other does not; empty where they agree."""
    by_schema, by_validator = verdicts(name, text)
    if by_schema and not by_validator:
        return f"only the schema: {by_schema}\n{text}"
    shapes = [problem for problem in by_validator if problem.partition(":")[0] in SHAPE]
    return f"only the validator: {shapes}\n{text}" if shapes and not by_schema else ""


def examples() -> Iterator[tuple[str, str]]:
    """Yield every chapter, deck.yaml and kind.yaml that stands in the tests, the kinds and the decks."""
    texts = [kind.example for kind in builtin_kinds().values()]
    texts = ["title: T\ncards:\n" + text for text in texts]
    for path in sorted((ROOT / "tests").rglob("*.py")):
        constants = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant))
        texts += [node.value for node in constants if isinstance(node.value, str)]
    for folder in ("tests", "cards"):
        texts += [path.read_text("utf-8-sig") for path in sorted((ROOT / folder).rglob("*.y*ml"))]
    for text in texts:
        node, problems = compose(SourceFile(path="", text=text)) if ":" in text else (None, ())
        names = {key.value for key, _ in node.items} if isinstance(node, Map) and not problems else set()
        if names & {"cards"}:
            yield "chapter", text
        elif names & {"uid", "glossary"}:
            yield "deck", text
        elif {"fields", "templates"} <= names:
            yield "kind", text


def test_schema_and_validator_agree_on_every_example_in_the_tests() -> None:
    documents = list(examples())
    assert {name for name, _ in documents} >= {"chapter", "deck"}
    assert [message for name, text in documents if (message := disagreement(name, text))] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_published_schema_is_that_of_the_keys(name: str) -> None:
    text = schema_text(name, builtin_kinds())
    assert (ROOT / f"docs/schema/{name}.json").read_text("utf-8") == text, "run: deckwright schema --output docs/schema"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_of_draft_7(name: str) -> None:
    Draft7Validator.check_schema(schema(name, builtin_kinds()))


def test_an_id_is_the_same_to_both() -> None:
    for name in ("a b", "-a", "a/b", "a:b", "Ä-1", "東.2", "no", "12"):
        assert disagreement("chapter", f"title: T\ncards: [{{id: {name}, kind: basic, front: a, back: b}}]") == ""
        lines = f"lines: [{{id: {name}, cue: a, say: b}}]"
        assert disagreement("chapter", f"title: T\ncards: [{{id: a, kind: script, situation: a, {lines}}}]") == ""


def test_the_kinds_of_a_deck_are_in_its_schema(tmp_path: Path) -> None:
    fields = "[{name: Word, doc: the word, required: true}]"
    kind = f"doc: a word\nfields: {fields}\ntemplates: [{{name: Say, asks: Word, answers: Word}}]\n"
    page = {f"kinds/word/say.{side}.html": "{{Word}}" for side in ("front", "back")}
    write_deck(tmp_path, {"kinds/word/kind.yaml": kind, **page})
    result = CliRunner().invoke(main, ["schema", "chapter", "--deck", "demo", "--root", str(tmp_path)])
    card = json.loads(result.stdout)["definitions"]["card-word"]
    assert card["properties"]["word"] == {
        "description": "the word",
        "type": ["string", "number", "boolean", "object"],
        "required": ["html"],
        "maxProperties": 1,
        "pattern": "\\S",
    }
    assert card["required"] == ["id", "word"]


def test_one_schema_is_printed_and_all_are_written(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["schema", "kind"])
    assert (printed.exit_code, printed.stdout) == (0, schema_text("kind", builtin_kinds()))
    written = CliRunner().invoke(main, ["schema", "--output", str(tmp_path)])
    assert written.stdout == f"wrote chapter.json, deck.json, folder.json, kind.json into {tmp_path}\n"
    assert (tmp_path / "kind.json").read_text("utf-8") == printed.stdout


def test_neither_or_both_of_a_name_and_a_folder_is_a_mistake(tmp_path: Path) -> None:
    for arguments in ([], ["deck", "--output", str(tmp_path)]):
        result = CliRunner().invoke(main, ["schema", *arguments])
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (
            2, "Error: name one of chapter, deck and kind to print it, or write all with --output DIR"
        )  # fmt: skip


def test_an_editor_takes_a_bare_null_for_nothing_and_deckwright_for_a_word() -> None:
    text = "title: T\ncards: [{id: a, kind: basic, front: What is no value?, back: " + "null}]"
    assert verdicts("chapter", text)[1] == []
    assert verdicts("chapter", text)[0] == ["None is not of type 'string', 'number', 'boolean', 'object'"]
    assert verdicts("chapter", text.replace("null", '"null"')) == ([], [])


_LINTS = """

x
[]
{}
{allow: }
{alow: {}}
{allow: {stale: too short}}
{allow: {stale: long enough}}
{allow: {stael: long enough}}
{allow: {stale: [long enough]}}
{allow: {stale: 1234567890}}""".splitlines()[1:]
_RULES = """

x
{}
{rules: }
{rulse: {}}
{rules: {stale: off}}
{rules: {stale: OFF}}
{rules: {stale: }}
{rules: {stael: off}}
{rules: {stale: loud}}
{rules: {answer-too-long: {words: 35}}}
{rules: {answer-too-long: {words: '35'}}}
{rules: {answer-too-long: {words: many}}}
{rules: {answer-too-long: {words: -1}}}
{rules: {answer-too-long: {wrods: 35}}}
{rules: {answer-too-long: {severity: info, kinds: {basic: {words: 1}, cloze: off}}}}
{rules: {answer-too-long: {kinds: {bsaic: {words: 1}}}}}
{rules: {answer-too-long: {kinds: }}}""".splitlines()[1:]


@pytest.mark.parametrize("lint", _LINTS)
def test_schema_and_validator_agree_on_what_a_card_is_allowed(lint: str) -> None:
    text = f"title: T\ncards:\n- id: a\n  kind: basic\n  front: b\n  back: c\n  lint: {lint}"
    assert disagreement("chapter", text) == ""


@pytest.mark.parametrize("lint", _RULES)
def test_schema_and_validator_agree_on_the_settings_of_rules(lint: str) -> None:
    assert disagreement("deck", f"name: A\nuid: a\nlint: {lint}") == ""


_VALUES = ["a", "no", "1:30", "12", "2026-01-01", "true", "'true'", "''", "[a, b]", "[]", "{a: b}", "[{id: a}]", "",
           "[{id: a, step: b}, {id: c, step: d}]", "[{id: a, cue: b, say: c, keep: [c]}]", "[a, '']", "東"]  # fmt: skip


@st.composite
def _chapters(draw: st.DrawFn) -> str:
    kinds = st.sampled_from([*builtin_kinds(), "bsaic"])
    lines = [draw(st.sampled_from(["title: T", "title: T", "titel: T"])), draw(st.sampled_from(["", "tags: [a]"]))]
    if draw(st.booleans()):
        lines.append(f"kind: {draw(kinds)}")
    lines.append("cards:")
    for _ in range(draw(st.integers(0, 2))):
        name = draw(kinds)
        keys = builtin_kinds().get(name, builtin_kinds()["basic"]).keys
        names = [key.name for key in keys if key.required or draw(st.booleans())]
        dropped = draw(st.sampled_from(["", "", "", *names, "id"]))
        pairs = {key: draw(st.sampled_from(_VALUES)) for key in names}
        pairs.update(draw(st.sampled_from([{}, {"fornt": "a"}, {"tags": "x"}, {"was": "[a]"}, {"context": "[a]"}])))
        if draw(st.booleans()):
            pairs["kind"] = name
        lines.append("- " + "\n  ".join(f"{k}: {v}" for k, v in {"id": "q", **pairs}.items() if k != dropped))
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(_chapters())
def test_schema_and_validator_agree_on_any_chapter(text: str) -> None:
    assert disagreement("chapter", text) == ""
