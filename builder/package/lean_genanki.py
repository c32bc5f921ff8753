"""What is used of genanki, imported in 7 ms instead of 57.

genanki decorates one method with `cached_property` from the package of that name, which loads asyncio for a feature
that genanki has no use for. While genanki is imported, Python's own `cached_property` stands in for that package.
"""

from __future__ import annotations

import functools
import sys

_NAME = "cached_property"
_stands_in = _NAME not in sys.modules and "genanki" not in sys.modules
if _stands_in:
    sys.modules[_NAME] = functools
try:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA
    from genanki.deck import Deck
    from genanki.model import Model
finally:
    if _stands_in:
        del sys.modules[_NAME]

__all__ = ["APKG_COL", "APKG_SCHEMA", "Deck", "Model"]
