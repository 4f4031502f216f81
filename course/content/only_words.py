"""What of a text is plain words, in which a term can become a link. All else is blanked out, and lines stay where they are."""

from __future__ import annotations

import re

from course.content.scan_inline import FOOTREF, LINK

_FENCE = re.compile(r"\s*(?:> ?)*(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_IN_ANGLES = re.compile(r"<[^<>\s]{1,2000}>")
_LINE_START = re.compile(r"[ \t>]*(?:#{1,6} .*|\[!\w+\][ \t]*)?")
_DELIMITER_ROW = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
"""It never goes back over blanks: a line of blanks around one hyphen would take minutes."""


def only_words(markdown: str) -> str:
    """A text with blanks for what is never part of a term's first use: code, links, headings and so on."""
    lines = markdown.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            lines[at] = ""
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence, lines[at] = mark[1], ""
        else:
            if at and "|" in line and "-" in line and _DELIMITER_ROW.fullmatch(line):
                lines[at - 1] = ""
            lines[at] = _LINE_START.sub(_blank, line, count=1)
    words = _without_code("\n".join(lines))
    for pattern in (LINK, FOOTREF, _IN_ANGLES) if "[" in words or "<" in words else ():
        words = pattern.sub(_blank, words)
    return words


def _without_code(words: str) -> str:
    """Blanks for `code`. Every run of backticks is looked at once, so that no text is slow."""
    if "`" not in words:
        return words
    runs = [match.span() for match in _TICKS.finditer(words)]
    later: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[place][1] - runs[place][0], []).append(place)
    out, at, place = [], 0, 0
    while place < len(runs):
        start, end = runs[place]
        same = later[end - start]
        while same and same[-1] <= place:
            same.pop()
        if same:
            close = runs[same[-1]][1]
            out += [words[at:start], " " * (close - start)]
            at, place = close, same[-1]
        place += 1
    return "".join((*out, words[at:]))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
