"""How lately is lately, and what counts as meaning it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from course.rights.rules import is_lately, means_it
from tests.makers import NOW

AT = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("later", "lately"),
    [(0, True), (1, True), (899, True), (900, False), (100_000, False), (-1, False), (-100_000, False)],
)
def test_lately_is_the_last_fifteen_minutes_and_never_still_to_come(later: int, lately: bool) -> None:
    assert is_lately(AT, NOW + timedelta(seconds=later)) is lately


@pytest.mark.parametrize("kept", [None, "", "1", [], 1.5, {}])
def test_what_is_no_moment_is_not_lately(kept: object) -> None:
    assert is_lately(kept, NOW) is False


@pytest.mark.parametrize(
    ("typed", "means"),
    [("erase", True), (" Erase ", True), ("e r a s e", True), ("", False), ("eras", False), ("erase me", False)],
)
def test_the_word_is_read_kindly_and_nothing_else_is_taken_for_it(typed: str, means: bool) -> None:
    assert means_it(typed, "erase") is means
