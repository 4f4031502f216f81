"""Starting a cohort, joining by link and by code, seeing who is there, being removed, leaving."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import text

from course.cohorts import actions
from course.cohorts.rules import shown_code
from course.store import cohorts, organisations
from course.store.people import Person
from course.web import Mount
from tests.conftest import PASSWORD, signed_in
from tests.organised import Group, add, build, code, fresh, link, start
from tests.pages import CheckedClient, form_on
from tests.planting import PHRASE, plant
from tests.study.test_pages import statements_of

GOOD = {"name": "January staff", "starts_on": "2027-01-11", "ends_on": "2027-02-22", "zone": "Europe/London"}


@pytest.fixture(autouse=True)
def today(mount: Mount) -> None:
    """It is the day the cohorts of these tests were made for."""
    from tests.conftest import NOW

    mount.clock = lambda: NOW


def words(html: str) -> str:
    return " ".join(LexborHTMLParser(html).css_first("main").text(separator=" ").split())


def starting(group: Group) -> str:
    return f"/organisations/{group.organisation.public_id}/start-cohort"


def page_of(group: Group) -> str:
    return f"/cohorts/{group.cohort.public_id}"


def names(mount: Mount, group: Group) -> list[str]:
    with mount.store.reading() as connection:
        return [one.name for one in cohorts.people_of(connection, group.organisation.id, group.cohort.id)]


# --- starting ---------------------------------------------------------------------------------------------------------


def test_an_organiser_starts_a_cohort_and_sees_how_people_join(
    mount: Mount, garden: Group, as_organiser: CheckedClient
) -> None:
    made = as_organiser.send_form(starting(garden), GOOD)

    page = as_organiser.get(made.location)
    with mount.store.reading() as connection:
        found = cohorts.cohort_by_public_id(connection, made.location.rpartition("/")[2])
    assert found is not None
    assert (found.name, found.starts_on, found.ends_on) == ("January staff", date(2027, 1, 11), date(2027, 2, 22))
    assert link(found) in page.text and shown_code(code(found)) in page.text
    assert "11 January 2027 to 22 February 2027 · Not started yet" in words(page.text)
    assert "Nobody has joined yet." in words(page.text)


def test_a_double_press_makes_one_cohort(mount: Mount, garden: Group, as_organiser: CheckedClient) -> None:
    form = form_on(as_organiser.get(starting(garden)), starting(garden))

    first, second = (as_organiser.post(form.action, data={**form.hidden, **GOOD}) for _ in range(2))

    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, first.location)
    with mount.store.reading() as connection:
        assert len(cohorts.cohorts_of_organisation(connection, garden.organisation.id)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": "2027-01-10"}, "The last day is before the first. Change one of them."),
        ({"starts_on": "2021-01-11"}, "The first day is more than a year ago. Check the year."),
        ({"starts_on": "2127-01-11"}, "The first day is more than three years away. Check the year."),
        ({"ends_on": "2127-01-11"}, "That is more than two years. Check the year of the last day."),
        ({"starts_on": "soon"}, "Type the first day, with day, month and year, such as 11/1/2027."),
        ({"ends_on": "31/2/2027"}, "Type the last day, with day, month and year, such as 11/1/2027."),
        ({"zone": "Mars/Olympus_Mons"}, "Choose where the days of this cohort are, from the list."),
        ({"zone": "../../etc/passwd"}, "Choose where the days of this cohort are, from the list."),
        ({"name": " "}, "Type a name."),
        ({"name": "x" * 201}, "The name is 201 letters long, and we can keep 200. Make it shorter."),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_beside_its_box_and_what_was_typed_stays(
    wrong: dict[str, str], said: str, mount: Mount, garden: Group, as_organiser: CheckedClient
) -> None:
    reply = as_organiser.send_form(starting(garden), {**GOOD, **wrong})

    assert reply.status_code == 422
    assert said in words(reply.text)
    if "name" not in wrong:
        assert "January staff" in reply.text
    with mount.store.reading() as connection:
        assert len(cohorts.cohorts_of_organisation(connection, garden.organisation.id)) == 1


# --- joining by link --------------------------------------------------------------------------------------------------


def test_the_link_works_before_there_is_an_account(
    app: Flask, mount: Mount, garden: Group, client: CheckedClient
) -> None:
    page = client.get(link(garden.cohort))
    assert "Garden January" in page.text and "Garden learner" not in page.text
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    register = next(
        one.attributes["href"] or ""
        for one in LexborHTMLParser(page.text).css("main a.button")
        if one.text() == "Register"
    )

    back = client.send_form(
        register, {"name": "Mei 李", "email": "mei@example.org", "password": PASSWORD}, action="/register"
    )
    assert back.location == link(garden.cohort)
    joined = client.send_form(back.location, {})

    assert joined.location == page_of(garden)
    assert "Mei 李" in client.get(joined.location).text
    assert names(mount, garden) == ["Garden learner", "Mei 李"]


def test_somebody_signed_out_who_presses_join_signs_in_first(
    client: CheckedClient, mount: Mount, garden: Group
) -> None:
    token = form_on(client.get("/look"), "/look").hidden["csrf_token"]

    assert client.post(link(garden.cohort), data={"csrf_token": token}).status_code == 401
    assert names(mount, garden) == ["Garden learner"]


def test_joining_twice_is_joining_once(as_joe: CheckedClient, mount: Mount, garden: Group) -> None:
    form = form_on(as_joe.get(link(garden.cohort)), link(garden.cohort))
    for _ in range(2):
        assert as_joe.post(form.action, data=form.hidden).location == page_of(garden)

    assert names(mount, garden) == ["Garden learner", "Joe Brannigan"]
    assert as_joe.get(link(garden.cohort)).location == page_of(garden)


def test_a_renewed_link_opens_nothing_any_more(
    as_organiser: CheckedClient, as_joe: CheckedClient, mount: Mount, garden: Group
) -> None:
    """Shared in public: the organiser renews it. A second press of the button renews nothing more."""
    old = link(garden.cohort)
    where = f"{page_of(garden)}/ways-in"
    form = form_on(as_organiser.get(page_of(garden)), where)
    assert (form.hidden["act"], form.hidden["number"]) == ("link", "1")
    for _ in range(2):
        assert as_organiser.post(where, data=form.hidden).status_code == 303

    assert fresh(mount, garden.cohort).link_number == 2
    gone = as_joe.get(old)
    assert (gone.status_code, "We do not know this link" in gone.text) == (404, True)
    assert as_joe.get(link(fresh(mount, garden.cohort))).status_code == 200
    assert names(mount, garden) == ["Garden learner"]


def test_after_the_last_day_nobody_can_join(as_joe: CheckedClient, mount: Mount, garden: Group) -> None:
    form = form_on(as_joe.get(link(garden.cohort)), link(garden.cohort))
    before = mount.clock
    mount.clock = lambda: before() + timedelta(days=100)
    joe = signed_in(as_joe.application, person_named(mount, "joe@example.org"))

    assert "This cohort has ended" in words(joe.get(link(garden.cohort)).text)
    token = form_on(joe.get("/look"), "/look").hidden["csrf_token"]
    refused = joe.post(form.action, data={**form.hidden, "csrf_token": token})
    assert (refused.status_code, "This cohort has ended" in refused.text) == (409, True)
    assert type_code(joe, code(garden.cohort), act="join").status_code == 409
    assert names(mount, garden) == ["Garden learner"]


def person_named(mount: Mount, email: str) -> Person:
    from course.store import people

    with mount.store.reading() as connection:
        found = people.person_by_email(connection, email)
    assert found is not None
    return found


def test_a_closed_cohort_takes_nobody_and_can_be_opened_again(
    as_organiser: CheckedClient, as_joe: CheckedClient, mount: Mount, garden: Group
) -> None:
    where = f"{page_of(garden)}/ways-in"
    token = form_on(as_organiser.get(page_of(garden)), where).hidden["csrf_token"]
    as_organiser.post(where, data={"csrf_token": token, "act": "close"})

    assert "takes nobody new" in words(as_joe.get(link(garden.cohort)).text)
    assert link(garden.cohort) not in as_organiser.get(page_of(garden)).text

    as_organiser.post(where, data={"csrf_token": token, "act": "open"})
    assert as_joe.send_form(link(garden.cohort), {}).location == page_of(garden)


# --- joining by code --------------------------------------------------------------------------------------------------


def type_code(browser: CheckedClient, typed: str, **more: str) -> Any:
    token = form_on(browser.get("/look"), "/look").hidden["csrf_token"]
    return browser.post("/join", data={"csrf_token": token, "code": typed, **more})


def test_a_code_shows_the_cohort_first_and_then_joins(as_joe: CheckedClient, mount: Mount, garden: Group) -> None:
    seen = as_joe.send_form("/join", {"code": shown_code(code(garden.cohort)).lower()})
    assert "Everybody in this cohort sees your name." in words(seen.text)
    assert names(mount, garden) == ["Garden learner"]

    form = form_on(seen, "/join")
    assert as_joe.post("/join", data=form.hidden).location == page_of(garden)
    assert names(mount, garden) == ["Garden learner", "Joe Brannigan"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code you were given."),
        ("!!!", "Type the code you were given."),
        ("AAAA AAAA", "We do not know this code."),
        ("<b>" * 900, "We do not know this code."),
    ],
)
def test_a_wrong_code_is_said_in_words(typed: str, said: str, as_joe: CheckedClient) -> None:
    reply = as_joe.send_form("/join", {"code": typed})

    assert (reply.status_code, said in words(reply.text)) == (422, True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_guessing_a_thousand_times_tries_ten_codes(
    app: Flask, as_joe: CheckedClient, mount: Mount, garden: Group
) -> None:
    token = form_on(as_joe.get("/look"), "/look").hidden["csrf_token"]
    statuses = [
        as_joe.post("/join", data={"csrf_token": token, "code": f"AFHJ{number:04}", "act": "join"}).status_code
        for number in range(1_000)
    ]

    assert [statuses.count(one) for one in (422, 429)] == [10, 990]
    assert type_code(as_joe, code(garden.cohort)).status_code == 429  # not even the right one
    amina = signed_in(app, add(mount, "Amina", "amina@example.org"))
    assert type_code(amina, code(garden.cohort)).status_code == 200  # nobody else is kept waiting


def test_right_codes_are_not_counted(app: Flask, mount: Mount, garden: Group, as_joe: CheckedClient) -> None:
    """A ward joins from one network."""
    assert {type_code(as_joe, code(garden.cohort)).status_code for _ in range(15)} == {200}


# --- the cohort's pages -----------------------------------------------------------------------------------------------


def test_a_learner_sees_who_is_here_and_who_facilitates(as_learner: CheckedClient, garden: Group) -> None:
    page = as_learner.get(page_of(garden))

    said = words(page.text)
    assert "Facilitators Garden organiser Garden trainer Who is here Garden learner" in said
    assert link(garden.cohort) not in page.text and shown_code(code(garden.cohort)) not in page.text
    assert "steps done" not in said
    assert page.text.count("My organisations") == 0


def test_an_organiser_sees_how_far_people_are_and_nothing_they_wrote(
    as_organiser: CheckedClient, as_learner: CheckedClient, mount: Mount, garden: Group
) -> None:
    assert "No step done yet" in words(as_organiser.get(page_of(garden)).text)
    plant(as_learner, mount)
    as_learner.send_form("/modules/the-day", {}, action="/modules/the-day/done")
    own = words(as_learner.get("/learning").text)

    page = as_organiser.get(page_of(garden))

    counts = [re.findall(r"\d+ of \d+ steps done", said)[0] for said in (own, words(page.text))]
    assert counts[0] == counts[1] != "0"
    assert PHRASE not in page.text


def test_somebody_who_finished_before_joining_is_shown_as_they_are(
    as_organiser: CheckedClient, as_joe: CheckedClient, garden: Group
) -> None:
    as_joe.send_form("/modules/the-day", {}, action="/modules/the-day/done")
    as_joe.send_form(link(garden.cohort), {})

    assert "1 of" in words(as_organiser.get(page_of(garden)).text)


def test_the_page_asks_as_much_for_three_people_as_for_one(
    as_organiser: CheckedClient, mount: Mount, garden: Group
) -> None:
    costs = [len(statements_of(mount.store, lambda: as_organiser.get(page_of(garden))))]
    for number in (2, 3):
        person = add(mount, f"Person {number}", f"p{number}@example.org")
        actions.join(mount.store, garden.cohort, person, "link", mount.clock())
    costs.append(len(statements_of(mount.store, lambda: as_organiser.get(page_of(garden)))))

    assert costs[0] == costs[1]


def test_a_long_list_has_pages(as_organiser: CheckedClient, mount: Mount, garden: Group) -> None:
    now = mount.clock()
    with mount.store.transaction() as connection:
        from course.store import people

        for number in range(120):
            one = people.add_person(connection, name=f"Person {number:03}", words_key=b"", now=now)
            cohorts.enrol(connection, cohort_id=garden.cohort.id, learner_id=one.id, how="code", now=now)

    first, second = (as_organiser.get(f"{page_of(garden)}?page={number}").text for number in (1, 2))
    assert (first.count('<tr><th scope="row">'), second.count('<tr><th scope="row">')) == (100, 21)
    assert "People in this cohort: 121" in words(second)
    for strange in ("0", "-1", "x", "9" * 400, "99999"):
        assert as_organiser.get(f"{page_of(garden)}?page={strange}").status_code == 200


HOSTILE = (
    "أمينة يوسف",
    "ab\u202ecd\u2066ef",
    "x" * 200,
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} %(name)s %s",
    "\"'><img src=x onerror=alert(1)>",
)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_hostile_name_is_shown_as_it_is_wherever_it_goes(
    name: str, app: Flask, mount: Mount, garden: Group, as_organiser: CheckedClient
) -> None:
    person = add(mount, name, "strange@example.org")
    browser = signed_in(app, person)
    made = as_organiser.send_form(starting(garden), {**GOOD, "name": name}).location
    here = as_organiser.get(made).text
    with mount.store.reading() as connection:
        cohort = cohorts.cohort_by_public_id(connection, made.rpartition("/")[2])
    assert cohort is not None
    browser.send_form(link(cohort), {})
    clean = name.replace("\u202e", "").replace("\u2066", "")

    for page in (
        browser.get(made),
        browser.get("/cohorts"),
        as_organiser.get(made),
        as_organiser.get(f"{made}/people/{person.public_id}/remove"),
        signed_in(app, garden.administrator).get(
            f"/organisations/{garden.organisation.public_id}/people/{person.public_id}"
        ),
    ):
        assert page.status_code == 200
        assert clean in LexborHTMLParser(page.text).css_first("main").text()
        assert not LexborHTMLParser(page.text).css("main script, main img[src=x]")
    assert "\u202e" not in here


# --- going ------------------------------------------------------------------------------------------------------------


def test_somebody_leaves_and_can_come_back(as_learner: CheckedClient, mount: Mount, garden: Group) -> None:
    as_learner.send_form(f"{page_of(garden)}/leave", {})

    assert names(mount, garden) == []
    assert as_learner.get(page_of(garden)).status_code == 404
    assert as_learner.get("/learning").status_code == 200

    as_learner.send_form(link(garden.cohort), {})
    assert names(mount, garden) == ["Garden learner"]


def test_being_removed_is_asked_once_told_and_recorded(
    as_organiser: CheckedClient, as_learner: CheckedClient, mount: Mount, garden: Group
) -> None:
    where = f"{page_of(garden)}/people/{garden.learner.public_id}/remove"
    told = "Garden organiser removed you from the cohort “Garden January”. All your work is still yours."
    assert told in words(as_organiser.get(where).text)
    assert names(mount, garden) == ["Garden learner"]

    as_organiser.send_form(where, {})

    assert names(mount, garden) == []
    assert told in words(as_learner.get("/account/record").text)
    assert as_learner.get(page_of(garden)).status_code == 404
    assert as_organiser.get(where).status_code == 404  # a second press finds nobody to remove


def test_a_learner_in_two_cohorts_of_two_organisations(
    app: Flask, as_learner: CheckedClient, as_organiser: CheckedClient, mount: Mount, garden: Group
) -> None:
    orchard = build(mount, "Orchard")
    as_learner.send_form(link(orchard.cohort), {})
    assert {"Garden January", "Orchard January"} <= set(
        one.text() for one in LexborHTMLParser(as_learner.get("/cohorts").text).css("main a")
    )
    assert "Orchard" not in as_organiser.get(page_of(garden)).text

    as_organiser.send_form(f"{page_of(garden)}/people/{garden.learner.public_id}/remove", {})

    assert names(mount, orchard) == ["Garden learner", "Orchard learner"]
    with mount.store.reading() as connection:
        roles = [
            organisations.roles_of(connection, one.organisation.id, garden.learner.id) for one in (garden, orchard)
        ]
    assert roles == [frozenset(), {"learner"}]


def test_a_removed_account_leaves_no_trace_of_its_person(mount: Mount, garden: Group) -> None:
    from course.store import people

    with mount.store.transaction() as connection:
        people.remove_person(connection, garden.learner.id)
        people.remove_person(connection, garden.organiser.id)

    assert names(mount, garden) == []
    with mount.store.reading() as connection:
        left = connection.execute(text("SELECT created_by FROM course_cohort")).scalars().all()
    assert left == [None]


# --- facilitators -----------------------------------------------------------------------------------------------------


def test_a_facilitator_is_named_told_and_sees_the_names(
    app: Flask, as_organiser: CheckedClient, mount: Mount, garden: Group
) -> None:
    other = start(mount, garden.organisation, garden.organiser, "Spring")
    trainer = signed_in(app, garden.trainer)
    where, page = f"/cohorts/{other.public_id}/facilitators", f"/cohorts/{other.public_id}"
    assert trainer.get(page).status_code == 404

    form = form_on(as_organiser.get(page), where)
    token = form.hidden["csrf_token"]
    as_organiser.post(where, data={"csrf_token": token, "act": "add", "person": garden.trainer.public_id})

    assert trainer.get(page).status_code == 200
    assert "named you as a facilitator of “Spring”" in words(trainer.get("/account/record").text)

    as_organiser.post(where, data={"csrf_token": token, "act": "remove", "person": garden.trainer.public_id})
    assert trainer.get(page).status_code == 404


def test_only_somebody_with_a_role_here_can_be_named(
    as_organiser: CheckedClient, joe: Person, mount: Mount, garden: Group
) -> None:
    where = f"{page_of(garden)}/facilitators"
    token = form_on(as_organiser.get(page_of(garden)), where).hidden["csrf_token"]

    for person in (joe.public_id, garden.learner.public_id, "nobody"):
        reply = as_organiser.post(where, data={"csrf_token": token, "act": "add", "person": person})
        assert reply.status_code == 422
