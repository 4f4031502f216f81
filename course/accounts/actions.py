"""What people do with their accounts. Each is all or nothing; mail is queued in the same transaction as what it tells of.

How guessing is slowed, and why nobody else can lock you out of your account: strangers, wherever they are, have 10 tries
at one account in 15 minutes together, and 50 from one network address. A browser that has signed in to the account
before (it holds a signed cookie that says so) has 10 tries of its own, whatever strangers do. And a mailed link to choose
a new password always works; using it starts the count again. Only failures stay counted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..config import Settings
from ..errors import AlreadyRecorded, NameTaken, StoreNotReady, TooManyTries
from ..store import links, outbox, people, tries
from ..store.engine import Connection, Store
from ..store.once import record_once
from ..store.people import Person
from ..store.tries import Limit
from ..store.vault import Vault
from .mail_texts import Letter, Writer
from .passwords import hash_password, is_out_of_date, is_right
from .rules import clean_email, clean_name

log = logging.getLogger("course.accounts")

TRIES_AT_ACCOUNT = 10
TRIES_FROM_NETWORK = 50
LETTERS_TO_ADDRESS = 3
LETTERS_FROM_NETWORK = 30


class Here(Protocol):
    """The part of a mount that is needed here."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Where a try comes from."""

    secret: str | bytes = field(repr=False)
    """What tries are keyed with."""
    network: str
    """The network address, as coarse as one person can change it at will; empty when there is none."""
    browser: str = ""
    """The browser's own random id, from its signed cookie."""
    knows: Mapping[str, int] = field(default_factory=dict)
    """The accounts this browser has signed in to before, by public id, with the session version they had then."""

    def key(self, kind: str, value: str) -> str:
        return tries.key_of(self.secret, kind, value)

    def limit(self, kind: str, value: str, most: int) -> Limit:
        return Limit(self.key(kind, value), most)


# --- coming in --------------------------------------------------------------------------------------------------------


def add_account(here: Here, *, name: str, email: str, password: str) -> Person:
    """An account, made by whoever runs the site. Raises NameTaken."""
    password_hash = hash_password(password)
    with here.store.transaction() as connection:
        return people.add_person(
            connection,
            name=clean_name(name),
            email=clean_email(email),
            password_hash=password_hash,
            words_key=here.vault.new_person_key(),
            now=here.clock(),
        )


def register(
    here: Here,
    visitor: Visitor,
    writer: Writer,
    *,
    name: str,
    email: str,
    password: str,
    language: str,
    theme: str,
    text_size: str,
    token: str,
    now: datetime,
) -> Person:
    """A new account. A second press of the same button gives the account that the first one made.

    Raises NameTaken when the address has an account (its owner is told by mail), TooManyTries after 50 such.
    """
    with here.store.transaction() as connection:
        counted = tries.record_try(connection, _of_network(visitor), now)
    password_hash = hash_password(password)
    try:
        with here.store.transaction() as connection:
            record_once(connection, token, now)
            person = people.add_person(
                connection,
                name=name,
                email=email,
                password_hash=password_hash,
                words_key=here.vault.new_person_key(),
                language=language,
                now=now,
            )
            people.change_person(connection, person.id, theme=theme, text_size=text_size)
            tries.take_back(connection, counted)
            return person
    except AlreadyRecorded:
        with here.store.reading() as connection:
            first = people.person_by_email(connection, email)
            kept = people.password_hash_of(connection, first.id) if first else None
        if first and is_right(kept, password):
            return first
        raise NameTaken from None
    except NameTaken:
        with here.store.transaction() as connection:
            owner = people.person_by_email(connection, email)
            if owner and _may_write_to(connection, visitor, email, now):
                _send(connection, email, writer.already_registered(owner.language), now)
        raise


def sign_in(here: Here, visitor: Visitor, *, email: str, password: str, now: datetime) -> Person | None:
    """Who this is, or None when address and password do not belong together. Raises TooManyTries.

    Takes as long for an address nobody has as for a wrong password.
    """
    with here.store.transaction() as connection:
        person = people.person_by_email(connection, email)
        password_hash = people.password_hash_of(connection, person.id) if person else None
        own = _own_count(visitor, person)
        limits = [own] if own else [visitor.limit("account", email, TRIES_AT_ACCOUNT), *_of_network(visitor)]
        counted = tries.record_try(connection, limits, now)
    if not is_right(password_hash, password) or person is None or password_hash is None:
        return None
    fresh = hash_password(password) if is_out_of_date(password_hash) else None
    with here.store.transaction() as connection:
        tries.take_back(connection, counted)
        tries.forget_tries(connection, limits[0].key)
        if fresh:
            people.change_person(connection, person.id, password_hash=fresh)
    return person


def sign_out(here: Here, person: Person, token: str, now: datetime) -> None:
    """End one session for good. Harmless the second time, and where nothing can be written: the cookie is gone anyway."""
    try:
        with here.store.transaction() as connection:
            people.end_session(connection, person.id, token, now)
    except AlreadyRecorded:
        pass
    except StoreNotReady:
        log.warning("A session could not be ended for good; only its cookie is gone.")


def _own_count(visitor: Visitor, person: Person | None) -> Limit | None:
    """The tries of a browser this person has used before and that nothing has happened to since."""
    if person is None or visitor.knows.get(person.public_id) != person.session_version:
        return None
    return visitor.limit("browser", f"{person.public_id} {visitor.browser}", TRIES_AT_ACCOUNT)


def _of_network(visitor: Visitor) -> list[Limit]:
    return [visitor.limit("network", visitor.network, TRIES_FROM_NETWORK)] if visitor.network else []


# --- a forgotten password ---------------------------------------------------------------------------------------------


def ask_for_new_password(here: Here, visitor: Visitor, writer: Writer, *, email: str, now: datetime) -> None:
    """Mail a one-time link to the owner of this address. Nothing outside tells whether there is one.

    Raises TooManyTries after 30 from one network address. More than 3 for one address are quietly not sent.
    """
    with here.store.transaction() as connection:
        if visitor.network:
            tries.record_try(connection, [visitor.limit("letters", visitor.network, LETTERS_FROM_NETWORK)], now)
        person = people.person_by_email(connection, email)
        if _may_write_to(connection, visitor, email, now) and person and person.email:
            token = links.make_link(connection, person.id, "new-password", now)
            _send(connection, person.email, writer.new_password(person.language, token), now)


@dataclass(frozen=True)
class Owned:
    """A one-time link, seen from outside."""

    person: Person
    detail: str


def owner_of_link(here: Here, token: str, purpose: str, now: datetime, *, used_too: bool = False) -> Owned:
    """Whose link this is and what it was sent with, without using it up. Raises LinkNotGood.

    `used_too` gives the owner of a used link as well: a second press of a button must be told from a second use.
    """
    with here.store.reading() as connection:
        link = links.look_at_link(connection, token, purpose, now, used_too=used_too)
        person = people.person_by_id(connection, link.learner_id)
    assert person is not None, "a link goes with its person"
    return Owned(person, link.detail)


def set_new_password(
    here: Here, visitor: Visitor, writer: Writer, *, link: str, password: str, token: str, now: datetime
) -> None:
    """Use up a mailed link: a new password, signed out everywhere, the count of tries starts again, a mail that tells.

    Raises LinkNotGood, and AlreadyRecorded for the second press of the same button.
    """
    password_hash = hash_password(password)
    with here.store.transaction() as connection:
        record_once(connection, token, now)
        person_id = links.use_link(connection, link, "new-password", now).learner_id
        person = people.person_by_id(connection, person_id)
        assert person is not None, "a link goes with its person"
        _put_password(connection, writer, person, password_hash, now)
        tries.forget_tries(connection, visitor.key("account", person.email or ""))


def _put_password(connection: Connection, writer: Writer, person: Person, password_hash: str, now: datetime) -> int:
    """Returns the new session version."""
    people.change_person(connection, person.id, password_hash=password_hash)
    links.void_links(connection, person.id, now)
    if person.email:
        _send(connection, person.email, writer.password_changed(person.language), now)
    return people.end_sessions(connection, person.id)


# --- changing things, signed in ---------------------------------------------------------------------------------------


def change_name(here: Here, person: Person, name: str) -> None:
    with here.store.transaction() as connection:
        people.change_person(connection, person.id, name=name)


def change_look(here: Here, person: Person, **choices: object) -> None:
    """`choices` are any of language, theme, text_size, easy_read."""
    with here.store.transaction() as connection:
        people.change_person(connection, person.id, **choices)


def change_password(
    here: Here, visitor: Visitor, writer: Writer, person: Person, *, password: str, new_password: str, now: datetime
) -> Person | None:
    """A new password for someone signed in; everywhere else they are signed out. Returns them with their new session.

    None when the present password is wrong. Raises TooManyTries.
    """
    if not is_their_password(here, visitor, person, password, now):
        return None
    password_hash = hash_password(new_password)
    with here.store.transaction() as connection:
        _put_password(connection, writer, person, password_hash, now)
        return people.person_by_id(connection, person.id)


def ask_to_change_email(
    here: Here, visitor: Visitor, writer: Writer, person: Person, *, password: str, email: str, now: datetime
) -> bool:
    """Mail a link to the new address; nothing changes until it is used. False when the password is wrong.

    An address that has an account gets a mail that says so; the person asking cannot tell the difference.
    Raises TooManyTries.
    """
    if not is_their_password(here, visitor, person, password, now):
        return False
    with here.store.transaction() as connection:
        if not _may_write_to(connection, visitor, email, now):
            return True
        owner = people.person_by_email(connection, email)
        if owner:
            _send(connection, email, writer.address_in_use(owner.language), now)
        else:
            token = links.make_link(connection, person.id, "new-email", now, detail=email)
            _send(connection, email, writer.confirm_email(person.language, token), now)
    return True


def confirm_email(here: Here, writer: Writer, *, link: str, token: str, now: datetime) -> None:
    """Use up a mailed link: the address is changed and the old one is told.

    Raises LinkNotGood, AlreadyRecorded for a second press, NameTaken when the address got an account meanwhile.
    """
    with here.store.transaction() as connection:
        record_once(connection, token, now)
        used = links.use_link(connection, link, "new-email", now)
        person = people.person_by_id(connection, used.learner_id)
        assert person is not None, "a link goes with its person"
        people.change_person(connection, person.id, email=used.detail)
        links.void_links(connection, person.id, now)  # a link to a new password may lie at the old address
        if person.email:
            _send(connection, person.email, writer.email_changed(person.language), now)


def is_their_password(here: Here, visitor: Visitor, person: Person, password: str, now: datetime) -> bool:
    """Whether somebody signed in knows their password. Raises TooManyTries."""
    limit = visitor.limit("inside", person.public_id, TRIES_AT_ACCOUNT)
    with here.store.transaction() as connection:
        counted = tries.record_try(connection, [limit], now)
        password_hash = people.password_hash_of(connection, person.id)
    if not is_right(password_hash, password):
        return False
    with here.store.transaction() as connection:
        tries.take_back(connection, counted)
    return True


# --- mail -------------------------------------------------------------------------------------------------------------


def _may_write_to(connection: Connection, visitor: Visitor, email: str, now: datetime) -> bool:
    """Whether another letter may go to this address, so that nobody's mailbox can be filled by pressing our buttons."""
    try:
        tries.record_try(connection, [visitor.limit("letter", email, LETTERS_TO_ADDRESS)], now)
    except TooManyTries:
        return False
    return True


def _send(connection: Connection, to: str, letter: Letter, now: datetime) -> None:
    outbox.add_message(connection, to=to, subject=letter.subject, body=letter.body, now=now)
