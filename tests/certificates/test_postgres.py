"""The rules that lean on the database, on PostgreSQL, where two transactions really do run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from course.certificates.actions import issue_if_earned, reissue
from course.store import people
from course.store.certificates import Certificate, certificates_of
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import learner
from tests.certificates.a_course import COURSE, NOW, do_everything, publish

pytestmark = pytest.mark.postgres


@pytest.fixture
def store(postgres_server: str, tmp_path) -> Iterator[Store]:
    store = Store(postgres_server, tmp_path)
    yield store
    store.close()


@pytest.fixture
def release(store: Store) -> int:
    return publish(store, COURSE)


@pytest.fixture
def finisher(store: Store, release: int) -> Iterator[Person]:
    """Somebody who has done everything; gone again when the test is over."""
    with store.transaction() as connection:
        person = people.add_person(connection, name="Amina Yusuf", host_identity="amina", now=NOW, words_key=b"key")
    do_everything(store, person)
    yield person
    with store.transaction() as connection:
        connection.execute(learner.delete().where(learner.c.id == person.id))


def at_once(times: int, act: Callable[[int], Certificate | None]) -> list[Certificate | None]:
    """What an act gives when it is done by so many at the same moment."""
    start = threading.Barrier(times)
    results: list[Certificate | None] = []

    def run(place: int) -> None:
        start.wait()
        results.append(act(place))

    threads = [threading.Thread(target=run, args=[place]) for place in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


def held(store: Store, person: Person) -> list[Certificate]:
    with store.reading() as connection:
        return certificates_of(connection, person.id)


def test_two_tabs_at_once_get_one_certificate(store, finisher, release):
    results = at_once(4, lambda place: issue_if_earned(store, COURSE, release, finisher, NOW))
    assert len(results) == 4
    assert [one for one in results if one] == held(store, finisher)
    assert len(held(store, finisher)) == 1


def test_two_corrections_at_once_leave_one_that_counts(store, finisher, release):
    issue_if_earned(store, COURSE, release, finisher, NOW)
    later = NOW + timedelta(hours=1)
    at_once(3, lambda place: reissue(store, COURSE.id, finisher, f"Amina {place}", later))
    states = [one.state for one in held(store, finisher)]
    assert states == ["replaced", "replaced", "replaced", "genuine"]
