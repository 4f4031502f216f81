"""When learners said that they had looked their plan over. What is in a plan is private words, and is in store/words.py."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from .tables import plan_confirmation


def plan_confirmed_at(connection: Connection, learner_id: int) -> datetime | None:
    """The last time this learner confirmed their plan; None for never."""
    return connection.execute(
        select(func.max(plan_confirmation.c.confirmed_at)).where(plan_confirmation.c.learner_id == learner_id)
    ).scalar()


def confirm_plan(connection: Connection, *, learner_id: int, release_id: int, now: datetime) -> None:
    """Remember that this learner has looked their plan over now."""
    connection.execute(
        plan_confirmation.insert().values(learner_id=learner_id, release_id=release_id, confirmed_at=now)
    )
