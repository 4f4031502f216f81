"""Reads the form of one section of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..errors import NotOnOffer
from ..study.rules import read_words
from .rules import STANDS, OwnWords, PlanPart, moved_into, taken_out

PUT_IN, TAKE_OUT = "put-in:", "take-out:"


@dataclass(frozen=True)
class Sent:
    own: OwnWords
    """What the section would be."""
    state: str
    """kept or draft."""
    problems: tuple[tuple[str, str], ...]
    """(field name, problem), where problem is too-long or unprintable."""


def read_section(part: PlanPart, form: Mapping[str, str], *, is_autosave: bool) -> Sent:
    """What a sent form says. Raises NotOnOffer for a choice or an answer that the section does not have.

    Every button saves the whole form, so what was typed is never lost by moving an answer.
    """
    written = read_words(form)
    stands = form.get("stands") or STANDS[0]
    if stands not in STANDS:
        raise NotOnOffer(stands)
    own = replace(part.own, text=written.value["text"], stands=stands)
    act = "" if is_autosave else form.get("act", "keep")
    for start, change in ((PUT_IN, moved_into), (TAKE_OUT, taken_out)):
        if act.startswith(start):
            place = act.removeprefix(start)
            if place not in {source.place for source in part.sources if source.exercise.plan_if_moved}:
                raise NotOnOffer(place)
            own = replace(own, moved=change(own, place))
    return Sent(own, "draft" if is_autosave else "kept", written.problems)
