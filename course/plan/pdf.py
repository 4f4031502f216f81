"""A plan as PDF: a copy of the page to keep or to hand over, with its headings and lists for screen readers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from ..typeset import NoPdf, typeset
from .sheet import PlanSheet

SOURCE = Path(__file__).with_name("plan.typ")
MOST_LETTERS = 600_000
MOST_LINES = 12_000
"""A hundred pages and more. Beyond that, one plan would keep everybody else waiting."""


def plan_pdf(sheet: PlanSheet, made_at: datetime) -> bytes:
    """The PDF; the same sheet always gives the same bytes. Raises NoPdf, whose words are not for a log."""
    said = [line.words for part in sheet.parts for block in part.blocks for line in block.lines]
    if sum(map(len, said)) > MOST_LETTERS or sum(one.count("\n") + 1 for one in said) > MOST_LINES:
        raise NoPdf("too-long")
    return typeset(SOURCE, asdict(sheet), made_at)
