"""The database and the software: moved up and down with people in it, and refused when it is newer than we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from course.errors import StoreNotReady
from course.store.engine import Store
from course.store.migrate import VERSION_TABLE, check_version, known_versions, migrate, stored_version
from course.store.people import Person
from course.store.tables import metadata
from course.store.vault import Vault
from tests.at_once import at_once

from .test_lists import one_more

NEWEST = known_versions()[-1]
EVERY_TABLE = {table.name for table in metadata.sorted_tables} | {VERSION_TABLE}


def tables_in(store: Store) -> set[str]:
    with store.reading() as connection:
        return {name for name in inspect(connection).get_table_names() if name.startswith("course_")}


def test_migrations_are_numbered_one_after_the_other() -> None:
    assert [int(name[:4]) for name in known_versions()] == list(range(1, len(known_versions()) + 1))


def test_a_blank_database_is_brought_to_todays_shape(blank_store: Store) -> None:
    assert (stored_version(blank_store), check_version(blank_store)) == (None, False)

    migrate(blank_store)

    assert (stored_version(blank_store), check_version(blank_store)) == (NEWEST, True)
    assert tables_in(blank_store) == EVERY_TABLE


def test_the_migrations_and_the_tables_say_the_same(blank_store: Store) -> None:
    migrate(blank_store)

    with blank_store.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(bare_store: Store, statements: Callable[[Store], list[str]]) -> None:
    said = statements(bare_store)

    migrate(bare_store)

    assert [one for one in said if one.split()[0] in ("INSERT", "UPDATE", "CREATE", "ALTER", "DROP")] == []


def test_two_processes_that_start_at_once_migrate_once(blank_store: Store) -> None:
    assert at_once(lambda: migrate(blank_store), lambda: migrate(blank_store)) == [None, None]
    assert stored_version(blank_store) == NEWEST


def test_down_and_up_again_with_people_in_it(bare_store: Store, vault: Vault, amina: Person) -> None:
    """Each step back, with rows in every table, and each step forward again."""
    for number in (1, 2):
        one_more(bare_store, vault, amina, number)

    for version in [*reversed(known_versions()[:-1]), "base"]:
        migrate(bare_store, version)
        assert stored_version(bare_store) == (None if version == "base" else version)
    assert tables_in(bare_store) == {VERSION_TABLE}

    for version in known_versions():
        migrate(bare_store, version)
        assert stored_version(bare_store) == version
    assert tables_in(bare_store) == EVERY_TABLE


def test_an_attempt_from_before_there_were_hats_has_none(bare_store: Store, vault: Vault, amina: Person) -> None:
    one_more(bare_store, vault, amina, 1)
    migrate(bare_store, "0003_remember_confirmed_plans")

    migrate(bare_store)

    with bare_store.reading() as connection:
        rows = connection.execute(text("SELECT scenario_id, outcome, hat FROM course_attempt")).all()
    assert [tuple(row) for row in rows] == [("doors", "open", None)]


def test_going_back_before_organisations_keeps_what_learners_did(
    bare_store: Store, vault: Vault, amina: Person
) -> None:
    one_more(bare_store, vault, amina, 1)

    migrate(bare_store, "0004_remember_whose_eyes")
    migrate(bare_store)

    with bare_store.reading() as connection:
        kept = connection.execute(text("SELECT activity_id FROM course_private_words")).scalars().all()
        gone = connection.execute(text("SELECT count(*) FROM course_enrolment")).scalar()
    assert (kept, gone) == (["tea-1"], 0)


def test_going_back_forgets_certificates_that_belong_to_nobody(
    bare_store: Store, vault: Vault, amina: Person
) -> None:
    for number in (1, 2):
        one_more(bare_store, vault, amina, number)
    with bare_store.transaction() as connection:
        first = connection.execute(text("SELECT min(id) FROM course_certificate")).scalar_one()
        connection.execute(text("UPDATE course_certificate SET learner_id = NULL WHERE id = :id"), {"id": first})

    migrate(bare_store, "0005_organisations_and_cohorts")

    with bare_store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM course_certificate")).scalar_one() == 1
    migrate(bare_store)


def test_a_migration_that_fails_changes_nothing(blank_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError("half way")

    monkeypatch.setattr("alembic.op.create_index", fail)  # the second thing the first migration does

    with pytest.raises(ZeroDivisionError):
        migrate(blank_store)

    assert tables_in(blank_store) == set()
    assert stored_version(blank_store) is None


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.fixture
def newer_store(bare_store: Store) -> Iterator[Store]:
    say = text(f"UPDATE {VERSION_TABLE} SET version_num = :version")
    with bare_store.transaction() as connection:
        connection.execute(say, {"version": "9999_from_the_future"})
    yield bare_store
    with bare_store.transaction() as connection:  # PostgreSQL's database is kept for the next test
        connection.execute(say, {"version": NEWEST})


@pytest.mark.parametrize("to", ["head", "base", NEWEST])
def test_a_database_of_a_newer_version_is_refused_in_words_and_left_alone(to: str, newer_store: Store) -> None:
    with pytest.raises(StoreNotReady) as refused:
        migrate(newer_store, to)

    assert refused.value.reason == (
        "This database was made by a newer version of Equal Footing (it is at 9999_from_the_future). "
        "Install that version or a later one. Nothing was changed."
    )
    assert (stored_version(newer_store), tables_in(newer_store)) == ("9999_from_the_future", EVERY_TABLE)


def test_checking_a_database_of_a_newer_version_refuses_it_too(newer_store: Store) -> None:
    with pytest.raises(StoreNotReady):
        check_version(newer_store)


@pytest.mark.parametrize("to", ["0099_nowhere", "", "heads", "../0001"])
def test_a_migration_that_nobody_wrote_is_refused_in_words(to: str, bare_store: Store) -> None:
    with pytest.raises(StoreNotReady) as refused:
        migrate(bare_store, to)

    assert refused.value.reason == (
        f'There is no migration called "{to}". Choose one of these, or head or base: {", ".join(known_versions())}.'
    )
    assert stored_version(bare_store) == NEWEST


def test_a_blank_database_is_at_base_already(blank_store: Store) -> None:
    migrate(blank_store, "base")

    assert tables_in(blank_store) <= {VERSION_TABLE}
    assert stored_version(blank_store) is None
