"""What the next page says about something the person has just done. A view leaves it with Flask's `flash(words, kind)`."""

from __future__ import annotations

from typing import cast

from flask import get_flashed_messages, session

KINDS = ("done", "note", "problem")


def has_notices() -> bool:
    """Whether the next page has something to say about what the person has just done."""
    return bool(session.get("_flashes"))


def take_notices() -> list[tuple[str, str]]:
    """(kind, words) of each, to be shown on this page and no other."""
    return cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True, category_filter=KINDS))
