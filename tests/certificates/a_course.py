"""A course of two modules and two scenarios, and what it takes to have done all of it."""

from __future__ import annotations

from datetime import UTC, datetime

from course.content.course_json import course_to_json
from course.content.model import (
    CertificateRule,
    Course,
    Exercise,
    ExerciseKind,
    Module,
    PassMark,
    Question,
    QuestionMode,
    Scenario,
    Text,
)
from course.store import progress, releases
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import attempt, check_answer, private_words

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
RELEASED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def exercise(name: str) -> Exercise:
    return Exercise(id=name, title=name, slug=name, prompt=Text(markdown=name), kind=ExerciseKind.REFLECT)


def question(name: str) -> Question:
    return Question(id=name, title=name, slug=name, prompt=Text(markdown=name), mode=QuestionMode.SINGLE, answers=())


def module(name: str, *, minutes: int = 60, exercises: int = 1, questions: int = 1) -> Module:
    return Module(
        id=name,
        name=name,
        path=f"modules/{name}.md",
        title=name.title(),
        minutes=minutes,
        pass_mark=PassMark(need=questions, of=questions) if questions else None,
        blocks=(
            *(exercise(f"{name}-exercise-{one}") for one in range(exercises)),
            *(question(f"{name}-question-{one}") for one in range(questions)),
        ),
    )


def scenario(name: str) -> Scenario:
    return Scenario(id=name, name=name, path=f"quizzes/{name}.md", title=name.title(), intro=(), scenes=())


RULE = CertificateRule(mark_modules=True, kept_exercises=1, pass_checks=True, scenarios=("kitchen",), scenario_count=1)
MADE = Text(
    markdown="This course was first drafted from documents.\n\nPublic contributors have not yet rewritten it.",
    html="<p>This course was first drafted from documents.</p>",
)
COURSE = Course(
    id="sharing",
    title="Sharing the work",
    summary=Text(markdown="About sharing.", html="<p>About sharing.</p>"),
    certificate=RULE,
    made=MADE,
    modules=(module("arriving"), module("power", minutes=75)),
    scenarios=(scenario("kitchen"), scenario("minutes")),
)


def publish(store: Store, course: Course) -> int:
    with store.transaction() as connection:
        return releases.add_release(
            connection,
            digest=str(course.title),
            title=course.title,
            archive=b"",
            compiled=course_to_json(course),
            author="a test",
            note="",
            now=RELEASED,
        )


def do_everything(store: Store, person: Person, course: Course = COURSE, *, but_mark: str = "") -> None:
    """Every exercise kept, every question right, every scenario ended, every module marked done (all `but_mark`)."""
    with store.transaction() as connection:
        for one in course.modules:
            for part in one.exercises():
                connection.execute(
                    private_words.insert().values(
                        learner_id=person.id, module_id=one.id, activity_id=part.id, version=1, state="kept",
                        shared_as="nobody", release_id=1, saved_at=NOW,
                    )
                )  # fmt: skip
            for part in one.questions():
                connection.execute(
                    check_answer.insert().values(
                        learner_id=person.id, module_id=one.id, question_id=part.id, position=1, answer='"a"',
                        is_right=True, meaning_rev="", release_id=1, answered_at=NOW,
                    )
                )  # fmt: skip
            if one.id != but_mark:
                progress.mark_module_done(connection, learner_id=person.id, module_id=one.id, release_id=1, now=NOW)
        for one in course.scenarios:
            connection.execute(
                attempt.insert().values(
                    learner_id=person.id, public_id=f"{person.id}-{one.id}", scenario_id=one.id, release_id=1,
                    started_at=NOW, closed_at=NOW, outcome="ended", ending_id="end",
                )
            )  # fmt: skip
