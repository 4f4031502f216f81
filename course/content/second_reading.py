"""Does another parser see the same page as bleach meant to write?

bleach has had its last release. Its holes have always been places where a browser reads the cleaned text differently
from the way bleach did; so the cleaned HTML is read again, by a strict reader of our own that knows only the plain
shapes bleach writes, and by Lexbor, a browser-grade parser. If the strict reader meets anything that is not on the
list, or the two write the page out differently by one tag, attribute or letter, the text is not stored.
"""

from __future__ import annotations

import html
import re

from course.content.allowed import TAGS, VOID_TAGS, is_allowed

_TOKEN = re.compile(r"""<(/?)([a-z]+)((?: [a-z]+=(?:"[^"<]*"|'[^'<]*'))*)>|([^<>]+)""")
_ATTRIBUTE = re.compile(r""" ([a-z]+)=(?:"([^"]*)"|'([^']*)')""")

_DIFFERENT = "two readers of this text do not agree on what it says"


class Disagreement(Exception):
    """What is wrong with a piece of cleaned HTML, in a few words for the author."""


def read_again(pieces: list[str]) -> None:
    """Raise Disagreement unless every piece is plain, listed, closes what it opens, and is read by Lexbor as written."""
    expected = "".join(_written_out(piece) for piece in pieces)
    if _as_lexbor_writes("".join(pieces)) != expected:
        raise Disagreement(_DIFFERENT)


def _written_out(cleaned: str) -> str:
    """One piece, spelled the way a browser writes out a page: one form for each character, double quotes.

    Raises Disagreement for anything that is not on the list, or that a careful writer would not have written.
    """
    out: list[str] = []
    open_tags: list[str] = []
    position = 0
    for token in _TOKEN.finditer(cleaned):
        if token.start() != position:
            break
        position = token.end()
        closing, tag, attributes, words = token.groups()
        if words is not None:
            out.append(_escaped(words))
        elif closing:
            if attributes or not open_tags or open_tags.pop() != tag:
                raise Disagreement(f"</{tag}> does not close what was opened")
            out.append(f"</{tag}>")
        else:
            if tag not in TAGS:
                raise Disagreement(f"<{tag}> may not stand in a text")
            out.append(f"<{tag}{_attributes_written_out(tag, attributes)}>" if attributes else f"<{tag}>")
            if tag not in VOID_TAGS:
                open_tags.append(tag)
    if position != len(cleaned):
        raise Disagreement("something here is not plain HTML")
    if open_tags:
        raise Disagreement(f"<{open_tags[-1]}> is never closed")
    return "".join(out)


def _attributes_written_out(tag: str, attributes: str) -> str:
    out = []
    for name, double, single in _ATTRIBUTE.findall(attributes):
        value = html.unescape(double or single)
        if not is_allowed(tag, name, value):
            raise Disagreement(f"{name}={value!r} may not stand on <{tag}>")
        out.append(f' {name}="{_escaped(double or single).replace(chr(34), "&quot;")}"')
    return "".join(out)


def _escaped(words: str) -> str:
    if "&" in words:
        words = html.unescape(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    elif ">" in words:
        words = words.replace(">", "&gt;")
    return words.replace("\xa0", "&nbsp;")


def _as_lexbor_writes(cleaned: str) -> str:
    """How Lexbor writes out the tree it builds when the HTML stands inside a page; empty when it broke out of its place."""
    from selectolax.lexbor import LexborHTMLParser  # only where texts are rendered: a page view never needs it

    page = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body><main>{cleaned}</main></body></html>")
    written = page.html or ""
    start, end = "<!DOCTYPE html><html><head></head><body><main>", "</main></body></html>"
    return written[len(start) : -len(end)] if written.startswith(start) and written.endswith(end) else ""
