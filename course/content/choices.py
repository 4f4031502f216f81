"""Choices and automatic routing: the list at the end of a scene."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .context import Context
from .hats import Hats, outcome
from .model import Choice, Gate
from .page import Page
from .scan_parts import ItemPart, ListPart
from .words import Words, first_match, nearest, number, plain

LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()]*\))?[^()\s<>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
SEPARATOR = re.compile(r"\s*(—|―|‒|–|--+|-|−)?(\s*)")
PIECE = re.compile(r"\s*([+\-−–]?)(\s*)(\S+)(?:\s+(.*?))?\s*$")
BETWEEN = re.compile(r"\s*(?:,|;|\band\b|\ba\b(?= \d))\s*")
UNREAD = "?"
"""What is counted by a line that could not be read: it still leads somewhere, so the scene there can be reached."""
GATE_LIKE = re.compile(r"(?:if|otherwise|os|fel arall)\b", re.IGNORECASE)

FindScene = Callable[[str, int, int], str]
"""Target, line and column: the id of the scene it leads to; reports one that is not there."""


def looks_like_choices(part: ListPart) -> bool:
    """Whether a list is what a learner chooses from: one of its lines links to a scene, or routes by a score."""
    return any(
        line.startswith("[[") or "](#" in line or GATE_LIKE.match(line) or LINK.match(line)
        for line in (item.lines[0] for item in part.items)
    )


@dataclass
class Draft:
    """A choice while it is being read."""

    item: ItemPart
    words: str
    to: str
    effects: tuple[tuple[str, int], ...]
    under: list[str]
    """What happened, as written."""
    under_at: list[int]
    """The line of each."""


def read_choices(
    ctx: Context, scene: str, items: list[ItemPart], find: FindScene, tallies: tuple[str, ...], hats: Hats
) -> tuple[tuple[Choice, ...], tuple[Gate, ...]]:
    """The choices of a scene, or its routing lines."""
    drafts: list[Draft] = []
    gates: list[Gate] = []
    gate_lines: list[int] = []
    otherwise_line = 0
    for item in items:
        if GATE_LIKE.match(item.lines[0]):
            gate = _gate(ctx, item, find, tallies)
            if otherwise_line:
                ctx.page.report("otherwise-first", item.line, first=otherwise_line)
            if gate is not None:
                gates.append(gate)
                gate_lines.append(item.line)
                if not gate.tally:
                    otherwise_line = otherwise_line or item.line
            elif plain(item.lines[0]).startswith(("otherwise", "fel arall")):
                otherwise_line = otherwise_line or item.line
            else:
                gate_lines.append(item.line)
        else:
            draft = _choice(ctx.page, item, find, tallies)
            if draft is not None:
                drafts.append(draft)
    if gate_lines and drafts:
        ctx.page.report("gates-and-choices", gate_lines[0])
    elif gate_lines and not otherwise_line:
        ctx.page.report("no-otherwise", gate_lines[0])
    _check_same(ctx.page, drafts)
    keys = ctx.keys.of(scene, [draft.words for draft in drafts])
    choices = []
    for key, draft in zip(keys, drafts, strict=True):
        happened, more = outcome(ctx, draft.under, draft.under_at, hats)
        text = ctx.text(draft.words, draft.item.line)
        choices.append(Choice(key=key, text=text, to=draft.to, effects=draft.effects, consequence=happened, more=more))
    return tuple(choices), tuple(gates)


def _check_same(page: Page, drafts: list[Draft]) -> None:
    seen: dict[str, int] = {}
    for draft in drafts:
        said = plain(draft.words)
        if first := seen.get(said):
            page.report("same-choice", draft.item.line, draft.item.column, len(draft.words) + 2, first=first)
        seen.setdefault(said, draft.item.line)


def _choice(page: Page, item: ItemPart, find: FindScene, tallies: tuple[str, ...]) -> Draft | None:
    line = item.lines[0]
    if line.startswith("[["):
        page.report("double-brackets", item.line, item.column)
        return None
    link = LINK.search(line)
    if link is None:
        if not line:
            page.report("empty-answer", item.line, thing="choice")
        else:
            page.report("choice-no-link", item.line, item.column, words=line.rstrip("."))
        return None
    words, target = link[1].strip(), link[2]
    rest, rest_at = line[link.end() :], item.column + link.end()
    rest_line = item.line
    under = item.lines[1:]
    under_at = item.starts[1:]
    if not rest.strip() and under and under[0].strip() and _only_effects(under[0], page.words, tallies):
        rest, rest_line = under[0], under_at[0]
        rest_at = page.column_of(rest_line, rest.strip())
        under, under_at = under[1:], under_at[1:]
    before = line[: link.start()].strip()
    page.claimed.add((item.line, item.column + link.start()))
    if not words:
        page.report(
            "link-empty", item.line, item.column + link.start(), link.end() - link.start(), lacks="has no words"
        )
    to = ""
    if not target.startswith("#"):
        page.report(
            "choice-leaves",
            item.line,
            item.column + link.start(2),
            max(1, len(target)),
            words=words or "Words",
        )
    else:
        to = find(target, item.line, item.column + link.start(2))
    effects: tuple[tuple[str, int], ...] = ()
    if before or not _only_effects(rest, page.words, tallies):
        together = " ".join(piece for piece in (before, words, rest.strip()) if piece)
        page.report(
            "choice-words-outside",
            item.line,
            item.column if before else rest_at + len(rest) - len(rest.lstrip()),
            max(1, len(before or rest.strip())),
            words=together.rstrip("."),
            target=target,
        )
    else:
        effects = _effects(page, rest, rest_line, rest_at, tallies)
    while under and not under[0].strip():
        under, under_at = under[1:], under_at[1:]
    return Draft(item, words, to, effects, under, under_at)


# What a choice adds and takes away -------------------------------------------------------------------------------------


def _only_effects(rest: str, words: Words, tallies: tuple[str, ...]) -> bool:
    """Whether what follows the link is meant as points: nothing, something in brackets, or a dash and a number or tally."""
    bare = rest.strip().rstrip(".").strip()
    if bare.startswith(">"):
        return False
    if not bare or bare.startswith("(") and bare.endswith(")"):
        return True
    split = SEPARATOR.match(bare)
    body = bare[split.end() :] if split else bare
    first = plain(body.split(" ", 1)[0]).lstrip("+-−–")
    last = plain(body).rsplit(" ", 1)[-1]
    known = first[:1].isdigit() or first in words.numbers
    counted = last in words.points or last in tallies
    if split and split[1]:
        return known or counted or len(body.split()) <= 2
    return (known and len(body.split()) <= 3) or counted


def _effects(page: Page, rest: str, line: int, column: int, tallies: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    text = rest.rstrip().rstrip(".")
    offset = len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return ()
    if text.startswith("("):
        text, offset = text[1:-1], offset + 1
    else:
        split = SEPARATOR.match(text)
        if split and split[1]:
            dash, space = split[1], split[2]
            number_next = _starts_with_number(text[split.end() :], page.words)
            if number_next and (dash == "-" and space or dash == "–" and not space):
                gain = text[split.end() :].partition(",")[0].strip()
                page.report("unclear-sign", line, column + offset, gain=gain)
                text, offset = text[split.end() :], offset + split.end()
            elif dash in "-−" and not space and number_next:
                pass
            else:
                text, offset = text[split.end() :], offset + split.end()
    found: dict[str, int] = {}
    start = 0
    for piece, at in _pieces(text):
        start = column + offset + at
        effect = _effect(page, piece, line, start, tallies)
        if effect is not None:
            if effect[0] in found:
                page.report("bad-points", line, start, len(piece), value=text)
            found[effect[0]] = effect[1]
    return tuple(found.items())


def _pieces(text: str) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    start = 0
    for cut in BETWEEN.finditer(text):
        pieces.append((text[start : cut.start()], start))
        start = cut.end()
    pieces.append((text[start:], start))
    return [(piece, at) for piece, at in pieces if piece.strip()]


def _starts_with_number(text: str, words: Words) -> bool:
    first = plain(text.split(" ", 1)[0]) if text else ""
    return first[:1].isdigit() or first in words.numbers


def _effect(page: Page, piece: str, line: int, column: int, tallies: tuple[str, ...]) -> tuple[str, int] | None:
    split = PIECE.match(piece)
    amount = number(split[3], page.words) if split else None
    if split is None or amount is None or not split[4]:
        page.report("bad-points", line, column, max(1, len(piece.strip())), value=piece.strip())
        return None
    if split[1] == "-" and split[2]:
        page.report("unclear-sign", line, column + split.start(1), gain=piece[split.start(3) :].strip())
    sign = -1 if split[1] in ("-", "−", "–") and split[1] else 1
    tally = known_tally(page, split[4], line, column + split.start(4), tallies)
    return (tally, sign * amount) if tally else None


def known_tally(page: Page, written: str, line: int, column: int, tallies: tuple[str, ...]) -> str:
    """The name of what is counted, "points" among them; reports a name that nothing has and reads a near miss as meant."""
    said = plain(written)
    if said in page.words.points:
        return "points"
    for name in (said, said.removesuffix("s"), said.removeprefix("of "), said + "s"):
        if name in tallies:
            return name
    if not page.details_end:
        return said  # The details that would name it cannot be read, and that has been said.
    guess = nearest(said, (*tallies, *page.words.points), reach=0.4)
    repair = f'Did you mean "{guess}"?' if guess else f"To count it, add it to the details block:  tallies: [{said}]"
    page.report("unknown-tally", line, column, max(1, len(written)), word=written, repair=repair)
    return "points" if guess in page.words.points else guess


# Routing ---------------------------------------------------------------------------------------------------------------


def _gate(ctx: Context, item: ItemPart, find: FindScene, tallies: tuple[str, ...]) -> Gate | None:
    page = ctx.page
    line = " ".join(part.strip() for part in item.lines)
    words = page.words
    otherwise = first_match(words.otherwise, line)
    gate = None if otherwise else first_match(words.gate, line)
    found = otherwise or gate
    amount = number(gate["count"], words) if gate else 0
    if found is None or amount is None:
        page.report("gate-not-read", item.line, item.column, len(item.lines[0]))
        near = LINK.search(item.lines[0])
        if near is None or not near[2].startswith("#"):
            return None
        page.claimed.add((item.line, item.column + near.start()))
        to = find(near[2], item.line, item.column + near.start(2))
        return Gate(tally=UNREAD, at_least=0, words=ctx.text(near[1], item.line), to=to)
    tally = known_tally(page, gate["tally"], item.line, item.column + gate.start("tally"), tallies) if gate else ""
    link = LINK.match(line, found.start("rest"))
    if link is None:
        page.report("choice-no-link", item.line, item.column, words="What happens")
        return None
    if link.end() < len(line.rstrip(" .")):
        page.report("gate-not-read", item.line, item.column, len(item.lines[0]))
    page.claimed.add((item.line, item.column + link.start()))
    if not link[2].startswith("#"):
        page.report("choice-leaves", item.line, item.column + link.start(2), max(1, len(link[2])), words=link[1])
        return None
    to = find(link[2], item.line, item.column + link.start(2))
    if gate and not tally:
        return None
    return Gate(tally=tally, at_least=amount, words=ctx.text(link[1].strip(), item.line), to=to)
