"""Everything that the page of one module shows of one learner, in one statement: the busiest question there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    LargeBinary,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)

from .progress import FACTS, Facts, facts_from
from .tables import check_answer, private_words
from .vault import Vault
from .words import place_of


@dataclass(frozen=True, kw_only=True)
class SavedWords:
    """The newest version of one exercise."""

    version: int
    state: str
    words: str
    """JSON, in the shape of the exercise's kind; empty when nothing was written."""
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class LastTry:
    """The newest try at one question."""

    answer: str
    """JSON of answer keys, in the shape of the question's mode."""
    meaning_rev: str
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class LessonFacts:
    facts: Facts
    """About the whole course."""
    exercises: dict[str, SavedWords]
    """Of this module, by activity id; so too the tries."""
    tries: dict[str, LastTry]


def _statement() -> CompoundSelect[Any]:
    """The facts, and rows of their shape with what was written and answered in one module."""
    nothing = cast(null(), LargeBinary).label("locked")
    words, tries = private_words.c, check_answer.c
    in_words = (words.learner_id == bindparam("learner_id")) & (words.module_id == bindparam("module_id"))
    in_tries = (tries.learner_id == bindparam("learner_id")) & (tries.module_id == bindparam("module_id"))
    newest_words = select(words.activity_id, func.max(words.version)).where(in_words).group_by(words.activity_id)
    newest_tries = select(tries.question_id, func.max(tries.position)).where(in_tries).group_by(tries.question_id)
    return union_all(
        *(one.add_columns(nothing) for one in FACTS),
        select(
            literal("words"), words.activity_id, literal(""), words.state, words.version, words.saved_at, words.words
        ).where(in_words, tuple_(words.activity_id, words.version).in_(newest_words)),
        select(
            literal("try"),
            tries.question_id,
            tries.answer,
            tries.meaning_rev,
            literal(0),
            tries.answered_at,
            nothing,
        ).where(in_tries, tuple_(tries.question_id, tries.position).in_(newest_tries)),
    )


_STATEMENT = _statement()


def lesson_facts(
    connection: Connection, vault: Vault, learner_id: int, words_key: bytes | None, module_id: str
) -> LessonFacts:
    """What a learner did everywhere, and what they wrote and answered in this module."""
    rows = connection.execute(_STATEMENT, {"learner_id": learner_id, "module_id": module_id}).all()
    exercises: dict[str, SavedWords] = {}
    tries: dict[str, LastTry] = {}
    plain: list[tuple[Any, ...]] = []
    for *fact, locked in rows:
        kind, place, part, state, number, moment = fact
        if kind == "words":
            text = ""
            if locked is not None and words_key is not None:
                text = vault.unlock(words_key, place_of(learner_id, module_id, place), locked)
            exercises[place] = SavedWords(version=number, state=state, words=text, saved_at=moment)
        elif kind == "try":
            tries[place] = LastTry(answer=part, meaning_rev=state, answered_at=moment)
        else:
            plain.append(tuple(fact))
    return LessonFacts(facts=facts_from(plain), exercises=exercises, tries=tries)
