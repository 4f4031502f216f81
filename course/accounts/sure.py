"""Whether this session has shown lately who it is: it signed in, or typed the password again, in the last 15 minutes.

A page that was left open on a shared computer then gives nobody everything that is held about somebody.
"""

from __future__ import annotations

from flask import session

from .. import web
from ..rights.rules import is_lately
from ..store.people import Person

KEY = "course_sure"


def note_sure(person: Person) -> None:
    """This person has shown just now who they are."""
    session[KEY] = [web.mount().name, person.public_id, int(web.now().timestamp())]


def is_sure(person: Person) -> bool:
    kept = session.get(KEY)
    if not isinstance(kept, list) or kept[:2] != [web.mount().name, person.public_id]:
        return False
    return is_lately(kept[-1], web.now())
