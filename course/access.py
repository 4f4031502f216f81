"""Who may do what to whose things: the one place that answers, for pages, exports and jobs alike.

What is not yours is not there: the answer to "may not" is NotFound, so a stranger cannot learn that a thing exists.
"""

from __future__ import annotations

from typing import Protocol

from .errors import NotFound


class Owned(Protocol):
    """Anything that belongs to one learner."""

    @property
    def learner_id(self) -> int: ...


class Someone(Protocol):
    @property
    def id(self) -> int: ...


OWNER_ACTIONS = frozenset({"read", "answer", "close", "correct"})
"""What a learner may do with their own words, attempts and certificates. Nobody else may do any of it."""


def authorise(person: Someone | None, action: str, thing: Owned | None) -> None:
    """Let a person act on a thing, or raise NotFound, whether it is missing, not theirs, or not to be done."""
    if person is None or thing is None or action not in OWNER_ACTIONS or thing.learner_id != person.id:
        raise NotFound(action)
