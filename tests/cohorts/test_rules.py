"""A cohort's days, link and code, without a database or a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.cohorts.rules import (
    CODE_LENGTH,
    CODE_LETTERS,
    ZONES,
    DateProblem,
    clean_code,
    code_hash,
    code_of,
    cohort_id_for,
    date_problem,
    day_in,
    link_hash,
    link_of,
    read_day,
    shown_code,
    state_of,
    why_not_join,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-01-11", date(2027, 1, 11)),
        (" 2027-01-11 ", date(2027, 1, 11)),
        ("11/1/2027", date(2027, 1, 11)),
        ("11.01.2027", date(2027, 1, 11)),
        ("29/2/2028", date(2028, 2, 29)),
        ("29/2/2027", None),
        ("2026-13-45", None),
        ("0000-00-00", None),
        ("11/1/27", date(27, 1, 11)),  # refused afterwards, as long past
        ("tomorrow", None),
        ("", None),
        ("٢٠٢٧-٠١-١١", None),
        ("9" * 5_000, None),
        ("20270111", None),
    ],
)
def test_a_day_is_read_as_browsers_send_it_and_as_people_type_it(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (TODAY, TODAY, None),
        (TODAY - timedelta(days=366), TODAY, None),
        (TODAY, TODAY + timedelta(days=2 * 366), None),
        (None, TODAY, DateProblem.NO_START),
        (None, None, DateProblem.NO_START),
        (TODAY, None, DateProblem.NO_END),
        (TODAY, TODAY - timedelta(days=1), DateProblem.END_FIRST),
        (TODAY - timedelta(days=367), TODAY, DateProblem.LONG_PAST),
        (TODAY + timedelta(days=3 * 366 + 1), None, DateProblem.FAR_AHEAD),
        (TODAY, TODAY + timedelta(days=2 * 366 + 1), DateProblem.TOO_LONG),
        (date(1, 1, 1), date(9999, 12, 31), DateProblem.LONG_PAST),
    ],
)
def test_what_is_wrong_with_two_days(first: date | None, last: date | None, problem: DateProblem | None) -> None:
    assert date_problem(first, last, TODAY) == problem


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_on_offer_is_known(zone: str) -> None:
    assert abs(day_in(zone, NOW) - TODAY) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "moment", "state"),
    [
        ("Europe/London", datetime(2026, 10, 31, 23, 59, tzinfo=UTC), "coming"),
        ("Europe/London", datetime(2026, 11, 1, 0, 0, tzinfo=UTC), "running"),
        ("Pacific/Auckland", datetime(2026, 10, 31, 11, 0, tzinfo=UTC), "running"),
        ("America/Los_Angeles", datetime(2026, 11, 1, 6, 59, tzinfo=UTC), "coming"),
        ("Europe/London", datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), "running"),
        ("Europe/London", datetime(2026, 12, 1, 0, 0, tzinfo=UTC), "ended"),
    ],
)
def test_a_cohort_starts_and_ends_where_its_people_are(zone: str, moment: datetime, state: str) -> None:
    assert state_of(date(2026, 11, 1), date(2026, 11, 30), zone, moment) == state


@pytest.mark.parametrize(
    ("last_day", "moment"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),  # clocks go back on that day: 25 hours
        (date(2027, 3, 28), datetime(2027, 3, 28, 23, 0, tzinfo=UTC)),  # and forward: 23 hours
    ],
)
def test_the_last_day_ends_at_midnight_there_when_clocks_change(last_day: date, moment: datetime) -> None:
    assert state_of(last_day, last_day, "Europe/London", moment - timedelta(seconds=1)) == "running"
    assert state_of(last_day, last_day, "Europe/London", moment) == "ended"


def test_why_somebody_cannot_join() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)

    assert why_not_join(first, last, "UTC", None, NOW) == ""
    assert why_not_join(date(2027, 1, 1), date(2027, 2, 1), "UTC", None, NOW) == ""
    assert why_not_join(first, last, "UTC", NOW, NOW) == "closed"
    assert why_not_join(first, date(2026, 11, 21), "UTC", None, NOW) == "ended"
    assert why_not_join(first, date(2026, 11, 21), "UTC", NOW, NOW) == "ended"


# --- the link and the code --------------------------------------------------------------------------------------------


def test_a_code_has_only_letters_that_cannot_be_mistaken() -> None:
    codes = [code_of("secret", f"cohort {number}", 1) for number in range(500)]

    assert {len(one) for one in codes} == {CODE_LENGTH}
    assert set("".join(codes)) == set(CODE_LETTERS)
    assert len(set(codes)) == 500
    assert not set(CODE_LETTERS) & set("BDEGPTVCZ0O1IL5S8")


def test_each_number_secret_and_cohort_has_its_own_link_and_code() -> None:
    asked = [("s", "a", 1), ("s", "a", 2), ("s", "b", 1), ("t", "a", 1)]

    assert len({link_of(*one) for one in asked}) == len({code_of(*one) for one in asked}) == 4
    assert link_of("s", "a", 1) == link_of(b"s", "a", 1)
    assert len(link_of("s", "a", 1)) == 43


def test_what_is_kept_of_them_says_nothing_without_the_secret() -> None:
    assert code_hash("s", "AFHJKMRW") != code_hash("t", "AFHJKMRW")
    assert len(link_hash("x")) == len(code_hash("s", "x")) == 64


def test_the_same_form_makes_the_same_cohort() -> None:
    assert cohort_id_for("s", "form") == cohort_id_for("s", "form") != cohort_id_for("s", "another form")
    assert len(cohort_id_for("s", "form")) == 22


@pytest.mark.parametrize("typed", ["afhj kmrw", " AFHJ-KMRW ", "A F H J K M R W", "afhj.kmrw", "AFHJKMRW"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert clean_code(typed) == "AFHJKMRW"
    assert shown_code(clean_code(typed)) == "AFHJ KMRW"


@given(st.text())
def test_anything_typed_is_short_letters_and_digits(typed: str) -> None:
    code = clean_code(typed)

    assert len(code) <= 20 and code.isascii() and (code == "" or code.isalnum())
