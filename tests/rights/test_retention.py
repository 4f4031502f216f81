"""What is kept only for a while is counted first, and cleared away when somebody says so. Accounts are never."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from course.cli import course
from course.config import Settings, settings_from
from course.errors import SettingError
from course.rights.actions import clear_away, past_its_time
from course.store import held, links, once, outbox, people, tries
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import learner, metadata
from course.store.tables import outbox as outbox_table
from course.web import Mount
from tests.conftest import NOW
from tests.pages import CheckedClient

NONE = dict.fromkeys(
    ("course_one_time_link", "course_sign_in_try", "course_ended_session", "course_form_once", "course_outbox"), 0
)


def leave_things(store: Store, person: Person, now: datetime) -> None:
    """One of everything that is kept only for a while."""
    with store.transaction() as connection:
        links.make_link(connection, person.id, "new-password", now)
        tries.record_try(connection, [tries.Limit("k" * 64, 10)], now)
        people.end_session(connection, person.id, f"token {now:%H%M%S%f}", now)
        once.record_once(connection, f"form {now:%H%M%S%f}", now)
        outbox.add_message(connection, to="a@example.org", subject="s", body="b", now=now)
        newest = connection.execute(select(func.max(outbox_table.c.id))).scalar_one()
        connection.execute(outbox_table.update().where(outbox_table.c.id == newest).values(sent_at=now, body=""))


@pytest.mark.parametrize(
    ("later", "old"),
    [
        ({"minutes": 1}, {}),
        ({"minutes": 16}, {"course_sign_in_try": 1}),
        ({"days": 3}, {"course_sign_in_try": 1, "course_form_once": 1}),
        ({"days": 9}, {"course_sign_in_try": 1, "course_form_once": 1, "course_ended_session": 1}),
        ({"days": 31}, dict.fromkeys(NONE, 1)),
    ],
)
def test_each_thing_has_its_time(
    amina: Person, mount: Mount, store: Store, later: dict[str, float], old: dict[str, int]
) -> None:
    leave_things(store, amina, NOW)
    now = NOW + timedelta(**later)

    assert past_its_time(store, mount.settings, now).rows == {**NONE, **old}
    assert past_its_time(store, mount.settings, now).rows == {**NONE, **old}  # counting changes nothing
    assert clear_away(store, mount.settings, now).rows == {**NONE, **old}
    assert past_its_time(store, mount.settings, now).rows == NONE


def test_what_is_not_old_stays(amina: Person, mount: Mount, store: Store) -> None:
    leave_things(store, amina, NOW)
    clear_away(store, mount.settings, NOW + timedelta(minutes=1))

    with store.reading() as connection:
        left = {
            name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in NONE
        }
    assert left == dict.fromkeys(NONE, 1)


def test_a_message_that_still_waits_is_never_old(mount: Mount, store: Store) -> None:
    with store.transaction() as connection:
        outbox.add_message(connection, to="a@example.org", subject="s", body="b", now=NOW)

    assert clear_away(store, mount.settings, NOW + timedelta(days=400)).rows == NONE


def test_the_settings_say_how_long_mail_is_remembered(amina: Person, mount: Mount, store: Store) -> None:
    leave_things(store, amina, NOW)
    shorter = replace(mount.settings, keep_mail_days=5)

    assert past_its_time(store, shorter, NOW + timedelta(days=6)).rows["course_outbox"] == 1
    assert past_its_time(store, mount.settings, NOW + timedelta(days=6)).rows["course_outbox"] == 0


def test_written_mail_goes_too(as_amina: CheckedClient, mount: Mount, store: Store) -> None:
    as_amina.send_form("/forgotten", {"email": "amina@example.org"})
    folder = mount.settings.data_folder / "mail"
    assert len(list(folder.glob("*.eml"))) == 1
    now = datetime.now(UTC)

    assert past_its_time(store, mount.settings, now).mail_files == 0
    assert past_its_time(store, mount.settings, now + timedelta(days=31)).mail_files == 1
    assert clear_away(store, mount.settings, now + timedelta(days=31)).mail_files == 1
    assert list(folder.glob("*.eml")) == []


# --- accounts nobody uses ---------------------------------------------------------------------------------------------


def test_unused_accounts_are_counted_and_never_removed(amina: Person, joe: Person, mount: Mount, store: Store) -> None:
    now = datetime.now(UTC) + timedelta(days=800)
    with store.transaction() as connection:
        people.end_session(connection, joe.id, "joe was here", now - timedelta(days=5))

    assert past_its_time(store, mount.settings, now).unused_accounts == 1
    assert clear_away(store, mount.settings, now).unused_accounts == 1
    assert past_its_time(store, replace(mount.settings, unused_months=120), now).unused_accounts == 0
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(learner)).scalar_one() == 2


def test_every_table_that_tells_of_a_visit_is_looked_at() -> None:
    """Links are made by strangers who typed an address, and organisers choose who leads: neither is a sign of anybody."""
    of_learners = {table for table in metadata.sorted_tables if "learner_id" in table.c}
    looked_at = {one.table for one in held.SIGNS_OF_LIFE}

    assert {table.name for table in of_learners - looked_at} == {"course_one_time_link", "course_facilitator"}


# --- the command ------------------------------------------------------------------------------------------------------


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *flags: str) -> str:
    for name, value in asdict(settings).items():
        monkeypatch.setenv(f"COURSE_{name.upper()}", str(value))
    ran = CliRunner().invoke(course, ["retention", *flags])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_the_command_counts_first_and_names_nobody(
    amina: Person, mount: Mount, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_things(store, amina, datetime.now(UTC) - timedelta(days=40))
    counted = run(settings, monkeypatch)

    assert counted == (
        "      1  one-time links, expired for 30 days\n"
        "      1  tries to sign in, older than 15 minutes\n"
        "      1  marks of ended sessions, older than 8 days\n"
        "      1  marks of sent forms, older than 2 days\n"
        "      1  messages sent or given up, older than 30 days\n"
        "      0  messages written to files, older than 30 days\n"
        "Nothing was changed. To clear it away: course retention --delete\n"
        "      0  accounts with nothing new for 24 months. They stay: ask their owners first, then use course "
        "remove-person.\n"
    )
    assert run(settings, monkeypatch) == counted
    cleared = run(settings, monkeypatch, "--delete")
    assert "      1  one-time links, expired for 30 days\n" in cleared and "Cleared away.\n" in cleared
    assert "      0  one-time links, expired for 30 days\n" in run(settings, monkeypatch)


# --- the periods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COURSE_KEEP_MAIL_DAYS", "1"),
        ("COURSE_KEEP_MAIL_DAYS", "366"),
        ("COURSE_KEEP_MAIL_DAYS", "a month"),
        ("COURSE_UNUSED_MONTHS", "0"),
        ("COURSE_UNUSED_MONTHS", "241"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        settings_from({name: value})


@pytest.mark.parametrize(("days", "months"), [(2, 1), (365, 240)])
def test_the_shortest_and_longest_periods(days: int, months: int) -> None:
    chosen = settings_from({"COURSE_KEEP_MAIL_DAYS": str(days), "COURSE_UNUSED_MONTHS": str(months)})

    assert (chosen.keep_mail_days, chosen.unused_months) == (days, months)


def test_mail_is_remembered_for_longer_than_it_is_tried() -> None:
    assert outbox.WAITS[-1] < timedelta(days=2)
