"""The certificate's pages: one's own, the one a number leads to, its PDF and QR code, and the check anyone can make."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import segno
from flask import Response, flash, make_response, redirect, request, url_for

from .. import addresses, pages, web
from ..content.model import Course
from ..language import day
from ..progress.rules import progress_of
from ..room import Enter, Room
from ..store import certificates as store_of
from ..store import progress as progress_store
from ..store.certificates import Certificate
from . import pdf
from .actions import issue_if_earned, reissue
from .forms import read_name
from .rules import how_made, is_earned, number_in, said, spaced, still_to_do

room = Room("certificates")

log = logging.getLogger("course.certificates")


# --- one's own --------------------------------------------------------------------------------------------------------


@room.route("/certificate", enter=Enter.LEARNER)
def certificate() -> Any:
    """The learner's own certificate, or what is still to do."""
    release = web.release()
    with web.mount().store.reading() as connection:
        found = store_of.certificate_of(connection, web.learner().id, release.course.id)
        facts = progress_store.facts_of(connection, web.learner().id)
    if found is not None:
        return _certificate_page(found, is_own=True)
    progress = progress_of(release.course, facts)
    return pages.page(
        "certificates/to_do.html",
        course=release.course,
        progress=progress,
        left=still_to_do(release.course, progress),
        is_earned=is_earned(progress),
    )


@room.route("/certificate", enter=Enter.LEARNER, methods=["POST"])
def get_certificate() -> Any:
    """For somebody who had done everything before the course asked for less: the certificate comes when they ask."""
    here, release = web.mount(), web.release()
    if issue_if_earned(here.store, release.course, release.id, web.learner(), web.now(), here.announcer):
        flash(pages.words()("You have earned your certificate."), "done")
    return redirect(url_for(".certificate"), 303)


@room.route("/certificate/name", enter=Enter.LEARNER, methods=["GET", "POST"])
def correct_name() -> Any:
    """A page that says what a correction does, and the form that does it."""
    here, course = web.mount(), web.release().course
    with here.store.reading() as connection:
        found = store_of.certificate_of(connection, web.learner().id, course.id)
    if found is None or found.state != "genuine":
        return redirect(url_for(".certificate"), 303)
    if request.method == "GET":
        return _name_page(found, web.learner().name)
    name, problem = read_name(request.form.get("name", ""), pages.words())
    if problem:
        return _name_page(found, name, problem)
    if name == found.name:
        flash(pages.words()("That is the name on your certificate. Nothing was changed."), "note")
    else:
        reissue(here.store, course.id, web.learner(), name, web.now(), here.announcer)
        flash(pages.words()("Your certificate has its new name and a new number."), "done")
    return redirect(url_for(".certificate"), 303)


def _name_page(found: Certificate, name: str, problem: str = "") -> Any:
    return pages.page(
        "certificates/correct_name.html",
        422 if problem else 200,
        certificate=found,
        name=name,
        errors=[("name", problem)] if problem else [],
    )


# --- for anyone who has the number ------------------------------------------------------------------------------------


@room.route("/c/<number>", enter=Enter.ANYONE)
def public_certificate(number: str) -> Any:
    """The certificate itself. Whoever has its number may see it.

    Of somebody who is gone from here only the check is left: it says that the certificate is genuine.
    """
    found = _certificate(number)
    if found is not None and found.learner_id is None:
        return _unlisted(redirect(url_for(".verify", number=found.number)))
    return _unlisted(_certificate_page(found) if found else _check_page(number, None, status=404))


@room.route("/c/<number>.pdf", enter=Enter.ANYONE)
def certificate_pdf(number: str) -> Any:
    """The copy to keep or print. Where there can be none, a page says why and leads to the certificate."""
    found = _certificate(number)
    if found is None:
        return _unlisted(_check_page(number, None, status=404))
    if found.state != "genuine" or found.learner_id is None:
        return redirect(url_for(".public_certificate", number=found.number))
    try:
        made = pdf.pdf_of(_sheet(found), found.issued_at)
    except pdf.NoPdf as error:
        log.warning("No PDF of a certificate: %s", error)
        return _unlisted(pages.page("certificates/no_pdf.html", certificate=found, why=error.why))
    reply = Response(made, mimetype="application/pdf")
    reply.headers["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return _unlisted(reply)


@room.route("/c/<number>/qr.svg", enter=Enter.ANYONE)
def certificate_qr(number: str) -> Any:
    """The QR code that leads to the check of this certificate."""
    found = _certificate(number)
    if found is None or found.state != "genuine":
        return _unlisted(_check_page(number, None, status=404))
    return _unlisted(Response(_qr(_check_url(found)), mimetype="image/svg+xml"))


@room.route("/verify", enter=Enter.ANYONE)
def verify() -> Any:
    """Is this certificate genuine? Anyone may ask, without signing in."""
    typed = request.args.get("number")
    if typed is None:
        return _unlisted(pages.page("certificates/verify.html", typed=""))
    if not typed.strip():
        problem = pages.words()("Type the number of the certificate, or its address.")
        return _unlisted(pages.page("certificates/verify.html", typed="", errors=[("number", problem)]))
    return _unlisted(_check_page(typed, _certificate(typed)))


def _check_page(typed: str, found: Certificate | None, status: int = 200) -> Any:
    """The same page with the same rows whatever the answer; only a genuine certificate fills them in."""
    state = found.state if found else "unknown"
    return pages.page(
        "certificates/verify.html",
        status,
        typed="".join(one for one in typed[:300] if one.isprintable()),
        state=state,
        found=found if state == "genuine" else None,
        number=spaced(found.number) if found else "",
    )


def _certificate(typed: str) -> Certificate | None:
    number = number_in(typed)
    if not number:
        return None
    with web.mount().store.reading() as connection:
        return store_of.certificate_by_number(connection, number)


def _unlisted(page: Any) -> Response:
    """Not for search engines: a certificate is for those its holder gives it to."""
    reply = make_response(page)
    reply.headers["X-Robots-Tag"] = "noindex"
    return reply


# --- what it says -----------------------------------------------------------------------------------------------------


def _certificate_page(found: Certificate, *, is_own: bool = False) -> Any:
    if found.state != "genuine":
        return pages.page("certificates/closed.html", state=found.state, is_own=is_own)
    _ = pages.words()
    return pages.page(
        "certificates/certificate.html",
        certificate=found,
        is_own=is_own,
        done=[said(sentence, _) for sentence in json.loads(found.done)],
        about=_about(found),
        limits=_limits(),
        made=[_(sentence) for sentence in how_made(_course(found))],
        number=spaced(found.number),
        address=_absolute(url_for(".public_certificate", number=found.number)),
        check_url=_check_url(found),
        check_words=_absolute(url_for(".verify")),
    )


def _sheet(found: Certificate) -> pdf.Sheet:
    """The same words as on the page, for the PDF."""
    _, settings = pages.words(), web.mount().settings
    logo, kind = pdf.logo_of(settings.logo)
    return pdf.Sheet(
        lang=pages.page_language(),
        title=_("Certificate of completion: %(course)s", course=found.course_title),
        issuer=settings.name,
        kind=_("Certificate of completion"),
        says_that=_("This is to say that"),
        name=found.name,
        finished=_("completed the activities listed here, in the course"),
        course=found.course_title,
        when=" ".join(_about(found)),
        done_title=_("The activities"),
        done=tuple(said(sentence, _) for sentence in json.loads(found.done)),
        about_title=_("What this does not say"),
        about=_limits(),
        made=" ".join(_(sentence) for sentence in how_made(_course(found))),
        made_words=_("How this course was made"),
        made_url=_absolute(url_for(".about")),
        check_at=_("Check this certificate at"),
        check_words=_absolute(url_for(".verify")),
        check_url=_check_url(found),
        number_is=_("Its number is"),
        number=spaced(found.number),
        qr=_qr(_check_url(found)),
        qr_alt=_("QR code for the page where this certificate can be checked"),
        logo=logo,
        logo_kind=kind,
        logo_alt=_("Logo of %(name)s", name=settings.name),
    )


def _about(found: Certificate) -> list[str]:
    """When it was finished, how long the course takes, which version it was."""
    _, language = pages.words(), pages.page_language()
    finished, released = day(found.issued_at, language), day(found.released_at, language)
    takes = [_("The course takes %(hours)s.", hours=said(found.hours, _))] if found.hours else []
    version = _("Version %(number)s, from %(day)s.", number=found.release_id, day=released)
    return [_("Finished on %(day)s.", day=finished), *takes, version]


def _limits() -> tuple[str, ...]:
    """What a certificate does not say."""
    _ = pages.words()
    return (
        _("This is not a licence or a rating. It does not say that anyone is qualified."),
        _("The principles of co-production are aims. No project meets all of them."),
    )


def _course(found: Certificate) -> Course:
    """The course as it was when the certificate was earned."""
    return web.mount().shelf.release(found.release_id).course


def _check_url(found: Certificate) -> str:
    return _absolute(url_for(".verify", number=found.number))


def _absolute(path: str) -> str:
    """An address that works on paper: the site's own, when the settings say it, else the one this request came to."""
    return addresses.whole(path, web.mount().settings.address or request.host_url)


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2, scale=4, omitsize=True, light="#fff"
    )
    return drawn.getvalue().decode()
