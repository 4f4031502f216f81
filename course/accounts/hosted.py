"""People the host app signs in. Their identity is the host's own id, never an e-mail address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import g, request

from .. import web
from ..errors import NameTaken
from ..store import people
from ..store.people import Person
from .gone import has_left
from .rules import LONGEST_NAME, clean_name, without_hidden


@dataclass(frozen=True)
class Member:
    """Somebody the host app has signed in. `id` is the host's own and must never change or be used again."""

    id: str
    name: str


Identify = Callable[[Any], Member | None]
"""Asked with the request on every visit: who is this? None for somebody not signed in."""


def person_from(identify: Identify) -> Callable[[], Person | None]:
    """What a mount asks for the person of a request. Somebody new gets a record on their first visit.

    Their name is the host's: when it changes there it changes here.
    """

    def who() -> Person | None:
        member = identify(request)
        if member is None:
            return None
        identity, name = identity_of(member), name_of(member)
        if has_left(identity):
            g.course_erased = True
            return None
        with web.mount().store.reading() as connection:
            known = people.person_by_host_identity(connection, identity)
        if known is None and request.method not in ("GET", "HEAD"):
            g.course_erased = (
                True  # a form on a page of somebody who is not there any more: it must not bring them back
            )
            return None
        if known is None:
            return _welcome(identity, name)
        return known if known.name == name else _rename(known, name)

    return who


def identity_of(member: Member) -> str:
    """The host's id as it is kept: itself, or its SHA-256 where it is too long or has characters no database keeps."""
    plain = str(member.id)
    return plain if len(plain) <= 200 and plain.isprintable() else hashlib.sha256(plain.encode()).hexdigest()


def name_of(member: Member) -> str:
    """The host's name for somebody, held to the same rules as one that is typed here."""
    return clean_name(without_hidden(clean_name(member.name)))[:LONGEST_NAME] or "Learner"


def _welcome(identity: str, name: str) -> Person | None:
    here = web.mount()
    try:
        with here.store.transaction() as connection:
            return people.add_person(
                connection,
                name=name,
                host_identity=identity,
                words_key=here.vault.new_person_key(),
                now=web.now(),
            )
    except NameTaken:  # another request of theirs was first
        with here.store.reading() as connection:
            return people.person_by_host_identity(connection, identity)


def _rename(person: Person, name: str) -> Person:
    with web.mount().store.transaction() as connection:
        people.change_person(connection, person.id, name=name)
    return replace(person, name=name)
