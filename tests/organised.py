"""Organisations with people and cohorts, for tests of walls: who may see what of whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from course.accounts import actions as accounts
from course.cohorts import actions as cohort_actions
from course.cohorts.rules import code_of, link_of
from course.organisations import actions as organisation_actions
from course.store import cohorts, organisations, people
from course.store.cohorts import Cohort
from course.store.organisations import Organisation, Somebody
from course.store.people import Person
from course.web import Mount

from .conftest import PASSWORD

SECRET = "0123456789abcdef-a-test-secret-0123456789"
BEFORE, AFTER = timedelta(days=21), timedelta(days=70)
"""How long ago a cohort has started, and how long it still goes on, unless a test says."""


@dataclass(frozen=True)
class Group:
    """An organisation with one person in each role, and a cohort with one learner in it."""

    organisation: Organisation
    cohort: Cohort
    administrator: Person
    organiser: Person
    trainer: Person
    learner: Person

    @property
    def people(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("administrator", "organiser", "trainer", "learner")}


def somebody(person: Person) -> Somebody:
    return Somebody(id=person.id, public_id=person.public_id, name=person.name)


def add(mount: Mount, name: str, email: str) -> Person:
    return accounts.add_account(mount, name=name, email=email, password=PASSWORD)


def start(mount: Mount, organisation: Organisation, actor: Person, name: str, **more: object) -> Cohort:
    newest, today = mount.shelf.newest(), mount.clock().date()
    assert newest is not None
    given: dict[str, object] = {"starts_on": today - BEFORE, "ends_on": today + AFTER, "zone": "Europe/London"}
    given["course_id"] = newest.course.id
    made = cohort_actions.start_cohort(
        mount.store,
        SECRET,
        organisation,
        actor,
        name=name,
        token=name,
        now=mount.clock(),
        **{**given, **more},  # type: ignore[arg-type]
    )
    with mount.store.reading() as connection:
        found = cohorts.cohort_by_public_id(connection, made)
    assert found is not None
    return found


def build(mount: Mount, name: str) -> Group:
    """Everything of it is called after `name`, so that a leak shows."""
    people = {
        role: add(mount, f"{name} {role}", f"{role}@{name.lower()}.example.org")
        for role in ("administrator", "organiser", "trainer", "learner")
    }
    now, store = mount.clock(), mount.store
    made = organisation_actions.add_organisation(store, f"{name} Trust", people["administrator"], now)
    with store.transaction() as connection:
        for role in ("organiser", "trainer"):
            organisations.give_role(connection, made.id, people[role].id, role, now)
    cohort = start(mount, made, people["organiser"], f"{name} January")
    cohort_actions.add_facilitator(store, cohort, people["organiser"], somebody(people["trainer"]), now)
    cohort_actions.join(store, cohort, people["learner"], "link", now)
    return Group(made, cohort, **people)


def fresh(mount: Mount, cohort: Cohort) -> Cohort:
    """The cohort as it is now."""
    with mount.store.reading() as connection:
        found = cohorts.cohort_by_public_id(connection, cohort.public_id)
    assert found is not None
    return found


def link(cohort: Cohort) -> str:
    return "/join/" + link_of(SECRET, cohort.public_id, cohort.link_number)


def code(cohort: Cohort) -> str:
    return code_of(SECRET, cohort.public_id, cohort.code_number)


def cohort_pages(mount: Mount, email: str) -> list[str]:
    """The pages somebody has who looks after an organisation and is in a cohort of another; made once for a site."""
    with mount.store.reading() as connection:
        person = people.person_by_email(connection, email)
        assert person is not None
        there = organisations.organisations_of(connection, person.id)
    if not there:
        _look_after(mount, person)
        _be_in(mount, person)
    with mount.store.reading() as connection:
        (own, _), *_rest = organisations.organisations_of(connection, person.id)
        mine = cohorts.cohorts_of_learner(connection, person.id)
    home = f"/organisations/{own.public_id}"
    pages = [home, f"{home}/words", f"{home}/start-cohort", f"{home}/people/{person.public_id}"]
    run, taken = sorted(mine, key=lambda one: one.organisation_id != own.id)
    pages += [f"/cohorts/{one.public_id}" for one in (run, taken)]
    with mount.store.reading() as connection:
        inside = cohorts.people_of(connection, own.id, run.id)
    pages += [f"/cohorts/{run.public_id}/people/{inside[0].public_id}/remove", f"/cohorts/{taken.public_id}/leave"]
    return [*pages, link(run)]


def _look_after(mount: Mount, person: Person) -> None:
    own = organisation_actions.add_organisation(mount.store, "A Trust That Amina Looks After", person, mount.clock())
    cohort = start(mount, own, person, "ymddiriedolaeth" * 3)
    for number, name in enumerate(("أمينة يوسف", "李小龙", "Siân Llŷr-Brannigan", "x" * 200)):
        newcomer = add(mount, name, f"newcomer-{number}@example.org")
        cohort_actions.join(mount.store, cohort, newcomer, "code" if number % 2 else "link", mount.clock())


def _be_in(mount: Mount, person: Person) -> None:
    group = build(mount, "Orchard")
    words = {"welcome": "Croeso!\nWelcome.", "help_name": "Gwen Hughes", "access_contact": "Joe, 029 2000 0000"}
    organisation_actions.change_words(mount.store, group.organisation, **words)
    cohort_actions.join(mount.store, group.cohort, person, "link", mount.clock())
