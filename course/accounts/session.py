"""Signing in with an account of ours. flask-login is touched in this file only.

The cookie holds the mount's name, the person's public id, their session version and a token of its own. Version and token
are checked in the statement that finds the person: raising the version signs them out everywhere, and signing out ends the
session itself, so that a copy of the cookie opens nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from .. import web
from ..errors import SettingError
from ..store import people
from ..store.people import Person
from . import actions
from .sure import note_sure

VISIT_SECONDS = 300
"""How exactly visits are remembered, so that most replies carry no cookie."""


@dataclass
class _SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login carries about."""

    mount: str
    person: Person

    def get_id(self) -> str:
        return f"{self.mount}:{self.person.public_id}:{self.person.session_version}"


def prepare(app: Flask) -> None:
    """Make the app able to sign people in. Raises SettingError when the host already does so itself."""
    manager = getattr(app, "login_manager", None)
    if manager is None:
        # No template asks flask-login who is here: an error page must be drawn when the database cannot say.
        manager = LoginManager(app, add_context_processor=False)
        manager.user_loader(_load)
        # Network address and browser change while people travel, and comparing them takes time on each request.
        manager.session_protection = None
    elif manager._user_callback is not _load:
        raise SettingError(
            "This app already signs people in. Tell the course who they are: Course(app, identify=your_function)."
        )


def _load(kept: str) -> _SignedIn | None:
    name, _, rest = kept.partition(":")
    public_id, _, version = rest.rpartition(":")
    if name != web.mount().name or not version.isdigit():
        return None
    with web.mount().store.reading() as connection:
        person, g.course_newest_release = people.person_of_session(
            connection, public_id, int(version), session.get("_token", "")
        )
    return _SignedIn(name, person) if person else None


def signed_in_person() -> Person | None:
    """Who this browser is signed in as. Nobody, when its last visit is longer ago than the settings allow."""
    if "_user_id" not in session:
        return None
    if _is_over():
        logout_user()
        return None
    found = _load(session["_user_id"])
    if found is None:
        return None
    _keep_alive()
    return found.person


def _is_over() -> bool:
    """Whether the session has ended. We look ourselves: a browser may keep a cookie for longer than it was told to.

    Visits are remembered to five minutes, so a session may last up to five minutes more, never less.
    """
    seen = session.get("_seen")
    last = seen * VISIT_SECONDS if isinstance(seen, int) else 0
    lasts = VISIT_SECONDS + web.mount().settings.session_minutes * 60
    # A visit still to come was noted while the clock was wrong: such a session would last until the clock gets there.
    return not last - lasts < web.now().timestamp() < last + lasts


def _keep_alive() -> None:
    """Move the end of the session on, at most once in five minutes."""
    visit = int(web.now().timestamp() // VISIT_SECONDS)
    if session.get("_seen") != visit:
        session["_seen"] = visit


def sign_in(person: Person) -> None:
    """From now on this browser is this person. Everything else the session held is forgotten (session fixation)."""
    session.clear()
    session.permanent = True
    login_user(_SignedIn(web.mount().name, person))
    session.pop("_id")  # flask-login's note of address and browser, which nothing here reads
    session["_token"] = secrets.token_urlsafe(16)
    _keep_alive()
    note_sure(person)
    g.course_person = person


def start_again() -> None:
    """The session starts again from now, in the browser's memory too."""
    _keep_alive()
    session.modified = True


def forget() -> None:
    """This browser is nobody now, and nothing is written down about it: there is nobody any more to write it of."""
    logout_user()
    session.clear()


def sign_out() -> None:
    """This browser is nobody now. How pages look stays: it says nothing of anybody, and large text should not shrink."""
    person = web.person()
    if person and "_token" in session:
        actions.sign_out(web.mount(), person, session["_token"], web.now())
    logout_user()
    session.clear()
    if person:
        session.update(course_theme=person.theme, course_text=person.text_size, course_language=person.language)
    g.course_person = None
