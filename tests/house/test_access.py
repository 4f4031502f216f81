"""Who may do what to whose things: the owner, what owners may do, and nobody else anything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from course.access import OWNER_ACTIONS, authorise
from course.errors import NotFound


@dataclass(frozen=True)
class Somebody:
    id: int


@dataclass(frozen=True)
class Something:
    learner_id: int


AMINA, JOE = Somebody(1), Somebody(2)
HERS = Something(learner_id=1)


@pytest.mark.parametrize("action", ["read", "answer", "close", "correct"])
def test_what_is_ones_own_is_ones_own(action: str) -> None:
    assert authorise(AMINA, action, HERS) is None


REFUSED = (
    ("another's", JOE, "read", HERS),
    ("somebody not signed in", None, "read", HERS),
    ("nothing there", AMINA, "read", None),
    ("nothing there, and nobody", None, "read", None),
    ("an act nobody has named", AMINA, "publish", HERS),
    ("no act", AMINA, "", HERS),
    ("in other letters", AMINA, "READ", HERS),
)


@pytest.mark.parametrize(
    ("person", "action", "thing"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_everything_else_is_not_there(person: Somebody | None, action: str, thing: Something | None) -> None:
    with pytest.raises(NotFound):
        authorise(person, action, thing)


def test_an_owner_may_do_nothing_that_is_not_tested_here() -> None:
    assert OWNER_ACTIONS == {"read", "answer", "close", "correct"}
