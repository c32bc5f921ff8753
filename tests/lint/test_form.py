"""Every name that the program prints in brackets can be explained, and every command that it names is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from builder.cli.main import main
from builder.lint.form import FormProblem, form_problems
from builder.lint.form_examples import steps_of
from builder.lint.rules import RULES

ROOT = Path(__file__).parents[2]
MODULES = {path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "builder").rglob("*.py"))}
FORWARDED = {"rule", "name", "problem", "fault", "unbalanced", "error", "UNUSED_ALLOW", "finding"}
"""What names come from that some other call has made, or that a rule for good cards has."""


def takers() -> dict[tuple[Path | None, str], int]:
    """Return the functions and values that are given the name of a problem, and at which place after `self`.

    Each stands there with its module, which is surer, and without one.
    """
    found: dict[tuple[Path | None, str], int] = {}
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.ClassDef):
                names = [
                    part.target.id
                    for part in node.body
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
                ]
                for part in node.body:
                    if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                        names = [argument.arg for argument in (*part.args.args[1:], *part.args.kwonlyargs)]
            elif isinstance(node, ast.FunctionDef) and node.name != "__init__" and _annotated_as_text(node):
                names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and "rule" in names and names != ["rule"]:
                found[path, node.name] = found[None, node.name] = names.index("rule")
    return found


def _annotated_as_text(function: ast.FunctionDef) -> bool:
    return any(
        argument.arg == "rule" and isinstance(argument.annotation, ast.Name) and argument.annotation.id == "str"
        for argument in function.args.args
    )


def constants() -> dict[str, str]:
    """Return the texts that modules give a name."""
    return {
        target.id: node.value.value
        for tree in MODULES.values()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def names_in(value: ast.expr, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the names that an argument can be."""
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from names_in(value.body, known)
        yield from names_in(value.orelse, known)
    elif isinstance(value, ast.Name) and value.id in known:
        yield known[value.id]
    else:
        first = value
        while isinstance(first, ast.Attribute):
            first = first.value
        assert isinstance(first, ast.Name), ast.unparse(value)
        assert first.id in FORWARDED, ast.unparse(value)


def printed_names() -> set[str]:
    """Return all names of problems that the code can print, rules for good cards aside."""
    places, known, found = takers(), constants(), set()
    for path, tree in MODULES.items():
        own = {part.name for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (path, node.name) in places:
                for argument, default in zip(reversed(node.args.args), reversed(node.args.defaults), strict=False):
                    if argument.arg == "rule":
                        found |= set(names_in(default, known))
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            place = places.get((path if called in own else None, called))
            if place is None:
                continue
            keywords = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            before = node.args[: place + 1]
            if any(isinstance(argument, ast.Starred) for argument in before):
                texts = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
                found |= {text for text in texts if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)}
            elif keywords or len(before) > place:
                found |= set(names_in(keywords[0] if keywords else before[-1], known))
    return found


def test_every_name_in_the_code_is_explained_and_no_other() -> None:
    assert printed_names() - set(RULES) == set(form_problems())


def test_every_name_in_the_tests_is_explained() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".txt")]
    shown = {
        name for text in texts for name in re.findall(r"(?:error|warning|info)\[([a-z0-9]+(?:-[a-z0-9]+)+)\]", text)
    }
    assert shown - set(RULES) - set(form_problems()) == set()


def test_a_name_is_a_rule_or_a_problem_of_form() -> None:
    assert set(RULES) & set(form_problems()) == set()


@pytest.mark.parametrize("form", form_problems().values(), ids=form_problems())
def test_it_is_said_what_it_reports_why_and_how_to_mend_it(form: FormProblem) -> None:
    for text in (form.reports, form.why, form.mend):
        assert len(text) > 10
        assert not text.endswith(".")
    assert form.reports[0].islower() or form.reports[0] in "`{[" or form.reports.startswith("HTML")
    assert form.why[0].isupper() or form.why[0] == "`"
    assert form.mend[0].isupper()


@pytest.mark.parametrize("form", form_problems().values(), ids=form_problems())
def test_it_has_a_bad_and_a_mended_example(form: FormProblem) -> None:
    assert steps_of(form.bad) != ()
    assert steps_of(form.mended) not in ((), steps_of(form.bad))


# ---- Commands.

COMMAND = re.compile(r"\bdeckwright ([a-z][a-z-]*)")
WORDS_AFTER = {"anki", "does", "help", "is", "in", "project", "shows", "to"}
"""What may follow the program's name where it is only spoken of."""


def told_texts() -> Iterator[tuple[str, str]]:
    """Yield all that the program can say, with the file that says it; docstrings are for others."""
    for path, tree in MODULES.items():
        silent = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                silent.add(id(node.value))
        commands = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.decorator_list and isinstance(node.body[0], ast.Expr)
        }
        silent -= commands if path.name == "main.py" else set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                yield path.name, node.value
    for path in (ROOT / "builder").rglob("*"):
        if path.suffix in (".toml", ".md", ".yml", ".yaml", ".html", ".js") and path.is_file():
            yield path.name, path.read_text("utf-8")


def options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def test_every_command_that_is_named_is_there() -> None:
    assert isinstance(main, click.Group)
    named = {(path, word) for path, text in told_texts() for word in COMMAND.findall(text)}
    assert {pair for pair in named if pair[1] not in main.commands and pair[1] not in WORDS_AFTER} == set()


def test_every_option_that_is_named_is_there() -> None:
    assert isinstance(main, click.Group)
    known = set().union(*(options_of(command) for command in main.commands.values())) | {"--help", "--version"}
    for path, text in told_texts():
        if " " in text and "var(--" not in text:  # an option alone is handed to git
            named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
            assert named - known - OTHERS == set(), path


OTHERS = {
    *("--allow-empty", "--depth", "--follow-tags", "--tags", "--unshallow"),
    *("--generate-notes", "--title", "--verify-tag"),
}
"""Options of git and gh that an author is told to use."""


def test_what_is_named_in_backticks_as_a_command_is_there() -> None:
    assert isinstance(main, click.Group)
    for path, text in told_texts():
        for word in re.findall(r"\b(?:run|command|by) `([a-z-]+)`", text):
            assert word in main.commands or word in {"was", "keep", "say", "teaches", "uses"}, (path, word)
