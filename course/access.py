"""Who may do what to whose things: the one place that answers, for pages, exports and jobs alike.

What is not yours is not there: the answer to "may not" is NotFound, so a stranger cannot learn that a thing exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .errors import NotFound


class Owned(Protocol):
    """Anything that belongs to one learner."""

    @property
    def learner_id(self) -> int | None: ...


class Someone(Protocol):
    @property
    def id(self) -> int: ...


OWNER_ACTIONS = frozenset({"read", "answer", "close", "correct"})
"""What a learner may do with their own words, attempts and certificates. Nobody else may do any of it."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one person stands to one organisation, or to one cohort of it."""

    learner_id: int
    roles: frozenset[str]
    """What they are in the organisation: any of learner, trainer, organiser, administrator."""
    takes_part: bool = False
    """Whether they are in the cohort, or facilitate it."""


ROLE_ACTIONS = {
    "see organisation": frozenset({"trainer", "organiser", "administrator"}),
    "change organisation": frozenset({"administrator"}),
    "change roles": frozenset({"administrator"}),
    "start cohort": frozenset({"organiser", "administrator"}),
    "run cohort": frozenset({"organiser", "administrator"}),
}
"""What needs a role in the organisation, and which roles will do."""
TAKING_PART_ACTIONS = frozenset({"see cohort"})
"""What those who are in a cohort or facilitate it may do, whatever they are in the organisation."""


def authorise(person: Someone | None, action: str, thing: Owned | Standing | None) -> None:
    """Let a person act on a thing, or raise NotFound, whether it is missing, not theirs, or not to be done."""
    if person is None or thing is None or thing.learner_id != person.id:
        raise NotFound(action)
    if isinstance(thing, Standing):
        by_role = bool(thing.roles & ROLE_ACTIONS.get(action, frozenset()))
        if not by_role and not (thing.takes_part and action in TAKING_PART_ACTIONS):
            raise NotFound(action)
    elif action not in OWNER_ACTIONS:
        raise NotFound(action)


def may(person: Someone | None, action: str, thing: Owned | Standing | None) -> bool:
    """The same as an answer, for pages that only show a button to those who may press it."""
    try:
        authorise(person, action, thing)
    except NotFound:
        return False
    return True
