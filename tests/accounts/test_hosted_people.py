"""People whom a host signs in: what the course takes over from the host, and what it leaves to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from course import Course, Member
from course.config import Settings

from ..pages import CheckedClient
from .test_a_session_that_ended import PLACE, WORDS

Visit = Callable[[Member | None], CheckedClient]


@pytest.fixture
def host(settings: Settings) -> Iterator[Flask]:
    """A host that says who is here by a header of the test's own."""
    app = Flask("host")
    app.secret_key = "the host's own secret, long enough 0123456789"
    members: dict[str, Member] = {}
    app.extensions["members"] = members
    Course(
        app,
        url_prefix="/learn",
        identify=lambda request: members.get(request.headers.get("X-Member", "")),
        sign_in_url="/host/sign-in",
        settings=replace(settings, secret_key=""),
    )
    app.test_client_class = CheckedClient
    yield app
    app.extensions["course"]["course"].store.close()


@pytest.fixture
def visit(host: Flask) -> Visit:
    """A browser in which the host has signed somebody in, or nobody."""

    def browser(member: Member | None) -> CheckedClient:
        if member is not None:
            host.extensions["members"]["x"] = member
        made = host.test_client()
        made.environ_base["HTTP_X_MEMBER"] = "x" if member else ""
        return made  # type: ignore[return-value]

    return browser


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ada Achebe", "Ada Achebe"),
        ("  Ada \t Achebe\n", "Ada Achebe"),
        ("A\0da\x1b Ach\u202eebe", "Ada Achebe"),
        ("<b>Ada</b>", "&lt;b&gt;Ada&lt;/b&gt;"),
        ("n" * 300, "n" * 200),
        ("", "Learner"),
    ],
)
def test_the_hosts_names_are_held_to_our_rules(visit: Visit, given: str, shown: str) -> None:
    assert f'<span dir="auto">{shown}</span>' in visit(Member(id="7", name=given)).get("/learn/account").text


def test_a_name_that_changes_at_the_host_changes_here(visit: Visit) -> None:
    visit(Member(id="7", name="Ada Achebe")).get("/learn/account")
    page = visit(Member(id="7", name="Ada Brown")).get("/learn/account").text
    assert "Ada Brown" in page
    assert "Ada Achebe" not in page


@pytest.mark.parametrize("id", ["7", "https://host.example/people/7", "x" * 500, "a\0b", 7])
def test_somebody_is_known_again_by_whatever_id_the_host_has(host: Flask, visit: Visit, id: str) -> None:
    visit(Member(id=id, name="Ada")).get("/learn/language/cy")
    visit(Member(id="8", name="Sam")).get("/learn/account")
    assert '<html lang="cy"' in visit(Member(id=id, name="Ada")).get("/learn/account").text


def test_the_account_page_has_what_is_ours_and_nothing_of_the_hosts(visit: Visit) -> None:
    page = visit(Member(id="7", name="Ada")).get("/learn/account").text
    assert "It comes from the site you sign in with." in page
    for missing in ("E-mail address", "Password", "/account/name", "sign-in", "sign-out"):
        assert missing not in page


@pytest.mark.parametrize(
    "page", ["register", "sign-in", "forgotten", "code", "account/name", "account/email", "account/password"]
)
def test_the_doors_are_not_there(visit: Visit, page: str) -> None:
    assert visit(Member(id="7", name="Ada")).get(f"/learn/{page}").status_code == 404


def test_the_look_can_be_chosen(visit: Visit) -> None:
    ada = visit(Member(id="7", name="Ada"))
    ada.send_form("/learn/look", {"text_size": "large", "theme": "dark"})
    assert 'data-theme="dark" data-text="large"' in ada.get("/learn/account").text


def test_words_sent_after_the_host_signed_somebody_out_are_shown_to_be_copied(visit: Visit) -> None:
    page = visit(None).post("/learn" + PLACE, data={"text": WORDS, "act": "keep"})
    assert page.status_code == 401
    assert "The lanterns, and &lt;b&gt;Mrs Pryce&lt;/b&gt; singing." in page.text
    assert 'href="/host/sign-in"' in page.text


def test_saving_by_itself_is_told_in_json(visit: Visit) -> None:
    reply = visit(None).post("/learn" + PLACE, data={"text": WORDS}, headers={"X-Autosave": "1"})
    assert (reply.status_code, reply.json and reply.json["state"]) == (401, "signed-out")
