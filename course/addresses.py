"""Which addresses are ours, and how one is written: never taken on trust from a request."""

from __future__ import annotations

import ipaddress
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from flask import Response, current_app, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchAddress
from werkzeug.routing import RequestRedirect

from . import web

LONGEST_ADDRESS = 2000
"""Characters of an address of ours that we send somebody on to."""


# --- this request's ---------------------------------------------------------------------------------------------------


def root() -> str:
    """The path that all addresses of the app begin with; empty unless a server puts the app under one."""
    return request.script_root


def own_path() -> str:
    """The path and query of this request, without the app's root."""
    query = request.query_string.decode(errors="replace")
    return f"{request.path}?{query}" if query else request.path


def has_query() -> bool:
    """Whether something follows a question mark in the address."""
    return bool(request.query_string)


# --- where somebody may be sent ---------------------------------------------------------------------------------------


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
    return path if prefix == web.mount().name and name != "no_such_page" else None


def go_to(path: str | None, *, otherwise: str) -> Response:
    """Send the browser to one of our own paths (without the app's root, as own_path gives them), or an endpoint."""
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
    return own_address(path)


# --- for a mail or a certificate --------------------------------------------------------------------------------------


def whole_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for a mail. Empty when only the request says what our address is.

    A request can claim any host, and a link to a new password must not lead to that host's owner. So the address comes
    from the settings; without one, from the request if it is for this very machine or a host the app trusts by name.
    """
    path = url_for(f".{endpoint}", **values)
    if given := web.mount().settings.address:
        return whole(path, given)
    if name := current_app.config.get("SERVER_NAME"):  # Flask only says it; it lets requests for other hosts in
        return f"{request.scheme}://{name}{path}"
    host = urlsplit(f"//{request.host}").hostname or ""
    # Werkzeug has refused every other host already where the app lists those it trusts.
    if current_app.config.get("TRUSTED_HOSTS") or _is_this_machine(host):
        return request.host_url.rstrip("/") + path
    return ""


def whole(path: str, root: str) -> str:
    """A path of ours below an address people use. The address may have a path of its own, which a proxy may take away."""
    prefix = urlsplit(root).path.rstrip("/")
    return root.rstrip("/") + (path.removeprefix(prefix) if prefix and path.startswith(prefix + "/") else path)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
