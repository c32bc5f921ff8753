"""What public decks showed: alarms at what was only different, each with the smallest deck that has it."""

from __future__ import annotations

import json
from pathlib import Path

import genanki
import pytest
from click.testing import CliRunner

from builder.cli.main import main

TYPED = genanki.Model(
    1_607_392_320,
    "Typed",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card", "qfmt": "{{Front}}{{type:Back}}", "afmt": "{{Front}}<hr>{{type:Back}}"}],
)
LINKED = genanki.Model(
    1_607_392_321,
    "Linked",
    fields=[{"name": "Link"}, {"name": "Text"}],
    templates=[{"name": "Gap", "qfmt": "<p>{{cloze:Text}}</p>", "afmt": "{{cloze:Text}}{{Link}}"}],
    model_type=genanki.Model.CLOZE,
)
SENTENCE = "The set of all outcomes of an experiment is called the {{c1::sample space}} in English books."


@pytest.mark.parametrize(
    ("model", "fields", "tags"),
    [
        (TYPED, ["Which river flows through Cologne?", "The Rhine"], []),
        (LINKED, ["Anki", SENTENCE], []),
        (TYPED, ["Which river flows through Cologne?", "The Rhine"], [":", "x:", "a:::b"]),
    ],
    ids=["an answer that is typed", "gaps in the second field", "tags with colons"],
)
def test_nothing_is_told_of_what_others_do_otherwise(
    model: genanki.Model, fields: list[str], tags: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    deck = genanki.Deck(2_059_400_110, "World")
    deck.add_note(genanki.Note(model, fields, tags=tags, guid="a"))
    genanki.Package(deck).write_to_file(str(tmp_path / "deck.apkg"))
    run = CliRunner().invoke
    assert run(main, ["import", "../deck.apkg", "--into", "deck"]).exit_code == 0
    settings = project / "cards" / "deck" / "deck.yaml"
    text = settings.read_text("utf-8")
    assert "lint: {profile: imported}" in text
    settings.write_text(text.replace("lint: {profile: imported}", ""), "utf-8")
    told = json.loads(run(main, ["check", "--format", "json"]).stdout)
    assert [problem["rule"] for problem in told if problem["severity"] == "error"] == []
