"""A learner has everything about them erased: it is gone, everywhere at once, and nothing brings it back by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from course.cli import course
from course.config import Settings
from course.rights.actions import erase
from course.store import outbox, people, words
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import certificate, learner, metadata
from course.store.tables import outbox as outbox_table
from course.web import Mount
from tests.at_once import at_once
from tests.conftest import NOW, PASSWORD, signed_in
from tests.pages import CheckedClient, form_on

from .conftest import PLACE, give_certificate

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""What the database has no part in."""


def erased(browser: CheckedClient, **more: str) -> tuple[int, str | None]:
    reply = browser.send_form("/account/erase", {"password": PASSWORD, **more})
    return reply.status_code, reply.location


def rows_of(store: Store, person_id: int) -> dict[str, int]:
    own = [table for table in metadata.sorted_tables if "learner_id" in table.c]
    with store.reading() as connection:
        counts = {
            table.name: connection.execute(
                select(func.count()).select_from(table).where(table.c.learner_id == person_id)
            ).scalar_one()
            for table in own
        }
        counts["course_learner"] = connection.execute(
            select(func.count()).select_from(learner).where(learner.c.id == person_id)
        ).scalar_one()
        counts["course_scene_answer"] = connection.execute(
            select(func.count()).select_from(metadata.tables["course_scene_answer"])
        ).scalar_one()
    return counts


# --- what goes --------------------------------------------------------------------------------------------------------


def test_everything_goes_and_others_keep_theirs(
    full: CheckedClient, as_joe: CheckedClient, amina: Person, joe: Person, store: Store
) -> None:
    as_joe.send_form("/modules/asking", {"text": "Bunting", "act": "keep"}, PLACE)
    hers, his = rows_of(store, amina.id), rows_of(store, joe.id)
    assert all(hers.values()), f"there should be something in every table: {hers}"

    assert erased(full, certificate="go") == (303, "/goodbye")

    assert set(rows_of(store, amina.id).values()) == {0}
    assert rows_of(store, joe.id) == {**his, "course_scene_answer": 0}
    assert "Bunting" in as_joe.get("/modules/asking").text


def test_who_they_were_is_in_no_file_any_more(
    full: CheckedClient, client: CheckedClient, amina: Person, settings: Settings, mount: Mount
) -> None:
    """Not in the database's file, where deleted rows often stay readable, not in its log, and not in written mail."""
    client.send_form("/forgotten", {"email": "amina@example.org"})
    folder = Path(settings.data)
    traces = [
        b"Amina Yusuf",
        b"amina@example.org",
        b"new@example.org",
        amina.public_id.encode(),
        amina.words_key or b"?",
    ]

    def found() -> list[tuple[str, bytes]]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return [(path.name, trace) for path in files for trace in traces if trace in path.read_bytes()]

    assert {name.rpartition(".")[2] for name, _ in found()} >= {"eml"}
    if not settings.database_url:
        assert len({trace for name, trace in found() if not name.endswith(".eml")}) == len(traces)

    assert erased(full, certificate="go")[0] == 303

    assert found() == []


def test_mail_that_waited_is_never_sent_and_others_still_get_theirs(
    full: CheckedClient, joe: Person, store: Store
) -> None:
    with store.transaction() as connection:
        outbox.add_message(connection, to="joe@example.org", subject="For Joe", body="b", now=NOW)
    erased(full, certificate="go")

    with store.reading() as connection:
        left = connection.execute(select(outbox_table.c.to_address)).scalars().all()
    assert left == ["joe@example.org"]


def test_a_question_to_an_address_that_is_somebody_elses_now_is_left_to_them(
    as_amina: CheckedClient, joe: Person, store: Store, mount: Mount
) -> None:
    as_amina.send_form("/account/email", {"email": "new@example.org", "password": PASSWORD})
    with store.transaction() as connection:
        people.change_person(connection, joe.id, email="new@example.org")
        outbox.add_message(connection, to="new@example.org", subject="For Joe", body="b", now=NOW)
    erased(as_amina)

    with store.reading() as connection:
        assert "For Joe" in connection.execute(select(outbox_table.c.subject)).scalars().all()


# --- everywhere at once -----------------------------------------------------------------------------------------------


def test_every_browser_of_theirs_is_signed_out(app: Flask, as_amina: CheckedClient, amina: Person) -> None:
    phone = signed_in(app, amina)
    assert erased(as_amina) == (303, "/goodbye")

    for browser in (as_amina, phone):
        assert browser.get("/learning").location == "/sign-in?next=/learning"
        assert browser.get_cookie("course_known", path="/sign-in") is None or browser is phone
    again = as_amina.send_form("/sign-in", {"email": "amina@example.org", "password": PASSWORD})
    assert again.status_code == 422


def test_the_goodbye_is_for_who_has_left_and_for_nobody_else(
    as_amina: CheckedClient, as_joe: CheckedClient, client: CheckedClient
) -> None:
    erased(as_amina)
    page = as_amina.get("/goodbye").text

    assert "Goodbye, and thank you" in page and "Amina" not in page
    assert (as_joe.get("/goodbye").location, client.get("/goodbye").location) == ("/", "/")


@ON_SQLITE
def test_the_goodbye_is_in_their_language(as_amina: CheckedClient) -> None:
    as_amina.get("/language/cy")
    as_amina.send_form("/look", {"theme": "dark", "text_size": "larger"})
    erased(as_amina)
    page = as_amina.get("/goodbye").text

    assert '<html lang="cy"' in page and 'data-theme="dark"' in page and 'data-text="larger"' in page


def test_an_old_page_that_is_sent_afterwards_is_answered_kindly_and_keeps_nothing(
    app: Flask, as_amina: CheckedClient, amina: Person, store: Store
) -> None:
    phone = signed_in(app, amina)
    forms = {browser: form_on(browser.get("/modules/asking"), PLACE).hidden for browser in (as_amina, phone)}
    erased(as_amina)

    for browser, hidden in forms.items():
        sent = browser.post(PLACE, data={**hidden, "text": "Lanterns on a string", "act": "keep"})
        assert sent.status_code == 410
        assert "Everything about you was erased here, as you asked" in sent.text
        assert "Lanterns on a string" in sent.text
        by_itself = browser.post(PLACE, data={**hidden, "text": "Lanterns"}, headers={"X-Autosave": "1"})
        assert by_itself.status_code == 401 and by_itself.json is not None
        assert by_itself.json["message"].startswith("Not saved: everything about you was erased")
    assert rows_of(store, amina.id)["course_private_words"] == 0


def test_a_form_of_another_site_is_told_nothing_of_what_it_sent(as_amina: CheckedClient) -> None:
    erased(as_amina)
    sent = as_amina.post(PLACE, data={"text": "some words"}, headers={"Origin": "https://elsewhere.example"})
    assert sent.status_code == 410 and "some words" not in sent.text


def test_a_second_press_of_the_button_ends_on_the_same_page(app: Flask, as_amina: CheckedClient) -> None:
    hidden = form_on(as_amina.get("/account/erase"), "/account/erase").hidden
    before = as_amina.get_cookie("course_session")
    assert before is not None
    data = {**hidden, "password": PASSWORD}
    assert as_amina.post("/account/erase", data=data).location == "/goodbye"
    as_amina.set_cookie("course_session", before.value)  # the second press left before the first was answered

    assert as_amina.post("/account/erase", data=data).location == "/goodbye"
    assert "Goodbye, and thank you" in as_amina.get("/goodbye").text


def test_two_at_the_same_moment_erase_once(amina: Person, store: Store, settings: Settings) -> None:
    said = at_once(*[lambda: erase(store, settings, amina.id)] * 2)

    assert sorted(said) == [False, True]  # type: ignore[type-var]


def test_words_that_arrive_while_everything_is_erased_are_not_kept(amina: Person, store: Store, mount: Mount) -> None:
    """Whichever is first, nothing of her is left afterwards."""

    def write() -> object:
        with store.transaction() as connection:
            people.hold(connection, amina.id)
            return words.keep_words(
                connection,
                mount.vault,
                learner_id=amina.id,
                words_key=amina.words_key or b"",
                module_id="asking",
                activity_id="party-you-remember",
                base=0,
                state="kept",
                words="{}",
                shared_as="nobody",
                release_id=1,
                now=NOW,
            )

    at_once(lambda: erase(store, mount.settings, amina.id), write)

    assert set(rows_of(store, amina.id).values()) == {0}


def test_somebody_who_comes_back_begins_as_somebody_new(as_amina: CheckedClient, amina: Person) -> None:
    erased(as_amina)
    came = as_amina.send_form(
        "/register", {"name": "Amina Yusuf", "email": "amina@example.org", "password": "a kettle by the window"}
    )
    assert came.status_code == 303
    assert "You have saved no exercises yet." in as_amina.get("/account").text
    assert as_amina.get("/goodbye").location == "/"


# --- asking first -----------------------------------------------------------------------------------------------------


def test_the_page_says_what_goes_what_stays_and_that_it_cannot_be_undone(as_amina: CheckedClient) -> None:
    page = as_amina.get("/account/erase").text

    for said in (
        "This cannot be undone.",
        "the key that locks it",
        "Backups that were made before today.",
        "They still hold what was here then, with the locked key",
        "Gwen Hughes",
        "Your password",
    ):
        assert said in page
    assert "What happens to your certificate?" not in page
    assert 'href="/account/erase"' in as_amina.get("/account").text


@pytest.mark.parametrize("password", ["", "not it at all"])
def test_without_the_password_nothing_goes(as_amina: CheckedClient, amina: Person, store: Store, password: str) -> None:
    reply = as_amina.send_form("/account/erase", {"password": password})

    assert reply.status_code == 422 and '<a href="#password">' in reply.text
    assert rows_of(store, amina.id)["course_learner"] == 1
    assert as_amina.get("/learning").status_code == 200


def test_guessing_the_password_here_is_slow(as_amina: CheckedClient, amina: Person, store: Store) -> None:
    for _ in range(10):
        assert erased(as_amina, password="not it")[0] == 422
    assert erased(as_amina)[0] == 429
    assert rows_of(store, amina.id)["course_learner"] == 1


# --- the certificate --------------------------------------------------------------------------------------------------


def test_somebody_with_a_certificate_has_to_choose(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    give_certificate(mount, amina)

    for chosen in ({}, {"certificate": "perhaps"}):
        reply = as_amina.send_form("/account/erase", {"password": PASSWORD, **chosen})
        assert reply.status_code == 422
        assert '<a href="#certificate">Choose what happens to your certificate.</a>' in reply.text
    assert as_amina.get("/learning").status_code == 200


def test_a_certificate_that_stays_still_verifies_and_says_no_more_than_that(
    as_amina: CheckedClient, client: CheckedClient, amina: Person, mount: Mount, store: Store
) -> None:
    number = give_certificate(mount, amina)
    erased(as_amina, certificate="keep")
    with store.reading() as connection:
        (row,) = connection.execute(certificate.select()).all()
    assert (row.learner_id, row.number, row.name, row.hours, row.done) == (None, number, "Amina Yusuf", "", "[]")

    page = client.get(f"/verify?number={number}").text
    for said in ("This certificate is genuine.", "Amina Yusuf", "A street party", "22 November 2026"):
        assert said in page
    assert "See the whole certificate" not in page
    assert client.get(f"/c/{number}").location == f"/verify?number={number}"
    assert client.get(f"/c/{number}.pdf").location == f"/c/{number}"
    assert client.get(f"/c/{number}/qr.svg").status_code == 200
    assert set(rows_of(store, amina.id).values()) == {0}


def test_a_certificate_that_goes_is_a_number_nobody_knows(
    as_amina: CheckedClient, client: CheckedClient, amina: Person, mount: Mount
) -> None:
    number = give_certificate(mount, amina)
    erased(as_amina, certificate="go")

    assert "We do not know this number." in client.get(f"/verify?number={number}").text


def test_an_old_name_goes_with_its_replaced_certificate(
    as_amina: CheckedClient, client: CheckedClient, amina: Person, mount: Mount, store: Store
) -> None:
    old = give_certificate(mount, amina, name="Amina Jones")
    new = give_certificate(mount, amina)
    with store.transaction() as connection:
        connection.execute(
            certificate.update().where(certificate.c.number == old).values(state="replaced", replaced_by=new)
        )
    erased(as_amina, certificate="keep")

    with store.reading() as connection:
        assert connection.execute(select(certificate.c.name)).scalars().all() == ["Amina Yusuf"]


def test_a_certificate_that_was_left_behind_can_be_withdrawn(
    as_amina: CheckedClient, client: CheckedClient, amina: Person, mount: Mount
) -> None:
    from course.certificates.actions import revoke

    number = give_certificate(mount, amina)
    erased(as_amina, certificate="keep")
    revoke(mount.store, number, NOW)

    assert "This certificate was withdrawn." in client.get(f"/verify?number={number}").text


# --- the same by command ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("flags", "left"), [([], 0), (["--keep-certificate"], 1)])
def test_the_command_does_the_very_same(
    full: CheckedClient,
    amina: Person,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    left: int,
) -> None:
    for name, value in asdict(settings).items():
        monkeypatch.setenv(f"COURSE_{name.upper()}", str(value))
    ran = CliRunner().invoke(course, ["remove-person", "amina@example.org", "--yes", *flags])

    assert (ran.exit_code, ran.output) == (0, "Removed.\n")
    assert set(rows_of(store, amina.id).values()) == {0}
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(certificate)).scalar_one() == left
        assert connection.execute(select(func.count()).select_from(outbox_table)).scalar_one() == 0
    assert full.post(PLACE, data={"text": "some words"}).status_code == 410


# --- where a host signs people in -------------------------------------------------------------------------------------


def everybody(host: Flask) -> list[str]:
    with host.extensions["course"]["course"].store.reading() as connection:
        return list(connection.execute(select(learner.c.host_identity).order_by(learner.c.id)).scalars())


@ON_SQLITE
def test_a_word_is_typed_instead_of_a_password(host: Flask, member: Callable[[str], CheckedClient]) -> None:
    browser = member("7")
    for typed in ("", "no", "erase me"):
        refused = browser.send_form("/learn/account/erase", {"word": typed})
        assert refused.status_code == 422 and '<a href="#word">' in refused.text
    assert everybody(host) == ["7"]

    assert browser.send_form("/learn/account/erase", {"word": " Erase "}).location == "/learn/goodbye"
    assert everybody(host) == []


@ON_SQLITE
def test_nothing_begins_again_by_itself(host: Flask, member: Callable[[str], CheckedClient]) -> None:
    """The host still says who is here, on every page."""
    browser, phone = member("7"), member("7")
    hidden = form_on(browser.get("/learn/modules/asking"), f"/learn{PLACE}").hidden
    elsewhere = form_on(phone.get("/learn/modules/asking"), f"/learn{PLACE}").hidden
    browser.send_form("/learn/account/erase", {"word": "erase"})

    assert "Goodbye, and thank you" in browser.get("/learn/goodbye").text
    assert browser.get("/learn/").status_code == browser.get("/learn/privacy").status_code == 200
    assert browser.get("/learn/learning").location == "/learn/goodbye"
    for one, fields in ((browser, hidden), (phone, elsewhere)):
        sent = one.post(f"/learn{PLACE}", data={**fields, "text": "Lanterns on a string", "act": "keep"})
        assert sent.status_code == 410 and "Lanterns on a string" in sent.text
    second = browser.post("/learn/account/erase", data={**hidden, "word": "erase"})
    assert second.location == "/learn/goodbye"
    assert everybody(host) == []


@ON_SQLITE
def test_they_begin_again_when_they_say_so(host: Flask, member: Callable[[str], CheckedClient]) -> None:
    browser = member("7")
    browser.send_form("/learn/account/erase", {"word": "erase"})
    began = browser.send_form("/learn/goodbye", {}, "/learn/begin-again")

    assert (began.status_code, began.location) == (303, "/learn/learning")
    assert browser.get("/learn/learning").status_code == 200
    assert everybody(host) == ["7"]


@ON_SQLITE
def test_somebody_else_in_the_same_browser_is_not_held_up(host: Flask, member: Callable[[str], CheckedClient]) -> None:
    browser = member("7")
    browser.send_form("/learn/account/erase", {"word": "erase"})
    browser.environ_base["HTTP_X_MEMBER"] = "8"

    assert browser.get("/learn/learning").status_code == 200
    assert everybody(host) == ["8"]


@ON_SQLITE
def test_the_hosts_own_session_is_left_alone(host: Flask, member: Callable[[str], CheckedClient]) -> None:
    browser = member("7")
    browser.get("/learn/account")
    with browser.session_transaction() as session:
        session["of_the_host"] = "basket"
    browser.send_form("/learn/account/erase", {"word": "erase"})

    with browser.session_transaction() as session:
        assert session["of_the_host"] == "basket"
        assert len(session["course_gone"]) == 20  # a hash
