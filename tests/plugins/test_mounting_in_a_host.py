"""A host app of a few lines has the course inside it: its own sign-in, its own pages, no clash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, render_template_string, session
from flask_wtf import CSRFProtect

from course import Course, Member
from course.config import Settings
from course.errors import SettingError

from ..pages import CheckedClient, form_on
from ..scenarios.hatted import add_hats, hat_key
from ..street_party import publish_changed

HOST_SECRET = "the host's own secret, long enough 0123456789"


def current_member(request: object) -> Member | None:
    """The host knows its people by a number and a name."""
    return Member(id=session["host_id"], name=session["host_name"]) if "host_id" in session else None


def host_app(settings: Settings, folder: Path) -> Flask:
    """A small host: a front page, a sign-in of its own, CSRF protection for everything, and the course at /learn."""
    app = Flask("host", root_path=str(folder))
    app.secret_key = HOST_SECRET
    CSRFProtect(app)

    @app.get("/host")
    def host_front() -> str:
        return render_template_string("<!doctype html><html lang=en><title>Host</title><h1>Host</h1>")

    @app.get("/host/sign-in/<id>/<name>")
    def host_sign_in(id: str, name: str) -> str:
        session.update(host_id=id, host_name=name)
        return host_front()

    Course(app, url_prefix="/learn", identify=current_member, sign_in_url="/host/sign-in/7/Ada", settings=settings)
    app.test_client_class = CheckedClient
    return app


@pytest.fixture
def host(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    app = host_app(settings, tmp_path)
    yield app
    for mount in app.extensions["course"].values():
        mount.store.close()


def signed_in(host: Flask, id: str = "7", name: str = "Ada Achebe") -> CheckedClient:
    browser: CheckedClient = host.test_client()  # type: ignore[assignment]
    browser.get(f"/host/sign-in/{id}/{name}")
    return browser


def test_the_hosts_people_are_signed_in_to_the_course(host: Flask) -> None:
    assert "Ada Achebe" in signed_in(host).get("/learn/learning").text


def test_somebody_the_host_does_not_know_is_sent_to_the_hosts_sign_in(host: Flask) -> None:
    reply = host.test_client().get("/learn/learning")
    assert reply.status_code == 401
    assert 'href="/host/sign-in/7/Ada"' in reply.text


def test_two_people_of_the_host_have_their_own_words(host: Flask) -> None:
    ada, sam = signed_in(host), signed_in(host, "8", "Sam Li")
    ada.send_form("/learn/modules/asking", {"text": "Only Ada knows"}, "/learn/modules/asking/party-you-remember")
    assert "Only Ada knows" in ada.get("/learn/modules/asking").text
    assert "Only Ada knows" not in sam.get("/learn/modules/asking").text


def test_two_people_at_one_browser_never_get_each_others_page(host: Flask) -> None:
    """A host may change who is signed in and keep the session. The browser's copy of the page is then not theirs."""
    browser = signed_in(host)
    mine = browser.get("/learn/modules/asking")
    browser.get("/host/sign-in/8/Sam")
    theirs = browser.get("/learn/modules/asking", headers={"If-None-Match": mine.headers["ETag"]})
    assert theirs.status_code == 200 and "Sam" in theirs.text and "Ada" not in theirs.text


def test_the_same_person_is_known_again_after_a_change_of_name(host: Flask) -> None:
    ada = signed_in(host)
    ada.send_form("/learn/modules/asking", {"text": "Kept"}, "/learn/modules/asking/party-you-remember")
    assert "Kept" in signed_in(host, "7", "Ada Brown").get("/learn/modules/asking").text


def test_every_link_and_file_stays_inside_the_prefix(host: Flask) -> None:
    page = form_on(signed_in(host).get("/learn/modules/asking"), "/learn/modules/asking/done")
    assert page.action == "/learn/modules/asking/done"
    text = signed_in(host).get("/learn/modules/asking").text
    addresses = {part.split('"')[0] for part in text.replace("src=", "href=").split('href="')[1:]}
    assert {one for one in addresses if one.startswith("/") and not one.startswith("/learn")} == set()


def test_the_courses_own_sign_in_is_not_there(host: Flask) -> None:
    assert host.test_client().get("/learn/sign-in").status_code == 404


def test_a_wrong_address_inside_the_prefix_gets_the_courses_page_and_outside_it_the_hosts(host: Flask) -> None:
    assert "We cannot find that page" in host.test_client().get("/learn/nowhere").text
    assert "We cannot find that page" not in host.test_client(use_cookies=False).get("/host/nowhere").text


def test_the_host_can_replace_one_page(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "templates/course/front").mkdir(parents=True)
    (tmp_path / "templates/course/front/help.html").write_text(
        '{% extends "course/base.html" %}{% block title %}Help{% endblock %}{% block main %}<h1>Ring the desk</h1>{% endblock %}'
    )
    host = host_app(settings, tmp_path)
    assert "<h1>Ring the desk</h1>" in host.test_client().get("/learn/help").text
    host.extensions["course"]["course"].store.close()


def test_mounted_twice_the_two_courses_have_separate_data(settings: Settings, tmp_path: Path) -> None:
    app = host_app(replace(settings, database_url="", data=str(tmp_path / "one"), publish_on_start=True), tmp_path)
    two = replace(settings, database_url="", data=str(tmp_path / "two"), publish_on_start=True, name="The other course")
    Course(app, url_prefix="/other", name="other", identify=current_member, settings=two)
    ada = signed_in(app)
    ada.send_form("/learn/modules/asking", {"text": "First only"}, "/learn/modules/asking/party-you-remember")
    assert "First only" in ada.get("/learn/modules/asking").text
    other = ada.get("/other/modules/asking").text
    assert "First only" not in other
    assert "The other course" in other and 'action="/other/modules/asking/party-you-remember"' in other
    for mount in app.extensions["course"].values():
        mount.store.close()


def test_mounted_twice_a_story_is_seen_through_one_pair_of_eyes_in_each(settings: Settings, tmp_path: Path) -> None:
    app = host_app(replace(settings, database_url="", data=str(tmp_path / "one"), publish_on_start=True), tmp_path)
    two = replace(settings, database_url="", data=str(tmp_path / "two"), publish_on_start=True)
    Course(app, url_prefix="/other", name="other", identify=current_member, settings=two)
    mounts = app.extensions["course"]
    publish_changed(mounts["course"].store, tmp_path / "hatted", add_hats)
    ada, story = signed_in(app), "/scenarios/two-doors"

    refused = ada.send_form(f"/learn{story}", {"act": "start"})
    assert (refused.status_code, f'href="/learn{story}/-/paper"' in refused.text) == (422, True)
    key = hat_key(mounts["course"], "Ada")
    assert ada.send_form(f"/learn{story}", {"act": "start", "hat": key}).location == f"/learn{story}/first-door"
    assert "You know his coat." in ada.get(f"/learn{story}/first-door").text
    assert ada.send_form(f"/other{story}", {"act": "start"}).location == f"/other{story}/first-door"
    assert "eyes" not in ada.get(f"/other{story}/first-door").text
    for mount in mounts.values():
        mount.store.close()


def test_two_mounts_with_one_name_are_refused_in_words(host: Flask, settings: Settings) -> None:
    with pytest.raises(SettingError, match="Give this one another name="):
        Course(host, url_prefix="/again", identify=current_member, settings=settings)


def test_a_host_with_its_own_flask_login_must_say_who_people_are(settings: Settings) -> None:
    from flask_login import LoginManager

    app = Flask("host")
    app.secret_key = HOST_SECRET
    LoginManager(app).user_loader(lambda kept: None)
    with pytest.raises(SettingError, match="identify=your_function"):
        Course(app, settings=settings)


def test_the_commands_work_inside_the_host_with_its_settings(host: Flask) -> None:
    listed = host.test_cli_runner().invoke(args=["course", "releases"])
    assert listed.exit_code == 0
    assert listed.output.endswith("the tests  How to run a street party\n")
