"""The one list of what may stand in a rendered text. Both readings use it: bleach writes by it, the second parser
checks by it."""

from __future__ import annotations

import re

from course.content.urls import is_link, is_picture

TAGS = frozenset("a blockquote br code em hr img li ol p pre strong sup table tbody td th thead tr ul".split())
"""Only what the format can say. No headings (templates draw them), nothing that runs, frames, submits or styles."""

VOID_TAGS = frozenset({"br", "hr", "img"})

PROTOCOLS = frozenset({"http", "https", "mailto", "tel", "course"})
"""For bleach's own check, which comes after ours and can only refuse more."""

ALIGNMENTS = frozenset({"align-left", "align-center", "align-right"})

_FOOTNOTE_MARK = re.compile(r"user-content-fnref-\d{1,4}(?:-\d{1,4})?")


def is_allowed(tag: str, attribute: str, value: str) -> bool:
    """True when this attribute may stay. `value` is as a browser reads it, character references decoded."""
    match tag, attribute:
        case "a", "href":
            return is_link(value)
        case "a", "class":
            return value == "term"
        case "a", "rel":
            return value == "noopener"
        case "img", "src":
            return is_picture(value)
        case "img", "loading":
            return value == "lazy"
        case "img", "alt":
            return True
        case (("a" | "img"), "title"):
            return True
        case "sup", "id":
            return _FOOTNOTE_MARK.fullmatch(value) is not None
        case "ol", "start":
            return re.fullmatch(r"[0-9]{1,9}", value) is not None
        case "th", "scope":
            return value == "col"
        case (("th" | "td"), "class"):
            return value in ALIGNMENTS
    return False
