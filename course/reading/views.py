"""Pages to read, the glossary and the credits, open to everyone; the whole course on one page, for learners."""

from __future__ import annotations

from typing import Any

from flask import request

from .. import headers, pages, web
from ..content.model import Glossary
from ..content.terms import version_of
from ..errors import NotFound
from ..room import Enter, Room
from .rules import by_letter, closest, credits_of, everybody, stories_in_order
from .whole import whole_course_page

room = Room("reading")


@room.route("/glossary", enter=Enter.ANYONE)
def glossary() -> Any:
    """What words mean. A link from a text asks for the version that belongs to that text."""
    course = web.release().course
    found = _glossary(request.args.get("version", ""))
    return pages.page(
        "reading/glossary.html", course=course, glossary=found, letters=by_letter(found.terms) if found else ()
    )


def _glossary(version: str) -> Glossary | None:
    course = web.release().course
    if course.glossary is None:
        return None
    for one in (course.glossary, *course.glossary_variants):
        if version_of(one) == version:
            return one
    return closest(course.glossary, course.glossary_variants, pages.page_language(), _easy_read())


@room.route("/read/<page_name>", enter=Enter.ANYONE)
def read(page_name: str) -> Any:
    """A page to read, by the name of its file."""
    course = web.release().course
    base = next((one for one in course.pages if one.name == page_name), None)
    if base is None:
        raise NotFound(page_name)
    article = closest(base, course.page_variants, pages.page_language(), _easy_read())
    return pages.page("reading/article.html", course=course, article=article)


@room.route("/credits", enter=Enter.ANYONE)
def credits() -> Any:
    course = web.release().course
    glossary = (course.glossary,) if course.glossary else ()
    return pages.page(
        "reading/credits.html",
        course=course,
        everybody=everybody(course),
        modules=credits_of(course.modules, course.module_variants),
        stories=credits_of(stories_in_order(course), course.scenario_variants),
        articles=credits_of(course.pages, course.page_variants),
        words=credits_of(glossary, course.glossary_variants),
    )


@room.route("/whole-course", enter=Enter.LEARNER)
def whole_course() -> Any:
    """Everything there is to read, for a printer. A browser that has this very page already is told so."""
    person = web.learner()
    fresh = headers.unchanged_since(web.release().id, person.progress_version, person.session_version)
    return fresh if fresh is not None else headers.with_version(whole_course_page())


def _easy_read() -> bool:
    person = web.person()
    return person is not None and person.easy_read
