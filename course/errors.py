"""What can go wrong, said once.

These hold facts, never sentences for the screen, HTTP or HTML; course/statuses.py gives each a status, course/pages.py a page.
"""

from __future__ import annotations


class CourseError(Exception):
    """The parent of everything we raise on purpose."""


class SettingError(CourseError):
    """A setting cannot be used. Its words go to whoever runs the site, so they name the setting and the fix."""


class ContentError(CourseError):
    """The course folder cannot be read or is not sound."""


class UnsoundCourse(ContentError):
    """The checker found errors; `problems` is its list (content.check.Problem)."""

    def __init__(self, problems: tuple[object, ...]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class TooMuch(ContentError):
    """A text is past a limit, or took too long to render."""

    def __init__(self, path: str, line: int, reason: str):
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class NotFound(CourseError):
    """There is no such thing, or it is not yours: the two look the same from outside."""


class NotOnOffer(CourseError):
    """A choice or answer that this scene or question does not offer."""


class AlreadyAnswered(CourseError):
    """This place on the path was answered before; the first answer stands."""


class AttemptClosed(CourseError):
    """The attempt has ended or was superseded by a change to the scenario."""


class AlreadyRecorded(CourseError):
    """The same form was sent before (its idempotency key is known); nothing was recorded twice."""


class ChangedElsewhere(CourseError):
    """Somebody, perhaps the same person in another tab, saved a newer version first."""

    def __init__(self, newest_version: int):
        super().__init__(str(newest_version))
        self.newest_version = newest_version


class NotYetEarned(CourseError):
    """The certificate's requirements are not all met."""


class TooManyTries(CourseError):
    """Too many attempts to sign in; `minutes` says how long to wait."""

    def __init__(self, minutes: int):
        super().__init__(str(minutes))
        self.minutes = minutes


class LinkNotGood(CourseError):
    """A one-time link that is used, too old, or was never ours; `why` is used, expired or unknown."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class NameTaken(CourseError):
    """An account with this e-mail address exists."""


class StoreNotReady(CourseError):
    """The database cannot be used as it is: newer than this software, not migrated, read-only, or away."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class MustSignIn(CourseError):
    """This page is for someone signed in."""


class FormTooOld(CourseError):
    """A form whose page was open for too long, or that did not come from a page of ours."""


class LastOne(CourseError):
    """The last person with a role that an organisation cannot be without; `role` is administrator or organiser."""

    def __init__(self, role: str):
        super().__init__(role)
        self.role = role


class CannotJoin(CourseError):
    """A cohort that nobody can join any more; `why` is ended or closed."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why
