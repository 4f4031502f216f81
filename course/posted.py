"""What a form brought: how much it may hold, whether it is ours, and what was written in it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import ValidationError

from . import errors, web

FORM_LIFE_SECONDS = 31 * 24 * 3600
"""How long a form may lie open. People write slowly; their session ends long before this."""

MOST_BYTES = 2_000_000
"""In one form, as it is sent."""

MOST_BOXES = 1_000
"""In one form. The largest grid an author can write has a fifth of that."""


def read_form() -> None:
    """Read the form, or refuse it as too big, whoever sends it and before anything else is thought of.

    A million boxes of one letter fit into the bytes that are allowed, and take seconds to take apart and to show again.
    A host app that has no limit of its own has ours here.
    """
    request.max_content_length = request.max_content_length or MOST_BYTES
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_BOXES:
        raise RequestEntityTooLarge
    _ = request.form


# --- is it ours? ------------------------------------------------------------------------------------------------------


def csrf_token() -> str:
    """What proves that a form is ours. Signed anew once an hour for each session; a form may lie open far longer."""
    secret = session.get("csrf_token")
    if secret is None:
        return cast(str, generate_csrf())
    return _signed(current_app.secret_key, secret, int(web.now().timestamp() // 3600))


@lru_cache(2_000)
def _signed(key: object, secret: str, hour: int) -> str:
    return cast(str, generate_csrf())


def check_csrf() -> None:
    """Raises FormTooOld for a form that was not on a page of ours, or lay open for too long."""
    try:
        validate_csrf(request.form.get("csrf_token"), time_limit=FORM_LIFE_SECONDS)
    except ValidationError as error:
        raise errors.FormTooOld from error


def is_from_here() -> bool:
    """Whether the browser says that this form was on a page of this site (or says nothing, as old browsers do).

    Sec-Fetch-Site is the browser's own judgement and no page can set it. Only without it do we compare names, and then
    never the scheme: behind a proxy that speaks https for us, we see http.
    """
    if said := request.headers.get("Sec-Fetch-Site"):
        return said == "same-origin"
    origin = request.headers.get("Origin")
    ours = (request.host, urlsplit(web.mount().settings.address).netloc)
    return origin is None or origin.partition("://")[2] in [one for one in ours if one]


# --- what is in it ----------------------------------------------------------------------------------------------------


def is_autosave() -> bool:
    """Whether our script sent this form by itself; it wants a short answer in JSON."""
    return "X-Autosave" in request.headers


def whole_number(sent: str | None) -> int:
    """A number that a page of ours put into a form or an address; 0 for anything else that stands there."""
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def base_version() -> int:
    """The version of somebody's words that this form was drawn on; 0 for none, and for nonsense."""
    return whole_number(request.form.get("base"))


def kept_fields() -> list[tuple[str, str]]:
    """What was written in the form just sent, so that it can be sent again and nothing is lost."""
    secret = ("csrf_token", "password", "new_password")
    return [(name, value) for name, value in request.form.items(multi=True) if name not in secret]


def once_token() -> str:
    """What tells this filled-in form from another: the token it was drawn with and what was written in it.

    A second press of the same button gives the same token; a form changed and sent again is a new act.
    """
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(json.dumps([request.path, fields]).encode()).hexdigest()[:32]
