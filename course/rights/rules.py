"""How recently somebody must have shown who they are, and the words they type to say that they mean it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

LATELY = timedelta(minutes=15)
"""For so long after signing in, or typing the password again, everything held about somebody can be taken away."""

FORMAT = "equal-footing/everything-held"
VERSION = 1
"""Raised when a name in the JSON copy changes its meaning or goes. New names may come without it."""


def is_lately(at: object, now: datetime) -> bool:
    """Whether `at`, seconds since 1970 as a session keeps them, is within the last 15 minutes."""
    return isinstance(at, int) and 0 <= now.timestamp() - at < LATELY.total_seconds()


def means_it(typed: str, word: str) -> bool:
    """Whether somebody typed the word they were asked for; capitals and blanks do not matter."""
    return "".join(typed.split()).casefold() == word.casefold()
