"""The front page, the pages about the site, and our own files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Response, redirect, request, send_file

from .. import addresses, pages, web
from ..accounts.known import LIFE_SECONDS
from ..content.urls import Target
from ..errors import NotFound
from ..rights.said import left_out, what_is_held
from ..room import Enter, Room
from ..theme import theme_css

room = Room("front")

SHOWN = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}
"""What browsers show of a trainer's files, by ending. All else is given to be saved: a page or a script among the media
would otherwise run as if it were ours."""

FOR_EVER = "public, max-age=31536000, immutable"


@room.route("/", enter=Enter.ANYONE)
def front() -> Any:
    return pages.page("front/front.html", course=web.release().course, **pages.welcome())


@room.route("/about", enter=Enter.ANYONE)
def about() -> Any:
    return pages.page("front/about.html", course=web.release().course, release=web.release())


@room.route("/help", enter=Enter.ANYONE)
def help() -> Any:
    return pages.page("front/help.html")


@room.route("/privacy", enter=Enter.ANYONE)
def privacy() -> Any:
    _, settings = pages.words(), web.mount().settings
    return pages.page(
        "front/privacy.html",
        held=what_is_held(_, settings),
        left_out=left_out(_),
        unused_months=settings.unused_months,
        known_days=LIFE_SECONDS // (24 * 3600),
    )


@room.route("/accessibility", enter=Enter.ANYONE)
def accessibility() -> Any:
    return pages.page("front/accessibility.html")


@room.route("/files/<digest>/<name>", enter=Enter.ANYONE)
def asset(digest: str, name: str) -> Any:
    """One of our own style sheets, scripts or drawings. The address changes with the file, so it is kept for ever.

    Packed for every browser that can unpack it, as a style sheet is then a quarter of its size. Pages are not: what one
    packs with a secret in it can tell the secret by its length.
    """
    if name not in pages.ASSETS:
        raise NotFound(name)
    packs = request.accept_encodings.quality("gzip") > 0
    reply = Response(pages.asset_bytes(name, packed=packs), mimetype=pages.ASSETS[name])
    if packs:
        reply.headers["Content-Encoding"] = "gzip"
    reply.vary.add("Accept-Encoding")
    reply.headers["Cache-Control"] = FOR_EVER if digest == pages.asset_digest(name) else "no-store"
    return reply


@room.route("/theme.css", enter=Enter.ANYONE)
def theme() -> Any:
    return Response(theme_css(web.mount().settings.theme), mimetype="text/css")


@room.route("/logo", enter=Enter.ANYONE)
def logo() -> Any:
    path = Path(web.mount().settings.logo)
    if not path.is_file():
        raise NotFound("logo")
    return send_file(path.resolve())


@room.route("/media/<release_id>/<path:path>", enter=Enter.ANYONE)
def media(release_id: str, path: str) -> Any:
    """A picture, recording or captions file of a release; those of scenarios are under quizzes/."""
    if not re.fullmatch("[0-9]{1,9}", release_id):  # Flask's own int: fails at a number that no database can hold
        raise NotFound(release_id)
    data = web.mount().shelf.release(int(release_id)).media(Target(kind="media", name=path).media_path)
    kind = SHOWN.get(Path(path).suffix.lower(), "")
    reply = Response(data, mimetype=kind or "application/octet-stream")
    reply.headers["Cache-Control"] = FOR_EVER
    if not kind:
        reply.headers["Content-Disposition"] = "attachment"
    if kind in ("", SHOWN[".svg"]):  # a drawing can hold a script; opened by itself it would be a page of this site
        reply.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    reply.accept_ranges = "bytes"
    return reply.make_conditional(request.environ, accept_ranges=True, complete_length=len(data))


@room.route("/<path:anything>", enter=Enter.ANYONE)
def no_such_page(anything: str) -> Any:
    """Everything else under our prefix: the 404 page is ours, not the host's. A trailing slash too many is forgiven."""
    if anything.endswith("/") and (own := addresses.own_address("/" + anything.rstrip("/"))):
        return redirect(request.script_root + own)
    raise NotFound(anything)
