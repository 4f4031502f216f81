"""Pages of those who are in a cohort: mine, one of them, joining by link or by code, leaving."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for

from .. import addresses, errors, pages, web
from ..accounts.known import visitor
from ..room import Enter, Room
from ..store import cohorts, organisations
from ..store.cohorts import Cohort
from . import actions
from .here import Here, cohort_for, cohort_to_see, secret
from .rules import clean_code, code_hash, link_hash, state_of, why_not_join
from .run import run_page

room = Room("cohorts")
EITHER = ("GET", "POST")

TRIES_OF_PERSON = 10
TRIES_FROM_NETWORK = 100
"""Wrong codes in 15 minutes. A whole ward can join from one network: only wrong ones count."""


@room.route("/cohorts", enter=Enter.LEARNER)
def my_cohorts() -> Any:
    with web.mount().store.reading() as connection:
        mine = cohorts.cohorts_of_learner(connection, web.learner().id)
    now = web.now()
    return pages.page(
        "cohorts/mine.html", mine=[(one, state_of(one.starts_on, one.ends_on, one.zone, now)) for one in mine]
    )


@room.route("/cohorts/<cohort_id>", enter=Enter.LEARNER)
def cohort(cohort_id: str) -> Any:
    """Those who run it see how far people are; those who take part see who is here."""
    here = cohort_to_see(cohort_id)
    if here.may("run cohort"):
        return run_page(here)
    with web.mount().store.reading() as connection:
        people = cohorts.people_of(connection, here.organisation.id, here.cohort.id)
        facilitators = cohorts.facilitators_of(connection, here.organisation.id, here.cohort.id)
    return pages.page(
        "cohorts/learner.html",
        cohort=here.cohort,
        organisation=here.organisation,
        state=_state(here.cohort),
        people=people,
        facilitators=facilitators,
        is_in=here.is_in,
    )


@room.route("/cohorts/<cohort_id>/leave", enter=Enter.LEARNER, methods=EITHER)
def leave_cohort(cohort_id: str) -> Any:
    here = cohort_for("see cohort", cohort_id) if request.method == "GET" else _own(cohort_id)
    if request.method == "GET":
        if not here.is_in:
            raise errors.NotFound(cohort_id)
        return pages.page("cohorts/leave.html", cohort=here.cohort, organisation=here.organisation)
    actions.leave(web.mount().store, here.cohort, web.learner(), web.now())
    flash(pages.words()("You have left the cohort. All your work is still here."), "done")
    return redirect(url_for(".my_cohorts"), 303)


def _own(cohort_id: str) -> Here:
    """The cohort somebody leaves. Raises NotFound for one they are not in."""
    here = cohort_for("see cohort", cohort_id)
    if not here.is_in:
        raise errors.NotFound(cohort_id)
    return here


# --- joining ----------------------------------------------------------------------------------------------------------


@room.route("/join", enter=Enter.LEARNER, methods=EITHER)
def join_by_code() -> Any:
    """First the code, then what it is the code of and what others will see, then the button that joins."""
    _, typed = pages.words(), request.form.get("code", "")
    if request.method == "GET":
        return pages.page("cohorts/code.html", typed="")
    code = clean_code(typed)
    if not code:
        return _code_page(typed, _("Type the code you were given."))
    hashed, seen = code_hash(secret(), code), visitor()
    limits = [seen.limit("cohort code", web.learner().public_id, TRIES_OF_PERSON)]
    limits += [seen.limit("cohort codes", seen.network, TRIES_FROM_NETWORK)] if seen.network else []
    found = actions.cohort_of_code(web.mount().store, limits, hashed, web.now())
    if found is None:
        return _code_page(
            typed, _("We do not know this code. Check it, or ask whoever gave it to you: it may have been renewed.")
        )
    if request.form.get("act") == "join":
        return _join(found, "code")
    return _join_page(found, url_for(".join_by_code"), code=code)


def _code_page(typed: str, problem: str) -> Any:
    return pages.page("cohorts/code.html", 422, typed=typed[:40], errors=[("code", problem)], problem=problem)


@room.route("/join/<link>", enter=Enter.ANYONE, methods=EITHER)
def join_by_link(link: str) -> Any:
    """Works before somebody has an account: they register, or sign in, and come back here."""
    with web.mount().store.reading() as connection:
        found = cohorts.cohort_by_link(connection, link_hash(link))
    if found is None:
        return _secret(pages.page("cohorts/link_not_good.html", 404))
    if request.method == "GET":
        return _secret(_join_page(found, url_for(".join_by_link", link=link)))
    if web.person() is None:
        raise errors.MustSignIn
    return _join(found, "link")


def _join_page(found: Cohort, action: str, code: str = "", status: int = 200) -> Any:
    """What this is, who will see what, and a button; or words about why nobody can join."""
    person = web.person()
    with web.mount().store.reading() as connection:
        home = organisations.organisation_by_id(connection, found.organisation_id)
        is_in = person is not None and cohorts.is_in(connection, found.id, person.id)
    if is_in:
        return redirect(url_for(".cohort", cohort_id=found.public_id), 303)
    why = why_not_join(found.starts_on, found.ends_on, found.zone, found.closed_at, web.now())
    return pages.page(
        "cohorts/join.html",
        status,
        cohort=found,
        organisation=home,
        why=why,
        action=action,
        code=code,
        back=None if code else addresses.own_path(),
    )


def _join(found: Cohort, how: str) -> Any:
    _ = pages.words()
    try:
        actions.join(web.mount().store, found, web.learner(), how, web.now())
    except errors.CannotJoin:
        return _join_page(found, request.path, status=409)
    flash(_("Welcome. You are in the cohort now."), "done")
    return redirect(url_for(".cohort", cohort_id=found.public_id), 303)


def _state(found: Cohort) -> str:
    return state_of(found.starts_on, found.ends_on, found.zone, web.now())


def _secret(page: Any) -> Response:
    """A page whose address is a secret: no other site is told it, and nothing keeps it."""
    reply = make_response(page)
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.headers["Cache-Control"] = "no-store"
    return reply
