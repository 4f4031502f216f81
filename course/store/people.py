"""Learners: who they are and how they like their pages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from ..errors import AlreadyRecorded, MustSignIn, NameTaken
from .tables import ended_session, learner, membership, release

LONGEST_SESSION = timedelta(days=8)
"""No session lasts longer without a visit (config.MOST_SESSION_MINUTES), so an ended one need not be remembered longer."""

_SEEN = (
    learner.c.id,
    learner.c.public_id,
    learner.c.name,
    learner.c.email,
    learner.c.host_identity,
    learner.c.language,
    learner.c.easy_read,
    learner.c.text_size,
    learner.c.theme,
    learner.c.session_version,
    learner.c.progress_version,
    learner.c.words_key,
    learner.c.created_at,
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A learner as every request sees them."""

    id: int
    public_id: str
    name: str
    email: str | None
    host_identity: str | None
    language: str
    easy_read: bool
    text_size: str
    theme: str
    session_version: int
    progress_version: int
    words_key: bytes | None
    created_at: datetime
    has_role: bool = False
    """Whether they look after something in an organisation. Only known of the person who makes a request."""


def new_public_id() -> str:
    """128 random bits, as 22 letters, digits, - and _."""
    return secrets.token_urlsafe(16)


_HAS_ROLE = (
    exists().where(membership.c.learner_id == learner.c.id, membership.c.role != "learner").correlate(learner)
).label("has_role")

# Built once: putting a statement together costs several times what asking it does.
_PERSON_OF_SESSION = select(
    *_SEEN, _HAS_ROLE, select(func.max(release.c.id)).scalar_subquery().label("newest_release")
).where(
    learner.c.public_id == bindparam("public_id"),
    learner.c.session_version == bindparam("session_version"),
    ~exists().where(ended_session.c.token == bindparam("token")),
)
_HOLD = select(learner.c.id).where(learner.c.id == bindparam("learner_id")).with_for_update()  # SQLite leaves that out
_PAGE_CHANGED = (
    update(learner)
    .where(learner.c.id == bindparam("learner_id"))
    .values(progress_version=learner.c.progress_version + 1)
)


def person_of_session(
    connection: Connection, public_id: str, session_version: int, token: str = ""
) -> tuple[Person | None, int | None]:
    """Who this signed-in session belongs to, and the newest release, in one statement.

    The person is None when there is none, or when this session, or all of theirs, have been ended since.
    """
    asked = {"public_id": public_id, "session_version": session_version, "token": token}
    row = connection.execute(_PERSON_OF_SESSION, asked).one_or_none()
    if row is None:
        return None, None
    values = dict(row._mapping)
    newest = values.pop("newest_release")
    return Person(**values), newest


def person_by_host_identity(connection: Connection, identity: str) -> Person | None:
    row = connection.execute(select(*_SEEN, _HAS_ROLE).where(learner.c.host_identity == identity)).one_or_none()
    return Person(**row._mapping) if row else None


def person_by_email(connection: Connection, email: str) -> Person | None:
    row = connection.execute(select(*_SEEN).where(learner.c.email == email.lower())).one_or_none()
    return Person(**row._mapping) if row else None


def person_by_id(connection: Connection, learner_id: int, *, hold: bool = False) -> Person | None:
    """`hold`: until this transaction ends, nobody else changes them."""
    asked = select(*_SEEN).where(learner.c.id == learner_id)
    row = connection.execute(asked.with_for_update() if hold else asked).one_or_none()
    return Person(**row._mapping) if row else None


def is_there(connection: Connection, public_id: str) -> bool:
    """Whether somebody has this id. Ids are never given twice, so an id that was given once and is not there was erased."""
    return connection.execute(select(learner.c.id).where(learner.c.public_id == public_id)).scalar() is not None


def password_hash_of(connection: Connection, learner_id: int) -> str | None:
    return connection.execute(select(learner.c.password_hash).where(learner.c.id == learner_id)).scalar()


def add_person(
    connection: Connection,
    *,
    name: str,
    now: datetime,
    words_key: bytes,
    email: str | None = None,
    password_hash: str | None = None,
    host_identity: str | None = None,
    language: str = "en",
) -> Person:
    """A new learner. Raises NameTaken when the address or the host's identity is already here."""
    values = dict(
        public_id=new_public_id(),
        name=name,
        email=email.lower() if email else None,
        password_hash=password_hash,
        host_identity=host_identity,
        words_key=words_key,
        language=language,
        created_at=now,
    )
    try:
        row = connection.execute(learner.insert().values(values).returning(*_SEEN)).one()
    except IntegrityError as error:
        raise NameTaken from error
    return Person(**row._mapping)


def change_person(connection: Connection, learner_id: int, **values: object) -> None:
    """Set any of name, email, password_hash, language, easy_read, text_size, theme. Raises NameTaken."""
    if isinstance(values.get("email"), str):
        values["email"] = str(values["email"]).lower()
    try:
        connection.execute(
            update(learner)
            .where(learner.c.id == learner_id)
            .values(**values, progress_version=learner.c.progress_version + 1)
        )
    except IntegrityError as error:
        raise NameTaken from error


def end_sessions(connection: Connection, learner_id: int) -> int:
    """Sign this person out everywhere. Returns the new session version, for the one session that may stay."""
    return connection.execute(
        update(learner)
        .where(learner.c.id == learner_id)
        .values(session_version=learner.c.session_version + 1)
        .returning(learner.c.session_version)
    ).scalar_one()


def sessions_long_over(now: datetime) -> ColumnElement[bool]:
    """Ended sessions whose cookies would open nothing any more, so that they need not be remembered."""
    return ended_session.c.ended_at < now - LONGEST_SESSION


def end_session(connection: Connection, learner_id: int, token: str, now: datetime) -> None:
    """Sign this person out in one browser: whoever has a copy of its cookie is signed out too.

    Raises AlreadyRecorded when the session was ended before; the whole transaction is then undone.
    """
    connection.execute(delete(ended_session).where(sessions_long_over(now)))
    try:
        connection.execute(ended_session.insert().values(learner_id=learner_id, token=token, ended_at=now))
    except IntegrityError as error:
        raise AlreadyRecorded from error


def hold(connection: Connection, learner_id: int) -> None:
    """Until this transaction ends, what else wants to hold this learner waits: two windows of theirs take turns.

    On SQLite there is only ever one transaction that writes, so there is nothing to hold. Raises MustSignIn when they
    were erased a moment ago, in another window.
    """
    if connection.execute(_HOLD, {"learner_id": learner_id}).scalar() is None:
        raise MustSignIn


def page_changed(connection: Connection, learner_id: int) -> None:
    """Something this person's pages show has changed, so a page kept by their browser is out of date."""
    connection.execute(_PAGE_CHANGED, {"learner_id": learner_id})


def remove_person(connection: Connection, learner_id: int) -> None:
    """Everything about this person goes: their key, and with it what they wrote, their answers and their certificates."""
    connection.execute(delete(learner).where(learner.c.id == learner_id))
