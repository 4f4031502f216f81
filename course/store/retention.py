"""What is kept only for a while: how much of it is past its time, and clearing it away. Counts only; nobody is named."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from .links import links_long_over
from .once import forms_long_sent
from .outbox import messages_long_over
from .people import sessions_long_over
from .tables import ended_session, form_once, one_time_link, outbox, sign_in_try
from .tries import tries_that_count_no_more


def _past_their_time(now: datetime, keep_mail_days: int) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """The same conditions under which each table is cleared in passing, while people use the site."""
    return (
        (one_time_link, links_long_over(now)),
        (sign_in_try, tries_that_count_no_more(now)),
        (ended_session, sessions_long_over(now)),
        (form_once, forms_long_sent(now)),
        (outbox, messages_long_over(now, keep_mail_days)),
    )


def count_old(connection: Connection, now: datetime, *, keep_mail_days: int) -> dict[str, int]:
    """How many rows of each table are past their time."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table).where(is_old)).scalar_one()
        for table, is_old in _past_their_time(now, keep_mail_days)
    }


def forget_old(connection: Connection, now: datetime, *, keep_mail_days: int) -> dict[str, int]:
    """Delete them. Returns how many went from each table."""
    return {
        table.name: connection.execute(delete(table).where(is_old)).rowcount
        for table, is_old in _past_their_time(now, keep_mail_days)
    }
