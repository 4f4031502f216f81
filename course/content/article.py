"""A page to read: the text of a module, and nothing to answer."""

from __future__ import annotations

from . import document
from .context import Context
from .headings import find_ids
from .model import Article, Callout, Heading, Media, Prose
from .module import read_blocks


def read_article(ctx: Context, title: str) -> Article:
    """The whole page as a tree. Reports everything that can be seen from this page alone."""
    page = ctx.page
    find_ids(page)
    fields = document.common(ctx, title)
    blocks, summary = read_blocks(ctx)
    kept: list[Heading | Prose | Callout | Media] = []
    for block in blocks:
        if isinstance(block, Heading | Prose | Callout | Media):
            kept.append(block)
        else:
            line = page.lines[block.line - 1]
            page.report(
                "activity-in-page",
                block.line,
                len(line) - len(line.lstrip("# ")) + 1,
                len(line.lstrip("# ")),
                name=page.name,
                title=block.title,
            )
    return Article(**fields, blocks=tuple(kept), summary=summary)
