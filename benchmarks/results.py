"""What was measured, against what we want: one row for each goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    goal: str
    what: str
    reach: float
    aim: float
    measured: float | None
    """None when it could not be measured; `note` says why."""
    higher: bool = True
    """Whether more is better."""
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not measured"
        if self._meets(self.aim):
            return "aim reached"
        if self._meets(self.reach):
            return "reached"
        return "FALLS SHORT"

    def _meets(self, line: float) -> bool:
        assert self.measured is not None
        return self.measured >= line if self.higher else self.measured <= line


def show(number: float | None) -> str:
    return "–" if number is None else f"{number:.3f}" if abs(number) < 0.1 else f"{number:.2f}"


def table(rows: list[Row]) -> str:
    """All rows in columns, then the notes."""
    lines = [("goal", "what", "reach", "aim", "measured", "")]
    for row in rows:
        sign = "≥" if row.higher else "≤"
        wanted = (f"{sign} {row.reach:g}", f"{sign} {row.aim:g}")
        lines.append((row.goal, row.what, *wanted, show(row.measured), row.verdict))
    widths = [max(len(line[at]) for line in lines) for at in range(6)]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"{row.goal}: {row.note}" for row in rows if row.note]
    return "\n".join([*text, "", *notes])
