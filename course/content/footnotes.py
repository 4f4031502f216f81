"""How a footnote mark in a text becomes a numbered link to its note.

Notes belong to the whole file and are numbered across it, while texts are rendered one at a time; so the numbers are given
to each text from outside. (Python-Markdown's own extension numbers each text from 1 and writes ids that another text repeats.)
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any

from markdown.inlinepatterns import InlineProcessor

MARK = r"\[\^([^\]\s^\[]{1,60})\]"
_MARK = re.compile(MARK)


def marks_in(markdown: str) -> list[str]:
    """The labels of the footnote marks in a text, in order, repeats included."""
    return _MARK.findall(markdown) if "[^" in markdown else []


class FootnoteMarks(InlineProcessor):
    """`[^label]` as a raised number; a label without a note stays as it was written."""

    def __init__(self, md: Any) -> None:
        super().__init__(MARK, md)
        self.numbers: Mapping[str, tuple[int, int]] = {}
        """Label to (number of the note, how often the file has already pointed to it before this text)."""
        self._seen: dict[str, int] = {}

    def start(self, numbers: Mapping[str, tuple[int, int]]) -> None:
        """Begin a new text."""
        self.numbers, self._seen = numbers, {}

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        label = m.group(1)
        if label not in self.numbers:
            return None, None, None
        number, before = self.numbers[label]
        nth = before + self._seen.get(label, 0) + 1
        self._seen[label] = self._seen.get(label, 0) + 1
        raised = etree.Element("sup", {"id": mark_id(number, nth)})
        etree.SubElement(raised, "a", {"href": f"#user-content-fn-{number}"}).text = str(number)
        return raised, m.start(0), m.end(0)


def mark_id(number: int, nth: int) -> str:
    """The id of the nth mark that points to a note, counted from 1; only the first is linked back to."""
    return f"user-content-fnref-{number}" + (f"-{nth}" if nth > 1 else "")
