"""What everything is measured against: a Flask route that returns 20 KB of ready HTML."""

from __future__ import annotations

from flask import Flask

PAGE = "<!doctype html><title>Bare</title>" + "<p>Ready.</p>" * 1570  # 20 KB


def create_app() -> Flask:
    app = Flask("bare")
    app.add_url_rule("/", "page", lambda: PAGE)
    return app
