"""A plan put together from what a learner kept: its sections, the answers that flow into each, their own words. Pure.

What a learner adds in a section is kept with the other private words, as JSON: {"text", "stands", "moved"}, with the
section's id as the activity and `HOME` as the module. No file can have that name, so nothing is ever mixed up.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from ..content.ids import free, id_from
from ..content.model import Course, Exercise, Module, PlanSection, Text, Wait

HOME = "_plan"
"""Stands for the module where words are kept that belong to the plan itself."""

STANDS = ("in", "agree", "out")
"""What a learner says of a section: in my plan; still to agree; leave out of print and downloads. The first is usual."""

KEPT = frozenset({"kept", "on_paper", "in_talk"})
"""States of an answer that flows into the plan."""


class KeptWords(Protocol):
    """What store.words knows about one exercise, or about one section of the plan."""

    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def saved_at(self) -> datetime: ...


Everything = Mapping[tuple[str, str], tuple[KeptWords, KeptWords | None]]
"""By (module id, activity id): the newest version, and the newest that is not a draft."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """An exercise that goes to the plan."""

    module: Module
    """In the version the learner reads."""
    number: int
    """Of the module in the course, 1 for the first."""
    exercise: Exercise

    @property
    def place(self) -> str:
        return f"{self.module.id}/{self.exercise.id}"


@dataclass(frozen=True, kw_only=True)
class PlanAnswer:
    """What a learner kept in such an exercise."""

    source: Source
    value: dict[str, Any]
    state: str
    """kept, on_paper or in_talk."""
    saved_at: datetime
    version: int
    waits: bool = False
    """It is not in the plan until the learner moves it there."""
    was_moved: bool = False
    """It is in the plan because the learner moved it there."""
    has_newer_draft: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What a learner added to a section in the plan itself."""

    text: str = ""
    stands: str = STANDS[0]
    moved: tuple[str, ...] = ()
    """Answers they moved into the plan: module id, slash, activity id."""
    version: int = 0
    state: str = ""
    saved_at: datetime | None = None
    is_unsaved: bool = False

    @property
    def value(self) -> dict[str, Any]:
        """As it is kept. Empty when there is nothing to keep."""
        if not self.text.strip() and self.stands == STANDS[0] and not self.moved:
            return {}
        return {"text": self.text, "stands": self.stands, "moved": list(self.moved)}


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """One section with everything in it."""

    section: PlanSection
    serves: tuple[str, ...] = ()
    """Names of the principles and features it serves."""
    serves_all: bool = False
    """Whether it serves every principle there is, of more than one."""
    answers: tuple[PlanAnswer, ...] = ()
    """Those in the plan."""
    waiting: tuple[PlanAnswer, ...] = ()
    """Those that go in only when they are moved."""
    sources: tuple[Source, ...] = ()
    """Every exercise that can go here, answered or not."""
    own: OwnWords = field(default_factory=OwnWords)

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.own.text.strip()

    @property
    def is_out(self) -> bool:
        """Whether print and downloads leave it out because the learner says so."""
        return self.own.stands == "out"


@dataclass(frozen=True, kw_only=True)
class Plan:
    parts: tuple[PlanPart, ...]
    changed_at: datetime | None = None
    """When something in it was last saved, changed or taken away; None when nothing ever was."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of the learner's in it, nor waiting for it."""
        return all(part.is_empty and not part.waiting for part in self.parts)

    def part(self, section_id: str) -> PlanPart | None:
        return next((part for part in self.parts if part.section.id == section_id), None)

    def feeding(self) -> tuple[tuple[int, Module], ...]:
        """The modules that feed it, each with its number, in the order of the course."""
        found = {source.number: source.module for part in self.parts for source in part.sources}
        return tuple(sorted(found.items(), key=lambda one: one[0]))

    def shown(self) -> tuple[PlanPart, ...]:
        """What print and downloads hold: what is not empty and not left out."""
        return tuple(
            part for part in self.parts if not part.is_out and (not part.is_empty or part.own.stands == "agree")
        )

    def left_open(self) -> tuple[PlanPart, ...]:
        """What has nothing in it yet, and was not left out."""
        return tuple(part for part in self.parts if part.is_empty and part.own.stands == STANDS[0])


def sections_of(course: Course) -> tuple[PlanSection, ...]:
    """The sections the index names, in its order; without any there, those that exercises name, in order of first use."""
    if course.plan:
        return course.plan
    names = dict.fromkeys(one.plan for module in course.modules for one in module.exercises() if one.plan)
    made: dict[str, PlanSection] = {}
    for name in names:
        identity = free(id_from(name, "section"), set(made))
        made[identity] = PlanSection(id=identity, name=name, text=Text(markdown=""))
    return tuple(made.values())


def sources_of(course: Course, read: Callable[[Module], Module] = lambda module: module) -> Iterator[Source]:
    """Every exercise that goes to a plan, in the order of the course. `read` gives the version a learner reads."""
    for number, base in enumerate(course.modules, 1):
        going = [exercise for exercise in base.exercises() if exercise.plan]
        module = read(base) if going else base
        for exercise in going:
            own = module.activity(exercise.id)
            yield Source(module=module, number=number, exercise=own if isinstance(own, Exercise) else exercise)


def own_words(kept: KeptWords | None) -> OwnWords:
    """What a learner added to a section, as it was kept. What they took away is gone."""
    if kept is None:
        return OwnWords()
    value = json.loads(kept.words) if kept.words else {}
    return OwnWords(
        text=str(value.get("text", "")),
        stands=value["stands"] if value.get("stands") in STANDS else STANDS[0],
        moved=tuple(value.get("moved", ())),
        version=kept.version,
        state=kept.state,
        saved_at=kept.saved_at,
    )


def plan_of(course: Course, everything: Everything, read: Callable[[Module], Module] = lambda module: module) -> Plan:
    """This learner's plan as it is now."""
    sources = list(sources_of(course, read))
    names = {one.id: one.name for one in course.principles} | {one.id: one.name for one in course.features}
    parts = []
    for section in sections_of(course):
        newest, _ = everything.get((HOME, section.id), (None, None))
        own = own_words(newest)
        here = tuple(source for source in sources if source.exercise.plan == section.name)
        found = [answer for source in here if (answer := _answer(source, everything, own.moved))]
        parts.append(
            PlanPart(
                section=section,
                serves=tuple(names[one] for one in section.serves if one in names),
                serves_all=len(course.principles) > 1 and {one.id for one in course.principles} <= {*section.serves},
                answers=tuple(one for one in found if not one.waits),
                waiting=tuple(one for one in found if one.waits),
                sources=here,
                own=own,
            )
        )
    return Plan(parts=tuple(parts), changed_at=_changed_at(sources, parts, everything))


def _answer(source: Source, everything: Everything, moved: tuple[str, ...]) -> PlanAnswer | None:
    newest, settled = everything.get((source.module.id, source.exercise.id), (None, None))
    if settled is None or settled.state not in KEPT:
        return None
    must_be_moved = source.exercise.plan_if_moved
    return PlanAnswer(
        source=source,
        value=json.loads(settled.words) if settled.words else {},
        state=settled.state,
        saved_at=settled.saved_at,
        version=settled.version,
        waits=must_be_moved and source.place not in moved,
        was_moved=must_be_moved and source.place in moved,
        has_newer_draft=newest is not settled,
    )


def _changed_at(sources: list[Source], parts: list[PlanPart], everything: Everything) -> datetime | None:
    """Answers that wait are not in the plan, so they do not change it. A draft changes nothing until it is kept."""
    waiting = {answer.source.place for part in parts for answer in part.waiting}
    moments = [part.own.saved_at for part in parts if part.own.saved_at]
    for source in sources:
        _, settled = everything.get((source.module.id, source.exercise.id), (None, None))
        if settled is not None and source.place not in waiting:
            moments.append(settled.saved_at)
    return max(moments, default=None)


def moved_into(own: OwnWords, place: str) -> tuple[str, ...]:
    """What is moved once `place` is too. Moving it again changes nothing."""
    return own.moved if place in own.moved else (*own.moved, place)


def taken_out(own: OwnWords, place: str) -> tuple[str, ...]:
    return tuple(one for one in own.moved if one != place)


# --- days -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A date somebody wrote in an answer that is in their plan."""

    part: PlanPart
    answer: PlanAnswer
    place: str
    """Of the cell: row key and column."""
    row: Text | None
    """What the trainer calls the row; None when its cells are all the learner's."""
    day: date


def dates_in(plan: Plan) -> Iterator[Dated]:
    """Every date in the plan, part by part. What waits, and what is left out of downloads, has none."""
    for part in plan.parts:
        for answer in () if part.is_out else part.answers:
            exercise, cells = answer.source.exercise, answer.value.get("cells", {})
            if exercise.date_column is None:
                continue
            for row in exercise.rows:
                place = f"{row.key}/{exercise.date_column}"
                found = day_in(str(cells.get(place, "")))
                if found is not None:
                    name = next((cell for cell in row.cells if cell is not None), None)
                    yield Dated(part=part, answer=answer, place=place, row=name, day=found)


def day_in(words: str) -> date | None:
    """The day that a kept date means; None when other words stand there."""
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class LookAgain:
    """An answer to come back to."""

    module: Module
    exercise: Exercise
    version: int
    saved_at: datetime
    wait: Wait


def look_again_in(
    course: Course, plan: Plan, everything: Everything, read: Callable[[Module], Module]
) -> Iterator[LookAgain]:
    """Every kept answer that asks to be read again, in the plan or not; what its part leaves out of downloads has none."""
    left_out = {source.place for part in plan.parts if part.is_out for source in part.sources}
    for base in course.modules:
        module = read(base)
        for exercise in base.exercises():
            _, settled = everything.get((base.id, exercise.id), (None, None))
            if exercise.look_again is None or settled is None or settled.state not in KEPT:
                continue
            if f"{base.id}/{exercise.id}" not in left_out:
                own = module.activity(exercise.id)
                yield LookAgain(
                    module=module,
                    exercise=own if isinstance(own, Exercise) else exercise,
                    version=settled.version,
                    saved_at=settled.saved_at,
                    wait=exercise.look_again,
                )


def later_by(day: date, wait: Wait) -> date:
    """The day so much later. A month after 31 January is the last day of February."""
    if wait.unit != "months":
        return day + timedelta(days=wait.count * (7 if wait.unit == "weeks" else 1))
    years, month = divmod(day.month - 1 + wait.count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
