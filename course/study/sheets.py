"""The page of a module, drawn once for everybody who reads the same version in the same way, and filled for each learner.

Templates take milliseconds; filling gaps takes microseconds. What a learner did only chooses between ready pieces: a
question as it is before and after each answer, an exercise in each state. What they wrote goes into gaps and is never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from .. import addresses, notices, pages, posted, web
from ..content.model import Exercise, Question
from ..drawn_once import kept, nobody_in_particular
from ..gaps import Drawn, gap
from ..progress.outline import outline
from ..progress.rules import Progress
from ..store.progress import Facts
from .lesson import ExercisePlace, Lesson, next_of_bank, shown_answers, shown_partners
from .written import day_gap, is_all_words, saved_at, time_gap, with_gaps, words_in

MOST_PIECES = 3_000
"""Kept for one sheet."""

Errors = list[tuple[str, str]]

_NO_FACTS = Facts(exercises={}, ever_kept=frozenset(), questions={}, scenarios={}, opened=frozenset(), marked={})


def module_page(lesson: Lesson, progress: Progress, *, again: str = "", errors: Errors | None = None) -> str:
    """The whole page for the person who asks. `errors` is a list of (field id, message)."""
    sheet = _sheet(lesson, again, errors)
    own = {"csrf": posted.csrf_token(), "once": pages.new_once(), "name": str(escape(web.learner().name))}
    sheet.fill_in(own, lesson, progress)
    return sheet.page.filled(own)


def _sheet(lesson: Lesson, again: str, errors: Errors | None) -> Sheet:
    """The kept sheet for this reader; a fresh one when this page says something that others' do not."""
    if again or errors or notices.has_notices() or addresses.has_query():
        return Sheet(lesson, again, errors)
    person = web.learner()
    look = (pages.page_language(), person.theme, person.text_size, person.has_role)
    key = (web.release().id, lesson.reading.module.path, addresses.root(), *look)
    return kept(key, lambda: Sheet(lesson))


def _partner_options(question: Question) -> list[tuple[str, Markup]]:
    """What a line of a matching question can be joined to, as (key, words)."""
    return [(one.partner_key, pages.show_words(one.partner)) for one in shown_partners(question)]


class Sheet:
    """One version of a module, drawn for one release, interface language and look."""

    def __init__(self, lesson: Lesson, again: str = "", errors: Errors | None = None):
        self._language = pages.page_language()
        self._module = lesson.reading.module
        self._activities = [one for one in self._module.blocks if isinstance(one, Exercise | Question)]
        context: dict[str, Any] = {
            "again": again,
            "clock": time_gap,
            "course": web.release().course,
            "csrf_token": lambda: gap("csrf"),
            "day": day_gap,
            "errors": errors,
            "lesson": replace(lesson, facts=_NO_FACTS, exercises={}, questions={}),
            "module": self._module,
            "once": gap("once"),
            "own": gap,
            "next_of_bank": next_of_bank,
            "partner_options": _partner_options,
            "person": nobody_in_particular(web.learner()),
            "shown_answers": shown_answers,
        }
        self.page = Drawn(pages.page("study/module.html", **context)[0])
        self._macros = pages.macros("study/own.html", **context)
        self._pieces: dict[Any, Drawn] = {}

    def fill_in(self, own: dict[str, str], lesson: Lesson, progress: Progress) -> None:
        """Add to `own` every part of the page that depends on what the learner did."""
        own["progress"] = self._bar(progress.done, progress.total)
        own["completion"] = self._completion(progress).filled(own)
        own["outline"] = self._outline(lesson, progress)
        for activity in self._activities:
            if isinstance(activity, Question) and activity.id not in lesson.asked:
                own[f"#{activity.id}"] = self._not_asked(activity)
            elif isinstance(activity, Question):
                own[f"#{activity.id}"] = self._question(activity, lesson).filled(own)
            elif activity.id in lesson.exercises:
                own[f"#{activity.id}"] = self._touched(activity, lesson.exercises[activity.id], lesson, own)
            else:
                own[f"#{activity.id}"] = self._exercise(activity, lesson, "").filled(own)

    def _piece(self, key: Any, draw: Callable[[Any], Markup]) -> Drawn:
        """A kept piece, drawn by one of the macros when it is not there yet."""
        found = self._pieces.get(key)
        if found is None:
            if len(self._pieces) >= MOST_PIECES:
                self._pieces.clear()
            found = self._pieces[key] = Drawn(draw(self._macros))
        return found

    def _bar(self, done: int, total: int) -> str:
        return self._piece((done, total), lambda macros: macros.bar(done, total)).filled({})

    def _completion(self, progress: Progress) -> Drawn:
        here, course = progress.module(self._module.id), web.release().course
        assert here is not None, "every module of the course has progress"
        return self._piece(here.steps, lambda macros: macros.steps(self._module, here, course))

    def _outline(self, lesson: Lesson, progress: Progress) -> str:
        module, facts = self._module, lesson.facts
        states = (
            *(one.state for one in progress.modules),
            *(facts.exercises.get((module.id, one.id)) for one in self._activities),
            *(facts.questions.get((module.id, one.id)) for one in self._activities),
            *(facts.scenarios.get(one) for one in module.scenarios),
            module.id in facts.marked,
        )

        def draw(macros: Any) -> Any:
            return macros.way(outline(web.release().course, progress, facts, pages.words(), here=module))

        return self._piece(states, draw).filled({})

    def _not_asked(self, question: Question) -> str:
        return self._piece((question.id, "not asked"), lambda macros: macros.not_asked(question)).filled({})

    def _question(self, question: Question, lesson: Lesson) -> Drawn:
        place = lesson.place(question)

        def draw(macros: Any) -> Any:
            return macros.question(question, lesson, self._module)

        if place.unfinished:
            return Drawn(draw(self._macros))
        return self._piece((question.id, repr(place.given), place.is_answered, place.was_before_change), draw)

    def _exercise(self, exercise: Exercise, lesson: Lesson, *state: object) -> Drawn:
        return self._piece((exercise.id, *state), lambda macros: macros.exercise(exercise, lesson, self._module))

    def _touched(self, exercise: Exercise, place: ExercisePlace, lesson: Lesson, own: Mapping[str, str]) -> str:
        """An exercise with something of the learner's in it."""
        time, date = saved_at(place.saved_at, self._language)
        values = {**own, "time": time, "day": date, "version": str(place.version)}
        if place.is_unsaved or place.earlier or not is_all_words(exercise):
            return Drawn(self._macros.exercise(exercise, lesson, self._module)).filled(values)
        shown = with_gaps(place)
        drawn = self._exercise(
            exercise, replace(lesson, exercises={exercise.id: shown}), shown.state, int(shown.version)
        )
        for name in drawn.names:
            if name not in values:
                values[name] = str(escape(words_in(place, name)))
        return drawn.filled(values)
