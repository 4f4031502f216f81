"""What a learner does in a scenario: start it, choose, start again."""

from __future__ import annotations

from datetime import datetime

from ..access import authorise
from ..content.model import Scenario
from ..errors import AlreadyAnswered, AttemptClosed, NotFound, NotOnOffer
from ..events import Announcer, AnswerRecorded
from ..shelf import Release, Shelf
from ..store import answers, people
from ..store.answers import Attempt
from ..store.engine import Store
from ..store.people import Person
from .rules import SceneGone, hat_for, scene_now, take


def start(
    store: Store, person: Person, scenario: Scenario, release: Release, now: datetime, *, again: bool, hat: str = ""
) -> Attempt:
    """An attempt to play: the one under way, or a new one pinned to this release, seen through the eyes of `hat`.

    `again` leaves the one under way and starts from the beginning; pressing it twice starts once. Before the first choice
    another hat can still be taken.

    Raises NotOnOffer for a hat the story does not have, and NoHat when it has hats and none was chosen.
    """
    with store.transaction() as connection:
        people.hold(connection, person.id)
        newest = answers.newest_attempt(connection, person.id, scenario.id)
        if newest and newest.outcome == "open":
            if newest.path and not again:
                return newest
            if not newest.path and newest.hat == hat_for(scenario, hat):
                return newest
            answers.close_attempt(connection, newest.id, outcome="restarted", now=now)
        worn = hat_for(scenario, hat)
        people.page_changed(connection, person.id)
        return answers.start_attempt(
            connection, learner_id=person.id, scenario_id=scenario.id, release_id=release.id, now=now, hat=worn
        )


def pinned_scenario(shelf: Shelf, attempt: Attempt) -> Scenario:
    """The scenario as it was when the attempt started. Raises SceneGone when that release is gone."""
    try:
        scenario = shelf.release(attempt.release_id).course.scenario(attempt.scenario_id)
    except NotFound as error:
        raise SceneGone(attempt.scenario_id) from error
    if scenario is None:
        raise SceneGone(attempt.scenario_id)
    return scenario


def answer_scene(
    store: Store,
    shelf: Shelf,
    announcer: Announcer,
    person: Person,
    scenario_id: str,
    scene_id: str,
    position: int,
    choice_key: str,
    now: datetime,
) -> None:
    """Record one choice, at one place on the path.

    Raises AlreadyAnswered when that place has been answered (a double press, the back button): the first answer
    stands. Raises NotOnOffer for a choice this scene does not have, AttemptClosed when the play is over.
    """
    with store.transaction() as connection:
        people.hold(connection, person.id)  # or a story begun again meanwhile would lose the ending this choice reaches
        attempt = answers.newest_attempt(connection, person.id, scenario_id)
        authorise(person, "answer", attempt)
        assert attempt is not None
        if position <= len(attempt.path):
            raise AlreadyAnswered
        if attempt.outcome != "open":
            raise AttemptClosed
        scenario = pinned_scenario(shelf, attempt)
        if position != len(attempt.path) + 1 or scene_now(scenario, attempt.path).id != scene_id:
            raise NotOnOffer(scene_id)
        step = take(scenario, attempt.path, choice_key)
        answers.add_scene_answer(
            connection, attempt_id=attempt.id, position=position, scene_id=scene_id, choice_key=choice_key, now=now
        )
        if step.next_scene.is_ending:
            answers.close_attempt(connection, attempt.id, outcome="ended", ending_id=step.next_scene.id, now=now)
        people.page_changed(connection, person.id)
    announcer.announce(
        AnswerRecorded(learner_id=person.id, at=now, scenario_id=scenario_id, scene_id=scene_id, choice_key=choice_key)
    )


def supersede(store: Store, attempt: Attempt, now: datetime) -> None:
    """Close an attempt that can no longer be played. Its answers stay."""
    with store.transaction() as connection:
        answers.close_attempt(connection, attempt.id, outcome="superseded", now=now)
        people.page_changed(connection, attempt.learner_id)
