"""Which module, check and exercise serves which principle and feature, and where nothing does yet."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Course, Exercise, Media, Module, Question


@dataclass(frozen=True)
class CoverageRow:
    """One principle or feature, and what serves it. Modules by id; activities as module id, slash, activity id."""

    kind: str
    """principle or feature"""
    id: str
    name: str
    modules: tuple[str, ...]
    checks: tuple[str, ...]
    exercises: tuple[str, ...]
    planned: tuple[str, ...] = ()
    """Sections of the plan, as "plan" slash id, and exercises that go to the plan."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Which of the three are missing: module, check, exercise."""
        found = (("module", self.modules), ("check", self.checks), ("exercise", self.exercises))
        return tuple(name for name, serving in found if not serving)


def coverage(course: Course) -> tuple[CoverageRow, ...]:
    """A row for every principle and every feature, in the order of the index. One is planned when a section of the
    learner's plan serves it, or an exercise that goes to the plan does.

    A feature is also served by whatever says so for the feature itself only: serving a principle does not count for the
    features under it, because a module can serve the whole without each part.
    """
    rows: list[CoverageRow] = []
    for kind, entries in (("principle", course.principles), ("feature", course.features)):
        for entry in entries:
            rows.append(
                CoverageRow(
                    kind=kind,
                    id=entry.id,
                    name=entry.name,
                    modules=tuple(module.id for module in course.modules if entry.id in _named(module)),
                    checks=_activities(course, entry.id, Question),
                    exercises=_activities(course, entry.id, Exercise),
                    planned=_planned(course, entry.id),
                )
            )
    return tuple(rows)


def coverage_text(course: Course) -> str:
    """The same for a terminal: each principle and feature, what serves it by name, and what is missing."""
    rows = coverage(course)
    if not rows:
        return "The index names no principles or features, so there is nothing to cover.\n"
    lines: list[str] = []
    for row in rows:
        lines.append(f"{row.kind} {row.id}: {row.name}")
        named = (
            ("modules", row.modules),
            ("checks", row.checks),
            ("exercises", row.exercises),
            ("planned", row.planned),
        )
        for what, serving in named:
            lines.append(f"    {what:9} {len(serving):3}  {', '.join(serving) or 'none yet'}")
    missing = sum(1 for row in rows if row.gaps)
    lines.append(f"{len(rows) - missing} of {len(rows)} are served by a module, a check and an exercise.")
    lines.append(
        f"{sum(1 for row in rows if row.planned)} of {len(rows)} are planned: they come back in the learner's plan."
    )
    return "\n".join(lines) + "\n"


def _named(module: Module) -> frozenset[str]:
    """What a module says it serves, in its details or in any of its activities."""
    named = {*module.principles, *module.features}
    for block in module.blocks:
        if isinstance(block, Exercise | Question | Media):
            named.update(block.serves)
    return frozenset(named)


def _activities(course: Course, identity: str, kind: type[Exercise] | type[Question]) -> tuple[str, ...]:
    return tuple(
        f"{module.id}/{block.id}"
        for module in course.modules
        for block in module.blocks
        if isinstance(block, kind) and identity in block.serves
    )


def _planned(course: Course, identity: str) -> tuple[str, ...]:
    sections = tuple(f"plan/{section.id}" for section in course.plan if identity in section.serves)
    return sections + tuple(
        f"{module.id}/{exercise.id}"
        for module in course.modules
        for exercise in module.exercises()
        if exercise.plan and identity in exercise.serves
    )
