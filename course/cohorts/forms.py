"""Reads the form that starts a cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..accounts.rules import clean_name, name_problem, without_hidden
from ..language import Translate
from ..organisations.names import name_words
from .rules import ZONES, DateProblem, date_problem, day_in, read_day


@dataclass(frozen=True)
class NewCohort:
    """What was typed, and what it means where it means something."""

    typed: dict[str, str]
    starts_on: date | None
    ends_on: date | None
    problems: list[tuple[str, str]]
    """(id of the field, what to do)."""


def read_cohort(form: Mapping[str, str], now: datetime, _: Translate) -> NewCohort:
    name = clean_name(form.get("name", ""))
    typed = {one: form.get(one, "").strip()[:40] for one in ("starts_on", "ends_on", "zone")}
    problems: list[tuple[str, str]] = []
    if problem := name_problem(name):
        problems.append(("name", name_words(_, problem, len(name))))
    if typed["zone"] not in ZONES:
        problems.append(("zone", _("Choose where the days of this cohort are, from the list.")))
    starts_on, ends_on = read_day(typed["starts_on"]), read_day(typed["ends_on"])
    today = day_in(typed["zone"] if typed["zone"] in ZONES else ZONES[0], now)
    if wrong := date_problem(starts_on, ends_on, today):
        problems.append(_date_words(_, wrong))
    return NewCohort({"name": without_hidden(name), **typed}, starts_on, ends_on, problems)


def _date_words(_: Translate, problem: DateProblem) -> tuple[str, str]:
    return {
        DateProblem.NO_START: ("starts_on", _("Type the first day, with day, month and year, such as 11/1/2027.")),
        DateProblem.NO_END: ("ends_on", _("Type the last day, with day, month and year, such as 11/1/2027.")),
        DateProblem.END_FIRST: ("ends_on", _("The last day is before the first. Change one of them.")),
        DateProblem.LONG_PAST: ("starts_on", _("The first day is more than a year ago. Check the year.")),
        DateProblem.FAR_AHEAD: ("starts_on", _("The first day is more than three years away. Check the year.")),
        DateProblem.TOO_LONG: ("ends_on", _("That is more than two years. Check the year of the last day.")),
    }[problem]
