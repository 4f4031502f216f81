"""Places that name an exercise or an ending elsewhere in the course, once every page has been read.

`Earlier:` settings and "Keep [Name]" lines of the certificate name an exercise; "If you ended at [Name]" names an ending.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .model import Block, Exercise, ExerciseKind, Module, Scenario, When
from .page import Page, Pointer
from .paths import relative

# Exercises -------------------------------------------------------------------------------------------------------------


def exercise_at(page: Page, pointer: Pointer, modules: Mapping[str, Module]) -> tuple[Module, Exercise] | None:
    """The exercise a pointer leads to, by its id or its heading's anchor; None after saying that it is not there."""
    anchor = pointer.anchor
    module = modules.get(pointer.path_from(page.path))
    exercises = list(module.exercises()) if module else []
    for exercise in exercises:
        if anchor and anchor in (exercise.id, exercise.slug):
            assert module is not None
            return module, exercise
    if guess := page.guess(anchor, [exercise.id for exercise in exercises]) if anchor else "":
        repair = f'Did you mean "{pointer.file}#{guess}"?'
    else:
        repair = "Link to a module and, after a #, the id of one of its exercises:  [My hats](arriving.md#my-hats)"
    page.report_pointer("exercise-not-found", pointer, target=pointer.target, repair=repair)
    return None


def with_earlier(module: Module, page: Page, order: Sequence[Module]) -> Module:
    """The module with every `Earlier:` setting resolved. What leads nowhere is reported and left out."""
    if not page.earlier:
        return module
    by_path = {one.path: one for one in order}
    return replace(module, blocks=tuple(_resolved(block, module, page, order, by_path) for block in module.blocks))


def _resolved(
    block: Block, module: Module, page: Page, order: Sequence[Module], by_path: Mapping[str, Module]
) -> Block:
    pointer = page.earlier.get(block.id) if isinstance(block, Exercise) else None
    if pointer is None or not isinstance(block, Exercise):
        return block
    found = exercise_at(page, pointer, by_path)
    if found is None:
        return block
    home, earlier = found
    if not _comes_before(earlier, home, block, module, order):
        page.report_pointer("earlier-is-later", pointer, title=earlier.title)
        return block
    if block.kind is ExerciseKind.SCALE and earlier.kind is block.kind and len(earlier.items) != len(block.items):
        page.report(
            "earlier-other-lines",
            block.line,
            width=3,
            here=len(block.items),
            there=len(earlier.items),
            title=earlier.title,
        )
    return replace(block, earlier=(home.id, earlier.id))


def _comes_before(earlier: Exercise, home: Module, block: Exercise, module: Module, order: Sequence[Module]) -> bool:
    ids = [one.id for one in order]
    if home.id != module.id:
        return ids.index(home.id) < ids.index(module.id)
    return earlier.line < block.line


# Endings of other stories ----------------------------------------------------------------------------------------------


def with_endings(
    page: Page, scenario: Scenario, pages: Mapping[str, Page], scenarios: Mapping[str, Scenario]
) -> Scenario:
    """The scenario with the file and heading of each ending that a passage names turned into the ids of story and ending.

    Reports those that are no ending, or one of this story. One that cannot be found at all is left to the check of links.
    """
    if not page.endings:
        return scenario
    ids: dict[tuple[str, str], tuple[str, str]] = {}
    for pointer in page.endings:
        if found := _ending_at(page, pointer, scenario, pages, scenarios):
            ids[pointer.path_from(page.path), pointer.anchor] = found
    changed: Scenario = _by_id(scenario, ids)
    return changed


def _ending_at(
    page: Page, pointer: Pointer, scenario: Scenario, pages: Mapping[str, Page], scenarios: Mapping[str, Scenario]
) -> tuple[str, str] | None:
    path = pointer.path_from(page.path)
    other = scenarios.get(path)
    if path == page.path or (other is not None and other.id == scenario.id):
        page.report_pointer("ending-of-this-story", pointer)
        return None
    if path not in pages or (pointer.anchor and pointer.anchor not in pages[path].slugs):
        return None
    endings = [scene for scene in other.scenes if scene.is_ending] if other is not None else []
    for scene in endings:
        if scene.slug == pointer.anchor and other is not None:
            return other.id, scene.id
    example = f"{relative(page.path, path)}#{endings[0].slug}" if endings else "story.md#ending-name"
    page.report_pointer("no-such-ending", pointer, example=example)
    return None


def _by_id(value: Any, ids: Mapping[tuple[str, str], tuple[str, str]]) -> Any:
    """A scenario, a scene, a choice or a tuple of them with every passage's endings by id."""
    if isinstance(value, tuple):
        return tuple(_by_id(one, ids) for one in value)
    if isinstance(value, When):
        return replace(value, endings=tuple(ids.get(pair, pair) for pair in value.endings))
    changes = {
        name: _by_id(getattr(value, name), ids)
        for name in ("intro", "scenes", "debrief", "body", "choices", "more")
        if getattr(value, name, ())
    }
    return replace(value, **changes) if changes else value
