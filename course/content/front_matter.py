"""The details block at the top of a page: `key: value` lines between two lines of dashes.

Read line by line and not with a YAML library, so that a slip in one line spoils that line only. What it accepts is the part of
YAML that people use without knowing it is YAML, so GitHub shows the block as a table too.
"""

from __future__ import annotations

import re

from .page import QUIZZES, Detail, Page
from .words import nearest, plain

KEY = re.compile(r"([^\s:#\[\]{}\"'-][^:]*?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")
ITEM = re.compile(r"\s*-[ \t]+(.*?)[ \t]*$")
COLON = re.compile(r":(?=\s|$)")
QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'")
REST = re.compile(r"[ \t]*(?:#.*)?$")

EVERYWHERE = (
    "id", "time", "stage", "authors", "last checked", "review due", "licence", "reading age", "pass mark",
)  # fmt: skip
MODULE_ONLY = ("principles", "features", "facts")
SCENARIO_ONLY = ("tallies",)
KNOWN = (*EVERYWHERE, *MODULE_ONLY, *SCENARIO_ONLY)


def read_details(page: Page) -> None:
    """Fill `page.details` and `page.details_end`."""
    lines = page.lines
    if not lines or lines[0].rstrip() != "---":
        page.report("no-front-matter", 1, guess=page.name)
        return
    close = next((at for at in range(1, len(lines)) if lines[at].rstrip() in ("---", "...")), None)
    first_heading = next((at for at in range(1, len(lines)) if lines[at].startswith("#")), len(lines))
    if close is None or (first_heading < close and _looks_like_text(lines[first_heading:close])):
        last = 1
        while last < len(lines) and (KEY.match(lines[last]) or ITEM.match(lines[last])):
            last += 1
        page.report("unclosed-front-matter", 1, width=3, after=last)
        close = last
        page.details_end = last
    else:
        page.details_end = close + 1
    _read_lines(page, close)


def _looks_like_text(lines: list[str]) -> bool:
    """A heading and then an empty line: we have run past the end of the details and into the page."""
    return len(lines) > 1 and lines[0].startswith(("# ", "## ")) and not lines[1].strip()


def _read_lines(page: Page, close: int) -> None:
    last: Detail | None = None
    known = KNOWN
    for at in range(1, close):
        line = page.lines[at]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if last is not None and (found := ITEM.match(line)):
            text = _value(page, last.key, found[1], at + 1, found.start(1) + 1)
            items = (*(last.items or ()), (text, at + 1, found.start(1) + 1))
            last = page.details[last.key] = Detail(last.key, "", last.line, last.column, items)
            continue
        found = KEY.match(line.strip())
        if found is None:
            _spoil(
                page,
                at + 1,
                len(line) - len(line.lstrip()) + 1,
                len(line.strip()),
                reason="I cannot read this line of the details block: it needs a name, a colon and a space.",
                repair="Write it like this:  time: 40 minutes",
            )
            last = None
            continue
        offset = len(line) - len(line.lstrip())
        key = plain(found[1].replace("_", " ").replace("-", " "))
        if key not in known:
            guess = nearest(key.replace(" ", ""), (name for name in known), reach=0.3)
            page.report(
                "front-matter-unknown",
                at + 1,
                offset + 1,
                len(found[1]),
                key=found[1],
                repair=f'Did you mean "{guess}"?'
                if guess
                else f"Delete it. The details I know are: {', '.join(known)}.",
            )
            if not guess:
                last = None
                continue
            key = guess
        elif key in MODULE_ONLY and page.folder == QUIZZES or key in SCENARIO_ONLY and page.folder != QUIZZES:
            where = "modules" if key in MODULE_ONLY else "scenarios"
            page.report("not-for-this-page", at + 1, offset + 1, len(found[1]), key=key, where=where)
        if key in page.details:
            page.report("front-matter-twice", at + 1, offset + 1, len(found[1]), key=key, first=page.details[key].line)
            last = None
            continue
        last = page.details[key] = _detail(page, key, found[2] or "", at + 1, offset + found.start(2) + 1)


def _detail(page: Page, key: str, raw: str, line: int, column: int) -> Detail:
    if not raw.startswith("["):
        return Detail(key, _value(page, key, raw, line, column), line, max(1, column))
    inner = REST.sub("", raw) if "#" in raw else raw.rstrip()
    if not inner.endswith("]"):
        _spoil(
            page,
            line,
            column,
            len(raw),
            reason=f'The list in "{key}" has no closing bracket.',
            repair=f"Add ] at the end:  {key}: {raw}]",
        )
        inner += "]"
    items: list[tuple[str, int, int]] = []
    for start, piece in _split(inner[1:-1]):
        at = column + 1 + start
        items.append((_value(page, key, piece, line, at), line, at))
    return Detail(key, "", line, column, tuple(items))


def _split(inner: str) -> list[tuple[int, str]]:
    """Pieces between commas, each with its offset; a comma inside quotes does not count."""
    pieces: list[tuple[int, str]] = []
    start, quote = 0, ""
    for at, letter in enumerate(inner + ","):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and not inner[start:at].strip():
            quote = letter
        elif letter == ",":
            piece = inner[start:at]
            if piece.strip():
                pieces.append((start + len(piece) - len(piece.lstrip()), piece.strip()))
            start = at + 1
    if start <= len(inner) and inner[start:].strip():
        pieces.append((start, inner[start:].strip()))
    return pieces


def _value(page: Page, key: str, raw: str, line: int, column: int) -> str:
    """One value as plain text. Quotes round it come off; what would confuse YAML is reported and then read as it stands."""
    if raw[:1] in ('"', "'"):
        quoted = QUOTED.match(raw)
        if quoted and REST.match(raw, quoted.end()):
            return (quoted[1] or quoted[2] or "").replace('\\"', '"').replace("''", "'")
        _spoil(
            page,
            line,
            column,
            len(raw),
            reason=f'The quotes round the value of "{key}" are not closed.',
            repair=f"Put the same kind of quote at both ends:  {key}: {_quote(raw.strip(raw[0]))}",
        )
        return raw.strip(raw[0])
    if " #" in raw:
        raw = raw[: raw.index(" #")].rstrip()
    if colon := COLON.search(raw):
        _spoil(
            page,
            line,
            column + colon.start(),
            reason=f'The value of "{key}" has a colon (:) in it, and that confuses the details block.',
            repair=f"Put quotes round the value:  {key}: {_quote(raw)}",
        )
    elif raw[:1] and raw[0] in "{}@`%&*!|>":
        _spoil(
            page,
            line,
            column,
            reason=f'The value of "{key}" starts with {raw[0]} , and that confuses the details block.',
            repair=f"Put quotes round the value:  {key}: {_quote(raw)}",
        )
    return raw


def _quote(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _spoil(page: Page, line: int, column: int, width: int = 1, *, reason: str, repair: str) -> None:
    page.report("front-matter-yaml", line, column, width, reason=reason, repair=repair)
    page.spoilt.add(line)
