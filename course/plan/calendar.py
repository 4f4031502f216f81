"""The dates of a plan for a calendar: an event for a whole day each, with a link and none of the learner's words.

RFC 5545. The same date always has the same UID, so a file that is added twice does not double anything, and one that is
added again after a change moves the event: its SEQUENCE is the version of the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Event:
    """One day to be reminded of."""

    of: tuple[str, ...]
    """What tells it from every other: whose it is, the module, the exercise, the cell."""
    day: date
    title: str
    words: str
    link: str
    version: int
    saved_at: datetime


def calendar_of(name: str, course_id: str, events: Iterable[Event]) -> bytes:
    """An .ics file. `name` is what a calendar may call it. Escaped and folded as RFC 5545 wants."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Equal Footing//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        entry = Entry()
        entry.add("uid", f"{hashlib.sha256(chr(0).join(event.of).encode()).hexdigest()[:32]}@{course_id}")
        entry.add("dtstamp", event.saved_at)
        entry.add("last-modified", event.saved_at)
        entry.add("sequence", event.version)
        entry.add("dtstart", event.day)
        if event.day < date.max:  # without an end, an event lasts the whole of its day
            entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", event.title)
        entry.add("description", event.words)
        entry.add("url", event.link)
        entry.add("transp", "TRANSPARENT")  # it does not make anybody look busy
        calendar.add_component(entry)
    made: bytes = calendar.to_ical()
    return made
