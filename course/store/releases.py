"""Releases of the course: immutable snapshots, the newest of which learners see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from .tables import release


@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    """A release as listed; its contents stay in the database."""

    id: int
    digest: str
    title: str
    author: str
    note: str
    published_at: datetime


_LISTED = (release.c.id, release.c.digest, release.c.title, release.c.author, release.c.note, release.c.published_at)


def add_release(
    connection: Connection,
    *,
    digest: str,
    title: str,
    archive: bytes,
    compiled: str,
    author: str,
    note: str,
    now: datetime,
) -> int:
    """Keep a snapshot. Returns its number; the highest number is what learners see."""
    return connection.execute(
        release.insert()
        .values(
            digest=digest, title=title, archive=archive, compiled=compiled, author=author, note=note, published_at=now
        )
        .returning(release.c.id)
    ).scalar_one()


def newest_release(connection: Connection) -> ReleaseRow | None:
    row = connection.execute(select(*_LISTED).order_by(release.c.id.desc()).limit(1)).one_or_none()
    return ReleaseRow(**row._mapping) if row else None


def newest_release_id(connection: Connection) -> int | None:
    return connection.execute(select(func.max(release.c.id))).scalar()


def all_releases(connection: Connection) -> list[ReleaseRow]:
    """Newest first."""
    return [ReleaseRow(**row._mapping) for row in connection.execute(select(*_LISTED).order_by(release.c.id.desc()))]


def compiled_of(connection: Connection, release_id: int) -> tuple[str, str] | None:
    """A release's digest and compiled course, as JSON."""
    row = connection.execute(
        select(release.c.digest, release.c.compiled).where(release.c.id == release_id)
    ).one_or_none()
    return (row.digest, row.compiled) if row else None


def archive_of(connection: Connection, release_id: int) -> bytes | None:
    return connection.execute(select(release.c.archive).where(release.c.id == release_id)).scalar()
