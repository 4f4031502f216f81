"""What happens when one learner does two things at the same moment. On both databases: each decides in its own way."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from course.content.model import Question
from course.errors import AlreadyRecorded, ChangedElsewhere
from course.events import Event, ExerciseKept, ModuleCompleted, QuestionAnswered
from course.store.people import Person
from course.store.tables import check_answer, module_mark, private_words
from course.study import actions
from course.web import Mount
from tests.at_once import at_once
from tests.makers import NOW
from tests.street_party import asking, exercise

ONE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def announced(mount: Mount) -> list[Event]:
    heard: list[Event] = []
    mount.announcer.subscribe(heard.append)
    return heard


def keep(mount: Mount, person: Person, words: str, *, base: int = 0, state: str = "kept") -> int:
    release = mount.shelf.newest()
    assert release is not None
    return actions.keep_exercise(
        mount.store,
        mount.vault,
        mount.announcer,
        person,
        asking(release.course),
        exercise(release.course, "party-you-remember"),
        release,
        value={"text": words} if words else {},
        state=state,
        base=base,
        now=NOW,
    )


def answer(mount: Mount, person: Person, token: str, key: str) -> bool:
    release = mount.shelf.newest()
    assert release is not None
    module = asking(release.course)
    question = module.activity("who-should-be-asked")
    assert isinstance(question, Question)
    return actions.answer_question(
        mount.store, mount.announcer, person, module, question, release, given=key, token=token, now=NOW
    )


def versions(mount: Mount) -> list[tuple[int, str]]:
    with mount.store.reading() as connection:
        rows = connection.execute(select(private_words.c.version, private_words.c.state).order_by(private_words.c.id))
        return [tuple(row) for row in rows]  # type: ignore[misc]


def test_the_same_words_saved_twice_at_once_are_saved_once(mount: Mount, amina: Person, announced: list[Event]) -> None:
    keep(mount, amina, "before")

    results = at_once(*[lambda: keep(mount, amina, "the same", base=1)] * 4)

    assert results == [2, 2, 2, 2]
    assert versions(mount) == [(1, "kept"), (2, "kept")]


def test_of_different_words_saved_at_once_one_is_kept_and_the_other_told(mount: Mount, amina: Person) -> None:
    results = at_once(lambda: keep(mount, amina, "one"), lambda: keep(mount, amina, "two"))

    assert sorted(type(one).__name__ for one in results) == ["ChangedElsewhere", "int"]
    assert versions(mount) == [(1, "kept")]


@ONE
def test_the_same_words_in_another_state_are_another_save(mount: Mount, amina: Person) -> None:
    keep(mount, amina, "the same", state="draft")

    with pytest.raises(ChangedElsewhere):
        keep(mount, amina, "the same")

    assert versions(mount) == [(1, "draft")]


@ONE
def test_only_what_is_kept_is_announced_and_only_after_it_is(
    mount: Mount, amina: Person, announced: list[Event]
) -> None:
    seen: list[list[tuple[int, str]]] = []
    mount.announcer.subscribe(lambda event: seen.append(versions(mount)))
    for base, state in enumerate(["draft", "not_now", "kept", "on_paper", "removed"]):
        keep(mount, amina, "" if state == "removed" else "x", base=base, state=state)

    kept = ExerciseKept(learner_id=amina.id, at=NOW, module_id="asking", activity_id="party-you-remember")
    assert announced == [kept, kept]
    assert [one[-1] for one in seen] == [(3, "kept"), (4, "on_paper")]


@ONE
def test_a_listener_that_fails_harms_nobody(mount: Mount, amina: Person, announced: list[Event]) -> None:
    def fail(event: Event) -> None:
        raise ZeroDivisionError

    mount.announcer._listeners.insert(0, fail)

    assert keep(mount, amina, "mine") == 1
    assert len(announced) == 1


def test_one_press_of_check_sent_several_times_at_once_is_one_try(mount: Mount, amina: Person) -> None:
    results = at_once(*[lambda: answer(mount, amina, "one-form", "zhhp")] * 3)

    assert sorted(type(one).__name__ for one in results) == ["AlreadyRecorded", "AlreadyRecorded", "bool"]
    with mount.store.reading() as connection:
        assert connection.execute(select(check_answer.c.position)).scalars().all() == [1]


def test_different_answers_from_two_windows_at_once_are_two_tries(mount: Mount, amina: Person) -> None:
    answer(mount, amina, "first", "zhhp")

    results = at_once(lambda: answer(mount, amina, "one", "9kq6"), lambda: answer(mount, amina, "two", "zhhp"))

    assert results == [False, True]
    with mount.store.reading() as connection:
        assert sorted(connection.execute(select(check_answer.c.position)).scalars()) == [1, 2, 3]


@ONE
def test_a_refused_second_press_announces_nothing(mount: Mount, amina: Person, announced: list[Event]) -> None:
    answer(mount, amina, "one-form", "nobody")
    with pytest.raises(AlreadyRecorded):
        answer(mount, amina, "one-form", "nobody")

    assert announced == [
        QuestionAnswered(
            learner_id=amina.id, at=NOW, module_id="asking", question_id="who-should-be-asked", right=False
        )
    ]


def test_a_module_marked_twice_at_once_is_marked_once(mount: Mount, amina: Person, announced: list[Event]) -> None:
    release = mount.shelf.newest()
    assert release is not None

    def mark() -> None:
        actions.mark_done(mount.store, mount.announcer, amina, asking(release.course), release, NOW)

    assert at_once(mark, mark) == [None, None]
    with mount.store.reading() as connection:
        assert connection.execute(select(module_mark.c.done_at)).scalars().all() == [NOW]
    assert set(announced) == {ModuleCompleted(learner_id=amina.id, at=NOW, module_id="asking")}
