"""Releases, mail waiting to go, certificates: lists cost the same however long they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from course.store import (
    answers,
    certificates,
    cohorts,
    organisations,
    outbox,
    people,
    plans,
    progress,
    releases,
    words,
)
from course.store.engine import Store
from course.store.lesson import lesson_facts
from course.store.outbox import MOST_TRIES, WAITS, Message
from course.store.people import Person
from course.store.releases import ReleaseRow
from course.store.vault import Vault
from tests.at_once import at_once
from tests.makers import NOW

from .conftest import publish

Statements = Callable[[Store], list[str]]


# --- releases ---------------------------------------------------------------------------------------------------------


def test_before_anything_is_published_there_is_nothing(bare_store: Store) -> None:
    with bare_store.reading() as connection:
        assert releases.newest_release(connection) is None
        assert releases.newest_release_id(connection) is None
        assert releases.all_releases(connection) == []
        assert releases.compiled_of(connection, 1) is None
        assert releases.archive_of(connection, 1) is None


def test_releases_are_listed_newest_first_and_the_last_published_is_the_newest(bare_store: Store) -> None:
    first = publish(bare_store, "d1", title="First", now=NOW + timedelta(days=9))
    again = publish(bare_store, "d1", title="Again", now=NOW)

    with bare_store.reading() as connection:
        listed = releases.all_releases(connection)
        assert releases.newest_release(connection) == listed[0]
        assert releases.newest_release_id(connection) == again
        assert releases.compiled_of(connection, first) == ("d1", "{}")
        assert releases.archive_of(connection, first) == b"zip"
    assert listed == [
        ReleaseRow(id=again, digest="d1", title="Again", author="a test", note="", published_at=NOW),
        ReleaseRow(
            id=first, digest="d1", title="First", author="a test", note="", published_at=NOW + timedelta(days=9)
        ),
    ]


# --- the same cost for one and for three ------------------------------------------------------------------------------


def one_more(store: Store, vault: Vault, person: Person, number: int) -> None:
    """One more row in every list of this person's."""
    publish(store, f"d{number}")
    with store.transaction() as connection:
        words.keep_words(
            connection,
            vault,
            learner_id=person.id,
            words_key=person.words_key or b"",
            module_id="kitchen",
            activity_id=f"tea-{number}",
            base=0,
            state="kept",
            words="{}",
            shared_as="nobody",
            release_id=1,
            now=NOW,
        )
        answers.add_check_answer(
            connection,
            learner_id=person.id,
            module_id="kitchen",
            question_id=f"who-{number}",
            answer='"a"',
            is_right=True,
            meaning_rev="",
            release_id=1,
            now=NOW,
        )
        answers.start_attempt(connection, learner_id=person.id, scenario_id="doors", release_id=1, now=NOW)
        progress.mark_module_done(connection, learner_id=person.id, module_id=f"m{number}", release_id=1, now=NOW)
        plans.confirm_plan(connection, learner_id=person.id, release_id=1, now=NOW)
        outbox.add_message(connection, to="a@example.org", subject=f"s{number}", body="b", now=NOW)
        certificates.add_certificate(
            connection,
            learner_id=person.id,
            name=person.name,
            course_id=f"c{number}",
            course_title="A course",
            release_id=1,
            hours="about 1 hour",
            done="[]",
            issued_at=NOW,
        )
        made = organisations.add_organisation(connection, f"Organisation {number}", NOW)
        here = organisations.all_organisations(connection)[0]
        for role in ("learner", "organiser"):
            organisations.give_role(connection, made.id, person.id, role, NOW)
        organisations.add_act(
            connection,
            actor_id=person.id,
            subject_ids=[person.id],
            organisation_id=made.id,
            what="role-given",
            detail="organiser",
            now=NOW,
        )
        cohort = cohorts.add_cohort(
            connection,
            public_id=f"cohort-{number}",
            organisation_id=here.id,
            course_id="a-course",
            name=f"Cohort {number}",
            starts_on=date(2026, 11, 1),
            ends_on=date(2027, 1, 31),
            zone="Europe/London",
            link_hash=f"link-{number}",
            code_number=1,
            code_hash=f"code-{number}",
            created_by=person.id,
            now=NOW,
        )
        cohorts.enrol(connection, cohort_id=cohort.id, learner_id=person.id, how="link", now=NOW)
        other = people.add_person(connection, name=f"Other {number}", words_key=b"", now=NOW)
        organisations.give_role(connection, here.id, other.id, "trainer", NOW)
        for to in {1, cohort.id}:
            cohorts.enrol(connection, cohort_id=to, learner_id=other.id, how="code", now=NOW)


PLACES = [(module_id, f"tea-{number}") for module_id in ("kitchen", "hall") for number in (1, 2, 3)]

LISTS = (
    ("releases", lambda c, v, p: releases.all_releases(c)),
    ("the exercises of a module", lambda c, v, p: lesson_facts(c, v, p.id, p.words_key, "kitchen").exercises),
    ("everything kept", lambda c, v, p: words.kept_words_everywhere(c, v, p.id, p.words_key)),
    ("what some exercises hold", lambda c, v, p: words.newest_words_at(c, v, p.id, p.words_key, PLACES)),
    ("the questions of a module", lambda c, v, p: lesson_facts(c, v, p.id, p.words_key, "kitchen").tries),
    ("attempts", lambda c, v, p: answers.attempts_at(c, p.id, "doors")),
    ("facts", lambda c, v, p: progress.facts_of(c, p.id).opened),
    ("mail", lambda c, v, p: outbox.messages_due(c, NOW)),
    ("certificates", lambda c, v, p: certificates.certificates_of(c, p.id)),
    ("all organisations", lambda c, v, p: organisations.all_organisations(c)),
    ("organisations of somebody", lambda c, v, p: organisations.organisations_of(c, p.id)),
    ("what was done to somebody", lambda c, v, p: organisations.acts_on(c, p.id)),
    ("people with a role", lambda c, v, p: organisations.staff_of(c, 1)[1:]),
    ("cohorts of an organisation", lambda c, v, p: cohorts.cohorts_of_organisation(c, 1)),
    ("cohorts of somebody", lambda c, v, p: cohorts.cohorts_of_learner(c, p.id)),
    ("people in a cohort", lambda c, v, p: cohorts.people_of(c, 1, 1)[1:]),
)


@pytest.mark.parametrize("look", [case[1] for case in LISTS], ids=[case[0] for case in LISTS])
def test_a_list_of_three_costs_what_a_list_of_one_costs(
    look: Callable[..., list[object]], bare_store: Store, vault: Vault, amina: Person, statements: Statements
) -> None:
    costs = {}
    for number in (1, 2, 3):
        one_more(bare_store, vault, amina, number)
        said = statements(bare_store)
        with bare_store.reading() as connection:
            rows = len(look(connection, vault, amina))
        costs[rows] = len(said)

    assert costs == {1: 1, 2: 1, 3: 1}


# --- mail -------------------------------------------------------------------------------------------------------------


def add(store: Store, subject: str = "Hello", *, at: object = NOW) -> None:
    with store.transaction() as connection:
        outbox.add_message(connection, to="amina@example.org", subject=subject, body="A link", now=at)  # type: ignore[arg-type]


def due(store: Store, at: object = NOW) -> list[Message]:
    with store.reading() as connection:
        return outbox.messages_due(connection, at)  # type: ignore[arg-type]


def test_a_message_is_due_at_once_and_oldest_first(bare_store: Store) -> None:
    add(bare_store, "second", at=NOW)
    add(bare_store, "x" * 400, at=NOW - timedelta(minutes=1))

    assert [(one.subject, one.body, one.tries) for one in due(bare_store)] == [
        ("second", "A link", 0),
        ("x" * 300, "A link", 0),
    ]


def test_a_message_is_tried_eight_times_then_given_up_and_wiped(bare_store: Store) -> None:
    add(bare_store)

    for wait in WAITS:
        assert due(bare_store, NOW + wait - timedelta(seconds=1)) == []
        with bare_store.reading() as connection:
            assert outbox.next_message_due_at(connection) == NOW + wait
        (message,) = due(bare_store, NOW + wait)
        with bare_store.transaction() as connection:
            assert outbox.claim_message(connection, message)
            outbox.message_failed(connection, message.id, "the server said no" * 100)

    assert len(WAITS) == MOST_TRIES == 8
    assert due(bare_store, NOW + timedelta(days=99)) == []
    with bare_store.reading() as connection:
        assert outbox.next_message_due_at(connection) is None
        row = connection.execute(outbox.outbox.select()).one()
    assert (row.body, row.tries, len(row.last_problem)) == ("", 8, 300)


def test_of_two_workers_one_sends_a_message(bare_store: Store) -> None:
    add(bare_store)
    (message,) = due(bare_store)

    def claim() -> bool:
        with bare_store.transaction() as connection:
            return outbox.claim_message(connection, message)

    assert sorted(at_once(claim, claim, claim)) == [False, False, True]  # type: ignore[type-var]


def test_a_message_that_has_gone_says_nothing_any_more_and_is_forgotten_after_a_month(bare_store: Store) -> None:
    long_ago = NOW - timedelta(days=31)
    for subject, at in (("gone", long_ago), ("still waiting", long_ago), ("today", NOW)):
        add(bare_store, subject, at=at)
    gone, waiting, today = due(bare_store)

    for message, at in ((gone, long_ago), (today, NOW)):
        with bare_store.transaction() as connection:
            outbox.message_sent(connection, message.id, at)

    assert due(bare_store) == [waiting]
    with bare_store.reading() as connection:
        rows = connection.execute(outbox.outbox.select().order_by(outbox.outbox.c.id)).all()
    assert [(row.subject, row.body, row.sent_at) for row in rows] == [
        ("still waiting", "A link", None),
        ("today", "", NOW),
    ]
