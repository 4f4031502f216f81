"""The certificate: the lines of the index that say what earns it, and what they ask of this course.

A line may name files, so it is read in two steps: `read_certificate` when the index is read, `certificate_rule` when every
page has been.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .check_pointers import exercise_at
from .context import Context
from .model import CertificateRule, Module, Scenario
from .page import QUIZZES, Page, Pointer
from .paths import relative, resolve
from .scan_parts import ItemPart
from .words import nearest, number, plain

LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)<>\s]*)>?\s*\)")
SENTENCES = (
    "Mark every module done.",
    "Keep at least 1 exercise in every module.",
    "Keep [Name](module.md#exercise).",
    "Pass every knowledge check.",
    "Finish every scenario.",
    "Finish at least 3 scenarios.",
    "Finish [Name](../quizzes/name.md).",
    "Finish at least 3 other scenarios.",
    "Confirm your plan.",
)
MARK = re.compile(r"mark (?:every|each|all) (?:of the )?modules? (?:as )?done")
KEEP = re.compile(r"keep (?:at least )?(\w+) exercises? in (?:every|each) module")
KEEP_NAMED = re.compile(r"keep (?:the exercise )?\[[^\]]*\]\([^)]*\)")
PASS = re.compile(r"pass (?:every|each|all) (?:of the )?knowledge checks?")
EVERY = re.compile(r"finish (?:every|each|all) (?:of the )?scenarios?")
SOME = re.compile(r"finish (?:at least )?(\w+) (?:of the )?(other )?scenarios?")
CONFIRM = re.compile(r"confirm (?:your|my|the) plan")
NAMED = re.compile(r"finish (?:the scenario )?\[[^\]]*\]\([^)]*\)")


@dataclass
class Asked:
    """What the certificate asks, before the modules and scenarios it names have been read."""

    rule: CertificateRule = field(default_factory=lambda: CertificateRule(mark_modules=False))
    scenarios: list[str] = field(default_factory=list)
    """Path of each scenario it names."""
    exercises: list[Pointer] = field(default_factory=list)
    """Each exercise it names."""
    every_scenario: bool = False
    count_line: int = 0
    """The line that asks for a number of scenarios; 0 when none does."""
    confirm_line: int = 0
    """The line that asks for a plan; 0 when none does."""


def read_certificate(ctx: Context, items: Sequence[ItemPart], paths: frozenset[str]) -> Asked:
    """What each line asks. `paths` are the modules and scenarios there are. Reports lines that say nothing we know."""
    page = ctx.page
    asked = Asked()
    for item in items:
        words = " ".join(line.strip() for line in item.lines)
        said = plain(words).rstrip(" .")
        if MARK.fullmatch(said):
            asked.rule = replace(asked.rule, mark_modules=True)
        elif PASS.fullmatch(said):
            asked.rule = replace(asked.rule, pass_checks=True)
        elif CONFIRM.fullmatch(said):
            asked.rule, asked.confirm_line = replace(asked.rule, confirm_plan=True), item.line
        elif EVERY.fullmatch(said):
            asked.every_scenario = True
        elif (found := KEEP.fullmatch(said)) and (amount := number(found[1], page.words)) is not None and amount > 0:
            asked.rule = replace(asked.rule, kept_exercises=amount)
        elif (found := SOME.fullmatch(said)) and (amount := number(found[1], page.words)) is not None and amount > 0:
            asked.rule, asked.count_line = replace(asked.rule, scenario_count=amount), item.line
        elif KEEP_NAMED.fullmatch(said):
            asked.exercises.append(_pointer(page, item, words))
            page.claimed_lines.add(item.line)
        elif NAMED.fullmatch(said):
            asked.scenarios += _scenario(page, item, words, paths)
        else:
            guess = nearest(said, [plain(sentence) for sentence in SENTENCES], reach=0.3)
            right = next((sentence for sentence in SENTENCES if plain(sentence) == guess), "")
            page.report(
                "certificate-line",
                item.line,
                item.column,
                max(1, len(item.lines[0])),
                maybe=f'Did you mean "{right}"? ' if right else "",
                sentences=" ".join(f'"{sentence}"' for sentence in SENTENCES),
            )
    return asked


def _pointer(page: Page, item: ItemPart, words: str) -> Pointer:
    link = LINK.search(words)
    target = link[2] if link else ""
    return Pointer(target, item.line, page.column_of(item.line, target) if target else item.column)


def _scenario(page: Page, item: ItemPart, words: str, paths: frozenset[str]) -> list[str]:
    """The path of the scenario that a line names; nothing after saying that it is not there."""
    link = LINK.search(words)
    assert link is not None
    path = resolve(page.path, link[2])
    if path in paths and path.startswith(QUIZZES + "/"):
        return [path]
    column = page.column_of(item.line, link[2]) if link[2] else item.column
    guess = page.guess_file(path, (one for one in paths if one.startswith(QUIZZES + "/") and one.endswith(".md")))
    page.claimed_lines.add(item.line)
    page.report(
        "link-not-found",
        item.line,
        column,
        max(1, len(link[2])),
        reason=f'I cannot find the scenario "{link[2]}".',
        repair=f'Did you mean "{relative(page.path, guess)}"?' if guess else "Link to a file in quizzes/ .",
    )
    return []


def certificate_rule(
    page: Page, asked: Asked, modules: Mapping[str, Module], scenarios: Mapping[str, Scenario], *, has_plan: bool
) -> CertificateRule:
    """What earns the certificate, by the ids of what is named. Modules and scenarios are those of the course, by path.

    `has_plan`: the index names the parts of a plan. `page` is the index: reports there what the course does not have.
    """
    if asked.every_scenario:
        named = [scenario.id for scenario in scenarios.values()]
    else:
        named = [scenarios[path].id for path in asked.scenarios if path in scenarios]
    most, count = len(scenarios) - len(set(named)), asked.rule.scenario_count
    if count > most and not asked.every_scenario:
        are = "is only 1" if most == 1 else f"are only {most}" if most else "are no others"
        page.report("certificate-count", asked.count_line, asked=count, are=are, most=most)
    goes_to_plan = (exercise.plan for module in modules.values() for exercise in module.exercises())
    if asked.confirm_line and not has_plan and not any(goes_to_plan):
        page.report("certificate-no-plan", asked.confirm_line)
    kept = [exercise_at(page, pointer, modules) for pointer in asked.exercises]
    return replace(
        asked.rule,
        scenarios=tuple(dict.fromkeys(named)),
        exercises=tuple(dict.fromkeys((found[0].id, found[1].id) for found in kept if found)),
    )
