"""A forgotten password: asking for a link, and what is behind it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from .. import errors, pages, posted, web
from ..room import Enter
from ..store import links
from . import actions
from . import session as our_session
from .forms import CodeForm, ForgottenForm, NewPasswordForm
from .known import visitor
from .replies import EITHER, form_page, minutes_of, secret_page, send_mail, sent, site_name, writer
from .rooms import doors


@doors.route("/forgotten", enter=Enter.ANYONE, methods=EITHER)
def forgotten() -> Any:
    form = ForgottenForm(sent(), words=pages.words())
    if request.method == "GET" or not form.validate():
        return form_page("forgotten", form)
    actions.ask_for_new_password(web.mount(), visitor(), writer(), email=form.email.data, now=web.now())
    send_mail()
    return redirect(url_for(".message_sent"), 303)


@doors.route("/forgotten/sent", enter=Enter.ANYONE)
def message_sent() -> Any:
    return pages.page("accounts/message_sent.html", minutes=minutes_of(links.LIFE))


@doors.route("/code", enter=Enter.ANYONE, methods=EITHER)
def code() -> Any:
    """For messages that carry a code instead of a link."""
    form = CodeForm(sent(), words=pages.words())
    if request.method == "GET" or not form.validate():
        return form_page("code", form)
    try:
        actions.owner_of_link(web.mount(), form.code.data, "new-email", web.now())
    except errors.LinkNotGood:
        return redirect(url_for(".new_password", token=form.code.data), 303)
    return redirect(url_for(".confirm_email", token=form.code.data), 303)


@doors.route("/new-password/<token>", enter=Enter.ANYONE, methods=EITHER)
def new_password(token: str) -> Any:
    """Looking at the link does not use it up: some mail programs open every link before a person does."""
    here, now, is_sent = web.mount(), web.now(), request.method == "POST"
    person = actions.owner_of_link(here, token, "new-password", now, used_too=is_sent).person
    form = NewPasswordForm(sent(), name=person.name, email=person.email or "", site=site_name(), words=pages.words())
    if not is_sent or not form.validate():
        return secret_page("accounts/new_password.html", 422 if is_sent else 200, form=form, email=person.email)
    try:
        actions.set_new_password(
            here, visitor(), writer(), link=token, password=form.new_password.data, token=posted.once_token(), now=now
        )
    except errors.AlreadyRecorded:
        pass  # a second press: the same next page
    send_mail()
    our_session.sign_out()
    flash(pages.words()("Your new password is set. You can sign in with it now."), "done")
    return redirect(url_for(".sign_in"), 303)


@doors.answer(errors.LinkNotGood)
def link_not_good(error: errors.LinkNotGood) -> Any:
    is_email = (request.endpoint or "").endswith("confirm_email")
    return secret_page("accounts/link_not_good.html", 410, why=error.why, is_email=is_email)
