"""Whose eyes a learner looks through, and in which words: what of a story they are shown, and for whom a passage is."""

from __future__ import annotations

from typing import Any

from .. import pages, web
from ..content.model import Course, Scenario, When
from ..reading.rules import closest
from ..store import answers
from ..store.answers import Attempt
from .rules import seen_by, stories_before


def as_seen(story: Scenario, attempt: Attempt | None) -> Scenario:
    """A story with the passages for this learner: their hat, and how earlier stories ended for them."""
    return seen_by(story, attempt.hat if attempt else None, _ended(story))


def _ended(story: Scenario) -> dict[str, str]:
    before = stories_before(story)
    if not before:
        return {}
    with web.mount().store.reading() as connection:
        return answers.last_endings(connection, web.learner().id, before)


def hats_worn(scenario_id: str) -> frozenset[str]:
    with web.mount().store.reading() as connection:
        return answers.hats_worn(connection, web.learner().id, scenario_id)


def eyes(shown: Scenario, attempt: Attempt | None) -> dict[str, Any]:
    """What a page needs to say whose eyes these are, and for whom a passage is."""
    hat = shown.hat(attempt.hat) if attempt else None
    course = web.mount().shelf.release(attempt.release_id).course if attempt else web.release().course

    def label_of(passage: When) -> list[str]:
        _ = pages.words()
        if passage.hats and hat is not None:
            return [_("Through %(name)s’s eyes", name=pages.in_its_language(hat.short, shown.language))]
        return [_("Because of how “%(story)s” ended for you", story=_title(passage.endings[0][0], course))]

    return {"hat": hat, "label_of": label_of}


def who_reads(passage: When, shown: Scenario, course: Course) -> list[str]:
    """On paper: "If you are Joe or Sam", and how an earlier story ended, when a passage asks for either."""
    _ = pages.words()
    names = [hat.short for hat in shown.hats if hat.key in passage.hats]
    said = []
    if names:
        who = names[0] if len(names) == 1 else _("%(names)s or %(last)s", names=", ".join(names[:-1]), last=names[-1])
        said.append(_("If you are %(name)s", name=pages.in_its_language(who, shown.language)))
    for story, ending in passage.endings:
        found = course.scenario(story)
        there = in_my_language(found) if found else None
        scene = there.scene(ending) if there else None
        if there and scene:
            title = pages.in_its_language(scene.title, there.language)
            said.append(_("If “%(story)s” ended with “%(ending)s”", story=_title(story, course), ending=title))
    return said


def _title(scenario_id: str, course: Course) -> str:
    """A story's title for a sentence of ours."""
    found = course.scenario(scenario_id)
    if found is None:
        return ""
    shown = in_my_language(found)
    return pages.in_its_language(shown.title, shown.language)


def in_my_language(played: Scenario, release_id: int | None = None) -> Scenario:
    """The same scenario in the words this learner reads: same ids, same choices."""
    course = web.mount().shelf.release(release_id).course if release_id else web.release().course
    return closest(played, course.scenario_variants, pages.page_language(), web.learner().easy_read)
