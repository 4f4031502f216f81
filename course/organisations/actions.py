"""What people do to an organisation. Each is all or nothing; whatever touches a person is in the record they can read."""

from __future__ import annotations

from datetime import datetime

from ..errors import LastOne, NotOnOffer
from ..store import cohorts
from ..store import organisations as kept
from ..store.engine import Connection, Store
from ..store.organisations import Organisation, Somebody
from ..store.people import Person
from .rules import ROLES, would_be_without


def add_organisation(store: Store, name: str, administrator: Person, now: datetime) -> Organisation:
    """A new organisation with its first administrator, made by whoever runs the site."""
    with store.transaction() as connection:
        made = kept.add_organisation(connection, name, now)
        kept.give_role(connection, made.id, administrator.id, "administrator", now)
    return made


def change_words(store: Store, organisation: Organisation, **values: str) -> None:
    """`values` are any of name, welcome, help_name, help_contact, access_contact."""
    with store.transaction() as connection:
        kept.change_organisation(connection, organisation.id, **values)


def give_role(
    store: Store, organisation: Organisation, actor: Person, subject: Somebody, role: str, now: datetime
) -> None:
    """Doing so twice changes nothing the second time. Raises NotOnOffer for what nobody can be."""
    if role not in ROLES:
        raise NotOnOffer(role)
    with store.transaction() as connection:
        if kept.give_role(connection, organisation.id, subject.id, role, now):
            _record(connection, organisation, actor, subject, "role-given", role, now)


def take_role(
    store: Store, organisation: Organisation, actor: Person, subject: Somebody, role: str, now: datetime
) -> None:
    """Raises LastOne when nobody else could do what this role is for; of two at once, the second meets it."""
    if role not in ROLES:
        raise NotOnOffer(role)
    with store.transaction() as connection:
        kept.hold_organisation(connection, organisation.id)
        if role not in kept.roles_of(connection, organisation.id, subject.id):
            return
        if would_be_without(role, kept.how_many(connection, organisation.id, role)):
            raise LastOne(role)
        kept.take_role(connection, organisation.id, subject.id, role)
        if not kept.roles_of(connection, organisation.id, subject.id) & set(ROLES):
            cohorts.stop_facilitating(connection, organisation.id, subject.id)
        _record(connection, organisation, actor, subject, "role-taken", role, now)


def _record(
    connection: Connection,
    organisation: Organisation,
    actor: Person,
    subject: Somebody,
    what: str,
    detail: str,
    now: datetime,
) -> None:
    kept.add_act(
        connection,
        actor_id=actor.id,
        subject_ids=[subject.id],
        organisation_id=organisation.id,
        what=what,
        detail=detail,
        now=now,
    )
