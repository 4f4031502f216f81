"""Places that name an exercise elsewhere in the course: `Earlier:` settings, and "Keep [Name]" lines of the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .model import Block, Exercise, ExerciseKind, Module
from .page import Page, Pointer
from .paths import resolve


def exercise_at(page: Page, pointer: Pointer, modules: Mapping[str, Module]) -> tuple[Module, Exercise] | None:
    """The exercise a pointer leads to, by its id or its heading's anchor; None after saying that it is not there."""
    file, _, anchor = pointer.target.partition("#")
    module = modules.get(resolve(page.path, file) if file else page.path)
    exercises = list(module.exercises()) if module else []
    for exercise in exercises:
        if anchor and anchor in (exercise.id, exercise.slug):
            assert module is not None
            return module, exercise
    if guess := page.guess(anchor, [exercise.id for exercise in exercises]) if anchor else "":
        repair = f'Did you mean "{file}#{guess}"?'
    else:
        repair = "Link to a module and, after a #, the id of one of its exercises:  [My hats](arriving.md#my-hats)"
    page.report(
        "exercise-not-found",
        pointer.line,
        pointer.column,
        max(1, len(pointer.target)),
        target=pointer.target,
        repair=repair,
    )
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
        page.report("earlier-is-later", pointer.line, pointer.column, len(pointer.target), title=earlier.title)
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
