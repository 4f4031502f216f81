"""Where a link in a page leads, inside the course folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from .words import distance

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
SAFE = ("http", "https", "mailto", "tel")


def scheme(target: str) -> str:
    """The part before the colon in small letters, such as https; empty for a link inside the course."""
    squeezed = re.sub(r"[\x00-\x20]", "", target)
    found = SCHEME.match(squeezed)
    if found:
        return found[1].lower()
    return "https" if squeezed.startswith("//") else ""


def resolve(page_path: str, target: str) -> str:
    """The path from the course folder, such as modules/media/hats.svg; empty when it leads out of the folder."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    if path.startswith("/") or "\\" in path:
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page_path), path))
    return "" if joined.startswith("..") else joined


def likeliest(path: str, known: Iterable[str]) -> str:
    """The file that was probably meant: a near miss in the same folder, or the same name in another."""
    folder, _, name = path.rpartition("/")
    best, best_cost = "", 1_000
    for candidate in known:
        other_folder, _, other = candidate.rpartition("/")
        if other_folder == folder and abs(len(other) - len(name)) <= 4:
            limit = max(2, len(name) // 4)
            cost = distance(name.lower(), other.lower(), limit)
            if cost <= limit and cost < best_cost:
                best, best_cost = candidate, cost
        elif other.lower() == name.lower() and best_cost > 3:
            best, best_cost = candidate, 3
    return best


def relative(page_path: str, path: str) -> str:
    """How a page has to write the path of another file."""
    return posixpath.relpath(path, posixpath.dirname(page_path))
