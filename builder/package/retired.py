"""What to tell learners about notes that are no longer in the deck."""

from __future__ import annotations

from builder.lock.model import Ledger


def retired_keys(ledger: Ledger) -> list[str]:
    """Return the keys of all retired notes, sorted."""
    return sorted(key for key, entry in ledger.notes.items() if entry.retired)


def written_key(key: str) -> str:
    """Return a note's id as the author wrote it: a key may carry the GUID of an identity that it gave up."""
    return key.partition("#")[0]


def search_for(ledger: Ledger) -> str:
    """Return an Anki search that finds exactly the retired notes.

    By note id, which stays when the card or the deck is renamed, also with learners who skip releases. Only notes with
    an Id field count: had Anki moved a note because a learner's own had its id, the search must not find that one.
    """
    return f"nid:{','.join(str(ledger.notes[key].nid) for key in retired_keys(ledger))} Id:_*"


def retired_report(deck: str, ledger: Ledger) -> str:
    """Return the text of a deck's `NAME-retired.txt`: a search, what to do with it, and the notes."""
    keys = retired_keys(ledger)
    lines = [
        f"{len(keys)} {'note' if len(keys) == 1 else 'notes'} of {deck} left the deck.",
        "Anki keeps them, with their reviews. To be rid of them, paste this search into Anki's browser,",
        "then suspend or delete what it finds:",
        "",
        search_for(ledger),
        "",
        *(f"{written_key(key)}: {ledger.notes[key].text}" for key in keys),
        "",
    ]
    return "\n".join(lines)
