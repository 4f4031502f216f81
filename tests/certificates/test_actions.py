"""Issuing, correcting and withdrawing, with a real database."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from course.certificates.actions import issue_if_earned, reissue, revoke
from course.certificates.rules import NUMBER_LENGTH, NUMBER_LETTERS, spaced
from course.content.model import CertificateRule
from course.errors import NotFound
from course.events import CertificateIssued
from course.store.certificates import Certificate, certificate_by_number, certificates_of
from tests.certificates.a_course import COURSE, NOW, RELEASED, do_everything

LATER = NOW.replace(day=25)


def held(store, person) -> list[Certificate]:
    with store.reading() as connection:
        return certificates_of(connection, person.id)


def by_number(store, number) -> Certificate | None:
    with store.reading() as connection:
        return certificate_by_number(connection, number)


@pytest.fixture
def heard(mount) -> list[object]:
    """Events announced so far."""
    events: list[object] = []
    mount.announcer.subscribe(events.append)
    return events


# --- issuing ----------------------------------------------------------------------------------------------------------


def test_the_last_step_brings_the_certificate(store, mount, heard, add_finisher):
    person = add_finisher("Siân Llŷr")
    issued = issue_if_earned(store, COURSE, 1, person, NOW, mount.announcer)
    assert issued is not None
    assert issued == Certificate(
        id=1,
        learner_id=person.id,
        number=issued.number,
        state="genuine",
        name="Siân Llŷr",
        course_id="sharing",
        course_title="Sharing the work",
        release_id=1,
        released_at=RELEASED,
        hours="about 2 and a half hours",
        done=json.dumps(
            [
                "Marked 2 of 2 modules done",
                "Kept at least one exercise in each module",
                "Passed each knowledge check (retakes are free)",
                "Finished 2 scenarios",
            ]
        ),
        issued_at=NOW,
        replaced_by=None,
        closed_at=None,
    )
    assert held(store, person) == [issued]
    assert heard == [CertificateIssued(learner_id=person.id, at=NOW, number=issued.number)]


def test_a_number_is_28_letters_that_are_not_misread(store, add_finisher):
    issued = issue_if_earned(store, COURSE, 1, add_finisher(), NOW)
    assert len(issued.number) == NUMBER_LENGTH
    assert set(issued.number) <= set(NUMBER_LETTERS)


def test_one_step_short_is_not_enough(store, add_learner):
    person = add_learner()
    do_everything(store, person, but_mark="power")
    assert issue_if_earned(store, COURSE, 1, person, NOW) is None
    assert held(store, person) == []


def test_a_second_call_issues_nothing(store, mount, heard, add_finisher):
    person = add_finisher()
    first = issue_if_earned(store, COURSE, 1, person, NOW, mount.announcer)
    assert issue_if_earned(store, COURSE, 1, person, LATER, mount.announcer) is None
    assert held(store, person) == [first]
    assert len(heard) == 1


def test_two_tabs_at_once_get_one_certificate(store, add_finisher):
    person = add_finisher()
    start = threading.Barrier(4)
    results: list[Certificate | None] = []

    def press() -> None:
        start.wait()
        results.append(issue_if_earned(store, COURSE, 1, person, NOW))

    tabs = [threading.Thread(target=press) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert [one for one in results if one] == held(store, person)
    assert len(results) == 4 and len(held(store, person)) == 1


def test_everyone_gets_their_own(store, add_finisher):
    amina, sian = add_finisher("Amina", "amina"), add_finisher("Siân", "sian")
    issue_if_earned(store, COURSE, 1, amina, NOW)
    issue_if_earned(store, COURSE, 1, sian, NOW)
    assert [[one.name for one in held(store, person)] for person in (amina, sian)] == [["Amina"], ["Siân"]]


def test_another_course_gives_another_certificate(store, add_finisher):
    person = add_finisher()
    issue_if_earned(store, COURSE, 1, person, NOW)
    issue_if_earned(store, replace(COURSE, id="listening", title="Listening"), 1, person, NOW)
    assert [one.course_title for one in held(store, person)] == ["Sharing the work", "Listening"]


def test_a_course_without_steps_gives_none(store, add_learner):
    nothing = replace(COURSE, certificate=CertificateRule(mark_modules=False))
    assert issue_if_earned(store, nothing, 1, add_learner(), NOW) is None


# --- correcting -------------------------------------------------------------------------------------------------------


def test_a_corrected_name_makes_a_new_one_and_closes_the_old(store, mount, heard, add_finisher):
    person = add_finisher("Amina Yusif")
    old = issue_if_earned(store, COURSE, 1, person, NOW)
    new = reissue(store, COURSE.id, person, "Amina Yusuf", LATER, mount.announcer)
    assert held(store, person) == [
        replace(old, state="replaced", replaced_by=new.number, closed_at=LATER),
        replace(old, id=new.id, number=new.number, name="Amina Yusuf"),
    ]
    assert new.number != old.number
    assert heard == [CertificateIssued(learner_id=person.id, at=LATER, number=new.number)]


def test_the_same_name_again_changes_nothing(store, mount, heard, add_finisher):
    person = add_finisher("Amina Yusuf")
    first = issue_if_earned(store, COURSE, 1, person, NOW)
    assert reissue(store, COURSE.id, person, "Amina Yusuf", LATER, mount.announcer) == first
    assert (held(store, person), heard) == ([first], [])


def test_a_name_can_be_corrected_twice(store, add_finisher):
    person = add_finisher("A")
    issue_if_earned(store, COURSE, 1, person, NOW)
    reissue(store, COURSE.id, person, "B", NOW)
    reissue(store, COURSE.id, person, "C", NOW)
    assert [(one.name, one.state) for one in held(store, person)] == [
        ("A", "replaced"),
        ("B", "replaced"),
        ("C", "genuine"),
    ]


def test_a_name_cannot_be_corrected_before_there_is_a_certificate(store, add_learner):
    with pytest.raises(NotFound):
        reissue(store, COURSE.id, add_learner(), "Amina", NOW)


def test_a_withdrawn_certificate_cannot_be_had_back_by_correcting_or_by_finishing_again(store, add_finisher):
    person = add_finisher()
    issued = issue_if_earned(store, COURSE, 1, person, NOW)
    revoke(store, issued.number, NOW)
    with pytest.raises(NotFound):
        reissue(store, COURSE.id, person, "Somebody Else", LATER)
    assert issue_if_earned(store, COURSE, 1, person, LATER) is None
    assert [one.state for one in held(store, person)] == ["revoked"]


# --- withdrawing ------------------------------------------------------------------------------------------------------


def test_a_certificate_is_withdrawn_by_its_number_as_people_read_it(store, add_finisher):
    issued = issue_if_earned(store, COURSE, 1, add_finisher(), NOW)
    closed = revoke(store, spaced(issued.number).upper(), LATER)
    assert closed == replace(issued, state="revoked", closed_at=LATER) == by_number(store, issued.number)


def test_a_certificate_that_was_replaced_before_stays_so(store, add_finisher):
    person = add_finisher()
    old = issue_if_earned(store, COURSE, 1, person, NOW)
    new = reissue(store, COURSE.id, person, "Corrected", NOW)
    assert revoke(store, old.number, LATER).state == "replaced"
    assert by_number(store, new.number).state == "genuine"


@pytest.mark.parametrize("number", ["", "nonsense", "0" * NUMBER_LENGTH])
def test_an_unknown_number_cannot_be_withdrawn(store, number):
    with pytest.raises(NotFound):
        revoke(store, number, NOW)
