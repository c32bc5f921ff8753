"""Whatever a file holds, an import of it is a deck that builds, or one message and nothing written."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.adoption.published import publish, run

JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**63,
    1e300,
    "",
    " ",
    "a",
    "\x00",
    "\x1f",
    "\x85",
    "\u2028",
    "\ufeff",
    "\ud800",
    "🎴",
    "é" * 500,
    "x" * 100_000,
    "../x",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "::",
    "a::",
    "::b",
    "a::::b",
    "- a",
    ": b",
    "# c",
    "!!python/x y",
    "&a *a",
    "%YAML",
    "'\"",
    "{{c1::",
    "{{c1::x}}",
    "{{#Place}}",
    "{{Place}}{{/Place}}",
    "<script>x</script>",
    "<a href=x",
    "<!--",
    "-->",
    "&lt;b&gt;",
    "[sound:",
    "[latex]",
    "\\(x",
    "$$",
    "$(rm)",
    "{html: x}",
    "yes",
    "1e3",
    "~",
    "null",
    "a\nb",
    "a\r\nb",
    "\t",
    "a  ",
    "id",
    "kind",
    "tags",
    "‮abc",
    "١",
    [],
    {},
    [[]],
    {"a": 1},
    ["a"],
)
STATEMENTS = (
    "drop table notes",
    "drop table cards",
    "drop table col",
    "delete from col",
    "delete from notes",
    "delete from cards",
    "alter table notes drop column flds",
    "alter table notes rename column guid to gu",
    "alter table col drop column models",
    "create table n as select * from notes; drop table notes; create view notes as select * from n",
    "create trigger t after insert on notes begin delete from notes; end",
    "update notes set mid = 5",
    "update cards set nid = 5",
    "update cards set did = 5",
    "update cards set ord = 77",
    "update cards set ord = -1",
    "update cards set ord = 'x'",
    "update notes set id = 'x' where id = (select min(id) from notes)",
    "update notes set id = 0 where id = (select min(id) from notes)",
    "update notes set guid = 'same'",
    "update notes set guid = ''",
    "update notes set guid = x'ff00'",
    "update notes set flds = x'fffe41'",
    "update notes set flds = 5",
    "update notes set flds = null",
    "update notes set flds = ''",
    "update notes set flds = replace(flds, char(31), '')",
    "update notes set flds = flds || char(31)",
    "update notes set flds = replace(hex(zeroblob(1000000)), '00', 'ab') || flds",
    "update notes set tags = null",
    "update notes set tags = 'a b" + " c" * 50 + ' ../x <b> "q" a::b\'',
    "update notes set mod = -1",
    "update notes set mod = 9999999999999",
    "update notes set mod = 'x'",
    "update col set models = '{}'",
    "update col set models = '[]'",
    "update col set models = 'x'",
    "update col set models = null",
    "update col set decks = '{}'",
    "update col set decks = 'x'",
    "update col set ver = 99",
    "update col set ver = 'x'",
    "insert into col select id + 1, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags from col",
    "pragma user_version = 5",
    "create table extra (a)",
    "pragma encoding = 'UTF-16'",
    "update cards set id = 1",
    "update cards set type = 'x', due = x'00', ivl = 1e300",
    "with recursive c(n) as (select 1 union all select n + 1 from c where n < 5000) insert into notes"
    " select n, 'u' || n, mid, mod, usn, tags, flds, sfld, csum, flags, data from c, (select * from notes limit 1)",
)
MEDIA = (
    "../x.png",
    "/x.png",
    "a\\b.png",
    "CON.png",
    "x\x00y.png",
    "a.png",
    "A.png",
    "",
    ".",
    "..",
    "x" * 300 + ".png",
    "‮gnp.exe",
    "a/b.png",
    "é.png",
    "e\u0301.png",
    "_x.css",
    " a.png",
    "a.png ",
    "nul",
    "x\n.png",
)
MARKDOWN = (
    "# a\n",
    "## b\n",
    "a::b\n",
    "a:::b\n",
    "x\n?\ny\n",
    "==gap== text\n",
    "Q: a\nA: b\n",
    "F: x\nB: y\n",
    "T: {{c1::a}}\n",
    "---\n",
    "```\n",
    "$$\n",
    "\x00",
    "\ufeff",
    "<!--ID: 1-->\n",
    "- [[x]]\n",
    "![[y.png]]\n",
    "\n\n",
    "| a | b |\n",
    "::\n",
    "???\n",
    "a::\n",
    "::b\n",
    "{{c1::x\n",
    "tags:: z\n",
    "#flashcards\n",
    "\u2028",
    "[^1]: x\n",
    "---\ntags: [a\n---\n",
)
CELLS = (
    "a",
    "",
    '"',
    '""',
    '"a',
    'a"b',
    "a,b",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\x00",
    "<b>",
    "=1+1",
    "{{c1::x}}",
    "#separator:tab\n",
    "#html:true\n",
    "#columns:a,b\n",
    "#deck column:9\n",
    "#guid column:1\n",
    "front,back\n",
    "id,front,back,tags,deck\n",
    "é",
    "🎴",
)


def _at_random(dice: random.Random, value: Any) -> Any:
    """Return a value of JSON in which one part is another, or gone."""
    value = copy.deepcopy(value)
    holder: Any = [value]
    key: Any = 0
    while isinstance(holder[key], dict | list) and holder[key] and dice.random() < 0.85:
        holder = holder[key]
        key = dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    if holder != [value] and dice.random() < 0.2:
        del holder[key]
    else:
        holder[key] = dice.choice(JUNK)
    return value


def _package(dice: random.Random, folder: Path) -> Path:
    path = publish(folder / "world.apkg")
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    database = folder / "x.anki2"
    database.write_bytes(entries["collection.anki2"])
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for _ in range(dice.choice((1, 1, 2))):
            with contextlib.suppress(sqlite3.Error, UnicodeEncodeError, ValueError):
                if dice.random() < 0.4:
                    connection.executescript(dice.choice(STATEMENTS))
                elif dice.random() < 0.7:
                    column = dice.choice(("models", "models", "decks"))
                    ((stored,),) = connection.execute(f"select {column} from col")
                    value = json.dumps(_at_random(dice, json.loads(stored)))
                    connection.execute(f"update col set {column} = ?", (value,))
                else:
                    column = dice.choice(("flds", "tags", "guid", "flds"))
                    junk = dice.choice([text for text in JUNK if isinstance(text, str)])
                    connection.execute(f"update notes set {column} = ? || {column}", (junk,))
        connection.commit()
    entries["collection.anki2"] = database.read_bytes()
    if dice.random() < 0.3:
        names = {str(number): dice.choice(MEDIA) for number in range(3)}
        entries |= {"media": json.dumps(names).encode(), **dict.fromkeys(names, b"\x89PNG")}
    if dice.random() < 0.1:
        entries["media"] = json.dumps(_at_random(dice, json.loads(entries["media"]))).encode()
    if dice.random() < 0.1:
        entries["meta"] = dice.randbytes(3)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


CROWD: Mapping[str, Any] = {
    "__type__": "Deck",
    "name": "Words",
    "crowdanki_uuid": "d",
    "desc": "what",
    "deck_config_uuid": "c",
    "deck_configurations": [{"crowdanki_uuid": "c", "name": "Default"}],
    "media_files": ["a.png"],
    "children": [
        {
            "__type__": "Deck",
            "name": "In",
            "notes": [{"guid": "b", "note_model_uuid": "m", "fields": ["x", "<b>y</b>"], "tags": ["t"]}],
            "children": [],
        }
    ],
    "note_models": [
        {
            "crowdanki_uuid": "m",
            "name": "Term",
            "type": 0,
            "css": ".card {}",
            "sortf": 0,
            "latexPre": "",
            "latexPost": "",
            "flds": [
                {"name": "Place", "ord": 0, "font": "Arial", "size": 20, "rtl": False},
                {"name": "Back", "ord": 1},
            ],
            "tmpls": [{"name": "Say it", "ord": 0, "qfmt": "{{Place}}", "afmt": "{{Back}}", "bqfmt": "", "bafmt": ""}],
        }
    ],
    "notes": [{"guid": "a", "note_model_uuid": "m", "fields": ["bread", "le pain"], "tags": []}],
}


def _crowdanki(dice: random.Random, folder: Path) -> Path:
    value: Any = CROWD
    for _ in range(dice.choice((1, 1, 2))):
        value = _at_random(dice, value)
    path = folder / "deck.json"
    path.write_text(json.dumps(value), "utf-8")
    return path


def _table(dice: random.Random, folder: Path) -> Path:
    path = folder / f"t{dice.choice(('.csv', '.tsv', '.txt'))}"
    text = "".join(dice.choice(CELLS) + dice.choice((",", ",", "\n", "\t")) for _ in range(dice.randrange(40)))
    path.write_bytes(text.encode(dice.choice(("utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace"))
    return path


def _notebook(dice: random.Random, folder: Path) -> Path:
    path = folder / "t.md"
    path.write_text("".join(dice.choice(MARKDOWN) for _ in range(dice.randrange(1, 20))), "utf-8")
    return path


def _bytes(dice: random.Random, folder: Path) -> Path:
    path = folder / f"t{dice.choice(('.apkg', '.colpkg', '.csv', '.txt', '.json', '.md'))}"
    path.write_bytes(
        dice.choice((b"", b"PK\3\4", b"{", b"[" * 100_000, b"\xff\xfe", b"\0" * 1000)) + dice.randbytes(200)
    )
    return path


SORTS: tuple[Callable[[random.Random, Path], Path], ...] = (
    _package,
    _package,
    _package,
    _package,
    _crowdanki,
    _crowdanki,
    _table,
    _notebook,
    _bytes,
)


def try_to_import(seed: int, folder: Path) -> None:
    """Import the file of a number, and check what came of it."""
    dice = random.Random(seed)
    file = dice.choice(SORTS)(dice, folder)
    project = folder / "project"
    more = [["--tidy"], ["--new"], ["--html"], ["--deck", "World"], []][min(dice.randrange(12), 4)]
    result = run("import", file, "--root", project, *more)
    assert result.exit_code in (0, 1, 2), result.output
    if result.exit_code:
        assert not project.exists() or list(project.iterdir()) == []
        assert result.exit_code == 1 or re.fullmatch(r"(deckwright|Usage|Error|Try): [^\n]*\n", result.stderr), (
            result.stderr
        )
        assert not re.search(r"Traceback|\x1b|\x00", result.stderr)
        return
    built = run("build", "--root", project)
    # What is wrong with texts of new cards is their author's to mend; what is adopted is as it was published.
    is_adopted = "--new" not in more and file.suffix in (".apkg", ".colpkg", ".json")
    assert built.exit_code in ((0,) if is_adopted else (0, 1)), built.output


@pytest.mark.parametrize("seed", range(50))
def test_a_hostile_file_is_refused_or_makes_a_deck_that_builds(seed: int, tmp_path: Path) -> None:
    try_to_import(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 5_000, 100))
def test_many_hostile_files(start: int, tmp_path: Path) -> None:
    for seed in range(start, start + 100):
        folder = tmp_path / str(seed)
        folder.mkdir()
        try_to_import(seed, folder)
