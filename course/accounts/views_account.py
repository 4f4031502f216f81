"""The account page, and changing what is on it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from .. import errors, pages, posted, web
from ..plan.rules import HOME as PLAN
from ..room import Enter
from ..store import certificates as certificate_store
from ..store import progress as progress_store
from ..store import tries
from ..store.words import KEPT_STATES
from . import actions
from . import session as our_session
from .forms import ChangeEmailForm, ChangeNameForm, ChangePasswordForm
from .known import remember_browser, visitor
from .replies import EITHER, form_page, minutes_of, secret_page, send_mail, sent, site_name, writer
from .rooms import doors, settings


@settings.route("/account", enter=Enter.LEARNER)
def account() -> Any:
    """In plain words, everything that is held about the person who asks."""
    person = web.learner()
    with web.mount().store.reading() as connection:
        facts = progress_store.facts_of(connection, person.id)
        certificates = certificate_store.certificates_of(connection, person.id)
    return pages.page(
        "accounts/account.html",
        kept=sum(place != PLAN and state in KEPT_STATES for (place, _), state in facts.exercises.items()),
        certificates=certificates,
        tries_minutes=minutes_of(tries.WINDOW),
    )


@settings.route("/account/name", enter=Enter.LEARNER, methods=EITHER)
def change_name() -> Any:
    """Where a host signs people in, names are the host's."""
    if not web.mount().has_accounts:
        raise errors.NotFound("change_name")
    form = ChangeNameForm(sent(), words=pages.words(), data={"name": web.learner().name})
    if request.method == "GET" or not form.validate():
        return form_page("name", form)
    actions.change_name(web.mount(), web.learner(), form.name.data)
    return _changed(pages.words()("Your name is changed."))


@doors.route("/account/password", enter=Enter.LEARNER, methods=EITHER)
def change_password() -> Any:
    _, person = pages.words(), web.learner()
    form = ChangePasswordForm(sent(), name=person.name, email=person.email or "", site=site_name(), words=_)
    if request.method == "POST" and form.validate():
        changed = actions.change_password(
            web.mount(),
            visitor(),
            writer(),
            person,
            password=form.password.data,
            new_password=form.new_password.data,
            now=web.now(),
        )
        if changed:
            send_mail()
            our_session.sign_in(changed)
            reply = _changed(_("Your password is changed. Everywhere else you are signed out."))
            return remember_browser(reply, changed)
        form.refuse("password", _wrong_password())
    return form_page("password", form)


@doors.route("/account/email", enter=Enter.LEARNER, methods=EITHER)
def change_email() -> Any:
    _, form = pages.words(), ChangeEmailForm(sent(), words=pages.words())
    if request.method == "POST" and form.validate():
        done = actions.ask_to_change_email(
            web.mount(),
            visitor(),
            writer(),
            web.learner(),
            password=form.password.data,
            email=form.email.data,
            now=web.now(),
        )
        if done:
            send_mail()
            return _changed(
                _("We have sent a message to %(email)s. Open the link in it to finish.", email=form.email.data)
            )
        form.refuse("password", _wrong_password())
    return form_page("email", form)


@doors.route("/new-email/<token>", enter=Enter.ANYONE, methods=EITHER)
def confirm_email(token: str) -> Any:
    here, now = web.mount(), web.now()
    if request.method == "GET":
        link = actions.owner_of_link(here, token, "new-email", now)
        return secret_page("accounts/confirm_email.html", email=link.detail)
    try:
        actions.confirm_email(here, writer(), link=token, token=posted.once_token(), now=now)
    except errors.AlreadyRecorded:
        pass  # a second press: the same next page
    except errors.NameTaken:
        raise errors.LinkNotGood("taken") from None
    send_mail()
    flash(pages.words()("Your new e-mail address is set."), "done")
    return redirect(url_for(".account" if web.person() else ".sign_in"), 303)


def _wrong_password() -> str:
    return pages.words()("This is not your present password. Type it again.")


def _changed(message: str) -> Any:
    flash(message, "done")
    return redirect(url_for(".account"), 303)
