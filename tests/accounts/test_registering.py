"""Making an account: at once, with any name, and without telling strangers who has one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markupsafe import escape

from course.store import people
from course.store.engine import Store
from course.store.people import Person
from course.web import Mount

from ..conftest import PASSWORD
from ..pages import CheckedClient, form_on
from .conftest import Mail

NEW = {"name": "Siân Hughes", "email": "Sian@Example.org ", "password": "a kettle by the window"}
Mailbox = Callable[[], list[Mail]]


def person(store: Store, email: str) -> Person | None:
    with store.reading() as connection:
        return people.person_by_email(connection, email)


def test_someone_new_starts_at_once(client: CheckedClient, store: Store, mailbox: Mailbox) -> None:
    reply = client.send_form("/register", NEW)
    assert (reply.status_code, reply.location) == (303, "/learning")
    assert "You have an account now" in client.get("/learning").text
    sian = person(store, "sian@example.org")
    assert sian is not None
    assert (sian.name, sian.email, sian.words_key is not None) == ("Siân Hughes", "sian@example.org", True)
    assert mailbox() == []


def test_a_password_is_kept_only_as_an_argon2id_hash(client: CheckedClient, store: Store) -> None:
    client.send_form("/register", NEW)
    sian = person(store, "sian@example.org")
    assert sian is not None
    with store.reading() as connection:
        kept = people.password_hash_of(connection, sian.id)
    assert kept is not None and kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "name",
    ["🦊 Amina 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "آمنة يوسف", "<b>Bold</b>", "陳大文", "{{ 7 * 7 }}", "'; DROP TABLE course_learner; --", "n" * 200],
)
def test_every_name_is_shown_as_it_was_typed(client: CheckedClient, name: str) -> None:
    assert client.send_form("/register", {**NEW, "name": name}).status_code == 303
    assert f'<span dir="auto">{escape(name)}</span>' in client.get("/account").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "n" * 300}, "Your name is 300 letters long, and we can keep 200. Make it shorter."),
        ({"name": "  "}, "Type your name, the way you want it on your certificate."),
        ({"name": "Am\0ina"}, "There was a hidden character in your name that we cannot keep."),
        ({"email": "sian"}, "This is not a whole e-mail address. Write it like name@example.org."),
        ({"email": ""}, "Type your e-mail address."),
        ({"password": "tiny tea"}, "This password is too short. Use 10 letters or more."),
        ({"password": "Siân Hughes 1"}, "Your name, your e-mail address or the name of this site is too easy"),
        ({"password": "password1234"}, "Many people use a password like this"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    client: CheckedClient, store: Store, wrong: dict[str, str], said: str
) -> None:
    reply = client.send_form("/register", {**NEW, **wrong})
    assert reply.status_code == 422
    assert "<title>Error: Register" in reply.text
    (field,) = wrong
    assert f'<a href="#{field}">{escape(said)[:20]}' in reply.text
    assert str(escape(said)) in reply.text
    typed = {**NEW, **wrong, "name": {**NEW, **wrong}["name"].replace("\0", "").strip()}
    assert f'value="{escape(typed["name"])}"' in reply.text
    assert f'value="{typed["email"].strip().lower()}"' in reply.text
    assert escape(typed["password"]) not in reply.text
    assert person(store, "sian@example.org") is None


def test_an_address_with_an_account_gets_no_second_one_and_its_owner_is_told(
    client: CheckedClient, amina: Person, mailbox: Mailbox, store: Store
) -> None:
    taken = {**NEW, "email": "AMINA@example.org"}
    reply = client.send_form("/register", taken)
    assert reply.status_code == 422
    assert "We could not make an account with these details." in reply.text
    assert client.get("/account").status_code == 303
    (mail,) = mailbox()
    assert (mail.to, mail.subject) == ("amina@example.org", "Equal Footing: You already have an account")
    with store.reading() as connection:
        assert people.person_by_email(connection, "amina@example.org") == amina


def test_registering_again_and_again_does_not_fill_the_owners_mailbox(
    client: CheckedClient, amina: Person, mailbox: Mailbox
) -> None:
    for _ in range(5):
        client.send_form("/register", {**NEW, "email": "amina@example.org"})
    assert len(mailbox()) == 3


def test_registering_with_someones_own_address_and_password_does_not_sign_in(
    client: CheckedClient, amina: Person
) -> None:
    reply = client.send_form("/register", {**NEW, "email": "amina@example.org", "password": PASSWORD})
    assert reply.status_code == 422
    assert client.get("/account").status_code == 303


def test_a_second_press_signs_in_to_the_account_the_first_press_made(client: CheckedClient, mount: Mount) -> None:
    data = {**form_on(client.get("/register"), "/register").hidden, **NEW}
    before = client.get_cookie("course_session")
    assert before is not None
    first = client.post("/register", data=data)
    client.set_cookie("course_session", before.value)  # the second press went out before the first was answered
    second = client.post("/register", data=data)
    assert (first.status_code, second.status_code, second.location) == (303, 303, "/learning")
    assert client.get("/account").status_code == 200


def test_a_press_after_the_first_was_answered_goes_on_too(client: CheckedClient) -> None:
    data = {**form_on(client.get("/register"), "/register").hidden, **NEW}
    client.post("/register", data=data)
    reply = client.post("/register", data=data)
    assert (reply.status_code, reply.location) == (303, "/learning")


def test_the_look_chosen_before_registering_stays(client: CheckedClient, store: Store) -> None:
    client.send_form("/look", {"text_size": "larger", "theme": "dark"})
    client.get("/language/cy?next=/register")
    client.send_form("/register", NEW)
    sian = person(store, "sian@example.org")
    assert sian is not None
    assert (sian.text_size, sian.theme, sian.language) == ("larger", "dark", "cy")


def test_registering_leads_to_the_page_that_was_wanted(client: CheckedClient) -> None:
    client.get("/modules/asking")
    assert client.send_form("/register?next=/modules/asking", NEW, "/register").location == "/modules/asking"


def test_someone_signed_in_has_nothing_to_register(as_amina: CheckedClient) -> None:
    assert as_amina.get("/register").location == "/learning"
