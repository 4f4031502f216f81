"""The parts a page is made of: what the scanner finds, before anyone asks what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Part:
    """Lines `line` up to, not including, `end`; both counted from 1."""

    line: int
    end: int


@dataclass(slots=True)
class HeadingPart(Part):
    level: int
    text: str
    column: int
    """Where the words start."""
    slug: str = ""


@dataclass(slots=True)
class RulePart(Part):
    """A line of dashes: it ends an activity."""


@dataclass(slots=True)
class IdPart(Part):
    id: str
    column: int


@dataclass(slots=True)
class TextPart(Part):
    """A paragraph, as written."""

    lines: list[str]


@dataclass(slots=True)
class CodePart(Part):
    lines: list[str]


@dataclass(slots=True)
class QuotePart(Part):
    """A block quote without its marks. `kind` is set for a callout, whose first line is then left out."""

    lines: list[str]
    kind: str = ""
    indent: int = 0


@dataclass(slots=True)
class ItemPart(Part):
    """One line of a list, and whatever is indented under it."""

    column: int
    """Where the words start."""
    lines: list[str]
    """The words, then the lines under them, with their shared indent taken off."""
    starts: list[int] = field(default_factory=list)
    """The line number of each of `lines`."""

    def tidy(self, ordered: bool, number: int) -> str:
        mark = f"{number}. " if ordered else "- "
        lines = self.lines
        if len(lines) == 1:
            return mark + lines[0]
        rest = tidy_nested(lines[1:]) if any(ITEM.match(line) for line in lines[1:]) else lines[1:]
        return mark + lines[0] + "".join("\n    " + line if line else "\n" for line in rest)


@dataclass(slots=True)
class ListPart(Part):
    ordered: bool
    items: list[ItemPart]
    loose: bool = False
    """There are empty lines between the items."""

    def tidy(self) -> str:
        """The same list with hyphens, and four spaces before whatever belongs to a line."""
        between = "\n\n" if self.loose else "\n"
        return between.join(item.tidy(self.ordered, place) for place, item in enumerate(self.items, 1))


@dataclass(slots=True)
class Cell:
    text: str
    column: int


@dataclass(slots=True)
class TablePart(Part):
    lines: list[str]

    def row(self, index: int) -> list[Cell]:
        """The cells of one line of the table; line 1 of a table is its dashes."""
        return cells(self.lines[index])


@dataclass(slots=True)
class NotePart(Part):
    """A footnote's words."""

    label: str
    column: int
    lines: list[str]


ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])(?: +(?=\S)|$)")
_BAR = re.compile(r"(?<!\\)\|")


def cells(line: str) -> list[Cell]:
    """The cells of a table row, with the column each starts at."""
    found: list[Cell] = []
    start = 0
    ends = [bar.start() for bar in _BAR.finditer(line)] + [len(line)]
    for end in ends:
        raw = line[start:end]
        text = raw.strip()
        column = start + (len(raw) - len(raw.lstrip()) if text else 0) + 1
        found.append(Cell(text.replace("\\|", "|"), column))
        start = end + 1
    if found and not found[0].text and line.lstrip().startswith("|"):
        found.pop(0)
    if found and not found[-1].text and line.rstrip().endswith("|") and len(ends) > 1:
        found.pop()
    return found


def tidy_nested(lines: list[str]) -> list[str]:
    """Lists inside a list item, with hyphens and four spaces for each level, whatever they were written with."""
    out: list[str] = []
    stack: list[int] = []
    """Indent of each level of list we are in."""
    for line in lines:
        if not line.strip():
            out.append("")
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line)
        if item:
            while stack and indent < stack[-1] - 1:
                stack.pop()
            if not stack or indent > stack[-1] + 1:
                if not stack and out and out[-1]:
                    out.append("")
                stack.append(indent)
            mark = item[2] if item[2][0].isdigit() else "-"
            out.append("    " * (len(stack) - 1) + f"{mark} {line[item.end() :]}".rstrip())
        else:
            depth = sum(1 for level in stack if indent > level)
            out.append("    " * depth + line.lstrip(" "))
    return out
