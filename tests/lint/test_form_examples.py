"""Of its bad example each problem of form is reported and no other, of its mended one nothing is, and it builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from builder.lint.form import FormProblem, form_problems
from builder.lint.form_examples import DECK, MEDIA, steps_of
from tests.pages import Reader

MEDIA_FILES = {".png": b"\x89PNG\r\n\x1a\n", ".mp3": b"ID3\x04"}
_HEADLINE = re.compile(r"^\S+:\d+:\d+: (?:error|warning|info)\[([a-z0-9-]+)\]", re.M)


class Author(Reader):
    """Somebody who has the deck of the examples; deckwright itself runs in this process, which is faster."""

    def begin(self) -> None:
        """Write the deck that examples take for granted."""
        for name in MEDIA:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(MEDIA_FILES[path.suffix])
        self.follow_example(DECK)

    def follow_example(self, example: str) -> None:
        for step in steps_of(example):
            if not step.command:
                self.save(step.file, step.whole)
            elif step.command.startswith("deckwright "):
                result = self.deckwright(*step.command.split()[1:])
                assert result.exit_code == 0, result.output
            else:
                assert self.run(step.command) == ""

    def deckwright(self, *words: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            return CliRunner().invoke(main, words)

    def found(self) -> set[str]:
        """Return the names of what `check -v` and `build` report, of any level."""
        said = self.deckwright("check", "-v").output + self.deckwright("build").output
        return set(_HEADLINE.findall(said))


@pytest.fixture
def author(tmp_path: Path) -> Author:
    (tmp_path / "project").mkdir()
    author = Author(tmp_path / "project", tmp_path / "bin")
    author.begin()
    return author


@pytest.mark.parametrize("form", form_problems().values(), ids=form_problems())
def test_the_bad_example_reports_the_problem_and_no_other(form: FormProblem, author: Author) -> None:
    author.follow_example(form.given)
    author.follow_example(form.bad)
    assert author.found() == {form.name}


@pytest.mark.parametrize("form", form_problems().values(), ids=form_problems())
def test_the_mended_example_reports_nothing_and_builds(form: FormProblem, author: Author) -> None:
    author.follow_example(form.given)
    author.follow_example(form.mended)
    assert author.found() == set()
    result = author.deckwright("build", "--locked")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("example", ["Some words\n", "$ touch a.yaml\ntitle: A\n"])
def test_what_is_no_file_command_or_card_is_no_example(example: str) -> None:
    with pytest.raises(ValueError, match="no file, command or card"):
        steps_of(example)
