"""One file while it is being read: its lines, its parts, and what is wrong with it so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .catalogue import CATALOGUE
from .paths import likeliest, resolve
from .problems import Problem
from .scan_inline import Footref, Link
from .scan_parts import Part
from .words import Words, nearest, words_for

MODULES, QUIZZES = "modules", "quizzes"
GLOSSARY = "glossary"
"""The name of the file in modules/ that explains words."""
MOST_PROBLEMS = 500
"""Of one page. Nobody reads more, and a page of nothing but mistakes must not fill the memory."""
MOST_GUESSES = 25
"""How often one page is told what it perhaps meant, where the known words are many."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the details block. `items` is the list, when it was written as one."""

    key: str
    text: str
    line: int
    column: int
    items: tuple[tuple[str, int, int], ...] | None = None
    """Each with its line and column."""

    def listed(self) -> tuple[tuple[str, int, int], ...]:
        """The value as a list, also when only one was written without brackets."""
        if self.items is not None:
            return self.items
        return ((self.text, self.line, self.column),) if self.text else ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to an exercise or to an ending, such as arriving.md#my-hats, and where it stands.

    What it leads to is only known when every page has been read; `check_pointers` finds it then.
    """

    target: str
    """As written; empty when there is no link."""
    line: int
    column: int

    @property
    def file(self) -> str:
        """As written; empty for a heading of the page it stands on."""
        return self.target.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]

    def path_from(self, page_path: str) -> str:
        """The file it leads to, such as modules/arriving.md; empty when that is outside the course."""
        return resolve(page_path, self.file) if self.file else page_path


@dataclass
class Page:
    """A file as text, and everything learned about it. `lines[0]` is line 1."""

    path: str
    text: str
    digest: str = ""
    lines: list[str] = field(default_factory=list)
    details: dict[str, Detail] = field(default_factory=dict)
    details_end: int = 0
    """How many lines the details block takes; 0 when there is none."""
    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    footrefs: list[Footref] = field(default_factory=list)
    slugs: dict[str, int] = field(default_factory=dict)
    """Anchor of every heading, with its line."""
    claimed_lines: set[int] = field(default_factory=set)
    """Lines whose links another check answers for, such as "File:" lines."""
    claimed: set[tuple[int, int]] = field(default_factory=set)
    """Line and column of links that another check answers for, such as choices."""
    earlier: dict[str, Pointer] = field(default_factory=dict)
    """What the `Earlier:` setting of an exercise leads to, by the exercise's id."""
    endings: list[Pointer] = field(default_factory=list)
    """The endings of other stories that passages of this one ask about."""
    spoken: list[tuple[int, int]] = field(default_factory=list)
    """First and last line of each transcript: people's own words, so not checked for reading level."""
    spoilt: set[int] = field(default_factory=set)
    """Lines of the details block that could not be read: one mistake, one message."""
    masked: frozenset[int] = frozenset()
    """Lines that hold the details block, code or hidden notes."""
    ids: dict[str, int] = field(default_factory=dict)
    """Every id in this file, with its line."""
    unstamped: list[tuple[int, str]] = field(default_factory=list)
    """Line of each heading that has no id yet, with the id it will get."""
    guesses: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.lines:
            text = self.text.removeprefix("\ufeff")
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            self.lines = text.split("\n")

    @cached_property
    def folder(self) -> str:
        return self.path.partition("/")[0]

    @cached_property
    def _endings(self) -> tuple[str, str, bool]:
        stem = self.path.rpartition("/")[2].removesuffix(".md")
        easy = stem.endswith(".easy")
        stem = stem.removesuffix(".easy")
        name, dot, ending = stem.rpartition(".")
        if dot and name and 2 <= len(ending) <= 3 and ending.isascii() and ending.isalpha():
            return name, ending.lower(), easy
        return stem, "en", easy

    @property
    def name(self) -> str:
        return self._endings[0]

    @property
    def language(self) -> str:
        return self._endings[1]

    @property
    def easy(self) -> bool:
        return self._endings[2]

    @property
    def is_variant(self) -> bool:
        return self.easy or self.language != "en"

    @cached_property
    def words(self) -> Words:
        return words_for(self.language)

    def report(
        self, code: str, line: int, column: int = 1, width: int = 1, *, severity: str = "", **facts: object
    ) -> None:
        """Note one problem. `facts` fill the places in the catalogue's words."""
        if line in self.spoilt or len(self.problems) >= MOST_PROBLEMS:
            return
        entry = CATALOGUE[code]
        self.problems.append(
            Problem(
                path=self.path,
                line=line,
                column=column,
                severity=severity or entry.severity,
                code=code,
                message=entry.message.format(**facts),
                fix=entry.fix.format(**facts),
                excerpt=self.lines[line - 1] if 0 < line <= len(self.lines) else "",
                width=width,
            )
        )

    def report_pointer(self, code: str, pointer: Pointer, **facts: str) -> None:
        """The same about a link to an exercise or an ending."""
        self.report(code, pointer.line, pointer.column, max(1, len(pointer.target)), **facts)

    def guess(self, word: str, known: Collection[str]) -> str:
        """The known word that was most likely meant, or an empty text. Stops guessing on a page that is all slips."""
        self.guesses += 1
        return nearest(word, known) if self.guesses <= MOST_GUESSES else ""

    def guess_file(self, path: str, known: Iterable[str]) -> str:
        """The file that was most likely meant, or an empty text."""
        self.guesses += 1
        return likeliest(path, known) if path and self.guesses <= MOST_GUESSES else ""

    def column_of(self, line: int, text: str, start: int = 0) -> int:
        """Where `text` begins on a line, counted from 1; 1 when it is not there."""
        return max(0, self.lines[line - 1].find(text, start)) + 1
