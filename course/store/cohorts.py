"""Cohorts: the groups in which an organisation's people take the course, and who is in each.

Every question about people names the organisation and the cohort, or the one person, it is for. Nothing here holds a
word, a choice or an answer of anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError

from ..errors import AlreadyRecorded
from .organisations import Somebody
from .tables import cohort, enrolment, facilitator, learner


@dataclass(frozen=True, kw_only=True)
class Cohort:
    id: int
    organisation_id: int
    public_id: str
    course_id: str
    name: str
    starts_on: date
    ends_on: date
    """The last day."""
    zone: str
    """Where those days are."""
    link_number: int
    link_hash: str
    code_number: int
    code_hash: str
    created_by: int | None
    created_at: datetime
    closed_at: datetime | None
    """Since when nobody can join any more."""


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """Somebody in a cohort."""

    id: int
    public_id: str
    name: str
    joined_at: datetime
    how: str
    """link or code."""


def add_cohort(
    connection: Connection,
    *,
    public_id: str,
    organisation_id: int,
    course_id: str,
    name: str,
    starts_on: date,
    ends_on: date,
    zone: str,
    link_hash: str,
    code_number: int,
    code_hash: str,
    created_by: int,
    now: datetime,
) -> Cohort:
    """A new cohort, with whoever starts it as its first facilitator. Raises AlreadyRecorded for a code that is taken."""
    try:
        row = connection.execute(
            cohort.insert()
            .values(
                public_id=public_id,
                organisation_id=organisation_id,
                course_id=course_id,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                zone=zone,
                link_hash=link_hash,
                code_number=code_number,
                code_hash=code_hash,
                created_by=created_by,
                created_at=now,
            )
            .returning(*cohort.columns)
        ).one()
    except IntegrityError as error:
        raise AlreadyRecorded from error
    made = Cohort(**row._mapping)
    add_facilitator(connection, made.id, created_by)
    return made


def _one(connection: Connection, **wanted: object) -> Cohort | None:
    row = connection.execute(select(cohort).filter_by(**wanted)).one_or_none()
    return Cohort(**row._mapping) if row else None


def cohort_by_public_id(connection: Connection, public_id: str) -> Cohort | None:
    return _one(connection, public_id=public_id)


def cohort_by_link(connection: Connection, link_hash: str) -> Cohort | None:
    return _one(connection, link_hash=link_hash)


def cohort_by_code(connection: Connection, code_hash: str) -> Cohort | None:
    return _one(connection, code_hash=code_hash)


def cohorts_of_organisation(connection: Connection, organisation_id: int) -> list[tuple[Cohort, int]]:
    """The cohorts of an organisation, the last to start first, each with how many people are in it."""
    inside = (
        select(func.count())
        .where(enrolment.c.cohort_id == cohort.c.id, enrolment.c.left_at.is_(None))
        .correlate(cohort)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(cohort, inside.label("inside"))
        .where(cohort.c.organisation_id == organisation_id)
        .order_by(cohort.c.starts_on.desc(), cohort.c.id.desc())
    )
    found = []
    for row in rows:
        values = dict(row._mapping)
        count = values.pop("inside")
        found.append((Cohort(**values), count))
    return found


def cohorts_led_in(connection: Connection, organisation_id: int, learner_id: int) -> frozenset[int]:
    """Which cohorts of this organisation this person facilitates."""
    return frozenset(
        connection.execute(
            select(cohort.c.id)
            .join(facilitator, facilitator.c.cohort_id == cohort.c.id)
            .where(cohort.c.organisation_id == organisation_id, facilitator.c.learner_id == learner_id)
        ).scalars()
    )


def cohorts_of_learner(connection: Connection, learner_id: int) -> list[Cohort]:
    """The cohorts this person is in now or facilitates, the last to start first."""
    mine = select(enrolment.c.cohort_id).where(enrolment.c.learner_id == learner_id, enrolment.c.left_at.is_(None))
    led = select(facilitator.c.cohort_id).where(facilitator.c.learner_id == learner_id)
    rows = connection.execute(
        select(cohort)
        .where(cohort.c.id.in_(mine) | cohort.c.id.in_(led))
        .order_by(cohort.c.starts_on.desc(), cohort.c.id.desc())
    )
    return [Cohort(**row._mapping) for row in rows]


def change_cohort(connection: Connection, cohort_id: int, **values: object) -> None:
    """Set link_number and link_hash, or code_number and code_hash, or closed_at. Raises AlreadyRecorded when taken."""
    try:
        connection.execute(update(cohort).where(cohort.c.id == cohort_id).values(**values))
    except IntegrityError as error:
        raise AlreadyRecorded from error


def hold_cohort(connection: Connection, cohort_id: int) -> None:
    """Until this transaction ends, whoever else wants to change this cohort waits. SQLite's writers always do."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(cohort.c.id).where(cohort.c.id == cohort_id).with_for_update())


# --- who is in it -----------------------------------------------------------------------------------------------------


def add_facilitator(connection: Connection, cohort_id: int, learner_id: int) -> bool:
    """Whether this is news: doing so again changes nothing."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    made = connection.execute(
        insert(facilitator)
        .values(cohort_id=cohort_id, learner_id=learner_id)
        .on_conflict_do_nothing(index_elements=["cohort_id", "learner_id"])
        .returning(facilitator.c.id)
    ).all()
    return bool(made)


def remove_facilitator(connection: Connection, cohort_id: int, learner_id: int) -> bool:
    """Whether they were one."""
    gone = connection.execute(
        delete(facilitator)
        .where(facilitator.c.cohort_id == cohort_id, facilitator.c.learner_id == learner_id)
        .returning(facilitator.c.id)
    ).all()
    return bool(gone)


def stop_facilitating(connection: Connection, organisation_id: int, learner_id: int) -> None:
    """This person facilitates none of this organisation's cohorts any more."""
    own = select(cohort.c.id).where(cohort.c.organisation_id == organisation_id)
    connection.execute(
        delete(facilitator).where(facilitator.c.cohort_id.in_(own), facilitator.c.learner_id == learner_id)
    )


def facilitators_of(connection: Connection, organisation_id: int, cohort_id: int) -> list[Somebody]:
    """Those who facilitate this cohort of this organisation, by name."""
    rows = connection.execute(
        select(learner.c.id, learner.c.public_id, learner.c.name)
        .join(facilitator, facilitator.c.learner_id == learner.c.id)
        .join(cohort, cohort.c.id == facilitator.c.cohort_id)
        .where(cohort.c.organisation_id == organisation_id, facilitator.c.cohort_id == cohort_id)
        .order_by(learner.c.name, learner.c.id)
    )
    return [Somebody(**row._mapping) for row in rows]


def is_in(connection: Connection, cohort_id: int, learner_id: int) -> bool:
    """Whether this person is in this cohort now."""
    found = connection.execute(
        select(enrolment.c.id).where(
            enrolment.c.cohort_id == cohort_id, enrolment.c.learner_id == learner_id, enrolment.c.left_at.is_(None)
        )
    )
    return found.one_or_none() is not None


def is_facilitator(connection: Connection, cohort_id: int, learner_id: int) -> bool:
    found = connection.execute(
        select(facilitator.c.id).where(facilitator.c.cohort_id == cohort_id, facilitator.c.learner_id == learner_id)
    )
    return found.one_or_none() is not None


def enrol(connection: Connection, *, cohort_id: int, learner_id: int, how: str, now: datetime) -> bool:
    """Whether this is news. Somebody who is in it stays as they are; somebody who had left is back from now."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    made = connection.execute(
        insert(enrolment)
        .values(cohort_id=cohort_id, learner_id=learner_id, how=how, joined_at=now)
        .on_conflict_do_nothing(index_elements=["cohort_id", "learner_id"])
        .returning(enrolment.c.id)
    ).all()
    back = connection.execute(
        update(enrolment)
        .where(
            enrolment.c.cohort_id == cohort_id, enrolment.c.learner_id == learner_id, enrolment.c.left_at.is_not(None)
        )
        .values(how=how, joined_at=now, left_at=None)
        .returning(enrolment.c.id)
    ).all()
    return bool(made or back)


def leave(connection: Connection, *, cohort_id: int, learner_id: int, now: datetime) -> bool:
    """Whether they were in it."""
    left = connection.execute(
        update(enrolment)
        .where(enrolment.c.cohort_id == cohort_id, enrolment.c.learner_id == learner_id, enrolment.c.left_at.is_(None))
        .values(left_at=now)
        .returning(enrolment.c.id)
    ).all()
    return bool(left)


def people_of(
    connection: Connection, organisation_id: int, cohort_id: int, *, first: int = 0, most: int | None = None
) -> list[Enrolled]:
    """Who is in this cohort of this organisation now, by name: `most` of them after the `first`, or all."""
    asked = (
        select(learner.c.id, learner.c.public_id, learner.c.name, enrolment.c.joined_at, enrolment.c.how)
        .join(enrolment, enrolment.c.learner_id == learner.c.id)
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .where(
            cohort.c.organisation_id == organisation_id,
            enrolment.c.cohort_id == cohort_id,
            enrolment.c.left_at.is_(None),
        )
        .order_by(learner.c.name, learner.c.id)
        .offset(first)
    )
    rows = connection.execute(asked if most is None else asked.limit(most))
    return [Enrolled(**row._mapping) for row in rows]


def person_of(connection: Connection, organisation_id: int, cohort_id: int, public_id: str) -> Enrolled | None:
    """One of the people who are in this cohort of this organisation now."""
    row = connection.execute(
        select(learner.c.id, learner.c.public_id, learner.c.name, enrolment.c.joined_at, enrolment.c.how)
        .join(enrolment, enrolment.c.learner_id == learner.c.id)
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .where(
            cohort.c.organisation_id == organisation_id,
            enrolment.c.cohort_id == cohort_id,
            enrolment.c.left_at.is_(None),
            learner.c.public_id == public_id,
        )
    ).one_or_none()
    return Enrolled(**row._mapping) if row else None


def how_many_in(connection: Connection, cohort_id: int) -> int:
    return connection.execute(
        select(func.count()).where(enrolment.c.cohort_id == cohort_id, enrolment.c.left_at.is_(None))
    ).scalar_one()


def is_in_any(connection: Connection, organisation_id: int, learner_id: int) -> bool:
    """Whether this person is in any cohort of this organisation now."""
    found = connection.execute(
        select(func.count())
        .select_from(enrolment.join(cohort, cohort.c.id == enrolment.c.cohort_id))
        .where(
            cohort.c.organisation_id == organisation_id,
            enrolment.c.learner_id == learner_id,
            enrolment.c.left_at.is_(None),
        )
    ).scalar_one()
    return found > 0
