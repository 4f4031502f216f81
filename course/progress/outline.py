"""The way through the course beside a page: each module, the steps of the one being read, and their states in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from ..content.model import Course, Exercise, Module, Question
from ..language import Translate
from ..pages import in_its_language
from .rules import DEALT_WITH, Facts, ModuleProgress, Progress

STATES = {"done": "done", "started": "started", "to-do": "todo"}


@dataclass(frozen=True)
class Entry:
    """One line of the outline. `state` is done, here, started, todo or not_now."""

    title: str
    href: str
    state: str
    note: str = ""
    lang: str = ""
    """The language of the title."""
    steps: tuple[Entry, ...] = ()


def outline(
    course: Course,
    progress: Progress,
    facts: Facts,
    _: Translate,
    here: Module | None = None,
    *,
    is_own_page: bool = True,
    story: str = "",
) -> list[Entry]:
    """Every module; with the steps of the module that is open, or of the one that the open story (its id) belongs to.

    `is_own_page`: the page is that module's own, so its steps are on it. They are then linked within the page: after a
    form that could not be saved, a link that loads the module again would lose what was written.
    """
    return [
        _entry(course, module, one, facts, _, here, is_own_page, story)
        for module, one in zip(course.modules, progress.modules, strict=True)
    ]


def _entry(
    course: Course,
    module: Module,
    progress: ModuleProgress,
    facts: Facts,
    _: Translate,
    here: Module | None,
    is_own_page: bool,
    story: str,
) -> Entry:
    page = url_for(".module", module_id=module.id)
    is_here = here is not None and here.id == module.id
    return Entry(
        module.title,
        page,
        "here" if is_here and not story else STATES[progress.state],
        _("about %(minutes)s minutes", minutes=module.minutes) if module.minutes else "",
        module.language,
        tuple(_steps(course, here or module, facts, _, "" if is_own_page else page, story)) if is_here else (),
    )


def _steps(course: Course, module: Module, facts: Facts, _: Translate, page: str, story: str) -> list[Entry]:
    base = course.module(module.id) or module
    banks = {bank[0].id: bank for bank in module.checks()}
    """By the first question of each: the others have no line of their own, as a learner is asked one."""
    steps = []
    for block in module.blocks:
        # An activity that the learner's version lacks is the base's own, in the base's language.
        lang = base.language if block in base.blocks else module.language
        if isinstance(block, Exercise):
            state = _exercise_state(module, block, facts)
            steps.append(Entry(block.title, f"{page}#{block.id}", state, lang=lang))
        elif isinstance(block, Question) and block.id in banks:
            state = _check_state(module, banks[block.id], facts)
            if len(banks[block.id]) == 1:
                steps.append(Entry(block.title, f"{page}#{block.id}", state, lang=lang))
            else:
                asked = _("Question %(number)s", number=1 + list(banks).index(block.id))
                steps.append(Entry(asked, f"{page}#{block.id}", state))
    for scenario_id in module.scenarios:
        if scenario := course.scenario(scenario_id):
            state = {"ended": "done", "open": "started"}.get(facts.scenarios.get(scenario_id, ""), "todo")
            state = "here" if scenario_id == story else state
            title = _("Story: %(title)s", title=in_its_language(scenario.title, scenario.language))
            steps.append(Entry(title, url_for(".scenario", scenario_id=scenario_id), state))
    marked = "done" if module.id in facts.marked else "todo"
    steps.append(Entry(_("Mark the module done"), f"{page}#finish", marked))
    return steps


def _check_state(module: Module, bank: tuple[Question, ...], facts: Facts) -> str:
    tries = [facts.questions[module.id, one.id] for one in bank if (module.id, one.id) in facts.questions]
    return "done" if any(tries) else "started" if tries else "todo"


def _exercise_state(module: Module, exercise: Exercise, facts: Facts) -> str:
    state = facts.exercises.get((module.id, exercise.id), "")
    if state == "not_now":
        return "not_now"
    return "done" if state in DEALT_WITH else "started" if state == "draft" else "todo"
