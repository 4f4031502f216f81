"""Reads the signed session cookie. Its signature is checked once for each cookie, not on each request that brings it.

A browser sends the same cookie until the session changes, and checking it takes longer than finding who is signed in.
"""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

KEPT_SECONDS = 60
"""How long a checked cookie is taken as it is. Sessions end by their last visit, which accounts/session.py looks at each time."""
MOST_KEPT = 2_000
"""Cookies; a few hundred bytes each."""


class SessionCookies(SecureCookieSessionInterface):
    """Flask's own cookie, kept after it was checked."""

    def __init__(self) -> None:
        self._checked: dict[str, tuple[float, dict[str, Any]]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        sent = request.cookies.get(self.get_cookie_name(app), "")
        kept = self._checked.get(sent)
        if kept is not None and time.time() < kept[0]:
            return self.session_class(kept[1])
        opened = super().open_session(app, request)
        # What can be changed in place is not kept, such as messages for the next page.
        if opened and all(isinstance(value, str | int) for value in opened.values()):
            if len(self._checked) >= MOST_KEPT:
                self._checked.clear()
            self._checked[sent] = (time.time() + KEPT_SECONDS, dict(opened))
        return opened
