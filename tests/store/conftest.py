"""A store on either database, with nothing published: these tests need SQL, not pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text

from course.store import people, releases
from course.store.engine import Store
from course.store.migrate import migrate
from course.store.people import Person
from course.store.tables import metadata
from course.store.vault import Vault, new_master_key
from tests.makers import NOW


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database of today's shape, to copy."""
    folder = tmp_path_factory.mktemp("migrated")
    store = Store("", folder)
    migrate(store)
    store.close()
    return folder


def on_new_database(address: str, name: str) -> str:
    """The address of a new, empty database on the same PostgreSQL; one of that name goes first."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    address = on_new_database(postgres, "bare")
    store = Store(address, tmp_path_factory.mktemp("unused"))
    migrate(store)
    store.close()
    return address


@pytest.fixture
def blank_store(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database nobody has ever used: not even tables."""
    address = "" if kind == "sqlite" else on_new_database(request.getfixturevalue("postgres"), "blank")
    store = Store(address, tmp_path / "blank")
    yield store
    store.close()


@pytest.fixture
def bare_address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The COURSE_DATABASE_URL of the database `bare_store` uses."""
    if kind == "sqlite":
        shutil.copytree(request.getfixturevalue("migrated_sqlite"), tmp_path / "bare")
        return f"sqlite:///{tmp_path / 'bare' / 'course.sqlite3'}"
    address: str = request.getfixturevalue("migrated_postgres")
    store = Store(address, tmp_path)
    with store.transaction() as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    store.close()
    return address


@pytest.fixture
def bare_store(bare_address: str, tmp_path: Path) -> Iterator[Store]:
    """A database of today's shape that holds nothing."""
    store = Store(bare_address, tmp_path)
    yield store
    store.close()


@pytest.fixture
def statements() -> Callable[[Store], list[str]]:
    """Call it with a store: the list it gives grows by every statement that store runs from then on."""

    def listen(store: Store) -> list[str]:
        said: list[str] = []

        def remember(connection: object, cursor: object, statement: str, *rest: object) -> None:
            said.append(statement)

        event.listen(store.engine, "before_cursor_execute", remember)
        return said

    return listen


@pytest.fixture
def vault() -> Vault:
    return Vault(new_master_key())


@pytest.fixture
def release(bare_store: Store) -> int:
    """The number of a release, for rows that must say which one they belong to."""
    return publish(bare_store)


def publish(store: Store, digest: str = "d1", *, title: str = "Street party", now: datetime = NOW) -> int:
    with store.transaction() as connection:
        return releases.add_release(
            connection, digest=digest, title=title, archive=b"zip", compiled="{}", author="a test", note="", now=now
        )


@pytest.fixture
def add_person(bare_store: Store, vault: Vault) -> Callable[..., Person]:
    def add(name: str = "Amina Yusuf", **more: object) -> Person:
        with bare_store.transaction() as connection:
            return people.add_person(connection, name=name, now=NOW, words_key=vault.new_person_key(), **more)  # type: ignore[arg-type]

    return add


@pytest.fixture
def amina(add_person: Callable[..., Person]) -> Person:
    return add_person("Amina Yusuf")


@pytest.fixture
def joe(add_person: Callable[..., Person]) -> Person:
    return add_person("Joe Brannigan")
