"""Somebody who had everything about them erased, and still has an old page open, here or in another browser.

This browser remembers that there was somebody, and not who. Where a host signs people in, it remembers a hash of the
host's id, since the next visit would otherwise begin a new record for somebody who has just left.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import g, redirect, request, session, url_for

from .. import pages, posted, web
from ..store import people
from ..store.people import Person
from . import session as our_session
from .kept import kept_now


def _key() -> str:
    return f"{web.mount().name}_gone"


def mark_of(identity: str) -> str:
    return hashlib.sha256(f"gone {identity}".encode()).hexdigest()[:20]


def leave(person: Person | None) -> None:
    """From now on this browser is nobody, and knows that somebody left. A host's own session is not ours to end."""
    if web.mount().has_accounts:
        our_session.forget()
        if person:  # as after signing out: the goodbye is in their language, and large text should not shrink
            session.update(course_theme=person.theme, course_text=person.text_size, course_language=person.language)
    session[_key()] = mark_of(person.host_identity) if person and person.host_identity else "gone"
    g.course_person = None


def has_left(identity: str = "") -> bool:
    """Whether somebody left in this browser; with the host's id, whether it was they."""
    kept = session.get(_key())
    return kept == mark_of(identity) if identity else kept is not None


def begin_again() -> None:
    session.pop(_key(), None)


def was_erased() -> bool:
    """Whether this request comes from somebody who was erased: in this browser, or in another one of theirs."""
    if not web.mount().has_accounts:
        return bool(g.get("course_erased"))
    if has_left():
        return True
    name, _, rest = session.get("_user_id", "").partition(":")
    if name != web.mount().name:
        return False
    with web.mount().store.reading() as connection:
        return not people.is_there(connection, rest.rpartition(":")[0])


def page_for_erased() -> Any:
    """What somebody sees who sends a form, or opens a page, after they were erased. None for everybody else."""
    is_form = request.method not in ("GET", "HEAD")
    if not (is_form or not web.mount().has_accounts) or not was_erased():
        return None
    if posted.is_autosave():
        message = pages.words()("Not saved: everything about you was erased, so nothing is kept any more.")
        return {"state": "signed-out", "message": message}, 401
    if not is_form:
        return redirect(url_for(".goodbye"), 303)
    if (request.endpoint or "").endswith(".erase"):  # a second press of the same button
        if web.mount().has_accounts:
            leave(None)
        return redirect(url_for(".goodbye"), 303)
    said = [(pages.words()("What you wrote"), text) for _name, text in kept_now().fields if " " in text]
    return pages.page("rights/gone.html", 410, kept=said)
