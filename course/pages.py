"""Draws pages: what every template can count on, and the pages for when something went wrong."""

from __future__ import annotations

import gzip
import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, request, session, url_for
from flask import render_template as render
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from . import addresses, errors, notices, posted, web
from .content import render as render_module
from .content.model import Text
from .content.render import boxed_tables, line_markup, markup
from .content.urls import Target
from .language import LANGUAGES, Translate, clock, date_words, day, translator
from .statuses import status_of

log = logging.getLogger("course.pages")

STATIC = Path(__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ASSETS = {file.name: KINDS[file.suffix] for file in STATIC.iterdir() if file.suffix in KINDS}
"""Our own files, each with what kind of file it is."""

BARE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Something went wrong</title></head>
<body><main><h1>Something went wrong</h1>
<p>We could not show this page. Check the address, or try again in a few minutes. Work you saved before is safe.</p>
</main></body></html>
"""


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Look:
    """How somebody who is not signed in likes their pages; kept in their session."""

    theme: str
    text_size: str


def page(template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A page from a template under course/, with everything base.html needs. `context` may stand in for any of that."""
    return render(f"course/{template}", **{**_everywhere(), "status": status, **context}).lstrip(), status


def macros(template: str, **context: Any) -> Any:
    """The macros of a template under course/, as they would draw on such a page."""
    return current_app.jinja_env.get_template(f"course/{template}").make_module({**_everywhere(), **context})


def words() -> Translate:
    """The interface's sentences in this person's language."""
    return translator(page_language())


def page_language() -> str:
    """The language of the interface: the person's choice, this browser's choice here, else what the browser asks for."""
    person = web.person()
    chosen = person.language if person else session.get("course_language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def clock_now() -> str:
    """This moment, as the save line says it: "2:02pm"."""
    return clock(web.now(), page_language())


def link_to(target: Target) -> str:
    """Where a link inside the course leads in this mount. Links are written with file names; addresses use ids."""
    course, anchor = web.release().course, f"#{target.fragment}" if target.fragment else ""
    name = target.name.partition(".")[0]
    if target.kind == "media":
        return url_for(".media", release_id=web.release().id, path=target.name)
    if target.kind == "scenario":
        scenario_id = next((one.id for one in course.scenarios if one.name == name), name)
        return url_for(".scenario", scenario_id=scenario_id) + anchor
    if name == "index":
        return url_for(".about") + anchor
    if name == "glossary" and course.glossary is not None:
        version = target.name.partition(".")[2] or ("en" if anchor and course.glossary_variants else None)
        return url_for(".glossary", version=version) + (f"#term-{target.fragment}" if anchor else "")
    if any(one.name == name for one in course.pages):
        return url_for(".read", page_name=name) + anchor
    module_id = next((one.id for one in course.modules if one.name == name), name)
    return url_for(".module", module_id=module_id) + anchor


def welcome() -> dict[str, Any]:
    """The organisation's welcome or else the course's (None when there is neither), with its language."""
    here = web.mount()
    if here.welcome is not None:
        return {"welcome": here.welcome, "welcome_language": here.welcome_language}
    return {"welcome": web.release().course.welcome, "welcome_language": "en"}


def media_address(file: str, folder: str = "") -> str:
    """Where a recording, its captions or its words are: `file` as the author wrote it, `folder` "quizzes/" in scenarios."""
    return url_for(".media", release_id=web.release().id, path=folder + file.removeprefix("media/"))


def show(text: Text | None) -> Markup:
    """A trainer's text as it was rendered when the release was made."""
    return boxed_tables(markup(text, link_to), words()("Table"))


def show_words(text: Text | None) -> Markup:
    """A trainer's text inside a line of ours: the same without the paragraph round it."""
    return line_markup(text, link_to)


def in_its_language(title: str, language: str) -> str:
    """One of the course's titles inside a sentence of ours: marked with its language where that is not the page's."""
    return title if language == page_language() else render_module.in_its_language(title, language)


def plain(text: Text | None) -> str:
    """A trainer's text as bare words, for a label."""
    return show(text).striptags()


def numbers(most: int) -> list[tuple[str, str]]:
    """Places to choose from: 1 to `most`."""
    return [(str(number), str(number)) for number in range(1, most + 1)]


def asset(name: str) -> str:
    """The address of one of our own files; it changes when the file does, so browsers may keep it for ever."""
    return url_for(".asset", digest=asset_digest(name), name=name)


@cache
def asset_digest(name: str) -> str:
    return hashlib.sha256(asset_bytes(name)).hexdigest()[:12]


@cache
def asset_bytes(name: str, *, packed: bool = False) -> bytes:
    """One of our own files as it is, or in gzip."""
    data = (STATIC / name).read_bytes()
    return gzip.compress(data, 9, mtime=0) if packed else data


def new_once() -> str:
    """A token that tells this copy of a page from every other."""
    return secrets.token_urlsafe(9)


def _everywhere() -> dict[str, Any]:
    here, person = web.mount(), web.person()
    settings, language = here.settings, page_language()
    return {
        "_": translator(language),
        "asset": asset,
        "clock": lambda moment: clock(moment, language),
        "csrf_token": posted.csrf_token,
        "date_words": lambda written: date_words(str(written), language),
        "day": lambda moment: day(moment, language),
        "extend_href": url_for(".stay") if person and here.has_accounts else None,
        "languages": [
            LanguageLink(code, name, url_for(".language", code=code, next=addresses.own_path()), code == language)
            for code, name in LANGUAGES.items()
        ],
        "look": None if person else Look(session.get("course_theme", ""), session.get("course_text", "")),
        "navigation": _navigation(person is not None, person is not None and person.has_role),
        "notices": notices.take_notices,
        "media_address": media_address,
        "numbers": numbers,
        "once": new_once(),
        "page_language": language,
        "person": person,
        "session_ends": settings.session_minutes * 60,
        "plain": plain,
        "show": show,
        "show_words": show_words,
        "site": {
            "name": settings.name,
            "logo_href": url_for(".logo") if settings.logo else None,
            "theme_href": url_for(".theme") if settings.theme else None,
            "help_name": settings.help_name,
            "help_contact": settings.help_contact,
            "has_accounts": here.has_accounts,
            "sign_in_url": here.sign_in_url,
        },
    }


def _navigation(signed_in: bool, has_role: bool) -> list[Link]:
    _ = words()
    endpoint = (request.endpoint or "").rpartition(".")[2]
    mine = ("course_page", "module", "scenario", "scene", "paths", "paper", "plan", "plan_versions")
    links = [Link(_("My learning"), url_for(".course_page"), endpoint in mine)] if signed_in else []
    if has_role:
        running = ("organisations", "organisation", "organisation_words", "person_roles", "start_cohort")
        links.append(Link(_("My organisations"), url_for(".organisations"), endpoint in running))
    return [
        *links,
        Link(_("About the course"), url_for(".about"), endpoint == "about"),
        Link(_("Check a certificate"), url_for(".verify"), endpoint == "verify"),
    ]


# --- when something went wrong ----------------------------------------------------------------------------------------


def error_page(status: int, **context: Any) -> tuple[str, int]:
    """What happened and what to do next, in plain words. Works when the database does not."""
    return page("errors/error.html", status, **context)


def send_again_page(action: str, fields: list[tuple[str, str]], *, status: int) -> tuple[str, int]:
    """Shows what was written in a form that could not be taken, with a button that sends it again."""
    return page("errors/send_again.html", status, action=action, fields=fields)


def answer_error(error: Exception) -> Any:
    """Any error as a page in plain words, with the right status."""
    if isinstance(error, HTTPException):
        if error.response is not None:
            return error.response
        status, headers = error.code or 500, [one for one in error.get_headers() if one[0] != "Content-Type"]
        return _safely(lambda: (*error_page(status), headers), status)
    status = status_of(error) if isinstance(error, errors.CourseError) else 500
    if status >= 500:
        log.error("%s: %s", type(error).__name__, error, exc_info=status == 500)
    if posted.is_autosave():
        return _safely(lambda: _autosave_problem(status), status)
    if isinstance(error, errors.FormTooOld) and posted.is_from_here():
        return _safely(lambda: send_again_page(request.path, posted.kept_fields(), status=400), status)
    return _safely(lambda: error_page(status, kept=_unsaved_words() if status >= 500 else None), status)


def _autosave_problem(status: int) -> tuple[dict[str, str], int]:
    return {"state": "problem", "message": words()("Not saved. We will try again.")}, status


def _unsaved_words() -> list[tuple[str, str]]:
    """What somebody wrote in the form that we could not take, to be copied."""
    if request.method != "POST" or not posted.is_from_here():
        return []
    said = words()("What you wrote")
    return [(said, value) for _name, value in posted.kept_fields() if len(value.split()) > 1]


def _safely(draw: Callable[[], Any], status: int) -> Any:
    """An answer to an error even when the store is away, by drawing it for nobody in particular; else a page of nothing."""
    try:
        return draw()
    except errors.StoreNotReady:
        web.nobody()
    except Exception:
        log.exception("The page for an error could not be drawn.")
        web.nobody()
    try:
        return draw()
    except Exception:
        log.exception("The page for an error could not be drawn, even for nobody.")
        return bare_page(status)


def bare_page(status: int) -> Response:
    """When nothing else works: a page without a link or a word that has to be looked up anywhere."""
    return Response(BARE, status, mimetype="text/html")
