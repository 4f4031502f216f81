"""The mount a request is for, and what every view may ask about the request: who, when, which release.

Each answer is found once for a request. Which routes there are, and who may enter them, is in room.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from flask import current_app, g, request

from . import errors
from .config import Settings
from .content.model import Text
from .events import Announcer
from .shelf import Release, Shelf
from .store.engine import Store
from .store.people import Person
from .store.vault import Vault


@dataclass
class Mount:
    """One course in one app: everything a view needs that is not about this one request."""

    name: str
    settings: Settings
    store: Store
    vault: Vault
    shelf: Shelf
    announcer: Announcer
    who: Callable[[], Person | None]
    """Who is making this request: by our own sign-in, or by the host's."""
    welcome: Text | None = None
    """The organisation's own welcome, in place of the course's."""
    welcome_language: str = "en"
    has_accounts: bool = True
    """Whether we sign people in ourselves."""
    sign_in_url: str = ""
    """Where the host signs people in, when it does."""
    before_release: Callable[[], None] = field(default=lambda: None)
    """Called before a page looks for the newest release; the demo publishes a changed course folder here."""
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sheets: dict[Any, Any] = field(default_factory=dict)
    """Pages of modules without anything of a learner's, kept by drawn_once.py."""


# --- this request -----------------------------------------------------------------------------------------------------


def mount() -> Mount:
    """The course this request is for."""
    seen = request_notes()
    if "course_here" not in seen:
        seen.course_here = current_app.extensions["course"][seen.get("course_mount") or request.blueprint]
    return cast(Mount, seen.course_here)


def request_notes() -> Any:
    """What was found out about this request already. Looked up once for each question: `g` itself looks it up each time."""
    return g._get_current_object()  # type: ignore[attr-defined]


def take_mount(name: str) -> None:
    """Answer this request as this mount, although no route of ours was found for it: links are made as on its 404 page."""
    g.course_mount = name
    g.pop("course_here", None)
    request.url_rule = next(iter(current_app.url_map.iter_rules(f"{name}.no_such_page")))


def person() -> Person | None:
    """Who is asking; None when nobody is signed in."""
    seen = request_notes()
    if "course_person" not in seen:
        seen.course_person = mount().who()
    return cast("Person | None", seen.course_person)


def nobody() -> None:
    """Go on with this request for nobody in particular, about no release: the database cannot say, or what it says is bad."""
    g.course_person = g.course_release = None


def learner() -> Person:
    """Who is asking, on a route that only someone signed in may enter."""
    found = person()
    assert found is not None, "the route is not declared with enter=Enter.LEARNER"
    return found


def now() -> datetime:
    """This request's moment: aware UTC, the same however often it is asked."""
    seen = request_notes()
    if "course_now" not in seen:
        seen.course_now = mount().clock()
    return cast(datetime, seen.course_now)


def release() -> Release:
    """The release learners see now. Raises StoreNotReady before anything is published."""
    seen = request_notes()
    if "course_release" not in seen:
        here = mount()
        here.before_release()
        newest = seen.get("course_newest_release")
        seen.course_release = here.shelf.release(newest) if newest else here.shelf.newest()
    if seen.course_release is None:
        raise errors.StoreNotReady("Nothing has been published yet. Whoever runs this site can run `course publish`.")
    return cast(Release, seen.course_release)
