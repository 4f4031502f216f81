"""Answers to knowledge checks and choices in scenarios: appended, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from ..errors import AlreadyAnswered
from .people import new_public_id
from .tables import attempt, check_answer, scene_answer


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One play-through of a scenario, pinned to the release it started on."""

    id: int
    learner_id: int
    public_id: str
    scenario_id: str
    release_id: int
    started_at: datetime
    closed_at: datetime | None
    outcome: str
    """open, ended, superseded (the scenario changed under it) or restarted (by the learner)."""
    ending_id: str | None
    hat: str | None = None
    """Key of whose eyes the learner looks through."""
    path: tuple[tuple[str, str], ...] = ()
    """(scene id, choice key) for each answer so far, in order."""


# Built once: putting a statement together costs several times what asking it does.
_LAST_POSITION = select(func.max(check_answer.c.position)).where(
    check_answer.c.learner_id == bindparam("learner_id"),
    check_answer.c.module_id == bindparam("module_id"),
    check_answer.c.question_id == bindparam("question_id"),
)
_ADD_CHECK_ANSWER = check_answer.insert()


def add_check_answer(
    connection: Connection,
    *,
    learner_id: int,
    module_id: str,
    question_id: str,
    answer: str,
    is_right: bool,
    meaning_rev: str,
    release_id: int,
    now: datetime,
) -> int:
    """Append a try; returns its position, 1 for the first. Raises AlreadyAnswered when two arrive at the same moment."""
    here: dict[str, object] = {"learner_id": learner_id, "module_id": module_id, "question_id": question_id}
    position = 1 + (connection.execute(_LAST_POSITION, here).scalar() or 0)
    values = {
        "position": position,
        "answer": answer,
        "is_right": is_right,
        "meaning_rev": meaning_rev,
        "release_id": release_id,
        "answered_at": now,
    }
    try:
        connection.execute(_ADD_CHECK_ANSWER, here | values)
    except IntegrityError as error:
        raise AlreadyAnswered from error
    return position


def _attempt(connection: Connection, condition: object) -> Attempt | None:
    row = connection.execute(select(attempt).where(condition).order_by(attempt.c.id.desc()).limit(1)).one_or_none()  # type: ignore[arg-type]
    if row is None:
        return None
    path = connection.execute(
        select(scene_answer.c.scene_id, scene_answer.c.choice_key)
        .where(scene_answer.c.attempt_id == row.id)
        .order_by(scene_answer.c.position)
    )
    return Attempt(**row._mapping, path=tuple((one.scene_id, one.choice_key) for one in path))


def newest_attempt(connection: Connection, learner_id: int, scenario_id: str) -> Attempt | None:
    """The learner's latest attempt at a scenario, open or not, with its path."""
    return _attempt(connection, (attempt.c.learner_id == learner_id) & (attempt.c.scenario_id == scenario_id))


def attempts_at(connection: Connection, learner_id: int, scenario_id: str) -> list[Attempt]:
    """Every attempt of this learner at this scenario, newest first, without paths."""
    rows = connection.execute(
        select(attempt)
        .where(attempt.c.learner_id == learner_id, attempt.c.scenario_id == scenario_id)
        .order_by(attempt.c.id.desc())
    )
    return [Attempt(**row._mapping) for row in rows]


def last_endings(connection: Connection, learner_id: int, scenario_ids: Collection[str]) -> dict[str, str]:
    """For each of these stories that the learner has finished: the ending their last finished play reached."""
    last = (
        select(func.max(attempt.c.id))
        .where(
            attempt.c.learner_id == learner_id,
            attempt.c.scenario_id.in_(scenario_ids),
            attempt.c.outcome == "ended",
        )
        .group_by(attempt.c.scenario_id)
    )
    rows = connection.execute(select(attempt.c.scenario_id, attempt.c.ending_id).where(attempt.c.id.in_(last)))
    return {row.scenario_id: row.ending_id for row in rows if row.ending_id}


def hats_worn(connection: Connection, learner_id: int, scenario_id: str) -> frozenset[str]:
    """Keys of the hats this learner has reached an ending with."""
    rows = connection.execute(
        select(attempt.c.hat)
        .where(
            attempt.c.learner_id == learner_id,
            attempt.c.scenario_id == scenario_id,
            attempt.c.outcome == "ended",
            attempt.c.hat.is_not(None),
        )
        .distinct()
    )
    return frozenset(row.hat for row in rows)


def start_attempt(
    connection: Connection,
    *,
    learner_id: int,
    scenario_id: str,
    release_id: int,
    now: datetime,
    hat: str | None = None,
) -> Attempt:
    row = connection.execute(
        attempt.insert()
        .values(
            learner_id=learner_id,
            public_id=new_public_id(),
            scenario_id=scenario_id,
            release_id=release_id,
            started_at=now,
            outcome="open",
            hat=hat,
        )
        .returning(attempt)
    ).one()
    return Attempt(**row._mapping)


def add_scene_answer(
    connection: Connection, *, attempt_id: int, position: int, scene_id: str, choice_key: str, now: datetime
) -> None:
    """Append one choice. Raises AlreadyAnswered when this place on the path has been answered: the first answer stands."""
    try:
        connection.execute(
            scene_answer.insert().values(
                attempt_id=attempt_id, position=position, scene_id=scene_id, choice_key=choice_key, answered_at=now
            )
        )
    except IntegrityError as error:
        raise AlreadyAnswered from error


def close_attempt(
    connection: Connection, attempt_id: int, *, outcome: str, ending_id: str | None = None, now: datetime
) -> None:
    connection.execute(
        update(attempt)
        .where(attempt.c.id == attempt_id, attempt.c.outcome == "open")
        .values(outcome=outcome, ending_id=ending_id, closed_at=now)
    )
