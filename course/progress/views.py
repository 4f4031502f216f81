"""The learner's own page: where they are, what is next, what is left."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from .. import pages, web
from ..certificates.rules import about_hours, said
from ..plan.rules import sections_of
from ..room import Enter, Room
from ..store import certificates
from ..store import progress as progress_store
from .outline import outline
from .rules import Facts, Place, Progress, Step, added_since, progress_of

room = Room("progress")


@room.route("/learning", enter=Enter.LEARNER)
def course_page() -> Any:
    person, release = web.learner(), web.release()
    with web.mount().store.reading() as connection:
        facts = progress_store.facts_of(connection, person.id)
        certificate = certificates.certificate_of(connection, person.id, release.course.id)
        worked_on = progress_store.last_release_worked_on(connection, person.id)
    progress = progress_of(release.course, facts)
    return pages.page(
        "progress/course.html",
        course=release.course,
        facts=facts,
        progress=progress,
        certificate=certificate,
        added=_added(worked_on, facts, progress),
        next_words=_next_words(progress.next),
        entries=outline(release.course, progress, facts, pages.words()),
        time_left=_time_left(progress),
        has_plan=bool(sections_of(release.course)),
        **({} if facts.opened else pages.welcome()),
    )


def _added(worked_on: int | None, facts: Facts, progress: Progress) -> tuple[tuple[str, Step], ...]:
    """What has been added to the course since this learner last did something in it, of what they have not done."""
    if worked_on is None or worked_on == web.release().id:
        return ()
    before = progress_of(web.mount().shelf.release(worked_on).course, facts)
    return tuple((place, step) for place, step in added_since(before, progress) if not step.is_done)


@room.route("/carry-on", enter=Enter.LEARNER)
def carry_on() -> Any:
    """Straight to the exact step left unfinished; a module not opened yet is read from its top."""
    with web.mount().store.reading() as connection:
        facts = progress_store.facts_of(connection, web.learner().id)
    place = progress_of(web.release().course, facts).next
    if place and place.kind == "activity" and place.module_id not in facts.opened:
        return redirect(url_for(".module", module_id=place.module_id))
    return redirect(_address(place) if place else url_for(".certificate"))


def _address(place: Place) -> str:
    if place.kind == "plan":
        return url_for(".plan", _anchor="looked-over")
    if place.kind == "scenario" and place.scenario_id:
        return url_for(".scenario", scenario_id=place.scenario_id)
    if place.kind == "activity":
        return url_for(".module", module_id=place.module_id, _anchor=place.activity_id)
    return url_for(".module", module_id=place.module_id, _anchor="finish")


def _next_words(place: Place | None) -> str:
    """What "Carry on" opens, by name."""
    if place is None:
        return ""
    _, course = pages.words(), web.release().course
    if place.kind == "plan":
        return _("look your plan over")
    module = course.module(place.module_id)
    if place.kind == "scenario":
        scenario = course.scenario(place.scenario_id)
        return (
            _("the story “%(title)s”", title=pages.in_its_language(scenario.title, scenario.language))
            if scenario
            else ""
        )
    if module is None:
        return ""
    activity, title = module.activity(place.activity_id), pages.in_its_language(module.title, module.language)
    if activity is not None:
        step = pages.in_its_language(activity.title, module.language)
        return _("“%(step)s” in module “%(title)s”", step=step, title=title)
    return _("the end of module “%(title)s”", title=title)


def _time_left(progress: Progress) -> str:
    """About how long the modules not yet complete take, in words; empty for no time at all."""
    course, _ = web.release().course, pages.words()
    left = sum(
        module.minutes * (len(one.steps) - one.done) / len(one.steps)
        for module, one in zip(course.modules, progress.modules, strict=True)
        if one.steps
    )
    rounded = 5 * round(left / 5)
    if rounded >= 60:
        return said(about_hours(rounded), _)
    return _("about %(minutes)s minutes", minutes=rounded) if rounded else ""
