"""Does another parser see the same page as bleach meant to write?

bleach has had its last release. Its holes have always been places where a browser reads the cleaned text differently
from the way bleach did; so the cleaned HTML is read again, once by a strict reader of our own that knows only the
plain shapes bleach writes, and once by Lexbor, a browser-grade parser. If the two differ in one tag, attribute or
letter, or either meets anything that is not on the list, the text is not stored.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from course.content.allowed import TAGS, VOID_TAGS, is_allowed

Event = tuple[str, ...]
"""("<", tag, attribute, value, ...) or (">", tag) or ("text", words)."""

_TOKEN = re.compile(r"""<(/?)([a-z]+)((?: [a-z]+=(?:"[^"<]*"|'[^'<]*'))*)>|([^<>]+)""")
_ATTRIBUTE = re.compile(r""" ([a-z]+)=(?:"([^"]*)"|'([^']*)')""")


def disagreement(cleaned: str) -> str:
    """What is wrong with a cleaned piece of HTML, in a few words for the log and the author; empty when all agree."""
    try:
        plain = list(_joined(_read_strictly(cleaned)))
    except ValueError as problem:
        return str(problem)
    wrong = _unlisted(plain)
    if wrong:
        return wrong
    if plain != list(_joined(_read_like_a_browser(cleaned))):
        return "two readers of this text do not agree on what it says"
    return ""


def is_balanced(cleaned: str) -> bool:
    """True when a piece closes all that it opens and nothing else, so that it can stand beside any other."""
    try:
        return all(True for _ in _read_strictly(cleaned))
    except ValueError:
        return False


def _read_strictly(cleaned: str) -> Iterator[Event]:
    """The events in plain, balanced HTML. Raises ValueError for anything a careful writer would not have written."""
    position, open_tags = 0, list[str]()
    for token in _TOKEN.finditer(cleaned):
        if token.start() != position:
            break
        position = token.end()
        closing, tag, attributes, words = token.groups()
        if words is not None:
            yield "text", html.unescape(words)
        elif closing:
            if attributes or not open_tags or open_tags.pop() != tag:
                raise ValueError(f"</{tag}> does not close what was opened")
            yield ">", tag
        else:
            values = [
                (name, html.unescape(double or single)) for name, double, single in _ATTRIBUTE.findall(attributes)
            ]
            yield "<", tag, *(part for pair in sorted(values) for part in pair)
            if tag in VOID_TAGS:
                yield ">", tag
            else:
                open_tags.append(tag)
    if position != len(cleaned):
        raise ValueError("something here is not plain HTML")
    if open_tags:
        raise ValueError(f"<{open_tags[-1]}> is never closed")


def _read_like_a_browser(cleaned: str) -> Iterator[Event]:
    """The events in the tree Lexbor builds when the piece stands inside a page."""
    from selectolax.lexbor import LexborHTMLParser  # only where texts are rendered: a page view never needs it

    page = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body><main>{cleaned}</main></body></html>")
    top = page.css_first("main")
    if top is None or page.body is None or page.body.html != f"<body>{top.html}</body>":
        yield "text", "the piece broke out of its place"
        return
    node = top.child
    while node is not None:
        if node.tag == "-text":
            yield "text", node.text_content or ""
        else:
            yield (
                "<",
                node.tag or "",
                *(part for pair in sorted(node.attributes.items()) for part in (pair[0], pair[1] or "")),
            )
            if node.child is not None:
                node = node.child
                continue
            yield ">", node.tag or ""
        while node.next is None:
            if node.parent is None or node.parent == top:
                return
            node = node.parent
            yield ">", node.tag or ""
        node = node.next


def _joined(events: Iterator[Event]) -> Iterator[Event]:
    """The same events with neighbouring words made one, since readers cut words differently."""
    words: list[str] = []
    for event in events:
        if event[0] == "text":
            words.append(event[1])
            continue
        if words:
            yield "text", "".join(words)
            words = []
        yield event
    if words:
        yield "text", "".join(words)


def _unlisted(events: list[Event]) -> str:
    for event in events:
        if event[0] != "<":
            continue
        tag, attributes = event[1], event[2:]
        if tag not in TAGS:
            return f"<{tag}> may not stand in a text"
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if not is_allowed(tag, name, value):
                return f"{name}={value!r} may not stand on <{tag}>"
    return ""
