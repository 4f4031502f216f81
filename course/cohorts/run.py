"""The page of those who run a cohort: its link and code, who joined when, and how far each person is, in words.

How far somebody is comes from progress_of, as on their own page. What they wrote, chose or answered is not asked for.
"""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from .. import addresses, pages, web
from ..language import Translate
from ..progress.rules import Progress, progress_of
from ..store import cohorts, organisations
from ..store.progress import facts_of_many
from .here import Here, secret
from .rules import ZONES, code_hash, code_of, link_hash, link_of, shown_code, state_of

ON_A_PAGE = 100
"""People."""


def run_page(here: Here, *, status: int = 200, problems: list[tuple[str, str]] | None = None) -> Any:
    cohort, organisation, course = here.cohort, here.organisation, web.release().course
    number = _page_number()
    with web.mount().store.reading() as connection:
        inside = cohorts.how_many_in(connection, cohort.id)
        people = cohorts.people_of(
            connection, organisation.id, cohort.id, first=(number - 1) * ON_A_PAGE, most=ON_A_PAGE
        )
        facts = facts_of_many(connection, [one.id for one in people]) if cohort.course_id == course.id else {}
        facilitators = cohorts.facilitators_of(connection, organisation.id, cohort.id)
        staff = organisations.staff_of(connection, organisation.id)
    _, leads = pages.words(), {one.id for one in facilitators}
    link, code = _link(here), code_of(secret(), cohort.public_id, cohort.code_number)
    return pages.page(
        "cohorts/organiser.html",
        status,
        cohort=cohort,
        organisation=organisation,
        state=state_of(cohort.starts_on, cohort.ends_on, cohort.zone, web.now()),
        people=[(one, done_words(_, progress_of(course, facts[one.id]) if facts else None)) for one in people],
        inside=inside,
        page_number=number,
        pages=-(-inside // ON_A_PAGE),
        facilitators=facilitators,
        others=[(one.public_id, one.name) for one, _roles in staff if one.id not in leads],
        link=link,
        code=shown_code(code) if code_hash(secret(), code) == cohort.code_hash else "",
        may_give_roles=here.may("change roles"),
        is_in=here.is_in,
        errors=problems,
    )


def _link(here: Here) -> str:
    """The whole address to join by; empty when the site's secret has changed since, and it has to be renewed."""
    link = link_of(secret(), here.cohort.public_id, here.cohort.link_number)
    if link_hash(link) != here.cohort.link_hash:
        return ""
    return addresses.whole_address("join_by_link", link=link) or url_for(".join_by_link", link=link)


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 and int(typed) > 0 else 1


def done_words(_: Translate, progress: Progress | None) -> str:
    """How far somebody is, in whole steps; nothing about what the steps hold."""
    if progress is None:
        return _("This cohort takes another course than the one that is up.")
    if progress.is_complete:
        return _("Every step is done.")
    if not progress.done:
        return _("No step done yet")
    return _("%(done)s of %(total)s steps done", done=progress.done, total=progress.total)


def zone_names() -> list[tuple[str, str]]:
    """The zones to choose from, named by their city."""
    return [(one, one.rpartition("/")[2].replace("_", " ")) for one in ZONES]
