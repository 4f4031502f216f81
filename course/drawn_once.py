"""Pages that are drawn once, for everybody who reads them in the same way, and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from . import web
from .gaps import gap
from .store.people import Person

MOST_SHEETS = 60
"""Kept for one mount; the oldest goes first. One takes as much memory as a few of its pages."""

Kept = TypeVar("Kept")


def kept(key: tuple[object, ...], draw: Callable[[], Kept]) -> Kept:
    """What was drawn for this key before, or else what is drawn now."""
    sheets = web.mount().sheets
    found: Kept | None = sheets.get(key)
    if found is None:
        found = sheets[key] = draw()
        for oldest in list(sheets)[:-MOST_SHEETS]:  # a list, as other threads may add to it meanwhile
            sheets.pop(oldest, None)
    return found


def nobody_in_particular(person: Person) -> Person:
    """What a kept page may know of a person: how they like their pages."""
    return replace(
        person, id=0, public_id="", name=gap("name"), email=None, host_identity=None, words_key=None, session_version=0
    )
