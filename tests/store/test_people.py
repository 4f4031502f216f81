"""Learners: who a session belongs to, in one statement, and names that are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from course.errors import NameTaken
from course.store import people
from course.store.engine import Store
from course.store.people import Person
from tests.at_once import at_once
from tests.makers import NOW

from .conftest import publish

AddPerson = Callable[..., Person]


def whole(store: Store, person: Person) -> Person:
    with store.reading() as connection:
        found = people.person_by_id(connection, person.id)
    assert found is not None
    return found


def test_a_new_learner_has_plain_beginnings(add_person: AddPerson, bare_store: Store) -> None:
    amina = add_person("Amina Yusuf", email="Amina@Example.ORG")

    assert whole(bare_store, amina) == amina
    assert amina == Person(
        id=amina.id,
        public_id=amina.public_id,
        name="Amina Yusuf",
        email="amina@example.org",
        host_identity=None,
        language="en",
        easy_read=False,
        text_size="normal",
        theme="system",
        session_version=1,
        progress_version=0,
        words_key=amina.words_key,
        created_at=NOW,
    )
    assert len(amina.public_id) == 22


def test_the_person_and_the_newest_release_come_in_one_statement(
    bare_store: Store, amina: Person, statements: Callable[[Store], list[str]]
) -> None:
    publish(bare_store, "d1")
    newest = publish(bare_store, "d2")
    said = statements(bare_store)

    with bare_store.reading() as connection:
        found = people.person_of_session(connection, amina.public_id, amina.session_version)

    assert found == (amina, newest)
    assert len(said) == 1


def test_before_anything_is_published_there_is_no_newest_release(bare_store: Store, amina: Person) -> None:
    with bare_store.reading() as connection:
        assert people.person_of_session(connection, amina.public_id, 1) == (amina, None)


def test_a_session_of_nobody_or_from_before_signing_out_everywhere_is_nobodys(bare_store: Store, amina: Person) -> None:
    with bare_store.transaction() as connection:
        version = people.end_sessions(connection, amina.id)

    with bare_store.reading() as connection:
        found = [
            people.person_of_session(connection, *session)[0]
            for session in (
                ("no-such-person", 1),
                ("", 1),
                (amina.public_id, 1),
                (amina.public_id, version),
                (amina.public_id, version + 1),
            )
        ]

    assert found == [None, None, None, replace(amina, session_version=2), None]


def test_people_are_found_by_what_is_theirs(bare_store: Store, add_person: AddPerson) -> None:
    amina = add_person(email="amina@example.org", host_identity="staff-7")
    add_person("Joe", email="joe@example.org", host_identity="staff-8")

    with bare_store.reading() as connection:
        assert people.person_by_email(connection, "AMINA@example.org") == amina
        assert people.person_by_host_identity(connection, "staff-7") == amina
        assert people.person_by_host_identity(connection, "STAFF-7") is None
        assert people.person_by_email(connection, "nobody@example.org") is None
        assert people.person_by_id(connection, 999) is None
        assert people.password_hash_of(connection, amina.id) is None


@pytest.mark.parametrize("same", [{"email": "a@example.org"}, {"host_identity": "staff-7"}])
def test_what_is_somebodys_cannot_be_anybody_elses(same: dict[str, str], add_person: AddPerson) -> None:
    add_person(**same)

    with pytest.raises(NameTaken):
        add_person("Joe", **{key: value.upper() if key == "email" else value for key, value in same.items()})


def test_many_people_may_have_no_address(add_person: AddPerson) -> None:
    assert len({add_person(name).id for name in ("Amina", "Amina", "Joe")}) == 3


def test_of_two_who_register_the_same_address_at_once_one_is_told(add_person: AddPerson) -> None:
    results = at_once(*[lambda: add_person(email="a@example.org")] * 2)

    assert sorted(type(one).__name__ for one in results) == ["NameTaken", "Person"]


def test_a_change_raises_the_version_of_their_pages(bare_store: Store, amina: Person) -> None:
    with bare_store.transaction() as connection:
        people.change_person(connection, amina.id, name="Amina Y.", email="New@Example.org", easy_read=True)
        people.page_changed(connection, amina.id)

    assert whole(bare_store, amina) == replace(
        amina, name="Amina Y.", email="new@example.org", easy_read=True, progress_version=2
    )


def test_a_change_to_somebody_elses_address_is_refused_and_changes_nothing(
    bare_store: Store, add_person: AddPerson
) -> None:
    amina, joe = add_person(email="a@example.org"), add_person("Joe", email="j@example.org")

    with pytest.raises(NameTaken), bare_store.transaction() as connection:
        people.change_person(connection, joe.id, name="Jo", email="A@example.org")

    assert (whole(bare_store, amina), whole(bare_store, joe)) == (amina, joe)


def test_ending_sessions_is_for_one_person(bare_store: Store, amina: Person, joe: Person) -> None:
    with bare_store.transaction() as connection:
        assert people.end_sessions(connection, amina.id) == 2

    assert whole(bare_store, joe) == joe
