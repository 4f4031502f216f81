"""What Python-Markdown does when it meets a footnote mark."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from course.content.footnotes import MARK, Numbers, mark_id


class FootnoteMarks(InlineProcessor):
    """`[^label]` as a raised number; a label without a note stays as it was written."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(MARK, md)
        self.numbers: Numbers = {}
        self._seen: dict[str, int] = {}

    def start(self, numbers: Numbers) -> None:
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
