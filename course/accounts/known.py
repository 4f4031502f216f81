"""Remembers, in a signed cookie, which accounts a browser has signed in to: such a browser has tries of its own, so that
strangers who guess at an account cannot lock its owner out. The cookie opens nothing."""

from __future__ import annotations

import ipaddress
import secrets
from typing import Any

from flask import Response, current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from .. import web
from ..store.people import Person
from .actions import Visitor

LIFE_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 5


def visitor() -> Visitor:
    """Where this request comes from."""
    kept = _read()
    return Visitor(
        secret=current_app.secret_key or "",
        network=network_of(request.remote_addr or ""),
        browser=kept["id"],
        knows=kept["knows"],
    )


def network_of(address: str) -> str:
    """An IPv4 address as it is; of an IPv6 address the first half, since one household may use all of the other half."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def remember_browser(reply: Response, person: Person) -> Response:
    """From now on this browser is known to this account, until its password changes."""
    kept = _read()
    others = [(name, version) for name, version in kept["knows"].items() if name != person.public_id]
    knows = dict([(person.public_id, person.session_version), *others][:MOST_ACCOUNTS])
    return _write(reply, kept["id"] or secrets.token_urlsafe(16), knows)


def _write(reply: Response, browser: str, knows: dict[str, int]) -> Response:
    reply.set_cookie(
        _name(),
        _signer().dumps({"id": browser, "knows": knows}),
        max_age=LIFE_SECONDS,
        path=url_for(".sign_in"),
        secure=web.mount().settings.https_only or request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return reply


def forget_browser(reply: Response, person: Person) -> Response:
    """This browser has never been known to this account."""
    kept = _read()
    knows = {name: version for name, version in kept["knows"].items() if name != person.public_id}
    if not knows:
        reply.delete_cookie(_name(), path=url_for(".sign_in"))
        return reply
    return _write(reply, kept["id"], knows)


def _name() -> str:
    return f"{web.mount().name}_known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"course known browser {web.mount().name}")


def _read() -> dict[str, Any]:
    try:
        kept = _signer().loads(request.cookies.get(_name(), ""))
        return {"id": str(kept["id"]), "knows": dict(kept["knows"])}
    except (BadData, KeyError, TypeError, ValueError):
        return {"id": "", "knows": {}}
