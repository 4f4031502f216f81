"""From facts to "4 of 12 steps". Pure: no database, no clock, no words for the screen.

A step is one thing the certificate asks for: an exercise kept, a check passed, a scenario finished, a module marked
done. So all steps done and the certificate are the same thing, and opening a page is never a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..content.model import Course, Exercise, Module, Question


class Facts(Protocol):
    """What store.progress.facts_of knows about a learner."""

    @property
    def exercises(self) -> Mapping[tuple[str, str], str]: ...
    @property
    def ever_kept(self) -> frozenset[tuple[str, str]]: ...
    @property
    def questions(self) -> Mapping[tuple[str, str], bool]: ...
    @property
    def scenarios(self) -> Mapping[str, str]: ...
    @property
    def opened(self) -> frozenset[str]: ...
    @property
    def marked(self) -> Mapping[str, datetime]: ...
    @property
    def has_confirmed_plan(self) -> bool: ...


DEALT_WITH = frozenset({"kept", "not_now", "on_paper", "in_talk"})
"""States of an exercise that "Carry on" does not stop at again."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing the certificate asks for."""

    kind: str
    """exercises (some, any), exercise (a named one), check, scenario, scenarios (a number of them, any), mark, or
    plan."""
    is_done: bool
    have: int
    need: int
    """have of need, in the kind's own unit: exercises kept, questions right, scenarios finished, 1 for a mark or plan."""
    out_of: int = 0
    """check: how many questions there are; a bank counts as one."""
    scenario_id: str = ""
    activity_id: str = ""
    """exercise: which one."""


@dataclass(frozen=True, kw_only=True)
class ModuleProgress:
    module_id: str
    state: str
    """done, started or to-do."""
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.steps)


@dataclass(frozen=True, kw_only=True)
class Progress:
    modules: tuple[ModuleProgress, ...]
    """In the order of the course."""
    beyond: tuple[Step, ...]
    """Steps that belong to no single module, such as "any three other scenarios"."""
    next: Place | None
    """The exact place to carry on; None when every step is done."""

    @property
    def done(self) -> int:
        """Finished steps, a whole count."""
        return sum(module.done for module in self.modules) + sum(step.is_done for step in self.beyond)

    @property
    def total(self) -> int:
        return sum(len(module.steps) for module in self.modules) + len(self.beyond)

    @property
    def is_complete(self) -> bool:
        """Whether the certificate can be had: true exactly when every step is done."""
        return self.done == self.total

    def module(self, module_id: str) -> ModuleProgress | None:
        return next((module for module in self.modules if module.module_id == module_id), None)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Somewhere to carry on: an activity of a module, a scenario, the button that marks a module done, or the plan."""

    kind: str
    """activity, scenario, mark or plan."""
    module_id: str = ""
    activity_id: str = ""
    scenario_id: str = ""


def progress_of(course: Course, facts: Facts) -> Progress:
    """How far this learner is in this release of the course.

    Work on things that have since left the course is ignored; things that were added are to do. Answers are never
    forgotten, so unless the course changes the count never falls.
    """
    shared, asked = _asked_by(course)
    modules = tuple(_module_progress(one, facts) for one in asked)
    beyond = _beyond(course, facts, shared)
    return Progress(modules=modules, beyond=beyond, next=_next(course, facts, modules, beyond))


def added_since(before: Progress, after: Progress) -> tuple[tuple[str, Step], ...]:
    """What a newer release asks for that the older one did not, as (module id, step); module id empty for neither.

    A step that now needs more than it did counts as added. This is what a learner is told when their count falls.
    """
    known = {_identity(place, step): step.need for place, step in _all_steps(before)}
    return tuple((place, step) for place, step in _all_steps(after) if step.need > known.get(_identity(place, step), 0))


def _all_steps(progress: Progress) -> list[tuple[str, Step]]:
    own = [(module.module_id, step) for module in progress.modules for step in module.steps]
    return own + [("", step) for step in progress.beyond]


def _identity(place: str, step: Step) -> tuple[str, str, str]:
    """What makes a step the same step in another release; a story may move to another module and stay the same."""
    return ("" if step.scenario_id else place, step.kind, step.scenario_id or step.activity_id)


def _shared_scenarios(course: Course) -> dict[str, str]:
    """Each scenario the certificate names, to the first module that leads to it; empty for one no module leads to."""
    return {
        scenario_id: next((one.id for one in course.modules if scenario_id in one.scenarios), "")
        for scenario_id in course.certificate.scenarios
    }


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the certificate asks for in one module. Places are as in Facts; 0 needed is not asked for."""

    module_id: str
    exercises: tuple[tuple[str, str], ...]
    exercises_needed: int
    named: tuple[tuple[str, str], ...]
    questions: tuple[tuple[tuple[str, str], ...], ...]
    """Each question that stands alone, or the questions of a bank: one of them right is enough."""
    questions_needed: int
    scenarios: tuple[str, ...]
    mark: bool


_KEPT: dict[int, tuple[Course, dict[str, str], tuple[_Asked, ...]]] = {}
"""What some courses ask for, by identity. A course never changes, and being kept here it keeps its identity."""
_MOST_KEPT = 8


def _asked_by(course: Course) -> tuple[dict[str, str], tuple[_Asked, ...]]:
    """(scenarios the certificate names, what each module asks for), worked out once for each course in memory."""
    kept = _KEPT.get(id(course))
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        shared = _shared_scenarios(course)
        kept = (course, shared, tuple(_asked_in(course, module, shared) for module in course.modules))
        _KEPT[id(course)] = kept
    return kept[1], kept[2]


def _asked_in(course: Course, module: Module, shared: Mapping[str, str]) -> _Asked:
    rule = course.certificate
    exercises = tuple((module.id, one.id) for one in module.exercises())
    questions = tuple(tuple((module.id, one.id) for one in bank) for bank in module.counted_checks())
    return _Asked(
        module_id=module.id,
        exercises=exercises,
        exercises_needed=min(rule.kept_exercises, len(exercises)),
        named=tuple(one for one in exercises if one in rule.exercises),
        questions=questions if rule.pass_checks else (),
        questions_needed=pass_mark_of(module),
        scenarios=tuple(scenario_id for scenario_id, home in shared.items() if home == module.id),
        mark=rule.mark_modules,
    )


def _module_progress(asked: _Asked, facts: Facts) -> ModuleProgress:
    steps: list[Step] = []
    if need := asked.exercises_needed:
        kept = sum(one in facts.ever_kept for one in asked.exercises)
        steps.append(Step(kind="exercises", is_done=kept >= need, have=kept, need=need))
    steps += [
        Step(
            kind="exercise",
            is_done=one in facts.ever_kept,
            have=int(one in facts.ever_kept),
            need=1,
            activity_id=one[1],
        )
        for one in asked.named
    ]
    if asked.questions:
        right = sum(any(facts.questions.get(one) for one in bank) for bank in asked.questions)
        need = asked.questions_needed
        step = Step(kind="check", is_done=right >= need, have=right, need=need, out_of=len(asked.questions))
        steps.append(step)
    steps += [_scenario_step(scenario_id, facts) for scenario_id in asked.scenarios]
    if asked.mark:
        steps.append(_one("mark", asked.module_id in facts.marked))
    touched = asked.module_id in facts.opened or any(place == asked.module_id for place, _ in facts.exercises)
    state = "done" if steps and all(step.is_done for step in steps) else "started" if touched else "to-do"
    return ModuleProgress(module_id=asked.module_id, state=state, steps=tuple(steps))


def pass_mark_of(module: Module) -> int:
    """How many questions of a module must have been answered right: its pass mark, never more than there are."""
    questions = len(module.counted_checks())
    return min(module.pass_mark.need, questions) if module.pass_mark else questions


def _scenario_step(scenario_id: str, facts: Facts) -> Step:
    done = facts.scenarios.get(scenario_id) == "ended"
    return Step(kind="scenario", is_done=done, have=int(done), need=1, scenario_id=scenario_id)


def _one(kind: str, done: bool) -> Step:
    return Step(kind=kind, is_done=done, have=int(done), need=1)


def _beyond(course: Course, facts: Facts, shared: Mapping[str, str]) -> tuple[Step, ...]:
    steps = [_scenario_step(scenario_id, facts) for scenario_id, home in shared.items() if not home]
    if need := course.certificate.scenario_count:
        others = [one.id for one in course.scenarios if one.id not in shared]
        ended = sum(facts.scenarios.get(one) == "ended" for one in others)
        need = min(need, len(others))
        steps.append(Step(kind="scenarios", is_done=ended >= need, have=min(ended, need), need=need))
    if course.certificate.confirm_plan:
        steps.append(_one("plan", facts.has_confirmed_plan))
    return tuple(steps)


def _next(course: Course, facts: Facts, modules: tuple[ModuleProgress, ...], beyond: tuple[Step, ...]) -> Place | None:
    for module, progress in zip(course.modules, modules, strict=True):
        if not progress.is_complete:
            return _next_in(module, progress, facts)
    for step in beyond:
        if step.kind == "plan" and not step.is_done:
            return Place(kind="plan")
        if not step.is_done:
            left = [one.id for one in course.scenarios if facts.scenarios.get(one.id) != "ended"]
            return Place(kind="scenario", scenario_id=step.scenario_id or (left[0] if left else ""))
    return None


def _next_in(module: Module, progress: ModuleProgress, facts: Facts) -> Place:
    """The first thing left in a module, in the order it is read: what is not dealt with, its scenario, the mark."""
    check_is_done = all(step.is_done for step in progress.steps if step.kind == "check")
    banks = {one.id: bank for bank in module.checks() for one in bank}
    for block in module.blocks:
        if isinstance(block, Exercise) and facts.exercises.get((module.id, block.id)) not in DEALT_WITH:
            return Place(kind="activity", module_id=module.id, activity_id=block.id)
        if (
            isinstance(block, Question)
            and not check_is_done
            and not any(facts.questions.get((module.id, one.id)) for one in banks[block.id])
        ):
            return Place(kind="activity", module_id=module.id, activity_id=block.id)
    for step in progress.steps:
        if step.kind == "exercise" and not step.is_done:
            return Place(kind="activity", module_id=module.id, activity_id=step.activity_id)
        if step.kind == "scenario" and not step.is_done:
            return Place(kind="scenario", module_id=module.id, scenario_id=step.scenario_id)
    return Place(kind="mark", module_id=module.id)
