"""Between HTTP and the rooms: what a mount is, who may enter a route, what an error looks like, which headers go out.

Every route is declared with `Room.route(rule, enter=…)`, which says who may enter. The guard, the check that a form is
ours (CSRF) and the error pages are done here once, so no view can forget them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache, wraps
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoSuchAddress
from werkzeug.routing import RequestRedirect
from wtforms import ValidationError

from . import __version__ as VERSION
from . import errors
from .config import Settings
from .content.model import Text
from .events import Announcer
from .shelf import Release, Shelf
from .store.engine import Store
from .store.people import Person
from .store.vault import Vault

FORM_LIFE_SECONDS = 31 * 24 * 3600
"""How long a form may lie open. People write slowly; their session ends long before this."""

MOST_BYTES = 2_000_000
"""In one form, as it is sent."""

MOST_BOXES = 1_000
"""In one form. The largest grid an author can write has a fifth of that."""

LONGEST_ADDRESS = 2000
"""Characters of an address of ours that we send somebody on to."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Enter(Enum):
    """Who may enter a route."""

    ANYONE = "anyone"
    LEARNER = "learner"
    """Someone signed in, acting on what is theirs."""


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
    """Pages of modules without anything of a learner's, kept by study/sheets.py."""


@dataclass(frozen=True)
class Route:
    rule: str
    endpoint: str
    enter: Enter
    methods: tuple[str, ...]
    view: Callable[..., Any]


class Room:
    """The routes of one room. `attach` puts them on the blueprint of a mount."""

    def __init__(self, name: str):
        self.name = name
        self.routes: list[Route] = []
        self.answers: list[tuple[type[errors.CourseError], Callable[[Any], Any]]] = []

    def route(
        self, rule: str, *, enter: Enter, methods: Iterable[str] = ("GET",)
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a route. The view's name is the endpoint; every URL is made with `url_for('.name')`."""

        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            self.routes.append(Route(rule, view.__name__, enter, tuple(methods), view))
            return view

        return declare

    def answer(self, error: type[errors.CourseError]) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        """Declare that this room has the page for an error, wherever in the mount it is raised."""

        def declare(view: Callable[[Any], Any]) -> Callable[[Any], Any]:
            self.answers.append((error, view))
            return view

        return declare

    def attach(self, blueprint: Blueprint) -> None:
        for error, view in self.answers:
            blueprint.register_error_handler(error, view)
        for route in self.routes:
            blueprint.add_url_rule(route.rule, route.endpoint, _guarded(route), methods=list(route.methods))


# --- this request -----------------------------------------------------------------------------------------------------


def mount() -> Mount:
    """The course this request is for."""
    seen = _seen()
    if "course_here" not in seen:
        seen.course_here = current_app.extensions["course"][seen.get("course_mount") or request.blueprint]
    return cast(Mount, seen.course_here)


def _seen() -> Any:
    """What was found out about this request already. Looked up once for each question: `g` itself looks it up each time."""
    return g._get_current_object()  # type: ignore[attr-defined]


def take_mount(name: str) -> None:
    """Answer this request as this mount, although no route of ours was found for it: links are made as on its 404 page."""
    g.course_mount = name
    g.pop("course_here", None)
    request.url_rule = next(iter(current_app.url_map.iter_rules(f"{name}.no_such_page")))


def person() -> Person | None:
    """Who is asking; None when nobody is signed in."""
    seen = _seen()
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
    seen = _seen()
    if "course_now" not in seen:
        seen.course_now = mount().clock()
    return cast(datetime, seen.course_now)


def release() -> Release:
    """The release learners see now. Raises NotFound before anything is published."""
    seen = _seen()
    if "course_release" not in seen:
        here = mount()
        here.before_release()
        newest = seen.get("course_newest_release")
        seen.course_release = here.shelf.release(newest) if newest else here.shelf.newest()
    if seen.course_release is None:
        raise errors.StoreNotReady("Nothing has been published yet. Whoever runs this site can run `course publish`.")
    return cast(Release, seen.course_release)


def has_notices() -> bool:
    """Whether the next page has something to say about what the person has just done."""
    return bool(session.get("_flashes"))


def has_query() -> bool:
    """Whether something follows a question mark in the address."""
    return bool(request.query_string)


def root() -> str:
    """The path that all addresses of the app begin with; empty unless a server puts the app under one."""
    return request.script_root


def once_token() -> str:
    """What tells this filled-in form from another: the token it was drawn with and what was written in it.

    A second press of the same button gives the same token; a form changed and sent again is a new act.
    """
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(json.dumps([request.path, fields]).encode()).hexdigest()[:32]


# --- who may enter ----------------------------------------------------------------------------------------------------


def _guarded(route: Route) -> Callable[..., Any]:
    @wraps(route.view)
    def guarded(**values: Any) -> Any:
        if not request.query_string.isascii() or any("\0" in str(value) for value in values.values()):
            raise errors.NotFound(route.endpoint)  # no browser asks like this, and no database can be asked
        is_form = request.method not in ("GET", "HEAD", "OPTIONS")
        if is_form:
            _read_form()
        if route.enter is Enter.LEARNER and person() is None:
            raise errors.MustSignIn
        if is_form:
            try:
                validate_csrf(request.form.get("csrf_token"), time_limit=FORM_LIFE_SECONDS)
            except ValidationError as error:
                raise errors.FormTooOld from error
        return route.view(**values)

    guarded.enter = route.enter  # type: ignore[attr-defined]
    return guarded


def _read_form() -> None:
    """Read the form, or refuse it as too big, whoever sends it and before anything else is thought of.

    A million boxes of one letter fit into the bytes that are allowed, and take seconds to take apart and to show again.
    A host app that has no limit of its own has ours here.
    """
    request.max_content_length = request.max_content_length or MOST_BYTES
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_BOXES:
        raise RequestEntityTooLarge
    _ = request.form


def is_from_here() -> bool:
    """Whether the browser says that this form was on a page of this site (or says nothing, as old browsers do).

    Sec-Fetch-Site is the browser's own judgement and no page can set it. Only without it do we compare names, and then
    never the scheme: behind a proxy that speaks https for us, we see http.
    """
    if said := request.headers.get("Sec-Fetch-Site"):
        return said == "same-origin"
    origin = request.headers.get("Origin")
    ours = (request.host, urlsplit(mount().settings.address).netloc)
    return origin is None or origin.partition("://")[2] in [one for one in ours if one]


def is_autosave() -> bool:
    """Whether our script sent this form by itself; it wants a short answer in JSON."""
    return "X-Autosave" in request.headers


def kept_fields() -> list[tuple[str, str]]:
    """What was written in the form just sent, so that it can be sent again and nothing is lost."""
    secret = ("csrf_token", "password", "new_password")
    return [(name, value) for name, value in request.form.items(multi=True) if name not in secret]


def own_path() -> str:
    """The path and query of this request, without the app's root."""
    query = request.query_string.decode(errors="replace")
    return f"{request.path}?{query}" if query else request.path


def own_address(path: str | None, *, method: str = "GET") -> str | None:
    """`path` if it leads to a route of this very mount, else None. This is what makes `next=` safe.

    The address is matched against our own routes, never taken apart as a URL. What a header cannot hold, what browsers
    read as a slash, and what leads out of the mount by way of ".." is nobody's address.
    """
    if not path or not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_ADDRESS:
        return None
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in path):
        return None
    if {".", ".."} & set(unquote(path.split("?")[0].split("#")[0]).split("/")):
        return None
    try:
        endpoint, _ = current_app.url_map.bind(request.host).match(path.split("?")[0].split("#")[0], method=method)
    except (NoSuchAddress, MethodNotAllowed, RequestRedirect):
        return None
    prefix, _, name = endpoint.rpartition(".")
    return path if prefix == mount().name and name != "no_such_page" else None


def unchanged_since(*version: int) -> Response | None:
    """A 304 when the browser has this very page: same release, progress, look and language. None otherwise.

    A page with a message for this one visit is always sent, and has no version, as it is not to be shown again.
    """
    seen = _seen()
    seen.course_etag = None if has_notices() else f'W/"{etag(version)}"'
    if seen.course_etag and seen.course_etag[2:] in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers={"ETag": seen.course_etag})
    return None


def with_version(page: str) -> Response:
    """A page that says which version it is, as `unchanged_since` found, so that a repeat visit costs next to nothing."""
    version = _seen().course_etag
    return Response(page, mimetype="text/html", headers={"ETag": version} if version else None)


def etag(version: tuple[int, ...]) -> str:
    who = person()  # two people of a host may share one browser and its session's token
    at = (request.script_root, request.path, request.query_string)
    own = (mount().name, VERSION, who and who.public_id, at, session.get("csrf_token", ""), *version)
    return hashlib.sha256(repr(own).encode()).hexdigest()[:20]


def whole(path: str, root: str) -> str:
    """A path of ours below an address people use. The address may have a path of its own, which a proxy may take away."""
    prefix = urlsplit(root).path.rstrip("/")
    return root.rstrip("/") + (path.removeprefix(prefix) if prefix and path.startswith(prefix + "/") else path)


# --- errors -----------------------------------------------------------------------------------------------------------

STATUS_OF = (
    (errors.MustSignIn, 401),
    (errors.FormTooOld, 400),
    (errors.NotFound, 404),
    (errors.NotOnOffer, 422),
    (errors.ChangedElsewhere, 409),
    (errors.AlreadyRecorded, 409),
    (errors.AlreadyAnswered, 409),
    (errors.AttemptClosed, 409),
    (errors.NotYetEarned, 409),
    (errors.TooManyTries, 429),
    (errors.LinkNotGood, 410),
    (errors.StoreNotReady, 503),
    (errors.SettingError, 503),
    (errors.CourseError, 500),
)


def status_of(error: errors.CourseError) -> int:
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


# --- headers ----------------------------------------------------------------------------------------------------------


def put_headers(response: Response) -> Response:
    """Every header we promise, each once and none in place of a view's own. Doing it twice changes nothing."""
    seen = _seen()
    if seen.get("course_dressed") is response:  # by the mount, and now comes the site
        return response
    seen.course_dressed = response
    there = {name.lower() for name in response.headers.keys()}
    wanted = [(name, value) for name, value in HEADERS.items() if name.lower() not in there]
    if "cache-control" not in there:
        wanted.append(("Cache-Control", _who_may_keep(response)))
    if "strict-transport-security" not in there and _is_https():
        wanted.append(("Strict-Transport-Security", "max-age=31536000"))
    if wanted:
        response.headers.extend(wanted)
    return response


def _who_may_keep(response: Response) -> str:
    """Nobody but this browser, which asks each time; and not even it, for a page of somebody's that it could not ask about.

    A browser that keeps a page shows it again at the press of its back button, to the next person at a shared computer too.
    """
    if response.status_code not in (200, 304) or (g.get("course_person") and "ETag" not in response.headers):
        return "no-store"
    return "private, no-cache"


def _is_https() -> bool:
    is_ours = g.get("course_mount") or request.blueprint
    return request.is_secure or bool(is_ours and mount().settings.https_only)


def csrf_token() -> str:
    """What proves that a form is ours. Signed anew once an hour for each session; a form may lie open far longer."""
    secret = session.get("csrf_token")
    if secret is None:
        return cast(str, generate_csrf())
    return _signed(current_app.secret_key, secret, int(now().timestamp() // 3600))


@lru_cache(2_000)
def _signed(key: object, secret: str, hour: int) -> str:
    return cast(str, generate_csrf())


def keep_session_alive() -> None:
    """Move the end of the session on, at most once in five minutes, so that most replies carry no cookie."""
    minute = int(now().timestamp() // 300)
    if session.get("_seen") != minute:
        session["_seen"] = minute
