"""Text size, colours and language: for everyone, with or without an account."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, session, url_for

from .. import errors, pages, posted, web
from ..addresses import go_to
from ..language import LANGUAGES
from ..room import Enter
from . import actions
from .forms import TEXT_SIZES, THEMES, LookForm
from .replies import EITHER, chosen_here, form_page, next_page, sent
from .rooms import settings


@settings.route("/look", enter=Enter.ANYONE, methods=EITHER)
def look() -> Any:
    person = web.person()
    now = {
        "text_size": person.text_size if person else chosen_here("course_text", TEXT_SIZES),
        "theme": person.theme if person else chosen_here("course_theme", THEMES),
        "easy_read": bool(person and person.easy_read),
    }
    form = LookForm(sent(), words=pages.words(), data=now)
    if request.method == "GET" or not form.validate():
        return form_page("look", form, next=next_page())
    if person:
        actions.change_look(
            web.mount(),
            person,
            text_size=form.text_size.data,
            theme=form.theme.data,
            easy_read=bool(form.easy_read.data),
        )
    else:
        session.update(course_text=form.text_size.data, course_theme=form.theme.data)
    flash(pages.words()("Saved. This is how pages look from now on."), "done")
    return redirect(url_for(".look", next=next_page() or None), 303)


@settings.route("/language/<code>", enter=Enter.ANYONE, methods=EITHER)
def language(code: str) -> Any:
    """A link of ours changes the language at once and keeps the page. A link from anywhere else asks first."""
    if code not in LANGUAGES:
        raise errors.NotFound(code)
    if request.method == "GET" and (not posted.is_from_here() or "prefetch" in request.headers.get("Sec-Purpose", "")):
        return pages.page("accounts/language.html", code=code, name=LANGUAGES[code], next=next_page())
    person = web.person()
    if person:
        actions.change_look(web.mount(), person, language=code)
    else:
        session["course_language"] = code
    return go_to(next_page(), otherwise=".course_page" if person else ".front")
