"""The standalone site: the smallest host app there is."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from flask import Flask, Request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from . import headers, pages, posted, web
from .config import Settings, settings_from
from .cookies import SessionCookies
from .errors import SettingError
from .extension import Course
from .study.rules import LONGEST_WORDS


class Site(Flask):
    """Answers a request that names an impossible host, where Flask fails before any of our pages can be drawn."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        try:
            return super().create_url_adapter(request)
        except (HTTPException, UnicodeError) as error:
            raise BadRequest(response=pages.bare_page(400)) from error


def create_app(settings: Settings | None = None, **given: Any) -> Flask:
    """The site as a WSGI app. Settings come from the environment (COURSE_…) unless given, whole or one by one.

    Raises SettingError and StoreNotReady in plain words, before anything is served.
    """
    settings = settings or settings_from(os.environ, **given)
    app = Site("course", static_folder=None, template_folder=None)
    if app.debug and not settings.demo:
        raise SettingError(
            "FLASK_DEBUG is on. When something fails, it lets strangers run programs on this machine. Turn it off."
        )
    app.session_interface = SessionCookies()
    app.config.update(
        SESSION_COOKIE_NAME="course_session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https_only,
        SESSION_REFRESH_EACH_REQUEST=False,
        # The cookie is renewed at most every five minutes; accounts/session.py ends the session exactly when it should.
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes + 5),
        MAX_CONTENT_LENGTH=posted.MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=60 * LONGEST_WORDS,
        MAX_FORM_PARTS=1_000,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Course(app, settings=settings)
    app.register_error_handler(Exception, _answer_anywhere)
    app.after_request(headers.put_headers)
    return app


def _answer_anywhere(error: Exception) -> Any:
    """Errors raised before a route was found, such as a wrong method, get the same pages."""
    web.take_mount("course")
    return pages.answer_error(error)
