"""Opens the database, and is the only place that commits.

SQLite by default: write-ahead log, synchronous=FULL (an acknowledged answer survives a power cut), foreign keys on. Some
SQLite libraries can corrupt a write-ahead log (sqlite.org/wal.html#walresetbug); on those, and without a mended
`pysqlite3`, the rollback journal is used instead and `Store.health()` says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from ..errors import SettingError, StoreNotReady
from .together import Together

BUSY_MILLISECONDS = 10_000
REPLACED = (
    "The database file was moved, deleted or replaced while the site was running. Put it back and start the site again."
)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version is free of the WAL-reset bug: 3.51.3 and later, 3.50.7, 3.44.6."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def sqlite_library() -> ModuleType:
    """The system's SQLite where it is safe, else the one pysqlite3 brings, else the system's all the same."""
    if wal_is_safe(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


class Store:
    """One database. Read with `reading()`, change with `transaction()`."""

    def __init__(self, url: str, data_folder: Path):
        """`url` empty means an SQLite file in `data_folder`, which is made if it is missing.

        Raises SettingError when the address cannot be read, StoreNotReady when the folder or the database cannot be
        used.
        """
        address = _address(url) if url else make_url(f"sqlite:///{_made(data_folder) / 'course.sqlite3'}")
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self._file = Path(address.database or "")
        self._first_seen: tuple[int, int] | None = None
        if self.is_sqlite:
            self.engine = self._open_sqlite(address)
            self._together = Together(self.engine, self._refuse_when_replaced)
        else:
            address = address.set(drivername="postgresql+psycopg")
            self.engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
            event.listen(self.engine, "connect", _insist_on_durable_commits)
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._idle_readers: list[Connection] = []

    def _open_sqlite(self, url: URL) -> Engine:
        library = sqlite_library()
        self.wal = wal_is_safe(library.sqlite_version_info)
        # hide_parameters, because errors are written to the log, and what people wrote must never be
        engine = create_engine(
            url, module=library, connect_args={"check_same_thread": False}, hide_parameters=True, pool_size=0
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, record: Any) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves, below
            for pragma in (
                f"busy_timeout={BUSY_MILLISECONDS}",
                f"journal_mode={'WAL' if self.wal else 'DELETE'}",
                "synchronous=FULL",
                "foreign_keys=ON",
                "secure_delete=ON",  # what is deleted is overwritten in the file, so that erased people leave nothing
            ):
                connection.execute(f"PRAGMA {pragma}").close()
            if self._was_replaced():
                raise library.OperationalError(REPLACED)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # IMMEDIATE: a transaction that reads and then writes must not find that somebody wrote in between.
            if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions. Raises StoreNotReady when the database is away."""
        try:
            if self.is_sqlite:
                with self._kept_reader() as connection:
                    yield connection
            else:
                with self._reader.connect() as connection:
                    yield connection
        except DBAPIError as error:
            if _is_away(error):
                raise StoreNotReady(_reason(error)) from error
            raise

    @contextmanager
    def _kept_reader(self) -> Iterator[Connection]:
        """A connection that stays open between requests: opening one costs more than a page's questions do.

        A question is its own transaction and holds nothing once it is answered. After an error the connection goes.
        """
        try:
            connection = self._idle_readers.pop()
        except IndexError:
            connection = self._reader.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle_readers.append(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it or none of it; durable once this returns. Raises StoreNotReady when it cannot be kept.

        On SQLite the threads of one process take turns: SQLite's own waiting is unfair and starves some of them.
        """
        try:
            with self._together.transaction() if self.is_sqlite else self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            if _is_away(error):
                raise StoreNotReady(_reason(error)) from error
            raise

    def forget_deleted(self) -> None:
        """What was just deleted goes from the write-ahead log too. Without harm when somebody is reading: then it goes later."""
        if self.is_sqlite and self.wal:
            with self.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def _refuse_when_replaced(self) -> None:
        if self._was_replaced():
            raise StoreNotReady(REPLACED)

    def _was_replaced(self) -> bool:
        """Whether the SQLite file we opened is no longer the one at its path. Writing on into a deleted file seems to work."""
        try:
            found = self._file.stat()
        except OSError:
            return True
        self._first_seen = self._first_seen or (found.st_dev, found.st_ino)
        return self._first_seen != (found.st_dev, found.st_ino)

    def health(self) -> tuple[tuple[str, str], ...]:
        """What whoever runs the site should know, as (subject, plain words)."""
        with self.reading() as connection:
            if not self.is_sqlite:
                version = connection.execute(text("SHOW server_version")).scalar_one()
                return (("Database", f"PostgreSQL {version}"),)
            version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
        found = [("Database", f"SQLite {version}")]
        if not self.wal:
            found.append(
                (
                    "Write-ahead log",
                    "Off, because this SQLite version can damage it. Answers are safe; the site is slower. "
                    "Install pysqlite3 0.6.1 or later to turn it on.",
                )
            )
        return tuple(found)

    def close(self) -> None:
        while self._idle_readers:
            self._idle_readers.pop().close()
        if self.is_sqlite:
            self._together.close()
        self.engine.dispose()


def _address(url: str) -> URL:
    """The parts of a database's address, which no message repeats: there is a password in it."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingError(
            "COURSE_DATABASE_URL cannot be read. Write it like postgresql://user:password@host/name or "
            "sqlite:////folder/course.sqlite3."
        ) from error
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise SettingError("COURSE_DATABASE_URL names no file. Write it like sqlite:////folder/course.sqlite3.")
    return address


def _made(folder: Path) -> Path:
    """The folder, made for nobody's eyes but ours when it is not there: names and addresses lie in it in the open."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".can-write"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StoreNotReady(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Choose another with COURSE_DATA or --data, or change who owns it."
        ) from error
    return folder


def _insist_on_durable_commits(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")
        cursor.execute("SET timezone TO 'UTC'")
    connection.commit()


def _is_away(error: DBAPIError) -> bool:
    """Whether the database itself is the trouble, not what we asked. A plain DatabaseError is a damaged file, or no database."""
    return isinstance(error, OperationalError) or type(error) is DatabaseError or error.connection_invalidated


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip() or type(error.orig).__name__
