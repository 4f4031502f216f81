"""Signing in and out: guessing is slow, nobody is told who has an account, and the owner is never locked out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from course.accounts.passwords import NOBODYS, is_out_of_date, is_right
from course.store import people
from course.store.engine import Store
from course.store.people import Person

from ..conftest import PASSWORD
from ..pages import CheckedClient, form_on

RIGHT = {"email": "amina@example.org", "password": PASSWORD}
WRONG = {"email": "amina@example.org", "password": "a short walk by the sea"}
Browser = Callable[[], CheckedClient]
Later = Callable[..., None]


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def guess(browser: CheckedClient, times: int) -> list[int]:
    """Press the button with a wrong password, again and again. Returns the statuses there were."""
    data = {**form_on(browser.get("/sign-in"), "/sign-in").hidden, **WRONG}
    return sorted({browser.post("/sign-in", data=data).status_code for _ in range(times)})


def is_signed_in(browser: CheckedClient) -> bool:
    return browser.get("/account").status_code == 200


def test_the_right_password_opens_my_learning(client: CheckedClient, amina: Person) -> None:
    reply = client.send_form("/sign-in", RIGHT)
    assert (reply.status_code, reply.location) == (303, "/learning")
    assert "Amina Yusuf" in client.get("/learning").text


def test_an_address_may_be_typed_with_capitals_and_spaces(client: CheckedClient, amina: Person) -> None:
    assert client.send_form("/sign-in", {**RIGHT, "email": "  Amina@Example.ORG "}).status_code == 303


def test_a_wrong_password_and_an_unknown_account_look_the_same(client: CheckedClient, amina: Person) -> None:
    wrong = client.send_form("/sign-in", WRONG)
    unknown = client.send_form("/sign-in", {**WRONG, "email": "nobody@example.org"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert without_tokens(wrong.text) == without_tokens(unknown.text).replace("nobody@", "amina@")
    assert 'value="amina@example.org"' in wrong.text
    assert WRONG["password"] not in wrong.text


def test_an_unknown_account_takes_one_hash_of_todays_cost_like_any_other() -> None:
    assert not is_out_of_date(NOBODYS)
    assert not is_right(None, PASSWORD)


def test_a_hash_of_older_cost_is_made_again_at_the_next_sign_in(
    client: CheckedClient, amina: Person, store: Store
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    with store.transaction() as connection:
        people.change_person(connection, amina.id, password_hash=old)
    client.send_form("/sign-in", RIGHT)
    with store.reading() as connection:
        kept = people.password_hash_of(connection, amina.id)
    assert kept is not None and not is_out_of_date(kept) and is_right(kept, PASSWORD)


def test_a_password_of_a_million_letters_is_just_wrong(client: CheckedClient, amina: Person) -> None:
    assert client.send_form("/sign-in", {**WRONG, "password": "x" * 1_000_000}).status_code == 422


@pytest.mark.parametrize("missing", ["email", "password"])
def test_something_missing_is_asked_for(client: CheckedClient, missing: str) -> None:
    reply = client.send_form("/sign-in", {**RIGHT, missing: ""})
    assert reply.status_code == 422
    assert f'<a href="#{missing}">Type your' in reply.text


# --- guessing ---------------------------------------------------------------------------------------------------------


def test_the_eleventh_try_is_refused_and_told_how_long_to_wait(
    client: CheckedClient, amina: Person, later: Later
) -> None:
    assert guess(client, 10) == [422]
    reply = client.send_form("/sign-in", RIGHT)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes, then try again." in reply.text
    assert 'value="amina@example.org"' in reply.text
    later(minutes=15)
    assert client.send_form("/sign-in", RIGHT).status_code == 303


def test_tries_at_an_account_nobody_has_are_counted_the_same(client: CheckedClient) -> None:
    guess(client, 10)
    assert client.send_form("/sign-in", WRONG).status_code == 429


def test_strangers_who_guess_do_not_lock_the_owner_out_of_a_browser_she_has_used(
    client: CheckedClient, as_amina: CheckedClient, amina: Person
) -> None:
    as_amina.send_form("/account", {}, "/sign-out")
    guess(client, 10)
    assert client.send_form("/sign-in", RIGHT).status_code == 429
    assert as_amina.send_form("/sign-in", RIGHT).status_code == 303


def test_a_browser_that_was_used_has_ten_tries_too(as_amina: CheckedClient) -> None:
    as_amina.send_form("/account", {}, "/sign-out")
    assert guess(as_amina, 10) == [422]
    assert as_amina.send_form("/sign-in", RIGHT).status_code == 429


def test_a_forged_mark_of_a_known_browser_counts_for_nothing(client: CheckedClient, amina: Person) -> None:
    client.set_cookie("course_known", "eyJpZCI6IjEiLCJrbm93cyI6e319.forged", path="/sign-in")
    guess(client, 10)
    assert client.send_form("/sign-in", RIGHT).status_code == 429


def test_signing_in_starts_the_count_again(client: CheckedClient, new_browser: Browser, amina: Person) -> None:
    guess(client, 9)
    assert client.send_form("/sign-in", RIGHT).status_code == 303
    assert guess(new_browser(), 2) == [422]


# --- where to, and out ------------------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_page_that_was_wanted(client: CheckedClient, amina: Person) -> None:
    asked = client.get("/modules/asking?again=x")
    assert asked.location == "/sign-in?next=/modules/asking?again%3Dx"
    assert "Sign in, and we will take you there." in client.get(asked.location).text
    assert client.send_form(asked.location, RIGHT, "/sign-in").location == "/modules/asking?again=x"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "/modules/a\r\nSet-Cookie: a=b",
        "/no-such-page",
        "/stay",
        "/modules/" + "a" * 3000,
        "",
    ],
)
def test_signing_in_never_leads_out_of_the_site(client: CheckedClient, amina: Person, elsewhere: str) -> None:
    data = {**form_on(client.get("/sign-in"), "/sign-in").hidden, **RIGHT, "next": elsewhere}
    reply = client.post("/sign-in", data=data)
    assert (reply.status_code, reply.location) == (303, "/learning")


def test_signing_in_forgets_the_session_that_was_there_before(client: CheckedClient, amina: Person) -> None:
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    client.send_form("/sign-in", RIGHT)
    with client.session_transaction() as after:
        assert "planted" not in after


def test_signing_out_ends_it_here_and_keeps_the_look(as_amina: CheckedClient) -> None:
    as_amina.send_form("/look", {"text_size": "large", "theme": "contrast"})
    reply = as_amina.send_form("/account", {}, "/sign-out")
    assert (reply.status_code, reply.location) == (303, "/")
    assert not is_signed_in(as_amina)
    front = as_amina.get("/").text
    assert 'data-theme="contrast" data-text="large"' in front


def test_signing_out_needs_the_page_that_was_open(as_amina: CheckedClient) -> None:
    assert as_amina.get("/sign-out").status_code == 404
    assert as_amina.post("/sign-out").status_code == 400
    assert is_signed_in(as_amina)


def test_a_sign_in_page_that_was_open_too_long_is_shown_again(client: CheckedClient, amina: Person) -> None:
    reply = client.post("/sign-in", data={**RIGHT, "csrf_token": "old"})
    assert reply.status_code == 400
    assert "This page was open for a long time." in reply.text
    assert 'value="amina@example.org"' in reply.text
    data = {**form_on(reply, "/sign-in").hidden, **RIGHT}
    assert client.post("/sign-in", data=data).status_code == 303


def test_an_old_cookie_is_worth_nothing_when_the_session_is_over(as_amina: CheckedClient, later: Later) -> None:
    later(minutes=119)
    assert is_signed_in(as_amina)
    later(minutes=119)
    assert is_signed_in(as_amina)
    later(minutes=126)
    assert not is_signed_in(as_amina)
