"""The one table of private words. Nothing else reads it; only its owner, and those they chose, ever see what is in it.

Every save is a new version. A draft is the exception: it is replaced by the next draft, and by the version that keeps it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, true, tuple_
from sqlalchemy.exc import IntegrityError

from ..errors import ChangedElsewhere
from .tables import private_words
from .vault import Vault

KEPT_STATES = ("kept", "on_paper", "in_talk")
"""The states that count as an exercise kept: typed, done on paper, done in conversation."""


MOST_AT_ONCE = 50
BYTES_AT_ONCE = 500_000
"""How many old versions are read at once, and how much of them: there is no end to how often a learner may save."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """One version of what a learner wrote in one exercise."""

    module_id: str
    activity_id: str
    version: int
    state: str
    """draft, kept, not_now, on_paper, in_talk or removed."""
    words: str
    """JSON, in the shape of the exercise's kind; empty when nothing was written."""
    shared_as: str
    release_id: int
    saved_at: datetime


def place_of(learner_id: int, module_id: str, activity_id: str) -> str:
    return f"{learner_id}/{module_id}/{activity_id}"


_COLUMNS = (
    private_words.c.module_id,
    private_words.c.activity_id,
    private_words.c.version,
    private_words.c.state,
    private_words.c.words,
    private_words.c.shared_as,
    private_words.c.release_id,
    private_words.c.saved_at,
)


def _newest(here: ColumnElement[bool]) -> Select[Any]:
    """The newest version of each exercise, in the order they were first touched."""
    place = (private_words.c.module_id, private_words.c.activity_id)
    newest = select(*place, func.max(private_words.c.version).label("version")).where(here).group_by(*place).subquery()
    is_newest = (
        (private_words.c.module_id == newest.c.module_id)
        & (private_words.c.activity_id == newest.c.activity_id)
        & (private_words.c.version == newest.c.version)
    )
    return select(*_COLUMNS).join(newest, is_newest).where(here).order_by(private_words.c.id)


_MINE = private_words.c.learner_id == bindparam("learner_id")
# Built once: putting a statement together costs several times what asking it does.
_NEWEST_EVERYWHERE = _newest(_MINE)
_NEWEST_SETTLED = _newest(_MINE & (private_words.c.state != "draft"))
_NEWEST_AT = _newest(
    _MINE & tuple_(private_words.c.module_id, private_words.c.activity_id).in_(bindparam("places", expanding=True))
)


def newest_words_everywhere(
    connection: Connection, vault: Vault, learner_id: int, words_key: bytes | None
) -> list[Words]:
    """The newest version of every exercise this learner has touched, in the order they were first touched."""
    rows = connection.execute(_NEWEST_EVERYWHERE, {"learner_id": learner_id})
    return [_words(vault, learner_id, words_key, row) for row in rows]


def newest_words_at(
    connection: Connection,
    vault: Vault,
    learner_id: int,
    words_key: bytes | None,
    places: Collection[tuple[str, str]],
) -> dict[tuple[str, str], Words]:
    """The newest version of each of these exercises, by (module id, activity id). One never touched is not in it."""
    if not places:
        return {}
    rows = connection.execute(_NEWEST_AT, {"learner_id": learner_id, "places": list(places)})
    return {(row.module_id, row.activity_id): _words(vault, learner_id, words_key, row) for row in rows}


def newest_words(
    connection: Connection, vault: Vault, learner_id: int, words_key: bytes | None, module_id: str, activity_id: str
) -> Words | None:
    """The newest version of one exercise; None when it was never touched."""
    found = versions_of(connection, vault, learner_id, words_key, module_id, activity_id, most=1)
    return found[0] if found else None


def versions_of(
    connection: Connection,
    vault: Vault,
    learner_id: int,
    words_key: bytes | None,
    module_id: str,
    activity_id: str,
    most: int = MOST_AT_ONCE,
    before: int | None = None,
) -> list[Words]:
    """The versions of one exercise, newest first: at most `most` of them, and no more than fit on a page.

    `before` leaves out that version and what is newer. There is always one when there is any.
    """
    rows = connection.execute(
        select(*_COLUMNS)
        .where(
            private_words.c.learner_id == learner_id,
            private_words.c.module_id == module_id,
            private_words.c.activity_id == activity_id,
            private_words.c.version < before if before is not None else true(),
        )
        .order_by(private_words.c.version.desc())
        .limit(most)
    )
    found: list[Words] = []
    room = BYTES_AT_ONCE
    for row in rows:
        room -= len(row.words or b"")
        if found and room < 0:
            break
        found.append(_words(vault, learner_id, words_key, row))
    return found


def _words(vault: Vault, learner_id: int, words_key: bytes | None, row: object) -> Words:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    locked = values["words"]
    if locked is None or words_key is None:
        values["words"] = ""
    else:
        values["words"] = vault.unlock(
            words_key, place_of(learner_id, values["module_id"], values["activity_id"]), locked
        )
    return Words(**values)


def kept_words_everywhere(
    connection: Connection, vault: Vault, learner_id: int, words_key: bytes | None
) -> dict[tuple[str, str], tuple[Words, Words | None]]:
    """For each exercise touched: its newest version, and the newest one that is no draft, or None. By (module, activity).

    The two are the same unless somebody has begun to change what they kept.
    """
    newest = newest_words_everywhere(connection, vault, learner_id, words_key)
    drafts = {(one.module_id, one.activity_id) for one in newest if one.state == "draft"}
    under: dict[tuple[str, str], Words] = {}
    if drafts:
        for row in connection.execute(_NEWEST_SETTLED, {"learner_id": learner_id}):
            if (row.module_id, row.activity_id) in drafts:
                under[row.module_id, row.activity_id] = _words(vault, learner_id, words_key, row)
    places = [((one.module_id, one.activity_id), one) for one in newest]
    return {place: (one, under.get(place) if place in drafts else one) for place, one in places}


def keep_on_top(
    connection: Connection,
    vault: Vault,
    *,
    learner_id: int,
    words_key: bytes,
    module_id: str,
    activity_id: str,
    base: int,
    state: str,
    words: str,
    shared_as: str,
    release_id: int,
    now: datetime,
) -> tuple[int, bool]:
    """What a form sends: a version on top of the one it was drawn on.

    Returns (the version that holds these words now, whether it is a new one). Saving the very same words again is harmless.
    Raises ChangedElsewhere when a newer version, with other words, was saved in the meantime.
    """
    newest = newest_words(connection, vault, learner_id, words_key, module_id, activity_id)
    if newest and newest.version != base:
        if newest.words == words and newest.state == state:
            return newest.version, False
        raise ChangedElsewhere(newest.version)
    version = keep_words(
        connection,
        vault,
        learner_id=learner_id,
        words_key=words_key,
        module_id=module_id,
        activity_id=activity_id,
        base=base if newest else 0,  # nothing is there that could have been changed, whatever the form says
        state=state,
        words=words,
        shared_as=shared_as,
        release_id=release_id,
        now=now,
    )
    return version, True


def keep_words(
    connection: Connection,
    vault: Vault,
    *,
    learner_id: int,
    words_key: bytes,
    module_id: str,
    activity_id: str,
    base: int,
    state: str,
    words: str,
    shared_as: str,
    release_id: int,
    now: datetime,
) -> int:
    """Add a version on top of version `base` (0 for the first) and return its number.

    A draft that was the newest is replaced. Raises ChangedElsewhere when `base` is no longer the newest version.
    """
    here = (
        (private_words.c.learner_id == learner_id)
        & (private_words.c.module_id == module_id)
        & (private_words.c.activity_id == activity_id)
    )
    newest = connection.execute(
        select(private_words.c.version, private_words.c.state)
        .where(here)
        .order_by(private_words.c.version.desc())
        .limit(1)
    ).one_or_none()
    newest_version = newest.version if newest else 0
    if newest_version != base:
        raise ChangedElsewhere(newest_version)
    if newest and newest.state == "draft":
        connection.execute(delete(private_words).where(here, private_words.c.version == newest_version))
    locked = vault.lock(words_key, place_of(learner_id, module_id, activity_id), words) if words else None
    try:
        connection.execute(
            private_words.insert().values(
                learner_id=learner_id,
                module_id=module_id,
                activity_id=activity_id,
                version=newest_version + 1,
                state=state,
                words=locked,
                shared_as=shared_as,
                release_id=release_id,
                saved_at=now,
            )
        )
    except IntegrityError as error:
        raise ChangedElsewhere(newest_version + 1) from error
    return newest_version + 1
