"""Runs inputs, each in a project of its own, and judges what came of it.

`python -m tests.hostile NUMBER` runs one and shows it. As a worker (`python -m tests.hostile.run`) it reads numbers, a
line each, and writes a line of JSON for each: an input that takes too much takes the worker with it, so that whoever
gave it the number knows.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import sys
import tempfile
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

from builder.cli.main import main
from builder.errors import DeckwrightError
from builder.files import read_bytes
from builder.lint.form import form_problems
from builder.lint.rules import RULES
from builder.lock.format import dump
from builder.package.recover import recover
from tests.hostile.mutate import Hostile, hostile
from tests.hostile.seeds import write

SECONDS = 5
"""Processor time that an input may take."""
MEMORY = 1_000_000_000
"""Bytes that a worker may take."""
STATUSES = (0, 1, 2)
"""What the commands of these inputs exit with: all well, something wrong with the deck, with something around it."""
_HEADLINE = re.compile(r"(?P<path>[^\n]+?):\d+:\d+: (?:error|warning|info)\[(?P<rule>[\w-]+)\]: \S[^\n]*")
_FORMS = (
    _HEADLINE,
    re.compile(r"  +\d+ \| [^\n]*|   +\| +\^*|  hint: [^\n]+|"),  # the line, what marks it, what to do
    re.compile(r"deckwright: \S[^\n]*"),
    re.compile(r"  (?:new|changed|renamed|back|retired|marked|written otherwise|note type|and|the order)\b[^\n]*"),
    re.compile(r"[\d,]+ (?:error|warning|note)s?(?:, [\d,]+ (?:warning|note)s?)*(?:; nothing was built)?"),
    re.compile(r"[^\n]+?:\d+:\d+: (?:gave it|made|put|left|dropped|took)[^\n]*"),  # what --fix has done
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an input: its exit status, what was said, and what is wrong with that; empty for nothing."""

    number: int
    sort: str
    status: object
    built: bool
    """Whether there is a package that this run has made."""
    fault: str
    stdout: str = ""
    stderr: str = ""


def run(case: Hostile) -> Outcome:
    """Run an input in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        os.environ.update({"DECKWRIGHT_CACHE": "", "NO_COLOR": "1", **case.environment})
        root = Path()
        write(root, case.files)
        stdout, stderr = io.StringIO(), io.StringIO()
        status: object = None
        fault = ""
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            try:
                main(list(case.words), prog_name="deckwright")
            except SystemExit as end:
                status = end.code
            except BaseException:
                fault = traceback.format_exc()
        package = root / "build" / "demo.apkg"
        built = status == 0 and case.words[0] == "build" and package.is_file()
        fault = (
            fault or _fault(case, status, stdout.getvalue(), stderr.getvalue()) or (_package_fault() if built else "")
        )
        return Outcome(
            number=case.number,
            sort=case.sort,
            status=status,
            built=built,
            fault=fault,
            stdout=stdout.getvalue(),
            stderr=stderr.getvalue(),
        )


def _fault(case: Hostile, status: object, stdout: str, stderr: str) -> str:
    """Return what is wrong with what a command said; empty for nothing."""
    if status not in STATUSES:
        return f"exit status {status}"
    if status and not (stdout + stderr).strip():
        return "it says nothing"
    said = stderr
    if case.words[0] == "check" and not {"sarif", "--score"} & set(case.words):
        said += stdout.removesuffix("1 deck, no problems\n")
    for line in said.split("\n"):
        match = _HEADLINE.fullmatch(line)
        if match and match["rule"] not in RULES and match["rule"] not in form_problems():
            return f"nobody explains {match['rule']}"
        if not any(form.fullmatch(line) for form in _FORMS):
            return f"this line is none of those that are documented: {line!r}"
    return ""


def _package_fault() -> str:
    """Return what is wrong with the package that was built."""
    lock = read_bytes(Path("cards/demo/deck.lock")).decode()
    try:
        recovered = dump(recover(read_bytes(Path("build/demo.apkg")), "demo.apkg").ledger)
    except DeckwrightError as error:
        return f"the package cannot be read: {error}"
    return "" if recovered == lock else "the lock that is recovered from the package is another one"


def work() -> None:
    """Run the inputs whose numbers are read, each with its limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS + 1, hard))
        outcome = asdict(run(hostile(int(line))))
        print(
            json.dumps({name: value for name, value in outcome.items() if name not in ("stdout", "stderr")}), flush=True
        )


if __name__ == "__main__":
    work()
