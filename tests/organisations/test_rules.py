"""What somebody can be in an organisation."""

from __future__ import annotations

import pytest

from course.organisations.rules import would_be_without


@pytest.mark.parametrize(
    ("role", "holders", "without"),
    [
        ("administrator", 1, True),
        ("administrator", 2, False),
        ("organiser", 1, True),
        ("organiser", 3, False),
        ("trainer", 1, False),
        ("learner", 1, False),
        ("administrator", 0, True),
    ],
)
def test_the_last_of_some_roles_stays(role: str, holders: int, without: bool) -> None:
    assert would_be_without(role, holders) is without
