"""One-time links and the counting of tries, on a real database."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course.accounts.known import network_of
from course.errors import LinkNotGood, TooManyTries
from course.store import links, tries
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import one_time_link, sign_in_try
from course.store.tries import Limit

from ..conftest import NOW

MINUTE = timedelta(minutes=1)


def test_a_link_is_random_and_only_its_hash_is_kept(store: Store, amina: Person) -> None:
    with store.transaction() as connection:
        made = [links.make_link(connection, amina.id, "new-email", NOW, detail="a@example.org") for _ in range(2)]
        kept = connection.execute(select(one_time_link.c.token_hash)).scalars().all()
    assert made[0] != made[1]
    assert [len(token) for token in made] == [43, 43]
    assert not set(made) & set(kept)
    with store.reading() as connection:
        found = links.look_at_link(connection, made[0], "new-email", NOW)
    assert found == links.OneTimeLink(learner_id=amina.id, detail="a@example.org")


@pytest.mark.parametrize(
    ("after", "uses", "purpose", "why"),
    [
        (timedelta(0), 1, "new-password", "used"),
        (30 * MINUTE, 0, "new-password", "expired"),
        (30 * MINUTE, 1, "new-password", "used"),
        (timedelta(0), 0, "new-email", "unknown"),
    ],
)
def test_a_link_that_is_not_good_says_why(
    store: Store, amina: Person, after: timedelta, uses: int, purpose: str, why: str
) -> None:
    with store.transaction() as connection:
        token = links.make_link(connection, amina.id, "new-password", NOW)
        for _ in range(uses):
            links.use_link(connection, token, "new-password", NOW)
        for ask in (links.look_at_link, links.use_link):
            with pytest.raises(LinkNotGood) as raised:
                ask(connection, token, purpose, NOW + after)
            assert raised.value.why == why


def test_a_link_is_good_until_its_last_moment(store: Store, amina: Person) -> None:
    with store.transaction() as connection:
        token = links.make_link(connection, amina.id, "new-password", NOW)
        found = links.use_link(connection, token, "new-password", NOW + 30 * MINUTE - timedelta(microseconds=1))
    assert found.learner_id == amina.id


def test_of_many_uses_at_once_one_succeeds(store: Store, amina: Person) -> None:
    with store.transaction() as connection:
        token = links.make_link(connection, amina.id, "new-password", NOW)
    results: list[str] = []

    def use() -> None:
        try:
            with store.transaction() as connection:
                links.use_link(connection, token, "new-password", NOW)
            results.append("opened")
        except LinkNotGood as error:
            results.append(error.why)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["opened", *["used"] * 7]


def test_voiding_closes_every_open_link_of_one_person(store: Store, amina: Person, joe: Person) -> None:
    with store.transaction() as connection:
        hers = [links.make_link(connection, amina.id, purpose, NOW) for purpose in ("new-password", "new-email")]
        his = links.make_link(connection, joe.id, "new-password", NOW)
        links.void_links(connection, amina.id, NOW)
        for token, purpose in zip(hers, ("new-password", "new-email"), strict=True):
            with pytest.raises(LinkNotGood):
                links.use_link(connection, token, purpose, NOW)
        assert links.use_link(connection, his, "new-password", NOW).learner_id == joe.id


def test_links_of_more_than_a_month_ago_are_forgotten(store: Store, amina: Person) -> None:
    with store.transaction() as connection:
        links.make_link(connection, amina.id, "new-password", NOW - timedelta(days=31))
        links.make_link(connection, amina.id, "new-password", NOW)
        assert connection.execute(select(func.count()).select_from(one_time_link)).scalar() == 1


# --- tries ------------------------------------------------------------------------------------------------------------


def tried(store: Store, *limits: Limit, after: timedelta = timedelta(0)) -> int:
    """Minutes to wait; 0 when the try was let through."""
    try:
        with store.transaction() as connection:
            tries.record_try(connection, limits, NOW + after)
    except TooManyTries as error:
        return error.minutes
    return 0


def test_the_wait_ends_when_the_oldest_try_no_longer_counts(store: Store) -> None:
    limit = Limit("k", 3)
    for minutes in (0, 5, 10):
        assert tried(store, limit, after=minutes * MINUTE) == 0
    assert tried(store, limit, after=10 * MINUTE) == 5
    assert tried(store, limit, after=14.5 * MINUTE) == 1
    assert tried(store, limit, after=15 * MINUTE) == 0
    assert tried(store, limit, after=16 * MINUTE) == 4


def test_a_refused_try_is_not_counted_so_keeping_on_does_not_lengthen_the_wait(store: Store) -> None:
    assert [tried(store, Limit("k", 1), after=minute * MINUTE) for minute in range(16)] == [0, *range(14, 0, -1), 0]


def test_one_reached_limit_of_two_counts_under_neither(store: Store) -> None:
    tried(store, Limit("account", 1))
    assert tried(store, Limit("account", 1), Limit("network", 50)) == 15
    with store.reading() as connection:
        assert connection.execute(select(sign_in_try.c.key_hash)).scalars().all() == ["account"]


def test_fifty_failures_from_one_network_address_are_the_most(store: Store) -> None:
    results = [tried(store, Limit(f"account {n}", 10), Limit("network", 50)) for n in range(51)]
    assert results == [0] * 50 + [15]


def test_a_success_is_taken_back_and_the_account_starts_again(store: Store) -> None:
    with store.transaction() as connection:
        tries.record_try(connection, [Limit("account", 10), Limit("network", 50)], NOW)
        ids = tries.record_try(connection, [Limit("account", 10), Limit("network", 50)], NOW)
        tries.take_back(connection, ids)
        tries.forget_tries(connection, "account")
        assert connection.execute(select(sign_in_try.c.key_hash)).scalars().all() == ["network"]


def test_old_tries_are_swept_away(store: Store) -> None:
    tried(store, Limit("old", 10))
    tried(store, Limit("new", 10), after=15 * MINUTE)
    with store.reading() as connection:
        assert connection.execute(select(sign_in_try.c.key_hash)).scalars().all() == ["new"]


def test_of_many_tries_at_once_no_more_than_the_limit_get_through(store: Store) -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(tried(store, Limit("k", 3)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 0, 0, 15, 15, 15, 15, 15]


def test_what_is_counted_cannot_be_read_from_the_database() -> None:
    key = tries.key_of("secret", "account", "amina@example.org")
    assert len(key) == 64
    assert key == tries.key_of(b"secret", "account", "amina@example.org")
    assert key != tries.key_of("other secret", "account", "amina@example.org")
    assert key != tries.key_of("secret", "letter", "amina@example.org")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_household_counts_as_one_network_address(address: str, network: str) -> None:
    assert network_of(address) == network
