"""Puts links to the glossary into a text that Markdown has taken apart."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence

from course.content.term_finder import Finder, Found

TERM = "term"
"""The class of such a link. Authors cannot write a class, so every link that has it is ours."""

_LEFT_ALONE = frozenset({"a", "code", "pre", "th", "h1", "h2", "h3", "h4", "h5", "h6"})


def link_terms(root: etree.Element, terms: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Link the first use of each term. Links, code, headings and heads of tables stay as they are."""
    _Linking(terms).inside(root)


class _Linking:
    def __init__(self, terms: Sequence[tuple[str, Sequence[str]]]):
        self._finder = Finder([(address, tuple(forms)) for address, forms in terms])
        self._left = {address for address, _ in terms if address}

    def inside(self, element: etree.Element) -> None:
        if element.tag in _LEFT_ALONE:
            return
        children = list(element)
        at = 0
        if found := self._first_uses(element.text):
            element.text, links = _split(element.text or "", found)
            for link in links:
                element.insert(at, link)
                at += 1
        for child in children:
            at += 1
            self.inside(child)
            if found := self._first_uses(child.tail):
                child.tail, links = _split(child.tail or "", found)
                for link in links:
                    element.insert(at, link)
                    at += 1

    def _first_uses(self, words: str | None) -> list[Found]:
        if not words or not self._left:
            return []
        first: list[Found] = []
        for found in self._finder.find(words):
            if found.address in self._left:
                self._left.remove(found.address)
                first.append(found)
        return first


def _split(words: str, found: list[Found]) -> tuple[str, list[etree.Element]]:
    """The words before the first link, and the links, each with the words after it."""
    links = []
    for one, following in zip(found, [*found[1:], None], strict=True):
        link = etree.Element("a", {"class": TERM, "href": one.address})
        link.text = words[one.start : one.end]
        link.tail = words[one.end : following.start if following else len(words)]
        links.append(link)
    return words[: found[0].start], links
