"""Private words: versions, two windows, and that nobody without the key can read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text, update

from course.errors import ChangedElsewhere
from course.store.engine import Store
from course.store.lesson import lesson_facts
from course.store.people import Person, change_person
from course.store.tables import learner, private_words
from course.store.vault import Vault, new_master_key
from course.store.words import Words, keep_words, newest_words, versions_of
from tests.at_once import at_once
from tests.makers import NOW

PHRASE = "I-was-not-asked-and-I-minded"


@pytest.fixture
def keep(bare_store: Store, vault: Vault, amina: Person, release: int) -> Callable[..., int]:
    """Keep some words of Amina's in kitchen/tea, unless told otherwise."""

    def save(words: str, *, base: int, person: Person = amina, **more: Any) -> int:
        place = {"module_id": "kitchen", "activity_id": "tea", "state": "kept", "shared_as": "nobody", "now": NOW}
        with bare_store.transaction() as connection:
            return keep_words(
                connection,
                vault,
                learner_id=person.id,
                words_key=person.words_key or b"",
                base=base,
                words=words,
                release_id=release,
                **{**place, **more},
            )

    return save


@pytest.fixture
def versions(bare_store: Store, vault: Vault, amina: Person) -> Callable[..., list[tuple[int, str, str]]]:
    """(version, state, words) of what Amina saved, newest first."""

    def look(module_id: str = "kitchen", activity_id: str = "tea") -> list[tuple[int, str, str]]:
        with bare_store.reading() as connection:
            found = versions_of(connection, vault, amina.id, amina.words_key, module_id, activity_id)
        return [(one.version, one.state, one.words) for one in found]

    return look


# --- versions ---------------------------------------------------------------------------------------------------------


def test_words_are_kept_with_everything_about_them(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person, release: int
) -> None:
    keep("first", base=0, shared_as="cohort")

    with bare_store.reading() as connection:
        found = newest_words(connection, vault, amina.id, amina.words_key, "kitchen", "tea")
    assert found == Words(
        module_id="kitchen",
        activity_id="tea",
        version=1,
        state="kept",
        words="first",
        shared_as="cohort",
        release_id=release,
        saved_at=NOW,
    )


def test_what_was_never_touched_is_nothing(bare_store: Store, vault: Vault, amina: Person) -> None:
    with bare_store.reading() as connection:
        assert newest_words(connection, vault, amina.id, amina.words_key, "kitchen", "tea") is None
        assert versions_of(connection, vault, amina.id, amina.words_key, "kitchen", "tea") == []
        assert lesson_facts(connection, vault, amina.id, amina.words_key, "kitchen").exercises == {}


def test_every_save_is_a_new_version(keep: Callable[..., int], versions: Callable[..., Any]) -> None:
    assert [keep("one", base=0), keep("two", base=1), keep("two", base=2)] == [1, 2, 3]
    assert versions() == [(3, "kept", "two"), (2, "kept", "two"), (1, "kept", "one")]


def test_a_draft_is_replaced_by_the_next_draft_and_by_what_keeps_it(
    keep: Callable[..., int], versions: Callable[..., Any]
) -> None:
    keep("kept", base=0)
    keep("kept and", base=1, state="draft")
    keep("kept and more", base=2, state="draft")
    assert versions() == [(3, "draft", "kept and more"), (1, "kept", "kept")]

    keep("kept and more.", base=3)
    assert versions() == [(4, "kept", "kept and more."), (1, "kept", "kept")]


@pytest.mark.parametrize("state", ["not_now", "on_paper", "in_talk", "removed"])
def test_a_version_without_words_is_a_version(
    state: str, keep: Callable[..., int], versions: Callable[..., Any]
) -> None:
    keep("one", base=0)
    keep("", base=1, state=state)

    assert versions() == [(2, state, ""), (1, "kept", "one")]


def test_the_newest_version_is_found_among_many(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person, joe: Person
) -> None:
    for number in range(12):
        keep(str(number), base=number)
    keep("cups", base=0, activity_id="cups")
    keep("elsewhere", base=0, module_id="hall")
    keep("Joe's", base=0, person=joe)

    with bare_store.reading() as connection:
        found = lesson_facts(connection, vault, amina.id, amina.words_key, "kitchen").exercises
    assert {key: (one.version, one.words) for key, one in found.items()} == {"tea": (12, "11"), "cups": (1, "cups")}


def test_only_as_many_versions_as_asked_for(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person
) -> None:
    for number in range(5):
        keep(str(number), base=number)

    with bare_store.reading() as connection:
        found = versions_of(connection, vault, amina.id, amina.words_key, "kitchen", "tea", most=2)
    assert [one.words for one in found] == ["4", "3"]


# --- two windows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [0, 2, 99])
def test_words_on_top_of_a_version_that_is_not_the_newest_are_not_kept(
    base: int, keep: Callable[..., int], versions: Callable[..., Any]
) -> None:
    keep("one", base=0)

    with pytest.raises(ChangedElsewhere) as refused:
        keep("two", base=base)

    assert refused.value.newest_version == 1
    assert versions() == [(1, "kept", "one")]


def test_a_draft_of_another_window_is_never_written_over(
    keep: Callable[..., int], versions: Callable[..., Any]
) -> None:
    keep("in this window", base=0, state="draft")

    with pytest.raises(ChangedElsewhere):
        keep("in that window", base=0, state="draft")

    assert versions() == [(1, "draft", "in this window")]


def test_of_two_saves_at_the_same_moment_one_is_told(keep: Callable[..., int], versions: Callable[..., Any]) -> None:
    keep("before", base=0, state="draft")

    results = at_once(lambda: keep("one", base=1), lambda: keep("two", base=1))

    assert sorted(type(one).__name__ for one in results) == ["ChangedElsewhere", "int"]
    won = "one" if results[0] == 2 else "two"
    assert versions() == [(2, "kept", won)]


# --- who can read them ------------------------------------------------------------------------------------------------


def test_the_database_file_does_not_hold_the_words(
    keep: Callable[..., int], bare_store: Store, kind: str, tmp_path: Path
) -> None:
    keep(PHRASE, base=0)

    if kind == "sqlite":
        held = b"".join(path.read_bytes() for path in (tmp_path / "bare").iterdir())
        assert b"kitchen" in held
    else:
        with bare_store.reading() as connection:
            held = repr(connection.execute(text("SELECT * FROM course_private_words")).all()).encode()
        assert b"kitchen" in held
    for form in (PHRASE.encode(), PHRASE.encode("utf-16-le"), PHRASE.encode().hex().encode()):
        assert form not in held


@pytest.mark.parametrize("moved", [{"activity_id": "cups"}, {"module_id": "hall"}])
def test_a_row_moved_to_another_exercise_does_not_open(
    moved: dict[str, str], keep: Callable[..., int], bare_store: Store, versions: Callable[..., Any]
) -> None:
    keep(PHRASE, base=0)
    with bare_store.transaction() as connection:
        connection.execute(update(private_words).values(moved))

    with pytest.raises(InvalidTag):
        versions(**moved)


def test_a_row_moved_to_another_person_does_not_open(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person, joe: Person
) -> None:
    """Not even for somebody who was given the first person's key."""
    keep(PHRASE, base=0)
    with bare_store.transaction() as connection:
        connection.execute(update(private_words).values(learner_id=joe.id))

    for key in (joe.words_key, amina.words_key):
        with pytest.raises(InvalidTag), bare_store.reading() as connection:
            newest_words(connection, vault, joe.id, key, "kitchen", "tea")


def test_without_the_persons_key_their_words_are_gone_and_the_rest_is_readable(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person
) -> None:
    keep(PHRASE, base=0)
    with bare_store.transaction() as connection:
        connection.execute(update(learner).where(learner.c.id == amina.id).values(words_key=None))

    with bare_store.reading() as connection:
        found = versions_of(connection, vault, amina.id, None, "kitchen", "tea")

    assert [(one.state, one.words, one.saved_at) for one in found] == [("kept", "", NOW)]
    with pytest.raises(InvalidTag), bare_store.reading() as connection:
        newest_words(connection, vault, amina.id, vault.new_person_key(), "kitchen", "tea")


def test_words_stay_readable_when_the_master_key_changes(
    keep: Callable[..., int], bare_store: Store, amina: Person, request: pytest.FixtureRequest
) -> None:
    keep(PHRASE, base=0)
    old, new = request.getfixturevalue("vault"), new_master_key()
    assert amina.words_key is not None

    both = Vault(new)
    both._masters += old._masters
    rewrapped = both.rewrap(amina.words_key)
    with bare_store.transaction() as connection:
        change_person(connection, amina.id, words_key=rewrapped)

    with bare_store.reading() as connection:
        found = newest_words(connection, Vault(new), amina.id, rewrapped, "kitchen", "tea")
    assert found is not None and found.words == PHRASE


def test_words_go_with_the_person(keep: Callable[..., int], bare_store: Store, amina: Person, joe: Person) -> None:
    keep(PHRASE, base=0)
    keep("Joe's", base=0, person=joe)

    with bare_store.transaction() as connection:
        connection.execute(learner.delete().where(learner.c.id == amina.id))

    with bare_store.reading() as connection:
        assert connection.execute(private_words.select().with_only_columns(private_words.c.learner_id)).all() == [
            (joe.id,)
        ]


def test_times_come_back_as_the_same_moment(
    keep: Callable[..., int], bare_store: Store, vault: Vault, amina: Person
) -> None:
    at = NOW + timedelta(microseconds=123456)
    keep("one", base=0, now=at)

    with bare_store.reading() as connection:
        found = newest_words(connection, vault, amina.id, amina.words_key, "kitchen", "tea")
    assert found is not None and (found.saved_at, found.saved_at.utcoffset()) == (at, timedelta(0))
