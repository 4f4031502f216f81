"""Counts tries (to sign in, to have a link sent), so that guessing is slow. Rows go once they no longer count.

What is counted is kept as a keyed hash: a copy of the database does not say who tried from where.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, select

from ..errors import TooManyTries
from .tables import sign_in_try

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries under a key in any 15 minutes."""

    key: str
    most: int


def key_of(secret: str | bytes, kind: str, value: str) -> str:
    """What tries are counted under: `kind` keeps an account's name apart from a network address that reads the same."""
    secret = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(secret, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def tries_that_count_no_more(now: datetime) -> ColumnElement[bool]:
    """Those of long ago; and those still to come, which were counted while the clock was wrong, and would lock people out
    until the clock gets there."""
    return (sign_in_try.c.tried_at <= now - WINDOW) | (sign_in_try.c.tried_at > now + WINDOW)


def record_try(connection: Connection, limits: Sequence[Limit], now: datetime) -> list[int]:
    """Count one try under each key, before it is known whether it succeeds, so that two at once cannot both be the tenth.

    Returns the ids of the new rows, for `take_back`. Raises TooManyTries when a limit is reached; a refused try is not
    counted, so keeping on does not lengthen the wait.
    """
    connection.execute(delete(sign_in_try).where(tries_that_count_no_more(now)))
    for limit in sorted(limits, key=lambda one: one.key):
        _wait_for_turn(connection, limit.key)
        tried = list(
            connection.execute(
                select(sign_in_try.c.tried_at)
                .where(sign_in_try.c.key_hash == limit.key)
                .order_by(sign_in_try.c.tried_at)
            ).scalars()
        )
        if len(tried) >= limit.most:
            left = tried[len(tried) - limit.most] + WINDOW - now
            raise TooManyTries(max(1, -(-int(left.total_seconds()) // 60)))
    rows = [{"key_hash": limit.key, "tried_at": now} for limit in limits]
    return [
        connection.execute(sign_in_try.insert().values(row).returning(sign_in_try.c.id)).scalar_one() for row in rows
    ]


def _wait_for_turn(connection: Connection, key: str) -> None:
    """PostgreSQL runs transactions side by side: those that count under one key queue here. SQLite's always queue."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def take_back(connection: Connection, ids: Iterable[int]) -> None:
    """These tries succeeded: they count no longer."""
    connection.execute(delete(sign_in_try).where(sign_in_try.c.id.in_(list(ids))))


def forget_tries(connection: Connection, key: str) -> None:
    """Whoever this key stands for has shown who they are: the count starts again."""
    connection.execute(delete(sign_in_try).where(sign_in_try.c.key_hash == key))
