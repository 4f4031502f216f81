"""Earlier stories colour this one: whether the endings that a story names are endings, and what their ids are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .model import Scenario, When
from .page import NamedEnding, Page
from .paths import relative


def settle_endings(
    page: Page, scenario: Scenario, pages: Mapping[str, Page], scenarios: Mapping[str, Scenario]
) -> Scenario:
    """The same scenario with the file and heading of each named ending turned into the ids of a story and an ending.

    Reports those that are no ending, or one of this story. One that cannot be found at all is left to the check of links.
    """
    if not page.endings_named:
        return scenario
    ids: dict[tuple[str, str], tuple[str, str]] = {}
    for named in page.endings_named:
        if found := _ending(page, scenario, named, pages, scenarios):
            ids[named.path, named.anchor] = found
    changed: Scenario = _settled(scenario, ids)
    return changed


def _ending(
    page: Page, scenario: Scenario, named: NamedEnding, pages: Mapping[str, Page], scenarios: Mapping[str, Scenario]
) -> tuple[str, str] | None:
    other = scenarios.get(named.path)
    if named.path == page.path or (other is not None and other.id == scenario.id):
        page.report("ending-of-this-story", named.line, named.column, named.width)
        return None
    if named.path not in pages or (named.anchor and named.anchor not in pages[named.path].slugs):
        return None
    endings = [scene for scene in other.scenes if scene.is_ending] if other is not None else []
    for scene in endings:
        if scene.slug == named.anchor and other is not None:
            return other.id, scene.id
    example = f"{relative(page.path, named.path)}#{endings[0].slug}" if endings else "story.md#ending-name"
    page.report("no-such-ending", named.line, named.column, named.width, example=example)
    return None


def _settled(value: Any, ids: Mapping[tuple[str, str], tuple[str, str]]) -> Any:
    """A scenario, a scene, a choice or a tuple of them with every passage's endings by id."""
    if isinstance(value, tuple):
        return tuple(_settled(one, ids) for one in value)
    if isinstance(value, When):
        return replace(value, endings=tuple(ids.get(pair, pair) for pair in value.endings))
    changes = {
        name: _settled(getattr(value, name), ids)
        for name in ("intro", "scenes", "debrief", "body", "choices", "more")
        if getattr(value, name, ())
    }
    return replace(value, **changes) if changes else value
