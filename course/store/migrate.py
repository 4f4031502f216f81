"""Brings the database to the shape this version needs. Alembic's files are in the top-level folder migrations/."""

from __future__ import annotations

import re

from sqlalchemy import Connection, inspect, text

from .. import resources
from ..errors import StoreNotReady
from .engine import Store

VERSION_TABLE = "course_migration"


def known_versions() -> list[str]:
    """The migrations this software knows, oldest first, by the number that starts their file names."""
    return sorted(
        path.stem
        for path in (resources.folder("migrations") / "versions").glob("*.py")
        if re.match(r"\d{4}_", path.stem)
    )


def stored_version(store: Store) -> str | None:
    """Where the database is; None when it is empty."""
    with store.reading() as connection:
        return _version_on(connection)


def check_version(store: Store) -> bool:
    """Whether the database is up to date. Raises StoreNotReady when a newer version of the software made it."""
    stored, known = stored_version(store), known_versions()
    if stored is not None and stored not in known:
        raise StoreNotReady(
            f"This database was made by a newer version of Equal Footing (it is at {stored}). "
            "Install that version or a later one. Nothing was changed."
        )
    return stored == known[-1]


def migrate(store: Store, to: str = "head") -> None:
    """Move the database to a version, up or down; `base` is before the first.

    Raises StoreNotReady when a newer version of the software made it, or when there is no such migration; nothing is
    changed then. Alembic is imported only here: it costs start-up time.
    """
    known = known_versions()
    if to not in ("head", "base", *known):
        raise StoreNotReady(
            f'There is no migration called "{to}". Choose one of these, or head or base: {", ".join(known)}.'
        )
    if check_version(store) and to == "head":
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.folder("migrations")).replace("%", "%%"))
    with store.transaction() as connection:
        if not store.is_sqlite:  # two web processes may start at once; SQLite's BEGIN IMMEDIATE has seen to it already
            connection.execute(text("SELECT pg_advisory_xact_lock(7235134)"))
        config.attributes["connection"] = connection
        stored = _version_on(connection)
        if stored is None and to == "base":
            return
        if to == "head" or stored is None or (to != "base" and known.index(to) >= known.index(stored)):
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)


def _version_on(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
