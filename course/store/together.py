"""Commits the transactions of several threads together, so that one wait for the disk serves them all.

SQLite writes one transaction at a time and waits for the disk at the end of each. Here the threads of a process take
turns inside one transaction, each in a savepoint of its own, and the last of those who were waiting commits for all.
Nobody goes on before the commit, so what is acknowledged is as durable as before (synchronous=FULL); somebody's error
undoes only what is theirs. Nobody waits on purpose: a thread that is alone commits at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, RootTransaction

from ..errors import StoreNotReady

MOST_TOGETHER = 64
"""Transactions in one commit, so that the first of them does not wait for ever."""
LONG_WAIT_SECONDS = 1.0


class _Batch:
    """Transactions that one commit makes durable."""

    def __init__(self, transaction: RootTransaction):
        self.transaction = transaction
        self.members = 0
        self.settled = threading.Event()
        self.problem: BaseException | None = None
        """Why none of it was kept."""


class Together:
    def __init__(self, engine: Engine, before_commit: Callable[[], None]):
        """`before_commit` may raise, and then nothing of the batch is kept."""
        self._engine, self._before_commit = engine, before_commit
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        """Threads that want a turn and have not got it."""
        self._connection: Connection | None = None
        """Kept open, and used by whoever has the turn."""
        self._batch: _Batch | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it or none of it; durable once this returns. Raises StoreNotReady when the commit fails.

        An error of the caller's waits for the commit too: "this was answered before" may speak of a row that another
        thread wrote in the same batch, and is only true once that is kept.
        """
        own: BaseException | None = None
        with self._my_turn():
            batch, connection = self._joined()
            try:
                if batch.members:
                    with connection.begin_nested():
                        yield connection
                else:
                    yield connection
            except BaseException as error:
                self._undo(batch, connection, error)
                own = error
            else:
                batch.members += 1
            finally:
                if not self._waiting or batch.members >= MOST_TOGETHER:
                    self._settle()
        while not batch.settled.wait(LONG_WAIT_SECONDS):
            with self._my_turn():  # whoever was to commit never came
                self._settle()
        if batch.problem is not None and batch.problem is not own:
            raise StoreNotReady(_reason(batch.problem)) from batch.problem
        if own is not None:
            raise own

    def close(self) -> None:
        with self._turn:
            self._drop_connection()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with self._counting:
            self._waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    def _joined(self) -> tuple[_Batch, Connection]:
        """The batch under way, or a new one."""
        if self._connection is None:
            self._connection = self._engine.connect()
        if self._batch is None:
            try:
                self._batch = _Batch(self._connection.begin())
            except BaseException:
                self._drop_connection()
                raise
        return self._batch, self._connection

    def _undo(self, batch: _Batch, connection: Connection, error: BaseException) -> None:
        """After an error in somebody's turn: their savepoint is undone already. Some errors undo the whole batch."""
        still_open = bool(getattr(connection.connection.dbapi_connection, "in_transaction", False))
        if batch.members and still_open:
            return
        if batch.members:
            batch.problem = error
        self._batch = None
        try:
            batch.transaction.rollback()
        except Exception:
            self._drop_connection()
        finally:
            batch.settled.set()

    def _settle(self) -> None:
        """Commit what is under way, if anything is. Only in one's turn."""
        batch, self._batch = self._batch, None
        if batch is None:
            return
        try:
            self._before_commit()
            batch.transaction.commit()
        except BaseException as problem:
            batch.problem = problem
            self._drop_connection()
            if not isinstance(problem, Exception):
                raise
        finally:
            batch.settled.set()

    def _drop_connection(self) -> None:
        """The next batch gets a fresh one; whatever this one had open is undone."""
        dropped, self._connection = self._connection, None
        if dropped is not None:
            try:
                dropped.close()
            except Exception:
                dropped.invalidate()


def _reason(problem: BaseException) -> str:
    return str(getattr(problem, "orig", problem)).strip() or type(problem).__name__
