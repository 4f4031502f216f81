"""The doors: registering, signing in and out, a forgotten password; and what people choose about their account.

`doors` is mounted where people sign in with accounts of ours; `settings` always is.
"""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, request, session, url_for

from .. import errors, mail, pages, web
from ..language import LANGUAGES
from ..store import certificates as certificate_store
from ..store import links, tries
from ..store import progress as progress_store
from ..store.words import KEPT_STATES
from ..web import Enter, Room
from . import actions
from . import session as our_session
from .addresses import came_from, go_to, own_next, whole_address
from .forms import (
    TEXT_SIZES,
    THEMES,
    ChangeEmailForm,
    ChangeNameForm,
    ChangePasswordForm,
    CodeForm,
    CourseForm,
    ForgottenForm,
    LookForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
)
from .kept import Kept, kept_before, kept_now
from .known import remember_browser, visitor
from .mail_texts import Writer

doors = Room("doors")
settings = Room("settings")

EITHER = ("GET", "POST")


# --- registering ------------------------------------------------------------------------------------------------------


@doors.route("/register", enter=Enter.ANYONE, methods=EITHER)
def register() -> Any:
    if web.person():
        return _onward()
    form = RegisterForm(_sent(), site=_site(), words=pages.words())
    if request.method == "GET":
        return _register_page(form)
    if not form.validate():
        return _register_page(form)
    try:
        person = actions.register(
            web.mount(),
            visitor(),
            _writer(),
            name=form.name.data,
            email=form.email.data,
            password=form.password.data,
            language=pages.page_language(),
            theme=_chosen("course_theme", THEMES),
            text_size=_chosen("course_text", TEXT_SIZES),
            token=web.once_token(),
            now=web.now(),
        )
    except errors.NameTaken:
        _post()
        form.refuse("email", _taken())
        return _register_page(form)
    except errors.TooManyTries as error:
        return _wait(_register_page(form, 429, [("", _wait_words(error))]), error)
    our_session.sign_in(person)
    flash(pages.words()("Welcome. You have an account now, and you are signed in."), "done")
    return remember_browser(_onward(), person)


def _register_page(form: RegisterForm, status: int = 0, problems: list[tuple[str, str]] | None = None) -> Any:
    return _form_page("register", form, status, problems, next=_next())


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
    form = SignInForm(_sent(), words=pages.words())
    if request.method == "GET":
        return _sign_in_page(form, kept)
    if not form.validate():
        return _sign_in_page(form, kept)
    try:
        person = actions.sign_in(
            web.mount(), visitor(), email=form.email.data, password=form.password.data, now=web.now()
        )
    except errors.TooManyTries as error:
        return _wait(_sign_in_page(form, kept, 429, [("", _wait_words(error))]), error)
    if person is None:
        _ = pages.words()
        form.refuse("email", _("The e-mail address and the password do not belong together. Check both and try again."))
        return _sign_in_page(form, kept)
    our_session.sign_in(person)
    return remember_browser(_after_sign_in(kept), person)


def _sign_in_page(
    form: SignInForm, kept: Kept, status: int = 0, problems: list[tuple[str, str]] | None = None, next: str = ""
) -> Any:
    return _form_page("sign_in", form, status, problems, kept=kept, next=next or _next())


def _after_sign_in(kept: Kept) -> Response:
    """Back to where they were going; or, with something written that could not be kept, to where it can be sent again."""
    if kept.action:
        return make_response(pages.send_again_page(kept.action, list(kept.fields), status=200))
    return _onward()


@doors.route("/sign-out", enter=Enter.ANYONE, methods=("POST",))
def sign_out() -> Any:
    our_session.sign_out()
    flash(pages.words()("You are signed out."), "done")
    return redirect(url_for(".front"), 303)


@doors.route("/stay", enter=Enter.LEARNER, methods=("POST",))
def stay() -> Any:
    """ "I need more time": the session starts again from now."""
    our_session.start_again()
    if web.is_autosave() or request.accept_mimetypes.best == "application/json":
        return Response(status=204, mimetype="application/json")
    return go_to(came_from(), otherwise=".course_page")


@doors.answer(errors.MustSignIn)
def must_sign_in(error: errors.MustSignIn) -> Any:
    """A page for someone signed in, wanted by someone who is not, perhaps no longer: what they wrote comes along."""
    _ = pages.words()
    if web.is_autosave():
        return _signed_out()
    if request.method in ("GET", "HEAD"):
        return redirect(url_for(".sign_in", next=web.own_path()), 303)
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
    ours = web.is_from_here()
    kept = kept_before() if ours else Kept()
    if web.person():
        return _after_sign_in(kept)
    _ = pages.words()
    form: SignInForm | RegisterForm
    if endpoint == "sign_in":
        form = SignInForm(request.form if ours else None, words=_)
    else:
        form = RegisterForm(request.form if ours else None, site=_site(), words=_)
    form.refuse("password", _("This page was open for a long time. Type your password and press the button again."))
    return _sign_in_page(form, kept, 400) if isinstance(form, SignInForm) else _register_page(form, 400)


# --- a forgotten password ---------------------------------------------------------------------------------------------


@doors.route("/forgotten", enter=Enter.ANYONE, methods=EITHER)
def forgotten() -> Any:
    form = ForgottenForm(_sent(), words=pages.words())
    if request.method == "GET" or not form.validate():
        return _form_page("forgotten", form)
    actions.ask_for_new_password(web.mount(), visitor(), _writer(), email=form.email.data, now=web.now())
    _post()
    return redirect(url_for(".message_sent"), 303)


@doors.route("/forgotten/sent", enter=Enter.ANYONE)
def message_sent() -> Any:
    return pages.page("accounts/message_sent.html", minutes=_minutes(links.LIFE))


@doors.route("/code", enter=Enter.ANYONE, methods=EITHER)
def code() -> Any:
    """For messages that carry a code instead of a link."""
    form = CodeForm(_sent(), words=pages.words())
    if request.method == "GET" or not form.validate():
        return _form_page("code", form)
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
    form = NewPasswordForm(_sent(), name=person.name, email=person.email or "", site=_site(), words=pages.words())
    if not is_sent or not form.validate():
        return _unlinked("accounts/new_password.html", 422 if is_sent else 200, form=form, email=person.email)
    try:
        actions.set_new_password(
            here, visitor(), _writer(), link=token, password=form.new_password.data, token=web.once_token(), now=now
        )
    except errors.AlreadyRecorded:
        pass  # a second press: the same next page
    _post()
    our_session.sign_out()
    flash(pages.words()("Your new password is set. You can sign in with it now."), "done")
    return redirect(url_for(".sign_in"), 303)


@doors.answer(errors.LinkNotGood)
def link_not_good(error: errors.LinkNotGood) -> Any:
    is_email = (request.endpoint or "").endswith("confirm_email")
    return _unlinked("accounts/link_not_good.html", 410, why=error.why, is_email=is_email)


# --- the account ------------------------------------------------------------------------------------------------------


@settings.route("/account", enter=Enter.LEARNER)
def account() -> Any:
    """In plain words, everything that is held about the person who asks."""
    person = web.learner()
    with web.mount().store.reading() as connection:
        facts = progress_store.facts_of(connection, person.id)
        certificates = certificate_store.certificates_of(connection, person.id)
    return pages.page(
        "accounts/account.html",
        kept=sum(state in KEPT_STATES for state in facts.exercises.values()),
        certificates=certificates,
        tries_minutes=_minutes(tries.WINDOW),
    )


@settings.route("/account/name", enter=Enter.LEARNER, methods=EITHER)
def change_name() -> Any:
    """Where a host signs people in, names are the host's."""
    if not web.mount().has_accounts:
        raise errors.NotFound("change_name")
    form = ChangeNameForm(_sent(), words=pages.words(), data={"name": web.learner().name})
    if request.method == "GET" or not form.validate():
        return _form_page("name", form)
    actions.change_name(web.mount(), web.learner(), form.name.data)
    return _changed(pages.words()("Your name is changed."))


@doors.route("/account/password", enter=Enter.LEARNER, methods=EITHER)
def change_password() -> Any:
    _, person = pages.words(), web.learner()
    form = ChangePasswordForm(_sent(), name=person.name, email=person.email or "", site=_site(), words=_)
    if request.method == "POST" and form.validate():
        changed = actions.change_password(
            web.mount(),
            visitor(),
            _writer(),
            person,
            password=form.password.data,
            new_password=form.new_password.data,
            now=web.now(),
        )
        if changed:
            _post()
            our_session.sign_in(changed)
            reply = _changed(_("Your password is changed. Everywhere else you are signed out."))
            return remember_browser(reply, changed)
        form.refuse("password", _wrong_password())
    return _form_page("password", form)


@doors.route("/account/email", enter=Enter.LEARNER, methods=EITHER)
def change_email() -> Any:
    _, form = pages.words(), ChangeEmailForm(_sent(), words=pages.words())
    if request.method == "POST" and form.validate():
        done = actions.ask_to_change_email(
            web.mount(),
            visitor(),
            _writer(),
            web.learner(),
            password=form.password.data,
            email=form.email.data,
            now=web.now(),
        )
        if done:
            _post()
            return _changed(
                _("We have sent a message to %(email)s. Open the link in it to finish.", email=form.email.data)
            )
        form.refuse("password", _wrong_password())
    return _form_page("email", form)


@doors.route("/new-email/<token>", enter=Enter.ANYONE, methods=EITHER)
def confirm_email(token: str) -> Any:
    here, now = web.mount(), web.now()
    if request.method == "GET":
        link = actions.owner_of_link(here, token, "new-email", now)
        return _unlinked("accounts/confirm_email.html", email=link.detail)
    try:
        actions.confirm_email(here, _writer(), link=token, token=web.once_token(), now=now)
    except errors.AlreadyRecorded:
        pass  # a second press: the same next page
    except errors.NameTaken:
        raise errors.LinkNotGood("taken") from None
    _post()
    flash(pages.words()("Your new e-mail address is set."), "done")
    return redirect(url_for(".account" if web.person() else ".sign_in"), 303)


def _wrong_password() -> str:
    return pages.words()("This is not your present password. Type it again.")


def _changed(message: str) -> Any:
    flash(message, "done")
    return redirect(url_for(".account"), 303)


# --- the look and the language of pages -------------------------------------------------------------------------------


@settings.route("/look", enter=Enter.ANYONE, methods=EITHER)
def look() -> Any:
    person = web.person()
    now = {
        "text_size": person.text_size if person else _chosen("course_text", TEXT_SIZES),
        "theme": person.theme if person else _chosen("course_theme", THEMES),
        "easy_read": bool(person and person.easy_read),
    }
    form = LookForm(_sent(), words=pages.words(), data=now)
    if request.method == "GET" or not form.validate():
        return _form_page("look", form, next=_next())
    if person:
        actions.change_look(
            web.mount(),
            person,
            text_size=form.text_size.data,
            theme=form.theme.data,
            easy_read=bool(form.easy_read.data),
        )
    else:
        session.update(course_text=form.text_size.data, course_theme=form.theme.data)
    flash(pages.words()("Saved. This is how pages look from now on."), "done")
    return redirect(url_for(".look", next=_next() or None), 303)


@settings.route("/language/<code>", enter=Enter.ANYONE, methods=EITHER)
def language(code: str) -> Any:
    """A link of ours changes the language at once and keeps the page. A link from anywhere else asks first."""
    if code not in LANGUAGES:
        raise errors.NotFound(code)
    if request.method == "GET" and (not web.is_from_here() or "prefetch" in request.headers.get("Sec-Purpose", "")):
        return pages.page("accounts/language.html", code=code, name=LANGUAGES[code], next=_next())
    person = web.person()
    if person:
        actions.change_look(web.mount(), person, language=code)
    else:
        session["course_language"] = code
    return go_to(_next(), otherwise=".course_page" if person else ".front")


@settings.answer(errors.MustSignIn)
def must_sign_in_elsewhere(error: errors.MustSignIn) -> Any:
    """Where a host signs people in: what was written is shown to be copied, since the way back is not ours."""
    if web.is_autosave():
        return _signed_out()
    kept = kept_now().fields if request.method == "POST" else ()
    said = [(pages.words()("What you wrote"), text) for _name, text in kept if " " in text]
    return pages.error_page(401, kept=said)


@settings.answer(errors.TooManyTries)
def too_many_tries(error: errors.TooManyTries) -> Any:
    _ = pages.words()
    page = pages.error_page(
        429,
        what=_("We had many tries in a short time. We slow things down to keep accounts safe."),
        next=_wait_words(error),
    )
    return _wait(page, error)


def _signed_out() -> Any:
    message = pages.words()("Not saved, because you are signed out. Press Save, and sign in again.")
    return {"state": "signed-out", "message": message}, 401


# --- what several of these need ---------------------------------------------------------------------------------------


def _sent() -> Any:
    return request.form if request.method == "POST" else None


def _form_page(
    name: str, form: CourseForm, status: int = 0, problems: list[tuple[str, str]] | None = None, **context: Any
) -> Any:
    """The page of a form: as it is first seen, or sent back with what is wrong in it."""
    status = status or (422 if request.method == "POST" else 200)
    return pages.page(f"accounts/{name}.html", status, form=form, errors=problems or form.problems, **context)


def _site() -> str:
    return web.mount().settings.name


def _next() -> str:
    """The page of ours that a visit was going to, or empty."""
    return own_next(request.values.get("next")) or ""


def _onward() -> Response:
    return go_to(_next(), otherwise=".course_page")


def _chosen(key: str, offered: tuple[str, ...]) -> str:
    """How somebody who is not signed in likes their pages; the first that is offered until they say."""
    return str(session.get(key)) if session.get(key) in offered else offered[0]


def _minutes(span: Any) -> int:
    return int(span.total_seconds() // 60)


def _writer() -> Writer:
    chosen = web.mount().settings
    return Writer(
        site=chosen.name,
        help=", ".join(one for one in (chosen.help_name, chosen.help_contact) if one),
        minutes=_minutes(links.LIFE),
        link=whole_address,
    )


def _post() -> None:
    """Send what the commit put in the outbox."""
    here = web.mount()
    mail.deliver_soon(here.store, here.settings, web.now())


def _wait_words(error: errors.TooManyTries) -> str:
    _ = pages.words()
    if error.minutes == 1:
        return _("There were too many tries. Wait 1 minute, then try again.")
    return _("There were too many tries. Wait %(minutes)s minutes, then try again.", minutes=error.minutes)


def _wait(page: Any, error: errors.TooManyTries) -> Response:
    reply = make_response(page)
    reply.headers["Retry-After"] = str(error.minutes * 60)
    return reply


def _unlinked(template: str, status: int = 200, **context: Any) -> Response:
    """A page whose address is a secret: no other site is told it, and nothing keeps it."""
    problems = context["form"].problems if "form" in context else []
    reply = make_response(pages.page(template, status, errors=problems, **context))
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.headers["Cache-Control"] = "no-store"
    return reply
