"""The cohort that a request is for, and how the person who asks stands to it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from .. import access, errors, web
from ..store import cohorts, organisations
from ..store.cohorts import Cohort
from ..store.organisations import Organisation
from .rules import Secret


@dataclass(frozen=True)
class Here:
    cohort: Cohort
    organisation: Organisation
    standing: access.Standing
    is_in: bool
    """Whether the person who asks is one of its learners."""

    def may(self, action: str) -> bool:
        return access.may(web.learner(), action, self.standing)


def cohort_for(action: str, public_id: str) -> Here:
    """The cohort at this address, for somebody who may do this there. Raises NotFound."""
    found = _look(public_id)
    access.authorise(web.learner(), action, found.standing if found else None)
    if found is None:
        raise errors.NotFound(public_id)
    return found


def cohort_to_see(public_id: str) -> Here:
    """The cohort at this address, for somebody who takes part in it or runs it. Raises NotFound."""
    found = _look(public_id)
    if found is None or not (found.may("run cohort") or found.may("see cohort")):
        raise errors.NotFound(public_id)
    return found


def _look(public_id: str) -> Here | None:
    person = web.learner()
    with web.mount().store.reading() as connection:
        found = cohorts.cohort_by_public_id(connection, public_id)
        home = organisations.organisation_by_id(connection, found.organisation_id) if found else None
        if found is None or home is None:
            return None
        is_in = cohorts.is_in(connection, found.id, person.id)
        standing = access.Standing(
            learner_id=person.id,
            roles=organisations.roles_of(connection, home.id, person.id),
            takes_part=is_in or cohorts.is_facilitator(connection, found.id, person.id),
        )
    return Here(found, home, standing, is_in)


def secret() -> Secret:
    """What links and codes are made with."""
    return current_app.secret_key or ""
