"""Erasing a person, and clearing away what is past its time. The pages and the commands call these; there is no second way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import mail
from ..config import Settings
from ..store import certificates, held, links, outbox, people, retention
from ..store.engine import Store

DAYS_IN_MONTH = 30.5


def erase(store: Store, settings: Settings, learner_id: int, *, keep_certificate: bool = False) -> bool:
    """Everything about this person goes, for good: who they are, their key, their words, answers, plays, sessions and mail.

    `keep_certificate` lets their genuine certificates stand, tied to nobody. Says whether this was news: a second press
    finds nobody. A message that is on its way to the mail server at this very moment still arrives.
    """
    with store.transaction() as connection:
        person = people.person_by_id(connection, learner_id, hold=True)
        if person is None:
            return False
        asked = links.addresses_asked(connection, learner_id)
        others = {one for one in asked if (owner := people.person_by_email(connection, one)) and owner.id != learner_id}
        addresses = (asked - others) | ({person.email} if person.email else set())
        if keep_certificate:
            certificates.let_stand_alone(connection, learner_id)
        outbox.forget_messages_to(connection, addresses)
        people.remove_person(connection, learner_id)
    store.forget_deleted()
    mail.forget_written(settings, addresses)
    return True


@dataclass(frozen=True, kw_only=True)
class Old:
    """What is past its time, in numbers."""

    rows: dict[str, int]
    """By table."""
    mail_files: int
    unused_accounts: int
    """Only counted."""


def past_its_time(store: Store, settings: Settings, now: datetime) -> Old:
    """What `clear_away` would clear away now. Nothing is changed."""
    with store.reading() as connection:
        return Old(
            rows=retention.count_old(connection, now, keep_mail_days=settings.keep_mail_days),
            mail_files=len(mail.written_before(settings, _mail_before(settings, now))),
            unused_accounts=held.count_unused(connection, _unused_since(settings, now)),
        )


def clear_away(store: Store, settings: Settings, now: datetime) -> Old:
    """Clear away what is past its time, and say how much that was. Accounts are only counted, never removed."""
    with store.transaction() as connection:
        # First, as the mark of an ended session is a sign that somebody was here.
        unused = held.count_unused(connection, _unused_since(settings, now))
        rows = retention.forget_old(connection, now, keep_mail_days=settings.keep_mail_days)
    files = mail.written_before(settings, _mail_before(settings, now))
    for path in files:
        path.unlink(missing_ok=True)
    store.forget_deleted()
    return Old(rows=rows, mail_files=len(files), unused_accounts=unused)


def _mail_before(settings: Settings, now: datetime) -> datetime:
    return now - timedelta(days=settings.keep_mail_days)


def _unused_since(settings: Settings, now: datetime) -> datetime:
    return now - timedelta(days=DAYS_IN_MONTH * settings.unused_months)
