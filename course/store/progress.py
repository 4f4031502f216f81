"""What a learner has done, as bare facts. No percentage is stored or worked out here: progress/rules.py does that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .tables import attempt, check_answer, module_mark, plan_confirmation, private_words
from .words import KEPT_STATES


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything about one learner that progress is worked out from, in the current shape of the answer log."""

    exercises: dict[tuple[str, str], str]
    """(module id, activity id) to the state of the newest version: draft, kept, not_now, on_paper, in_talk, removed."""
    ever_kept: frozenset[tuple[str, str]]
    """Exercises with any version kept, whatever the newest is."""
    questions: dict[tuple[str, str], bool]
    """(module id, question id) to whether any try was right; questions never tried are absent."""
    scenarios: dict[str, str]
    """Scenario id to "ended" when any attempt reached an ending, else "open" when one is under way."""
    opened: frozenset[str]
    """Modules opened at least once."""
    marked: dict[str, datetime]
    """Modules the learner marked done, and when."""
    has_confirmed_plan: bool = False
    """Whether the learner ever said that they had looked their plan over."""


def _facts(*, of_many: bool = False) -> tuple[Select[Any], ...]:
    """Marks, exercises, questions and attempts of one learner, as rows of one shape; of many, each also says whose."""

    def mine(column: Column[int]) -> ColumnElement[bool]:
        return column.in_(bindparam("learner_ids", expanding=True)) if of_many else column == bindparam("learner_id")

    def whose(column: Column[int]) -> tuple[ColumnElement[int], ...]:
        return (column.label("learner_id"),) if of_many else ()

    marks = select(
        literal("mark").label("kind"),
        module_mark.c.module_id.label("place"),
        literal("").label("part"),
        literal("").label("state"),
        literal(0).label("number"),
        module_mark.c.done_at.label("moment"),
        *whose(module_mark.c.learner_id),
    ).where(mine(module_mark.c.learner_id))
    exercises = select(
        literal("exercise"),
        private_words.c.module_id,
        private_words.c.activity_id,
        private_words.c.state,
        private_words.c.version,
        null(),
        *whose(private_words.c.learner_id),
    ).where(mine(private_words.c.learner_id))
    questions = (
        select(
            literal("question"),
            check_answer.c.module_id,
            check_answer.c.question_id,
            func.max(check_answer.c.is_right.cast(Integer)).cast(String),
            literal(0),
            null(),
            *whose(check_answer.c.learner_id),
        )
        .where(mine(check_answer.c.learner_id))
        .group_by(check_answer.c.learner_id, check_answer.c.module_id, check_answer.c.question_id)
    )
    attempts = select(
        literal("attempt"),
        attempt.c.scenario_id,
        literal(""),
        attempt.c.outcome,
        literal(0),
        null(),
        *whose(attempt.c.learner_id),
    ).where(mine(attempt.c.learner_id))
    plans = (
        select(
            literal("plan"),
            literal(""),
            literal(""),
            literal(""),
            literal(0),
            func.max(plan_confirmation.c.confirmed_at),
            *whose(plan_confirmation.c.learner_id),
        )
        .where(mine(plan_confirmation.c.learner_id))
        .group_by(plan_confirmation.c.learner_id)
    )
    return marks, exercises, questions, attempts, plans


FACTS = _facts()
"""Statements that together give every fact about `learner_id`; `facts_from` understands their rows."""
_FACTS_OF_MANY = union_all(*_facts(of_many=True))
_ALL_FACTS = union_all(*FACTS)  # built once: putting a statement together costs several times what asking it does
_OPEN_MODULE = {
    dialect: insert(module_mark).on_conflict_do_nothing(index_elements=["learner_id", "module_id"])
    for dialect, insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}


def facts_of(connection: Connection, learner_id: int) -> Facts:
    """All of a learner's facts, in one statement."""
    return facts_from(connection.execute(_ALL_FACTS, {"learner_id": learner_id}))


def facts_of_many(connection: Connection, learner_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of each of these learners, in one statement. Whoever asks has made sure that they may."""
    rows: dict[int, list[Any]] = {one: [] for one in learner_ids}
    for *fact, learner_id in connection.execute(_FACTS_OF_MANY, {"learner_ids": list(learner_ids)}):
        rows[learner_id].append(fact)
    return {learner_id: facts_from(own) for learner_id, own in rows.items()}


def facts_from(rows: Iterable[Any]) -> Facts:
    """Facts from the rows of FACTS, in any order."""
    newest: dict[tuple[str, str], tuple[int, str]] = {}
    kept: set[tuple[str, str]] = set()
    questions: dict[tuple[str, str], bool] = {}
    scenarios: dict[str, str] = {}
    opened: set[str] = set()
    marked: dict[str, datetime] = {}
    has_confirmed_plan = False
    for kind, place, part, state, number, moment in rows:
        if kind == "exercise":
            newest[place, part] = max(newest.get((place, part), (0, "")), (number, state))
            if state in KEPT_STATES:
                kept.add((place, part))
        elif kind == "question":
            questions[place, part] = state == "1"
        elif kind == "attempt":
            if state == "ended" or (state == "open" and place not in scenarios):
                scenarios[place] = state
        elif kind == "plan":
            has_confirmed_plan = True
        else:
            opened.add(place)
            if moment is not None:
                marked[place] = moment
    return Facts(
        exercises={key: state for key, (_, state) in newest.items()},
        ever_kept=frozenset(kept),
        questions=questions,
        scenarios=scenarios,
        opened=frozenset(opened),
        marked=marked,
        has_confirmed_plan=has_confirmed_plan,
    )


def last_release_worked_on(connection: Connection, learner_id: int) -> int | None:
    """The newest release this learner did something on; None for somebody who has done nothing yet."""
    newest = union_all(
        *(
            select(func.max(table.c[column]).label("release_id")).where(table.c.learner_id == learner_id)
            for table, column in (
                (private_words, "release_id"),
                (check_answer, "release_id"),
                (attempt, "release_id"),
                (module_mark, "opened_release_id"),
                (plan_confirmation, "release_id"),
            )
        )
    ).subquery()
    return connection.execute(select(func.max(newest.c.release_id))).scalar()


def open_module(connection: Connection, *, learner_id: int, module_id: str, release_id: int, now: datetime) -> None:
    """Remember that this module was opened. Opening it again changes nothing."""
    connection.execute(
        _OPEN_MODULE[connection.dialect.name],
        {"learner_id": learner_id, "module_id": module_id, "opened_release_id": release_id, "opened_at": now},
    )


def mark_module_done(
    connection: Connection, *, learner_id: int, module_id: str, release_id: int, now: datetime
) -> None:
    """The learner says this module is done. The first time counts; saying it again changes nothing."""
    open_module(connection, learner_id=learner_id, module_id=module_id, release_id=release_id, now=now)
    connection.execute(
        update(module_mark)
        .where(
            module_mark.c.learner_id == learner_id,
            module_mark.c.module_id == module_id,
            module_mark.c.done_at.is_(None),
        )
        .values(done_at=now)
    )
