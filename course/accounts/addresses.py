"""Where to send somebody next, and what our own address is. Neither is ever taken on trust from a request."""

from __future__ import annotations

import ipaddress
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, url_for

from .. import web


def own_next(path: str | None, *, method: str = "GET") -> str | None:
    """`path` when it leads into this mount and can stand in a header, else None."""
    return web.own_address(path, method=method)


def go_to(path: str | None, *, otherwise: str) -> Response:
    """Send the browser to one of our own paths (without the app's root, as web.own_path gives them), or an endpoint."""
    return cast(Response, redirect(request.script_root + path if path else url_for(otherwise), 303))


def came_from() -> str | None:
    """The page of ours whose form this is, as far as the browser says."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if parts.netloc != request.host or not parts.path.startswith(request.script_root):
        return None
    path = parts.path[len(request.script_root) :] + (f"?{parts.query}" if parts.query else "")
    return own_next(path)


def whole_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for a mail. Empty when only the request says what our address is.

    A request can claim any host, and a link to a new password must not lead to that host's owner. So the address comes
    from the settings; without one, from the request if it is for this very machine or a host the app trusts by name.
    """
    path = url_for(f".{endpoint}", **values)
    if given := web.mount().settings.address:
        return web.whole(path, given)
    if name := current_app.config.get("SERVER_NAME"):  # Flask only says it; it lets requests for other hosts in
        return f"{request.scheme}://{name}{path}"
    host = urlsplit(f"//{request.host}").hostname or ""
    # Werkzeug has refused every other host already where the app lists those it trusts.
    if current_app.config.get("TRUSTED_HOSTS") or _is_this_machine(host):
        return request.host_url.rstrip("/") + path
    return ""


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
