"""A plan as plain words: what its PDF and its text hold, and what is left out of both. Nothing here is HTML."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..content.model import Exercise, Text
from ..language import Translate, date_words, day
from .rules import Plan, PlanAnswer, PlanPart

WIDTH = 78
"""Columns of the plain text."""

Bare = Callable[[Text | None], str]
"""A trainer's text as bare words."""


@dataclass(frozen=True, kw_only=True)
class Line:
    words: str
    """As it was written, with its own line breaks."""
    kind: str = "text"
    """text, item (of a list), number (of a list in order) or label (stands above what follows)."""
    rtl: bool = False
    """Whether it is read from right to left."""


@dataclass(frozen=True, kw_only=True)
class Block:
    title: str
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class SheetPart:
    title: str
    about: str
    serves: str
    stands: str
    """Such as "Still to agree"; empty for most."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """Every word of the copy, in the reader's language where it is ours."""

    language: str
    course_language: str
    """Of the names of the parts."""
    title: str
    course: str
    by: str
    made: str
    parts: tuple[SheetPart, ...]
    open_words: str
    left_open: tuple[str, ...]
    """Names of the parts with nothing in them yet."""


def sheet_of(
    plan: Plan, _: Translate, *, language: str, course_language: str, course: str, name: str, now: datetime, bare: Bare
) -> PlanSheet:
    """What a copy of this plan holds: what is in it and not left out, and nothing that waits to be moved in."""
    numbers = {part.section.id: number for number, part in enumerate(plan.parts, 1)}
    return PlanSheet(
        language=language,
        course_language=course_language,
        title=_("My plan"),
        course=course,
        by=name,
        made=_("Made on %(day)s from what was saved then.", day=day(now, language)),
        parts=tuple(_part(part, numbers[part.section.id], _, language, bare) for part in plan.shown()),
        open_words=_("Nothing here yet:"),
        left_open=tuple(part.section.name for part in plan.left_open()),
    )


def _part(part: PlanPart, number: int, _: Translate, language: str, bare: Bare) -> SheetPart:
    blocks = [_block(answer, _, language, bare) for answer in part.answers]
    if part.own.text.strip():
        own = Line(words=part.own.text, rtl=is_right_to_left(part.own.text))
        blocks.append(Block(title=_("In my own words"), language=language, lines=(own,)))
    serves = _("It serves all the principles.") if part.serves_all else ""
    if part.serves and not serves:
        serves = f"{_('It serves:')} {' · '.join(part.serves)}"
    return SheetPart(
        title=f"{number}. {part.section.name}",
        about=" ".join(bare(part.section.text).split()),
        serves=serves,
        stands=_("Still to agree") if part.own.stands == "agree" else "",
        blocks=tuple(blocks),
    )


def _block(answer: PlanAnswer, _: Translate, language: str, bare: Bare) -> Block:
    lines = list(lines_of(answer.source.exercise, answer.value, _, language, bare))
    if answer.state == "on_paper":
        lines.append(Line(words=_("You did this on paper.")))
    elif answer.state == "in_talk":
        lines.append(Line(words=_("You talked this through.")))
    return Block(title=answer.source.exercise.title, language=answer.source.module.language, lines=tuple(lines))


def lines_of(exercise: Exercise, value: dict[str, Any], _: Translate, language: str, bare: Bare) -> Iterator[Line]:
    """What somebody wrote, whatever the kind of exercise was then: the shape of the value decides, as on the page."""
    if value.get("date"):
        yield Line(words=date_words(str(value["date"]), language))
    if value.get("text"):
        yield _said(value["text"])
    yield from (_said(line, "item") for line in value.get("lines", ()) if line)
    for name, label in (("know", _("What I know")), ("unknown", _("What I don’t know"))):
        if value.get(name):
            yield Line(words=label, kind="label")
            yield _said(value[name])
    yield from _cells(exercise, value.get("cells", {}), language, bare)
    marks, notes = value.get("marks") or {}, value.get("notes") or {}
    for item in exercise.items:
        said = ". ".join(str(one[item.key]) for one in (marks, notes) if one.get(item.key))
        if said:
            yield _said(f"{_flat(bare(item.text))}: {said}", "item")
    known = {item.key: item for item in exercise.items}
    yield from (_said(note, "item") for key, note in notes.items() if key not in known)
    yield from (_said(_flat(bare(known[key].text)), "number") for key in value.get("order", ()) if key in known)
    if (card := known.get(str(value.get("card", "")))) is not None:
        yield _said(" ".join(one for one in (card.name, _flat(bare(card.text))) if one))


def _cells(exercise: Exercise, cells: dict[str, str], language: str, bare: Bare) -> Iterator[Line]:
    """Row by row, each with its name, and the cells with those of their columns; then cells that have left the table.

    Cells that do not fit on a line together have one each: whole sentences with semicolons between are hard to read.
    """
    shown = set()
    for row in exercise.rows:
        name = next((_flat(bare(cell)) for cell in row.cells if cell is not None), "")
        written = []
        for column, cell in enumerate(row.cells):
            place = f"{row.key}/{column}"
            if cell is not None or not cells.get(place):
                continue
            shown.add(place)
            head = _flat(bare(exercise.heads[column])) if column < len(exercise.heads) else ""
            words = date_words(cells[place], language) if column == exercise.date_column else cells[place]
            written.append(f"{_led(head)} {words}" if head else words)
        if written:
            one_line = "; ".join(written)
            if len(one_line) + len(name) > WIDTH and len(written) > 1:
                yield _said("\n".join([*([_led(name)] if name else []), *written]), "item")
            else:
                yield _said(f"{_led(name)} {one_line}" if name else one_line, "item")
    yield from (_said(words, "item") for place, words in cells.items() if place not in shown)


def _said(words: object, kind: str = "text") -> Line:
    text = str(words)
    return Line(words=text, kind=kind, rtl=is_right_to_left(text))


def _led(words: str) -> str:
    """A name with the mark that leads to what it names: "Who:", but "Who decides?"."""
    return words if words.endswith(("?", "!", ".", ":")) else f"{words}:"


def _flat(words: str) -> str:
    return " ".join(words.split())


def is_right_to_left(words: str) -> bool:
    """Whether the first letter with a direction of its own is of a script written from right to left."""
    for letter in words:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


# --- as plain text ----------------------------------------------------------------------------------------------------


def as_text(sheet: PlanSheet) -> str:
    """The whole copy as plain text, at most 78 columns wide where words allow, ending in a line feed."""
    parts = [_underlined(sheet.title, "="), "\n".join(one for one in (sheet.course, sheet.by) if one), sheet.made]
    for part in sheet.parts:
        parts.append(_underlined(part.title, "-"))
        parts += [_wrapped(one) for one in (part.about, part.serves) if one]
        parts += [f"[{part.stands}]"] if part.stands else []
        for block in part.blocks:
            parts.append(
                f"{_led(block.title)}\n" + "\n".join(_in_text(line, at) for at, line in enumerate(block.lines, 1))
            )
    if sheet.left_open:
        parts.append(_wrapped(f"{sheet.open_words} {' · '.join(sheet.left_open)}"))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _in_text(line: Line, at: int) -> str:
    lead = {"item": "  - ", "number": f"  {at}. "}.get(line.kind, "  ")
    first, *rest = line.words.split("\n")
    return "\n".join([_wrapped(first, lead), *(_wrapped(one, " " * len(lead)) for one in rest)])


def _wrapped(words: str, lead: str = "") -> str:
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _underlined(words: str, mark: str) -> str:
    return f"{words}\n{mark * min(len(words), WIDTH)}"
