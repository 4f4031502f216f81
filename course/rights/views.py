"""Everything held about me, and erasing it. Only its owner may do either, and only having shown lately who they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Response, redirect, request, url_for

from .. import errors, pages, web
from ..accounts import actions as accounts
from ..accounts.forms import ConfirmForm, EraseForm
from ..accounts.gone import begin_again as begin_again_here
from ..accounts.gone import has_left, leave
from ..accounts.known import forget_browser, visitor
from ..accounts.replies import EITHER, sent, wait_words, with_wait
from ..accounts.sure import is_sure, note_sure
from ..language import clock, day, translator
from ..room import Enter, Room
from ..store import certificates as certificate_store
from ..store.certificates import Certificate
from .actions import erase as erase_person
from .copy import Copy, as_json
from .rules import LATELY
from .said import left_out, what_is_held

room = Room("rights")

STYLE = Path(__file__).with_name("copy.css")
OFFLINE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The readable copy has its style inside, as it is read where this site is not. It may do nothing else."""


# --- everything held about me -----------------------------------------------------------------------------------------


@room.route("/account/copy", enter=Enter.LEARNER, methods=EITHER)
def held() -> Any:
    """What is held, why and for how long; and a copy, for somebody who has shown lately that it is they."""
    form = ConfirmForm(sent(), words=pages.words())
    if request.method == "GET":
        return _held_page(form)
    if web.mount().has_accounts:
        try:
            if not form.validate() or not _is_their_password(form):
                return _held_page(form, 422)
        except errors.TooManyTries as error:
            return with_wait(_held_page(form, 429, [("", wait_words(error))]), error)
    note_sure(web.learner())
    return redirect(url_for(".held", _anchor="take"), 303)


def _is_their_password(form: ConfirmForm | EraseForm) -> bool:
    """Says in the form that it is not."""
    if accounts.is_their_password(web.mount(), visitor(), web.learner(), form.password.data, web.now()):
        return True
    form.refuse("password", pages.words()("This is not your present password. Type it again."))
    return False


def _held_page(form: ConfirmForm, status: int = 200, problems: list[tuple[str, str]] | None = None) -> Any:
    _, settings = pages.words(), web.mount().settings
    return pages.page(
        "rights/held.html",
        status,
        form=form,
        errors=problems or form.problems,
        held=what_is_held(_, settings),
        left_out=left_out(_),
        is_sure=is_sure(web.learner()),
        minutes=int(LATELY.total_seconds() // 60),
    )


@room.route("/account/copy.html", enter=Enter.LEARNER)
def copy_to_read() -> Any:
    """All of it, to read, to print and to keep, on one page that needs nothing else."""
    if not is_sure(web.learner()):
        return redirect(url_for(".held", _anchor="take"), 303)
    copy = _copy(pages.page_language())
    reply = _attachment(_readable(copy), "text/html; charset=utf-8", "everything-held-about-me.html")
    reply.headers["Content-Security-Policy"] = OFFLINE
    return reply


@room.route("/account/copy.json", enter=Enter.LEARNER)
def copy_for_programs() -> Any:
    """The same as JSON, in the shape that docs/your-data.md describes."""
    if not is_sure(web.learner()):
        return redirect(url_for(".held", _anchor="take"), 303)
    made = as_json(_copy("en"), web.now())
    return _attachment(made, "application/json", "everything-held-about-me.json")


def _copy(language: str) -> Copy:
    here = web.mount()
    return Copy(here.store, here.vault, here.shelf, here.settings, web.learner(), translator(language), language)


def _readable(copy: Copy) -> Iterator[str]:
    """The page, piece by piece. What needs the request is asked now; the rest is put together while it is sent."""
    draw = pages.macros("rights/copy.html")
    now = web.now()
    made = copy.words("%(day)s, %(time)s", day=day(now, copy.language), time=clock(now, copy.language))
    about = what_is_held(copy.words, copy.settings)
    head = str(draw.head(copy.person.name, copy.settings.name, copy.language, made, STYLE.read_text("utf-8"), about))
    end = str(draw.end(left_out(copy.words), copy.settings.help_name, copy.settings.help_contact))

    def pieces() -> Iterator[str]:
        yield head.lstrip()
        for one, entries in copy.parts():
            yield str(draw.part(one))
            is_empty = True
            for entry in entries:
                is_empty = False
                yield str(draw.entry(entry, copy.language))
            yield str(draw.part_end(is_empty))
        yield end

    return pieces()


def _attachment(made: Iterator[str], kind: str, name: str) -> Response:
    reply = Response(made, content_type=kind)
    reply.headers["Content-Disposition"] = f"attachment; filename={name}"
    reply.headers["Cache-Control"] = "no-store"
    return reply


# --- erase me ---------------------------------------------------------------------------------------------------------


@room.route("/account/erase", enter=Enter.LEARNER, methods=EITHER)
def erase() -> Any:
    """What goes and what stays, and the button that does it."""
    here, person, _ = web.mount(), web.learner(), pages.words()
    genuine = _genuine()
    form = EraseForm(
        sent(),
        words=_,
        asks_password=here.has_accounts,
        wanted_word=_("erase"),
        has_certificate=bool(genuine),
    )
    if request.method == "GET":
        return _erase_page(form, genuine)
    try:
        if not form.validate() or (here.has_accounts and not _is_their_password(form)):
            return _erase_page(form, genuine, 422)
    except errors.TooManyTries as error:
        return with_wait(_erase_page(form, genuine, 429, [("", wait_words(error))]), error)
    erase_person(here.store, here.settings, person.id, keep_certificate=form.certificate.data == "keep")
    leave(person)
    reply = redirect(url_for(".goodbye"), 303)
    return forget_browser(reply, person) if here.has_accounts else reply  # type: ignore[arg-type]


def _genuine() -> list[Certificate]:
    with web.mount().store.reading() as connection:
        found = certificate_store.certificates_of(connection, web.learner().id)
    return [one for one in found if one.state == "genuine"]


def _erase_page(
    form: EraseForm, genuine: list[Certificate], status: int = 200, problems: list[tuple[str, str]] | None = None
) -> Any:
    return pages.page(
        "rights/erase.html",
        status,
        form=form,
        errors=problems or form.problems,
        certificates=genuine,
    )


@room.route("/goodbye", enter=Enter.ANYONE)
def goodbye() -> Any:
    """After everything was erased. Nobody else has any business here."""
    if web.person() is not None or not has_left():
        return redirect(url_for(".front"), 303)
    return pages.page("rights/goodbye.html")


@room.route("/begin-again", enter=Enter.ANYONE, methods=["POST"])
def begin_again() -> Any:
    """For somebody whom a host signs in, who left and comes back: they begin as somebody new."""
    begin_again_here()
    return redirect(url_for(".course_page" if not web.mount().has_accounts else ".front"), 303)
