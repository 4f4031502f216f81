"""A host app with the course under /learn, and learners who have done everything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, request

from course import headers, pages, resources, web
from course.accounts.hosted import Member, person_from
from course.certificates import views
from course.config import Settings
from course.events import Announcer
from course.front import views as front
from course.shelf import Shelf
from course.store import people
from course.store.engine import Store
from course.store.migrate import migrate
from course.store.people import Person
from course.store.vault import Vault, new_master_key
from tests.certificates.a_course import COURSE, NOW, do_everything, publish
from tests.pages import CheckedClient

ELSEWHERE = (
    ("/course", "course_page"), ("/module/<module_id>", "module"), ("/scenarios/<scenario_id>", "scenario"),
    ("/account", "account"), ("/look", "look"), ("/language/<code>", "language"), ("/in", "sign_in"),
    ("/out", "sign_out"), ("/register", "register"), ("/stay", "stay"), ("/plan", "plan"),
    ("/glossary", "glossary"), ("/credits", "credits"),
)  # fmt: skip
"""Addresses of other rooms that our pages lead to."""


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Not pytest-flask's: with a context already there, every visit of a test would share one `g`, and one person."""


@pytest.fixture(scope="session")
def site_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the course published and nobody in it, to copy."""
    folder = tmp_path_factory.mktemp("certificates")
    store = Store("", folder)
    migrate(store)
    publish(store, COURSE)
    store.close()
    return folder


@pytest.fixture
def settings(site_data: Path, tmp_path: Path) -> Settings:
    shutil.copytree(site_data, tmp_path / "data")
    return Settings(data=str(tmp_path / "data"), address="https://learn.example.org")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The course's front and certificates in a host that takes the word of the X-Member header for who somebody is."""
    app = Flask("host")
    app.test_client_class = CheckedClient
    app.secret_key = "0123456789abcdef0123456789abcdef"
    store = Store(settings.database_url, settings.data_folder)
    here = web.Mount(
        name="course",
        settings=settings,
        store=store,
        vault=Vault(new_master_key()),
        shelf=Shelf(store),
        announcer=Announcer(),
        who=person_from(_member),
        has_accounts=False,
        sign_in_url="/in",
        clock=lambda: NOW,
    )
    app.extensions["course"] = {"course": here}
    blueprint = Blueprint("course", __name__, template_folder=str(resources.folder("templates")))
    for rule, endpoint in ELSEWHERE:
        blueprint.add_url_rule(rule, endpoint, lambda **parts: "")
    front.room.attach(blueprint)
    views.room.attach(blueprint)
    blueprint.register_error_handler(Exception, pages.answer_error)
    blueprint.after_request(headers.put_headers)
    app.register_blueprint(blueprint, url_prefix="/learn")
    yield app
    store.close()


def _member(visit: object) -> Member | None:
    """The host knows its people by their identity, and calls each by the name they were added with."""
    identity = request.headers.get("X-Member", "")
    with web.mount().store.reading() as connection:
        known = people.person_by_host_identity(connection, identity)
    return Member(identity, known.name if known else identity) if identity else None


@pytest.fixture
def mount(app: Flask) -> web.Mount:
    return app.extensions["course"]["course"]


@pytest.fixture
def store(mount: web.Mount) -> Store:
    return mount.store


@pytest.fixture
def add_learner(mount: web.Mount) -> Callable[..., Person]:
    """Somebody new, whom the host calls by their identity."""

    def add(name: str = "Amina Yusuf", identity: str = "amina") -> Person:
        with mount.store.transaction() as connection:
            return people.add_person(
                connection, name=name, host_identity=identity, now=NOW, words_key=mount.vault.new_person_key()
            )

    return add


@pytest.fixture
def add_finisher(store: Store, add_learner: Callable[..., Person]) -> Callable[..., Person]:
    """Somebody who has done everything, and has not been given a certificate."""

    def add(name: str = "Amina Yusuf", identity: str = "amina") -> Person:
        person = add_learner(name, identity)
        do_everything(store, person)
        return person

    return add


@pytest.fixture
def visitor(app: Flask) -> CheckedClient:
    """Somebody who is not signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def visit_as(app: Flask) -> Callable[[str], CheckedClient]:
    """The browser of a member of the host."""

    def browser(identity: str = "amina") -> CheckedClient:
        client: CheckedClient = app.test_client()  # type: ignore[assignment]
        client.environ_base["HTTP_X_MEMBER"] = identity
        return client

    return browser
