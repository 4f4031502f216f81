"""What those who run cohorts do: start one, renew its link or code, close it, name facilitators, remove somebody."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from .. import access, errors, pages, posted, web
from ..room import Enter, Room
from ..store import cohorts, organisations
from ..store.organisations import Organisation
from . import actions
from .forms import read_cohort
from .here import cohort_for, secret
from .rules import ZONES
from .run import zone_names

room = Room("running cohorts")
EITHER = ("GET", "POST")


def _organisation(public_id: str) -> Organisation:
    person = web.learner()
    with web.mount().store.reading() as connection:
        found = organisations.organisation_by_public_id(connection, public_id)
        roles = organisations.roles_of(connection, found.id, person.id) if found else frozenset()
    access.authorise(person, "start cohort", access.Standing(learner_id=person.id, roles=roles))
    if found is None:
        raise errors.NotFound(public_id)
    return found


@room.route("/organisations/<organisation_id>/start-cohort", enter=Enter.LEARNER, methods=EITHER)
def start_cohort(organisation_id: str) -> Any:
    here, _ = _organisation(organisation_id), pages.words()
    context = {"organisation": here, "course": web.release().course, "zones": zone_names()}
    if request.method == "GET":
        typed = {"name": "", "starts_on": "", "ends_on": "", "zone": ZONES[0]}
        return pages.page("cohorts/start.html", typed=typed, wrong={}, **context)
    sent = read_cohort(request.form, web.now(), _)
    if sent.problems or sent.starts_on is None or sent.ends_on is None:
        return pages.page(
            "cohorts/start.html", 422, typed=sent.typed, errors=sent.problems, wrong=dict(sent.problems), **context
        )
    made = actions.start_cohort(
        web.mount().store,
        secret(),
        here,
        web.learner(),
        course_id=web.release().course.id,
        name=sent.typed["name"],
        starts_on=sent.starts_on,
        ends_on=sent.ends_on,
        zone=sent.typed["zone"],
        token=posted.once_token(),
        now=web.now(),
    )
    flash(_("The cohort is there. Give people the link or the code, and they can join."), "done")
    return redirect(url_for(".cohort", cohort_id=made), 303)


@room.route("/cohorts/<cohort_id>/ways-in", enter=Enter.LEARNER, methods=("POST",))
def ways_in(cohort_id: str) -> Any:
    """Renew the link or the code, close the cohort to newcomers, or open it again."""
    here, _, store = cohort_for("run cohort", cohort_id), pages.words(), web.mount().store
    act = request.form.get("act", "")
    if act == "link":
        # The number it was drawn with: a second press of the same button renews nothing more.
        if request.form.get("number") == str(here.cohort.link_number):
            actions.renew_link(store, secret(), here.cohort)
        said = _("There is a new link. The old one opens nothing any more.")
    elif act == "code":
        if request.form.get("number") == str(here.cohort.code_number):
            actions.renew_code(store, secret(), here.cohort)
        said = _("There is a new code. The old one opens nothing any more.")
    elif act == "close":
        actions.set_closed(store, here.cohort, web.now())
        said = _("Nobody can join any more. Those who are in it stay.")
    elif act == "open":
        actions.set_closed(store, here.cohort, None)
        said = _("People can join again.")
    else:
        raise errors.NotOnOffer(act)
    flash(said, "done")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@room.route("/cohorts/<cohort_id>/facilitators", enter=Enter.LEARNER, methods=("POST",))
def facilitators(cohort_id: str) -> Any:
    """Only somebody with a role in the organisation can be one."""
    here, _, store = cohort_for("run cohort", cohort_id), pages.words(), web.mount().store
    act, chosen = request.form.get("act", ""), request.form.get("person", "")
    with store.reading() as connection:
        staff = {one.public_id: one for one, _roles in organisations.staff_of(connection, here.organisation.id)}
        present = {
            one.public_id: one for one in cohorts.facilitators_of(connection, here.organisation.id, here.cohort.id)
        }
    if act == "add" and chosen in staff:
        actions.add_facilitator(store, here.cohort, web.learner(), staff[chosen], web.now())
    elif act == "remove" and chosen in present:
        actions.remove_facilitator(store, here.cohort, web.learner(), present[chosen].id, web.now())
    elif act not in ("add", "remove") or chosen:
        raise errors.NotOnOffer(act)
    flash(_("Saved. It is in the record that they can read."), "done")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@room.route("/cohorts/<cohort_id>/people/<person_id>/remove", enter=Enter.LEARNER, methods=EITHER)
def remove_from_cohort(cohort_id: str, person_id: str) -> Any:
    """Shows whom it touches and what they will be told, and asks once."""
    here, store = cohort_for("run cohort", cohort_id), web.mount().store
    with store.reading() as connection:
        subject = cohorts.person_of(connection, here.organisation.id, here.cohort.id, person_id)
    if subject is None:
        raise errors.NotFound(person_id)
    if request.method == "GET":
        return pages.page("cohorts/remove.html", cohort=here.cohort, organisation=here.organisation, subject=subject)
    actions.remove(store, here.cohort, web.learner(), subject, web.now())
    flash(pages.words()("They are no longer in this cohort. It is in the record that they can read."), "done")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)
