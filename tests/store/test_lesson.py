"""The page of a module asks the database once, and learns what three questions would have told."""

from __future__ import annotations

from collections.abc import Callable

from course.store import answers, words
from course.store.engine import Store
from course.store.lesson import lesson_facts
from course.store.people import Person
from course.store.progress import facts_of, mark_module_done
from course.store.vault import Vault
from tests.makers import NOW


def write(store: Store, vault: Vault, who: Person, module: str, text: str, *, base: int = 0) -> None:
    with store.transaction() as connection:
        words.keep_words(
            connection,
            vault,
            learner_id=who.id,
            words_key=who.words_key or b"",
            module_id=module,
            activity_id="tea",
            base=base,
            state="kept",
            words=text,
            shared_as="nobody",
            release_id=1,
            now=NOW,
        )


def answer(store: Store, who: Person, module: str, key: str) -> None:
    with store.transaction() as connection:
        answers.add_check_answer(
            connection,
            learner_id=who.id,
            module_id=module,
            question_id="who",
            answer=f'"{key}"',
            is_right=key == "a",
            meaning_rev="m1",
            release_id=1,
            now=NOW,
        )


def test_a_learner_who_did_nothing_has_nothing(bare_store: Store, vault: Vault, amina: Person) -> None:
    with bare_store.reading() as connection:
        found = lesson_facts(connection, vault, amina.id, amina.words_key, "kitchen")

        assert (found.exercises, found.tries, found.facts) == ({}, {}, facts_of(connection, amina.id))


def test_the_newest_words_and_tries_of_this_module_and_this_learner_come_back(
    bare_store: Store, vault: Vault, release: int, amina: Person, joe: Person
) -> None:
    for who, name in ((amina, "Amina"), (joe, "Joe")):
        for module in ("kitchen", "garden"):
            write(bare_store, vault, who, module, f"{name} 1 in the {module}")
            write(bare_store, vault, who, module, f"{name} 2 in the {module}", base=1)
            answer(bare_store, who, module, "a")
            answer(bare_store, who, module, "b")
    with bare_store.transaction() as connection:
        mark_module_done(connection, learner_id=amina.id, module_id="garden", release_id=release, now=NOW)

    with bare_store.reading() as connection:
        found = lesson_facts(connection, vault, amina.id, amina.words_key, "kitchen")

        assert found.facts == facts_of(connection, amina.id)
    tea, last = found.exercises["tea"], found.tries["who"]
    assert (tea.version, tea.state, tea.words, tea.saved_at) == (2, "kept", "Amina 2 in the kitchen", NOW)
    assert (last.answer, last.meaning_rev) == ('"b"', "m1")
    assert (found.exercises.keys(), found.tries.keys()) == ({"tea"}, {"who"})


def test_words_of_somebody_whose_key_is_gone_are_gone(
    bare_store: Store, vault: Vault, release: int, amina: Person
) -> None:
    write(bare_store, vault, amina, "kitchen", "Something")

    with bare_store.reading() as connection:
        assert lesson_facts(connection, vault, amina.id, None, "kitchen").exercises["tea"].words == ""


def test_it_is_one_statement(
    bare_store: Store, vault: Vault, amina: Person, statements: Callable[[Store], list[str]]
) -> None:
    said = statements(bare_store)
    with bare_store.reading() as connection:
        lesson_facts(connection, vault, amina.id, amina.words_key, "kitchen")

    assert len(said) == 1
