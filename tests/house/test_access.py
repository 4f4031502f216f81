"""Who may do what to whose things: the owner, what owners may do, and nobody else anything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from course.access import OWNER_ACTIONS, ROLE_ACTIONS, TAKING_PART_ACTIONS, Standing, authorise, may
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


# --- organisations and cohorts ----------------------------------------------------------------------------------------

ROLES = ("learner", "trainer", "organiser", "administrator")
MAY = {
    "see organisation": "trainer organiser administrator",
    "change organisation": "administrator",
    "change roles": "administrator",
    "start cohort": "organiser administrator",
    "run cohort": "organiser administrator",
}


@pytest.mark.parametrize("action", [*MAY, "see cohort", "read", "answer", "", "RUN COHORT"])
@pytest.mark.parametrize("role", ["", *ROLES])
def test_what_a_role_lets_somebody_do_there(role: str, action: str) -> None:
    standing = Standing(learner_id=1, roles=frozenset({role} - {""}))

    assert may(AMINA, action, standing) is (role in MAY.get(action, "").split() and role != "")
    assert not may(JOE, action, standing)
    assert not may(None, action, standing)


@pytest.mark.parametrize("action", [*MAY, "see cohort", "read"])
def test_taking_part_in_a_cohort_lets_somebody_see_it_and_no_more(action: str) -> None:
    standing = Standing(learner_id=1, roles=frozenset({"learner"}), takes_part=True)

    assert may(AMINA, action, standing) is (action == "see cohort")


def test_nothing_more_can_be_done_in_an_organisation_than_is_tested_here() -> None:
    assert set(ROLE_ACTIONS) == set(MAY)
    assert TAKING_PART_ACTIONS == {"see cohort"}
