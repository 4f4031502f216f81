"""Certificates: issued once, never edited. A corrected one is a new row that the old one points to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from ..certificates.rules import NUMBER_LENGTH, NUMBER_LETTERS
from .tables import certificate, learner, release


@dataclass(frozen=True, kw_only=True)
class Certificate:
    id: int
    learner_id: int | None
    """None when its learner had everything about them erased and let it stand."""
    number: str
    """140 random bits as text; the only thing a stranger needs to check it."""
    state: str
    """genuine, replaced or revoked."""
    name: str
    """The learner's name as issued."""
    course_id: str
    course_title: str
    release_id: int
    """The number of the course's release, which is its version."""
    released_at: datetime
    hours: str
    """In words, such as "about 2 hours"."""
    done: str
    """JSON list of plain sentences: what the learner did."""
    issued_at: datetime
    """When the course was finished. A certificate with a corrected name keeps the day of the first."""
    replaced_by: str | None
    closed_at: datetime | None


_SEEN = (*certificate.c, release.c.published_at.label("released_at"))
_FROM = certificate.join(release, certificate.c.release_id == release.c.id)


def certificate_by_number(connection: Connection, number: str) -> Certificate | None:
    row = connection.execute(select(*_SEEN).select_from(_FROM).where(certificate.c.number == number)).one_or_none()
    return Certificate(**row._mapping) if row else None


def certificate_of(connection: Connection, learner_id: int, course_id: str) -> Certificate | None:
    """The learner's newest certificate for this course, whatever its state."""
    row = connection.execute(
        select(*_SEEN)
        .select_from(_FROM)
        .where(certificate.c.learner_id == learner_id, certificate.c.course_id == course_id)
        .order_by(certificate.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Certificate(**row._mapping) if row else None


def certificates_of(connection: Connection, learner_id: int) -> list[Certificate]:
    """All of a learner's certificates, oldest first, for the copy of everything we hold about them."""
    rows = connection.execute(
        select(*_SEEN).select_from(_FROM).where(certificate.c.learner_id == learner_id).order_by(certificate.c.id)
    )
    return [Certificate(**row._mapping) for row in rows]


def hold_certificates_of(connection: Connection, learner_id: int) -> None:
    """Until this transaction ends, nobody else issues or corrects a certificate of this learner.

    On SQLite there is only ever one transaction that writes, so there is nothing to hold.
    """
    connection.execute(select(learner.c.id).where(learner.c.id == learner_id).with_for_update())


def add_certificate(connection: Connection, **values: object) -> Certificate:
    """Issue one. `values` are the columns but id, number, state and the closing ones."""
    number = "".join(secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))
    connection.execute(certificate.insert().values(number=number, state="genuine", **values))
    added = certificate_by_number(connection, number)
    assert added is not None, "the row was written a line ago"
    return added


def close_certificate(
    connection: Connection, number: str, *, state: str, now: datetime, replaced_by: str | None = None
) -> None:
    """Mark a genuine certificate as replaced or revoked."""
    connection.execute(
        update(certificate)
        .where(certificate.c.number == number, certificate.c.state == "genuine")
        .values(state=state, replaced_by=replaced_by, closed_at=now)
    )


def let_stand_alone(connection: Connection, learner_id: int) -> None:
    """Before a learner goes: their genuine certificates still verify, with number, name, course and dates and no more.

    Those that were replaced or withdrawn are forgotten: an old name would otherwise outlive its person.
    """
    theirs = certificate.c.learner_id == learner_id
    connection.execute(delete(certificate).where(theirs, certificate.c.state != "genuine"))
    connection.execute(update(certificate).where(theirs).values(learner_id=None, hours="", done="[]"))
