"""What the views of this room have in common: reading a form, drawing it again, sending mail, where to go next."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request, session

from .. import errors, mail, pages, web
from ..addresses import go_to, own_address, whole_address
from ..store import links
from .forms import CourseForm
from .mail_texts import Writer

EITHER = ("GET", "POST")


def sent() -> Any:
    return request.form if request.method == "POST" else None


def form_page(
    name: str, form: CourseForm, status: int = 0, problems: list[tuple[str, str]] | None = None, **context: Any
) -> Any:
    """The page of a form: as it is first seen, or sent back with what is wrong in it."""
    status = status or (422 if request.method == "POST" else 200)
    return pages.page(f"accounts/{name}.html", status, form=form, errors=problems or form.problems, **context)


def site_name() -> str:
    return web.mount().settings.name


def next_page() -> str:
    """The page of ours that a visit was going to, or empty."""
    return own_address(request.values.get("next")) or ""


def onward() -> Response:
    return go_to(next_page(), otherwise=".course_page")


def chosen_here(key: str, offered: tuple[str, ...]) -> str:
    """How somebody who is not signed in likes their pages; the first that is offered until they say."""
    return str(session.get(key)) if session.get(key) in offered else offered[0]


def minutes_of(span: Any) -> int:
    return int(span.total_seconds() // 60)


def writer() -> Writer:
    chosen = web.mount().settings
    return Writer(
        site=chosen.name,
        help=", ".join(one for one in (chosen.help_name, chosen.help_contact) if one),
        minutes=minutes_of(links.LIFE),
        link=whole_address,
    )


def send_mail() -> None:
    """Send what the commit put in the outbox."""
    here = web.mount()
    mail.deliver_soon(here.store, here.settings, web.now())


def wait_words(error: errors.TooManyTries) -> str:
    _ = pages.words()
    if error.minutes == 1:
        return _("There were too many tries. Wait 1 minute, then try again.")
    return _("There were too many tries. Wait %(minutes)s minutes, then try again.", minutes=error.minutes)


def with_wait(page: Any, error: errors.TooManyTries) -> Response:
    reply = make_response(page)
    reply.headers["Retry-After"] = str(error.minutes * 60)
    return reply


def secret_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page whose address is a secret: no other site is told it, and nothing keeps it."""
    problems = context["form"].problems if "form" in context else []
    reply = make_response(pages.page(template, status, errors=problems, **context))
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.headers["Cache-Control"] = "no-store"
    return reply
