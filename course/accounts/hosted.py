"""People the host app signs in. Their identity is the host's own id, never an e-mail address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from .. import web
from ..errors import NameTaken
from ..store import people
from ..store.people import Person


@dataclass(frozen=True)
class Member:
    """Somebody the host app has signed in. `id` is the host's own and must never change or be used again."""

    id: str
    name: str


Identify = Callable[[Any], Member | None]
"""Asked with the request on every visit: who is this? None for somebody not signed in."""


def person_from(identify: Identify) -> Callable[[], Person | None]:
    """What a mount asks for the person of a request. Somebody new gets a record on their first visit."""

    def who() -> Person | None:
        member = identify(request)
        if member is None:
            return None
        with web.mount().store.reading() as connection:
            known = people.person_by_host_identity(connection, member.id)
        return known or _welcome(member)

    return who


def _welcome(member: Member) -> Person | None:
    here = web.mount()
    try:
        with here.store.transaction() as connection:
            return people.add_person(
                connection,
                name=member.name.strip()[:200] or "Learner",
                host_identity=member.id,
                words_key=here.vault.new_person_key(),
                now=web.now(),
            )
    except NameTaken:  # another request of theirs was first
        with here.store.reading() as connection:
            return people.person_by_host_identity(connection, member.id)
