"""Two windows of one plan at the same moment. On both databases: each decides in its own way."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from course.errors import ChangedElsewhere
from course.plan import actions
from course.plan.rules import HOME, OwnWords
from course.shelf import Release
from course.store.people import Person
from course.store.tables import plan_confirmation, private_words
from course.web import Mount
from tests.at_once import at_once
from tests.makers import NOW


def release_of(mount: Mount) -> Release:
    found = mount.shelf.newest()
    assert found is not None
    return found


def keep(mount: Mount, person: Person, words: str) -> int:
    own, release = OwnWords(text=words), release_of(mount)
    return actions.keep_section(
        mount.store, mount.vault, person, "access", release, own=own, state="kept", base=0, now=NOW
    )


def confirm(mount: Mount, person: Person, changed_at: object = None, now: object = NOW) -> bool:
    return actions.confirm_plan(mount.store, person, release_of(mount), changed_at, now)  # type: ignore[arg-type]


def test_a_plan_confirmed_in_several_browsers_at_once_is_confirmed_once(planned: Mount, amina: Person) -> None:
    results = at_once(*[lambda: confirm(planned, amina)] * 4)

    assert sorted(map(str, results)) == ["False", "False", "False", "True"]
    with planned.store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(plan_confirmation)) == 1


def test_a_plan_is_confirmed_again_only_when_it_has_changed_since(planned: Mount, amina: Person) -> None:
    later = NOW + timedelta(minutes=5)

    assert confirm(planned, amina)
    assert not confirm(planned, amina, changed_at=NOW, now=later)
    assert confirm(planned, amina, changed_at=later, now=later)
    assert not confirm(planned, amina, changed_at=later, now=later + timedelta(days=1))


def test_the_same_words_sent_twice_at_once_are_kept_once(planned: Mount, amina: Person) -> None:
    assert at_once(*[lambda: keep(planned, amina, "A ramp")] * 3) == [1, 1, 1]


def test_of_two_texts_sent_at_once_one_is_kept_and_the_other_writer_is_told(planned: Mount, amina: Person) -> None:
    results = at_once(lambda: keep(planned, amina, "A ramp"), lambda: keep(planned, amina, "A lift"))

    assert sorted(type(one) for one in results if isinstance(one, ChangedElsewhere)) == [ChangedElsewhere]
    assert 1 in results
    with planned.store.reading() as connection:
        here = private_words.c.module_id == HOME
        assert connection.scalar(select(func.count()).select_from(private_words).where(here)) == 1
