"""An organisation's page, its words, giving and taking roles, and the command that adds one."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from course.cli import course
from course.config import Settings
from course.errors import LastOne
from course.organisations import actions
from course.store import cohorts, organisations
from course.store.people import Person
from course.web import Mount
from tests.at_once import at_once
from tests.conftest import PASSWORD, signed_in
from tests.organised import Group, build, somebody
from tests.pages import CheckedClient, form_on


def words(html: str) -> str:
    return " ".join(LexborHTMLParser(html).css_first("main").text(separator=" ").split())


def home(group: Group) -> str:
    return f"/organisations/{group.organisation.public_id}"


def roles(mount: Mount, group: Group, person: Person) -> set[str]:
    with mount.store.reading() as connection:
        return set(organisations.roles_of(connection, group.organisation.id, person.id))


def change(browser: CheckedClient, group: Group, person: Person, act: str, role: str) -> object:
    where = f"{home(group)}/people/{person.public_id}"
    token = form_on(browser.get(where), where).hidden["csrf_token"]
    return browser.post(where, data={"csrf_token": token, "act": act, "role": role})


# --- finding it -------------------------------------------------------------------------------------------------------


def test_people_with_a_role_find_their_organisations_and_others_never_hear_of_them(
    app: Flask, mount: Mount, garden: Group, as_joe: CheckedClient
) -> None:
    for role, person in garden.people.items():
        browser = signed_in(app, person)
        shown = "My organisations" in browser.get("/modules/asking").text
        found = browser.get("/organisations")
        assert (shown, found.status_code) == ((True, 200) if role != "learner" else (False, 404)), role
    assert "My organisations" not in as_joe.get("/learning").text
    assert as_joe.get("/organisations").status_code == 404


def test_a_role_shows_on_pages_kept_by_the_browser_at_once(
    app: Flask, mount: Mount, garden: Group, as_joe: CheckedClient, joe: Person
) -> None:
    as_joe.get("/modules/asking")  # the first visit notes that the module was opened
    first = as_joe.get("/modules/asking")
    again = {"If-None-Match": first.headers["ETag"]}
    assert as_joe.get("/modules/asking", headers=again).status_code == 304

    actions.give_role(mount.store, garden.organisation, garden.administrator, somebody(joe), "trainer", mount.clock())

    assert "My organisations" in as_joe.get("/modules/asking", headers=again).text


def test_a_trainer_sees_the_cohorts_they_lead_and_no_button(app: Flask, mount: Mount, garden: Group) -> None:
    page = signed_in(app, garden.trainer).get(home(garden)).text

    assert "Garden January" in page and "Start a cohort" not in page and "/people/" not in page


# --- its words --------------------------------------------------------------------------------------------------------


def test_an_administrator_writes_what_people_read(app: Flask, as_administrator: CheckedClient, garden: Group) -> None:
    sent = {
        "name": "Garden City <b>Trust</b>",
        "welcome": "Croeso!\r\nWelcome \u202eall.",
        "help_name": "Gwen",
        "help_contact": "gwen@example.org",
        "access_contact": "Siân, 029 2000 0000",
    }
    assert as_administrator.send_form(f"{home(garden)}/words", sent).location == home(garden)

    page = signed_in(app, garden.learner).get(f"/cohorts/{garden.cohort.public_id}").text
    said = words(page)
    for one in ("Garden City <b>Trust</b>", "Croeso! Welcome all.", "Gwen gwen@example.org", "Siân, 029 2000 0000"):
        assert one in said


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("name", "", "Type a name."),
        ("name", "x" * 201, "The name is 201 letters long, and we can keep 200."),
        ("welcome", "x" * 2_001, "This is too long. Use 2000 letters at most."),
        ("help_contact", "x" * 201, "This is too long. Use 200 letters at most."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_box(
    box: str, typed: str, said: str, as_administrator: CheckedClient, mount: Mount, garden: Group
) -> None:
    sent = {"name": "Garden", "welcome": "Kept words", box: typed}
    reply = as_administrator.send_form(f"{home(garden)}/words", sent)

    assert (reply.status_code, said in words(reply.text)) == (422, True)
    with mount.store.reading() as connection:
        assert organisations.organisation_by_id(connection, garden.organisation.id) == garden.organisation


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_given_and_taken_and_the_person_can_read_it(
    app: Flask, as_administrator: CheckedClient, mount: Mount, garden: Group
) -> None:
    change(as_administrator, garden, garden.learner, "give", "organiser")
    change(as_administrator, garden, garden.learner, "give", "organiser")  # a second press
    assert roles(mount, garden, garden.learner) == {"learner", "organiser"}

    change(as_administrator, garden, garden.learner, "take", "organiser")

    assert roles(mount, garden, garden.learner) == {"learner"}
    record = words(signed_in(app, garden.learner).get("/account/record").text)
    assert record.count("Garden administrator gave you a role: organiser.") == 1
    assert record.count("Garden administrator ended a role of yours: organiser.") == 1


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("administrator", "This is the last administrator. Make somebody else an administrator first."),
        ("organiser", "This is the last organiser. Make somebody else an organiser first."),
    ],
)
def test_the_last_of_a_role_is_never_taken(
    role: str, said: str, as_administrator: CheckedClient, mount: Mount, garden: Group
) -> None:
    reply = change(as_administrator, garden, garden.people[role], "take", role)

    assert (reply.status_code, said in words(reply.text)) == (409, True)  # type: ignore[attr-defined]
    assert role in roles(mount, garden, garden.people[role])


def test_two_administrators_who_take_each_others_role_at_once_leave_one(
    mount: Mount, garden: Group, joe: Person
) -> None:
    store, here, now = mount.store, garden.organisation, mount.clock()
    actions.give_role(store, here, garden.administrator, somebody(joe), "administrator", now)

    def take(actor: Person, subject: Person) -> object:
        try:
            return actions.take_role(store, here, actor, somebody(subject), "administrator", now)
        except LastOne as error:
            return error.role

    ended = at_once(lambda: take(joe, garden.administrator), lambda: take(garden.administrator, joe))

    assert sorted(map(str, ended)) == ["None", "administrator"]
    with store.reading() as connection:
        assert organisations.how_many(connection, here.id, "administrator") == 1


def test_whoever_loses_their_last_role_facilitates_nothing_here(
    app: Flask, as_administrator: CheckedClient, mount: Mount, garden: Group
) -> None:
    change(as_administrator, garden, garden.trainer, "take", "trainer")

    browser = signed_in(app, garden.trainer)
    assert browser.get(f"/cohorts/{garden.cohort.public_id}").status_code == 404
    assert browser.get(home(garden)).status_code == 404
    with mount.store.reading() as connection:
        left = cohorts.facilitators_of(connection, garden.organisation.id, garden.cohort.id)
    assert [one.name for one in left] == ["Garden organiser"]


@pytest.mark.parametrize(("act", "role"), [("give", "learner"), ("give", "owner"), ("grant", "trainer"), ("", "")])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_role_or_an_act_that_is_not_there_is_refused(
    act: str, role: str, as_administrator: CheckedClient, mount: Mount, garden: Group
) -> None:
    assert change(as_administrator, garden, garden.trainer, act, role).status_code == 422  # type: ignore[attr-defined]
    assert roles(mount, garden, garden.trainer) == {"trainer"}


def test_somebody_the_organisation_does_not_know_is_not_there(
    as_administrator: CheckedClient, mount: Mount, garden: Group, joe: Person
) -> None:
    orchard = build(mount, "Orchard")
    for person in (joe, orchard.learner, orchard.administrator):
        assert as_administrator.get(f"{home(garden)}/people/{person.public_id}").status_code == 404


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(settings: Settings) -> object:
    keys = {
        "COURSE_DATA": settings.data,
        "COURSE_DATABASE_URL": settings.database_url,
        "COURSE_SECRET_KEY": settings.secret_key,
        "COURSE_WORDS_KEYS": settings.words_keys,
        "COURSE_ADDRESS": "https://learn.example.org/",
    }
    return lambda *words: CliRunner().invoke(course, ["organisation", *words], env=keys)


def test_the_command_makes_somebody_with_an_account_the_first_administrator(
    run: object, as_amina: CheckedClient, amina: Person
) -> None:
    assert "There is no organisation yet." in run("list").output  # type: ignore[operator]
    made = run("add", "Garden  Trust", "--administrator", " AMINA@example.org")  # type: ignore[operator]

    assert (made.exit_code, made.output) == (0, "Added Garden Trust. amina@example.org is its administrator.\n")
    assert run("list").output == "Garden Trust  administrators: 1  cohorts: 0\n"  # type: ignore[operator]
    assert "Garden Trust" in as_amina.get("/organisations").text


def test_the_command_gives_a_link_to_somebody_who_has_no_account(run: object, client: CheckedClient) -> None:
    made = run("add", "Garden Trust", "--administrator", "gwen@example.org")  # type: ignore[operator]

    link = next(line for line in made.output.splitlines() if line.startswith("https://learn.example.org/new-password/"))
    client.send_form(urlsplit(link).path, {"new_password": PASSWORD})
    client.send_form("/sign-in", {"email": "gwen@example.org", "password": PASSWORD})
    assert "Garden Trust" in client.get("/organisations").text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "address"), [("", "a@example.org"), ("x" * 201, "a@example.org"), ("Garden", "gwen")])
def test_the_command_refuses_what_cannot_be(name: str, address: str, run: object, mount: Mount) -> None:
    made = run("add", name, "--administrator", address)  # type: ignore[operator]

    assert made.exit_code == 1
    with mount.store.reading() as connection:
        assert organisations.all_organisations(connection) == []
