"""Shows an input by its number, and what comes of it: `python -m tests.hostile NUMBER [FOLDER]`.

With a FOLDER the project is written there, to run the command on it by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hostile.mutate import hostile
from tests.hostile.run import run
from tests.hostile.seeds import files, write


def show(number: int, folder: str = "") -> None:
    """Print an input, and run it."""
    case = hostile(number)
    if folder:
        write(Path(folder), case.files)
    for name, data in case.files.items():
        if files().get(name) != data:
            print(f"--- {name}\n{data[:4000].decode('utf-8', 'backslashreplace')}")
    for name in files().keys() - case.files.keys():
        print(f"--- {name}: not there")
    print(f"+++ {case.environment} deckwright {' '.join(case.words)}", flush=True)
    outcome = run(case)
    print(outcome.stdout[:4000], outcome.stderr[:4000], sep="")
    print(f"+++ {case.sort}: status {outcome.status}, {'a package' if outcome.built else 'no package'}")
    print(outcome.fault or "nothing is wrong")


show(int(sys.argv[1]), *sys.argv[2:])
