"""A story as a booklet for paper: scenes with numbers, what each choice leads to, boxes to tick instead of gauges. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ..content.model import Choice, Gate, Scenario, Scene
from ..content.routes import rings


@dataclass(frozen=True, kw_only=True)
class Way:
    """One choice on paper."""

    mark: str
    """Such as "2b": where what happens stands. Empty when nothing happens, so one goes straight on."""
    choice: Choice
    to: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One scene on paper."""

    number: int
    scene: Scene
    ways: tuple[Way, ...] = ()
    gates: tuple[tuple[Gate, int], ...] = ()
    """Each with the number of the scene it leads to."""


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """How many boxes a gauge needs, so that no path runs out of them."""

    tally: str
    up: int
    down: int


@dataclass(frozen=True, kw_only=True)
class Booklet:
    sheets: tuple[Sheet, ...]
    endings: tuple[Sheet, ...]
    boxes: tuple[Boxes, ...]
    can_return: bool
    """Some path leads back to a scene one has been in; only the last choice made there counts."""


def booklet(scenario: Scenario) -> Booklet:
    """Scenes in the order written, then the endings, numbered from 1."""
    order = [scene for scene in scenario.scenes if not scene.is_ending]
    order += [scene for scene in scenario.scenes if scene.is_ending]
    number = {scene.id: place for place, scene in enumerate(order, 1)}
    sheets = [
        Sheet(
            number=number[scene.id],
            scene=scene,
            ways=tuple(_way(choice, at, number, scene) for at, choice in enumerate(scene.choices)),
            gates=tuple((gate, number[gate.to]) for gate in scene.gates),
        )
        for scene in order
    ]
    leads = {scene.id: [choice.to for choice in scene.choices] + [gate.to for gate in scene.gates] for scene in order}
    return Booklet(
        sheets=tuple(sheet for sheet in sheets if not sheet.scene.is_ending),
        endings=tuple(sheet for sheet in sheets if sheet.scene.is_ending),
        boxes=_boxes(scenario),
        can_return=any(len(ring) > 1 or one in leads[one] for ring in rings(leads) for one in ring),
    )


def _way(choice: Choice, at: int, number: dict[str, int], scene: Scene) -> Way:
    happens = choice.consequence or choice.more or choice.effects
    return Way(mark=f"{number[scene.id]}{_letter(at)}" if happens else "", choice=choice, to=number[choice.to])


def _letter(at: int) -> str:
    """a to z, then aa, ab …"""
    return (_letter(at // 26 - 1) if at >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[at % 26]


def _boxes(scenario: Scenario) -> tuple[Boxes, ...]:
    counted = {name for scene in scenario.scenes for choice in scene.choices for name, _ in choice.effects}
    asked = {gate.tally for scene in scenario.scenes for gate in scene.gates}
    made = []
    for tally in (*scenario.tallies, *(["points"] if "points" in counted | asked else [])):
        up = down = 0
        for scene in scenario.scenes:
            amounts = [amount for choice in scene.choices for name, amount in choice.effects if name == tally]
            up += max([0, *amounts])
            down -= min([0, *amounts])
        made.append(Boxes(tally=tally, up=up, down=down))
    return tuple(made)
