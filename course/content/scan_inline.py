"""Links, pictures, footnote marks and HTML inside the text: found once for a whole page, with line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .page import Page

TOKEN = re.compile(r"[\\`\[<]")
TICKS = re.compile(r"`+")
LINK = re.compile(
    r"!?\[((?:[^\[\]\n]++|\n(?![ \t]*\n)|\[[^\[\]\n]*+\]){0,60}+)\]"
    r"\([ \t]*(<[^<>\n]*>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+){0,9}+)(?:[ \t\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
FOOTREF = re.compile(r"\[\^([^\]\[\s]{1,60})\](?!:)")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>\n]*|/)?)(>|$)", re.MULTILINE)
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
BLANK = re.compile(r"\n[ \t]*\n")
HANDLER = re.compile(r"\son[a-z]+\s*=|javascript:|data:", re.IGNORECASE)

UNSAFE = frozenset(
    "script iframe object embed form input button select textarea option style link meta base svg math template applet frame "
    "frameset noscript video audio source track portal dialog".split()
)
INSTEAD = {
    "b": "Use **bold** instead.",
    "strong": "Use **bold** instead.",
    "i": "Use *slanted* instead.",
    "em": "Use *slanted* instead.",
    "br": "Leave an empty line to start a new paragraph.",
    "p": "Leave an empty line to start a new paragraph.",
    "a": "Write the link as  [What they will find](https://example.org) .",
    "img": "Write the picture as  ![What it shows](media/picture.png) .",
    "hr": "Put a line with only --- instead.",
    "ul": "Start each line of the list with a hyphen and a space.",
    "ol": "Start each line of the list with a number and a full stop.",
    "li": "Start each line of the list with a hyphen and a space.",
    "code": "Put a ` on each side instead.",
    "blockquote": "Start each line with  >  instead.",
    "sup": "For a footnote, write [^1].",
    "table": "Draw the table with | between the cells.",
} | {f"h{level}": f"Start the line with {'#' * level} and a space instead." for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Link:
    line: int
    column: int
    words: str
    words_line: int
    words_column: int
    target: str
    target_line: int
    target_column: int
    width: int
    is_image: bool


@dataclass(frozen=True, slots=True)
class Footref:
    line: int
    column: int
    label: str


def scan_inline(page: Page, masked: list[int]) -> None:
    """Fill `page.links` and `page.footrefs`, and report HTML. `masked` lines hold code and are left alone."""
    lines = page.lines
    if masked:
        lines = lines.copy()
        for line in masked:
            if line <= len(lines):
                lines[line - 1] = ""
    text = "\n".join(lines)
    token = TOKEN.search(text)
    if token is None:
        return
    starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def place(offset: int) -> tuple[int, int]:
        row = bisect_right(starts, offset) - 1
        return row + 1, offset - starts[row] + 1

    at = 0
    passed = -1
    """A link target in <angle brackets> starts here: it is not HTML."""
    while token is not None:
        found = token.group()
        start = token.start()
        at = token.end()
        if found == "`":
            run = TICKS.match(text, start)
            assert run is not None
            at = _after_code(text, run.end(), run.end() - start)
        elif found == "\\":
            at += 1
        elif found == "<":
            if start != passed:
                at = _html(page, text, start, place)
        else:
            is_image = start > 0 and text[start - 1] == "!" and text[start - 2 : start - 1] != "\\"
            start -= is_image
            if not is_image and text[at : at + 1] == "^" and (note := FOOTREF.match(text, start)):
                page.footrefs.append(Footref(*place(start), note[1]))
                at = note.end()
            elif link := LINK.match(text, start):
                target = link[2]
                offset = link.start(2)
                if target.startswith("<"):
                    passed = offset
                    target = target[1:-1]
                    offset += 1
                line, column = place(start)
                page.links.append(
                    Link(
                        line,
                        column,
                        link[1],
                        *place(link.start(1)),
                        target,
                        *place(offset),
                        min(link.end() - start, max(1, len(lines[line - 1]) - column + 1)),
                        is_image,
                    )
                )
        token = TOKEN.search(text, at)


def _after_code(text: str, at: int, length: int) -> int:
    """Where to go on after a run of backticks: past the code it opens, or just past the run when nothing closes it."""
    mark = "`" * length
    look = at
    while (close := text.find(mark, look)) != -1:
        end = close + length
        while text[end : end + 1] == "`":
            end += 1
        if BLANK.search(text, look, close):
            break
        if end - close == length:
            return end
        look = end
    return at


def _html(page: Page, text: str, start: int, place: object) -> int:
    """Report a tag and return where to go on. Closing tags go with their opening ones, so they say nothing."""
    where = place
    assert callable(where)
    if text.startswith("<!--", start):
        following = text.find("<!--", start + 4)
        close = text.find("-->", start, following if following != -1 else len(text))
        line, column = where(start)
        if close == -1:
            page.report("unclosed-comment", line, column, 4)
            return start + 4
        return close + 3
    if auto := AUTOLINK.match(text, start):
        line, column = where(start)
        target = auto[1] if ":" in auto[1] else "mailto:" + auto[1]
        page.links.append(Link(line, column, auto[1], line, column + 1, target, line, column + 1, len(auto[0]), False))
        return auto.end()
    tag = TAG.match(text, start)
    if tag is None:
        return start + 1
    name = tag[2].lower()
    if tag[4] != ">" and name not in UNSAFE:
        return start + 1
    line, column = where(start)
    if name in UNSAFE or HANDLER.search(tag[3]):
        if not tag[1]:
            page.report("unsafe-html", line, column, len(tag[0]), tag=name)
    elif not tag[1]:
        repair = INSTEAD.get(name, f"Delete it. If learners should see the words <{name}>, put a ` on each side.")
        page.report("raw-html", line, column, len(tag[0]), tag=name, repair=repair)
    return tag.end()
