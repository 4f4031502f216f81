"""Which HTTP status says what went wrong."""

from __future__ import annotations

from . import errors

STATUS_OF = (
    (errors.MustSignIn, 401),
    (errors.FormTooOld, 400),
    (errors.NotFound, 404),
    (errors.NotOnOffer, 422),
    (errors.ChangedElsewhere, 409),
    (errors.AlreadyRecorded, 409),
    (errors.AlreadyAnswered, 409),
    (errors.AttemptClosed, 409),
    (errors.NotYetEarned, 409),
    (errors.LastOne, 409),
    (errors.CannotJoin, 409),
    (errors.TooManyTries, 429),
    (errors.LinkNotGood, 410),
    (errors.StoreNotReady, 503),
    (errors.SettingError, 503),
    (errors.CourseError, 500),
)


def status_of(error: errors.CourseError) -> int:
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))
