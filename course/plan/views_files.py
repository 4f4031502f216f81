"""Copies of the plan to take away: a PDF, plain text, and its dates for a calendar."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from flask import Response, request, url_for

from .. import addresses, pages, web
from ..errors import NotFound
from ..language import day_of
from ..room import Enter, Room
from ..typeset import NoPdf
from .calendar import Event, calendar_of
from .pdf import plan_pdf
from .rules import dates_in, later_by, look_again_in
from .sheet import PlanSheet, as_text, sheet_of
from .views import Mine, own_plan

room = Room("plan files")

log = logging.getLogger("course.plan")


@room.route("/plan.pdf", enter=Enter.LEARNER)
def plan_as_pdf() -> Any:
    """The copy to keep or print. Where there can be none, a page says why and leads to the plan."""
    try:
        made = plan_pdf(_sheet(own_plan()), web.now())
    except NoPdf as error:
        log.warning("No PDF of a plan: %s", error.why)  # and no more: the rest holds what somebody wrote
        return pages.page("plan/no_pdf.html", why=error.why)
    return _file(made, "application/pdf", "plan.pdf")


@room.route("/plan.txt", enter=Enter.LEARNER)
def plan_as_text() -> Any:
    """To read with anything at all, or to send on."""
    return _file(as_text(_sheet(own_plan())).encode(), "text/plain; charset=utf-8", "plan.txt")


@room.route("/plan.ics", enter=Enter.LEARNER)
def plan_as_calendar() -> Any:
    """The dates in the plan, and when to look at some answers again; never what was written."""
    mine, course = own_plan(), web.release().course
    if not mine.plan.parts:
        raise NotFound("plan")
    made = calendar_of(pages.words()("My plan: %(course)s", course=course.title), course.id, _events(mine))
    return _file(made, "text/calendar; charset=utf-8", "plan.ics")


def _file(made: bytes, kind: str, name: str) -> Response:
    reply = Response(made, content_type=kind)
    reply.headers["Content-Disposition"] = f"attachment; filename={name}"
    return reply


def _sheet(mine: Mine) -> PlanSheet:
    if not mine.plan.parts:
        raise NotFound("plan")
    return sheet_of(
        mine.plan,
        pages.words(),
        language=pages.page_language(),
        course_language="en",  # of every course's index
        course=web.release().course.title,
        name=web.learner().name,
        now=web.now(),
        bare=pages.plain,
    )


def _events(mine: Mine) -> Iterator[Event]:
    _, person = pages.words(), web.learner()
    for one in dates_in(mine.plan):
        source, name = one.answer.source, one.part.section.name
        row = " ".join(pages.plain(one.row).split())
        link = _whole(url_for(".plan", _anchor=f"part-{one.part.section.id}"))
        yield Event(
            of=(person.public_id, source.module.id, source.exercise.id, one.place),
            day=one.day,
            title=_("In my plan: %(section)s (%(row)s)", section=name, row=row)
            if row
            else _("In my plan: %(section)s", section=name),
            words=_("You wrote this date in your plan. Read it here: %(address)s", address=link),
            link=link,
            version=one.answer.version,
            saved_at=one.answer.saved_at,
        )
    for note in look_again_in(web.release().course, mine.plan, mine.kept, mine.read):
        link = _whole(url_for(".module", module_id=note.module.id, _anchor=note.exercise.id))
        yield Event(
            of=(person.public_id, note.module.id, note.exercise.id, "look again"),
            day=later_by(day_of(note.saved_at), note.wait),
            title=_("Look again at “%(title)s”", title=note.exercise.title),
            words=_("You wrote something to come back to. Read it here: %(address)s", address=link),
            link=link,
            version=note.version,
            saved_at=note.saved_at,
        )


def _whole(path: str) -> str:
    """An address that works from a calendar: the site's own, when the settings say it, else the one this request came to."""
    return addresses.whole(path, web.mount().settings.address or request.host_url)
