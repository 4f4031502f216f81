"""What a learner does in a module: open it, keep an exercise, answer a question, mark it done."""

from __future__ import annotations

import json
from datetime import datetime

from ..content.model import Exercise, Module, Question, Sharing
from ..events import Announcer, ExerciseKept, ModuleCompleted, QuestionAnswered
from ..shelf import Release
from ..store import answers, once, people, progress, words
from ..store.engine import Store
from ..store.people import Person
from ..store.vault import Vault
from .rules import Given, Value, is_right


def open_module(store: Store, person: Person, module: Module, release: Release, now: datetime) -> None:
    """Remember the first time a learner opened a module. Opening is not finishing."""
    with store.transaction() as connection:
        progress.open_module(connection, learner_id=person.id, module_id=module.id, release_id=release.id, now=now)
        people.page_changed(connection, person.id)  # the way through the course is beside every module


def keep_exercise(
    store: Store,
    vault: Vault,
    announcer: Announcer,
    person: Person,
    module: Module,
    exercise: Exercise,
    release: Release,
    *,
    value: Value,
    state: str,
    base: int,
    now: datetime,
) -> int:
    """Save what a learner wrote on top of version `base`; returns the new version's number.

    `state` is kept, draft, not_now, on_paper, in_talk or removed. Saving the very same words again is harmless.
    Raises ChangedElsewhere when a newer version, with other words, was saved in the meantime.
    """
    text = json.dumps(value, ensure_ascii=False) if value else ""
    assert person.words_key is not None, "a person whose key was destroyed cannot sign in"
    with store.transaction() as connection:
        people.hold(connection, person.id)
        progress.open_module(connection, learner_id=person.id, module_id=module.id, release_id=release.id, now=now)
        version, is_new = words.keep_on_top(
            connection,
            vault,
            learner_id=person.id,
            words_key=person.words_key,
            module_id=module.id,
            activity_id=exercise.id,
            base=base,
            state=state,
            words=text,
            # Nobody is in a group yet, so nobody else can read anything, whatever the exercise is meant for; and what
            # was written alone stays so when its writer joins a group later.
            shared_as=Sharing.NOBODY.value,
            release_id=release.id,
            now=now,
        )
        if not is_new:
            return version
        people.page_changed(connection, person.id)
    if state in words.KEPT_STATES:
        announcer.announce(ExerciseKept(learner_id=person.id, at=now, module_id=module.id, activity_id=exercise.id))
    return version


def answer_question(
    store: Store,
    announcer: Announcer,
    person: Person,
    module: Module,
    question: Question,
    release: Release,
    *,
    given: Given,
    token: str,
    now: datetime,
) -> bool:
    """Record one try at a question and say whether it was right. Tries are unlimited.

    Raises AlreadyRecorded when this very form was sent before, and AlreadyAnswered when two tries arrive at once.
    """
    right = is_right(question, given)
    with store.transaction() as connection:
        people.hold(connection, person.id)
        once.record_once(connection, token, now)
        progress.open_module(connection, learner_id=person.id, module_id=module.id, release_id=release.id, now=now)
        answers.add_check_answer(
            connection,
            learner_id=person.id,
            module_id=module.id,
            question_id=question.id,
            answer=json.dumps(given),
            is_right=right,
            meaning_rev=question.meaning_rev,
            release_id=release.id,
            now=now,
        )
        people.page_changed(connection, person.id)
    announcer.announce(
        QuestionAnswered(learner_id=person.id, at=now, module_id=module.id, question_id=question.id, right=right)
    )
    return right


def mark_done(
    store: Store, announcer: Announcer, person: Person, module: Module, release: Release, now: datetime
) -> None:
    """The learner says that this module is done. Saying it twice changes nothing."""
    with store.transaction() as connection:
        progress.mark_module_done(connection, learner_id=person.id, module_id=module.id, release_id=release.id, now=now)
        people.page_changed(connection, person.id)
    announcer.announce(ModuleCompleted(learner_id=person.id, at=now, module_id=module.id))
