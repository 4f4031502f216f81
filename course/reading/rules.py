"""Which version of a page is read, the glossary by letters, and whose work the course is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..content.model import Course, Document, Scenario, Term

Doc = TypeVar("Doc", bound=Document)
_AUTHOR = re.compile(r"(.*\S)\s*\(([^()]+)\)")


def closest(base: Doc, others: Iterable[Doc], language: str, easy_read: bool) -> Doc:
    """The closest version there is: same language and ease, then same language, then the same ease, then the base."""
    own = [one for one in others if one.id == base.id]
    return max((base, *own), key=lambda one: (one.language == language, one.easy_read == easy_read))


@dataclass(frozen=True)
class Letter:
    """A letter of the alphabet with the terms that start with it."""

    letter: str
    anchor: str
    terms: tuple[Term, ...]


def by_letter(terms: Iterable[Term]) -> tuple[Letter, ...]:
    """Terms in the order of the alphabet; an accent changes nothing. What starts with no letter comes first, under #."""
    groups: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: (_plain(one.name), one.name)):
        first = _plain(term.name)[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(term)
    return tuple(
        Letter(letter, f"letter-{number}", tuple(groups[letter])) for number, letter in enumerate(sorted(groups), 1)
    )


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lstrip("'\"‘’“”(")


@dataclass(frozen=True)
class Author:
    """Somebody who made something: "Amina Yusuf (public contributor)" has a name and a role."""

    name: str
    role: str = ""


def author(written: str) -> Author:
    found = _AUTHOR.fullmatch(written.strip())
    return Author(found[1], found[2].strip()) if found else Author(written.strip())


@dataclass(frozen=True)
class Credit:
    """What one part of the course says about who made it. `authors` are empty when it says nothing."""

    document: Document
    authors: tuple[Author, ...]
    versions: tuple[tuple[Document, tuple[Author, ...]], ...] = ()
    """Other versions, such as the Welsh one, whose authors are others."""


def credits_of(documents: Iterable[Doc], others: Sequence[Doc]) -> tuple[Credit, ...]:
    """A credit for each document, in the same order."""
    return tuple(
        Credit(
            one,
            tuple(map(author, one.authors)),
            tuple(
                (other, tuple(map(author, other.authors)))
                for other in others
                if other.id == one.id and other.authors and other.authors != one.authors
            ),
        )
        for one in documents
    )


def stories_in_order(course: Course) -> tuple[Scenario, ...]:
    """The stories in the order in which modules lead to them, and then those that none leads to."""
    linked = [scenario_id for module in course.modules for scenario_id in module.scenarios]
    place = {scenario_id: number for number, scenario_id in reversed([*enumerate(linked)])}
    return tuple(sorted(course.scenarios, key=lambda one: place.get(one.id, len(linked))))


def everybody(course: Course) -> tuple[Author, ...]:
    """Everyone who is named anywhere in the course, once, in the order of the course."""
    documents: tuple[Document, ...] = (
        *course.modules,
        *course.module_variants,
        *course.scenarios,
        *course.scenario_variants,
        *course.pages,
        *course.page_variants,
        *((course.glossary,) if course.glossary else ()),
        *course.glossary_variants,
    )
    written = [*course.authors, *(name for one in documents for name in one.authors)]
    return tuple(dict.fromkeys(map(author, written)))
