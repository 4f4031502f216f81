"""Abbreviations that the glossary does not explain.

One is a word of capital letters, perhaps with digits or an ampersand: PPI, R&D. No rule can tell one from a word said
loudly, so this one is made to be silent rather than wrong. It says nothing about

- seven letters or more (PROFESSOR), and five or six with two vowels or more (NEVER, VISIT): those read as words;
- a word that the course also writes in small letters (NOT, ALL, STOP);
- Roman numerals made of I, V and X, and a few that everybody knows (UK, PDF);
- code, addresses, footnote marks, hidden notes and the list of references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .model import Glossary
from .page import Page
from .reading import MARKUP
from .scan_parts import HeadingPart
from .words import plain

_CAPITAL = "A-ZÀ-ÖØ-ÞŴŶ"
ABBREVIATION = re.compile(
    rf"(?<![^\W_])(?<!&)([{_CAPITAL}][{_CAPITAL}0-9]*(?:&[{_CAPITAL}0-9]+)*)(?:['’]?s)?(?![^\W_])(?!&\w)"
)
CAPITALS = re.compile(f"[{_CAPITAL}]")
SMALL_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,6}(?![^\W_])")
ROMAN = re.compile(r"[IVX]+")
VOWELS = re.compile("[AEIOUYÀ-ÆÈ-ÏÒ-ÖÙ-ÝŴŶ]")
CALLOUT = re.compile(r"\[!\w+\]")
KNOWN_TO_ALL = frozenset({"AM", "BC", "CC", "ID", "OK", "PDF", "PM", "TV", "UK"})
LONGEST, LONGEST_WITH_VOWELS = 6, 4


def check_abbreviations(pages: Iterable[Page], glossaries: Iterable[Glossary]) -> None:
    """Report, once in each file, every abbreviation that stands in no glossary of the course."""
    explained = {
        found
        for glossary in glossaries
        for term in glossary.terms
        for form in term.forms
        for found in ABBREVIATION.findall(form)
    }
    every = list(pages)
    small: dict[str, set[str]] = {}
    for page in every:
        words = small.setdefault(page.language, set())
        for _, text in _lines(page):
            words.update(word for word in SMALL_WORD.findall(text) if word.islower())
    for page in every:
        told = set(explained)
        for line, text in _lines(page):
            for found in ABBREVIATION.finditer(text):
                word = found[1]
                if word not in told and is_abbreviation(word, small[page.language]):
                    told.add(word)
                    page.report("abbreviation-not-explained", line, found.start(1) + 1, len(word), word=word)


def is_abbreviation(word: str, small: set[str] | frozenset[str] = frozenset()) -> bool:
    """Whether a word of capitals is short for something. `small` are words that the course writes in small letters."""
    if len(CAPITALS.findall(word)) < 2 or word in KNOWN_TO_ALL or ROMAN.fullmatch(word):
        return False
    if not word.isalpha():
        return True
    if len(word) > LONGEST or word.lower() in small:
        return False
    return len(word) <= LONGEST_WITH_VOWELS or len(VOWELS.findall(word)) < 2


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """Each line that learners read, with its number; what is not words is blanked out, so that columns stay right."""
    skipped = {line for first, end in _references(page) for line in range(first, end)} | page.masked
    for number, line in enumerate(page.lines, 1):
        if number not in skipped and line.strip():
            yield number, MARKUP.sub(_blank, CALLOUT.sub(_blank, line))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _references(page: Page) -> Iterator[tuple[int, int]]:
    """First line and the line after the last of each list of references."""
    start = 0
    for part in page.parts:
        if isinstance(part, HeadingPart) and part.level <= 2:
            if start:
                yield start, part.line
            role = page.words.sections.get(plain(part.text).strip(" .:*_"), "")
            start = part.line if role == "references" else 0
    if start:
        yield start, len(page.lines) + 1
