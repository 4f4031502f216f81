"""Which version of a module a learner reads, and how its gaps are filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.content.model import Heading, Module, Prose
from course.study.variants import Reading, reading_of
from tests.makers import course, exercise, media, module, question, text

A, B, C, SOUND = exercise("a"), question("b"), exercise("c"), media("sound")
INTRO, END = Prose(text=text("Hello")), Prose(text=text("Goodbye"))
BASE = module("asking", INTRO, A, SOUND, B, C, END)


def version(*blocks: object, language: str = "en", easy_read: bool = False, name: str = "asking") -> Module:
    return module(name, *blocks, language=language, easy_read=easy_read)


WELSH = version(INTRO, A, B, C, SOUND, language="cy")
EASY = version(INTRO, A, B, C, SOUND, easy_read=True)
EASY_WELSH = version(INTRO, A, B, C, SOUND, language="cy", easy_read=True)
OTHER_MODULE = version(language="cy", name="the-day")

CLOSEST = (
    ("the base for who wants it", (WELSH, EASY), "en", False, BASE),
    ("the very version", (EASY, WELSH, EASY_WELSH), "cy", True, EASY_WELSH),
    ("another language", (EASY, WELSH), "cy", False, WELSH),
    ("easy read", (EASY, WELSH), "en", True, EASY),
    ("the language goes before the ease", (EASY, WELSH), "cy", True, WELSH),
    ("easy read in another language is nearer than hard words in one not read", (EASY,), "cy", True, EASY),
    ("the base where there is nothing nearer", (EASY,), "cy", False, BASE),
    ("the base for a language nobody has written", (WELSH,), "fr", False, BASE),
    ("no easy version in this language, the plain one", (EASY_WELSH,), "en", True, BASE),
    ("only versions of this very module", (OTHER_MODULE,), "cy", False, BASE),
    ("no versions at all", (), "cy", True, BASE),
)


@pytest.mark.parametrize(
    ("variants", "language", "easy_read", "read"), [case[1:] for case in CLOSEST], ids=[case[0] for case in CLOSEST]
)
def test_the_closest_version_is_read(
    variants: tuple[Module, ...], language: str, easy_read: bool, read: Module
) -> None:
    assert reading_of(course(BASE, module_variants=variants), BASE, language, easy_read).module == read


def test_every_version_there_is_can_be_named() -> None:
    everything = course(BASE, module_variants=(EASY, OTHER_MODULE, WELSH))

    assert reading_of(everything, BASE, "en", False) == Reading(
        BASE, frozenset(), "en", (("en", False), ("en", True), ("cy", False))
    )


GAPS = (
    ("none", (INTRO, A, SOUND, B, C), (INTRO, A, SOUND, B, C), set()),
    ("its own order stays", (C, A, INTRO, B, SOUND), (C, A, INTRO, B, SOUND), set()),
    ("one in the middle follows the one before it", (INTRO, A, SOUND, END, C), (INTRO, A, SOUND, B, END, C), {"b"}),
    ("several in a row keep their order", (INTRO, A, END), (INTRO, A, SOUND, B, C, END), {"sound", "b", "c"}),
    ("the last one", (A, SOUND, B, END), (A, SOUND, B, C, END), {"c"}),
    ("the first one stands before the next", (INTRO, SOUND, B, C), (INTRO, A, SOUND, B, C), {"a"}),
    ("the first two", (INTRO, B, C), (INTRO, A, SOUND, B, C), {"a", "sound"}),
    ("nothing but words", (INTRO, END), (INTRO, END, A, SOUND, B, C), {"a", "sound", "b", "c"}),
    ("an empty file", (), (A, SOUND, B, C), {"a", "sound", "b", "c"}),
)  # fmt: skip


@pytest.mark.parametrize(("has", "shown", "from_base"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_what_a_version_lacks_is_shown_as_in_the_base(has: tuple, shown: tuple, from_base: set[str]) -> None:
    welsh = version(*has, language="cy")

    reading = reading_of(course(BASE, module_variants=(welsh,)), BASE, "cy", False)

    assert reading.module == replace(welsh, blocks=shown)
    assert reading.from_base == frozenset(from_base)
    assert reading.base_language == "en"


def test_an_activity_that_only_a_version_has_is_shown_in_it() -> None:
    welsh = version(A, exercise("only-here"), language="cy")

    reading = reading_of(course(module("asking", A), module_variants=(welsh,)), module("asking", A), "cy", False)

    assert reading.module == welsh


def test_a_heading_with_the_name_of_an_activity_is_not_mistaken_for_it() -> None:
    heading = Heading(level=2, text=text("a"), slug="a")
    welsh = version(heading, B, language="cy")

    reading = reading_of(course(module("asking", A, B), module_variants=(welsh,)), module("asking", A, B), "cy", False)

    assert reading.module.blocks == (heading, A, B)
