"""`docs/rules.md` and `docs/problems.md`, written from what they tell of: `python -m builder.lint.docs`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.files import write_all
from builder.kinds import builtin_kinds
from builder.lint.engine import chosen_rules
from builder.lint.form import FormProblem, form_problems
from builder.lint.form_examples import DECK, shown
from builder.lint.profiles import DOCS, OF_TABLES, PROFILES, Tuned
from builder.lint.rule import Rule, Threshold
from builder.lint.rules import RULES
from builder.model import Kind

_DOCS = Path(__file__).parents[2] / "docs"

_HEAD = """\
# The rules of `deckwright check`

<!-- Written by `python -m builder.lint.docs` from the rules themselves; edit those. -->

An error makes `check` fail, a warning only with `--strict`, and an info shows with `-v`. Thresholds are starting
points, from practice and from layout more than from experiments: set them for your deck. Nothing here stops a `build`.

In `deck.yaml`, for all cards or for one kind:

```yaml
lint:
  rules:
    answer-too-long: {words: 35, kinds: {definition: {words: 20}}}
    negative-stem: off
    open-list: info
```

On a card, with a reason of at least 10 characters; an allow that silences nothing is reported itself:

```yaml
- id: kickoff
  lint: {allow: {enumeration: the exam asks for these five together}}
```

Many rules can read English alone. They keep quiet in a deck whose `language` is another one, and, where it says none or
English, on cards with a question that is plainly in another language. A deck that says no language and whose cards are
mostly in another one is taken as what it is. A formula counts as one word, and as many characters as it shows signs.

What is wrong with files, keys, texts and the lock stops a build: [the problems of form](problems.md).
"""

_FORM_HEAD = """\
# Problems of form

<!-- Written by `python -m builder.lint.docs` from builder/lint/forms; edit those. -->

What `deckwright check` and `deckwright build` report beside [the rules for good cards](rules.md). The name stands in
brackets behind the severity; `deckwright check --explain NAME` prints its part of this page. Errors stop a build.

Each has an example, which a test runs. Commands and paths are those of the project's folder; cards without a path are
those of the chapter `cards/quiz/20-more.yaml`. The deck is this one, with a picture and a sound in its `media` folder:
"""


def rules_page() -> str:
    """Return the whole page."""
    table = ["| rule | level | reports |", "|---|---|---|"]
    table += [f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.summary} |" for rule in RULES.values()]
    parts = [
        _HEAD,
        *map(_profile_page, PROFILES),
        "\n".join(table) + "\n",
        *(rule_page(rule) for rule in RULES.values()),
    ]
    return "\n".join(parts)


def _profile_page(name: str) -> str:
    """Return what a profile is for, and what it does with each rule."""
    lines = [
        f"`lint: {{profile: {name}}}` is for decks of {DOCS[name]}.",
        "What `rules` says of a rule goes first: any level or threshold turns it on again.",
        *(
            ["Cards of [tables](tables.md) are checked by it where the deck names no profile."]
            if name == OF_TABLES
            else ()
        ),
        "",
        f"| rule | `{name}` | why |",
        "|---|---|---|",
    ]
    lines += [f"| `{rule}` | {_setting(tuned)} | {tuned.why} |" for rule, tuned in PROFILES[name].items()]
    return "\n".join(lines) + "\n"


def _setting(tuned: Tuned) -> str:
    limits = ", ".join(f"`{limit}: {value:g}`" for limit, value in tuned.values.items())
    return ", ".join(filter(None, (tuned.severity or "", limits))) or "off"


def rule_page(rule: Rule) -> str:
    """Return a rule's part of the page, which `check --explain` prints."""
    lines = [f"## {rule.id}", "", f"{rule.severity.capitalize()}: {rule.summary}.", ""]
    lines += [f"- Why: {_sentence(rule.why)}", f"- Source: {_sentence(rule.source)}"]
    lines += [f"- Where it is wrong: {_sentence(rule.silence)}"]
    if rule.only:
        lines.append(f"- Looks at: {_names(kind for kind in builtin_kinds().values() if rule.covers(kind.traits))}")
    elif rule.exempt:
        unseen = (kind for kind in builtin_kinds().values() if not rule.covers(kind.traits))
        lines.append(f"- Does not look at: {_names(unseen)}")
    if rule.english:
        lines.append(f"- English cards only: {_sentence(rule.english)[0].lower()}{_sentence(rule.english)[1:]}")
    for threshold in rule.thresholds:
        special = f" ({', '.join(defaults)})" if (defaults := list(_special_defaults(threshold))) else ""
        lines.append(f"- `{threshold.name}: {threshold.default:g}`{special}: {threshold.doc}")
    lines += ["", "Reported:", "", *_yaml(rule.bad), "", "Mended:", "", *_yaml(rule.good), ""]
    return "\n".join(lines)


def problems_page() -> str:
    """Return the whole page of the problems of form."""
    table = ["| name | reports |", "|---|---|"]
    table += [f"| [`{name}`](#{name}) | {form.reports} |" for name, form in form_problems().items()]
    parts = [_FORM_HEAD, *shown(DECK), *table, "", *map(form_page, form_problems().values())]
    return "\n".join(parts)


def form_page(form: FormProblem) -> str:
    """Return a problem's part of the page, which `check --explain` prints."""
    lines = [f"## {form.name}", "", f"Reports {form.reports}.", ""]
    lines += [f"- Why: {_sentence(form.why)}", f"- How to mend it: {_sentence(form.mend)}", ""]
    for title, example in (("Given", form.given), ("Reported", form.bad), ("Mended", form.mended)):
        lines += [f"{title}:", "", *shown(example)] if example else []
    return "\n".join(lines)


def explained(name: str) -> str:
    """Return what there is to say of a rule or a problem of form; of `all`, a line for each.

    Raise `UsageError` for a name that is neither.
    """
    if name == "all":
        return _listed()
    chosen = chosen_rules([name], [])
    return rule_page(RULES[name]) if chosen else form_page(form_problems()[name])


def _listed() -> str:
    lines = [(rule.id, rule.severity.value, rule.summary) for rule in RULES.values()]
    lines += [(form.name, "form", form.reports) for form in form_problems().values()]
    width = max(len(name) for name, _, _ in lines)
    return "".join(f"{name:<{width}}  {level:<7}  {summary}\n" for name, level, summary in lines)


def pages() -> dict[Path, str]:
    """Return all pages by their paths."""
    return {_DOCS / "rules.md": rules_page(), _DOCS / "problems.md": problems_page()}


def _sentence(text: str) -> str:
    whole = f"{text[:1].upper()}{text[1:]}"
    return whole if whole.endswith((".", ")")) else f"{whole}."


def _names(kinds: Iterable[Kind]) -> str:
    return ", ".join(f"`{kind.name}`" for kind in kinds) + "."


def _special_defaults(threshold: Threshold) -> Iterator[str]:
    """Yield `script 200` for each built-in kind with a default of its own."""
    for trait in threshold.by_trait:
        for kind in builtin_kinds().values():
            if trait in kind.traits:
                yield f"{kind.name} {threshold.default_for(kind.traits):g}"


def _yaml(text: str) -> list[str]:
    return ["```yaml", *textwrap.dedent(text).rstrip("\n").split("\n"), "```"]


if __name__ == "__main__":
    write_all([(path, page.encode()) for path, page in pages().items()])
