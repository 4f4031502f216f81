"""Mail that is to go out. A message is put here in the transaction that caused it, and sent after the commit.

A message that cannot be sent is tried eight times over about a day. What it said is wiped once it has gone, or is given
up: it may hold a one-time link.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from .tables import outbox

WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 4, 15, 60, 240, 720, 1440))
"""How long after it was written a message is first tried, tried again, and so on. When these are used up it is given up."""
MOST_TRIES = len(WAITS)
KEEP_DAYS = 30
"""Unless the settings say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Message:
    id: int
    to_address: str
    subject: str
    body: str
    created_at: datetime
    tries: int
    """How often it was tried before."""


def add_message(connection: Connection, *, to: str, subject: str, body: str, now: datetime) -> None:
    connection.execute(outbox.insert().values(to_address=to, subject=subject[:300], body=body, created_at=now))


def _is_due(now: datetime) -> ColumnElement[bool]:
    turns = (and_(outbox.c.tries == tries, outbox.c.created_at <= now - wait) for tries, wait in enumerate(WAITS))
    return and_(outbox.c.sent_at.is_(None), or_(*turns))


def messages_due(connection: Connection, now: datetime) -> list[Message]:
    """What should be tried now, oldest first."""
    rows = connection.execute(
        select(outbox.c.id, outbox.c.to_address, outbox.c.subject, outbox.c.body, outbox.c.created_at, outbox.c.tries)
        .where(_is_due(now))
        .order_by(outbox.c.id)
        .limit(100)
    )
    return [Message(**row._mapping) for row in rows]


def next_message_due_at(connection: Connection) -> datetime | None:
    """When the next waiting message should be tried; None when nothing waits."""
    rows = connection.execute(
        select(outbox.c.created_at, outbox.c.tries).where(outbox.c.sent_at.is_(None), outbox.c.tries < MOST_TRIES)
    )
    return min((row.created_at + WAITS[row.tries] for row in rows), default=None)


def claim_message(connection: Connection, message: Message) -> bool:
    """Make this try ours. False when another process was first."""
    claimed = connection.execute(
        update(outbox)
        .where(outbox.c.id == message.id, outbox.c.tries == message.tries, outbox.c.sent_at.is_(None))
        .values(tries=outbox.c.tries + 1)
    )
    return bool(claimed.rowcount)


def message_sent(connection: Connection, message_id: int, now: datetime, keep_days: int = KEEP_DAYS) -> None:
    """It has gone. Messages that went or were given up are forgotten altogether when they have been kept for long enough."""
    connection.execute(update(outbox).where(outbox.c.id == message_id).values(sent_at=now, body="", last_problem=""))
    connection.execute(delete(outbox).where(messages_long_over(now, keep_days)))


def messages_long_over(now: datetime, keep_days: int) -> ColumnElement[bool]:
    """Messages that went or were given up, written more than so many days ago."""
    is_over = or_(outbox.c.sent_at.is_not(None), outbox.c.tries >= MOST_TRIES)
    return and_(outbox.c.created_at < now - timedelta(days=keep_days), is_over)


def forget_messages_to(connection: Connection, addresses: Collection[str]) -> None:
    """Messages to these addresses go, sent or not. What still waited is never sent."""
    connection.execute(delete(outbox).where(outbox.c.to_address.in_(addresses)))


def message_failed(connection: Connection, message_id: int, problem: str) -> None:
    """It could not be sent this time. After the last time what it said is wiped."""
    connection.execute(update(outbox).where(outbox.c.id == message_id).values(last_problem=problem[:300]))
    connection.execute(update(outbox).where(outbox.c.id == message_id, outbox.c.tries >= MOST_TRIES).values(body=""))
