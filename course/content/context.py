"""What the readers of a page need to know about the rest of the course."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .ids import Keys
from .model import Text
from .page import Page
from .scan_parts import CodePart, ListPart, NotePart, Part, QuotePart, RulePart, TablePart, TextPart

DEFAULT_STAGES = ("Planning", "Funding", "Designing", "Doing", "Making sense", "Sharing", "Changing things")
FOOTMARK = re.compile(r"\[\^([^\]\s]+)\]")
HIDDEN = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)


@dataclass
class Context:
    """One page, with the course around it."""

    page: Page
    keys: Keys
    document: str
    """Id of the page."""
    stages: tuple[str, ...] = DEFAULT_STAGES
    serves: frozenset[str] | None = None
    """Ids of principles and features; None when the course has no index, so nothing can be said about them."""
    plan: tuple[str, ...] | None = None
    """Names of the sections of the learner's plan; None when the index does not name any, so any name will do."""
    paths: frozenset[str] = frozenset()
    """Every file of the course."""
    transcripts: dict[str, str] = field(default_factory=dict)
    """Words of transcript files, by path."""
    notes: dict[str, int] = field(default_factory=dict)
    """Footnote label: its number."""

    def text(self, markdown: str, line: int) -> Text:
        """A piece of the trainer's writing, with footnotes numbered and hidden notes left out."""
        if "<!--" in markdown:
            markdown = HIDDEN.sub("", markdown).strip()
        if self.notes and "[^" in markdown:
            markdown = FOOTMARK.sub(self._numbered, markdown)
        return Text(markdown=markdown, line=line)

    def _numbered(self, mark: re.Match[str]) -> str:
        number = self.notes.get(mark[1])
        return mark[0] if number is None else f"[^{number}]"

    def joined(self, parts: Sequence[Part]) -> Text:
        """Several parts as one piece of writing, with an empty line between them."""
        return self.text("\n\n".join(markdown(part) for part in parts), parts[0].line if parts else 0)


def markdown(part: Part) -> str:
    """A part as Markdown, written in one way however the trainer wrote it."""
    match part:
        case TextPart():
            return "\n".join(line.strip(" \t") + ("  " if line.endswith("  ") else "") for line in part.lines).rstrip()
        case ListPart():
            return part.tidy()
        case QuotePart():
            head = [f"> [!{part.kind.upper()}]"] if part.kind else []
            return "\n".join(head + [f"> {line}".rstrip() for line in part.lines])
        case TablePart():
            return "\n".join(line.strip() for line in part.lines)
        case CodePart():
            return "\n".join(part.lines)
        case RulePart():
            return "---"
    return ""


def number_notes(page: Page) -> dict[str, int]:
    """Footnotes in the order they are first pointed at, counted from 1."""
    written = {part.label for part in page.parts if isinstance(part, NotePart)}
    numbers: dict[str, int] = {}
    for mark in page.footrefs:
        if mark.label in written and mark.label not in numbers:
            numbers[mark.label] = len(numbers) + 1
    return numbers
