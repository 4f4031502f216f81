"""Certificates: issued once, never edited. A corrected one is a new row that the old one points to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from .people import new_public_id
from .tables import certificate


@dataclass(frozen=True, kw_only=True)
class Certificate:
    id: int
    learner_id: int
    number: str
    """128 random bits as text; the only thing a stranger needs to check it."""
    state: str
    """genuine, replaced or revoked."""
    name: str
    """The learner's name as issued."""
    course_id: str
    course_title: str
    release_id: int
    hours: str
    """In words, such as "about 2 hours"."""
    done: str
    """JSON list of plain sentences: what the learner did."""
    issued_at: datetime
    replaced_by: str | None
    closed_at: datetime | None


def certificate_by_number(connection: Connection, number: str) -> Certificate | None:
    row = connection.execute(select(certificate).where(certificate.c.number == number)).one_or_none()
    return Certificate(**row._mapping) if row else None


def certificate_of(connection: Connection, learner_id: int, course_id: str) -> Certificate | None:
    """The learner's newest certificate for this course, whatever its state."""
    row = connection.execute(
        select(certificate)
        .where(certificate.c.learner_id == learner_id, certificate.c.course_id == course_id)
        .order_by(certificate.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Certificate(**row._mapping) if row else None


def add_certificate(connection: Connection, **values: object) -> Certificate:
    """Issue one. `values` are the columns but id, number, state and the closing ones."""
    row = connection.execute(
        certificate.insert().values(number=new_public_id(), state="genuine", **values).returning(certificate)
    ).one()
    return Certificate(**row._mapping)


def close_certificate(
    connection: Connection, number: str, *, state: str, now: datetime, replaced_by: str | None = None
) -> None:
    """Mark a genuine certificate as replaced or revoked."""
    connection.execute(
        update(certificate)
        .where(certificate.c.number == number, certificate.c.state == "genuine")
        .values(state=state, replaced_by=replaced_by, closed_at=now)
    )
