"""The walls between organisations: every route, every method, every role, with the objects of three organisations.

Everything of an organisation carries its name, so a leak shows on the page. The table is made from the routes of the site: a
route that names an organisation, a cohort or a person of one is tried with those of all three.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from course.store.tables import metadata
from course.web import Mount
from tests.conftest import signed_in
from tests.house.test_routes import address, token, walk
from tests.organised import Group, build
from tests.pages import CheckedClient
from tests.planting import PHRASE, plant

ROLES = ("administrator", "organiser", "trainer", "learner")
STAFF = ("administrator", "organiser", "trainer")
RUNS = ("administrator", "organiser")

MAY_ENTER = {
    "/cohorts/<cohort_id>": ROLES,
    "/cohorts/<cohort_id>/facilitators": RUNS,
    "/cohorts/<cohort_id>/leave": ("learner",),
    "/cohorts/<cohort_id>/people/<person_id>/remove": RUNS,
    "/cohorts/<cohort_id>/ways-in": RUNS,
    "/organisations/<organisation_id>": STAFF,
    "/organisations/<organisation_id>/people/<person_id>": ("administrator",),
    "/organisations/<organisation_id>/start-cohort": RUNS,
    "/organisations/<organisation_id>/words": ("administrator",),
}
"""Who may enter, of the people of the organisation itself; nobody of another ever."""

OTHERS = {"/organisations": STAFF}
"""Routes that name nothing and yet are there only for some."""


@pytest.fixture
def groups(mount: Mount) -> list[Group]:
    return [build(mount, name) for name in ("Garden", "Orchard", "Meadow")]


@pytest.fixture
def everybody(
    app: Flask, groups: list[Group], as_joe: CheckedClient, client: CheckedClient
) -> dict[tuple[str, str], CheckedClient]:
    """(organisation, role) to a browser; nobody signed in and a stranger belong to none."""
    found = {("", "nobody"): client, ("", "stranger"): as_joe}
    for group in groups:
        for role, person in group.people.items():
            found[group.organisation.name, role] = signed_in(app, person)
    return found


def is_walled(rule: str) -> bool:
    return "<organisation_id>" in rule or "<cohort_id>" in rule


def places(rule: str, group: Group) -> list[str]:
    """The route with what belongs to a group: with each of its people where it names one."""
    own = {"organisation_id": group.organisation.public_id, "cohort_id": group.cohort.public_id}
    if "<person_id>" not in rule:
        return [address(rule, **own)]
    return [address(rule, **own, person_id=person.public_id) for person in group.people.values()]


def names_of(group: Group) -> list[str]:
    word = group.organisation.name.split()[0]
    return [f"{word} Trust", f"{word} January", *(f"{word} {role}" for role in ROLES)]


def stored(mount: Mount) -> dict[str, list[object]]:
    """Everything that people of organisations could have changed."""
    tables = ("organisation", "membership", "cohort", "facilitator", "enrolment", "staff_act")
    with mount.store.reading() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM course_{table} ORDER BY id"))]
            for table in tables
        }


def test_the_table_has_every_route_that_names_an_organisation_or_a_cohort() -> None:
    assert set(MAY_ENTER) == {rule for rule, _, _ in walk() if is_walled(rule)}


def test_what_is_of_another_organisation_is_not_there_for_anybody(
    groups: list[Group], everybody: dict[tuple[str, str], CheckedClient], mount: Mount
) -> None:
    before, leaks, asked = stored(mount), [], 0
    for (home, role), browser in everybody.items():
        sent = {**token(browser), "act": "close", "role": "organiser", "person": "x", "name": "Taken over"}
        for rule, method, _ in walk():
            for group in groups:
                if not is_walled(rule) or group.organisation.name == home:
                    continue
                for where in places(rule, group):
                    reply = browser.open(where, method=method, data=sent if method == "POST" else None)
                    asked += 1
                    expected = (303, 401) if role == "nobody" else (404,)
                    if reply.status_code not in expected or any(one in reply.text for one in names_of(group)):
                        leaks.append((home, role, method, where, reply.status_code))

    assert leaks == []
    assert asked > 500
    assert stored(mount) == before


def test_inside_an_organisation_each_role_enters_what_is_theirs_and_nothing_else(
    groups: list[Group], everybody: dict[tuple[str, str], CheckedClient], mount: Mount
) -> None:
    before, wrong = stored(mount), []
    garden = groups[0]
    for role in ROLES:
        browser = everybody[garden.organisation.name, role]
        sent = {**token(browser), "act": "nothing we know"}
        for rule, method, _ in walk():
            if not is_walled(rule):
                continue
            for where in places(rule, garden):
                is_in = not where.endswith("/remove") or garden.learner.public_id in where
                enters = role in MAY_ENTER[rule] and is_in
                if method == "POST" and enters and rule.endswith(("/remove", "/leave")):
                    continue  # these need no more than the press, and are tried in test_pages.py
                reply = browser.open(where, method=method, data=sent if method == "POST" else None)
                if reply.status_code != (404 if not enters else 200 if method == "GET" else 422):
                    wrong.append((role, method, where, reply.status_code))

    assert wrong == []
    assert stored(mount) == before


def test_no_other_page_names_anybody_of_an_organisation_to_those_outside(
    groups: list[Group], everybody: dict[tuple[str, str], CheckedClient]
) -> None:
    leaks = []
    for (home, role), browser in everybody.items():
        for rule, method, _ in walk():
            if method != "GET" or is_walled(rule):
                continue
            reply = browser.get(address(rule), buffered=True)
            if rule in OTHERS and role != "nobody":
                assert reply.status_code == (200 if role in OTHERS[rule] else 404), (rule, role)
            for group in groups:
                if group.organisation.name != home and any(one.encode() in reply.data for one in names_of(group)):
                    leaks.append((home, role, rule))

    assert leaks == []


def test_nothing_of_a_learners_words_is_on_any_page_of_anybody_else(
    groups: list[Group], everybody: dict[tuple[str, str], CheckedClient], mount: Mount
) -> None:
    """The words are planted in every exercise, those shared with the cohort too; staff of their own organisation look."""
    garden = groups[0]
    own = everybody[garden.organisation.name, "learner"]
    plant(own, mount)
    assert PHRASE in own.get("/my-words").text

    found = []
    for (home, role), browser in everybody.items():
        if browser is own:
            continue
        for rule, method, _ in walk():
            if method == "GET":
                for where in places(rule, garden) if is_walled(rule) else [address(rule)]:
                    if PHRASE.encode() in browser.get(where, buffered=True).data:
                        found.append((home, role, where))

    assert found == []


def test_no_link_or_code_is_in_the_database(groups: list[Group], mount: Mount) -> None:
    from tests.organised import code, link

    secrets = [secret for group in groups for secret in (link(group.cohort).removeprefix("/join/"), code(group.cohort))]
    with mount.store.reading() as connection:
        held = [
            str(value)
            for table in metadata.sorted_tables
            if table.name != "course_release"
            for row in connection.execute(table.select())
            for value in row
        ]
    assert [one for one in held if any(secret in one for secret in secrets)] == []
