"""Each form is recorded once, however often its button is pressed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete
from sqlalchemy.exc import IntegrityError

from ..errors import AlreadyRecorded
from .tables import form_once

KEPT_FOR = timedelta(days=2)


def record_once(connection: Connection, token: str, now: datetime) -> None:
    """Remember this form. Raises AlreadyRecorded when the same form came before; the whole transaction is then undone."""
    connection.execute(delete(form_once).where(form_once.c.recorded_at < now - KEPT_FOR))
    try:
        connection.execute(form_once.insert().values(token=token, recorded_at=now))
    except IntegrityError as error:
        raise AlreadyRecorded from error
