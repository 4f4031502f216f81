"""What somebody can be in an organisation. A role says what a person looks after, never what they work as."""

from __future__ import annotations

ROLES = ("trainer", "organiser", "administrator")
"""What can be given, from the one that may do least. A learner is whoever has joined a cohort."""

NEVER_WITHOUT = frozenset({"organiser", "administrator"})
"""Once an organisation has one of these, it always has one."""

LONGEST_WELCOME = 2_000


def would_be_without(role: str, holders: int) -> bool:
    """Whether taking this role from one of its `holders` would leave nobody to do what only they can."""
    return role in NEVER_WITHOUT and holders <= 1
