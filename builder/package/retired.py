"""What to tell learners about notes that are no longer in the deck."""

from __future__ import annotations

from builder.deck import Deck
from builder.lock.ledger import Ledger


def retired_keys(ledger: Ledger) -> list[str]:
    """Return the keys of all retired notes; those of identities that were never published under a name left out."""
    return sorted(key for key, entry in ledger.notes.items() if entry.retired)


def search_for(deck: Deck, ledger: Ledger) -> str:
    """Return an Anki search that finds exactly the retired notes."""
    names = " or ".join(f'"Id:{_escape(key.partition("#")[0])}"' for key in retired_keys(ledger))
    return f'"note:{_escape(deck.settings.name)} · *" ({names})'


def _escape(text: str) -> str:
    for sign in ("\\", '"', "*", "_", ":"):
        text = text.replace(sign, f"\\{sign}")
    return text


def retired_report(deck: Deck, ledger: Ledger) -> str:
    """Return the text of `NAME-retired.txt`: a search, what to do with it, and the notes."""
    keys = retired_keys(ledger)
    lines = [
        f"{len(keys)} {'note' if len(keys) == 1 else 'notes'} of {deck.settings.name} left the deck.",
        "Anki keeps them, with their reviews. To be rid of them, paste this search into Anki's browser,",
        "then suspend or delete what it finds:",
        "",
        search_for(deck, ledger),
        "",
        *(f"{key}: {ledger.notes[key].text}" for key in keys),
        "",
    ]
    return "\n".join(lines)
