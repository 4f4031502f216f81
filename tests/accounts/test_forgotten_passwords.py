"""A forgotten password: a mailed link that works once, for half an hour, and tells nobody who has an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from course.store.people import Person
from course.web import Mount

from ..conftest import PASSWORD, signed_in
from ..pages import CheckedClient, form_on
from .conftest import Mail
from .test_signing_in import RIGHT, guess, without_tokens

Mailbox = Callable[[], list[Mail]]
Browser = Callable[[], CheckedClient]
NEW = "seven grey pebbles"


@pytest.fixture
def link(client: CheckedClient, amina: Person, mailbox: Mailbox) -> str:
    """The path of a link that was mailed to Amina."""
    client.send_form("/forgotten", {"email": " Amina@example.org"})
    (mail,) = mailbox()
    assert (mail.to, mail.subject) == ("amina@example.org", "Equal Footing: Choose a new password")
    return mail.link


def test_the_reply_is_the_same_whether_there_is_an_account_or_not(
    client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    known = client.send_form("/forgotten", {"email": "amina@example.org"}, follow_redirects=True)
    unknown = client.send_form("/forgotten", {"email": "nobody@example.org"}, follow_redirects=True)
    assert without_tokens(known.text) == without_tokens(unknown.text)
    assert known.request.path == unknown.request.path == "/forgotten/sent"
    assert [mail.to for mail in mailbox()] == ["amina@example.org"]


def test_a_link_sets_a_new_password(client: CheckedClient, link: str, mailbox: Mailbox) -> None:
    reply = client.send_form(link, {"new_password": NEW})
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert "Your new password is set." in client.get("/sign-in").text
    assert client.send_form("/sign-in", RIGHT).status_code == 422
    assert client.send_form("/sign-in", {**RIGHT, "password": NEW}).status_code == 303
    assert [mail.subject for mail in mailbox()][1:] == ["Equal Footing: Your password was changed"]


def test_looking_at_a_link_does_not_use_it_up(client: CheckedClient, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.send_form(link, {"new_password": NEW}).status_code == 303


def test_a_page_behind_a_link_tells_no_other_site_where_it_is(client: CheckedClient, link: str) -> None:
    reply = client.get(link)
    assert (reply.headers["Referrer-Policy"], reply.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "amina@example.org" in reply.text


def test_an_easy_password_is_refused_and_the_link_still_good(client: CheckedClient, link: str) -> None:
    for easy in ("short", "Amina Yusuf", "amina@example.org", "qwertyuiop"):
        reply = client.send_form(link, {"new_password": easy})
        assert reply.status_code == 422
        assert '<a href="#new_password">' in reply.text
    assert client.send_form(link, {"new_password": NEW}).status_code == 303


def test_a_used_link_is_gone(client: CheckedClient, link: str) -> None:
    client.send_form(link, {"new_password": NEW})
    looked = client.get(link)
    assert looked.status_code == 410
    assert "This link has been used already" in looked.text
    fresh = form_on(client.get("/sign-in"), "/sign-in").hidden
    assert client.post(link, data={**fresh, "new_password": "another of mine"}).status_code == 410
    assert client.send_form("/sign-in", {**RIGHT, "password": NEW}).status_code == 303


def test_an_old_link_is_gone(client: CheckedClient, link: str, later: Callable[..., None]) -> None:
    page = form_on(client.get(link), link)
    later(minutes=30)
    reply = client.get(link)
    assert reply.status_code == 410
    assert "This link is too old" in reply.text
    assert 'href="/forgotten"' in reply.text
    assert client.post(link, data={**page.hidden, "new_password": NEW}).status_code == 410
    assert client.send_form("/sign-in", RIGHT).status_code == 303


@pytest.mark.parametrize("token", ["x", "0" * 43, "%2e%2e", "%00", "a" * 5000])
def test_a_forged_link_is_gone(client: CheckedClient, link: str, token: str) -> None:
    hidden = form_on(client.get(link), link).hidden
    assert client.get(f"/new-password/{token}").status_code in (404, 410)
    assert client.post(f"/new-password/{token}", data={**hidden, "new_password": NEW}).status_code in (404, 410)


def test_a_link_for_one_thing_does_not_open_another(client: CheckedClient, link: str) -> None:
    assert client.get(link.replace("new-password", "new-email")).status_code == 410
    assert client.send_form(link, {"new_password": NEW}).status_code == 303


def test_a_second_press_sees_that_the_first_worked(client: CheckedClient, link: str) -> None:
    data = {**form_on(client.get(link), link).hidden, "new_password": NEW}
    cookie = client.get_cookie("course_session")
    assert cookie is not None
    assert client.post(link, data=data).status_code == 303
    client.set_cookie("course_session", cookie.value)
    second = client.post(link, data=data)
    assert (second.status_code, second.location) == (303, "/sign-in")


def test_a_new_password_ends_every_session_and_every_other_link(
    app: Flask, client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    phone = signed_in(app, amina)
    for _ in range(2):
        client.send_form("/forgotten", {"email": "amina@example.org"})
    first, second = (mail.link for mail in mailbox())
    client.send_form(first, {"new_password": NEW})
    assert phone.get("/account").status_code == 303
    assert client.get(second).status_code == 410


def test_a_mailed_link_lets_the_owner_in_while_strangers_guess(
    client: CheckedClient, new_browser: Browser, link: str
) -> None:
    guess(new_browser(), 10)
    assert client.send_form("/sign-in", RIGHT).status_code == 429
    client.send_form(link, {"new_password": NEW})
    assert client.send_form("/sign-in", {**RIGHT, "password": NEW}).status_code == 303


def test_asking_again_and_again_does_not_fill_a_mailbox(client: CheckedClient, amina: Person, mailbox: Mailbox) -> None:
    replies = [client.send_form("/forgotten", {"email": "amina@example.org"}) for _ in range(5)]
    assert {reply.location for reply in replies} == {"/forgotten/sent"}
    assert len(mailbox()) == 3


def test_asking_for_everybody_from_one_place_is_slowed_down(client: CheckedClient) -> None:
    data = form_on(client.get("/forgotten"), "/forgotten").hidden
    for number in range(30):
        assert client.post("/forgotten", data={**data, "email": f"p{number}@example.org"}).status_code == 303
    reply = client.post("/forgotten", data={**data, "email": "p@example.org"})
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes, then try again." in reply.text


def test_nothing_that_is_no_address_is_asked_about(client: CheckedClient) -> None:
    reply = client.send_form("/forgotten", {"email": "amina"})
    assert reply.status_code == 422
    assert '<a href="#email">This is not a whole e-mail address.' in reply.text


# --- whose address is in the link -------------------------------------------------------------------------------------


def test_a_request_that_claims_another_host_gets_no_link_to_it_mailed(
    client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    client.send_form("/forgotten", {"email": "amina@example.org"}, base_url="http://evil.example")
    hidden = form_on(client.get("/forgotten", base_url="http://evil.example"), "/forgotten").hidden
    data = {**hidden, "email": "amina@example.org"}
    client.post("/forgotten", data=data, base_url="http://evil.example")
    assert mailbox() != []
    for mail in mailbox():
        assert "evil" not in mail.body


def test_where_we_cannot_be_sure_of_our_address_the_mail_has_a_code_that_does_the_same(
    client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    hidden = form_on(client.get("/forgotten", base_url="http://intranet"), "/forgotten").hidden
    client.post("/forgotten", data={**hidden, "email": "amina@example.org"}, base_url="http://intranet")
    (mail,) = mailbox()
    assert "http" not in mail.body
    (code,) = [line for line in mail.body.splitlines() if len(line) == 43]
    reply = client.send_form("/code", {"code": f" {code}\n"})
    assert reply.location == f"/new-password/{code}"
    assert client.send_form(reply.location, {"new_password": NEW}).status_code == 303


def test_the_address_in_the_settings_is_the_one_in_the_link(
    mount: Mount, client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    mount.settings = replace(mount.settings, address="https://learn.example.org/")
    client.send_form("/forgotten", {"email": "amina@example.org"})
    (mail,) = mailbox()
    assert "https://learn.example.org/new-password/" in mail.body


def test_a_forgotten_password_is_told_in_the_persons_language(
    app: Flask, client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    signed_in(app, amina).get("/language/cy?next=/learning")
    client.send_form("/forgotten", {"email": "amina@example.org"})
    assert len(mailbox()) == 1
    assert PASSWORD not in mailbox()[0].body
