"""The whole course as one page to read and to print, drawn once for everybody who reads it in the same way."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from .. import addresses, notices, pages, posted, web
from ..content.model import Text
from ..content.render import anchored, boxed_tables, line_markup, markup
from ..content.terms import glossary_for
from ..content.urls import Target
from ..drawn_once import kept, nobody_in_particular
from ..gaps import Drawn, gap
from ..study.lesson import shown_answers, shown_partners
from ..study.variants import reading_of
from .rules import by_letter, closest, everybody


def whole_course_page() -> str:
    """The page for the person who asks. Nothing of theirs is in it but their name and what guards their forms."""
    person = web.learner()
    look = (pages.page_language(), person.easy_read, person.theme, person.text_size, person.has_role)
    key = ("the whole course", web.release().id, addresses.root(), *look)
    drawn = _draw() if notices.has_notices() or addresses.has_query() else kept(key, _draw)
    return drawn.filled({"csrf": posted.csrf_token(), "name": str(escape(person.name))})


def _draw() -> Drawn:
    course, person, language = web.release().course, web.learner(), pages.page_language()
    glossary = glossary_for(course, language, person.easy_read) if course.glossary else None
    context: dict[str, Any] = {
        "articles": [closest(one, course.page_variants, language, person.easy_read) for one in course.pages],
        "course": course,
        "csrf_token": lambda: gap("csrf"),
        "everybody": everybody(course),
        "glossary": glossary,
        "letters": by_letter(glossary.terms) if glossary else (),
        "once": "",
        "person": nobody_in_particular(person),
        "readings": [reading_of(course, one, language, person.easy_read) for one in course.modules],
        "show_in": show_in,
        "show_words_in": show_words_in,
        "shown_answers": shown_answers,
        "shown_partners": shown_partners,
        **pages.welcome(),
    }
    return Drawn(pages.page("reading/whole.html", **context)[0])


def show_in(text: Text | None, place: str) -> Markup:
    """A text on this page. Its own anchors start with `place`, so that no two are the same."""
    return boxed_tables(anchored(markup(text, _link), place), pages.words()("Table"))


def show_words_in(text: Text | None, place: str) -> Markup:
    """The same for a text inside a line of ours."""
    return anchored(line_markup(text, _link), place)


def _link(target: Target) -> str:
    """Where a link leads from here: to its place on this very page when it has one."""
    course, name = web.release().course, target.name.partition(".")[0]
    if target.kind == "module":
        if name == "glossary" and course.glossary is not None:
            return f"#{HERE}term-{target.fragment}" if target.fragment else f"#{HERE}glossary"
        for kind, documents in (("module", course.modules), ("page", course.pages)):
            found = next((one for one in documents if one.name == name), None)  # type: ignore[attr-defined]
            if found is not None:
                return f"#{HERE}{kind}-{found.id}" + (f"--{target.fragment}" if target.fragment else "")
    return pages.link_to(target)


HERE = "~"
"""Marks an address that is an anchor of the whole page already, for `anchored`, which takes the mark away."""
