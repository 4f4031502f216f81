"""Other languages and easy read: the same activities, the same answers in the same order, the same marks and routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from .hats import HATS, hats_revs
from .ids import BaseKeys
from .model import Article, Block, Document, Exercise, Glossary, Media, Module, Question, QuestionMode, Scenario, Scene
from .page import Page
from .words import ENGLISH, plain

Doc = TypeVar("Doc", Module, Scenario, Article, Glossary)
Reading = TypeVar("Reading", Article, Glossary)
Activity = Exercise | Question | Media


def find_base(page: Page, bases: Mapping[str, Doc]) -> Doc | None:
    """The English, plain English page that this one is another version of."""
    path = f"{page.folder}/{page.name}.md"
    base = bases.get(path)
    if base is None:
        page.report("variant-no-base", 1, base=path)
    return base


def base_keys(base: Document) -> BaseKeys:
    """The keys of the base, so that a learner can switch language half-way and keep every answer."""
    lines: dict[str, tuple[str, ...]] = {}
    pairs: dict[str, tuple[str, ...]] = {}
    if isinstance(base, Scenario):
        for scene in base.scenes:
            lines[scene.id] = tuple(choice.key for choice in scene.choices)
        lines[HATS] = tuple(hat.key for hat in base.hats)
        return BaseKeys(base.id, lines, pairs)
    for block in base.blocks if isinstance(base, Module) else ():
        if isinstance(block, Question):
            lines[block.id] = tuple(answer.key for answer in block.answers)
            pairs[block.id] = tuple(answer.partner_key for answer in block.answers)
        elif isinstance(block, Exercise):
            lines[block.id] = tuple(item.key for item in block.items) or tuple(row.key for row in block.rows)
    return BaseKeys(base.id, lines, pairs)


def check_reading_variant(page: Page, one: Reading, base: Reading) -> Reading:
    """Report another id than the base's. Pages to read and glossaries may differ in all else."""
    _check_id(page, base)
    return replace(one, id=base.id)


def _check_id(page: Page, base: Document) -> None:
    detail = page.details.get("id")
    if detail is not None and detail.text and detail.text != base.id:
        page.report(
            "variant-id", detail.line, detail.column, len(detail.text), id=detail.text, base=base.path, wanted=base.id
        )


def _missing(page: Page, base: Module | Scenario, title: str, identity: str) -> None:
    if page.unstamped:
        return  # It is perhaps one of those that have no id yet, and that has been said.
    page.report(
        "variant-missing",
        max(1, page.details_end),
        severity="" if page.language != "en" else "advice",
        title=title,
        id=identity,
        base=base.path,
    )


def _extra(page: Page, base: Module | Scenario, identity: str, line: int, left: list[str]) -> None:
    if identity in {made for _, made in page.unstamped}:
        return
    id_line = page.ids.get(identity, line)
    guess = page.guess(identity, left)
    repair = (
        f'Did you mean "{guess}"?'
        if guess
        else f"Use the id of the activity that this is a version of, or add the activity to {base.path} first."
    )
    column = page.column_of(id_line, identity)
    page.report("variant-extra", id_line, column, len(identity), id=identity, base=base.path, repair=repair)


# Modules ---------------------------------------------------------------------------------------------------------------


def check_module_variant(page: Page, module: Module, base: Module) -> Module:
    """Report what differs from the base, and return the module with the base's settings where the two must agree."""
    _check_id(page, base)
    wanted = {block.id: block for block in base.blocks if isinstance(block, Exercise | Question | Media)}
    here = {block.id for block in module.blocks if isinstance(block, Exercise | Question | Media)}
    left = [identity for identity in wanted if identity not in here]
    blocks: list[Block] = []
    for block in module.blocks:
        if not isinstance(block, Exercise | Question | Media):
            blocks.append(block)
            continue
        other = wanted.get(block.id)
        if other is None:
            _extra(page, base, block.id, block.line, left)
            blocks.append(block)
        else:
            blocks.append(_compare(page, block, other, base.path))
    for identity in left:
        _missing(page, base, wanted[identity].title, identity)
    return replace(module, id=base.id, blocks=tuple(blocks), stage=base.stage, pass_mark=base.pass_mark)


def _kind(activity: Activity) -> str:
    if isinstance(activity, Question):
        return "question"
    return activity.kind


def _said(activity: Activity) -> str:
    kind = _kind(activity)
    return next((word.capitalize() for word, code in ENGLISH.activities.items() if code == kind), str(kind))


def _compare(page: Page, block: Activity, base: Activity, path: str) -> Activity:
    if _kind(block) != _kind(base):
        page.report("variant-kind", block.line, width=3, kind=_said(block), base=path, wanted=_said(base))
        return block
    if isinstance(block, Question) and isinstance(base, Question):
        if block.mode is not base.mode and {block.mode, base.mode} != {QuestionMode.SINGLE, QuestionMode.MULTIPLE}:
            page.report("variant-kind", block.line, width=3, kind=block.mode, base=path, wanted=base.mode)
        elif _counts_differ(page, block.line, len(block.answers), len(base.answers), "answers", path):
            pass
        else:
            for mine, theirs in zip(block.answers, base.answers, strict=True):
                if mine.right != theirs.right:
                    was, now = ("ticked", "not ticked") if theirs.right else ("not ticked", "ticked")
                    page.report(
                        "variant-marks",
                        mine.text.line,
                        reason=f"This answer is {now} here, but {was} in {path}.",
                        base=path,
                        other=theirs.text.line,
                    )
                    break
        return replace(
            block,
            serves=base.serves,
            facts=base.facts,
            plan=base.plan,
            plan_if_moved=base.plan_if_moved,
            optional=base.optional,
            bank=base.bank,
        )
    if isinstance(block, Exercise) and isinstance(base, Exercise):
        mine_, theirs_ = len(block.items) or len(block.rows), len(base.items) or len(base.rows)
        _counts_differ(page, block.line, mine_, theirs_, "lines", path)
        if block.shared is not base.shared:
            page.report("variant-sharing", block.line, width=3, shared=block.shared, base=path, wanted=base.shared)
        return replace(
            block,
            shared=base.shared,
            stage=base.stage,
            plan=base.plan,
            plan_if_moved=base.plan_if_moved,
            date_column=base.date_column,
            look_again=base.look_again,
            count=base.count,
            optional=base.optional,
            earlier=base.earlier,
            serves=base.serves,
            facts=base.facts,
        )
    return block


def _counts_differ(page: Page, line: int, mine: int, theirs: int, things: str, path: str) -> bool:
    if mine == theirs:
        return False
    count = f"{mine} {things}" if mine != 1 else f"1 {things.removesuffix('s')}"
    page.report("variant-count", line, width=3, count=count, wanted=theirs, base=path)
    return True


# Scenarios -------------------------------------------------------------------------------------------------------------


def check_scenario_variant(page: Page, scenario: Scenario, base: Scenario) -> Scenario:
    """Report scenes, choices, routes and scores that differ from the base."""
    _check_id(page, base)
    wanted = {scene.id: scene for scene in base.scenes}
    here = {scene.id for scene in scenario.scenes}
    left = [identity for identity in wanted if identity not in here]
    for scene in scenario.scenes:
        other = wanted.get(scene.id)
        if other is None:
            _extra(page, base, scene.id, scene.line, left)
        else:
            _compare_scene(page, scene, other, base.path)
    for identity in left:
        _missing(page, base, wanted[identity].title, identity)
    _compare_hats(page, scenario, base)
    return replace(scenario, id=base.id, stage=base.stage, pass_mark=base.pass_mark)


def _compare_hats(page: Page, scenario: Scenario, base: Scenario) -> None:
    line = scenario.hats[0].text.line if scenario.hats else max(1, page.details_end)
    if _counts_differ(page, line, len(scenario.hats), len(base.hats), "hats", base.path):
        return
    others = {plain(hat.name): hat for hat in base.hats}
    for mine, theirs in zip(scenario.hats, base.hats, strict=True):
        if plain(mine.name) != plain(theirs.name) and plain(mine.name) in others:
            reason = f"The hats stand in another order than in {base.path}."
            page.report("variant-marks", mine.text.line, reason=reason, base=base.path, other=theirs.text.line)
            return


def _compare_scene(page: Page, scene: Scene, base: Scene, path: str) -> None:
    if scene.is_ending != base.is_ending:
        page.report(
            "variant-kind",
            scene.line,
            width=2,
            kind="Ending" if scene.is_ending else "scene",
            base=path,
            wanted="Ending" if base.is_ending else "scene",
        )
        return
    if _counts_differ(page, scene.line, len(scene.choices), len(base.choices), "choices", path):
        return
    if _counts_differ(page, scene.line, len(scene.gates), len(base.gates), '"if" lines', path):
        return
    for mine, theirs in zip(scene.choices, base.choices, strict=True):
        if mine.to and mine.to != theirs.to:
            reason = f"This choice leads to another scene than in {path}."
        elif [amount for _, amount in mine.effects] != [amount for _, amount in theirs.effects]:
            reason = f"This choice adds or takes away something else than in {path}."
        else:
            continue
        page.report("variant-marks", mine.text.line, reason=reason, base=path, other=theirs.text.line)
    for gate, other in zip(scene.gates, base.gates, strict=True):
        if (gate.to, gate.at_least) != (other.to, other.at_least):
            reason = f"This line sends learners somewhere else than in {path}."
            page.report("variant-marks", gate.words.line, reason=reason, base=path, other=other.words.line)


# Out of date -----------------------------------------------------------------------------------------------------------


def version_of(page: Page) -> str:
    """What the side file calls this version: cy, easy or cy.easy."""
    return ".".join(
        part for part in (page.language if page.language != "en" else "", "easy" if page.easy else "") if part
    )


def wording(one: Document) -> dict[str, tuple[str, int]]:
    """For each activity or scene: the mark of its wording, and its line."""
    if isinstance(one, Scenario):
        found = {scene.id: (scene.wording_rev, scene.line) for scene in one.scenes}
        return found | ({HATS: (hats_revs(one)[0], one.hats[0].text.line)} if one.hats else {})
    return {
        block.id: (block.wording_rev, block.line)
        for block in (one.blocks if isinstance(one, Module) else ())
        if isinstance(block, Exercise | Question | Media)
    }


def check_stale(page: Page, one: Document, base: Document, versions: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Say where the base has changed since the two last said the same, and this version has not."""
    agreed = versions.get(version_of(page), {})
    if not agreed:
        return
    now = wording(base)
    for identity, (rev, line) in wording(one).items():
        pair = agreed.get(identity)
        if pair and identity in now and pair[0] != now[identity][0] and pair[1] == rev:
            page.report("variant-stale", line, width=3, base=base.path)
