"""What a learner wrote is nowhere but in one table, locked. A phrase is planted in every exercise and looked for everywhere."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, text

from course.cli import course
from course.config import Settings
from course.store.people import Person
from course.store.tables import private_words
from course.web import Mount
from tests.pages import CheckedClient, form_on
from tests.planting import PHRASE, plant
from tests.street_party import EXERCISES

from .test_routes import address, walk

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""What the database has no part in."""

HERE = "/modules/asking/party-you-remember"
DISGUISES = (
    PHRASE.encode(),
    PHRASE.encode("utf-16-le"),
    PHRASE.encode().hex().encode(),
    *(base64.b64encode(PHRASE.encode()[cut:])[2:-4] for cut in range(3)),
)
"""The phrase as bytes, as wide letters, in hexadecimal and in base64 wherever it may begin."""


def shows(what: object) -> bool:
    held = what if isinstance(what, bytes) else str(what).encode()
    return any(one in held for one in DISGUISES)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.fixture
def planted(_everything_is_logged: None, as_amina: CheckedClient, mount: Mount) -> CheckedClient:
    """Amina's browser, with the phrase in every exercise, saved, drafted, refused and sent to the wrong place."""
    plant(as_amina, mount)
    form = form_on(as_amina.get("/modules/asking"), HERE)
    for fields in (
        {"text": f"{PHRASE} " * 9_000, "act": "keep"},  # too long
        {"text": f"{PHRASE}\x00", "act": "keep"},  # with a hidden character
        {"text": PHRASE, "act": "keep", "base": "0"},  # from another window
        {"text": PHRASE, "act": "keep", "csrf_token": "nonsense"},  # from a page that was open for too long
        {"card": PHRASE, "answer": PHRASE, "choice": PHRASE},  # where something is to be chosen
    ):
        for where in (HERE, "/modules/asking/first-meeting", "/modules/asking/who-should-be-asked"):
            as_amina.post(where, data={**form.hidden, **fields})
            as_amina.post(where, data={**form.hidden, **fields}, headers={"X-Autosave": "1"})
    return as_amina


def rows_of(mount: Mount) -> Iterator[tuple[str, str, object]]:
    """(table, column, value) of everything in the database."""
    with mount.store.reading() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f"SELECT * FROM {table}")).mappings():
                for column, value in row.items():
                    yield table, str(column), value


@ON_SQLITE
def test_the_phrase_can_be_found_by_its_owner(planted: CheckedClient) -> None:
    """So that the other tests look for something that is there."""
    assert shows(planted.get("/modules/asking").data)
    assert shows(planted.get("/my-words").data)
    assert shows(planted.get("/plan").data)


def test_it_is_in_no_column_of_any_table(planted: CheckedClient, mount: Mount) -> None:
    found = [(table, column) for table, column, value in rows_of(mount) if value is not None and shows(value)]

    assert found == []
    with mount.store.reading() as connection:
        locked = [row.words for row in connection.execute(private_words.select()) if row.words]
    assert len(locked) >= len(EXERCISES)


def test_it_is_in_no_file_of_the_data_folder(planted: CheckedClient, mount: Mount, settings: Settings) -> None:
    """The database, its write-ahead log, keys and mail, byte by byte."""
    files = [path for path in Path(settings.data).rglob("*") if path.is_file()]

    assert [path.name for path in files if shows(path.read_bytes())] == []
    if not settings.database_url:
        assert any(b"party-you-remember" in path.read_bytes() for path in files)


@ON_SQLITE
def test_it_is_in_no_line_of_the_log(planted: CheckedClient, caplog: pytest.LogCaptureFixture) -> None:
    lines = [logging.Formatter().format(record) for record in caplog.records]

    assert [line[:200] for line in lines if shows(line)] == []


def test_it_is_in_no_line_of_the_log_when_things_go_wrong(
    planted: CheckedClient, mount: Mount, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    """The table is away while somebody saves: the error is logged with all its details."""
    form = form_on(planted.get("/modules/asking"), HERE)
    rename = "ALTER TABLE {} RENAME TO {}"
    with mount.store.transaction() as connection:
        connection.execute(text(rename.format("course_private_words", "course_elsewhere")))
    caplog.clear()

    failed = planted.post(HERE, data={**form.hidden, "text": PHRASE, "act": "keep"})

    with mount.store.transaction() as connection:
        connection.execute(text(rename.format("course_elsewhere", "course_private_words")))
    assert failed.status_code in (500, 503)
    lines = [logging.Formatter().format(record) for record in caplog.records]
    assert any("course_private_words" in line for line in lines)
    assert [line[:200] for line in lines if shows(line)] == []


@ON_SQLITE
def test_it_is_in_no_cookie(planted: CheckedClient, app: Flask) -> None:
    with planted.session_transaction() as session:
        assert not shows(repr(dict(session)))


@ON_SQLITE
def test_it_is_on_no_page_of_anybody_else(planted: CheckedClient, as_joe: CheckedClient, client: CheckedClient) -> None:
    found = [
        rule
        for browser in (as_joe, client)
        for rule, method, _ in walk()
        if method == "GET" and shows(browser.get(address(rule), buffered=True).data)
    ]

    assert found == []


@ON_SQLITE
def test_no_command_of_the_staff_shows_it(planted: CheckedClient, settings: Settings, amina: Person) -> None:
    keys = {
        "COURSE_DATA": settings.data,
        "COURSE_FOLDER": settings.folder,
        "COURSE_DATABASE_URL": settings.database_url,
    }
    keys |= {"COURSE_SECRET_KEY": settings.secret_key, "COURSE_WORDS_KEYS": settings.words_keys}
    for words in (
        ["releases"],
        ["settings"],
        ["migrate"],
        ["check", settings.folder],
        ["publish", settings.folder],
        ["certificates", "revoke", "none"],
        ["remove-person", str(amina.email)],  # it asks first, and is told no
    ):
        ran = CliRunner().invoke(course, words, env=keys, input="n\n")
        assert ran.output, words
        assert not shows(ran.output), words
        assert settings.words_keys not in ran.output, words


@ON_SQLITE
def test_no_mail_holds_it(planted: CheckedClient, client: CheckedClient, mount: Mount, settings: Settings) -> None:
    client.send_form("/forgotten", {"email": "amina@example.org"})

    mails = [value for table, column, value in rows_of(mount) if table == "course_outbox"]
    files = [path.read_bytes() for path in (Path(settings.data) / "mail").rglob("*.eml")]
    assert mails
    assert [one for one in [*mails, *files] if one is not None and shows(one)] == []


def test_nothing_is_left_of_it_once_its_owner_is_removed(
    planted: CheckedClient, mount: Mount, settings: Settings
) -> None:
    keys = {"COURSE_DATA": settings.data, "COURSE_DATABASE_URL": settings.database_url}

    ran = CliRunner().invoke(course, ["remove-person", "amina@example.org", "--yes"], env=keys)

    assert (ran.exit_code, ran.output) == (0, "Removed.\n")
    assert {table for table, _, _ in rows_of(mount)} <= {
        "alembic_version",
        "course_form_once",
        "course_migration",
        "course_outbox",
        "course_release",
        "course_sign_in_try",
    }
