"""What a certificate says, and what is still to do before there is one. Pure: no database, no clock.

Sentences are kept in English, as issued; `said` gives them in another language of the interface when they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ..content.model import Course
from ..errors import NotYetEarned
from ..progress.rules import Progress, Step

LONGEST_NAME = 200
"""Characters; what the database holds."""

MARKED = "Marked %(done)s of %(all)s modules done"
KEPT_ONE = "Kept at least one exercise in each module"
KEPT_SOME = "Kept at least %(least)s exercises in each module"
KEPT_ALL = "Kept at least %(least)s exercises in each module, or all of them where there are fewer"
KEPT_NAMED_ONE = "Kept the one exercise that everyone is asked to do"
KEPT_NAMED = "Kept the %(named)s exercises that everyone is asked to do"
PASSED = "Passed each knowledge check (retakes are free)"
FINISHED_ONE = "Finished 1 scenario"
FINISHED = "Finished %(done)s scenarios"
PLANNED = "Made a plan, and looked it over"

HOW_MADE = (
    "This course was first drafted from documents.",
    "Public contributors have not yet rewritten it.",
)
"""Said on the certificate for as long as the course itself says so, word for word, under "How this course was made"."""

HALF_AN_HOUR = "about half an hour"
ONE_HOUR = "about 1 hour"
HOURS = "about %(hours)s hours"
HOURS_AND_A_HALF = "about %(hours)s and a half hours"

SENTENCES = (
    *(MARKED, KEPT_ONE, KEPT_SOME, KEPT_ALL, KEPT_NAMED_ONE, KEPT_NAMED, PASSED, FINISHED_ONE, FINISHED),
    PLANNED,
    *(HALF_AN_HOUR, ONE_HOUR, HOURS, HOURS_AND_A_HALF),
)
"""Everything a kept certificate can say, for whoever translates the interface."""


@dataclass(frozen=True, kw_only=True)
class Earned:
    """What a certificate says besides the name and the date."""

    course_id: str
    course_title: str
    hours: str
    """In words, such as "about 2 hours"; empty when the course does not say how long its modules take."""
    done: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """What is left in one part of the course. `module_id` is empty for scenarios that belong to no module, and for
    the plan."""

    module_id: str
    title: str
    steps: tuple[Step, ...]


def earned(course: Course, progress: Progress) -> Earned:
    """What this learner's certificate says. Raises NotYetEarned while a step is left, or when there are no steps."""
    if not is_earned(progress):
        raise NotYetEarned
    return Earned(
        course_id=course.id,
        course_title=course.title,
        hours=about_hours(sum(module.minutes for module in course.modules)),
        done=_done(course, progress),
    )


def is_earned(progress: Progress) -> bool:
    """Whether every step is done. A course without a single step has no certificate to give."""
    return progress.is_complete and progress.total > 0


def about_hours(minutes: int) -> str:
    """Minutes in words, rounded to the half hour, never less than one half. Empty for 0."""
    if minutes <= 0:
        return ""
    whole, half = divmod(max(1, (minutes + 15) // 30), 2)
    if not whole:
        return HALF_AN_HOUR
    if whole == 1 and not half:
        return ONE_HOUR
    return (HOURS_AND_A_HALF if half else HOURS) % {"hours": whole}


def how_made(course: Course) -> tuple[str, ...]:
    """What the certificate repeats of how this course was made; empty once the course no longer says it."""
    said_by_course = " ".join(course.made.markdown.split()) if course.made else ""
    return tuple(sentence for sentence in HOW_MADE if sentence in said_by_course)


def still_to_do(course: Course, progress: Progress) -> tuple[ToDo, ...]:
    """The steps that are left, in the order of the course. The plan comes last, as a part of its own."""
    titles = {module.id: module.title for module in course.modules}
    parts = [(one.module_id, titles[one.module_id], one.steps) for one in progress.modules]
    stories = tuple(step for step in progress.beyond if step.kind != "plan")
    plan = tuple(step for step in progress.beyond if step.kind == "plan")
    beyond = [("", "", stories), ("", "", plan)]
    left = [
        ToDo(module_id=module_id, title=title, steps=tuple(step for step in steps if not step.is_done))
        for module_id, title, steps in [*parts, *beyond]
    ]
    return tuple(one for one in left if one.steps)


def _done(course: Course, progress: Progress) -> tuple[str, ...]:
    steps = [step for module in progress.modules for step in module.steps] + list(progress.beyond)
    lines = []
    if marks := sum(step.kind == "mark" for step in steps):
        lines.append(MARKED % {"done": marks, "all": len(course.modules)})
    if any(step.kind == "exercises" for step in steps):
        lines.append(_kept(course))
    if named := sum(step.kind == "exercise" for step in steps):
        lines.append(KEPT_NAMED_ONE if named == 1 else KEPT_NAMED % {"named": named})
    if any(step.kind == "check" for step in steps):
        lines.append(PASSED)
    if scenarios := sum(step.have for step in steps if step.kind in ("scenario", "scenarios")):
        lines.append(FINISHED_ONE if scenarios == 1 else FINISHED % {"done": scenarios})
    if any(step.kind == "plan" for step in steps):
        lines.append(PLANNED)
    return tuple(lines)


def _kept(course: Course) -> str:
    least = course.certificate.kept_exercises
    if any(sum(1 for _ in module.exercises()) < least for module in course.modules):
        return KEPT_ALL % {"least": least}
    return KEPT_ONE if least == 1 else KEPT_SOME % {"least": least}


def said(sentence: str, translate: Callable[..., str]) -> str:
    """A sentence of a kept certificate in the reader's language; as it was kept when it is none we know."""
    for one in SENTENCES:
        pattern = re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>[0-9]+)", re.escape(one))
        if found := re.fullmatch(pattern, sentence):
            return translate(one, **found.groupdict())
    return sentence


# --- names and numbers ------------------------------------------------------------------------------------------------

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the order of letters about, and could make a name read as something else."""


def name_for_certificate(typed: str) -> str:
    """A name as it will be printed: any script, one line, single spaces, no invisible commands. May be empty."""
    kept = "".join(
        " " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one
        for one in typed
        if one not in _DIRECTIONS and unicodedata.category(one) not in ("Cs", "Co", "Cn")
    )
    name = " ".join(kept.split())
    # Composing takes time by the square of the accents in a row, and no 5 characters become fewer than 1. What is longer
    # than that is refused for its length.
    return unicodedata.normalize("NFC", name) if len(name) <= 5 * LONGEST_NAME else name


NUMBER_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""No i, l, o or u: read aloud or copied by hand, they are taken for others (Douglas Crockford's base 32)."""
NUMBER_LENGTH = 28
"""140 random bits, in seven groups of four."""

_MISTAKEN = str.maketrans("ilo", "110")


def number_in(typed: str) -> str:
    """The certificate number in what somebody typed, pasted or scanned: the whole address, spaces, dashes, capitals.

    Empty when there is none, so nothing odd ever reaches the database.
    """
    for part in reversed(re.split(r"[/?=&#:]", unicodedata.normalize("NFKC", typed[:2000]))):
        plain = re.sub(r"\.pdf\s*$|%20|[\s.+\-\u2010-\u2015]", "", part.lower()).translate(_MISTAKEN)
        if len(plain) == NUMBER_LENGTH and set(plain) <= set(NUMBER_LETTERS):
            return plain
    return ""


def spaced(number: str) -> str:
    """A number as people read it: in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
