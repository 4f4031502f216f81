"""From lines to parts: headings, paragraphs, lists, quotes, tables, code, footnotes and hidden ids.

Our own scanner, because Python-Markdown cannot say where anything is (Python-Markdown/markdown#1235). It forgives what people
and editors do to Markdown (bullets of any kind, any indent, no empty line before a list) and reports what would be shown wrongly.
A block is never left open: an activity ends at the next heading or line of dashes.
"""

from __future__ import annotations

import re

from .page import Page
from .scan_parts import (
    ITEM,
    CodePart,
    HeadingPart,
    IdPart,
    ItemPart,
    ListPart,
    NotePart,
    Part,
    QuotePart,
    RulePart,
    TablePart,
    TextPart,
)
from .words import nearest, plain

HEADING = re.compile(r" {0,3}(#{1,6})([ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
NO_SPACE = re.compile(r" {0,3}(#{1,6})([^\s#].*)$")
RULE = re.compile(r"\s{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
UNDERLINE = re.compile(r" {0,3}(?:-+|=+)[ \t]*$")
FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
ID = re.compile(r"\s*<!--\s*id\s*:\s*(.*?)\s*-->\s*$", re.IGNORECASE)
NEARLY_ID = re.compile(r"\s*<!--\s*id\b[\s=:]*([\w-]*)\s*-->\s*$", re.IGNORECASE)
CALLOUT = re.compile(r"\s*>\s*\[!([^\]]*)\][ \t]*(.*)$")
DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
PASTED = re.compile(r"\s*([•●○◦▪■‣⁃·\uf0b7])\s*(.*)$")
FENCE_NOT_NEEDED = re.compile(r"\s*(:{3,}|/{3,})(?:\s|$|\{|\w)")
MARKER = re.compile(r"([^\W\d_]{2,14})[ \t]*:")
CALLOUTS = ("note", "tip", "important", "warning", "caution")
STARTERS = frozenset("#>|`~<[-*+_:/•●○◦▪■‣⁃·\uf0b70123456789")


def scan(page: Page) -> list[int]:
    """Fill `page.parts`, and return the lines (counted from 1) that hold code or hidden notes, so no other check reads them."""
    return _Scanner(page).run()


def slug(text: str) -> str:
    """GitHub's anchor for a heading: small letters, hyphens for spaces, no punctuation."""
    text = _LINK.sub(r"\1", text) if "](" in text else text
    return _NOT_IN_SLUG.sub("", text.strip().lower().replace("`", "")).replace(" ", "-")


_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


class _Scanner:
    def __init__(self, page: Page):
        self.page = page
        self.lines = page.lines
        self.count = len(page.lines)
        self.masked: list[int] = list(range(1, page.details_end + 1))
        self.never_closed: dict[str, int] = {}
        """For each kind of code mark: from this length on, nothing further down closes it."""

    def run(self) -> list[int]:
        parts = self.page.parts
        lines, count = self.lines, self.count
        at = self.page.details_end
        while at < count:
            line = lines[at]
            stripped = line.lstrip()
            if not stripped:
                at += 1
                continue
            if "\t" in line[: len(line) - len(stripped)]:
                line = line.expandtabs(4)
            first = stripped[0]
            if first in STARTERS or "|" in line:
                part, at = self.special(at, line, first)
                if part is not None:
                    parts.append(part)
            else:
                part, at = self.paragraph(at)
                parts.append(part)
        return self.masked

    def special(self, at: int, line: str, first: str) -> tuple[Part | None, int]:
        """The part that starts here when the first character could start something other than a paragraph."""
        if first == "#":
            return self.heading(at, line)
        if first in "-*_" and RULE.match(line):
            return RulePart(at + 1, at + 2), at + 1
        if (first in "-*+" or first.isdigit()) and ITEM.match(line):
            return self.list(at)
        if first == ">":
            return self.quote(at)
        if "|" in line and at + 1 < self.count and "-" in self.lines[at + 1] and DASHES.match(self.lines[at + 1]):
            return self.table(at)
        if first in "`~" and (fence := FENCE.match(line)):
            return self.code(at, fence[1])
        if first == "<" and line.lstrip().startswith("<!--"):
            return self.comment(at)
        if first == "[" and (note := NOTE.match(line)):
            return self.note(at, note)
        if first in ":/" and (fence := FENCE_NOT_NEEDED.match(line)):
            self.page.report("fence-not-needed", at + 1, self.page.column_of(at + 1, fence[1][0]))
            self.masked.append(at + 1)
            return None, at + 1
        if PASTED.match(line):
            return self.pasted(at)
        return self.paragraph(at)

    # Headings ------------------------------------------------------------------------------------------------------

    def heading(self, at: int, line: str) -> tuple[Part | None, int]:
        found = HEADING.match(line)
        if found is None:
            loose = NO_SPACE.match(line)
            if loose is None or (len(loose[1]) == 1 and not loose[2][0].isupper()):
                return self.paragraph(at)
            self.page.report(
                "heading-no-space", at + 1, loose.start(1) + 1, len(loose[1]), marks=loose[1], words=loose[2].strip()
            )
            marks, text, column = loose[1], loose[2].strip(), loose.start(2) + 1
        else:
            marks, text, column = found[1], found[3].strip(), found.start(3) + 1
            if text.strip("#") == "":
                text = ""
        return HeadingPart(at + 1, at + 2, len(marks), text, column), at + 1

    # Paragraphs ----------------------------------------------------------------------------------------------------

    def paragraph(self, at: int) -> tuple[Part, int]:
        lines = self.lines
        start = at
        at += 1
        while at < self.count:
            line = lines[at]
            stripped = line.strip()
            if not stripped:
                break
            first = stripped[0]
            if (first in "-=" and UNDERLINE.match(line)) and (first == "=" or len(stripped) > 1):
                self.page.report("dashes-under-text", at + 1, self.page.column_of(at + 1, first), len(stripped))
                if first == "=":
                    lines_taken = lines[start:at]
                    return TextPart(start + 1, at + 2, lines_taken), at + 1
                break
            if first in STARTERS and self.starts_something(at, line, first):
                break
            at += 1
        return TextPart(start + 1, at + 1, lines[start:at]), at

    def starts_something(self, at: int, line: str, first: str) -> bool:
        """Whether a paragraph (or a list) is over here even without an empty line."""
        if first == "#":
            return bool(HEADING.match(line)) or bool((m := NO_SPACE.match(line)) and len(m[1]) > 1)
        if first in "-*+":
            return bool(ITEM.match(line)) or bool(RULE.match(line))
        if first == "_":
            return bool(RULE.match(line))
        if first.isdigit():
            found = ITEM.match(line)
            return bool(found and found[2][:-1] == "1")
        if first == ">":
            return True
        if first in "`~":
            return bool(FENCE.match(line))
        if first == "<":
            return line.lstrip().startswith("<!--")
        if first == "[":
            return bool(NOTE.match(line))
        if first in ":/":
            return bool(FENCE_NOT_NEEDED.match(line))
        if first == "|":
            return at + 1 < self.count and bool(DASHES.match(self.lines[at + 1]))
        return bool(PASTED.match(line))

    # Lists ---------------------------------------------------------------------------------------------------------

    def list(self, at: int) -> tuple[Part, int]:
        lines, count = self.lines, self.count
        start = at
        first = ITEM.match(lines[at].expandtabs(4))
        assert first is not None
        base = len(first[1])
        ordered = first[2][0].isdigit()
        items: list[ItemPart] = []
        loose = False
        markers = self.page.words.markers
        while at < count:
            raw = lines[at]
            line = raw.expandtabs(4) if "\t" in raw else raw
            stripped = line.strip()
            if not stripped:
                ahead = at + 1
                while ahead < count and not lines[ahead].strip():
                    ahead += 1
                if ahead == count:
                    break
                following = lines[ahead].expandtabs(4)
                indent = len(following) - len(following.lstrip())
                if indent > base + 1:
                    items[-1].lines.extend([""] * (ahead - at))
                    items[-1].starts.extend(range(at + 1, ahead + 1))
                elif (
                    (found := ITEM.match(following)) and found[2][0].isdigit() == ordered and not RULE.match(following)
                ):
                    loose = True
                else:
                    break
                at = ahead
                continue
            indent = len(line) - len(line.lstrip())
            if indent > base + 1 and items:
                at = self.under(at, items[-1], line)
                continue
            found = ITEM.match(line)
            if found and not RULE.match(line):
                if found[2][0].isdigit() != ordered:
                    break
                words = line[found.end() :].rstrip()
                items.append(ItemPart(at + 1, at + 2, found.end() + 1, [words], [at + 1]))
                at += 1
                if words[:1] in "`~" and (fence := FENCE.match(words)):
                    at = self.fenced(at, items[-1], fence[1], at)
                continue
            if not lines[at - 1].strip() or stripped[0] in STARTERS and self.starts_something(at, line, stripped[0]):
                break
            if (word := MARKER.match(line)) and plain(word[1]) in markers:
                break
            items[-1].lines.append(stripped)
            items[-1].starts.append(at + 1)
            at += 1
        for item in items:
            self.settle(item)
        return ListPart(start + 1, items[-1].end, ordered, items, loose), at

    def under(self, at: int, item: ItemPart, line: str) -> int:
        """Take one indented line, or a whole code block, into the item above it."""
        item.lines.append(line.rstrip())
        item.starts.append(at + 1)
        if (stripped := line.lstrip())[0] in "`~>" or " `" in line:
            if fence := FENCE.match(line):
                return self.fenced(at + 1, item, fence[1], at + 1)
            if CALLOUT.match(stripped):
                self.page.report("callout-in-list", at + 1, self.page.column_of(at + 1, ">"))
        return at + 1

    def fenced(self, at: int, item: ItemPart, fence: str, opened: int) -> int:
        """Take the lines of a code block that opened inside a list item on line `opened`."""
        close = self.closing(at, fence)
        if close is None:
            self.page.report("unclosed-code-block", opened, self.page.column_of(opened, fence), len(fence), marks=fence)
            close = at
            while close < self.count and self.lines[close].strip():
                close += 1
            close -= 1
        for place in range(at, close + 1):
            item.lines.append(self.lines[place].rstrip())
            item.starts.append(place + 1)
        self.masked.extend(range(opened, close + 2))
        return close + 1

    def settle(self, item: ItemPart) -> None:
        """Take off the indent that all lines under an item share, and empty lines at its end."""
        while len(item.lines) > 1 and not item.lines[-1].strip():
            item.lines.pop()
            item.starts.pop()
        if len(item.lines) > 1:
            indents = [len(line) - len(line.lstrip()) for line in item.lines[1:] if line.strip()]
            shared = min((indent for indent in indents if indent), default=0)
            item.lines[1:] = [line[min(shared, len(line) - len(line.lstrip())) :] for line in item.lines[1:]]
        item.end = item.starts[-1] + 1

    def pasted(self, at: int) -> tuple[Part, int]:
        """A run of bullets from a word processor, read as the list it was meant to be."""
        start = at
        items: list[ItemPart] = []
        while at < self.count and (found := PASTED.match(self.lines[at])):
            if at == start:
                self.page.report("pasted-bullet", at + 1, found.start(1) + 1, bullet=found[1])
            items.append(ItemPart(at + 1, at + 2, found.start(2) + 1, [found[2].rstrip()], [at + 1]))
            at += 1
        return ListPart(start + 1, at + 1, False, items), at

    # Quotes and callouts -------------------------------------------------------------------------------------------

    def quote(self, at: int) -> tuple[Part, int]:
        start = at
        lines = self.lines
        taken: list[str] = []
        while at < self.count:
            stripped = lines[at].strip()
            if not stripped:
                break
            if stripped[0] == ">":
                inner = stripped[1:]
                taken.append(inner[1:] if inner.startswith(" ") else inner)
            elif stripped[0] in STARTERS and self.starts_something(at, lines[at], stripped[0]):
                break
            elif (word := MARKER.match(stripped)) and plain(word[1]) in self.page.words.markers:
                break
            else:
                taken.append(stripped)
            at += 1
        part = QuotePart(start + 1, at + 1, taken)
        if found := CALLOUT.match(lines[start]):
            part.kind = plain(found[1]) or "?"
            part.lines = taken[1:]
        return part, at

    # Tables, code, hidden notes, footnotes ---------------------------------------------------------------------------

    def table(self, at: int) -> tuple[Part, int]:
        start = at
        at += 2
        while at < self.count and "|" in self.lines[at] and self.lines[at].strip():
            at += 1
        return TablePart(start + 1, at + 1, self.lines[start:at]), at

    def closing(self, at: int, fence: str) -> int | None:
        """The line (counted from 0) that closes a code block, looking from `at` on."""
        mark, length = fence[0], len(fence)
        if length >= self.never_closed.get(mark, 1_000_000):
            return None
        for place in range(at, self.count):
            stripped = self.lines[place].strip()
            if stripped[:1] == mark and len(stripped) >= length and stripped == mark * len(stripped):
                return place
        self.never_closed[mark] = length
        return None

    def code(self, at: int, fence: str) -> tuple[Part, int]:
        close = self.closing(at + 1, fence)
        if close is None:
            self.page.report("unclosed-code-block", at + 1, self.page.column_of(at + 1, fence), len(fence), marks=fence)
            close = at
            while close + 1 < self.count and self.lines[close + 1].strip():
                close += 1
            lines = [*self.lines[at : close + 1], fence]
        else:
            lines = self.lines[at : close + 1]
        self.masked.extend(range(at + 1, close + 2))
        return CodePart(at + 1, close + 2, lines), close + 1

    def comment(self, at: int) -> tuple[Part | None, int]:
        line = self.lines[at]
        if found := ID.match(line):
            self.masked.append(at + 1)
            return IdPart(at + 1, at + 2, found[1], found.start(1) + 1), at + 1
        close = at
        while close < self.count and "-->" not in self.lines[close]:
            close += 1
            if close < self.count and "<!--" in self.lines[close]:
                close = self.count  # The next hidden note opens first, so the --> there is not ours.
        if close == self.count:
            self.page.report("unclosed-comment", at + 1, self.page.column_of(at + 1, "<!--"), 4)
            close = at
        elif found := NEARLY_ID.match(line):
            self.masked.append(at + 1)
            return IdPart(at + 1, at + 2, "\0" + found[1], found.start(1) + 1), at + 1
        self.masked.extend(range(at + 1, close + 2))
        return None, close + 1

    def note(self, at: int, found: re.Match[str]) -> tuple[Part, int]:
        start = at
        taken = [found[2]]
        at += 1
        while at < self.count:
            line = self.lines[at]
            if not line.strip():
                if at + 1 < self.count and self.lines[at + 1].startswith(("  ", "\t")) and self.lines[at + 1].strip():
                    taken.append("")
                    at += 1
                    continue
                break
            if line[0] not in " \t" and line[0] in STARTERS and self.starts_something(at, line, line[0]):
                break
            taken.append(line.strip())
            at += 1
        return NotePart(start + 1, at + 1, found[1], found.start(1) + 1, taken), at


def check_quotes(page: Page, part: QuotePart) -> None:
    """What can be wrong with a callout. A kind nobody knows is read as the nearest one, so that the page still makes sense."""
    found = CALLOUT.match(page.lines[part.line - 1])
    if not part.kind or found is None:
        return
    column = found.start(1) + 1
    if part.kind not in CALLOUTS:
        guess = nearest(part.kind, CALLOUTS, reach=0.5)
        page.report(
            "callout-kind",
            part.line,
            column,
            max(1, len(found[1])),
            kind=found[1],
            maybe=f"Use {guess.upper()}. " if guess else "",
        )
        part.kind = guess or "note"
    if found[2]:
        page.report("callout-title", part.line, found.start(2) + 1, len(found[2]), words=found[2].strip())
    elif not any(line.strip() for line in part.lines):
        page.report("callout-empty", part.line, page.column_of(part.line, "[!"), len(found[1]) + 3)
