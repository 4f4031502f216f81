"""What every page says about itself in its details block."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from . import setting_values as say
from .context import Context
from .ids import GOOD_ID, LONGEST_ID, id_from
from .model import Footnote, PassMark
from .page import Detail, Page
from .scan_parts import NotePart
from .words import plain

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
POINTS = re.compile(r"(\d+)\s+([^\W\d_]+(?: [^\W\d_]+)?)")
PERCENT = re.compile(r"(\d{1,3})\s?%")


def page_id(page: Page) -> str:
    """The id in the details, or one made from the file's name."""
    detail = page.details.get("id")
    made = id_from(page.name.replace("-", " "), "page") if not GOOD_ID.fullmatch(page.name) else page.name
    if detail is None or not detail.text:
        if page.details_end:
            page.report("no-id", detail.line if detail else 1, guess=made)
        return made
    if not GOOD_ID.fullmatch(detail.text) or len(detail.text) > LONGEST_ID:
        good = id_from(detail.text, "page")
        page.report("bad-id", detail.line, detail.column, len(detail.text), id=detail.text, guess=good)
        return good
    return detail.text


def common(ctx: Context, title: str) -> dict[str, Any]:
    """The fields that `Module` and `Scenario` share. The pass mark is read later, when its total is known."""
    page = ctx.page
    details = page.details
    time = details.get("time")
    stage = details.get("stage")
    return {
        "id": ctx.document,
        "name": page.name,
        "path": page.path,
        "title": title,
        "language": page.language,
        "easy_read": page.easy,
        "minutes": say.minutes(page, time.text, time.line, time.column, "time") if time else 0,
        "stage": say.known_stage(ctx, stage.text, stage.line, stage.column) if stage and stage.text else "",
        "authors": names(details.get("authors")),
        "licence": text_of(details.get("licence")),
        "last_checked": day(page, "last checked"),
        "review_due": day(page, "review due"),
        "footnotes": footnotes(ctx),
        "digest": page.digest,
    }


def names(detail: Detail | None) -> tuple[str, ...]:
    return tuple(text for text, _, _ in detail.listed() if text) if detail else ()


def text_of(detail: Detail | None) -> str:
    return detail.text if detail else ""


def day(page: Page, key: str) -> str:
    """A date as YYYY-MM-DD, or an empty text."""
    detail = page.details.get(key)
    if detail is None or not detail.text:
        return ""
    try:
        if DATE.fullmatch(detail.text):
            return date.fromisoformat(detail.text).isoformat()
    except ValueError:
        pass
    page.report("bad-date", detail.line, detail.column, len(detail.text), value=detail.text, key=key)
    return ""


def reading_age(page: Page) -> int | None:
    """The reading age the page aims at, when it says one."""
    detail = page.details.get("reading age")
    if detail is None or not detail.text:
        return None
    if detail.text.isdigit() and len(detail.text) < 3 and 7 <= int(detail.text) <= 18:
        return int(detail.text)
    page.report("bad-reading-age", detail.line, detail.column, len(detail.text), value=detail.text)
    return None


def footnotes(ctx: Context) -> tuple[Footnote, ...]:
    """Footnotes in the order they are pointed at; reports those that are missing, unused or there twice."""
    page = ctx.page
    written: dict[str, NotePart] = {}
    for part in page.parts:
        if isinstance(part, NotePart):
            if part.label in written:
                page.report(
                    "footnote-twice",
                    part.line,
                    part.column - 2,
                    len(part.label) + 3,
                    label=part.label,
                    first=written[part.label].line,
                )
            else:
                written[part.label] = part
    missing: set[str] = set()
    for mark in page.footrefs:
        if mark.label not in written and mark.label not in missing:
            missing.add(mark.label)
            near = [label for label in written if label[:1] == mark.label[:1] or label in mark.label]
            maybe = f"Did you mean [^{near[0]}]? If not, add" if near else "Add"
            page.report(
                "footnote-missing",
                mark.line,
                mark.column,
                len(mark.label) + 3,
                label=mark.label,
                maybe=f"{maybe} a line at the end:  [^{mark.label}]: Your note.",
            )
            ctx.notes.pop(mark.label, None)
    for label, part in written.items():
        if label not in ctx.notes and not (missing and len(written) == 1):
            page.report("footnote-unused", part.line, part.column - 2, len(label) + 3, label=label)
    by_number = sorted((number, written[label]) for label, number in ctx.notes.items() if label in written)
    return tuple(
        Footnote(number=number, text=ctx.text("\n".join(part.lines).strip(), part.line), label=part.label)
        for number, part in by_number
    )


def module_pass_mark(page: Page, questions: int) -> PassMark | None:
    """ "2 of 3" against the number of questions that are not optional. Reports a mark that is missing or cannot be right."""
    detail = page.details.get("pass mark")
    many = f"{questions} question" + ("" if questions == 1 else "s")
    usual = f"{max(1, -(-questions * 2 // 3))} of {questions}" if questions != 2 else "1 of 2"
    if detail is None or not detail.text:
        if questions:
            page.report("no-pass-mark", detail.line if detail else 1, questions=many, guess=usual)
        return None
    value, line, column, width = detail.text, detail.line, detail.column, len(detail.text)
    if percent := PERCENT.fullmatch(value):
        need = -(-int(percent[1]) * questions // 100)
        return PassMark(need=min(need, questions), of=questions) if questions else None
    said = plain(value).rstrip(".")
    found = next((match for pattern in page.words.pass_of if (match := pattern.fullmatch(said))), None)
    if found is None:
        repair = f"Write how many of the questions are needed:  pass mark: {usual}"
        page.report("bad-pass-mark", line, column, width, value=value, repair=repair)
        return None
    need, of = int(found["need"][:6]), int(found["of"][:6])
    if of != questions:
        guess = f"{min(need, questions)} of {questions}"
        page.report(
            "pass-mark-total", line, column, width, of=of, questions=many if questions else "no questions", guess=guess
        )
        return PassMark(need=min(need, questions), of=questions) if questions else None
    if need > of:
        page.report("pass-mark-too-high", line, column, width, best=of, need=need)
    return PassMark(need=need, of=of)


def scenario_pass_mark(page: Page) -> PassMark | None:
    """ "4 points". A scenario without a pass mark is finished by reaching any ending."""
    detail = page.details.get("pass mark")
    if detail is None or not detail.text:
        return None
    found = POINTS.fullmatch(plain(detail.text).rstrip("."))
    if found and found[2] in page.words.points:
        return PassMark(need=int(found[1][:6]))
    repair = "Write how many points are needed:  pass mark: 4 points"
    page.report("bad-pass-mark", detail.line, detail.column, len(detail.text), value=detail.text, repair=repair)
    return None
