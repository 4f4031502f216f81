"""Somebody asks to have their account removed, and whoever runs the site does it with one command."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from course.cli import course
from course.config import Settings
from course.store import links, people, plans
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import metadata

from ..conftest import NOW
from ..pages import CheckedClient


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str, answer: str = "") -> tuple[int, str]:
    for name, value in asdict(settings).items():
        monkeypatch.setenv(f"COURSE_{name.upper()}", str(value))
    told = CliRunner().invoke(course, ["remove-person", *arguments], input=answer)
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.exit_code, told.output


def rows(store: Store) -> dict[str, int]:
    """How many rows each table about people holds."""
    own = [table for table in metadata.sorted_tables if "learner_id" in table.c or table.name == "course_learner"]
    with store.reading() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in own}


def test_nothing_of_them_is_left_and_others_keep_theirs(
    as_amina: CheckedClient,
    as_joe: CheckedClient,
    amina: Person,
    joe: Person,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for browser in (as_amina, as_joe):
        browser.send_form("/modules/asking", {"text": "Lanterns", "act": "keep"}, "/modules/asking/party-you-remember")
        browser.send_form("/scenarios/two-doors", {"act": "start"})
    with store.transaction() as connection:
        for person in (amina, joe):
            plans.confirm_plan(connection, learner_id=person.id, release_id=1, now=NOW)
            links.make_link(connection, person.id, "new-password", NOW)
            people.end_session(connection, person.id, f"a session of {person.name}", NOW)
    before = rows(store)
    in_other_tests = {"certificate", "check_answer", "enrolment", "facilitator", "membership"}
    assert {name for name, count in before.items() if not count} == {f"course_{name}" for name in in_other_tests}
    assert run(settings, monkeypatch, "amina@example.org", "--yes") == (0, "Removed.\n")
    after = rows(store)
    assert all(count * 2 == before[name] for name, count in after.items())
    assert as_amina.get("/learning").status_code == 303
    assert "Lanterns" in as_joe.get("/modules/asking").text


def test_it_asks_first_and_no_means_no(
    as_amina: CheckedClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run(settings, monkeypatch, "amina@example.org", answer="n\n")
    assert code == 1 and "Remove Amina Yusuf and all they wrote?" in said
    assert as_amina.get("/learning").status_code == 200


def test_an_unknown_address_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run(settings, monkeypatch, "nobody@example.org", "--yes")
    assert (code, said) == (1, "Error: There is no account with the address nobody@example.org.\n")
