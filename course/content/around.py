"""What a text's HTML depends on besides its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from course.content.footnotes import Numbers


@dataclass(frozen=True, kw_only=True)
class Around:
    """Where a text stands. Two texts with the same words and the same surroundings have the same HTML."""

    folder: str = "modules"
    """modules or quizzes: links are relative to it."""
    language: str = "en"
    """Of the file, for the names of callouts."""
    inline: bool = False
    """True when a page draws the text inside a line, such as a heading, a label or a cell: then no blocks come out."""
    numbers: Numbers = field(default_factory=dict)
    """The footnotes it may point to."""
    terms: Sequence[tuple[str, Sequence[str]]] = ()
    """Terms to link where they come first in this text: the private address (empty: leave it alone), and their forms."""
