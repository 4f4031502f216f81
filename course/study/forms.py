"""What is said of a box whose words cannot be saved: in an exercise, and in the plan."""

from __future__ import annotations

from .. import pages


def said_of(problem: str) -> str:
    """A problem of study/rules.py in plain words, with what to do: too-long, unprintable or not-a-date."""
    _ = pages.words()
    return {
        "too-long": _(
            "This is too long to save in one box: 20,000 characters is the most. It is all still here. "
            "Make it shorter and press Save again."
        ),
        "unprintable": _(
            "There was a hidden character in this box that cannot be saved. We took it out and kept the rest. "
            "Press Save again."
        ),
        "not-a-date": _("Choose the date from the calendar, or write it like this: 2026-11-22."),
    }[problem]
