"""What a cohort's dates, link and code may be, and whether somebody can join. Nothing here knows a page or a database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

LONG_PAST = timedelta(days=366)
FAR_AHEAD = timedelta(days=3 * 366)
LONGEST_RUN = timedelta(days=2 * 366)

ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Athens",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
"""Where a cohort's days can be."""

CODE_LETTERS = "AFHJKMRWXY24679"
"""Letters and digits that are not taken for each other, read or heard: no B with D, no S with F, no O with 0."""
CODE_LENGTH = 8

Secret = str | bytes


class DateProblem(Enum):
    """What is wrong with two days. The form has the words."""

    NO_START = "no start"
    NO_END = "no end"
    END_FIRST = "end first"
    LONG_PAST = "long past"
    FAR_AHEAD = "far ahead"
    TOO_LONG = "too long"


def read_day(typed: str) -> date | None:
    """A day as a browser sends it, 2027-01-11, or as people type it, 11/1/2027; None for anything else."""
    text = "".join(typed.split())
    if not text.isascii() or len(text) > 10:
        return None
    parts = text.replace(".", "/").split("/")
    try:
        if len(parts) == 3:
            day, month, year = (int(one) for one in parts)
            return date(year, month, day)
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def date_problem(starts_on: date | None, ends_on: date | None, today: date) -> DateProblem | None:
    """What is wrong with the first and the last day of a cohort, if anything."""
    if starts_on is None:
        return DateProblem.NO_START
    if starts_on < today - LONG_PAST:
        return DateProblem.LONG_PAST
    if starts_on > today + FAR_AHEAD:
        return DateProblem.FAR_AHEAD
    if ends_on is None:
        return DateProblem.NO_END
    if ends_on < starts_on:
        return DateProblem.END_FIRST
    return DateProblem.TOO_LONG if ends_on - starts_on > LONGEST_RUN else None


def day_in(zone: str, now: datetime) -> date:
    """Which day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()


def state_of(starts_on: date, ends_on: date, zone: str, now: datetime) -> str:
    """coming, running or ended. The last day belongs to the cohort, to its last minute there."""
    today = day_in(zone, now)
    return "coming" if today < starts_on else "running" if today <= ends_on else "ended"


def why_not_join(starts_on: date, ends_on: date, zone: str, closed_at: datetime | None, now: datetime) -> str:
    """ended or closed; empty when people can join. They can before the first day too."""
    if state_of(starts_on, ends_on, zone, now) == "ended":
        return "ended"
    return "closed" if closed_at is not None else ""


# --- the link and the code --------------------------------------------------------------------------------------------
# Both are made from the site's secret, the cohort and a number, so that an organiser can see them on any day although
# the database holds only hashes of them. To renew one is to raise its number.


def _made(secret: Secret, kind: str, what: str) -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, f"cohort {kind}\0{what}".encode(), hashlib.sha256).digest()


def cohort_id_for(secret: Secret, form: str) -> str:
    """The id of the cohort that a form makes: the same for a second press of its button, unlike any other."""
    return base64.urlsafe_b64encode(_made(secret, "id", form)[:16]).decode().rstrip("=")


def link_of(secret: Secret, cohort_id: str, number: int) -> str:
    """The secret part of a cohort's link, 256 bits."""
    return base64.urlsafe_b64encode(_made(secret, "link", f"{cohort_id}\0{number}")).decode().rstrip("=")


def link_hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def code_of(secret: Secret, cohort_id: str, number: int) -> str:
    """A cohort's code: eight letters and digits that can be read out, one of 2,562,890,625."""
    left = int.from_bytes(_made(secret, "code", f"{cohort_id}\0{number}"))
    letters = ""
    for _ in range(CODE_LENGTH):
        left, one = divmod(left, len(CODE_LETTERS))
        letters += CODE_LETTERS[one]
    return letters


def code_hash(secret: Secret, code: str) -> str:
    """Keyed: a code is short enough to be found by trying all, in a copy of the database."""
    return _made(secret, "code hash", code).hex()


def shown_code(code: str) -> str:
    """In two halves, as it is read out."""
    return f"{code[:4]} {code[4:]}"


def clean_code(typed: str) -> str:
    """A code as it was made, however it was typed: small letters, gaps, strokes. At most a little longer than a code."""
    return "".join(letter for letter in typed[:100].upper() if letter.isascii() and letter.isalnum())[:20]
