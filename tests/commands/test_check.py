"""`check` with the rules for good cards, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import __version__
from builder.cli.main import main
from builder.lint.form import form_problems
from builder.lint.rules import RULES
from tests.support import write_deck

CHAPTER = """\
title: Water
source: own
cards:
  - {id: boil, kind: basic, front: Does water boil at 100 °C?, back: It does, tags: [heat], teaches: [boiling]}
  - {id: melt, kind: basic, front: Explain the melting of ice., back: Heat loosens the lattice, tags: [heat]}
  - {id: stray, kind: basic, front: Which gas do plants take in?, back: Carbon dioxide}
"""
YES_NO = 'cards/demo/10-a.yaml:4:36: error[yes-no]: the question starts with "Does", so the answer is yes or no and half of all guesses are right\n'  # fmt: skip  # noqa: E501
VAGUE = 'cards/demo/10-a.yaml:5:36: warning[vague-question]: "Explain" does not say which answer counts, so every review answers something else\n'  # fmt: skip  # noqa: E501
STRAY = "cards/demo/10-a.yaml:6:10: info[orphan-card]: the card shares no concept and no tag with another\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    monkeypatch.setenv("NO_COLOR", "1")
    write_deck(tmp_path, {"10-a.yaml": CHAPTER})
    return tmp_path


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["check", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("words", "output", "status"),
    [
        ((), YES_NO + VAGUE, 1),
        (("-v",), YES_NO + VAGUE + STRAY, 1),
        (("--select", "vague-question,open-list"), VAGUE, 0),
        (("--select", "vague-question", "--strict"), VAGUE, 1),
        (("--ignore", "yes-no", "-v"), VAGUE + STRAY, 0),
        (("--ignore", "yes-no,vague-question"), "", 0),
    ],
)
def test_rules_are_chosen_and_levels_decide(words: tuple[str, ...], output: str, status: int) -> None:
    result = run("--format", "concise", *words)
    assert (result.output, result.exit_code) == (output, status)


def test_rules_do_not_stop_a_build(project: Path) -> None:
    assert CliRunner().invoke(main, ["build"]).exit_code == 0


def test_statistics_count_the_rules() -> None:
    assert run("--statistics", "-v").output.splitlines() == [
        "     1  error[yes-no]",
        "     1  warning[vague-question]",
        "     1  info[orphan-card]",
        "1 error, 1 warning, 1 note",
    ]


def test_a_rule_that_is_not_there_is_one_line_with_a_guess() -> None:
    for option in ("--select", "--ignore", "--explain"):
        result = run(option, "yes-noo")
        assert result.exit_code == 2
        assert result.output == 'deckwright: there is no rule "yes-noo"; did you mean "yes-no"?\n'


def test_explain_says_what_why_and_how_to_mend() -> None:
    lines = run("--explain", "yes-no").output.splitlines()
    assert lines[0] == "## yes-no"
    assert lines[4] == "- Why: Half of all guesses are right, and little is retrieved."
    assert len(run("--explain", "all").output.splitlines()) == len(RULES) + len(form_problems())


def test_explain_knows_what_is_no_rule_too() -> None:
    assert run("--explain", "missing-media").output == (
        "## missing-media\n\n"
        "Reports a picture or sound that there is not, that lies outside of the deck, or that stands where none is"
        " shown.\n\n"
        "- Why: Learners would see a broken picture, or hear nothing.\n"
        "- How to mend it: Put the file into the deck's `media` folder, with the name that the card gives it, case"
        " included.\n\n"
        "Reported:\n\n"
        "```yaml\n"
        "- id: redbreast\n"
        "  kind: basic\n"
        "  front: Which bird has a red breast?\n"
        "  back: The robin ![A robin](Robin.PNG)\n"
        "```\n\n"
        "Mended:\n\n"
        "```yaml\n"
        "- id: redbreast\n"
        "  kind: basic\n"
        "  front: Which bird has a red breast?\n"
        "  back: The robin ![A robin](robin.png)\n"
        "```\n"
    )


def test_explain_shows_what_an_example_begins_with_its_files_and_its_commands() -> None:
    said = run("--explain", "not-utf8").output
    assert said[said.index("Given:") :] == (
        "Given:\n\n"
        "`notes.yaml`\n\n"
        "```yaml\n"
        "title: Café\n"
        "source: own\n"
        "cards:\n"
        "  - {id: the, kind: basic, front: What does *le thé* mean?, back: Tea}\n"
        "```\n\n"
        "Reported:\n\n"
        "    iconv -f utf-8 -t cp1252 notes.yaml > cards/quiz/20-cafe.yaml\n\n"
        "Mended:\n\n"
        "    cp notes.yaml cards/quiz/20-cafe.yaml\n"
    )


@pytest.mark.parametrize("name", [*RULES, *form_problems()])
def test_explain_explains_every_name(name: str) -> None:
    result = run("--explain", name)
    assert result.exit_code == 0
    assert result.output.startswith(f"## {name}\n")


def test_score_shows_grades_and_cards_to_look_at() -> None:
    result = run("--score")
    assert result.output.splitlines()[:3] == [
        "Demo",
        "   3 atomicity: 1 (100 % of 3 fact cards ask one thing with a short answer)",
        "   5 retrieval effort: ½ (1 yes-no; a novice's try is not computed)",
    ]
    assert "       cards/demo/10-a.yaml:4:10 boil" in result.output


@pytest.mark.parametrize(("style", "before"), [("github", "file="), ("sarif", '"uri": "'), ("concise", "")])
def test_github_is_given_paths_from_the_top_of_the_repository(
    style: str, before: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = "" if style == "concise" else f"{project.name}/"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    assert f"{before}{inner}cards/demo/10-a.yaml" in run("--format", style).output
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project / "elsewhere"))
    assert f"{before}cards/demo/10-a.yaml" in run("--format", style).output


def test_sarif_names_rules_places_and_levels() -> None:
    log = json.loads(run("--format", "sarif", "--select", "vague-question").output)
    rule = RULES["vague-question"]
    message = VAGUE.partition("]: ")[2].strip() + "; name the one thing that is asked: which, who, why, how many"
    region = {"startLine": 5, "startColumn": 36, "endColumn": 43}
    location = {"physicalLocation": {"artifactLocation": {"uri": "cards/demo/10-a.yaml"}, "region": region}}
    described = {"id": rule.id, "shortDescription": {"text": rule.summary}, "help": {"text": rule.why}}
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "deckwright", "version": __version__, "rules": [described]}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": rule.id,
                        "ruleIndex": 0,
                        "level": "warning",
                        "message": {"text": message},
                        "locations": [location],
                    }
                ],
            }
        ],
    }


def test_a_deck_that_has_no_score_says_why(project: Path) -> None:
    (project / "cards" / "demo" / "deck.yaml").write_text("name: Demo\n")
    result = run("--score")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith('cards/demo/deck.yaml:1:1: error[missing-key]: deck.yaml has no "uid"\n')
