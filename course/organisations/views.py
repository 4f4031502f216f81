"""Pages of organisations: mine, one of them, its words, somebody's roles, and the record of what staff did."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from .. import access, errors, pages, web
from ..cohorts.rules import state_of
from ..room import Enter, Room
from ..store import cohorts
from ..store import organisations as kept
from ..store.organisations import Organisation
from . import actions
from .forms import read_words
from .rules import ROLES

room = Room("organisations")
EITHER = ("GET", "POST")


def organisation_for(action: str, public_id: str) -> tuple[Organisation, access.Standing]:
    """The organisation at this address, for somebody who may do this there. Raises NotFound."""
    person = web.learner()
    with web.mount().store.reading() as connection:
        found = kept.organisation_by_public_id(connection, public_id)
        roles = kept.roles_of(connection, found.id, person.id) if found else frozenset()
    standing = access.Standing(learner_id=person.id, roles=roles)
    access.authorise(person, action, standing)
    if found is None:
        raise errors.NotFound(public_id)
    return found, standing


@room.route("/organisations", enter=Enter.LEARNER)
def organisations() -> Any:
    """For people who look after something in an organisation; to everybody else this page is not there."""
    with web.mount().store.reading() as connection:
        everywhere = kept.organisations_of(connection, web.learner().id)
    mine = [(one, roles) for one, roles in everywhere if roles & set(ROLES)]
    if not mine:
        raise errors.NotFound("organisations")
    return pages.page("organisations/mine.html", mine=mine)


@room.route("/organisations/<organisation_id>", enter=Enter.LEARNER)
def organisation(organisation_id: str) -> Any:
    here, standing = organisation_for("see organisation", organisation_id)
    person, now = web.learner(), web.now()
    runs = access.may(person, "run cohort", standing)
    with web.mount().store.reading() as connection:
        listed = cohorts.cohorts_of_organisation(connection, here.id)
        led = frozenset[int]() if runs else cohorts.cohorts_led_in(connection, here.id, person.id)
        staff = kept.staff_of(connection, here.id)
    return pages.page(
        "organisations/organisation.html",
        organisation=here,
        staff=staff,
        cohorts=[
            (one, count, state_of(one.starts_on, one.ends_on, one.zone, now))
            for one, count in listed
            if runs or one.id in led
        ],
        may_start=access.may(person, "start cohort", standing),
        may_change=access.may(person, "change organisation", standing),
    )


@room.route("/organisations/<organisation_id>/words", enter=Enter.LEARNER, methods=EITHER)
def organisation_words(organisation_id: str) -> Any:
    here, _standing = organisation_for("change organisation", organisation_id)
    _ = pages.words()
    if request.method == "GET":
        given = {"name": here.name, "welcome": here.welcome, "access_contact": here.access_contact}
        given |= {"help_name": here.help_name, "help_contact": here.help_contact}
        return pages.page("organisations/words.html", organisation=here, given=given, wrong={})
    sent = read_words(request.form, _)
    if sent.problems:
        return pages.page(
            "organisations/words.html",
            422,
            organisation=here,
            given=sent.values,
            errors=sent.problems,
            wrong=dict(sent.problems),
        )
    actions.change_words(web.mount().store, here, **sent.values)
    flash(_("Saved. This is what people see from now on."), "done")
    return redirect(url_for(".organisation", organisation_id=here.public_id), 303)


@room.route("/organisations/<organisation_id>/people/<person_id>", enter=Enter.LEARNER, methods=EITHER)
def person_roles(organisation_id: str, person_id: str) -> Any:
    """What somebody is in this organisation, with a button to give and to take each role."""
    here, _standing = organisation_for("change roles", organisation_id)
    _, store = pages.words(), web.mount().store
    with store.reading() as connection:
        subject = kept.person_in(connection, here.id, person_id)
        roles = kept.roles_of(connection, here.id, subject.id) if subject else frozenset()
    if subject is None:
        raise errors.NotFound(person_id)
    if request.method == "GET":
        return pages.page("organisations/person.html", organisation=here, subject=subject, roles=roles, all=ROLES)
    act, role = request.form.get("act", ""), request.form.get("role", "")
    if act not in ("give", "take"):
        raise errors.NotOnOffer(act)
    try:
        change = actions.give_role if act == "give" else actions.take_role
        change(store, here, web.learner(), subject, role, web.now())
    except errors.LastOne as error:
        words = {
            "administrator": _("This is the last administrator. Make somebody else an administrator first."),
            "organiser": _("This is the last organiser. Make somebody else an organiser first."),
        }[error.role]
        return pages.page(
            "organisations/person.html",
            409,
            organisation=here,
            subject=subject,
            roles=roles,
            all=ROLES,
            errors=[("", words)],
        )
    flash(_("Saved. It is in the record that they can read."), "done")
    if subject.id == web.learner().id and (act, role) == ("take", "administrator"):
        return redirect(url_for(".course_page"), 303)  # this page is no longer theirs
    return redirect(url_for(".organisation", organisation_id=here.public_id), 303)


@room.route("/account/record", enter=Enter.LEARNER)
def my_record() -> Any:
    """What people of organisations did that touches the person who asks."""
    with web.mount().store.reading() as connection:
        acts = kept.acts_on(connection, web.learner().id)
    return pages.page("organisations/record.html", acts=acts)
