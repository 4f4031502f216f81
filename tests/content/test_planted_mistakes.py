"""Every code of the catalogue is planted once or more, and found where it was planted, with nothing else said."""

from __future__ import annotations

import re

import pytest

from course.content.catalogue import CATALOGUE
from course.content.check import check_course
from tests.content.planted import HERE, PLANTED, Planted
from tests.content.small_course import FILES, checked, seen, source_of

IN_A_REAL_FOLDER = {"leaves-folder", "side-file-damaged"}
"""These need a disk: test_load.py plants them."""


def test_the_small_course_has_nothing_wrong_in_it() -> None:
    assert seen(checked()) == []


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_mistake_gets_one_message_at_its_place(planted: Planted) -> None:
    files, place = dig_up(planted)
    together = {path: text for path, text in {**FILES, **files}.items() if path not in planted.without}

    result = check_course(source_of(together, planted.sides))

    assert seen(result) == [(*place, planted.code)]


def test_every_code_is_planted() -> None:
    assert {planted.code for planted in PLANTED} | IN_A_REAL_FOLDER == set(CATALOGUE)


def test_messages_use_no_words_of_the_trade() -> None:
    trade = re.compile(r"\b(?:invalid|syntax|pars\w+|tokens?|unexpected|malformed|illegal)\b", re.IGNORECASE)
    assert [code for code, entry in CATALOGUE.items() if trade.search(entry.message + entry.fix)] == []


def test_every_message_and_fix_is_a_sentence_with_every_place_filled_in() -> None:
    said = []
    for planted in PLANTED:
        files, _ = dig_up(planted)
        together = {path: text for path, text in {**FILES, **files}.items() if path not in planted.without}
        said += check_course(source_of(together, planted.sides)).problems
    assert [one.message for one in said if one.message[-1:] not in ".!?" or "{" in one.message] == []
    assert [one.fix for one in said if not one.fix or re.search(r"\{\w+\}", one.fix)] == []


def dig_up(planted: Planted) -> tuple[dict[str, str | bytes], tuple[str, int, int]]:
    """The files without the mark, and where the mark was."""
    place = planted.at
    files: dict[str, str | bytes] = {}
    for path, text in planted.files.items():
        if isinstance(text, str) and HERE in text:
            at = text.index(HERE)
            start = text.rfind("\n", 0, at) + 1
            place = (path, text.count("\n", 0, at) + 1, at - start + 1)
            text = text.replace(HERE, "")
        files[path] = text
    assert place is not None
    return files, place
