"""Issuing, correcting and withdrawing certificates. Each is one transaction; what happened is announced after it."""

from __future__ import annotations

import json
from datetime import datetime

from ..access import authorise
from ..content.model import Course
from ..errors import NotFound
from ..events import Announcer, CertificateIssued
from ..progress.rules import progress_of
from ..store import certificates as store_of
from ..store import people
from ..store import progress as progress_store
from ..store.certificates import Certificate
from ..store.engine import Store
from ..store.people import Person
from .rules import earned, is_earned, number_in


def issue_if_earned(
    store: Store, course: Course, release_id: int, person: Person, now: datetime, announcer: Announcer | None = None
) -> Certificate | None:
    """Give this learner their certificate when the last step is done. To be called after each act that may be it.

    Returns the certificate when this call issued it; None when a step is left and when they have one already, even one
    that was withdrawn since. However many calls come at once, one certificate is issued.
    """
    with store.reading() as connection:
        progress = progress_of(course, progress_store.facts_of(connection, person.id))
        if not is_earned(progress) or store_of.certificate_of(connection, person.id, course.id):
            return None
    with store.transaction() as connection:
        store_of.hold_certificates_of(connection, person.id)
        if store_of.certificate_of(connection, person.id, course.id):
            return None
        says = earned(course, progress_of(course, progress_store.facts_of(connection, person.id)))
        issued = store_of.add_certificate(
            connection,
            learner_id=person.id,
            name=person.name,
            course_id=says.course_id,
            course_title=says.course_title,
            release_id=release_id,
            hours=says.hours,
            done=json.dumps(says.done, ensure_ascii=False),
            issued_at=now,
        )
        people.page_changed(connection, person.id)
    _announce(announcer, issued, now)
    return issued


def reissue(
    store: Store, course_id: str, person: Person, new_name: str, now: datetime, announcer: Announcer | None = None
) -> Certificate:
    """Correct the name: a new certificate with a new number, and the old one no longer counts.

    Everything else, the day too, stays as it was issued. Asking for the name it already has changes nothing, so a
    second press of the button is harmless.

    Raises NotFound when the learner has no certificate, or it was withdrawn.
    """
    with store.transaction() as connection:
        store_of.hold_certificates_of(connection, person.id)
        old = store_of.certificate_of(connection, person.id, course_id)
        authorise(person, "correct", old)
        if old is None or old.state != "genuine":
            raise NotFound("certificate")
        if old.name == new_name:
            return old
        issued = store_of.add_certificate(
            connection,
            learner_id=person.id,
            name=new_name,
            course_id=old.course_id,
            course_title=old.course_title,
            release_id=old.release_id,
            hours=old.hours,
            done=old.done,
            issued_at=old.issued_at,
        )
        store_of.close_certificate(connection, old.number, state="replaced", now=now, replaced_by=issued.number)
        people.page_changed(connection, person.id)
    _announce(announcer, issued, now)
    return issued


def revoke(store: Store, number: str, now: datetime) -> Certificate:
    """Withdraw a certificate: from now on, whoever checks it is told that it no longer counts. It cannot be undone.

    `number` may be written with spaces, or be the certificate's whole address. Returns the certificate as it is then;
    one that was replaced or withdrawn before stays as it was. Raises NotFound for a number we never gave out.
    """
    plain = number_in(number)
    with store.transaction() as connection:
        found = store_of.certificate_by_number(connection, plain)
        if found is None:
            raise NotFound(number)
        store_of.close_certificate(connection, plain, state="revoked", now=now)
        if found.learner_id is not None:
            people.page_changed(connection, found.learner_id)
        closed = store_of.certificate_by_number(connection, plain)
    assert closed is not None, "certificates are never deleted while they are looked at"
    return closed


def _announce(announcer: Announcer | None, issued: Certificate, now: datetime) -> None:
    if announcer is not None and issued.learner_id is not None:
        announcer.announce(CertificateIssued(learner_id=issued.learner_id, at=now, number=issued.number))
