"""How a scenario is played. Pure: from a path so far and a choice to what happens next.

The score of a scene is that of the last choice made there, so going round a loop earns nothing extra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ..content.model import Choice, Scenario, Scene, When
from ..errors import NotOnOffer

ONWARD = "onward"
"""The choice recorded where a scene routes by itself and only offers to go on."""

Path = Sequence[tuple[str, str]]
"""(scene id, choice key) for each answer so far, in order."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a choice does."""

    choice: Choice | None
    """None where the scene routed by itself."""
    next_scene: Scene
    before: dict[str, int]
    after: dict[str, int]
    """Each tally before and after."""


class SceneGone(Exception):
    """The path leads through a scene or choice this release of the scenario does not have."""


def tallies_on(scenario: Scenario, path: Path) -> dict[str, int]:
    """Where each thing that is counted stands after a path. "points" is always among them. Raises SceneGone."""
    last: dict[str, Choice] = {}
    for scene_id, key in path:
        if key != ONWARD:
            last[scene_id] = _choice(_scene(scenario, scene_id), key)
    totals = dict.fromkeys(("points", *scenario.tallies), 0)
    for choice in last.values():
        for tally, change in choice.effects:
            totals[tally] = totals.get(tally, 0) + change
    return totals


def scene_now(scenario: Scenario, path: Path) -> Scene:
    """The scene a path has reached: the first scene for an empty one. Raises SceneGone."""
    scene = scenario.scenes[0]
    for position, (scene_id, key) in enumerate(path):
        if scene.id != scene_id:
            raise SceneGone(scene_id)
        scene = _after(scenario, scene, key, path[:position])
    return scene


def take(scenario: Scenario, path: Path, key: str) -> Step:
    """Make a choice in the scene a path has reached.

    Raises NotOnOffer when this scene does not offer it, SceneGone when the path no longer leads anywhere.
    """
    scene = scene_now(scenario, path)
    offered = [ONWARD] if scene.gates else [choice.key for choice in scene.choices]
    if key not in offered:
        raise NotOnOffer(key)
    next_scene = _after(scenario, scene, key, path)
    before, after = tallies_on(scenario, path), tallies_on(scenario, [*path, (scene.id, key)])
    choice = None if scene.gates else _choice(scene, key)
    return Step(choice=choice, next_scene=next_scene, before=before, after=after)


def passes(scenario: Scenario, path: Path) -> bool | None:
    """Whether a finished path reaches the pass mark; None for a scenario without one."""
    if scenario.pass_mark is None:
        return None
    return tallies_on(scenario, path)["points"] >= scenario.pass_mark.need


def _after(scenario: Scenario, scene: Scene, key: str, path: Path) -> Scene:
    if not scene.gates:
        return _scene(scenario, _choice(scene, key).to)
    if key != ONWARD:
        raise SceneGone(f"{scene.id}/{key}")
    totals = tallies_on(scenario, path)
    for gate in scene.gates:
        if not gate.tally or totals.get(gate.tally, 0) >= gate.at_least:
            return _scene(scenario, gate.to)
    raise SceneGone(scene.id)


def _scene(scenario: Scenario, scene_id: str) -> Scene:
    scene = scenario.scene(scene_id)
    if scene is None:
        raise SceneGone(scene_id)
    return scene


def _choice(scene: Scene, key: str) -> Choice:
    choice = next((one for one in scene.choices if one.key == key), None)
    if choice is None:
        raise SceneGone(f"{scene.id}/{key}")
    return choice


# --- whose eyes, and which earlier ending -----------------------------------------------------------------------------

Block = TypeVar("Block")
Ended = Mapping[str, str]
"""Scenario id: the ending a learner's last finished play of it reached."""


class NoHat(Exception):
    """A story that is seen through somebody's eyes cannot start before one is chosen."""


def hat_for(scenario: Scenario, key: str) -> str | None:
    """The hat a learner asks for; None in a story without hats. Raises NoHat, and NotOnOffer for one that is not listed."""
    if key and scenario.hat(key) is None:
        raise NotOnOffer(key)
    if scenario.hats and not key:
        raise NoHat(scenario.id)
    return key or None


def is_shown(passage: When, hat: str | None, ended: Ended) -> bool:
    """Whether somebody with this hat and these endings behind them is shown a passage."""
    if not passage.hats and not passage.endings:
        return False
    wears = not passage.hats or hat in passage.hats
    been = not passage.endings or any(ended.get(story) == ending for story, ending in passage.endings)
    return wears and been


def seen_by(scenario: Scenario, hat: str | None, ended: Ended) -> Scenario:
    """The same scenario with only the passages that this learner is shown."""

    def shown(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(one for one in blocks if not isinstance(one, When) or is_shown(one, hat, ended))

    scenes = tuple(
        replace(
            scene,
            body=shown(scene.body),
            choices=tuple(replace(one, more=shown(one.more)) if one.more else one for one in scene.choices),
        )
        for scene in scenario.scenes
    )
    return replace(scenario, intro=shown(scenario.intro), scenes=scenes, debrief=shown(scenario.debrief))


def passages_of(scenario: Scenario) -> list[When]:
    """Every passage that is not for everyone."""
    blocks = [*scenario.intro, *scenario.debrief]
    for scene in scenario.scenes:
        blocks += [*scene.body, *(one for choice in scene.choices for one in choice.more)]
    return [one for one in blocks if isinstance(one, When)]


def stories_before(scenario: Scenario) -> frozenset[str]:
    """Ids of the earlier stories whose ending matters to this one."""
    return frozenset(story for passage in passages_of(scenario) for story, _ in passage.endings)


# --- after an ending: the other paths ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Fork:
    """A scene on the learner's path: what they chose, and where the other choices would have led."""

    scene: Scene
    chosen: str
    others: tuple[tuple[Choice, str], ...]
    """(choice, title of the scene it leads to)."""


def forks_of(scenario: Scenario, path: Path) -> list[Fork]:
    """Every choice on a finished path, with what was not chosen. Raises SceneGone."""
    forks = []
    for scene_id, key in path:
        scene = _scene(scenario, scene_id)
        if key != ONWARD:
            others = tuple((one, _scene(scenario, one.to).title) for one in scene.choices if one.key != key)
            forks.append(Fork(scene=scene, chosen=key, others=others))
    return forks
