"""How a footnote mark in a text becomes a numbered link to its note.

Notes belong to the whole file and are numbered across it, while texts are rendered one at a time; so the numbers are
given to each text from outside. (Python-Markdown's own extension numbers each text from 1 and writes ids that another
text repeats.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

MARK = r"\[\^([^\]\s^\[]{1,60})\]"
_MARK = re.compile(MARK)

Numbers = Mapping[str, Sequence[int]]
"""Label to the number of its note, and how often the file has already pointed to that note before this text."""


def marks_in(markdown: str) -> list[str]:
    """The labels of the footnote marks in a text, in order, repeats included."""
    return _MARK.findall(markdown) if "[^" in markdown else []


def mark_id(number: int, nth: int) -> str:
    """The id of the nth mark that points to a note, counted from 1; only the first is linked back to."""
    return f"user-content-fnref-{number}" + (f"-{nth}" if nth > 1 else "")
