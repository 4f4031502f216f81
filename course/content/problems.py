"""One thing that is wrong, where it is, and what to do: for a person, for GitHub and for a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

LEFT = 60
"""How many characters before the mistake are shown, so that a long line still shows it."""
ACROSS = 120
"""The most of one line that is shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One message of the checker. `severity` is error, warning or advice; only an error stops a page going live."""

    path: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    severity: str
    code: str
    message: str
    fix: str
    excerpt: str = ""
    """The whole line, as written."""
    width: int = 1
    """How many characters the marker covers."""

    def as_text(self) -> str:
        """Five lines for a terminal: place and message, the line, a marker, the fix, and an empty line."""
        start = self.column - 1 - LEFT if self.column - 1 > LEFT else 0
        shown = self.excerpt[start : start + ACROSS].replace("\t", " ")
        marker = " " * (self.column - 1 - start) + "^" * max(1, min(self.width, start + ACROSS - self.column + 1))
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.code}]\n"
            f"    {shown}\n    {marker}\n    Fix: {self.fix}\n"
        )

    def as_github(self) -> str:
        """A line that GitHub turns into a note on the changed file."""
        kind = {"error": "error", "warning": "warning"}.get(self.severity, "notice")
        place = f"file={_property(self.path)},line={self.line},col={self.column}"
        return f"::{kind} {place},title={_property(self.code)}::{_data(self.message + ' ' + self.fix)}"

    def as_json(self) -> dict[str, str | int]:
        """The same facts by name, for an editor or another program."""
        return asdict(self)


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, then from the top of the page down."""
    return tuple(sorted(problems, key=lambda one: (one.path, one.line, one.column, one.code, one.message)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
