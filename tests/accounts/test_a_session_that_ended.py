"""Whoever was signed out while writing signs in again and finds their words, ready to be saved."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from course.store import words
from course.store.people import Person
from course.web import Mount

from ..conftest import PASSWORD
from ..pages import CheckedClient, form_on

PLACE = "/modules/asking/party-you-remember"
WORDS = "The lanterns, and <b>Mrs Pryce</b> singing.\r\nIt was a good night."
RIGHT = {"email": "amina@example.org", "password": PASSWORD}
Later = Callable[..., None]


@pytest.fixture
def written(as_amina: CheckedClient, later: Later) -> dict[str, str]:
    """What Amina's form holds when her session has ended."""
    data = {**form_on(as_amina.get("/modules/asking"), PLACE).hidden, "text": WORDS, "act": "keep"}
    later(minutes=130)
    return data


def kept_words(mount: Mount, person: Person) -> list[str]:
    with mount.store.reading() as connection:
        found = words.versions_of(connection, mount.vault, person.id, person.words_key, "asking", "party-you-remember")
    return [json.loads(one.words)["text"] for one in found]


def sign_in_from(browser: CheckedClient, page: TestResponse, **fields: str) -> TestResponse:
    return browser.post("/sign-in", data={**form_on(page, "/sign-in").hidden, **RIGHT, **fields})


def test_words_travel_through_the_sign_in_page_and_are_saved_by_one_button(
    as_amina: CheckedClient, written: dict[str, str], mount: Mount, amina: Person
) -> None:
    asked = as_amina.post(PLACE, data=written)
    assert asked.status_code == 401
    assert "Nothing is lost" in asked.text
    wrong = sign_in_from(as_amina, asked, password="not it at all")
    assert wrong.status_code == 422
    shown = sign_in_from(as_amina, wrong)
    assert shown.status_code == 200
    assert "Now save what you wrote" in shown.text
    assert "The lanterns, and &lt;b&gt;Mrs Pryce&lt;/b&gt; singing." in shown.text
    assert kept_words(mount, amina) == []
    form = form_on(shown, PLACE)
    assert as_amina.post(form.action, data=form.hidden).status_code == 303
    assert kept_words(mount, amina) == [WORDS.replace("\r\n", "\n")]


def test_words_outlast_too_many_tries(as_amina: CheckedClient, written: dict[str, str], later: Later) -> None:
    page = as_amina.post(PLACE, data=written)
    for _ in range(11):
        page = sign_in_from(as_amina, page, password="not it at all")
    assert page.status_code == 429
    later(minutes=15)
    assert "Now save what you wrote" in sign_in_from(as_amina, page).text


def test_words_outlast_a_sign_in_page_that_was_open_too_long(as_amina: CheckedClient, written: dict[str, str]) -> None:
    page = as_amina.post(PLACE, data=written)
    page = sign_in_from(as_amina, page, csrf_token="old")
    assert page.status_code == 400
    assert "Now save what you wrote" in sign_in_from(as_amina, page).text


def test_words_too_long_to_carry_are_shown_to_be_copied(as_amina: CheckedClient, written: dict[str, str]) -> None:
    long = "mae'r noson yn hir " * 30_000
    page = as_amina.post(PLACE, data={**written, "text": long})
    assert page.status_code == 401
    assert "Please copy what you wrote" in page.text
    assert long in page.text.replace("&#39;", "'")


def test_a_page_wanted_again_comes_back_after_signing_in(as_amina: CheckedClient, later: Later) -> None:
    later(minutes=130)
    assert as_amina.get("/modules/asking").location == "/sign-in?next=/modules/asking"
    assert as_amina.send_form("/sign-in?next=/modules/asking", RIGHT, "/sign-in").location == "/modules/asking"


def test_saving_by_itself_is_told_in_json(as_amina: CheckedClient, written: dict[str, str]) -> None:
    reply = as_amina.post(PLACE, data=written, headers={"X-Autosave": "1"})
    assert reply.status_code == 401
    assert reply.json == {
        "state": "signed-out",
        "message": "Not saved, because you are signed out. Press Save, and sign in again.",
    }


def test_a_form_from_another_site_is_not_carried_along(client: CheckedClient) -> None:
    page = client.post(PLACE, data={"text": "not hers at all"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 401
    assert "not hers" not in page.text
    assert form_on(page, "/sign-in").hidden.keys() == {"csrf_token"}


@pytest.mark.parametrize(
    "action", ["https://evil.example/", "//evil.example/", "/no-such-page", "/account", "/a\r\nb", "javascript:1"]
)
def test_words_are_sent_nowhere_but_to_a_form_of_ours(client: CheckedClient, amina: Person, action: str) -> None:
    data = {
        **form_on(client.get("/sign-in"), "/sign-in").hidden,
        **RIGHT,
        "kept_action": action,
        "kept": '[["a", "b c"]]',
    }
    reply = client.post("/sign-in", data=data)
    assert (reply.status_code, reply.location) == (303, "/learning")


@pytest.mark.parametrize("kept", ["", "{", "[1]", "null", '{"a": 1}', "[[1, 2, 3]]", "[" * 5000])
def test_nonsense_in_the_hidden_box_is_no_words(client: CheckedClient, amina: Person, kept: str) -> None:
    data = {**form_on(client.get("/sign-in"), "/sign-in").hidden, **RIGHT, "kept_action": PLACE, "kept": kept}
    reply = client.post("/sign-in", data=data)
    assert (reply.status_code, "What you wrote" in reply.text) == (200, False)


def test_a_form_that_lay_open_for_a_month_is_shown_again(as_amina: CheckedClient, mount: Mount, amina: Person) -> None:
    page = as_amina.post(PLACE, data={"csrf_token": "old", "base": "0", "text": WORDS, "act": "keep"})
    assert page.status_code == 400
    assert "Please send this once more" in page.text
    form = form_on(page, PLACE)
    assert as_amina.post(form.action, data=form.hidden).status_code == 303
    assert kept_words(mount, amina) == [WORDS.replace("\r\n", "\n")]


# --- more time --------------------------------------------------------------------------------------------------------


def test_one_button_gives_more_time(as_amina: CheckedClient, later: Later) -> None:
    data = form_on(as_amina.get("/learning"), "/stay").hidden
    for _ in range(3):
        later(minutes=119)
        reply = as_amina.post("/stay", data=data, headers={"Referer": "http://localhost/modules/asking?x=1"})
        assert (reply.status_code, reply.location) == (303, "/modules/asking?x=1")
        assert reply.headers["Set-Cookie"].startswith("course_session=")
    assert as_amina.get("/account").status_code == 200


@pytest.mark.parametrize("header", [{"X-Autosave": "1"}, {"Accept": "application/json"}])
def test_the_script_gets_more_time_without_a_page(as_amina: CheckedClient, header: dict[str, str]) -> None:
    data = form_on(as_amina.get("/learning"), "/stay").hidden
    reply = as_amina.post("/stay", data=data, headers=header)
    assert (reply.status_code, reply.data) == (204, b"")


@pytest.mark.parametrize("page", ["https://evil.example/modules/asking", "http://localhost/no-such-page", ""])
def test_more_time_leads_only_to_pages_of_ours(as_amina: CheckedClient, page: str) -> None:
    data = form_on(as_amina.get("/learning"), "/stay").hidden
    assert as_amina.post("/stay", data=data, headers={"Referer": page}).location == "/learning"


def test_asking_for_more_time_too_late_leads_back_to_the_page(as_amina: CheckedClient, later: Later) -> None:
    data = form_on(as_amina.get("/learning"), "/stay").hidden
    later(minutes=130)
    page = as_amina.post("/stay", data=data, headers={"Referer": "http://localhost/modules/asking"})
    assert page.status_code == 401
    assert form_on(page, "/sign-in").hidden["next"] == "/modules/asking"


def test_the_app_under_a_root_of_its_own_sends_people_back_inside_it(app: Flask, amina: Person) -> None:
    browser = app.test_client()
    root = {"SCRIPT_NAME": "/learn"}
    asked = browser.get("/modules/asking", environ_overrides=root)
    assert asked.location == "/learn/sign-in?next=/modules/asking"
    page = browser.get("/sign-in?next=/modules/asking", environ_overrides=root)
    data = {**form_on(page, "/learn/sign-in").hidden, **RIGHT}
    assert browser.post("/sign-in", data=data, environ_overrides=root).location == "/learn/modules/asking"
