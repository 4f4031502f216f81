"""A learner's facts, gathered in one question, against a history worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from course.store import progress
from course.store.engine import Store
from course.store.people import Person
from course.store.plans import confirm_plan, plan_confirmed_at
from course.store.progress import Facts, facts_of, last_release_worked_on, mark_module_done, open_module
from course.store.tables import attempt, check_answer, module_mark, private_words
from tests.at_once import at_once
from tests.makers import NOW

LATER = NOW + timedelta(hours=1)
NOTHING = Facts(exercises={}, ever_kept=frozenset(), questions={}, scenarios={}, opened=frozenset(), marked={})


def words(person: Person, place: str, *states: str) -> list[tuple[object, dict[str, object]]]:
    module_id, _, activity_id = place.partition("/")
    same = {"learner_id": person.id, "module_id": module_id, "activity_id": activity_id, "shared_as": "nobody"}
    return [
        (private_words, {**same, "version": number, "state": state, "release_id": 1, "saved_at": NOW})
        for number, state in enumerate(states, 1)
        if state
    ]


def tries(person: Person, place: str, *rights: bool) -> list[tuple[object, dict[str, object]]]:
    module_id, _, question_id = place.partition("/")
    same = {"learner_id": person.id, "module_id": module_id, "question_id": question_id, "answer": '"a"'}
    return [
        (
            check_answer,
            {**same, "position": n, "is_right": right, "meaning_rev": "", "release_id": 1, "answered_at": NOW},
        )
        for n, right in enumerate(rights, 1)
    ]


def plays(person: Person, scenario_id: str, *outcomes: str) -> list[tuple[object, dict[str, object]]]:
    same = {"learner_id": person.id, "scenario_id": scenario_id, "release_id": 1, "started_at": NOW}
    return [
        (attempt, {**same, "public_id": f"{person.id}-{scenario_id}-{number}", "outcome": outcome})
        for number, outcome in enumerate(outcomes)
    ]


def mark(person: Person, module_id: str, done: bool) -> list[tuple[object, dict[str, object]]]:
    row = {"learner_id": person.id, "module_id": module_id, "opened_release_id": 1, "opened_at": NOW}
    return [(module_mark, {**row, "done_at": LATER if done else None})]


def remember(store: Store, *rows: tuple[object, dict[str, object]]) -> None:
    with store.transaction() as connection:
        for table, values in rows:
            connection.execute(insert(table).values(values))  # type: ignore[arg-type]


def test_nobody_has_done_anything_yet(bare_store: Store, amina: Person) -> None:
    with bare_store.reading() as connection:
        assert facts_of(connection, amina.id) == NOTHING
        assert facts_of(connection, 999) == NOTHING


@pytest.fixture
def history(bare_store: Store, amina: Person, joe: Person, release: int) -> None:
    """Everything that can be in a history, for two people."""
    remember(
        bare_store,
        *words(amina, "kitchen/tea", "kept", "draft"),
        *words(amina, "kitchen/cups", "draft"),
        *words(amina, "kitchen/plates", "kept", "removed", "not_now"),
        *words(amina, "kitchen/spoons", "not_now", "on_paper"),
        *words(amina, "hall/tea", *[""] * 9, "in_talk", "not_now"),
        *tries(amina, "kitchen/who", False, True, False),
        *tries(amina, "kitchen/when", False, False),
        *tries(amina, "hall/who", True),
        *plays(amina, "doors", "ended", "open"),
        *plays(amina, "tea", "superseded", "restarted", "open"),
        *plays(amina, "lift", "superseded", "restarted"),
        *plays(amina, "rain", "open", "ended"),
        *mark(amina, "kitchen", done=True),
        *mark(amina, "hall", done=False),
        *words(joe, "kitchen/tea", "kept"),
        *words(joe, "kitchen/cups", "kept"),
        *tries(joe, "kitchen/when", True),
        *plays(joe, "lift", "ended"),
        *mark(joe, "loft", done=True),
    )


def test_the_facts_are_those_worked_out_by_hand(history: None, bare_store: Store, amina: Person) -> None:
    with bare_store.reading() as connection:
        found = facts_of(connection, amina.id)

    assert found == Facts(
        exercises={
            ("kitchen", "tea"): "draft",
            ("kitchen", "cups"): "draft",
            ("kitchen", "plates"): "not_now",
            ("kitchen", "spoons"): "on_paper",
            ("hall", "tea"): "not_now",
        },
        ever_kept=frozenset({("kitchen", "tea"), ("kitchen", "plates"), ("kitchen", "spoons"), ("hall", "tea")}),
        questions={("kitchen", "who"): True, ("kitchen", "when"): False, ("hall", "who"): True},
        scenarios={"doors": "ended", "tea": "open", "rain": "ended"},
        opened=frozenset({"kitchen", "hall"}),
        marked={"kitchen": LATER},
    )


def test_nobody_elses_work_is_among_them(history: None, bare_store: Store, joe: Person) -> None:
    with bare_store.reading() as connection:
        assert facts_of(connection, joe.id) == Facts(
            exercises={("kitchen", "tea"): "kept", ("kitchen", "cups"): "kept"},
            ever_kept=frozenset({("kitchen", "tea"), ("kitchen", "cups")}),
            questions={("kitchen", "when"): True},
            scenarios={"lift": "ended"},
            opened=frozenset({"loft"}),
            marked={"loft": LATER},
        )


def test_all_of_them_come_in_one_statement(
    history: None, bare_store: Store, amina: Person, statements: Callable[[Store], list[str]]
) -> None:
    said = statements(bare_store)
    with bare_store.reading() as connection:
        facts_of(connection, amina.id)

    assert len(said) == 1


def test_a_plan_that_was_looked_over_is_among_them(bare_store: Store, amina: Person, joe: Person, release: int) -> None:
    with bare_store.transaction() as connection:
        assert plan_confirmed_at(connection, amina.id) is None
        for moment in (LATER, NOW):
            confirm_plan(connection, learner_id=amina.id, release_id=release, now=moment)
        assert plan_confirmed_at(connection, amina.id) == max(LATER, NOW)
        assert facts_of(connection, amina.id) == replace(NOTHING, has_confirmed_plan=True)
        assert facts_of(connection, joe.id) == NOTHING
        assert last_release_worked_on(connection, amina.id) == release


# --- opening and marking ----------------------------------------------------------------------------------------------


def opened(store: Store, person: Person) -> list[tuple[str, object, object]]:
    with store.reading() as connection:
        rows = connection.execute(module_mark.select().where(module_mark.c.learner_id == person.id))
        return [(row.module_id, row.opened_at, row.done_at) for row in rows]


def test_the_first_time_a_module_is_opened_is_remembered(bare_store: Store, amina: Person, release: int) -> None:
    for now in (NOW, LATER):
        with bare_store.transaction() as connection:
            open_module(connection, learner_id=amina.id, module_id="kitchen", release_id=release, now=now)

    assert opened(bare_store, amina) == [("kitchen", NOW, None)]


def test_the_first_mark_counts(bare_store: Store, amina: Person, release: int) -> None:
    with bare_store.transaction() as connection:
        open_module(connection, learner_id=amina.id, module_id="kitchen", release_id=release, now=NOW)
    for days in (1, 2):
        with bare_store.transaction() as connection:
            mark_module_done(
                connection, learner_id=amina.id, module_id="kitchen", release_id=release, now=NOW + timedelta(days=days)
            )

    assert opened(bare_store, amina) == [("kitchen", NOW, NOW + timedelta(days=1))]


def test_a_module_can_be_marked_that_was_never_opened(bare_store: Store, amina: Person, release: int) -> None:
    with bare_store.transaction() as connection:
        mark_module_done(connection, learner_id=amina.id, module_id="kitchen", release_id=release, now=NOW)

    assert opened(bare_store, amina) == [("kitchen", NOW, NOW)]


def test_two_windows_that_open_a_module_at_once_are_both_fine(bare_store: Store, amina: Person, release: int) -> None:
    def open_it() -> None:
        with bare_store.transaction() as connection:
            progress.open_module(connection, learner_id=amina.id, module_id="kitchen", release_id=release, now=NOW)

    assert at_once(open_it, open_it, open_it) == [None, None, None]
    assert opened(bare_store, amina) == [("kitchen", NOW, None)]
