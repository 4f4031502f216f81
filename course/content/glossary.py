"""The glossary, modules/glossary.md: every `##` is a term, and what stands below says what it means."""

from __future__ import annotations

import re

from . import document
from .context import Context
from .headings import find_ids
from .model import Glossary, Term, Text
from .page import Page
from .scan_parts import HeadingPart, IdPart, NotePart, Part, RulePart, TextPart
from .words import plain

FORMS = re.compile(r"\s*([^\W\d_]{2,14})[ \t]*:[ \t]*(.*)$")
COMMA = re.compile(r"[^,;]+")


def read_glossary(ctx: Context, title: str) -> Glossary:
    """The whole page as terms. Reports a term without a meaning, one that is there twice, and forms that two terms share."""
    page = ctx.page
    find_ids(page)
    fields = document.common(ctx, title)
    intro: list[Part] = []
    entries: list[tuple[HeadingPart, list[Part]]] = []
    for part in page.parts:
        if isinstance(part, HeadingPart):
            if part.level > 1 and part.text:
                entries.append((part, []))
        elif not isinstance(part, IdPart | NotePart | RulePart):
            (entries[-1][1] if entries else intro).append(part)
    names = _names(page, entries)
    taken = dict(names)
    terms = tuple(_term(ctx, head, parts, taken) for head, parts in entries if names[_said(head.text)] == head.line)
    return Glossary(**fields, terms=terms, intro=ctx.joined(intro) if intro else None)


def _names(page: Page, entries: list[tuple[HeadingPart, list[Part]]]) -> dict[str, int]:
    """Each term in small letters, with the line of its first heading."""
    names: dict[str, int] = {}
    for head, _ in entries:
        first = names.setdefault(_said(head.text), head.line)
        if first != head.line:
            page.report("term-twice", head.line, head.column, len(head.text), term=head.text, first=first)
    return names


def _term(ctx: Context, head: HeadingPart, parts: list[Part], taken: dict[str, int]) -> Term:
    """One term. `taken` says on which line each name or form already belongs to a term; its own forms are added."""
    also: dict[str, str] = {}
    while parts and isinstance(top := parts[0], TextPart):
        found = FORMS.match(top.lines[0])
        if not found or plain(found[1]) not in ctx.page.words.also:
            break
        also |= _forms(ctx.page, head, top.line, found, taken)
        rest = [TextPart(top.line + 1, top.end, top.lines[1:])] if len(top.lines) > 1 else []
        parts = [*rest, *parts[1:]]
    text = ctx.joined(parts) if parts else Text(markdown="", line=head.line)
    if not text.markdown.strip():
        ctx.page.report("term-empty", head.line, head.column, len(head.text), term=head.text)
    return Term(
        name=head.text.strip(" *_`"),
        slug=head.slug or f"line-{head.line}",
        also=tuple(also.values()),
        text=text,
        line=head.line,
    )


def _forms(page: Page, head: HeadingPart, line: int, found: re.Match[str], taken: dict[str, int]) -> dict[str, str]:
    """What one `Also:` line adds to a term: each new form by what it is compared by. Adds them to `taken` too."""
    forms: dict[str, str] = {}
    for piece in COMMA.finditer(found[2]):
        form = piece[0].strip(" .*_`")
        said = _said(form)
        if not said or said == _said(head.text):
            continue
        first = taken.setdefault(said, head.line)
        if first != head.line:
            column = found.start(2) + piece.start() + piece[0].index(form) + 1
            page.report("term-clash", line, column, len(form), form=form, first=first)
        else:
            forms.setdefault(said, form)
    return forms


def _said(text: str) -> str:
    return plain(text).strip(" .*_`")
