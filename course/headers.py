"""Which headers a reply carries: those on every page, who may keep it, and which version of the page it is."""

from __future__ import annotations

import hashlib

from flask import Response, g, request, session

from . import __version__ as VERSION
from . import notices, web

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


def put_headers(response: Response) -> Response:
    """Every header we promise, each once and none in place of a view's own. Doing it twice changes nothing."""
    seen = web.request_notes()
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
    return request.is_secure or bool(is_ours and web.mount().settings.https_only)


# --- a page seen before -----------------------------------------------------------------------------------------------


def unchanged_since(*version: int) -> Response | None:
    """A 304 when the browser has this very page: same release, progress, look and language. None otherwise.

    A page with a message for this one visit is always sent, and has no version, as it is not to be shown again.
    """
    seen = web.request_notes()
    seen.course_etag = None if notices.has_notices() else f'W/"{_etag(version)}"'
    if seen.course_etag and seen.course_etag[2:] in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers={"ETag": seen.course_etag})
    return None


def with_version(page: str) -> Response:
    """A page that says which version it is, as `unchanged_since` found, so that a repeat visit costs next to nothing."""
    version = web.request_notes().course_etag
    return Response(page, mimetype="text/html", headers={"ETag": version} if version else None)


def _etag(version: tuple[int, ...]) -> str:
    who = web.person()  # two people of a host may share one browser and its session's token
    at = (request.script_root, request.path, request.query_string)
    own = (web.mount().name, VERSION, who and who.public_id, at, session.get("csrf_token", ""), *version)
    return hashlib.sha256(repr(own).encode()).hexdigest()[:20]
