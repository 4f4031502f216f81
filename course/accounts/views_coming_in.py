"""Registering, signing in and out, staying; and what happens to somebody whose session has ended."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for

from .. import errors, pages, posted, web
from ..addresses import came_from, go_to, own_path
from ..room import Enter
from . import actions
from . import session as our_session
from .forms import TEXT_SIZES, THEMES, RegisterForm, SignInForm
from .gone import page_for_erased
from .kept import Kept, kept_before, kept_now
from .known import remember_browser, visitor
from .replies import (
    EITHER,
    chosen_here,
    form_page,
    next_page,
    onward,
    send_mail,
    sent,
    site_name,
    wait_words,
    with_wait,
    writer,
)
from .rooms import doors, settings

# --- registering ------------------------------------------------------------------------------------------------------


@doors.route("/register", enter=Enter.ANYONE, methods=EITHER)
def register() -> Any:
    if web.person():
        return onward()
    form = RegisterForm(sent(), site=site_name(), words=pages.words())
    if request.method == "GET":
        return _register_page(form)
    if not form.validate():
        return _register_page(form)
    try:
        person = actions.register(
            web.mount(),
            visitor(),
            writer(),
            name=form.name.data,
            email=form.email.data,
            password=form.password.data,
            language=pages.page_language(),
            theme=chosen_here("course_theme", THEMES),
            text_size=chosen_here("course_text", TEXT_SIZES),
            token=posted.once_token(),
            now=web.now(),
        )
    except errors.NameTaken:
        send_mail()
        form.refuse("email", _taken())
        return _register_page(form)
    except errors.TooManyTries as error:
        return with_wait(_register_page(form, 429, [("", wait_words(error))]), error)
    our_session.sign_in(person)
    flash(pages.words()("Welcome. You have an account now, and you are signed in."), "done")
    return remember_browser(onward(), person)


def _register_page(form: RegisterForm, status: int = 0, problems: list[tuple[str, str]] | None = None) -> Any:
    return form_page("register", form, status, problems, next=next_page())


def _taken() -> str:
    return pages.words()(
        "We could not make an account with these details. If you have an account already, sign in or ask for a new "
        "password."
    )


# --- signing in and out -----------------------------------------------------------------------------------------------


@doors.route("/sign-in", enter=Enter.ANYONE, methods=EITHER)
def sign_in() -> Any:
    kept = kept_before()
    if web.person():
        return _after_sign_in(kept)
    form = SignInForm(sent(), words=pages.words())
    if request.method == "GET":
        return _sign_in_page(form, kept)
    if not form.validate():
        return _sign_in_page(form, kept)
    try:
        person = actions.sign_in(
            web.mount(), visitor(), email=form.email.data, password=form.password.data, now=web.now()
        )
    except errors.TooManyTries as error:
        return with_wait(_sign_in_page(form, kept, 429, [("", wait_words(error))]), error)
    if person is None:
        _ = pages.words()
        form.refuse("email", _("The e-mail address and the password do not belong together. Check both and try again."))
        return _sign_in_page(form, kept)
    our_session.sign_in(person)
    return remember_browser(_after_sign_in(kept), person)


def _sign_in_page(
    form: SignInForm, kept: Kept, status: int = 0, problems: list[tuple[str, str]] | None = None, next: str = ""
) -> Any:
    return form_page("sign_in", form, status, problems, kept=kept, next=next or next_page())


def _after_sign_in(kept: Kept) -> Response:
    """Back to where they were going; or, with something written that could not be kept, to where it can be sent again."""
    if kept.action:
        return make_response(pages.send_again_page(kept.action, list(kept.fields), status=200))
    return onward()


@doors.route("/sign-out", enter=Enter.ANYONE, methods=("POST",))
def sign_out() -> Any:
    our_session.sign_out()
    flash(pages.words()("You are signed out."), "done")
    return redirect(url_for(".front"), 303)


@doors.route("/stay", enter=Enter.LEARNER, methods=("POST",))
def stay() -> Any:
    """Somebody needs more time: the session starts again from now."""
    our_session.start_again()
    if posted.is_autosave() or request.accept_mimetypes.best == "application/json":
        return Response(status=204, mimetype="application/json")
    return go_to(came_from(), otherwise=".course_page")


@doors.answer(errors.MustSignIn)
def must_sign_in(error: errors.MustSignIn) -> Any:
    """A page for someone signed in, wanted by someone who is not, perhaps no longer: what they wrote comes along."""
    if (gone := page_for_erased()) is not None:
        return gone
    _ = pages.words()
    if posted.is_autosave():
        return signed_out()
    if request.method in ("GET", "HEAD"):
        return redirect(url_for(".sign_in", next=own_path()), 303)
    kept = kept_now()
    return _sign_in_page(SignInForm(None, words=_), kept, 401, next=kept.back)


@doors.answer(errors.FormTooOld)
def form_too_old(error: errors.FormTooOld) -> Any:
    """Forms with a password cannot be sent again for the person, so they are shown again."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint == "sign_out" and web.person() is None:
        return redirect(url_for(".front"), 303)
    if endpoint in ("new_password", "confirm_email"):
        return redirect(url_for(f".{endpoint}", **(request.view_args or {})), 303)
    if endpoint not in ("register", "sign_in"):
        return pages.answer_error(error)
    ours = posted.is_from_here()
    kept = kept_before() if ours else Kept()
    if web.person():
        return _after_sign_in(kept)
    _ = pages.words()
    form: SignInForm | RegisterForm
    if endpoint == "sign_in":
        form = SignInForm(request.form if ours else None, words=_)
    else:
        form = RegisterForm(request.form if ours else None, site=site_name(), words=_)
    form.refuse("password", _("This page was open for a long time. Type your password and press the button again."))
    return _sign_in_page(form, kept, 400) if isinstance(form, SignInForm) else _register_page(form, 400)


# --- wherever else somebody is stopped --------------------------------------------------------------------------------


@settings.answer(errors.MustSignIn)
def must_sign_in_elsewhere(error: errors.MustSignIn) -> Any:
    """Where a host signs people in: what was written is shown to be copied, since the way back is not ours."""
    if (gone := page_for_erased()) is not None:
        return gone
    if posted.is_autosave():
        return signed_out()
    kept = kept_now().fields if request.method == "POST" else ()
    said = [(pages.words()("What you wrote"), text) for _name, text in kept if " " in text]
    return pages.error_page(401, kept=said)


@settings.answer(errors.TooManyTries)
def too_many_tries(error: errors.TooManyTries) -> Any:
    _ = pages.words()
    page = pages.error_page(
        429,
        what=_("We had many tries in a short time. We slow things down to keep accounts safe."),
        next=wait_words(error),
    )
    return with_wait(page, error)


def signed_out() -> Any:
    message = pages.words()("Not saved, because you are signed out. Press Save, and sign in again.")
    return {"state": "signed-out", "message": message}, 401
