"""Headings: the title, the levels, the anchors, and which headings are activities."""

from __future__ import annotations

import re

from .ids import GOOD_ID, LONGEST_ID, free, id_from
from .page import Page
from .scan import slug
from .scan_parts import HeadingPart, IdPart
from .words import Words, nearest, plain

ACTIVITY = re.compile(r"[*_]{0,3}([^:]{2,40}?)[ \t]*:[*_]{0,3}[ \t]*(.*)$")


def check_headings(page: Page) -> str:
    """Give every heading its anchor, report what screen readers would stumble over, and return the title."""
    title = ""
    title_line = 0
    before = 1
    seen: dict[str, int] = {}
    for part in page.parts:
        if not isinstance(part, HeadingPart):
            continue
        made = slug(part.text)
        count = seen.get(made)
        seen[made] = 0 if count is None else count + 1
        part.slug = made if count is None else f"{made}-{count + 1}"
        page.slugs.setdefault(part.slug, part.line)
        if not part.text:
            page.report("empty-heading", part.line, width=part.level)
        if part.level == 1:
            if title_line:
                page.report("two-titles", part.line, first=title_line)
                before = 2
            else:
                title, title_line, before = part.text, part.line, 1
            continue
        if part.level > before + 1:
            page.report(
                "heading-skip",
                part.line,
                page.column_of(part.line, "#"),
                part.level,
                before=before,
                level=part.level,
                guess="#" * (before + 1),
                marks="#" * part.level,
            )
        before = part.level
    if not title_line:
        title = page.name.replace("-", " ").capitalize()
        page.report("no-title", max(1, page.details_end), guess=title)
    return title


def activity_word(text: str, words: Words) -> tuple[str, str, str] | None:
    """(kind, word, title) of a heading that names an activity; None for any other heading."""
    if ":" not in text:
        return None
    found = ACTIVITY.match(text)
    if found is None:
        return None
    kind = words.activities.get(plain(found[1]))
    return None if kind is None else (str(kind), found[1].strip(), found[2].strip(" *_"))


def nearly_activity(page: Page, part: HeadingPart) -> bool:
    """Report a heading whose first word is almost an activity's."""
    found = ACTIVITY.match(part.text) if ":" in part.text else None
    if found is None:
        return False
    said = plain(found[1])
    guess = nearest(said, page.words.activities, reach=0.3) if len(said) > 3 else ""
    if not guess:
        return False
    page.report(
        "activity-spelling",
        part.line,
        part.column + found.start(1),
        len(found[1]),
        word=found[1],
        guess=guess.capitalize(),
    )
    return True


def read_id(page: Page, part: IdPart) -> str:
    """The id on a hidden line, reported when it has other characters than an id can have; always usable."""
    written = part.id.removeprefix("\0").strip()
    good = id_from(written, "block")
    if part.id.startswith("\0") or not GOOD_ID.fullmatch(written) or len(written) > LONGEST_ID:
        page.report("bad-id", part.line, part.column, max(1, len(written)), id=written, guess=f"<!-- id: {good} -->")
        return good
    return written


def claim_id(page: Page, part: IdPart | None, heading: HeadingPart, title: str, thing: str, loss: str) -> str:
    """The id of the activity or scene under a heading; made from its title when it has none, or has another's."""
    if part is None:
        made = free(id_from(title), page.ids)
        page.report("missing-id", heading.line, 1, heading.level, thing=thing, loss=loss, guess=made)
        page.ids[made] = heading.line
        page.unstamped.append((heading.line, made))
        return made
    wanted = read_id(page, part)
    first = page.ids.get(wanted)
    if first is not None and first != part.line:
        made = free(wanted, page.ids)
        page.report("duplicate-id", part.line, part.column, len(wanted), id=wanted, first=first, guess=made)
        page.ids[made] = part.line
        return made
    page.ids[wanted] = part.line
    return wanted


def find_ids(page: Page) -> None:
    """Note every id that is written in the file, so that a made-up one never takes it."""
    for part in page.parts:
        if isinstance(part, IdPart):
            page.ids.setdefault(part.id.removeprefix("\0").strip(), part.line)
