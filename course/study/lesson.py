"""A module and everything one learner has done in it, put together for a page. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from ..content.model import Answer, Course, Exercise, Module, Question, QuestionMode
from ..progress.rules import Facts
from .rules import is_date, is_right
from .variants import Reading, reading_of


class KeptWords(Protocol):
    """What store.words knows about one exercise."""

    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def saved_at(self) -> datetime: ...


class Try(Protocol):
    """What store.answers knows about the latest try at a question."""

    @property
    def answer(self) -> str: ...
    @property
    def meaning_rev(self) -> str: ...
    @property
    def answered_at(self) -> datetime: ...


@dataclass(frozen=True)
class EarlierAnswer:
    """What the learner answered in the exercise that this one comes back to."""

    module: Module
    exercise: Exercise
    value: dict[str, Any]

    def mark(self, number: int) -> str:
        """SCALE: the mark given to line `number`, 1 for the first; empty for none."""
        if number > len(self.exercise.items):
            return ""
        return str(self.value.get("marks", {}).get(self.exercise.items[number - 1].key, ""))


@dataclass(frozen=True)
class ExercisePlace:
    """One exercise on the page."""

    value: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    state: str = ""
    """Empty when it was never touched."""
    saved_at: datetime | None = None
    is_unsaved: bool = False
    """What is shown was sent but could not be saved."""
    earlier: EarlierAnswer | None = None

    def text(self, name: str) -> str:
        """What stands in a box that holds one text."""
        return str(self.value.get(name, ""))

    def line(self, number: int) -> str:
        lines = self.value.get("lines", [])
        return str(lines[number - 1]) if number <= len(lines) else ""

    def part(self, group: str, name: str) -> str:
        """What stands in one cell, mark or note."""
        return str(self.value.get(group, {}).get(name, ""))

    def has_no_date(self, group: str, name: str) -> bool:
        """Whether a cell that takes a date holds other words: a calendar would not show them, so they stand in a box."""
        return bool(words := self.part(group, name)) and not is_date(words)

    def rank_of(self, key: str) -> str:
        """The place a learner gave an item, "1" for first; empty for none."""
        order = self.value.get("order", [])
        return str(order.index(key) + 1) if key in order else ""


@dataclass(frozen=True)
class QuestionPlace:
    """One question on the page. Nothing of the answer is in here before it was answered."""

    given: Any = None
    is_right: bool = False
    was_before_change: bool = False
    """Answered before the question changed its meaning; the old result stands."""
    is_answered: bool = False
    unfinished: Mapping[str, str] = field(default_factory=dict)
    """What was chosen in a form that was not finished."""

    def chose(self, answer: Answer) -> bool:
        return answer.key == self.given or (isinstance(self.given, list) and answer.key in self.given)

    def place_of(self, answer: Answer) -> str:
        if isinstance(self.given, list) and answer.key in self.given:
            return str(self.given.index(answer.key) + 1)
        return self.unfinished.get(f"place-{answer.key}", "")

    def partner_of(self, answer: Answer) -> str:
        if isinstance(self.given, dict):
            return str(self.given.get(answer.key, ""))
        return self.unfinished.get(f"match-{answer.key}", "")


@dataclass(frozen=True)
class Lesson:
    reading: Reading
    facts: Facts
    exercises: Mapping[str, ExercisePlace]
    questions: Mapping[str, QuestionPlace]
    asked: frozenset[str] = frozenset()
    """Ids of the questions that are on the page: all that stand alone, and one of each bank."""
    number: int = 1
    """Its place in the course, 1 for the first module."""
    before: Module | None = None
    after: Module | None = None

    blank = QuestionPlace()
    """A question as nobody has answered it, to try again."""

    def place(self, activity: Exercise | Question) -> Any:
        if isinstance(activity, Question):
            return self.questions.get(activity.id, QuestionPlace())
        return self.exercises.get(activity.id, ExercisePlace())

    def with_unsaved(self, activity_id: str, value: dict[str, Any], base: int) -> Lesson:
        """The same page with what was sent still in the boxes."""
        before = self.exercises.get(activity_id, ExercisePlace())
        unsaved = replace(before, value=value, version=base, is_unsaved=True)
        return replace(self, exercises={**self.exercises, activity_id: unsaved})

    def with_unanswered(self, activity_id: str, chosen: Mapping[str, str]) -> Lesson:
        lesson = self.asking(activity_id)
        return replace(lesson, questions={**self.questions, activity_id: QuestionPlace(unfinished=chosen)})

    def asking(self, question_id: str) -> Lesson:
        """The same page with this question asked, in place of another of its bank. An unknown id changes nothing."""
        for bank in self.reading.module.checks():
            ids = {one.id for one in bank}
            if question_id in ids:
                return replace(self, asked=(self.asked - ids) | {question_id})
        return self


def lesson_for(
    course: Course,
    module: Module,
    facts: Facts,
    kept: Mapping[str, KeptWords],
    tries: Mapping[str, Try],
    *,
    language: str,
    easy_read: bool,
    learner: int = 0,
    before: Mapping[tuple[str, str], KeptWords] | None = None,
) -> Lesson:
    """Everything a module page shows to one learner.

    `learner` is any number of their own: it decides which question of a bank comes first. `before` is what they wrote in
    the exercises that this module comes back to, by (module id, activity id).
    """
    exercises = {
        key: ExercisePlace(
            value=json.loads(row.words) if row.words else {},
            version=row.version,
            state=row.state,
            saved_at=row.saved_at,
        )
        for key, row in kept.items()
    }
    for one in module.exercises():
        answer = _earlier_answer(course, one, before or {}, language, easy_read)
        if answer is not None:
            exercises[one.id] = replace(exercises.get(one.id, ExercisePlace()), earlier=answer)
    questions = {one.id: _answered(one, tries[one.id]) for one in module.questions() if one.id in tries}
    at = next(index for index, one in enumerate(course.modules) if one.id == module.id)
    return Lesson(
        reading_of(course, module, language, easy_read),
        facts,
        exercises,
        questions,
        asked=asked_of(module, tries, learner),
        number=at + 1,
        before=course.modules[at - 1] if at else None,
        after=course.modules[at + 1] if at + 1 < len(course.modules) else None,
    )


def _earlier_answer(
    course: Course, later: Exercise, before: Mapping[tuple[str, str], KeptWords], language: str, easy_read: bool
) -> EarlierAnswer | None:
    """What the learner wrote in the exercise that this one comes back to, as they read it now; None for nothing."""
    module_id, activity_id = later.earlier
    kept, base = before.get(later.earlier), course.module(module_id)
    if base is None or kept is None or not kept.words:
        return None
    reading = reading_of(course, base, language, easy_read)
    module = base if activity_id in reading.from_base else reading.module
    earlier = module.activity(activity_id)
    return EarlierAnswer(module, earlier, json.loads(kept.words)) if isinstance(earlier, Exercise) else None


def asked_of(module: Module, tries: Mapping[str, Try], learner: int) -> frozenset[str]:
    """One question of each bank: the one tried last, or else one that is not the same for every learner."""
    asked = set()
    for number, bank in enumerate(module.checks()):
        tried = [one.id for one in bank if one.id in tries]
        fresh = bank[(learner + number) % len(bank)].id
        asked.add(max(tried, key=lambda one: tries[one].answered_at) if tried else fresh)
    return frozenset(asked)


def next_of_bank(module: Module, question_id: str) -> str:
    """The id of the question to try after this one: the next of its bank, or itself when it stands alone."""
    for bank in module.checks():
        ids = [one.id for one in bank]
        if question_id in ids:
            return ids[(ids.index(question_id) + 1) % len(ids)]
    return question_id


def _answered(question: Question, last: Try) -> QuestionPlace:
    """The latest try, seen against the question as it is now."""
    given = json.loads(last.answer)
    if not _fits(question, given):  # what was given has left the question: ask again, keep the old record
        return QuestionPlace(was_before_change=True)
    return QuestionPlace(
        given=given,
        is_right=is_right(question, given),
        is_answered=True,
        was_before_change=last.meaning_rev != question.meaning_rev,
    )


def _fits(question: Question, given: Any) -> bool:
    """Whether a kept answer is still one that this question can have, in the shape of its mode."""
    keys = {answer.key for answer in question.answers}
    match question.mode:
        case QuestionMode.SINGLE:
            return isinstance(given, str) and given in keys
        case QuestionMode.MULTIPLE | QuestionMode.ORDERING:
            return isinstance(given, list) and keys.issuperset(given)
        case QuestionMode.MATCHING:
            partners = {answer.partner_key for answer in question.answers}
            return isinstance(given, dict) and keys.issuperset(given) and partners.issuperset(given.values())


def shown_answers(question: Question) -> tuple[Answer, ...]:
    """The options in the order they are shown: as written, but for ordering by their random keys, or the order would tell."""
    if question.mode is QuestionMode.ORDERING:
        return tuple(sorted(question.answers, key=lambda answer: answer.key))
    return question.answers


def shown_partners(question: Question) -> tuple[Answer, ...]:
    """The right-hand sides of a matching question, by their own random keys."""
    return tuple(sorted(question.answers, key=lambda answer: answer.partner_key))
