"""Each form is recorded once, however often its button is pressed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, delete
from sqlalchemy.exc import IntegrityError

from ..errors import AlreadyRecorded
from .tables import form_once

KEPT_FOR = timedelta(days=2)


# Built once: putting a statement together costs several times what asking it does.
_FORGET_OLD = delete(form_once).where(form_once.c.recorded_at < bindparam("before"))
_RECORD = form_once.insert()


def forms_long_sent(now: datetime) -> ColumnElement[bool]:
    """Forms whose button nobody presses a second time any more."""
    return form_once.c.recorded_at < now - KEPT_FOR


def record_once(connection: Connection, token: str, now: datetime) -> None:
    """Remember this form. Raises AlreadyRecorded when the same form came before; the whole transaction is then undone."""
    connection.execute(_FORGET_OLD, {"before": now - KEPT_FOR})
    try:
        connection.execute(_RECORD, {"token": token, "recorded_at": now})
    except IntegrityError as error:
        raise AlreadyRecorded from error
