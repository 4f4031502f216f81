"""One-time links: sent in a mail, good for half an hour, used once. Only a hash is kept, so a copy of the database opens
nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select, update

from ..errors import LinkNotGood
from .tables import one_time_link

LIFE = timedelta(minutes=30)
KEPT_FOR = timedelta(days=30)
"""How long an old link is remembered, so that its page can say "used" or "too old"."""


@dataclass(frozen=True, kw_only=True)
class OneTimeLink:
    learner_id: int
    detail: str
    """new-email: the address it was sent to. Otherwise empty."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def links_long_over(now: datetime) -> ColumnElement[bool]:
    """Links so old that their page need not say "used" or "too old" any more."""
    return one_time_link.c.expires_at < now - KEPT_FOR


def make_link(connection: Connection, learner_id: int, purpose: str, now: datetime, *, detail: str = "") -> str:
    """The secret part of a new link, 256 random bits. `purpose` is new-password or new-email: it opens nothing else."""
    connection.execute(delete(one_time_link).where(links_long_over(now)))
    token = secrets.token_urlsafe(32)
    connection.execute(
        one_time_link.insert().values(
            learner_id=learner_id, purpose=purpose, token_hash=_hash(token), detail=detail, expires_at=now + LIFE
        )
    )
    return token


def look_at_link(
    connection: Connection, token: str, purpose: str, now: datetime, *, used_too: bool = False
) -> OneTimeLink:
    """What a link is for, without using it up. Raises LinkNotGood: used (unless wanted), expired or unknown."""
    row = connection.execute(
        select(one_time_link).where(one_time_link.c.token_hash == _hash(token), one_time_link.c.purpose == purpose)
    ).one_or_none()
    if row is None:
        raise LinkNotGood("unknown")
    if row.used_at is not None and not used_too:
        raise LinkNotGood("used")
    if row.expires_at <= now:
        raise LinkNotGood("expired")
    return OneTimeLink(learner_id=row.learner_id, detail=row.detail)


def use_link(connection: Connection, token: str, purpose: str, now: datetime) -> OneTimeLink:
    """Use a link up. Of two at the same moment one succeeds. Raises LinkNotGood: used, expired or unknown."""
    row = connection.execute(
        update(one_time_link)
        .where(
            one_time_link.c.token_hash == _hash(token),
            one_time_link.c.purpose == purpose,
            one_time_link.c.used_at.is_(None),
            one_time_link.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(one_time_link.c.learner_id, one_time_link.c.detail)
    ).one_or_none()
    if row is None:
        look_at_link(connection, token, purpose, now)
        raise LinkNotGood("used")  # somebody used it between the two statements
    return OneTimeLink(learner_id=row.learner_id, detail=row.detail)


def void_links(connection: Connection, learner_id: int, now: datetime) -> None:
    """Make every link of this person that is still open useless: their password or address has changed."""
    connection.execute(
        update(one_time_link)
        .where(one_time_link.c.learner_id == learner_id, one_time_link.c.used_at.is_(None))
        .values(used_at=now)
    )


def addresses_asked(connection: Connection, learner_id: int) -> set[str]:
    """The new addresses this person has asked to use, to which a question may have gone."""
    rows = connection.execute(select(one_time_link.c.detail).where(one_time_link.c.learner_id == learner_id))
    return {row.detail for row in rows if row.detail}
