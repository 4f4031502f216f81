"""A learner about whom there is something in every table, a clock that can be moved, and people whom a host signs in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from course import Course, Member
from course.config import Settings
from course.store import certificates, cohorts, organisations, outbox, people, plans
from course.store.people import Person
from course.web import Mount
from tests.conftest import NOW
from tests.pages import CheckedClient, form_on
from tests.planting import plant

PLACE = "/modules/asking/party-you-remember"


@pytest.fixture
def later(mount: Mount) -> Callable[..., None]:
    """Moves the site's clock on."""

    def move(**time: float) -> None:
        before = mount.clock
        mount.clock = lambda: before() + timedelta(**time)

    return move


@pytest.fixture
def full(as_amina: CheckedClient, amina: Person, mount: Mount) -> CheckedClient:
    """Amina's browser; she has done everything that leaves something behind."""
    plant(as_amina, mount)
    as_amina.get("/modules/asking")
    as_amina.send_form("/modules/asking", {}, "/modules/asking/done")
    as_amina.send_form("/scenarios/two-doors", {"act": "start"})
    scene = "/scenarios/two-doors/first-door"
    chosen = form_on(as_amina.get(scene), scene).node.css_first("input[name=choice]").attributes["value"]
    as_amina.send_form(scene, {"choice": chosen})
    as_amina.send_form("/account/email", {"email": "new@example.org", "password": "a long walk by the river"})
    give_certificate(mount, amina)
    with mount.store.transaction() as connection:
        answer_a_check(connection, amina)
        plans.confirm_plan(connection, learner_id=amina.id, release_id=1, now=NOW)
        people.end_session(connection, amina.id, "an-old-token", NOW)
        home = organisations.add_organisation(connection, "Riverside Trust", NOW)
        organisations.give_role(connection, home.id, amina.id, "organiser", NOW)
        began = cohorts.add_cohort(
            connection,
            public_id="autumn",
            organisation_id=home.id,
            course_id="street-party",
            name="Autumn",
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            zone="Europe/London",
            link_hash="l" * 64,
            code_number=1,
            code_hash="c" * 64,
            created_by=amina.id,
            now=NOW,
        )
        cohorts.enrol(connection, cohort_id=began.id, learner_id=amina.id, how="link", now=NOW)
        organisations.add_act(
            connection,
            actor_id=amina.id,
            subject_ids=[amina.id],
            organisation_id=home.id,
            what="role-given",
            detail="organiser",
            now=NOW,
        )
        outbox.add_message(connection, to="amina@example.org", subject="Waiting for you", body="Hello", now=NOW)
    return as_amina


def answer_a_check(connection: object, person: Person) -> None:
    from course.store import answers

    answers.add_check_answer(
        connection,  # type: ignore[arg-type]
        learner_id=person.id,
        module_id="asking",
        question_id="gone-since",
        answer='["a", "b"]',
        is_right=False,
        meaning_rev="",
        release_id=1,
        now=NOW,
    )


def give_certificate(mount: Mount, person: Person, *, name: str = "", now: datetime = NOW) -> str:
    with mount.store.transaction() as connection:
        return certificates.add_certificate(
            connection,
            learner_id=person.id,
            name=name or person.name,
            course_id="street-party",
            course_title="A street party",
            release_id=1,
            hours="about 2 hours",
            done='["Kept an exercise."]',
            issued_at=now,
        ).number


@pytest.fixture
def host(settings: Settings) -> Iterator[Flask]:
    """A host that says who is here by a header of the test's own."""
    app = Flask("host")
    app.secret_key = "the host's own secret, long enough 0123456789"
    Course(
        app,
        url_prefix="/learn",
        identify=lambda request: (
            Member(id=who, name=f"Member {who}") if (who := request.headers.get("X-Member", "")) else None
        ),
        sign_in_url="/host/sign-in",
        settings=replace(settings, secret_key=""),
    )
    app.test_client_class = CheckedClient
    yield app
    app.extensions["course"]["course"].store.close()


@pytest.fixture
def member(host: Flask) -> Callable[[str], CheckedClient]:
    """A browser in which the host has signed this member in."""

    def browser(who: str) -> CheckedClient:
        made = host.test_client()
        made.environ_base["HTTP_X_MEMBER"] = who
        return made  # type: ignore[return-value]

    return browser
