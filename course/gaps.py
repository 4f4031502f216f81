"""Text drawn once with gaps in it, to be filled again and again: a page costs a join of ready pieces, not a template.

A gap is a mark that nobody can write, because every process chooses its own. Marks are looked for once, when the text is
drawn; what fills a gap is never searched, so nothing in it can become a gap.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

_OWN = secrets.token_hex(12)
_MARK = re.compile(rf"\[{_OWN}:([^\]]+)\]")


def gap(name: str) -> str:
    """A gap, to be put where a value would stand. Nothing in it needs escaping, so templates leave it as it is."""
    return f"[{_OWN}:{name}]"


class Drawn:
    """A text with its gaps found."""

    __slots__ = ("pieces",)

    def __init__(self, text: str):
        self.pieces = tuple(_MARK.split(text))
        """Text and the name of a gap in turn, beginning and ending with text."""

    @property
    def names(self) -> frozenset[str]:
        """The names of its gaps."""
        return frozenset(self.pieces[1::2])

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with each gap filled. Values are HTML already; raises KeyError for a gap without one."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        pieces = list(self.pieces)
        pieces[1::2] = [values[name] for name in pieces[1::2]]
        return "".join(pieces)
