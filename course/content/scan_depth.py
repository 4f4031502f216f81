"""Lines that nest so deeply that a later step could take for ever over them."""

from __future__ import annotations

import re

from .page import Page

MOST_LEVELS = 20
PREFIX = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+")
MARK = re.compile(r">|[-*+]|\d+[.)]")
DEEP_INDENT = " " * (4 * MOST_LEVELS)


def check_depth(page: Page, masked: list[int]) -> list[int]:
    """Report lines with too many levels of list, quote or bracket; returns them, so that nothing else reads them."""
    hidden = set(masked)
    found: list[int] = []
    for at, line in enumerate(page.lines, 1):
        if len(line) <= MOST_LEVELS or at in hidden:
            continue
        deep = 0
        if line.count("[") > MOST_LEVELS or line.count("(") > MOST_LEVELS:
            deep = _brackets(line)
        first = line[0]
        if first in " \t>-*+0123456789":
            prefix = PREFIX.match(line)
            if prefix and (marks := len(MARK.findall(prefix[0]))) > MOST_LEVELS:
                deep = max(deep, marks)
            if line.startswith(DEEP_INDENT):
                deep = max(deep, (len(line) - len(line.lstrip(" "))) // 4)
        if deep > MOST_LEVELS:
            page.report("too-deep", at, depth=deep, limit=MOST_LEVELS)
            found.append(at)
    return found


def _brackets(line: str) -> int:
    """How many brackets are open at once, at the most."""
    square = round_ = most = 0
    for letter in line:
        if letter == "[":
            square += 1
        elif letter == "]":
            square = max(0, square - 1)
        elif letter == "(":
            round_ += 1
        elif letter == ")":
            round_ = max(0, round_ - 1)
        else:
            continue
        most = max(most, square, round_)
    return most
