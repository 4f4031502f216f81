"""A scenario: every `##` is a scene, every choice a list line that links to one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from . import document, routes
from .activities import read_activity
from .activity_head import Head
from .choices import LINK, looks_like_choices, read_choices
from .context import Context
from .hats import Hats, read_hats
from .headings import ACTIVITY, activity_word, claim_id, find_ids
from .ids import rev
from .model import Callout, Choice, Heading, Media, Prose, Scenario, Scene, When
from .page import Page
from .scan import check_quotes, slug
from .scan_parts import HeadingPart, IdPart, ItemPart, ListPart, NotePart, Part, QuotePart, RulePart
from .words import nearest, plain

TALLY = re.compile(r"[^\W\d_][^\W\d]*(?:[ -][^\W\d]+)?")


@dataclass
class Section:
    """A `##` heading and what stands under it; the introduction has no heading."""

    head: HeadingPart | None = None
    role: str = ""
    """debrief, references, about, hats, or empty for a scene."""
    title: str = ""
    is_ending: bool = False
    ending_word: str = ""
    id_part: IdPart | None = None
    is_twin: bool = False
    """Another scene has the same heading, so no link can lead here."""
    id: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.head.line if self.head else 1

    @property
    def column(self) -> int:
        return self.head.column if self.head else 1


def read_scenario(ctx: Context, title: str) -> Scenario:
    """The whole page as a tree. Reports everything that can be seen from this page alone."""
    page = ctx.page
    find_ids(page)
    fields = document.common(ctx, title)
    tallies = _tallies(page)
    intro, sections = _sections(page)
    scenes = [section for section in sections if not section.role]
    for section in scenes:
        assert section.head is not None
        section.id = claim_id(page, section.id_part, section.head, section.title, "scene", "attempts")
    finder = _Finder(page, scenes)
    wearing = [section for section in sections if section.role == "hats"]
    hats, lead = read_hats(
        ctx, wearing[0].line if wearing else 0, [part for section in wearing for part in section.parts]
    )
    made = tuple(_scene(ctx, section, finder, tallies, hats) for section in scenes)
    aside: dict[str, list[Any]] = {"debrief": [], "references": [], "about": [], "hats": _body(ctx, lead, hats, "")}
    for section in sections:
        if section.role in ("debrief", "references", "about"):
            aside[section.role] += _body(ctx, section.parts, hats, "both" if section.role == "debrief" else "")
    opening = _body(ctx, intro, hats, "endings")
    hats.check_used()
    hats.check_all_read()
    pass_mark = document.scenario_pass_mark(page)
    if not scenes:
        page.report("no-scenes", max(1, page.details_end))
    found = routes.check_routes(page, scenes, made, tallies, pass_mark, broken=finder.broken)
    if scenes and not aside["debrief"] and any(scene.is_ending for scene in made):
        last = [section for section in scenes if section.is_ending][-1]
        if not any(section.role == "debrief" for section in sections):
            page.report("no-debrief", last.line)
    return Scenario(
        **fields,
        pass_mark=pass_mark,
        intro=tuple(opening),
        scenes=made,
        hats=hats.hats,
        hats_lead=tuple(aside["hats"]),
        debrief=tuple(aside["debrief"]),
        references=tuple(aside["references"]),
        about=tuple(aside["about"]),
        tallies=tallies,
        best_points=found.best_points,
        gauges=found.gauges,
    )


def _tallies(page: Page) -> tuple[str, ...]:
    detail = page.details.get("tallies")
    kept: list[str] = []
    for name, line, column in detail.listed() if detail else ():
        said = plain(name)
        if not TALLY.fullmatch(said) or said in page.words.points or said in kept:
            page.report("bad-tally", line, column, max(1, len(name)), value=name)
        else:
            kept.append(said)
    return tuple(kept)


# Sections --------------------------------------------------------------------------------------------------------------


def _sections(page: Page) -> tuple[list[Part], list[Section]]:
    intro = Section()
    sections: list[Section] = []
    current = intro
    before: Part | None = None
    names: dict[str, int] = {}
    for part in page.parts:
        if isinstance(part, HeadingPart) and part.level == 2:
            current = _open_section(page, part, names)
            sections.append(current)
        elif isinstance(part, HeadingPart) and part.level == 1:
            pass
        elif isinstance(part, IdPart) and before is current.head and current.head is not None:
            current.id_part = part
        elif not isinstance(part, NotePart):
            current.parts.append(part)
        if not isinstance(part, NotePart):
            before = part
    return intro.parts, sections


def _open_section(page: Page, part: HeadingPart, names: dict[str, int]) -> Section:
    role = page.words.sections.get(plain(part.text).strip(" .:*_"), "")
    if role in ("debrief", "references", "about", "hats"):
        return Section(part, role=role, title=part.text)
    section = Section(part, title=part.text)
    if found := ACTIVITY.match(part.text):
        word = plain(found[1])
        if word in page.words.endings:
            section.is_ending = True
        elif word not in page.words.activities and (guess := nearest(word, page.words.endings, reach=0.34)):
            page.report(
                "ending-spelling",
                part.line,
                part.column + found.start(1),
                len(found[1]),
                word=found[1],
                guess=guess.capitalize(),
            )
            section.is_ending = True
        if section.is_ending:
            section.ending_word = found[1]
            section.title = found[2].strip() or found[1]
    base = slug(part.text)
    if first := names.get(base):
        page.report("same-scene-name", part.line, part.column, max(1, len(part.text)), first=first)
        section.is_twin = True
    names.setdefault(base, part.line)
    return section


# Scenes ----------------------------------------------------------------------------------------------------------------


class _Finder:
    """Turns the target of a choice into the id of a scene."""

    def __init__(self, page: Page, scenes: list[Section]):
        self.page = page
        self.by_slug = {section.head.slug: section.id for section in reversed(scenes) if section.head}
        self.broken = False
        """Some choice leads nowhere, so nothing sure can be said about scores."""

    def __call__(self, target: str, line: int, column: int) -> str:
        wanted = target[1:]
        if wanted in self.by_slug:
            return self.by_slug[wanted]
        made = slug(wanted.replace("%20", " ").replace("_", " "))
        if made in self.by_slug:
            self.page.report("link-not-on-github", line, column, len(target), target=target, guess=f"#{made}")
            return self.by_slug[made]
        guess = self.page.guess(wanted, self.by_slug)
        if not guess:
            guess = next((anchor for anchor, scene in self.by_slug.items() if wanted and scene == wanted), "")
        if not guess and wanted:
            guess = next((anchor for anchor in self.by_slug if anchor.endswith("-" + wanted)), "")
        maybe = f'Did you mean "#{guess}"? ' if guess else ""
        self.page.report("unknown-scene", line, column, len(target), target=target, maybe=maybe)
        self.broken = True
        return self.by_slug.get(guess, "")


def _scene(ctx: Context, section: Section, finder: _Finder, tallies: tuple[str, ...], hats: Hats) -> Scene:
    page = ctx.page
    body: list[Part] = []
    items: list[ItemPart] = []
    lists: list[ListPart] = []
    told = False
    for part in section.parts:
        if isinstance(part, ListPart) and looks_like_choices(part):
            lists.append(part)
        elif lists and not isinstance(part, RulePart | IdPart):
            if not told:
                page.report("text-after-choices", part.line)
                told = True
        else:
            body.append(part)
    if not lists and not section.is_ending and body and isinstance(last := body[-1], ListPart):
        lists.append(last)
        body.pop()
    for part in lists:
        items += part.items
    if section.is_ending and lists:
        page.report("ending-goes-on", lists[0].line, first=section.line, word=section.ending_word)
        for item in items:
            for link in LINK.finditer(item.lines[0]):
                page.claimed.add((item.line, item.column + link.start()))
        items = []
    choices, gates = read_choices(ctx, section.id, items, finder, tallies, hats) if items else ((), ())
    if len(choices) + len(gates) < len(items):
        finder.broken = True
    assert section.head is not None
    shown = _body(ctx, body, hats, "both")
    return Scene(
        id=section.id,
        title=section.title,
        slug=section.head.slug,
        line=section.line,
        is_ending=section.is_ending,
        body=tuple(shown),
        choices=choices,
        gates=gates,
        wording_rev=rev(
            section.title,
            [_words(block) for block in shown],
            [_choice_words(choice) for choice in choices],
        ),
        meaning_rev=rev(
            section.is_ending,
            sorted((choice.key, choice.to, choice.effects) for choice in choices),
            [(gate.tally, gate.at_least, gate.to) for gate in gates],
        ),
    )


def _words(block: Heading | Prose | Callout | Media | When) -> object:
    if isinstance(block, When):
        return [block.text.markdown, block.hats, block.endings]
    return block.prompt.markdown + block.title if isinstance(block, Media) else block.text.markdown


def _choice_words(choice: Choice) -> list[object]:
    words: list[object] = [choice.text.markdown, choice.consequence.markdown if choice.consequence else ""]
    return [*words, *map(_words, choice.more)]


def _body(ctx: Context, parts: list[Part], hats: Hats, known: str) -> list[Any]:
    """Text, callouts, recordings and passages for some learners, in the order written.

    `known` says what such a passage can ask about here: both, endings (of earlier stories), or empty for neither.
    """
    page = ctx.page
    blocks: list[Any] = []
    prose: list[Part] = []

    def flush() -> None:
        while prose and isinstance(prose[-1], RulePart):
            prose.pop()
        if prose:
            text = ctx.joined(prose)
            if text.markdown:
                blocks.append(Prose(text=text))
            prose.clear()

    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if isinstance(part, HeadingPart):
            flush()
            named = activity_word(part.text, page.words)
            if named and named[0] in ("video", "audio"):
                kind, word, title = named
                identity: IdPart | None = None
                if at < len(parts) and isinstance(following := parts[at], IdPart):
                    identity = following
                    at += 1
                media: list[Part] = []
                while at < len(parts) and not isinstance(parts[at], HeadingPart | RulePart):
                    media.append(parts[at])
                    at += 1
                made = claim_id(page, identity, part, title, "recording", "notes about it")
                blocks.append(read_activity(ctx, Head(part, kind, word, title or word, made), media))
                continue
            if named:
                page.report("activity-in-scenario", part.line, part.column, len(named[1]), word=named[1])
                if at < len(parts) and isinstance(parts[at], IdPart):
                    at += 1
            if part.text:
                blocks.append(Heading(level=min(part.level, 4), text=ctx.text(part.text, part.line), slug=part.slug))
        elif isinstance(part, QuotePart) and part.kind:
            check_quotes(page, part)
            flush()
            blocks.append(Callout(kind=part.kind, text=ctx.text("\n".join(part.lines).strip(), part.line + 1)))
        elif isinstance(part, QuotePart) and (
            passages := hats.passages(ctx, part, hats=known == "both", endings=known != "")
        ):
            flush()
            blocks += passages if known else [Prose(text=passage.text) for passage in passages]
        elif isinstance(part, IdPart):
            written = part.id.removeprefix("\0")
            page.report("id-without-heading", part.line, part.column, max(1, len(written)), id=written, thing="scene")
        elif isinstance(part, RulePart):
            if prose:
                prose.append(part)
        else:
            prose.append(part)
    flush()
    return blocks
