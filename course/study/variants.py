"""The version of a module this learner reads: their language, easy read or not, with gaps filled from the base. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..content.model import Block, Course, Exercise, Media, Module, Question


@dataclass(frozen=True)
class Reading:
    """A module as one learner reads it."""

    module: Module
    from_base: frozenset[str] = frozenset()
    """Activities this version lacks, shown as in the base, in the base's language."""
    base_language: str = "en"
    versions: tuple[tuple[str, bool], ...] = ()
    """Every (language, easy read) this module can be read in."""


def reading_of(course: Course, module: Module, language: str, easy_read: bool) -> Reading:
    """The closest there is: same language and ease, then same language, then the same ease, then the base."""
    others = [one for one in course.module_variants if one.id == module.id]
    versions = tuple((one.language, one.easy_read) for one in (module, *others))

    def closeness(one: Module) -> tuple[bool, bool]:
        return (one.language == language, one.easy_read == easy_read)

    chosen = max((module, *others), key=closeness)
    if chosen is module:
        return Reading(module, base_language=module.language, versions=versions)
    missing = {one.id for one in _activities(module)} - {one.id for one in _activities(chosen)}
    return Reading(_filled(chosen, module, missing), frozenset(missing), module.language, versions)


def _activities(module: Module) -> list[Exercise | Question | Media]:
    return [one for one in module.blocks if isinstance(one, Exercise | Question | Media)]


def _filled(variant: Module, base: Module, missing: set[str]) -> Module:
    """The variant with each missing activity put after the one that comes before it in the base.

    What comes first in the base goes before the variant's first activity, or to its end when it has none.
    """
    blocks = list(variant.blocks)
    before = ""
    for activity in _activities(base):
        if activity.id in missing:
            blocks.insert(_place_after(before, blocks), activity)
        before = activity.id
    return replace(variant, blocks=tuple(blocks))


def _place_after(before: str, blocks: list[Block]) -> int:
    for index, one in enumerate(blocks):
        if isinstance(one, Exercise | Question | Media):
            if not before:
                return index
            if one.id == before:
                return index + 1
    return len(blocks)
