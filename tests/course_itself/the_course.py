"""The course that comes with the program, read once, and ways to ask it about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from course.content.check import Checked, check_course
from course.content.load import Source, read_folder
from course.content.model import Document, Exercise, Heading, Media, Module, Prose, Question, Scenario, Scene, Text
from course.resources import folder

GAUGES = ("trust", "say", "reach", "pace")
HEADING = re.compile(r"(?m)^## (.+)\n")


@cache
def source() -> Source:
    return read_folder(folder("modules").parent)


@cache
def checked() -> Checked:
    return check_course(source())


COURSE = checked().course
MODULES = COURSE.modules
STORIES = COURSE.scenarios
PAGES: tuple[Module | Scenario, ...] = (*MODULES, *STORIES)


def name(page: Document) -> str:
    """What a test of this page is called."""
    return page.id


def sections(path: str) -> dict[str, str]:
    """Heading: what stands under it, as written, for each `##` of a page."""
    parts = HEADING.split(source().pages[path])
    return dict(zip(parts[1::2], (words.strip() for words in parts[2::2]), strict=True))


def words_of(text: Text | None) -> int:
    return len(text.markdown.split()) if text else 0


def texts(page: Module | Scenario) -> Iterator[str]:
    """Everything a learner reads on a page except its sources, piece by piece."""
    if isinstance(page, Module):
        for block in page.blocks:
            if isinstance(block, Heading):
                if block.role == "references":
                    return
            elif isinstance(block, Exercise | Question | Media):
                yield from activity_texts(block)
            else:
                yield block.text.markdown
        return
    for part in (*page.intro, *page.debrief):
        if not isinstance(part, Heading | Media):
            yield part.text.markdown
    for scene in page.scenes:
        yield from (part.text.markdown for part in scene.body if not isinstance(part, Heading | Media))
        for choice in scene.choices:
            yield choice.text.markdown
            if choice.consequence:
                yield choice.consequence.markdown


def activity_texts(block: Exercise | Question | Media) -> Iterator[str]:
    yield block.prompt.markdown
    if isinstance(block, Question):
        for answer in block.answers:
            yield answer.text.markdown
            if answer.feedback:
                yield answer.feedback.markdown
        if block.why:
            yield block.why.markdown
    elif isinstance(block, Exercise):
        yield from (item.text.markdown for item in block.items)


def prose(scene: Scene) -> str:
    """The words of a scene, before its choices."""
    return "\n\n".join(part.text.markdown for part in scene.body if isinstance(part, Prose))


@dataclass(frozen=True)
class Played:
    """One way through a story."""

    ending: str
    chosen: tuple[str, ...]
    """Keys of the choices made."""
    scenes: frozenset[str]
    gauges: tuple[int, ...]
    """In the order of GAUGES."""


@cache
def ways_through(story: Scenario) -> tuple[Played, ...]:
    """Every way through a story. Ours have no loops, so there is an end to them."""
    return tuple(_play(story, story.scenes[0], (), frozenset(), (0,) * len(GAUGES)))


def _play(
    story: Scenario, scene: Scene, chosen: tuple[str, ...], seen: frozenset[str], gauges: tuple[int, ...]
) -> Iterator[Played]:
    assert scene.id not in seen, f"{story.id} goes round in a ring at {scene.id}"
    seen |= {scene.id}
    if scene.is_ending:
        yield Played(scene.id, chosen, seen, gauges)
    elif scene.gates:
        at = dict(zip(GAUGES, gauges, strict=True))
        gate = next(gate for gate in scene.gates if not gate.tally or at[gate.tally] >= gate.at_least)
        yield from _play(story, _scene(story, gate.to), chosen, seen, gauges)
    for choice in scene.choices:
        change = dict(choice.effects)
        after = tuple(value + change.get(gauge, 0) for gauge, value in zip(GAUGES, gauges, strict=True))
        yield from _play(story, _scene(story, choice.to), (*chosen, choice.key), seen, after)


def _scene(story: Scenario, scene_id: str) -> Scene:
    found = story.scene(scene_id)
    assert found is not None
    return found
