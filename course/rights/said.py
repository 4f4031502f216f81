"""What is held about somebody, why, and for how long, in plain words: for the page, for both copies, and for privacy.

It says what the code does. A test holds the numbers here to those in store/.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..config import Settings
from ..language import Translate
from ..store import links, once, people, tries


@dataclass(frozen=True)
class Held:
    """One kind of thing."""

    name: str
    """Of its part in the copy (store/held.py)."""
    title: str
    why: str
    how_long: str


def _while(_: Translate) -> str:
    return _("While you have it, or until you erase everything about you.")


def _written_to_files(_: Translate) -> str:
    return _(
        "This site writes messages to files instead of sending them. The files are not in your copy. They stay until whoever "
        "runs the site clears them away, and go when you erase everything about you."
    )


def days(span: timedelta) -> int:
    return span.days


def what_is_held(_: Translate, settings: Settings) -> tuple[Held, ...]:
    """Everything, in the order of the copies."""
    until = _("Until you erase everything about you.")
    return (
        Held(
            "account",
            _("Your account"),
            _("To know you again, to write your name on your certificate, and to show pages the way you like them."),
            until,
        ),
        Held(
            "words",
            _("What you wrote"),
            _("So that you can come back to it, and so that your plan can be put together. Every version is kept."),
            _(
                "Until you erase everything about you. A draft goes when a newer draft comes. When you delete what you wrote "
                "in an exercise, the earlier versions stay, and only you can see them."
            ),
        ),
        Held(
            "check_answers",
            _("Your answers to questions"),
            _("To show you what you answered, and to know when a module is done."),
            until,
        ),
        Held(
            "stories",
            _("The stories you played"),
            _("To show you the way you went, and to know which stories you finished."),
            until,
        ),
        Held(
            "modules", _("Modules you opened and marked done"), _("To show you what is done and what is next."), until
        ),
        Held(
            "plan_confirmations",
            _("When you looked your plan over"),
            _("It can be a step on the way to the certificate."),
            until,
        ),
        Held(
            "certificates",
            _("Your certificates"),
            _("So that anybody you give a number to can check that it is genuine."),
            _("Until you erase everything about you. You choose then whether your certificate can still be checked."),
        ),
        Held("roles", _("Your roles in organisations"), _("So that you can do what the role is for."), _while(_)),
        Held(
            "enrolments",
            _("Cohorts you joined"),
            _("To show you your cohort, and to show its organisers how many steps you have done."),
            until,
        ),
        Held("cohorts_led", _("Cohorts you lead"), _("So that you can look after them."), _while(_)),
        Held(
            "cohorts_begun",
            _("Cohorts you started"),
            _("To know who started them."),
            _("Until you erase everything about you. The cohort stays, without your name."),
        ),
        Held(
            "record",
            _("What organisers did that touches you"),
            _("So that you can read it: it is your record."),
            until,
        ),
        Held(
            "messages",
            _("Messages to you"),
            _("To send them, to try again when that fails, and to know that they went."),
            _(
                "What a message says is wiped when it has gone, or after a day of trying. That it went, to which address and "
                "when, is kept for %(days)s days.",
                days=settings.keep_mail_days,
            )
            + (f" {_written_to_files(_)}" if settings.mail_sender == "file" else ""),
        ),
        Held(
            "one_time_links",
            _("Links we sent you"),
            _("To know which links are still good. The links themselves are not kept."),
            _(
                "A link is good for %(minutes)s minutes. That there was one is kept for %(days)s days.",
                minutes=int(links.LIFE.total_seconds() // 60),
                days=days(links.KEPT_FOR),
            ),
        ),
        Held(
            "ended_sessions",
            _("When you signed out"),
            _("So that a copy of your browser’s cookie opens nothing after you have signed out."),
            _("%(days)s days.", days=days(people.LONGEST_SESSION)),
        ),
    )


def left_out(_: Translate) -> tuple[tuple[str, str], ...]:
    """(what is not in a copy, why)."""
    return (
        (
            _("Your password, the key that locks what you wrote, and the secret parts of links and cookies"),
            _(
                "They open things. They are kept so that nobody can read them, and a copy of them would make you less safe."
            ),
        ),
        (
            _("How often a wrong password was typed"),
            _(
                "It is kept for %(minutes)s minutes in a form that cannot be turned back into a name or a place.",
                minutes=int(tries.WINDOW.total_seconds() // 60),
            ),
        ),
        (
            _("Marks of forms that were sent"),
            _(
                "They stop a second press from doing a thing twice. They are kept for %(days)s days in a form that cannot be "
                "turned back into anybody.",
                days=days(once.KEPT_FOR),
            ),
        ),
        (
            _("Backups, and notes that the web server makes"),
            _("They are not in this program. Whoever runs this site can tell you about them."),
        ),
    )
