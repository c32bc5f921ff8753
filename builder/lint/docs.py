"""`docs/rules.md`, written from the rules themselves: `python -m builder.lint.docs`."""

from __future__ import annotations

import textwrap
from pathlib import Path

from builder.files import write_all
from builder.lint.rule import Rule
from builder.lint.rules import RULES

PATH = Path(__file__).parents[2] / "docs" / "rules.md"

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
"""


def rules_page() -> str:
    """Return the whole page."""
    table = ["| rule | level | reports |", "|---|---|---|"]
    table += [f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.summary} |" for rule in RULES.values()]
    parts = [_HEAD, "\n".join(table) + "\n", *(rule_page(rule) for rule in RULES.values())]
    return "\n".join(parts)


def rule_page(rule: Rule) -> str:
    """Return a rule's part of the page, which `check --explain` prints."""
    lines = [f"## {rule.id}", "", f"{rule.severity.capitalize()}: {rule.summary}.", ""]
    lines += [f"- Why: {_sentence(rule.why)}", f"- Source: {_sentence(rule.source)}"]
    lines += [f"- Where it is wrong: {_sentence(rule.silence)}"]
    if rule.only:
        lines.append(f"- Looks at: {_names(rule.only)}")
    elif rule.exempt:
        lines.append(f"- Does not look at: {_names(rule.exempt)}")
    for threshold in rule.thresholds:
        kinds = ", ".join(f"{kind} {value:g}" for kind, value in threshold.kinds.items())
        own = f" ({kinds})" if kinds else ""
        lines.append(f"- `{threshold.name}: {threshold.default:g}`{own}: {threshold.doc}")
    lines += ["", "Reported:", "", *_yaml(rule.bad), "", "Mended:", "", *_yaml(rule.good), ""]
    return "\n".join(lines)


def listed() -> str:
    """Return all rules, a line each."""
    width = max(len(name) for name in RULES)
    return "".join(f"{rule.id:<{width}}  {rule.severity:<7}  {rule.summary}\n" for rule in RULES.values())


def _sentence(text: str) -> str:
    whole = f"{text[:1].upper()}{text[1:]}"
    return whole if whole.endswith((".", ")")) else f"{whole}."


def _names(kinds: frozenset[str]) -> str:
    return ", ".join(f"`{kind}`" for kind in sorted(kinds)) + "."


def _yaml(text: str) -> list[str]:
    return ["```yaml", *textwrap.dedent(text).rstrip("\n").split("\n"), "```"]


if __name__ == "__main__":
    write_all([(PATH, rules_page().encode())])
