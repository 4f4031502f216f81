"""Threads that write at once share one commit: each is kept or undone by itself, and none goes on before it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, event, text

from course.errors import StoreNotReady
from course.store.engine import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An SQLite file with one table of names."""
    made = Store("", tmp_path)
    with made.transaction() as connection:
        connection.execute(text("CREATE TABLE kept (name TEXT UNIQUE)"))
    yield made
    made.close()


@pytest.fixture
def commits(store: Store) -> list[str]:
    """Grows by one with each commit."""
    seen: list[str] = []
    event.listen(store.engine, "commit", lambda connection: seen.append("commit"))
    return seen


def add(connection: Connection, name: str) -> None:
    connection.execute(text("INSERT INTO kept VALUES (:name)"), {"name": name})


def names(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.execute(text("SELECT name FROM kept ORDER BY name")).scalars())


Act = Callable[[Connection], None]


class Crowd:
    """Threads that all want to write while the first of them is still writing."""

    def __init__(self, store: Store):
        self.store, self.threads = store, list[Thread]()
        self.results: dict[str, object] = {}
        self.may_end = Event()

    def run(self, **acts: Act) -> dict[str, object]:
        """Each act in a transaction of a thread of its own, in this order; "kept" or the error each ended with."""
        for number, (name, act) in enumerate(acts.items()):
            began = Event()
            thread = Thread(target=self._one, args=(name, act, began, number == 0))
            self.threads.append(thread)
            thread.start()
            if number == 0:
                began.wait()
            while number and self.store._together._waiting < number:
                os.sched_yield()
        self.may_end.set()
        for thread in self.threads:
            thread.join()
        return self.results

    def _one(self, name: str, act: Act, began: Event, is_first: bool) -> None:
        try:
            with self.store.transaction() as connection:
                began.set()
                try:
                    act(connection)
                finally:
                    if is_first:
                        self.may_end.wait()
            self.results[name] = "kept"
        except Exception as error:
            self.results[name] = type(error).__name__


def fail(connection: Connection) -> None:
    add(connection, "never")
    raise ZeroDivisionError


def test_threads_that_wait_for_each_other_share_a_commit(store: Store, commits: list[str]) -> None:
    ended = Crowd(store).run(a=lambda c: add(c, "a"), b=lambda c: add(c, "b"), c=lambda c: add(c, "c"))

    assert ended == {"a": "kept", "b": "kept", "c": "kept"}
    assert names(store) == ["a", "b", "c"]
    assert commits == ["commit"]


def test_a_thread_that_is_alone_commits_at_once(store: Store, commits: list[str]) -> None:
    for name in ("a", "b"):
        with store.transaction() as connection:
            add(connection, name)
        assert name in names(store)

    assert commits == ["commit", "commit"]


def test_nobody_goes_on_before_the_commit(store: Store) -> None:
    """Each thread, right after its transaction, must find its own row as a reader would."""
    found: dict[str, bool] = {}

    def write(name: str) -> None:
        with store.transaction() as connection:
            add(connection, name)
        found[name] = name in names(store)

    threads = [Thread(target=write, args=(f"{number:02}",)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {f"{number:02}": True for number in range(24)}


@pytest.mark.parametrize("order", ["first", "middle", "last"])
def test_an_error_undoes_only_what_is_its_own(store: Store, order: str) -> None:
    acts: dict[str, Act] = {"a": lambda c: add(c, "a"), "b": lambda c: add(c, "b"), "c": lambda c: add(c, "c")}
    acts[{"first": "a", "middle": "b", "last": "c"}[order]] = fail
    ended = Crowd(store).run(**acts)

    assert sorted(ended.values(), key=str) == ["ZeroDivisionError", "kept", "kept"]
    assert names(store) == [name for name, how in sorted(ended.items()) if how == "kept"]


def test_what_the_database_refuses_is_undone_and_the_others_are_kept(store: Store) -> None:
    ended = Crowd(store).run(a=lambda c: add(c, "same"), b=lambda c: add(c, "same"), c=lambda c: add(c, "other"))

    assert ended == {"a": "kept", "b": "IntegrityError", "c": "kept"}
    assert names(store) == ["other", "same"]


def test_when_the_commit_fails_nobody_was_kept_and_everybody_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StoreNotReady("The disk is full.")

    monkeypatch.setattr(store._together, "_before_commit", refuse)
    ended = Crowd(store).run(a=lambda c: add(c, "a"), b=lambda c: add(c, "b"))
    assert (ended, names(store)) == ({"a": "StoreNotReady", "b": "StoreNotReady"}, [])

    monkeypatch.undo()
    with store.transaction() as connection:
        add(connection, "later")
    assert names(store) == ["later"]


def test_an_error_that_undoes_everything_is_told_to_everybody(store: Store) -> None:
    """Where SQLite itself gives up the transaction, as on a full disk, nothing before it may seem to be kept."""

    def give_up(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise ZeroDivisionError

    ended = Crowd(store).run(a=lambda c: add(c, "a"), b=give_up)
    assert (ended["a"], names(store)) == ("StoreNotReady", [])
    assert ended["b"] != "kept"

    with store.transaction() as connection:
        add(connection, "later")
    assert names(store) == ["later"]


def test_an_error_about_somebody_elses_row_is_not_told_before_that_row_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "This was answered before" must not be said of an answer that is then lost."""

    def nothing_is_kept() -> None:
        raise StoreNotReady("the disk is full")

    monkeypatch.setattr(store._together, "_before_commit", nothing_is_kept)
    ended = Crowd(store).run(a=lambda c: add(c, "same"), b=lambda c: add(c, "same"))

    assert ended == {"a": "StoreNotReady", "b": "StoreNotReady"}
    monkeypatch.undo()
    assert names(store) == []
