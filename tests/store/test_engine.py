"""One place commits, all or nothing, and what is acknowledged is kept."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from course.errors import StoreNotReady
from course.store import people
from course.store.engine import Store, sqlite_library, wal_is_safe
from course.store.people import Person
from tests.at_once import at_once
from tests.makers import NOW

HOW_MANY_PEOPLE = text("SELECT count(*) FROM course_learner")


def people_in(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(HOW_MANY_PEOPLE).scalar_one())


def add(store: Store, name: str) -> None:
    with store.transaction() as connection:
        people.add_person(connection, name=name, host_identity=name, now=NOW, words_key=b"key")


# --- all or nothing ---------------------------------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing(bare_store: Store) -> None:
    with pytest.raises(ZeroDivisionError), bare_store.transaction() as connection:
        people.add_person(connection, name="Amina", now=NOW, words_key=b"key")
        assert connection.execute(HOW_MANY_PEOPLE).scalar_one() == 1
        raise ZeroDivisionError

    assert people_in(bare_store) == 0


def test_a_transaction_the_database_refuses_leaves_nothing(bare_store: Store, amina: Person) -> None:
    with pytest.raises(IntegrityError), bare_store.transaction() as connection:
        people.add_person(connection, name="Joe", now=NOW, words_key=b"key")
        connection.execute(text("UPDATE course_learner SET public_id = :same"), {"same": amina.public_id})

    assert people_in(bare_store) == 1


def test_the_store_goes_on_after_a_transaction_that_failed(bare_store: Store) -> None:
    with pytest.raises(ZeroDivisionError), bare_store.transaction():
        raise ZeroDivisionError

    add(bare_store, "Amina")

    assert people_in(bare_store) == 1


def test_nobody_sees_half_a_transaction(bare_store: Store) -> None:
    with bare_store.transaction() as connection:
        people.add_person(connection, name="Amina", now=NOW, words_key=b"key")
        assert people_in(bare_store) == 0

    assert people_in(bare_store) == 1


def test_reading_never_waits_for_whoever_writes(bare_store: Store) -> None:
    """Somebody reads a page while another person's answer is being kept; both end."""
    with bare_store.reading() as before, bare_store.transaction() as connection:
        people.add_person(connection, name="Amina", now=NOW, words_key=b"key")
        assert before.execute(HOW_MANY_PEOPLE).scalar_one() == 0


def test_a_row_that_belongs_to_nobody_is_refused(bare_store: Store, release: int) -> None:
    with pytest.raises(IntegrityError), bare_store.transaction() as connection:
        connection.execute(
            text(
                "INSERT INTO course_module_mark (learner_id, module_id, opened_release_id, opened_at)"
                " VALUES (999, 'm', :release, :now)"
            ),
            {"release": release, "now": NOW},
        )


def test_an_error_of_the_database_never_repeats_what_somebody_wrote(bare_store: Store) -> None:
    """Errors go to the log, and the log is not a place for names, addresses or words."""
    written = {"secret": "amina@example.org"}
    with pytest.raises((DBAPIError, StoreNotReady)) as caught, bare_store.transaction() as connection:
        connection.execute(text("INSERT INTO course_nowhere VALUES (:secret)"), written)

    logged = "".join(traceback.format_exception(caught.value))
    assert "course_nowhere" in logged
    assert "amina@example.org" not in logged


# --- many at once -----------------------------------------------------------------------------------------------------


def test_threads_that_write_at_once_all_succeed(bare_store: Store) -> None:
    def ten(which: int) -> None:
        for number in range(10):
            add(bare_store, f"{which}-{number}")

    assert at_once(*(lambda which=which: ten(which) for which in range(4))) == [None] * 4
    assert people_in(bare_store) == 40


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from course.store import people
from course.store.engine import Store

store = Store(sys.argv[1], Path("unused"))
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    with store.transaction() as connection:
        name = f"{sys.argv[2]}-{number}"
        people.add_person(connection, name=name, host_identity=name, now=datetime.now(UTC), words_key=b"key")
store.close()
"""


def test_two_processes_that_write_at_once_lose_nothing(bare_address: str, bare_store: Store) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, bare_address, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        assert writer.stdout is not None and writer.stdin is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")  # type: ignore[union-attr]
        writer.stdin.flush()  # type: ignore[union-attr]

    said = [writer.communicate()[1] for writer in writers]

    assert (said, [writer.returncode for writer in writers]) == (["", ""], [0, 0])
    assert people_in(bare_store) == 50


# --- what is promised about keeping -----------------------------------------------------------------------------------

SQLITE_PROMISES = (("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000))
"""synchronous 2 is FULL: an acknowledged answer survives a power cut."""


def test_every_connection_to_sqlite_keeps_the_promises(tmp_path: Path) -> None:
    store = Store("", tmp_path)

    def promises() -> list[tuple[str, int]]:
        with store.transaction() as writing:
            found = [(name, writing.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name, _ in SQLITE_PROMISES]
        with store.reading() as reading:
            assert found == [(n, reading.exec_driver_sql(f"PRAGMA {n}").scalar_one()) for n, _ in SQLITE_PROMISES]
        return found

    with store.reading(), store.reading():  # so that the threads below are given connections of their own
        seen = [promises(), *at_once(promises, promises, promises)]
    store.close()

    assert seen == [list(SQLITE_PROMISES)] * 4


def test_sqlite_keeps_a_write_ahead_log_where_that_is_safe_and_says_so_where_not(tmp_path: Path) -> None:
    store = Store("", tmp_path)
    with store.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    said = [subject for subject, _ in store.health()]
    store.close()

    safe = wal_is_safe(sqlite_library().sqlite_version_info)
    assert (mode, said) == (("wal", ["Database"]) if safe else ("delete", ["Database", "Write-ahead log"]))


def test_a_sqlite_that_can_damage_its_log_is_run_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.store.engine.wal_is_safe", lambda version: False)
    store = Store("", tmp_path)
    with store.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    said = dict(store.health())
    store.close()

    assert mode == "delete"
    assert said["Write-ahead log"] == (
        "Off, because this SQLite version can damage it. Answers are safe; the site is slower. "
        "Install pysqlite3 0.6.1 or later to turn it on."
    )


@pytest.mark.postgres
def test_postgresql_commits_are_durable_and_in_utc(migrated_postgres: str, tmp_path: Path) -> None:
    store = Store(migrated_postgres, tmp_path)
    with store.transaction() as connection:
        shown = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("synchronous_commit", "timezone")]
    said = store.health()
    store.close()

    assert shown == ["on", "UTC"]
    assert [subject for subject, words in said if words.startswith("PostgreSQL ")] == ["Database"]


VERSIONS = (
    ((3, 7, 0), False),
    ((3, 40, 1), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 44, 9), True),
    ((3, 45, 0), False),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 0), False),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 52, 0), True),
    ((4, 0, 0), True),
)


@pytest.mark.parametrize(("version", "safe"), VERSIONS)
def test_which_sqlite_versions_may_keep_a_write_ahead_log(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


# --- a place to keep things -------------------------------------------------------------------------------------------


def test_a_missing_data_folder_is_made(tmp_path: Path) -> None:
    Store("", tmp_path / "some" / "where").close()

    assert [path.name for path in (tmp_path / "some" / "where").iterdir()] == []


def test_a_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("I was here first.")

    with pytest.raises(StoreNotReady) as refused:
        Store("", taken)

    assert refused.value.reason == (
        f"The data folder {taken} cannot be written to (File exists). "
        "Choose another with COURSE_DATA or --data, or change who owns it."
    )
    assert taken.read_text() == "I was here first."


def test_a_data_folder_under_a_file_is_refused_in_words() -> None:
    with pytest.raises(StoreNotReady, match="The data folder /dev/null/course cannot be written to"):
        Store("", Path("/dev/null/course"))


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "course.sqlite3").write_bytes(b"These are holiday plans, not a database. " * 100)
    store = Store("", tmp_path)

    with pytest.raises(StoreNotReady):
        people_in(store)
    with pytest.raises(StoreNotReady):
        add(store, "Amina")

    store.close()
    assert (tmp_path / "course.sqlite3").read_bytes().startswith(b"These are holiday plans")


def test_a_postgresql_that_is_away_says_so_without_its_password(tmp_path: Path) -> None:
    store = Store("postgresql://amina:a-secret-word@127.0.0.1:1/course", tmp_path)

    with pytest.raises(StoreNotReady) as refused:
        people_in(store)

    store.close()
    assert "a-secret-word" not in refused.value.reason
