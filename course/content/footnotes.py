"""How a footnote mark in a text becomes a numbered link to its note.

Notes belong to the whole file and are numbered across it, while texts are rendered one at a time; so the numbers are
given to each text from outside. (Python-Markdown's own extension numbers each text from 1 and writes ids that another
text repeats.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from course.content import model

MARK = r"\[\^([^\]\s^\[]{1,60})\]"
_MARK = re.compile(MARK)

Numbers = Mapping[str, Sequence[int]]
"""Label to the number of its note, and how often the file has already pointed to that note before this text."""


def marks_in(markdown: str) -> list[str]:
    """The labels of the footnote marks in a text, in order, repeats included."""
    return _MARK.findall(markdown) if "[^" in markdown else []


class Numbering:
    """Which number each footnote mark gets, and which mark is the first to point to a note."""

    def __init__(self) -> None:
        self._document: model.Document | None = None
        self._notes: dict[str, int] = {}
        self._pointed: Counter[str] = Counter()
        self._given: dict[tuple[int, str], Numbers] = {}

    def numbers(self, text: model.Text, document: model.Document) -> Numbers:
        """For each label in this text: the note's number, and how many marks before this text point to it."""
        marks = marks_in(text.markdown)
        if not marks:
            return {}
        if document is not self._document:
            self._document, self._pointed, self._given = document, Counter(), {}
            self._notes = {str(note.number): note.number for note in document.footnotes}
        # The summary is in the course twice, once as itself and once under its heading.
        same = (text.line, text.markdown)
        if same not in self._given:
            self._given[same] = {
                label: (self._notes[label], self._pointed[label]) for label in self._notes.keys() & marks
            }
            self._pointed.update(marks)
        return self._given[same]


def mark_id(number: int, nth: int) -> str:
    """The id of the nth mark that points to a note, counted from 1; only the first is linked back to."""
    return f"user-content-fnref-{number}" + (f"-{nth}" if nth > 1 else "")
