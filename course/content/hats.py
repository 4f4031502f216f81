"""Your hat: whose eyes a learner looks through in a story, and the passages that only some learners are shown.

A passage is a block quote that begins with who it is for, in bold: "If you are Joe:", "If you are Joe or Sam:", or, for an
earlier story, "If you ended at [Warm but blurred](first-cup-of-tea.md#ending-warm-but-blurred):".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .activities import bold_name, item_words
from .context import Context
from .ids import rev
from .model import Hat, Prose, Scenario, Text, When
from .page import Page, Pointer
from .scan_parts import ItemPart, ListPart, Part, QuotePart, tidy_nested
from .words import plain

HATS = "your hat"
"""What the side file calls the list of hats. No scene can have this id, because of its blank."""
FEWEST = 2

HEAD = re.compile(r"[ \t]*(\*\*|__)\s*((?:if|os)\b.{1,600}?)\s*(?::\s*\1|\1\s*:)[ \t]*", re.IGNORECASE | re.DOTALL)
"""Who a passage is for: bold, with the colon inside or after it."""
NOT_BOLD = re.compile(
    r"[ \t]*((?:if you(?: are|'re|’re| ended)|os chi yw|os g?orffennoch)\b[^:\n]{1,300}?):", re.IGNORECASE
)
NO_COLON = re.compile(r"[ \t]*(\*\*|__)\s*((?:if|os)\b[^*_\n]{1,300}?)\s*\1(?!\s*:)", re.IGNORECASE)
"""Bold words that say who a passage is for, with the colon left out."""
SLIP = re.compile(r"if\s+(?:i\s+am|i['’]m|your|youre|you['’]re|you)\s+(.+)", re.IGNORECASE | re.DOTALL)
"""Nearly how it starts; it is meant when the name of a hat follows."""
MEANT = re.compile(r"(?:if you|os)\b", re.IGNORECASE)
"""A bold start that is surely meant for some learners."""
STARTS = re.compile(r"[ \t]*(?:\*\*|__)\s*(?:if you|os)\b", re.IGNORECASE)
UNREAD = re.compile(
    r"(?:[ \t]*(?:[>|]|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[!\w+\]))*+[ \t]*+"
    r"[*_]{0,3}((?:if|os)\b[^:\n]{1,300}?)[*_]{0,3}[ \t]*:",
    re.IGNORECASE,
)
"""The same in a list, a table, a callout, a quote inside a quote or a paragraph: there nothing makes it for some only."""
LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?([^()\s<>]*)>?\s*\)")
OR = re.compile(r"\s*[,;]\s*(?:(?:or|and|neu|ac?)\s+)?|\s+(?:or|and|neu|ac?)\s+")
BETWEEN_ENDINGS = re.compile(
    r"(?:[\s,;]+|(?:or|and|at|with|in|the|neu|ac?|yn|ar|gyda(?:'r)?|yr?)(?![^\W_]))*+", re.IGNORECASE
)
"""What may stand around the links to endings. With any other word, such as "unless", the passage means something else."""
NOT_A_FIRST_NAME = frozenset(
    "the a an y yr dr mr mrs ms miss mx prof professor sir dame lord lady cllr councillor nurse sister".split()
)
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


@dataclass
class Hats:
    """The hats of one story while it is being read."""

    page: Page
    hats: tuple[Hat, ...] = ()
    line: int = 0
    """Of the section's heading; 0 when the story has none."""
    by_name: dict[str, str] = field(default_factory=dict)
    """Whole name or first name: key."""
    used: set[str] = field(default_factory=set)
    read_at: set[int] = field(default_factory=set)
    """Lines on which a passage starts, or what was surely meant as one."""
    told: bool = False
    """It has been said that the section is missing."""

    def passages(self, ctx: Context, part: QuotePart, *, hats: bool = True, endings: bool = True) -> list[When]:
        """What a block quote holds when it is for some learners; nothing for any other quote.

        `hats` and `endings` say which of the two can be known where it stands.
        """
        return self.read(ctx, part.lines, range(part.line, part.line + len(part.lines)), hats, endings)

    def read(
        self, ctx: Context, lines: Sequence[str], at: Sequence[int], hats: bool = True, endings: bool = True
    ) -> list[When]:
        """The same from lines without their marks, and the line each is on."""
        found: list[When] = []
        cuts = [place for place, line in enumerate(lines) if place == 0 or STARTS.match(line)]
        for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True):
            passage = self._passage(ctx, "\n".join(lines[start:end]), at[start], hats, endings)
            if passage is None and not found:
                return []
            if passage is not None:
                found.append(passage)
                self.read_at.add(at[start])
        return found

    def check_used(self) -> None:
        """Say which hats nobody would notice wearing."""
        for hat in self.hats if len(self.hats) >= FEWEST else ():
            if hat.key not in self.used:
                self.page.report("hat-not-used", hat.text.line, name=hat.name, short=hat.short)

    def check_all_read(self) -> None:
        """Say which words for some learners stand where everybody would see them."""
        for line, words in enumerate(self.page.lines, 1):
            if line in self.read_at or line in self.page.masked or not (found := UNREAD.match(words)):
                continue
            who, where = self._groups(found[1]) or ("", "")
            if where or any(self._key(name) for name in self._apart(who)):
                self.page.report(
                    "passage-for-everyone", line, found.start(1) + 1, len(found[1]), example=self._example()
                )

    def _passage(self, ctx: Context, quote: str, line: int, hats: bool, endings: bool) -> When | None:
        head = HEAD.match(quote)
        if head is None:
            bare, no_colon = NOT_BOLD.match(quote), NO_COLON.match(quote)
            for found, who in ((bare, bare and bare[1]), (no_colon, no_colon and no_colon[2])):
                if found and who and self.line and self._groups(who) is not None:
                    self.page.report("passage-not-read", line, self.page.column_of(line, who), example=self._example())
                    return When(text=ctx.text(quote[found.end() :].strip(), line))
            return None
        groups = self._groups(head[2])
        if groups is None:
            if not (self.line and (MEANT.match(head[2]) or self._is_slip(head[2]))):
                return None
            column = self.page.column_of(line, head[2].split("\n")[0])
            self.page.report("passage-not-read", line, column, len(head[2].split("\n")[0]), example=self._example())
            groups = ("", "")
        who, where = groups
        if (who and not hats) or (where and not endings):
            self.page.report("passage-not-here", line, self.page.column_of(line, head[2].split("\n")[0]))
        keys = tuple(dict.fromkeys(key for key in self._who(who, line, hats) if key))
        named = tuple(self._where(where, line))
        words = quote[head.end() :].strip()
        if not words:
            self.page.report("passage-empty", line, self.page.column_of(line, head[2].split("\n")[0]))
        return When(text=ctx.text(words, line), hats=keys, endings=named)

    def _is_slip(self, head: str) -> bool:
        found = SLIP.fullmatch(head)
        return found is not None and any(self._key(name) for name in OR.split(found[1]))

    def _groups(self, head: str) -> tuple[str, str] | None:
        """Who and which endings a head names."""
        said = " ".join(head.translate(_APOSTROPHES).split())
        for pattern in self.page.words.passage:
            if found := pattern.fullmatch(said):
                groups = found.groupdict()
                who, where = groups.get("who") or "", groups.get("where") or ""
                if not where or LINK.search(where) and BETWEEN_ENDINGS.fullmatch(LINK.sub(" ", where)):
                    return who, where
        return None

    def _who(self, names: str, line: int, hats: bool) -> Iterator[str]:
        if not names or not hats:
            return
        if not self.line:
            if not self.told:
                column = self.page.column_of(line, names.split(" ")[0])
                self.page.report("no-hats", line, column, len(names), name=names)
                self.told = True
            return
        if len(self.hats) < FEWEST:
            return  # That has been said, and these names are perhaps those that are missing.
        for name in self._apart(names):
            key = self._key(name)
            if not key:
                guess = self.page.guess(_said(name), self.by_name)
                known = ", ".join(hat.short for hat in self.hats)
                as_written = next((hat.short for hat in self.hats if self.by_name.get(guess) == hat.key), "")
                repair = f'Did you mean "{as_written}"?' if guess else f"The hats are: {known}."
                self.page.report(
                    "unknown-hat", line, self.page.column_of(line, name), max(1, len(name)), name=name, repair=repair
                )
                key = self.by_name.get(guess, "")
            self.used.add(key)
            yield key

    def _apart(self, names: str) -> Iterator[str]:
        """Each name of "Joe, Sandy and Co or Sam". The "and" of a hat called Sandy and Co is part of its name."""
        between = [found.span() for found in OR.finditer(names)]
        starts, ends = [0, *(end for _, end in between)], [*(start for start, _ in between), len(names)]
        at = 0
        while at < len(starts):
            last = next((to for to in range(len(ends) - 1, at, -1) if self._key(names[starts[at] : ends[to]])), at)
            yield names[starts[at] : ends[last]]
            at = last + 1

    def _key(self, name: str) -> str:
        return self.by_name.get(_said(name), "")

    def _where(self, places: str, line: int) -> Iterator[tuple[str, str]]:
        """The file and heading of each ending, until all stories are read and the ids of both are known."""
        for link in LINK.finditer(places):
            pointer = Pointer(link[2], line, self.page.column_of(line, link[2]))
            self.page.endings.append(pointer)
            yield pointer.path_from(self.page.path), pointer.anchor

    def _example(self) -> str:
        return self.hats[0].short if self.hats else "Joe"


def read_hats(ctx: Context, line: int, parts: Sequence[Part]) -> tuple[Hats, list[Part]]:
    """The list of hats under the heading on `line` (0 for a story without one), and the parts above the list."""
    page = ctx.page
    made = Hats(page, line=line)
    lists = [part for part in parts if isinstance(part, ListPart)]
    lead = [part for part in parts if part not in lists[-1:]]
    if not line:
        return made, lead
    found: list[tuple[ItemPart, str, str]] = []
    seen: dict[str, int] = {}
    for item in lists[-1].items if lists else ():
        name, words = bold_name(item_words(item))
        if not name:
            page.report("hat-no-name", item.line, item.column, max(1, len(item.lines[0])), words=item.lines[0])
            continue
        called = _said(short_name(name))
        if first := seen.get(called):
            page.report("same-hat", item.line, item.column, len(name) + 4, name=short_name(name), first=first)
            continue
        seen[called] = item.line
        found.append((item, name, words))
    if sum(len(part.items) for part in lists[-1:]) < FEWEST:
        page.report("too-few-hats", line)
    keys = ctx.keys.of(HATS, [name for _, name, _ in found])
    made.hats = tuple(
        Hat(key=key, name=name, text=ctx.text(words, item.line), short=short_name(name))
        for key, (item, name, words) in zip(keys, found, strict=True)
    )
    for hat in made.hats:
        made.by_name[_said(hat.short)] = made.by_name[_said(hat.name)] = hat.key
    return made, lead


def short_name(name: str) -> str:
    """What a page calls somebody in passing: "Joe", but "Dr Achebe" and "The chair"."""
    first = name.split(" ", 1)[0].rstrip(",;:")
    return name if _said(first) in NOT_A_FIRST_NAME else first


def _said(name: str) -> str:
    """What a name is compared by: "J." and "j", "Jo:" and "Jo" are one."""
    return plain(name).strip(" .,;:*_")


def outcome(
    ctx: Context, lines: Sequence[str], at: Sequence[int], hats: Hats
) -> tuple[Text | None, tuple[Prose | When, ...]]:
    """What stands under a choice: the words for everyone, then whatever follows from the first passage for some on."""
    first: Text | None = None
    more: list[Prose | When] = []
    shared: list[int] = []

    def flush() -> None:
        nonlocal first
        words = "\n".join(tidy_nested([lines[place] for place in shared])).strip()
        if words:
            line = next(at[place] for place in shared if lines[place].strip())
            text = ctx.text(words, line)
            if more:
                more.append(Prose(text=text))
            else:
                first = text
        shared.clear()

    place = 0
    while place < len(lines):
        end = place + 1
        if lines[place].lstrip().startswith(">") and at[place] not in ctx.page.masked:
            while end < len(lines) and lines[end].strip():
                end += 1
            quote = [line.strip().removeprefix(">").removeprefix(" ") for line in lines[place:end]]
            if passages := hats.read(ctx, quote, at[place:end]):
                flush()
                more += passages
                place = end
                continue
        shared += range(place, end)
        place = end
    flush()
    return first, tuple(more)


def hats_revs(scenario: Scenario) -> tuple[str, str]:
    """Marks that change when the words about the hats do, and when there are other hats."""
    lead = [block.text.markdown for block in scenario.hats_lead]
    return (
        rev(lead, [(hat.name, hat.text.markdown) for hat in scenario.hats]),
        rev(sorted(hat.key for hat in scenario.hats)),
    )
