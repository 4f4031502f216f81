"""Organisations, the roles people have in them, and the record of what staff did that touches a person.

Every question about people names the organisation it is for; the record is for the person it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .people import new_public_id, page_changed
from .tables import learner, membership, organisation, staff_act


@dataclass(frozen=True, kw_only=True)
class Organisation:
    id: int
    public_id: str
    name: str
    welcome: str
    """Plain words for those who join; may be empty, like the three below."""
    help_name: str
    help_contact: str
    access_contact: str
    """Whom to tell what one needs to take part."""
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person as an organisation that knows them sees them: their chosen name, and no address."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that a person of an organisation did, as the one it touched reads it."""

    at: datetime
    actor: str | None
    """Their name; None once they have gone."""
    organisation: str
    what: str
    detail: str


# --- organisations ----------------------------------------------------------------------------------------------------


def add_organisation(connection: Connection, name: str, now: datetime) -> Organisation:
    row = connection.execute(
        organisation.insert()
        .values(public_id=new_public_id(), name=name, created_at=now)
        .returning(*organisation.columns)
    ).one()
    return Organisation(**row._mapping)


def all_organisations(connection: Connection) -> list[Organisation]:
    """For whoever runs the site, by name."""
    rows = connection.execute(select(organisation).order_by(organisation.c.name, organisation.c.id))
    return [Organisation(**row._mapping) for row in rows]


def organisation_by_public_id(connection: Connection, public_id: str) -> Organisation | None:
    row = connection.execute(select(organisation).where(organisation.c.public_id == public_id)).one_or_none()
    return Organisation(**row._mapping) if row else None


def organisation_by_id(connection: Connection, organisation_id: int) -> Organisation | None:
    row = connection.execute(select(organisation).where(organisation.c.id == organisation_id)).one_or_none()
    return Organisation(**row._mapping) if row else None


def change_organisation(connection: Connection, organisation_id: int, **values: str) -> None:
    """Set any of name, welcome, help_name, help_contact, access_contact."""
    connection.execute(update(organisation).where(organisation.c.id == organisation_id).values(**values))


def hold_organisation(connection: Connection, organisation_id: int) -> None:
    """Until this transaction ends, whoever else wants to change roles here waits. SQLite's writers always do."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(organisation.c.id).where(organisation.c.id == organisation_id).with_for_update())


# --- roles ------------------------------------------------------------------------------------------------------------


def roles_of(connection: Connection, organisation_id: int, learner_id: int) -> frozenset[str]:
    """What this person is in this organisation; empty for nothing."""
    return frozenset(
        connection.execute(
            select(membership.c.role).where(
                membership.c.organisation_id == organisation_id, membership.c.learner_id == learner_id
            )
        ).scalars()
    )


def organisations_of(connection: Connection, learner_id: int) -> list[tuple[Organisation, frozenset[str]]]:
    """The organisations in which this person is anything, by name, with what they are there."""
    rows = connection.execute(
        select(organisation, membership.c.role)
        .join(membership, membership.c.organisation_id == organisation.c.id)
        .where(membership.c.learner_id == learner_id)
        .order_by(organisation.c.name, organisation.c.id)
    )
    found: dict[Organisation, set[str]] = {}
    for row in rows:
        values = dict(row._mapping)
        role = values.pop("role")
        found.setdefault(Organisation(**values), set()).add(role)
    return [(one, frozenset(roles)) for one, roles in found.items()]


def staff_of(connection: Connection, organisation_id: int) -> list[tuple[Somebody, frozenset[str]]]:
    """Everybody in this organisation who is more than a learner, by name, with all they are."""
    rows = connection.execute(
        select(learner.c.id, learner.c.public_id, learner.c.name, membership.c.role)
        .join(membership, membership.c.learner_id == learner.c.id)
        .where(membership.c.organisation_id == organisation_id, membership.c.role != "learner")
        .order_by(learner.c.name, learner.c.id)
    )
    found: dict[Somebody, set[str]] = {}
    for row in rows:
        found.setdefault(Somebody(id=row.id, public_id=row.public_id, name=row.name), set()).add(row.role)
    return [(one, frozenset(roles)) for one, roles in found.items()]


def person_in(connection: Connection, organisation_id: int, public_id: str) -> Somebody | None:
    """Somebody this organisation knows; None for everybody else, whether they are here or not."""
    known: Select[tuple[int]] = select(membership.c.learner_id).where(membership.c.organisation_id == organisation_id)
    row = connection.execute(
        select(learner.c.id, learner.c.public_id, learner.c.name).where(
            learner.c.public_id == public_id, learner.c.id.in_(known)
        )
    ).one_or_none()
    return Somebody(**row._mapping) if row else None


def how_many(connection: Connection, organisation_id: int, role: str) -> int:
    """How many people have this role here."""
    return connection.execute(
        select(func.count()).where(membership.c.organisation_id == organisation_id, membership.c.role == role)
    ).scalar_one()


def give_role(connection: Connection, organisation_id: int, learner_id: int, role: str, now: datetime) -> bool:
    """Whether this is news: given a second time, a role stays as it was."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    given = connection.execute(
        insert(membership)
        .values(organisation_id=organisation_id, learner_id=learner_id, role=role, since=now)
        .on_conflict_do_nothing(index_elements=["organisation_id", "learner_id", "role"])
        .returning(membership.c.id)
    ).all()
    page_changed(connection, learner_id)
    return bool(given)


def take_role(connection: Connection, organisation_id: int, learner_id: int, role: str) -> bool:
    """Whether there was such a role to take."""
    taken = connection.execute(
        delete(membership)
        .where(
            membership.c.organisation_id == organisation_id,
            membership.c.learner_id == learner_id,
            membership.c.role == role,
        )
        .returning(membership.c.id)
    ).all()
    page_changed(connection, learner_id)
    return bool(taken)


# --- the record -------------------------------------------------------------------------------------------------------


def add_act(
    connection: Connection,
    *,
    actor_id: int,
    subject_ids: Iterable[int],
    organisation_id: int,
    what: str,
    detail: str,
    now: datetime,
) -> None:
    """Remember what somebody did that touches these people."""
    for subject_id in subject_ids:
        connection.execute(
            staff_act.insert().values(
                at=now,
                actor_id=actor_id,
                subject_id=subject_id,
                organisation_id=organisation_id,
                what=what,
                detail=detail,
            )
        )


def acts_on(connection: Connection, learner_id: int) -> list[Act]:
    """Everything that people of organisations did to this person's place there, newest first."""
    rows = connection.execute(
        select(
            staff_act.c.at,
            learner.c.name.label("actor"),
            organisation.c.name.label("organisation"),
            staff_act.c.what,
            staff_act.c.detail,
        )
        .join(organisation, organisation.c.id == staff_act.c.organisation_id)
        .join(learner, learner.c.id == staff_act.c.actor_id, isouter=True)
        .where(staff_act.c.subject_id == learner_id)
        .order_by(staff_act.c.at.desc(), staff_act.c.id.desc())
    )
    return [Act(**row._mapping) for row in rows]
