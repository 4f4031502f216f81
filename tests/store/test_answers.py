"""Answers are appended and never changed; of two at the same moment exactly one is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from course.errors import AlreadyAnswered, AlreadyRecorded
from course.store import answers, once
from course.store.answers import Attempt
from course.store.engine import Store
from course.store.lesson import LastTry, lesson_facts
from course.store.people import Person
from course.store.tables import check_answer, form_once, learner
from course.store.vault import Vault
from tests.at_once import at_once
from tests.makers import NOW

LATER = NOW + timedelta(minutes=5)

# --- knowledge checks -------------------------------------------------------------------------------------------------


@pytest.fixture
def answer(bare_store: Store, amina: Person, release: int) -> Callable[..., int]:
    """Answer kitchen/who as Amina, unless told otherwise; returns the position."""

    def send(words: str, right: bool = False, **more: object) -> int:
        place = {"module_id": "kitchen", "question_id": "who", "learner_id": amina.id, "meaning_rev": "m1", "now": NOW}
        with bare_store.transaction() as connection:
            return answers.add_check_answer(
                connection,
                answer=words,
                is_right=right,
                release_id=release,
                **{**place, **more},  # type: ignore[arg-type]
            )

    return send


@pytest.fixture
def tries(bare_store: Store, vault: Vault) -> Callable[[Person], dict[str, LastTry]]:
    """The newest try at each question of the kitchen, as its page asks for them."""

    def look(person: Person) -> dict[str, LastTry]:
        with bare_store.reading() as connection:
            return lesson_facts(connection, vault, person.id, person.words_key, "kitchen").tries

    return look


def test_no_tries_are_none(tries: Callable[[Person], dict[str, LastTry]], amina: Person) -> None:
    assert tries(amina) == {}


def test_every_try_is_appended_and_the_newest_is_found(
    answer: Callable[..., int],
    tries: Callable[[Person], dict[str, LastTry]],
    bare_store: Store,
    amina: Person,
    release: int,
) -> None:
    assert [answer('"a"', True), answer('"b"'), answer('["a", "b"]', now=LATER)] == [1, 2, 3]

    assert tries(amina) == {"who": LastTry(answer='["a", "b"]', meaning_rev="m1", answered_at=LATER)}
    with bare_store.reading() as connection:
        rows = connection.execute(select(check_answer).order_by(check_answer.c.position)).all()
    assert [(row.position, row.answer, row.is_right, row.release_id, row.answered_at) for row in rows] == [
        (1, '"a"', True, release, NOW),
        (2, '"b"', False, release, NOW),
        (3, '["a", "b"]', False, release, LATER),
    ]


def test_tries_are_counted_for_each_person_module_and_question(
    answer: Callable[..., int], tries: Callable[[Person], dict[str, LastTry]], amina: Person, joe: Person
) -> None:
    positions = [
        answer('"a"'),
        answer('"a"', question_id="when"),
        answer('"a"', module_id="hall"),
        answer('"a"', learner_id=joe.id),
    ]

    assert positions == [1, 1, 1, 1]
    assert sorted(tries(amina)) == ["when", "who"]
    assert sorted(tries(joe)) == ["who"]


def test_two_tries_at_the_same_moment_never_share_a_position(answer: Callable[..., int], bare_store: Store) -> None:
    results = at_once(*[lambda: answer('"a"')] * 4)

    kept = sorted(one for one in results if isinstance(one, int))
    assert kept == list(range(1, len(kept) + 1)) and kept
    assert all(isinstance(one, int | AlreadyAnswered) for one in results)
    with bare_store.reading() as connection:
        stored = connection.execute(select(check_answer.c.position).order_by(check_answer.c.position)).scalars().all()
    assert stored == kept


# --- scenarios --------------------------------------------------------------------------------------------------------


@pytest.fixture
def start(bare_store: Store, amina: Person, release: int) -> Callable[..., Attempt]:
    def begin(scenario_id: str = "doors", person: Person = amina) -> Attempt:
        with bare_store.transaction() as connection:
            return answers.start_attempt(
                connection, learner_id=person.id, scenario_id=scenario_id, release_id=release, now=NOW
            )

    return begin


def choose(store: Store, attempt: Attempt, position: int, scene_id: str, choice_key: str) -> None:
    with store.transaction() as connection:
        answers.add_scene_answer(
            connection, attempt_id=attempt.id, position=position, scene_id=scene_id, choice_key=choice_key, now=NOW
        )


def newest(store: Store, person: Person, scenario_id: str = "doors") -> Attempt | None:
    with store.reading() as connection:
        return answers.newest_attempt(connection, person.id, scenario_id)


def test_a_scenario_never_started_has_no_attempt(bare_store: Store, amina: Person) -> None:
    assert newest(bare_store, amina) is None


def test_an_attempt_starts_open_at_the_beginning_pinned_to_its_release(
    start: Callable[..., Attempt], bare_store: Store, amina: Person, release: int
) -> None:
    started = start()

    assert started == Attempt(
        id=started.id,
        learner_id=amina.id,
        public_id=started.public_id,
        scenario_id="doors",
        release_id=release,
        started_at=NOW,
        closed_at=None,
        outcome="open",
        ending_id=None,
        path=(),
    )
    assert newest(bare_store, amina) == started


def test_a_path_is_the_choices_in_the_order_they_were_made(
    start: Callable[..., Attempt], bare_store: Store, amina: Person
) -> None:
    attempt = start()
    for position, scene in enumerate(["door", "garden", "door", "evening"], 1):
        choose(bare_store, attempt, position, scene, f"k{position}")

    found = newest(bare_store, amina)

    assert found is not None
    assert found.path == (("door", "k1"), ("garden", "k2"), ("door", "k3"), ("evening", "k4"))


def test_a_place_on_the_path_is_answered_once(start: Callable[..., Attempt], bare_store: Store, amina: Person) -> None:
    attempt = start()
    choose(bare_store, attempt, 1, "door", "ask")

    with pytest.raises(AlreadyAnswered):
        choose(bare_store, attempt, 1, "door", "push")

    found = newest(bare_store, amina)
    assert found is not None and found.path == (("door", "ask"),)


def test_of_two_choices_at_the_same_moment_exactly_one_is_kept(
    start: Callable[..., Attempt], bare_store: Store, amina: Person
) -> None:
    attempt = start()

    results = at_once(
        lambda: choose(bare_store, attempt, 1, "door", "ask"), lambda: choose(bare_store, attempt, 1, "door", "push")
    )

    assert sorted(type(one).__name__ for one in results) == ["AlreadyAnswered", "NoneType"]
    found = newest(bare_store, amina)
    assert found is not None and found.path == (("door", "ask" if results[0] is None else "push"),)


def test_the_newest_attempt_is_the_one_that_is_played(
    start: Callable[..., Attempt], bare_store: Store, amina: Person, joe: Person
) -> None:
    first, second = start(), start()
    start("other")
    start(person=joe)
    choose(bare_store, first, 1, "door", "ask")

    assert newest(bare_store, amina) == second
    with bare_store.reading() as connection:
        assert [one.id for one in answers.attempts_at(connection, amina.id, "doors")] == [second.id, first.id]


def test_a_closed_attempt_stays_as_it_was_closed(
    start: Callable[..., Attempt], bare_store: Store, amina: Person
) -> None:
    attempt = start()
    with bare_store.transaction() as connection:
        answers.close_attempt(connection, attempt.id, outcome="ended", ending_id="warm", now=LATER)
    with bare_store.transaction() as connection:
        answers.close_attempt(connection, attempt.id, outcome="superseded", now=LATER + timedelta(days=1))

    found = newest(bare_store, amina)

    assert found is not None
    assert (found.outcome, found.ending_id, found.closed_at) == ("ended", "warm", LATER)


def test_attempts_have_random_names_outside(start: Callable[..., Attempt]) -> None:
    names = {start().public_id for _ in range(10)}

    assert {len(name) for name in names} == {22}
    assert len(names) == 10


def finish(
    store: Store, person: Person, release: int, scenario_id: str, ending: str | None, hat: str | None = None
) -> None:
    """A play that reached an ending, or one that is still open (None)."""
    with store.transaction() as connection:
        made = answers.start_attempt(
            connection, learner_id=person.id, scenario_id=scenario_id, release_id=release, now=NOW, hat=hat
        )
        assert made.hat == hat
        if ending:
            answers.close_attempt(connection, made.id, outcome="ended", ending_id=ending, now=LATER)


def test_an_attempt_remembers_its_hat(bare_store: Store, amina: Person, release: int) -> None:
    finish(bare_store, amina, release, "doors", None, "joe")

    found = newest(bare_store, amina)

    assert found is not None and found.hat == "joe"


def test_the_hats_somebody_has_reached_an_ending_with(
    bare_store: Store, amina: Person, joe: Person, release: int
) -> None:
    for hat, ending in (("a", "warm"), ("a", "cold"), (None, "warm"), ("b", "cold"), ("open", None)):
        finish(bare_store, amina, release, "doors", ending, hat)
    finish(bare_store, amina, release, "other", "warm", "c")
    finish(bare_store, joe, release, "doors", "warm", "d")

    with bare_store.reading() as connection:
        assert answers.hats_worn(connection, amina.id, "doors") == {"a", "b"}
        assert answers.hats_worn(connection, amina.id, "nowhere") == frozenset()


def test_how_the_last_finished_play_of_each_story_ended_in_one_query(
    bare_store: Store, amina: Person, joe: Person, release: int, statements: Callable[[Store], list[str]]
) -> None:
    for story, ending in (("doors", "warm"), ("doors", "cold"), ("doors", None), ("tea", "slow"), ("bus", None)):
        finish(bare_store, amina, release, story, ending)
    finish(bare_store, joe, release, "doors", "warm")
    said = statements(bare_store)

    with bare_store.reading() as connection:
        found = answers.last_endings(connection, amina.id, frozenset({"doors", "tea", "bus", "nowhere"}))

    assert found == {"doors": "cold", "tea": "slow"}
    assert len([one for one in said if one.startswith("SELECT")]) == 1


# --- a form is recorded once ------------------------------------------------------------------------------------------


def record(store: Store, token: str, *, at: object = NOW, and_add: str = "") -> None:
    with store.transaction() as connection:
        if and_add:
            connection.execute(
                learner.insert().values(public_id=and_add, name=and_add, created_at=NOW, words_key=b"key")
            )
        once.record_once(connection, token, at)  # type: ignore[arg-type]


def test_a_form_sent_again_undoes_everything_that_came_with_it(bare_store: Store) -> None:
    record(bare_store, "form-1", and_add="first")

    with pytest.raises(AlreadyRecorded):
        record(bare_store, "form-1", and_add="second")

    record(bare_store, "form-2", and_add="third")
    with bare_store.reading() as connection:
        assert connection.execute(select(learner.c.name).order_by(learner.c.id)).scalars().all() == ["first", "third"]


def test_of_two_presses_at_the_same_moment_one_is_recorded(bare_store: Store) -> None:
    results = at_once(*[lambda: record(bare_store, "form-1")] * 3)

    assert sorted(type(one).__name__ for one in results) == ["AlreadyRecorded", "AlreadyRecorded", "NoneType"]


def test_forms_of_three_days_ago_are_forgotten(bare_store: Store) -> None:
    record(bare_store, "old", at=NOW - timedelta(days=3))
    record(bare_store, "yesterday", at=NOW - timedelta(days=1))
    record(bare_store, "new")

    with bare_store.reading() as connection:
        assert sorted(connection.execute(select(form_once.c.token)).scalars()) == ["new", "yesterday"]
