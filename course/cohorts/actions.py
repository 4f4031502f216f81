"""What people do with cohorts. Each is all or nothing; whatever touches somebody else is in the record they can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..errors import AlreadyRecorded, CannotJoin
from ..store import cohorts as kept
from ..store import organisations, tries
from ..store.cohorts import Cohort
from ..store.engine import Connection, Store
from ..store.organisations import Organisation, Somebody
from ..store.people import Person
from ..store.tries import Limit
from .rules import Secret, code_hash, code_of, cohort_id_for, link_hash, link_of, why_not_join

MOST_CODES = 50
"""Codes tried until one is free. One is taken once in many millions."""


def start_cohort(
    store: Store,
    secret: Secret,
    organisation: Organisation,
    actor: Person,
    *,
    course_id: str,
    name: str,
    starts_on: date,
    ends_on: date,
    zone: str,
    token: str,
    now: datetime,
) -> str:
    """The public id of the new cohort. A second press of the same button gives the one that the first made."""
    public_id = cohort_id_for(secret, f"{actor.public_id}\0{organisation.public_id}\0{token}")
    try:
        with store.transaction() as connection:
            if kept.cohort_by_public_id(connection, public_id):
                return public_id
            code_number, hashed = _free_code(connection, secret, public_id, 1)
            kept.add_cohort(
                connection,
                public_id=public_id,
                organisation_id=organisation.id,
                course_id=course_id,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                zone=zone,
                link_hash=link_hash(link_of(secret, public_id, 1)),
                code_number=code_number,
                code_hash=hashed,
                created_by=actor.id,
                now=now,
            )
    except AlreadyRecorded:
        pass  # the other press was first, by a moment
    return public_id


def _free_code(connection: Connection, secret: Secret, public_id: str, number: int) -> tuple[int, str]:
    """The first code from this number on that no other cohort has, as (its number, its hash)."""
    for one in range(number, number + MOST_CODES):
        hashed = code_hash(secret, code_of(secret, public_id, one))
        if kept.cohort_by_code(connection, hashed) is None:
            return one, hashed
    raise AlreadyRecorded


def renew_link(store: Store, secret: Secret, cohort: Cohort) -> None:
    """From now on the old link opens nothing."""
    with store.transaction() as connection:
        kept.hold_cohort(connection, cohort.id)
        number = cohort.link_number + 1
        kept.change_cohort(
            connection,
            cohort.id,
            link_number=number,
            link_hash=link_hash(link_of(secret, cohort.public_id, number)),
        )


def renew_code(store: Store, secret: Secret, cohort: Cohort) -> None:
    """From now on the old code opens nothing."""
    with store.transaction() as connection:
        kept.hold_cohort(connection, cohort.id)
        number, hashed = _free_code(connection, secret, cohort.public_id, cohort.code_number + 1)
        kept.change_cohort(connection, cohort.id, code_number=number, code_hash=hashed)


def set_closed(store: Store, cohort: Cohort, closed_at: datetime | None) -> None:
    """Nobody can join from `closed_at` on; None lets people join again."""
    with store.transaction() as connection:
        kept.change_cohort(connection, cohort.id, closed_at=closed_at)


# --- coming and going -------------------------------------------------------------------------------------------------


def cohort_of_code(store: Store, limits: Sequence[Limit], hashed: str, now: datetime) -> Cohort | None:
    """The cohort with this code, or None. Only wrong codes stay counted. Raises TooManyTries."""
    with store.transaction() as connection:
        counted = tries.record_try(connection, limits, now)
        found = kept.cohort_by_code(connection, hashed)
        if found is not None:
            tries.take_back(connection, counted)
    return found


def join(store: Store, cohort: Cohort, person: Person, how: str, now: datetime) -> bool:
    """Whether they were not in it before. Raises CannotJoin when it has ended or is closed."""
    with store.transaction() as connection:
        kept.hold_cohort(connection, cohort.id)
        present = kept.cohort_by_public_id(connection, cohort.public_id)
        assert present is not None, "cohorts are never removed"
        if kept.is_in(connection, cohort.id, person.id):
            return False
        if why := why_not_join(present.starts_on, present.ends_on, present.zone, present.closed_at, now):
            raise CannotJoin(why)
        organisations.give_role(connection, cohort.organisation_id, person.id, "learner", now)
        return kept.enrol(connection, cohort_id=cohort.id, learner_id=person.id, how=how, now=now)


def leave(store: Store, cohort: Cohort, person: Person, now: datetime) -> None:
    with store.transaction() as connection:
        _out(connection, cohort, person.id, now)


def remove(store: Store, cohort: Cohort, actor: Person, subject: Somebody | kept.Enrolled, now: datetime) -> None:
    """Somebody is taken out of a cohort, which they can read. All that they did in the course stays theirs."""
    with store.transaction() as connection:
        if _out(connection, cohort, subject.id, now):
            _record(connection, cohort, actor, subject.id, "removed", now)


def _out(connection: Connection, cohort: Cohort, learner_id: int, now: datetime) -> bool:
    was_in = kept.leave(connection, cohort_id=cohort.id, learner_id=learner_id, now=now)
    if not kept.is_in_any(connection, cohort.organisation_id, learner_id):
        organisations.take_role(connection, cohort.organisation_id, learner_id, "learner")
    return was_in


# --- facilitators -----------------------------------------------------------------------------------------------------


def add_facilitator(store: Store, cohort: Cohort, actor: Person, subject: Somebody, now: datetime) -> None:
    with store.transaction() as connection:
        if kept.add_facilitator(connection, cohort.id, subject.id):
            _record(connection, cohort, actor, subject.id, "facilitates", now)


def remove_facilitator(store: Store, cohort: Cohort, actor: Person, subject_id: int, now: datetime) -> None:
    with store.transaction() as connection:
        if kept.remove_facilitator(connection, cohort.id, subject_id):
            _record(connection, cohort, actor, subject_id, "facilitates-not", now)


def _record(connection: Connection, cohort: Cohort, actor: Person, subject_id: int, what: str, now: datetime) -> None:
    organisations.add_act(
        connection,
        actor_id=actor.id,
        subject_ids=[subject_id],
        organisation_id=cohort.organisation_id,
        what=what,
        detail=cohort.name,
        now=now,
    )
