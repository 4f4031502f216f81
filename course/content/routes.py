"""Where a scenario can go: scenes nobody reaches, places nobody leaves, and the scores a learner can end with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .model import PassMark, Scene
from .page import Page

if TYPE_CHECKING:
    from .scenario import Section

DOUBTFUL = frozenset({"bad-points", "unclear-sign", "unknown-tally", "choice-words-outside", "no-front-matter"})
"""After one of these, the scores are not what the trainer meant, so nothing is said about them."""
MOST_STATES = 12_000
"""How many different moments of a scenario are tried before giving up on exact scores."""
MOST_CHANGEABLE = 40
"""Scenes whose choice a learner can come back and change; with more there are always too many moments."""


@dataclass(frozen=True)
class Found:
    """The scores a learner can reach. `best_points` is None when there are too many paths to try them all."""

    best_points: int | None
    gauges: tuple[tuple[str, int, int], ...]


def check_routes(
    page: Page,
    sections: Sequence[Section],
    scenes: Sequence[Scene],
    tallies: tuple[str, ...],
    pass_mark: PassMark | None,
    *,
    broken: bool,
) -> Found:
    """Report what a learner could get stuck in, and work out the scores. `broken` says that some choice leads nowhere."""
    if not scenes:
        return Found(0, ())
    places = dict(zip((scene.id for scene in scenes), sections, strict=True))
    leads = {scene.id: _leads(scene) for scene in scenes}
    if not any(scene.is_ending for scene in scenes):
        page.report("no-ending", scenes[0].line)
    unreached = _unreached(page, places, scenes, leads)
    stuck = [scene for scene in scenes if not scene.is_ending and not places_out(scene, places[scene.id])]
    for scene in stuck:
        place = places[scene.id]
        page.report("dead-end", place.line, place.column, max(1, len(scene.title)))
    if any(scene.is_ending for scene in scenes):
        _dead_loops(page, places, scenes, leads, unreached)
    _same_place(page, scenes)
    found = scores(scenes, tallies)
    if broken or stuck or any(problem.code in DOUBTFUL for problem in page.problems):
        return found
    _gates_too_high(page, scenes, found)
    if pass_mark is not None and (detail := page.details.get("pass mark")):
        best = found.best_points
        if best is None:
            page.report("too-many-paths", detail.line)
        elif pass_mark.need > best:
            page.report(
                "pass-mark-too-high", detail.line, detail.column, len(detail.text), best=best, need=pass_mark.need
            )
    return found


def _leads(scene: Scene) -> list[str]:
    return [choice.to for choice in scene.choices if choice.to] + [gate.to for gate in scene.gates if gate.to]


def places_out(scene: Scene, section: Section) -> bool:
    """Whether the trainer meant the learner to go on from here, even if a link is misspelt."""
    from .scan_parts import ListPart  # here, because the parts matter only to this one question

    if scene.choices or scene.gates:
        return True
    return bool(section.parts) and any(isinstance(part, ListPart) for part in section.parts[-1:])


def _walk(start: Iterable[str], leads: Mapping[str, Sequence[str]], seen: set[str] | None = None) -> set[str]:
    """Every scene that can be reached from `start`, and `start` itself. Adds to `seen` and never goes through it."""
    seen = set() if seen is None else seen
    ahead = [one for one in start if one not in seen]
    seen.update(ahead)
    while ahead:
        for to in leads.get(ahead.pop(), ()):
            if to not in seen:
                seen.add(to)
                ahead.append(to)
    return seen


def rings(leads: Mapping[str, Sequence[str]]) -> list[set[str]]:
    """Groups of scenes that can all reach each other; a scene that cannot be come back to is a group of one.

    Tarjan's way (SIAM Journal on Computing, 1972), without recursion, because a page can hold thousands of scenes.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[set[str]] = []
    for root in leads:
        if root in number:
            continue
        work = [(root, iter(leads[root]))]
        number[root] = low[root] = len(number)
        path.append(root)
        on_path.add(root)
        while work:
            here, following = work[-1]
            for to in following:
                if to not in leads:
                    continue
                if to not in number:
                    number[to] = low[to] = len(number)
                    path.append(to)
                    on_path.add(to)
                    work.append((to, iter(leads[to])))
                    break
                if to in on_path:
                    low[here] = min(low[here], number[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == number[here]:
                    ring: set[str] = set()
                    while here not in ring:
                        ring.add(path.pop())
                    on_path -= ring
                    found.append(ring)
    return found


def _unreached(
    page: Page, places: dict[str, Section], scenes: Sequence[Scene], leads: dict[str, list[str]]
) -> set[str]:
    reached = _walk([scenes[0].id], leads)
    missed = [scene for scene in scenes if scene.id not in reached]
    unreached = {scene.id for scene in missed}
    pointed_at = {to for scene in missed for to in leads[scene.id] if to != scene.id}
    explained: set[str] = set()
    # Scenes that nothing points at come first: whatever follows only from them needs no message of its own.
    for scene in sorted(missed, key=lambda one: one.id in pointed_at):
        if scene.id in explained:
            continue
        _walk([scene.id], leads, explained)
        place = places[scene.id]
        if place.is_twin:
            continue
        page.report(
            "unreachable",
            place.line,
            place.column,
            max(1, len(scene.title)),
            thing="ending" if scene.is_ending else "scene",
            slug=scene.slug,
        )
    return unreached


def _dead_loops(
    page: Page, places: dict[str, Section], scenes: Sequence[Scene], leads: dict[str, list[str]], unreached: set[str]
) -> None:
    backwards: dict[str, list[str]] = {}
    for scene in scenes:
        for to in leads[scene.id]:
            backwards.setdefault(to, []).append(scene.id)
    ways = {scene.id: len(scene.choices) + len(scene.gates) for scene in scenes}
    way_out = [
        scene.id for scene in scenes if scene.is_ending or not leads[scene.id] or len(leads[scene.id]) < ways[scene.id]
    ]
    can_finish = _walk(way_out, backwards)
    titles = {scene.id: scene.title for scene in scenes}
    stuck = {scene.id: leads[scene.id] for scene in scenes if scene.id not in can_finish and scene.id not in unreached}
    place_of = {scene.id: at for at, scene in enumerate(scenes)}
    for ring in rings(stuck):
        if any(to not in ring for one in ring for to in leads[one]):
            continue  # It only leads into the loop: the loop itself gets the message.
        order = sorted(ring, key=place_of.__getitem__)
        shown = " → ".join(f'"{titles[one]}"' for one in order[:6]) + (" …" if len(order) > 6 else "")
        words = f"{shown} only leads back to itself" if len(order) == 1 else f"{shown} only lead back to each other"
        place = places[order[0]]
        page.report("dead-loop", place.line, place.column, max(1, len(titles[order[0]])), scenes=words)


def _same_place(page: Page, scenes: Sequence[Scene]) -> None:
    for scene in scenes:
        choices = scene.choices
        if (
            len(choices) > 1
            and len({(choice.to, choice.effects) for choice in choices}) == 1
            and not any(choice.consequence or choice.more for choice in choices)
        ):
            page.report("same-place", choices[0].text.line)


def _gates_too_high(page: Page, scenes: Sequence[Scene], found: Found) -> None:
    most = {name: high for name, _, high in found.gauges}
    if found.best_points is not None:
        most["points"] = found.best_points
    for scene in scenes:
        for gate in scene.gates:
            if gate.tally in most and gate.at_least > most[gate.tally]:
                line = gate.words.line
                column = page.column_of(line, str(gate.at_least))
                page.report(
                    "gate-too-high",
                    line,
                    column,
                    len(str(gate.at_least)),
                    need=gate.at_least,
                    tally=gate.tally,
                    best=most[gate.tally],
                )


# Scores ----------------------------------------------------------------------------------------------------------------


def scores(scenes: Sequence[Scene], tallies: tuple[str, ...]) -> Found:
    """The best points and the range of every tally.

    A score counts the last choice made in each scene, so going round a loop earns nothing extra. Every different moment
    (scene, scores that matter, choices that could still be changed) is tried once. When there are too many, a tally gets
    limits that no path can pass, and the best points are not known.
    """
    gated = tuple(dict.fromkeys(gate.tally for scene in scenes for gate in scene.gates if gate.tally))
    ranges: dict[str, tuple[int, int, int]] = {}
    exact: set[str] = set()
    for tally in ("points", *tallies):
        if tally in ranges:
            continue
        tracked = gated if tally in gated else (*gated, tally)
        tried = _try_all(scenes, tracked)
        if tried is None:
            ranges[tally] = _bounds(scenes, tally)
            continue
        exact.update(tracked)
        for name, span in zip(tracked, tried, strict=True):
            ranges.setdefault(name, span)
    best = ranges["points"][2] if "points" in exact else None
    return Found(best, tuple((name, ranges[name][0], ranges[name][1]) for name in tallies))


def _bounds(scenes: Sequence[Scene], tally: str) -> tuple[int, int, int]:
    """Limits that no path can pass, when the paths are too many to try."""
    low = high = 0
    for scene in scenes:
        amounts = [amount for choice in scene.choices for name, amount in choice.effects if name == tally]
        low += min([0, *amounts])
        high += max([0, *amounts])
    return low, high, high


def _try_all(scenes: Sequence[Scene], tracked: tuple[str, ...]) -> list[tuple[int, int, int]] | None:
    """For each tally: the least and most it ever is, and the most at an ending. None when there are too many moments."""
    place = {scene.id: at for at, scene in enumerate(scenes)}
    ways: list[list[tuple[int, tuple[int, ...]]]] = []
    for scene in scenes:
        found = []
        for choice in scene.choices:
            amounts = dict(choice.effects)
            if choice.to in place:
                found.append((place[choice.to], tuple(amounts.get(name, 0) for name in tracked)))
        # Two choices that lead and count the same are one way as far as scores go.
        ways.append(list(dict.fromkeys(found)))
    looping = _looping(scenes)
    memory = {at: slot for slot, at in enumerate(sorted(place[one] for one in looping if one in place))}
    if len(memory) > MOST_CHANGEABLE:
        return None
    nothing = (0,) * len(tracked)
    first = (0, nothing, (nothing,) * len(memory))
    seen = {first}
    ahead = [first]
    least, most = list(nothing), list(nothing)
    best: list[int | None] = [None] * len(tracked)
    while ahead:
        at, values, kept = ahead.pop()
        scene = scenes[at]
        for slot, value in enumerate(values):
            if value < least[slot]:
                least[slot] = value
            elif value > most[slot]:
                most[slot] = value
        if scene.is_ending:
            best = [value if top is None else max(top, value) for top, value in zip(best, values, strict=True)]
            continue
        following: list[tuple[int, tuple[int, ...], tuple[tuple[int, ...], ...]]] = []
        if scene.gates and not scene.choices:
            for gate in scene.gates:
                if not gate.tally or values[tracked.index(gate.tally)] >= gate.at_least:
                    if gate.to in place:
                        following.append((place[gate.to], values, kept))
                    break
        slot_here = memory.get(at)
        for to, change in ways[at]:
            if slot_here is None:
                after = tuple(map(int.__add__, values, change))
                following.append((to, after, kept))
            else:
                before = kept[slot_here]
                after = tuple(value - old + new for value, old, new in zip(values, before, change, strict=True))
                following.append((to, after, (*kept[:slot_here], change, *kept[slot_here + 1 :])))
        for moment in following:
            if moment not in seen:
                if len(seen) >= MOST_STATES:
                    return None
                seen.add(moment)
                ahead.append(moment)
    return [(low, high, top or 0) for low, high, top in zip(least, most, best, strict=True)]


def _looping(scenes: Sequence[Scene]) -> set[str]:
    """Scenes a learner can come back to."""
    leads = {scene.id: _leads(scene) for scene in scenes}
    return {one for ring in rings(leads) for one in ring if len(ring) > 1 or one in leads[one]}
