"""A module: from parts to headings, prose, callouts and activities."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from . import document
from . import setting_values as say
from .activities import read_activity
from .activity_head import Head
from .context import Context
from .headings import activity_word, claim_id, find_ids, nearly_activity
from .model import Activity, Block, Callout, Heading, Module, Prose, Text
from .page import Page
from .questions import BOX
from .scan import check_quotes
from .scan_parts import HeadingPart, IdPart, ItemPart, ListPart, NotePart, Part, QuotePart, RulePart, TextPart
from .words import plain


def read_module(ctx: Context, title: str) -> Module:
    """The whole page as a tree. Reports everything that can be seen from this page alone."""
    page = ctx.page
    find_ids(page)
    fields = document.common(ctx, title)
    blocks, summary = read_blocks(ctx)
    if summary is None:
        page.report("no-summary", max(1, page.details_end))
    principles, features = page.details.get("principles"), page.details.get("features")
    facts = page.details.get("facts")
    module = Module(
        **fields,
        blocks=tuple(blocks),
        summary=summary,
        principles=say.serves(ctx, principles.listed()) if principles else (),
        features=say.serves(ctx, features.listed()) if features else (),
        facts=say.facts(page, facts.listed(), "facts") if facts else (),
    )
    _check_banks(page, module)
    return replace(module, pass_mark=document.module_pass_mark(page, len(module.counted_checks())))


def _check_banks(page: Page, module: Module) -> None:
    for bank in module.checks():
        first = bank[0]
        if first.bank and len(bank) == 1:
            page.report("bank-of-one", first.line, width=3, name=first.bank)
        for other in bank[1:]:
            if other.optional is not first.optional:
                page.report("bank-optional", other.line, width=3, name=first.bank, first=first.line)


def read_blocks(ctx: Context) -> tuple[list[Block], Text | None]:
    """What stands on the page in order, and its summary. Reports a heading with the same anchor as an activity."""
    blocks, summary = _Blocks(ctx).run()
    activities = {block.id: block for block in blocks if isinstance(block, Activity)}
    for block in blocks:
        if isinstance(block, Heading) and (other := activities.get(block.slug)):
            line = ctx.page.lines[block.text.line - 1]
            column = len(line) - len(line.lstrip(" #")) + 1
            ctx.page.report(
                "heading-is-an-id",
                block.text.line,
                column,
                max(1, len(block.text.markdown)),
                id=other.id,
                other=other.line,
            )
    return blocks, summary


@dataclass
class _Open:
    """The activity that is being read."""

    part: HeadingPart
    kind: str
    word: str
    title: str
    id: IdPart | None = None
    body: list[Part] = field(default_factory=list)


class _Blocks:
    def __init__(self, ctx: Context):
        self.ctx = ctx
        self.page = ctx.page
        self.blocks: list[Block] = []
        self.prose: list[Part] = []
        self.open: _Open | None = None
        self.in_summary = False
        self.summary: list[Text] = []
        self.summary_line = 0

    def run(self) -> tuple[list[Block], Text | None]:
        before: Part | None = None
        nearly: Part | None = None
        """The last heading that was reported as almost an activity: an id under it is not reported again."""
        for part in self.page.parts:
            match part:
                case HeadingPart():
                    if self.heading(part):
                        nearly = part
                case IdPart():
                    if self.open and before is self.open.part:
                        self.open.id = part
                    elif before is None or before is not nearly:
                        self.orphan(part)
                case RulePart():
                    if self.open:
                        self.close()
                    elif self.prose:
                        self.prose.append(part)
                case NotePart():
                    pass
                case QuotePart() if part.kind and not self.open:
                    check_quotes(self.page, part)
                    self.flush()
                    text = self.ctx.text("\n".join(part.lines).strip(), part.line + 1)
                    self.blocks.append(Callout(kind=part.kind, text=text))
                case _:
                    if self.open:
                        self.open.body.append(part)
                    else:
                        self.prose.append(part)
            if not isinstance(part, NotePart):
                before = part
        self.close()
        self.flush()
        summary: Text | None = None
        if self.summary_line:
            summary = Text(
                markdown="\n\n".join(text.markdown for text in self.summary),
                line=self.summary[0].line if self.summary else self.summary_line,
            )
        return self.blocks, summary

    def heading(self, part: HeadingPart) -> bool:
        """Take a heading; True when it is almost an activity but not quite."""
        self.close()
        self.flush()
        if part.level == 1:
            return False
        words = self.page.words
        role = words.sections.get(_plain_heading(part.text), "") if part.level == 2 else ""
        self.in_summary = role == "summary"
        if role == "summary" and not self.summary_line:
            self.summary_line = part.line
        if named := activity_word(part.text, words):
            kind, word, title = named
            if not title:
                guess = f"{'#' * part.level} {word}:"
                self.page.report("activity-no-title", part.line, part.column, max(1, len(part.text)), guess=guess)
                title = word
            self.open = _Open(part, kind, word, title)
            return False
        if part.text:
            text = self.ctx.text(part.text, part.line)
            if role not in ("summary", "references"):
                role = ""
            self.blocks.append(Heading(level=min(part.level, 4), text=text, slug=part.slug, role=role))
        return nearly_activity(self.page, part)

    def close(self) -> None:
        if self.open is None:
            return
        activity, self.open = self.open, None
        identity = claim_id(self.page, activity.id, activity.part, activity.title, "activity", "answers")
        # Without its transcript marker, what stands under a recording may all be transcript: then that is said, and no more.
        if activity.kind not in ("video", "audio") or self.has_transcript(activity.body):
            for part in activity.body:
                if isinstance(part, QuotePart) and part.kind:
                    check_quotes(self.page, part)
        head = Head(activity.part, activity.kind, activity.word, activity.title, identity)
        self.blocks.append(read_activity(self.ctx, head, activity.body))

    def has_transcript(self, body: list[Part]) -> bool:
        markers = {word for word, meant in self.page.words.markers.items() if meant == "transcript"}
        texts = [part for part in body if isinstance(part, TextPart)]
        return any(plain(line.partition(":")[0]) in markers for part in texts for line in part.lines if ":" in line)

    def flush(self) -> None:
        parts, self.prose = self.prose, []
        while parts and isinstance(parts[-1], RulePart):
            parts.pop()
        if not parts:
            return
        for part in parts:
            if isinstance(part, ListPart) and (box := _first_box(part)):
                self.page.report("answers-without-question", box.line, box.column, 3)
        text = self.ctx.joined(parts)
        if text.markdown:
            self.blocks.append(Prose(text=text))
            if self.in_summary:
                self.summary.append(text)

    def orphan(self, part: IdPart) -> None:
        written = part.id.removeprefix("\0")
        self.page.report(
            "id-without-heading", part.line, part.column, max(1, len(written)), id=written, thing="activity"
        )


def _plain_heading(text: str) -> str:
    return plain(text).strip(" .:*_")


def _first_box(part: ListPart) -> ItemPart | None:
    return next((item for item in part.items if BOX.match(item.lines[0])), None)
