"""What the values of setting lines mean: "my cohort", "3 to 5", "2 weeks", "Key decisions, only if I move it".

Most functions take one setting, or None when the trainer did not write it, and give what the model keeps. A value that
cannot be read is reported, and the usual one is given instead. Nothing is raised. The last few serve the details of a
page too, which say some of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .context import Context
from .model import ScaleRange, Sharing, Wait
from .page import Page
from .settings import Setting
from .words import nearest, number, plain

FACT = re.compile(r"[A-Z]{1,3}\d{1,4}[a-z]?")
SCALE = re.compile(
    r"(-?\d+)\s*(?:\(([^()]*)\))?\s*(?:to|i|-|–|—|\.\.\.?|…)\s*(-?\d+)\s*(?:\(([^()]*)\))?\.?", re.IGNORECASE
)
COUNT = re.compile(r"(?:at least )?(\w+)(?:\s*(?:to|i|-|–|—)\s*(\w+))?(?: answers)?\.?", re.IGNORECASE)
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)>]*?)>?\s*\)")
MOST_BOXES = 30


def _bad(page: Page, setting: Setting, repair: str) -> None:
    page.report(
        "bad-setting",
        setting.line,
        setting.column,
        max(1, len(setting.value)),
        key=setting.key,
        value=setting.value,
        repair=repair,
    )


def sharing(ctx: Context, setting: Setting | None, otherwise: Sharing = Sharing.NOBODY) -> Sharing:
    """Who may read the answer. Nobody, when it cannot be read: it is safer to share too little."""
    if setting is None:
        return otherwise
    known = ctx.page.words.sharing
    said = plain(setting.value).rstrip(".")
    if (shared := known.get(said)) is None:
        if not (shared := known.get("my " + said)):
            guess = nearest(said, known)
            maybe = f'Did you mean "{guess}"? ' if guess else ""
            _bad(ctx.page, setting, f"{maybe}You can share with: {', '.join(known)}.")
            return Sharing.NOBODY
    return shared


def yes(ctx: Context, setting: Setting | None) -> bool:
    """Whether it is switched on. A setting that is not there is off."""
    if setting is None:
        return False
    said = plain(setting.value).rstrip(".")
    if said in ctx.page.words.yes:
        return True
    if said not in ctx.page.words.no:
        _bad(ctx.page, setting, f"Write yes or no:  {setting.key}: yes")
    return False


def count(ctx: Context, setting: Setting | None) -> tuple[int, int]:
    """The least and the most boxes a learner fills, 30 at most; one of each when not said."""
    if setting is None:
        return 1, 1
    words = ctx.page.words
    if found := COUNT.fullmatch(setting.value.strip()):
        low = number(found[1], words)
        high = number(found[2], words) if found[2] else low
        if low is not None and high is not None and 0 <= low <= high <= MOST_BOXES and high > 0:
            return low, high
    _bad(ctx.page, setting, f"Write a number or a range, such as  {setting.key}: 3  or  {setting.key}: 2 to 4")
    return 1, 1


def scale(ctx: Context, setting: Setting | None, line: int) -> ScaleRange:
    """From where to where a learner rates, up to 20 apart, with the words at both ends. `line` is the heading's."""
    usual = ScaleRange(low=1, high=5)
    if setting is None:
        ctx.page.report("no-scale", line, width=3)
        return usual
    if found := SCALE.fullmatch(setting.value.strip()):
        low, high = int(found[1]), int(found[3])
        if low < high and high - low <= 20:
            return ScaleRange(
                low=low, high=high, low_words=(found[2] or "").strip(), high_words=(found[4] or "").strip()
            )
    ctx.page.report("bad-scale", setting.line, setting.column, max(1, len(setting.value)), value=setting.value)
    return usual


def stage(ctx: Context, setting: Setting | None, line: int) -> str:
    """A diary's research stage, spelt as in the course's list. In another language the base page says which it is."""
    shown = ", ".join(ctx.stages)
    if setting is None or not setting.value:
        ctx.page.report("diary-no-stage", line, width=3, guess=ctx.stages[0] if ctx.stages else "", stages=shown)
        return ""
    return known_stage(ctx, setting.value, setting.line, setting.column)


def known_stage(ctx: Context, value: str, line: int, column: int) -> str:
    """A research stage of the course, spelt as in its list; in another language as it was written."""
    by_words = {plain(name): name for name in ctx.stages}
    said = plain(value).rstrip(".")
    if said in by_words:
        return by_words[said]
    if ctx.page.language == "en":
        guess = nearest(said, by_words)
        ctx.page.report(
            "unknown-stage",
            line,
            column,
            max(1, len(value)),
            stage=value,
            maybe=f'Did you mean "{by_words[guess]}"? ' if guess else "",
            stages=", ".join(ctx.stages),
        )
        return by_words.get(guess, value)
    return value


LONGEST_WAIT = {"days": 730, "weeks": 104, "months": 24}
"""How far ahead a reminder may be: two years."""


def wait(ctx: Context, setting: Setting | None) -> Wait | None:
    """A stretch of time such as "3 months"."""
    if setting is None:
        return None
    amount, _, unit = plain(setting.value).rstrip(".").partition(" ")
    count, known = number(amount, ctx.page.words), ctx.page.words.units.get(unit, "")
    if known and count is not None and 0 < count <= LONGEST_WAIT[known]:
        return Wait(count=count, unit=known)
    _bad(ctx.page, setting, f"Write a number of days, weeks or months, two years at most:  {setting.key}: 3 months")
    return None


def date_column(ctx: Context, setting: Setting | None, heads: Sequence[str], fillable: Sequence[bool]) -> int | None:
    """Which column of a table takes dates. `fillable` says of each column whether it has a cell to fill in."""
    if setting is None or not heads:
        return None
    said = plain(setting.value)
    columns = {plain(head): at for at, head in enumerate(heads)}
    usable = [head for head, fits in zip(heads, fillable, strict=True) if fits and head]
    at = columns.get(said, columns.get(said.rstrip(".")))
    if at is not None and fillable[at]:
        return at
    guess = nearest(said, [plain(head) for head in usable])
    if at is not None:
        problem = f'No cell under "{heads[at]}" is empty, so nobody could write a date there.'
    else:
        problem = f'The table has no column with the heading "{setting.value}".'
    if guess:
        repair = f'Did you mean "{heads[columns[guess]]}"?'
    elif usable:
        named = ", ".join(f'"{head}"' for head in usable)
        repair = f"Write the heading of a column with cells to fill in. Here: {named}."
    else:
        repair = "Leave a cell of the column empty, for the learner to fill in."
    ctx.page.report(
        "dates-column", setting.line, setting.column, max(1, len(setting.value)), reason=problem, repair=repair
    )
    return columns[guess] if guess else None


def plan(ctx: Context, setting: Setting | None) -> tuple[str, bool]:
    """The section of the plan an answer goes to, and whether it waits until the learner moves it there."""
    if setting is None:
        return "", False
    named = {plain(name): name for name in ctx.plan or ()}
    value, words = setting.value.strip(), ctx.page.words
    name, comma, ending = value.rpartition(",")
    waits = bool(comma) and plain(value).rstrip(".") not in named and plain(ending).rstrip(".") in words.if_moved
    if waits:
        value = name.strip()
    said = plain(value).rstrip(".")
    if ctx.plan is None and not said:
        _bad(ctx.page, setting, f"Write the name of a part of the plan:  {setting.key}: Key decisions")
        return "", False
    if ctx.plan is None or ctx.page.is_variant:  # what its base says is what counts
        return value, waits
    if said in named:
        return named[said], waits
    guess = nearest(said, named)
    if not guess and comma and not waits:
        name = name.strip()
        guess = nearest(plain(name), named) if nearest(plain(ending), words.if_moved, reach=0.5) else ""
        waits = bool(guess)
    full = f"{named[guess]}{', only if I move it' if waits else ''}" if guess else ""
    ctx.page.report(
        "unknown-plan-section",
        setting.line,
        setting.column,
        max(1, len(setting.value)),
        name=value,
        maybe=f'Did you mean "{full}"? ' if guess else "",
        sections=" · ".join(ctx.plan),
    )
    return named.get(guess, ""), waits


def bank(ctx: Context, setting: Setting | None) -> str:
    """The name that questions of one bank share, as it is compared; empty for a question that stands alone."""
    if setting is None:
        return ""
    name = plain(setting.value).rstrip(".")
    if not name:
        _bad(ctx.page, setting, f"Give all questions of the bank the same name:  {setting.key}: power")
    return name


def listed(setting: Setting | None) -> list[tuple[str, int]]:
    """Pieces between commas, each with its column."""
    if setting is None:
        return []
    pieces: list[tuple[str, int]] = []
    start = 0
    for piece in setting.value.split(","):
        if piece.strip():
            pieces.append((piece.strip(), setting.column + start + len(piece) - len(piece.lstrip())))
        start += len(piece) + 1
    return pieces


def serves(ctx: Context, pieces: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
    """Ids of principles and features, each with its line and column; one that is not in the index is an error."""
    kept: list[str] = []
    for name, line, column in pieces:
        if ctx.serves is not None and name not in ctx.serves:
            guess = ctx.page.guess(name, ctx.serves)
            maybe = f'Did you mean "{guess}"? ' if guess else ""
            ctx.page.report("unknown-serves", line, column, len(name), id=name, maybe=maybe)
            name = guess
        if name and name not in kept:
            kept.append(name)
    return tuple(kept)


def facts(page: Page, pieces: Sequence[tuple[str, int, int]], key: str) -> tuple[str, ...]:
    """Numbers of facts, such as F20, each once, from (number, line, column)."""
    kept: list[str] = []
    for name, line, column in pieces:
        if not FACT.fullmatch(name):
            page.report("bad-fact", line, column, len(name), value=name, key=key)
        elif name not in kept:
            kept.append(name)
    return tuple(kept)


def minutes(page: Page, value: str, line: int, column: int, key: str) -> int:
    """A time such as "40 minutes", "1 hour 30 minutes" or a bare number, in whole minutes; 0 when not said."""
    said = plain(value).rstrip(".")
    if not said:
        return 0
    if said.isdigit() and len(said) < 5:
        return int(said)
    words = page.words
    total = 0.0
    rest = said
    for pattern in words.hours:
        if found := pattern.search(rest):
            amount = found["n"].replace(",", ".")
            if amount == "half an":
                total += 30
            elif amount.replace(".", "", 1).isdigit():
                total += float(amount) * 60
            else:
                total += (number(amount, words) or 0) * 60
            rest = rest[: found.start()] + rest[found.end() :]
    for pattern in words.minutes:
        if found := pattern.search(rest):
            total += int(found["n"])
            rest = rest[: found.start()] + rest[found.end() :]
    if total <= 0 or total > 10_000 or plain(rest).strip("., ") not in ("", "and", "a", "about", "tua"):
        page.report("bad-time", line, column, max(1, len(value)), value=value, key=key)
        return 0
    return round(total)


def file_target(setting: Setting | None) -> tuple[str, int]:
    """The path in "File: media/x.mp4" or "File: [Watch](media/x.mp4)", with its column."""
    if setting is None or not setting.value:
        return "", 0
    if found := LINK.search(setting.value):
        return found[1], setting.column + found.start(1)
    return setting.value.strip("<>"), setting.column
