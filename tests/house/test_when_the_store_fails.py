"""The database is busy, full, read-only, gone, damaged: nothing is said to be kept that is not, reading goes on, and what
somebody wrote is on the page that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from course.store import engine
from course.store.engine import Store, sqlite_library
from course.store.people import Person
from course.store.tables import private_words
from course.store.vault import Vault, new_master_key
from course.web import Mount

from ..conftest import PASSWORD
from ..pages import CheckedClient, form_on

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

ASKING = "/modules/asking"
EXERCISE = "/modules/asking/party-you-remember"
WORDS = "We danced in the rain. " * 800
"""Long enough to need room in the file."""


@pytest.fixture
def data(mount: Mount) -> Path:
    return mount.settings.data_folder / "course.sqlite3"


@pytest.fixture
def form(as_amina: CheckedClient) -> dict[str, str]:
    """The form of an exercise, fetched while all was well."""
    return form_on(as_amina.get(ASKING), EXERCISE).hidden | {"text": WORDS, "act": "keep"}


def kept(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(private_words)).scalar_one()


def every_connection(store: Store, does: Callable[[Any], object]) -> None:
    """From now on, each connection to the database starts with this."""
    store.close()
    event.listen(store.engine, "connect", lambda connection, record: does(connection))


def is_said_and_shown(reply: TestResponse) -> bool:
    """Whether the page says that it was not kept, and holds every word to be copied."""
    said = "We will be back soon" in reply.text and "We have not saved this yet." in reply.text
    return reply.status_code == 503 and said and WORDS.strip() in reply.text


def reading_goes_on(browser: CheckedClient) -> bool:
    pages = (ASKING, "/modules/the-day", "/learning", "/about", "/scenarios/two-doors")
    return [browser.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.fixture
def busy(
    data: Path, store: Store, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """Somebody else writes to the database for very long; returns what makes them stop."""
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    store.close()
    other = sqlite_library().connect(str(data), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield lambda: other.execute("ROLLBACK")
    other.close()


def test_while_the_database_is_busy_nothing_is_kept_and_later_it_is(
    busy: Callable[[], None], as_amina: CheckedClient, store: Store, form: dict[str, str]
) -> None:
    assert is_said_and_shown(as_amina.post(EXERCISE, data=form))
    saved_by_itself = as_amina.post(EXERCISE, data=form, headers={"X-Autosave": "1"})
    assert (saved_by_itself.status_code, saved_by_itself.json) == (
        503,
        {"state": "problem", "message": "Not saved. We will try again."},
    )
    assert reading_goes_on(as_amina)
    assert kept(store) == 0
    busy()
    assert as_amina.post(EXERCISE, data=form).status_code == 303
    assert kept(store) == 1


def test_on_a_full_disk_nothing_is_kept_and_reading_goes_on(
    as_amina: CheckedClient, store: Store, form: dict[str, str]
) -> None:
    def fill(connection: Any) -> None:
        [(pages,)] = connection.execute("PRAGMA page_count").fetchall()
        connection.execute(f"PRAGMA max_page_count={pages}")

    every_connection(store, fill)
    for _ in range(3):
        assert is_said_and_shown(as_amina.post(EXERCISE, data=form))
    assert reading_goes_on(as_amina)
    assert kept(store) == 0


def test_a_database_that_may_only_be_read_is_read(
    as_amina: CheckedClient, client: CheckedClient, store: Store, form: dict[str, str]
) -> None:
    every_connection(store, lambda connection: connection.execute("PRAGMA query_only=ON"))
    assert is_said_and_shown(as_amina.post(EXERCISE, data=form))
    assert reading_goes_on(as_amina)
    sign_in = {"email": "amina@example.org", "password": PASSWORD}
    assert client.send_form("/sign-in", sign_in).status_code == 503
    assert kept(store) == 0


@pytest.mark.parametrize("then", ["nothing", "an older copy"])
def test_a_database_deleted_while_the_site_runs_takes_nothing_more(
    as_amina: CheckedClient, data: Path, form: dict[str, str], then: str
) -> None:
    """SQLite itself would go on writing into the deleted file, and everything would be lost with the next start."""
    older = data.read_bytes()
    data.unlink()
    if then == "an older copy":
        data.write_bytes(older)
    assert is_said_and_shown(as_amina.post(EXERCISE, data=form))


def test_a_file_that_is_no_database_is_said_in_words_to_everybody(
    as_amina: CheckedClient, client: CheckedClient, store: Store, data: Path, form: dict[str, str]
) -> None:
    store.close()
    data.write_bytes(b"no database " * 4_000)
    assert is_said_and_shown(as_amina.post(EXERCISE, data=form))
    assert "Gwen Hughes, gwen@example.org" in as_amina.get("/learning").text
    assert client.get("/help").status_code == 200


def test_words_whose_key_is_missing_are_away_not_lost(
    as_amina: CheckedClient, mount: Mount, form: dict[str, str]
) -> None:
    as_amina.post(EXERCISE, data=form)
    mount.vault, right = Vault(new_master_key()), mount.vault
    assert as_amina.get(ASKING).status_code == 503
    assert is_said_and_shown(as_amina.post(EXERCISE, data=form | {"base": "1"}))
    mount.vault = right
    assert WORDS.strip() in as_amina.get(ASKING).text


def test_a_form_drawn_on_a_version_there_never_was_is_kept_as_the_first(
    as_amina: CheckedClient, store: Store, form: dict[str, str]
) -> None:
    assert as_amina.post(EXERCISE, data=form | {"base": "7"}).status_code == 303
    assert kept(store) == 1


def test_a_clock_that_was_wrong_for_a_while_locks_nobody_out(
    amina: Person, client: CheckedClient, mount: Mount
) -> None:
    right = mount.clock
    mount.clock = lambda: right() + timedelta(days=365)
    for _ in range(10):
        client.send_form("/sign-in", {"email": "amina@example.org", "password": "wrong"})
    assert client.send_form("/sign-in", {"email": "amina@example.org", "password": PASSWORD}).status_code == 429
    mount.clock = right
    assert client.send_form("/sign-in", {"email": "amina@example.org", "password": PASSWORD}).status_code == 303


def test_a_visit_noted_by_a_wrong_clock_does_not_keep_a_session_open_for_a_year(
    as_amina: CheckedClient, mount: Mount
) -> None:
    right = mount.clock
    mount.clock = lambda: right() + timedelta(minutes=100)
    assert as_amina.get("/learning").status_code == 200
    mount.clock = lambda: right() - timedelta(days=365)
    assert as_amina.get("/learning").status_code == 303
