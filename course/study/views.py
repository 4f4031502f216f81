"""The pages of a module: reading it, keeping an exercise, answering a question, marking it done."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, request, url_for

from .. import headers, pages, posted, web
from ..certificates.moment import give_certificate_if_earned
from ..content.model import Exercise, ExerciseKind, Media, Module, Question
from ..content.plain import plain_text
from ..errors import AlreadyAnswered, AlreadyRecorded, ChangedElsewhere, NotFound, StoreNotReady
from ..plan.rules import HOME, own_words, sections_of
from ..progress.rules import progress_of
from ..room import Enter, Room
from ..store import words
from ..store.lesson import lesson_facts
from . import actions
from .forms import said_of
from .lesson import Lesson, lesson_for, shown_answers, shown_partners
from .rules import is_blank, read_exercise, read_given
from .sheets import module_page
from .variants import reading_of

room = Room("study")

STATES = {"keep": "kept", "later": "draft", "not_now": "not_now", "on_paper": "on_paper", "in_talk": "in_talk"}
"""What each button of an exercise does to it."""


@room.route("/modules/<module_id>", enter=Enter.LEARNER)
def module(module_id: str) -> Any:
    """A module with everything in place. A browser that has this very page already is told so."""
    found = _module(module_id)
    person, release = web.learner(), web.release()
    fresh = headers.unchanged_since(release.id, person.progress_version, person.session_version)
    if fresh is not None:
        return fresh
    lesson = _lesson(found)
    if found.id not in lesson.facts.opened:
        try:
            actions.open_module(web.mount().store, person, found, release, web.now())
        except StoreNotReady:
            pass  # nothing can be written just now; reading goes on
    return headers.with_version(_page(lesson)[0])


@room.route("/modules/<module_id>/reading", enter=Enter.LEARNER)
def reading_view(module_id: str) -> Any:
    """One column, no pictures needed, nothing to fill in."""
    lesson = _lesson(_module(module_id))
    return pages.page(
        "study/reading.html",
        lesson=lesson,
        module=lesson.reading.module,
        shown_answers=shown_answers,
        shown_partners=shown_partners,
    )


@room.route("/modules/<module_id>.txt", enter=Enter.LEARNER)
def plain_copy(module_id: str) -> Any:
    """The module as plain text, to keep."""
    found = _module(module_id)
    reading = reading_of(web.release().course, found, pages.page_language(), web.learner().easy_read)
    reply = Response(plain_text(reading.module), mimetype="text/plain")
    reply.headers["Content-Disposition"] = f"attachment; filename={found.id}.txt"
    return reply


@room.route("/modules/<module_id>/done", enter=Enter.LEARNER, methods=("POST",))
def mark_done(module_id: str) -> Any:
    here, found = web.mount(), _module(module_id)
    actions.mark_done(here.store, here.announcer, web.learner(), found, web.release(), web.now())
    give_certificate_if_earned()
    return redirect(url_for(".course_page", _anchor=found.id), 303)


@room.route("/modules/<module_id>/<activity_id>", enter=Enter.LEARNER)
def activity_address(module_id: str, activity_id: str) -> Any:
    """A page with a problem has this address. A phone that opens it anew, or a bookmark, gets the place in the module."""
    if _module(module_id).activity(activity_id) is None:
        raise NotFound(activity_id)
    return redirect(url_for(".module", module_id=module_id, _anchor=activity_id))


@room.route("/modules/<module_id>/<activity_id>", enter=Enter.LEARNER, methods=("POST",))
def activity(module_id: str, activity_id: str) -> Any:
    """An exercise kept or a question answered: what the form of that activity sends."""
    found = web.release().course.module(module_id)
    one = _activity_as_read(found, activity_id) if found else None
    if found is None or one is None:
        return _gone()
    if isinstance(one, Exercise):
        return _exercise_sent(found, one)
    if isinstance(one, Question):
        return _question_sent(found, one)
    raise NotFound(activity_id)


def _activity_as_read(found: Module, activity_id: str) -> Exercise | Question | Media | None:
    """An activity in the learner's version of a module, or in the base where their version lacks it."""
    reading = reading_of(web.release().course, found, pages.page_language(), web.learner().easy_read)
    return reading.module.activity(activity_id) or found.activity(activity_id)


def _gone() -> Any:
    """The form of an activity that has left the course since the page was opened: nothing that was written is lost."""
    _ = pages.words()
    if posted.is_autosave():
        return {
            "state": "problem",
            "message": _("This exercise has left the course. Copy your words before you go."),
        }, 404
    known = ("base", "act", "once", "csrf_token")
    kept = [(_("What you wrote"), value) for name, value in request.form.items() if name not in known and value.strip()]
    return pages.error_page(
        404,
        heading=_("This part of the course is no longer there"),
        what=_("The course was changed while you had this page open. What you wrote is below, and is not saved."),
        next=_("Copy your words if you want to keep them, then go back to “My learning”."),
        kept=kept,
    )


@room.route("/modules/<module_id>/<activity_id>/versions", enter=Enter.LEARNER)
def versions(module_id: str, activity_id: str) -> Any:
    """Everything the learner has saved in one exercise, newest first, in parts that fit on a page."""
    found = _module(module_id)
    one = found.activity(activity_id)
    if not isinstance(one, Exercise):
        raise NotFound(activity_id)
    here, person = web.mount(), web.learner()
    place = (here.vault, person.id, person.words_key, found.id, one.id)
    with here.store.reading() as connection:
        kept = words.versions_of(connection, *place, before=posted.whole_number(request.args.get("before")) or None)
        older = bool(kept) and bool(words.versions_of(connection, *place, most=1, before=kept[-1].version))
    values = [(row, json.loads(row.words) if row.words else {}) for row in kept]
    return pages.page("study/versions.html", module=found, exercise=one, versions=values, older=older)


@room.route("/my-words", enter=Enter.LEARNER)
def my_words() -> Any:
    """Everything the learner has written, also in parts that have since left the course. Theirs to read and to print."""
    here, person = web.mount(), web.learner()
    with here.store.reading() as connection:
        rows = words.newest_words_everywhere(connection, here.vault, person.id, person.words_key)
    return pages.page("study/my_words.html", written=[one for row in rows if row.words and (one := _as_written(row))])


def _as_written(row: words.Words) -> dict[str, Any] | None:
    """A kept exercise with the module and prompt it was written under; or words of one's own in the plan."""
    if row.module_id == HOME:
        return _plan_as_written(row)
    module = web.mount().shelf.release(row.release_id).course.module(row.module_id)
    exercise = module.activity(row.activity_id) if module else None
    if not isinstance(exercise, Exercise):
        return None
    now = web.release().course.module(row.module_id)
    there = now is not None and now.activity(row.activity_id) is not None
    return {"module": module, "exercise": exercise, "row": row, "value": json.loads(row.words), "is_there": there}


def _plan_as_written(row: words.Words) -> dict[str, Any] | None:
    """What was added to a section of the plan. How the section stands is not writing."""
    own = own_words(row)
    course = web.mount().shelf.release(row.release_id).course
    section = next((one for one in sections_of(course) if one.id == row.activity_id), None)
    if section is None or not own.text.strip():
        return None
    there = any(one.id == section.id for one in sections_of(web.release().course))
    return {"section": section, "own": own, "row": row, "is_there": there}


def _module(module_id: str) -> Module:
    found = web.release().course.module(module_id)
    if found is None:
        raise NotFound(module_id)
    return found


def _lesson(found: Module) -> Lesson:
    here, person, release = web.mount(), web.learner(), web.release()
    with here.store.reading() as connection:
        known = lesson_facts(connection, here.vault, person.id, person.words_key, found.id)
        places = {one.earlier for one in found.exercises() if all(one.earlier)}
        before = words.newest_words_at(connection, here.vault, person.id, person.words_key, places)
    return lesson_for(
        release.course,
        found,
        known.facts,
        known.exercises,
        known.tries,
        language=pages.page_language(),
        easy_read=person.easy_read,
        learner=person.id,
        before=before,
    )


def _page(lesson: Lesson, status: int = 200, errors: list[tuple[str, str]] | None = None) -> tuple[str, int]:
    progress, again = progress_of(web.release().course, lesson.facts), request.args.get("again", "")
    return module_page(lesson.asking(again), progress, again=again, errors=errors), status


# --- exercises --------------------------------------------------------------------------------------------------------


def _exercise_sent(found: Module, exercise: Exercise) -> Any:
    act = request.form.get("act", "later" if posted.is_autosave() else "keep")
    value = read_exercise(exercise, request.form)
    if act == "draw" and exercise.kind is ExerciseKind.ROLES:
        value.value["card"] = secrets.choice(exercise.items).key
        act = "keep"
    state = STATES.get(act, "kept")
    if problem := _problem(exercise, value.problems, blank=state == "kept" and value.is_blank):
        return _exercise_refused(found, exercise, value.value, problem)
    try:
        version = _keep(found, exercise, value.value, state)
    except ChangedElsewhere:
        return _changed_elsewhere(found, exercise, value.value)
    if posted.is_autosave():
        return {"state": "saved", "at": pages.clock_now(), "version": version}
    if state in words.KEPT_STATES:
        give_certificate_if_earned()
    if act == "later":
        flash(_come_back(exercise), "done")
        return redirect(url_for(".course_page"), 303)
    return redirect(url_for(".module", module_id=found.id, _anchor=exercise.id), 303)


def _keep(found: Module, exercise: Exercise, value: dict[str, Any], state: str) -> int:
    here = web.mount()
    return actions.keep_exercise(
        here.store,
        here.vault,
        here.announcer,
        web.learner(),
        found,
        exercise,
        web.release(),
        value={} if is_blank(value) else value,
        state=state,
        base=posted.base_version(),
        now=web.now(),
    )


def _come_back(exercise: Exercise) -> str:
    _ = pages.words()
    return _("Saved. “%(title)s” is waiting for you. Press “Carry on” to come back to it.", title=exercise.title)


def _problem(exercise: Exercise, problems: tuple[tuple[str, str], ...], *, blank: bool) -> list[tuple[str, str]]:
    """What is wrong with a sent exercise, as (id of the field, plain words)."""
    found = [(f"{exercise.id}-{name}", said_of(problem)) for name, problem in problems]
    if blank and not found:
        _ = pages.words()
        found = [(exercise.id, _("There is nothing written yet. Write something first, or press “Not now”."))]
    return found


def _exercise_refused(found: Module, exercise: Exercise, value: dict[str, Any], problems: list[tuple[str, str]]) -> Any:
    if posted.is_autosave():
        return {"state": "problem", "message": problems[0][1]}, 422
    lesson = _lesson(found).with_unsaved(exercise.id, value, posted.base_version())
    return _page(lesson, status=422, errors=problems)


def _changed_elsewhere(found: Module, exercise: Exercise, value: dict[str, Any]) -> Any:
    """Two tabs: both texts are shown, and the learner says which stands."""
    if posted.is_autosave():
        message = pages.words()("This was changed in another window. Press Save to see both.")
        return {"state": "conflict", "message": message}, 409
    lesson = _lesson(found)
    saved = lesson.place(exercise)
    mine = replace(saved, value=value)
    return pages.page(
        "study/changed_elsewhere.html",
        409,
        lesson=lesson,
        module=lesson.reading.module,
        exercise=exercise,
        mine_place=mine,
        place=saved,
    )


# --- knowledge checks -------------------------------------------------------------------------------------------------


def _question_sent(found: Module, question: Question) -> Any:
    _ = pages.words()
    given = read_given(question, request.form, request.form.getlist("answer"))
    if given is None:
        said = {
            "single": _("Choose one answer first."),
            "multiple": _("Tick at least one answer first."),
            "ordering": _("Give every step a different place."),
            "matching": _("Choose a partner for every line."),
        }[question.mode.value]
        lesson = _lesson(found).with_unanswered(question.id, request.form.to_dict())
        return _page(lesson, status=422, errors=[(f"{question.id}-answer", said)])
    here = web.mount()
    try:
        actions.answer_question(
            here.store,
            here.announcer,
            web.learner(),
            found,
            question,
            web.release(),
            given=given,
            token=posted.once_token(),
            now=web.now(),
        )
        give_certificate_if_earned()
    except (AlreadyRecorded, AlreadyAnswered):
        pass  # a double press: the same next page
    return redirect(url_for(".module", module_id=found.id, _anchor=question.id), 303)
