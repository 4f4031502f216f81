"""The moment a certificate is earned: with the last requirement, in the same visit, by no job."""

from __future__ import annotations

from flask import flash

from .. import pages, web
from .actions import issue_if_earned


def give_certificate_if_earned() -> None:
    """Called by every room after an act that may have been the last one needed. Tells the learner on the next page."""
    here, release = web.mount(), web.release()
    issued = issue_if_earned(here.store, release.course, release.id, web.learner(), web.now(), here.announcer)
    if issued is not None:
        flash(pages.words()("You have earned your certificate."), "done")
