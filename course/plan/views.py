"""The plan's own pages: the plan, each section's form, looking it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for

from .. import pages, posted, web
from ..certificates.moment import give_certificate_if_earned
from ..content.model import Module
from ..errors import ChangedElsewhere, NotFound
from ..room import Enter, Room
from ..store import words
from ..study.forms import said_of
from ..study.variants import reading_of
from . import actions
from .forms import Sent, read_section
from .rules import HOME, Everything, OwnWords, Plan, PlanPart, own_words, plan_of

room = Room("plan")


@room.route("/plan", enter=Enter.LEARNER)
def plan() -> Any:
    """Everything that was kept for the plan, section by section, with room for the learner's own words."""
    return _page(own_plan())


@room.route("/plan", enter=Enter.LEARNER, methods=("POST",))
def confirm_plan() -> Any:
    """The learner has looked it over."""
    here, found = web.mount(), own_plan().plan
    if not found.parts:
        raise NotFound("plan")
    if actions.confirm_plan(here.store, web.learner(), web.release(), found.changed_at, web.now()):
        flash(pages.words()("You have looked your plan over. You can still change it."), "done")
        give_certificate_if_earned()
    return redirect(url_for(".plan", _anchor="looked-over"), 303)


@room.route("/plan/<section_id>", enter=Enter.LEARNER)
def plan_part_address(section_id: str) -> Any:
    """A page with a problem has this address. A phone that opens it anew, or a bookmark, gets the part in the plan."""
    if own_plan().plan.part(section_id) is None:
        raise NotFound(section_id)
    return redirect(url_for(".plan", _anchor=f"part-{section_id}"))


@room.route("/plan/<section_id>", enter=Enter.LEARNER, methods=("POST",))
def plan_section(section_id: str) -> Any:
    """A section's form: the learner's own words, how the section stands, what they move into it."""
    mine = own_plan()
    part = mine.plan.part(section_id)
    if part is None:
        return _gone()
    sent = read_section(part, request.form, is_autosave=posted.is_autosave())
    if sent.problems:
        return _refused(mine, part, sent)
    here = web.mount()
    try:
        version = actions.keep_section(
            here.store,
            here.vault,
            web.learner(),
            section_id,
            web.release(),
            own=sent.own,
            state=sent.state,
            base=posted.base_version(),
            now=web.now(),
        )
    except ChangedElsewhere:
        return _changed_elsewhere(part, sent)
    if posted.is_autosave():
        return {"state": "saved", "at": pages.clock_now(), "version": version}
    return redirect(url_for(".plan", _anchor=f"part-{section_id}"), 303)


@room.route("/plan/<section_id>/versions", enter=Enter.LEARNER)
def plan_versions(section_id: str) -> Any:
    """Everything the learner has saved of their own in one section, newest first, in parts that fit on a page."""
    part = own_plan().plan.part(section_id)
    if part is None:
        raise NotFound(section_id)
    here, person = web.mount(), web.learner()
    place = (here.vault, person.id, person.words_key, HOME, section_id)
    before = posted.whole_number(request.args.get("before"))
    with here.store.reading() as connection:
        kept = words.versions_of(connection, *place, before=before or None)
        older = bool(kept) and bool(words.versions_of(connection, *place, most=1, before=kept[-1].version))
    versions = [(row, own_words(row)) for row in kept]
    return pages.page("plan/versions.html", part=part, versions=versions, older=older)


@dataclass(frozen=True)
class Mine:
    """The plan of whoever asks, as it is now."""

    plan: Plan
    kept: Everything
    """What it was put together from."""
    read: Callable[[Module], Module]
    """The version of a module that they read."""
    confirmed_at: datetime | None
    """When they last looked it over."""


def own_plan() -> Mine:
    here, person, course = web.mount(), web.learner(), web.release().course
    kept, confirmed_at = actions.everything_kept(here.store, here.vault, person)
    language = pages.page_language()

    def read(module: Module) -> Module:
        return reading_of(course, module, language, person.easy_read).module

    return Mine(plan_of(course, kept, read), kept, read, confirmed_at)


def _page(mine: Mine, status: int = 200, errors: list[tuple[str, str]] | None = None) -> Any:
    changed_at, confirmed_at = mine.plan.changed_at, mine.confirmed_at
    return pages.page(
        "plan/plan.html",
        status,
        plan=mine.plan,
        confirmed_at=confirmed_at,
        has_changed=bool(confirmed_at and changed_at and changed_at > confirmed_at),
        is_step=web.release().course.certificate.confirm_plan,
        errors=errors,
    )


def _with(found: Plan, section_id: str, own: OwnWords) -> Plan:
    parts = tuple(replace(one, own=own) if one.section.id == section_id else one for one in found.parts)
    return replace(found, parts=parts)


def _refused(mine: Mine, part: PlanPart, sent: Sent) -> Any:
    """What could not be saved is still in its box, with the reason beside it."""
    problems = [(f"part-{part.section.id}-{name}", said_of(problem)) for name, problem in sent.problems]
    if posted.is_autosave():
        return {"state": "problem", "message": problems[0][1]}, 422
    unsaved = replace(sent.own, moved=part.own.moved, version=posted.base_version(), is_unsaved=True)
    return _page(replace(mine, plan=_with(mine.plan, part.section.id, unsaved)), 422, problems)


def _changed_elsewhere(part: PlanPart, sent: Sent) -> Any:
    """Two windows: both texts are shown, and the learner says which stands."""
    if posted.is_autosave():
        message = pages.words()("This was changed in another window. Press Save to see both.")
        return {"state": "conflict", "message": message}, 409
    now = own_plan().plan.part(part.section.id) or part  # the other window's words may have come while we were busy
    mine = replace(sent.own, version=now.own.version, is_unsaved=True)
    return pages.page("plan/changed_elsewhere.html", 409, part=now, mine=mine)


def _gone() -> Any:
    """The form of a section that has left the course since the page was opened: nothing that was written is lost."""
    _ = pages.words()
    if posted.is_autosave():
        return {"state": "problem", "message": _("This part has left the plan. Copy your words before you go.")}, 404
    text = request.form.get("text", "")
    return pages.error_page(
        404,
        heading=_("This part of the plan is no longer there"),
        what=_("The course was changed while you had this page open. What you wrote is below, and is not saved."),
        next=_("Copy your words if you want to keep them, then go back to your plan."),
        kept=[(_("What you wrote"), text)] if text.strip() else [],
    )
