"""What an activity's heading says, and what every activity has."""

from __future__ import annotations

from dataclasses import dataclass

from . import setting_values as say
from .context import Context
from .scan_parts import HeadingPart
from .settings import Setting


@dataclass(frozen=True)
class Head:
    """An activity's heading: `word` is what the trainer wrote before the colon, `kind` what it means."""

    part: HeadingPart
    kind: str
    word: str
    title: str
    id: str


def common(ctx: Context, head: Head, given: dict[str, Setting]) -> dict[str, object]:
    """What every activity has."""
    page = ctx.page
    minutes = given.get("minutes")
    plan, plan_if_moved = say.plan(ctx, given.get("plan"))
    facts = given.get("facts")
    serves = given.get("serves")
    return {
        "id": head.id,
        "title": head.title,
        "slug": head.part.slug,
        "line": head.part.line,
        "serves": say.serves(ctx, [(name, serves.line, column) for name, column in say.listed(serves)])
        if serves
        else (),
        "facts": (
            say.facts(page, [(name, facts.line, column) for name, column in say.listed(facts)], facts.key)
            if facts
            else ()
        ),
        "minutes": say.minutes(page, minutes.value, minutes.line, minutes.column, minutes.key) if minutes else 0,
        "plan": plan,
        "plan_if_moved": plan_if_moved,
    }
