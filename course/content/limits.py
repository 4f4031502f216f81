"""How much one text may ask of the machine that renders it.

Python-Markdown needs seconds for a few kilobytes of the wrong characters and falls over at deep nesting, so a text is
measured before it is rendered. What still slips through is stopped by the clock (see render_pool).
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 100_000
"""In one text. A long module is about 15,000."""
LONGEST_LINE = 4_096
"""Characters. A long paragraph on one line is about 1,500."""
DEEPEST_NESTING = 20
"""Lists in lists, quotes in quotes, brackets in brackets."""
SECONDS_PER_FILE = 2.0
"""Processor time for all the texts of one file; an ordinary module takes a fortieth of this."""

TOO_SLOW = (
    "This text takes too long to turn into a page. Look for marks that are repeated or never closed, or split it up."
)
TOO_DEEP = "There are too many levels inside each other here. Use fewer levels."

_OPENING = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|>)[ \t]*)*")
_MARKS = re.compile(r"[-*+>]|\d+[.)]")
_RUNS = re.compile(r"[*_`~\\]{100,}")


def past_a_limit(markdown: str) -> tuple[int, str] | None:
    """Where a text is past a limit, counted in lines from its start (0 is its first), and the plain reason; None if
    within all."""
    if len(markdown) > MOST_CHARACTERS:
        return 0, f"This text is longer than {MOST_CHARACTERS:,} letters. Split it into smaller parts."
    brackets = 0
    for offset, line in enumerate(markdown.split("\n")):
        if len(line) > LONGEST_LINE:
            return offset, f"This line is longer than {LONGEST_LINE:,} letters. Break it into shorter lines."
        if _is_nested_too_deep(line):
            return offset, f"This is nested more than {DEEPEST_NESTING} deep. Use fewer levels."
        if _RUNS.search(line):
            return offset, "The same mark is written over and over here. Delete the ones you do not need."
        brackets = _open_brackets(line, brackets)
        if brackets > DEEPEST_NESTING:
            return (
                offset,
                f"More than {DEEPEST_NESTING} brackets are opened here and not closed. Close them, or delete some.",
            )
        if not line.strip():
            brackets = 0
    return None


def _is_nested_too_deep(line: str) -> bool:
    opening = _OPENING.match(line)
    start = opening.group() if opening else ""
    indent = len(start.expandtabs(4)) - len(start.lstrip(" \t"))
    return len(_MARKS.findall(start)) > DEEPEST_NESTING or indent > DEEPEST_NESTING * 6


def _open_brackets(line: str, already: int) -> int:
    """The most square or round brackets open at once by the end of this line of a paragraph."""
    if already + line.count("[") + line.count("(") <= DEEPEST_NESTING:
        return max(already + line.count("[") + line.count("(") - line.count("]") - line.count(")"), 0)
    most = depth = already
    for char in line:
        if char in "[(":
            depth += 1
            most = max(most, depth)
        elif char in "])" and depth:
            depth -= 1
    return most if most > DEEPEST_NESTING else depth
