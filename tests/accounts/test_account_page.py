"""The account page says all that is kept; what it links to changes it safely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from course.store import people
from course.store.engine import Store
from course.store.people import Person
from course.web import Mount

from ..conftest import PASSWORD, signed_in
from ..pages import CheckedClient, form_on
from ..street_party import all_of, publish_changed, rewritten, without_versions
from .conftest import Mail

Mailbox = Callable[[], list[Mail]]
NEW = "seven grey pebbles"


def test_the_page_says_what_is_kept_and_who_to_ask(as_amina: CheckedClient) -> None:
    page = as_amina.get("/account").text
    for said in (
        "Amina Yusuf",
        "amina@example.org",
        "You have saved no exercises yet.",
        "locked with a key of your own",
        "when you said that you had looked it over",
        "You have no certificate yet.",
        "for 15 minutes",
        "Ask Gwen Hughes. gwen@example.org",
    ):
        assert said in page


def test_a_kept_exercise_is_counted_and_a_draft_is_not(as_amina: CheckedClient) -> None:
    place = "/modules/asking/party-you-remember"
    as_amina.send_form("/modules/asking", {"text": "Lanterns", "act": "later"}, place)
    assert "You have saved no exercises yet." in as_amina.get("/account").text
    as_amina.send_form("/modules/asking", {"text": "Lanterns", "act": "keep"}, place)
    page = as_amina.get("/account").text
    assert "You have saved 1 exercise." in page
    assert "Lanterns" not in page


def test_words_of_ones_own_in_the_plan_are_no_exercise(as_amina: CheckedClient, mount: Mount, tmp_path: Path) -> None:
    goes_to_it = ("Number of answers: 2 to 3\n", "Number of answers: 2 to 3\nGoes to plan: Who to ask\n")
    publish_changed(mount.store, tmp_path / "c", all_of(without_versions, rewritten("modules/asking.md", goes_to_it)))
    as_amina.send_form("/plan", {"text": "Lanterns", "act": "keep"}, "/plan/who-to-ask")

    assert "Lanterns" in as_amina.get("/plan").text
    assert "You have saved no exercises yet." in as_amina.get("/account").text


@pytest.mark.parametrize("page", ["/account", "/account/name", "/account/email", "/account/password"])
def test_a_stranger_is_asked_to_sign_in(client: CheckedClient, page: str) -> None:
    assert client.get(page).location == f"/sign-in?next={page}"


# --- the name ---------------------------------------------------------------------------------------------------------


def test_a_name_is_changed(as_amina: CheckedClient) -> None:
    reply = as_amina.send_form("/account/name", {"name": "  Amina   Yusuf-Jones "})
    assert (reply.status_code, reply.location) == (303, "/account")
    page = as_amina.get("/account").text
    assert "Your name is changed." in page
    assert '<span dir="auto">Amina Yusuf-Jones</span>' in page


@pytest.mark.parametrize("name", ["", "\u202e", "n" * 300, "Am\0ina"])
def test_a_name_that_cannot_be_kept_changes_nothing(as_amina: CheckedClient, name: str) -> None:
    reply = as_amina.send_form("/account/name", {"name": name})
    assert reply.status_code == 422
    assert '<a href="#name">' in reply.text
    assert '<span dir="auto">Amina Yusuf</span>' in as_amina.get("/account").text


# --- the password -----------------------------------------------------------------------------------------------------


def test_a_new_password_keeps_this_session_and_ends_the_others(
    app: Flask, amina: Person, as_amina: CheckedClient, mailbox: Mailbox
) -> None:
    phone = signed_in(app, amina)
    reply = as_amina.send_form("/account/password", {"password": PASSWORD, "new_password": NEW})
    assert (reply.status_code, reply.location) == (303, "/account")
    assert "Everywhere else you are signed out." in as_amina.get("/account").text
    assert phone.get("/account").location == "/sign-in?next=/account"
    assert phone.send_form("/sign-in", {"email": "amina@example.org", "password": PASSWORD}).status_code == 422
    assert phone.send_form("/sign-in", {"email": "amina@example.org", "password": NEW}).status_code == 303
    assert [(mail.to, mail.subject) for mail in mailbox()] == [
        ("amina@example.org", "Equal Footing: Your password was changed")
    ]


def test_a_new_password_needs_the_present_one(as_amina: CheckedClient, mailbox: Mailbox) -> None:
    reply = as_amina.send_form("/account/password", {"password": "not it at all", "new_password": NEW})
    assert reply.status_code == 422
    assert '<a href="#password">This is not your present password. Type it again.</a>' in reply.text
    assert mailbox() == []


def test_guessing_the_present_password_is_slow_too(as_amina: CheckedClient) -> None:
    data = {**form_on(as_amina.get("/account/password"), "/account/password").hidden, "new_password": NEW}
    for _ in range(10):
        assert as_amina.post("/account/password", data={**data, "password": "not it"}).status_code == 422
    assert as_amina.post("/account/password", data={**data, "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("easy", ["", "short", "Amina Yusuf", "aaaaaaaaaa", "x y" * 80])
def test_an_easy_new_password_is_refused(as_amina: CheckedClient, easy: str) -> None:
    reply = as_amina.send_form("/account/password", {"password": PASSWORD, "new_password": easy})
    assert reply.status_code == 422
    assert '<a href="#new_password">' in reply.text


# --- the e-mail address -----------------------------------------------------------------------------------------------


def ask(browser: CheckedClient, email: str, password: str = PASSWORD) -> int:
    return browser.send_form("/account/email", {"email": email, "password": password}).status_code


def test_a_new_address_counts_once_it_has_answered_and_the_old_one_is_told(
    as_amina: CheckedClient, mailbox: Mailbox
) -> None:
    assert ask(as_amina, "Yusuf@Example.org") == 303
    assert "We have sent a message to yusuf@example.org." in as_amina.get("/account").text
    (question,) = mailbox()
    assert (question.to, question.subject) == ("yusuf@example.org", "Equal Footing: Is this your new address?")
    assert "<dd>amina@example.org" in as_amina.get("/account").text
    assert as_amina.get(question.link).status_code == 200
    assert as_amina.send_form(question.link, {}).location == "/account"
    assert "<dd>yusuf@example.org" in as_amina.get("/account").text
    assert (mailbox()[1].to, mailbox()[1].subject) == (
        "amina@example.org",
        "Equal Footing: Your e-mail address was changed",
    )
    assert as_amina.get(question.link).status_code == 410


def test_the_link_may_be_opened_on_another_device(
    as_amina: CheckedClient, client: CheckedClient, mailbox: Mailbox
) -> None:
    ask(as_amina, "yusuf@example.org")
    assert client.send_form(mailbox()[0].link, {}).location == "/sign-in"
    assert client.send_form("/sign-in", {"email": "yusuf@example.org", "password": PASSWORD}).status_code == 303


def test_a_new_address_needs_the_password(as_amina: CheckedClient, mailbox: Mailbox) -> None:
    assert ask(as_amina, "yusuf@example.org", "not it at all") == 422
    assert mailbox() == []


def test_an_address_that_has_an_account_looks_like_any_other_to_who_asks(
    as_amina: CheckedClient, joe: Person, mailbox: Mailbox
) -> None:
    assert ask(as_amina, "joe@example.org") == 303
    assert "We have sent a message to joe@example.org." in as_amina.get("/account").text
    (mail,) = mailbox()
    assert (mail.to, mail.subject) == ("joe@example.org", "Equal Footing: This address has an account already")


def test_an_address_that_was_taken_meanwhile_is_not_taken_again(
    as_amina: CheckedClient, client: CheckedClient, mailbox: Mailbox, store: Store
) -> None:
    ask(as_amina, "yusuf@example.org")
    client.send_form("/register", {"name": "Yusuf", "email": "yusuf@example.org", "password": "a kettle by the window"})
    reply = as_amina.send_form(mailbox()[0].link, {})
    assert reply.status_code == 410
    assert "This address has an account of its own" in reply.text
    with store.reading() as connection:
        found = people.person_by_email(connection, "yusuf@example.org")
    assert found is not None and found.name == "Yusuf"


def test_a_link_at_the_old_address_opens_nothing_once_the_address_has_changed(
    as_amina: CheckedClient, client: CheckedClient, mailbox: Mailbox
) -> None:
    client.send_form("/forgotten", {"email": "amina@example.org"})
    ask(as_amina, "yusuf@example.org")
    forgotten, question = mailbox()
    as_amina.send_form(question.link, {})
    assert client.get(forgotten.link).status_code == 410
