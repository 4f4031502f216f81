"""The pages of a scenario: its opening, one scene at a time, an ending with its debrief, the other paths."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from .. import pages, posted, web
from ..access import authorise
from ..certificates.moment import give_certificate_if_earned
from ..content.model import Scenario
from ..errors import AlreadyAnswered, AttemptClosed, NotFound
from ..progress.outline import outline
from ..progress.rules import progress_of
from ..room import Enter, Room
from ..store import answers
from ..store import progress as progress_store
from ..store.answers import Attempt
from . import actions
from .eyes import as_seen, eyes, hats_worn, in_my_language, who_reads
from .paper import booklet
from .rules import (
    ONWARD,
    NoHat,
    SceneGone,
    Step,
    forks_of,
    passages_of,
    passes,
    scene_now,
    stories_before,
    take,
    tallies_on,
)

room = Room("scenarios")


@room.route("/scenarios/<scenario_id>", enter=Enter.LEARNER)
def scenario(scenario_id: str) -> Any:
    """The opening. Somebody in the middle of the story goes straight to where they were, or chooses another hat."""
    attempt = _newest_attempt(scenario_id)
    wants_again = "again" in request.args
    if attempt is not None and _is_under_way(attempt) and not (wants_again and _has_hats(scenario_id)):
        return _to_scene(attempt)
    return _opening(_scenario(scenario_id), attempt)


@room.route("/scenarios/<scenario_id>", enter=Enter.LEARNER, methods=("POST",))
def start(scenario_id: str) -> Any:
    """Start, carry on, or start again from the beginning."""
    again, hat = request.form.get("act") == "again", request.form.get("hat", "")
    found, here = _scenario(scenario_id), web.mount()
    try:
        attempt = actions.start(here.store, web.learner(), found, web.release(), web.now(), again=again, hat=hat)
    except NoHat:
        said = pages.words()("Choose whose eyes you will look through first.")
        return _opening(found, _newest_attempt(scenario_id), 422, errors=[("hat", said)])
    if hat and attempt.hat != hat:
        _ = pages.words()
        flash(
            _("You are in this story already, with another hat. To change it, start again from the beginning."), "note"
        )
    return _to_scene(attempt)


@room.route("/scenarios/<scenario_id>/<scene_id>", enter=Enter.LEARNER)
def scene(scenario_id: str, scene_id: str) -> Any:
    """The scene the learner has reached. Any other scene's address leads to that one, so going back harms nothing."""
    attempt = _newest_attempt(scenario_id)
    if attempt is None:
        return redirect(url_for(".scenario", scenario_id=scenario_id))
    try:
        played = actions.pinned_scenario(web.mount().shelf, attempt)
        here = scene_now(played, attempt.path)
        if here.id != scene_id:
            return redirect(url_for(".scene", scenario_id=scenario_id, scene_id=here.id))
        return _scene_page(played, attempt)
    except SceneGone:
        return _superseded(attempt)


@room.route("/scenarios/<scenario_id>/<scene_id>", enter=Enter.LEARNER, methods=("POST",))
def choose(scenario_id: str, scene_id: str) -> Any:
    """One choice. Pressed twice, or sent again with the back button, the first one stands."""
    key = request.form.get("choice", "")
    if not key:
        return _nothing_chosen(scenario_id)
    here = web.mount()
    try:
        actions.answer_scene(
            here.store,
            here.shelf,
            here.announcer,
            web.learner(),
            scenario_id,
            scene_id,
            posted.whole_number(request.form.get("position")),
            key,
            web.now(),
        )
        give_certificate_if_earned()
    except AlreadyAnswered:
        pass  # the first answer stands; the next page is the same
    except AttemptClosed:
        flash(pages.words()("This story was over already. Here is where it ended."), "note")
    except SceneGone:
        attempt = _newest_attempt(scenario_id)
        assert attempt is not None
        return _superseded(attempt)
    return _to_scene(_newest_attempt(scenario_id))


@room.route("/scenarios/<scenario_id>/-/paths", enter=Enter.LEARNER)
def paths(scenario_id: str) -> Any:
    """After an ending: what was chosen at each fork, and where the other ways led."""
    attempt = _newest_attempt(scenario_id)
    authorise(web.learner(), "read", attempt)
    assert attempt is not None
    if attempt.outcome != "ended":
        return redirect(url_for(".scenario", scenario_id=scenario_id))
    played = as_seen(actions.pinned_scenario(web.mount().shelf, attempt), attempt)
    shown = as_seen(in_my_language(played, attempt.release_id), attempt)
    worn = hats_worn(scenario_id)
    return _page(
        "scenarios/paths.html",
        shown,
        forks=forks_of(played, attempt.path),
        untried=[hat for hat in shown.hats if hat.key not in worn],
        can_choose_hat=_has_hats(scenario_id),
        **eyes(shown, attempt),
    )


@room.route("/scenarios/<scenario_id>/-/paper", enter=Enter.LEARNER)
def paper(scenario_id: str) -> Any:
    """The whole story as a booklet, to print and play with a pen."""
    shown = in_my_language(_scenario(scenario_id))
    return _page(
        "scenarios/paper.html",
        shown,
        booklet=booklet(shown),
        has_earlier=bool(stories_before(shown)),
        has_passages=bool(passages_of(shown)),
        label_of=lambda passage: who_reads(passage, shown, web.release().course),
    )


# --- what a page shows ------------------------------------------------------------------------------------------------


def _opening(found: Scenario, attempt: Attempt | None, status: int = 200, **context: Any) -> Any:
    shown = as_seen(in_my_language(found), None)
    unplayed = attempt is not None and attempt.outcome == "open" and not attempt.path
    return _page(
        "scenarios/opening.html",
        shown,
        status,
        attempt=attempt,
        is_under_way=attempt is not None and _is_under_way(attempt),
        chosen=attempt.hat if attempt and unplayed else None,
        worn=hats_worn(found.id) if found.hats else frozenset(),
        **eyes(shown, None),
        **context,
    )


def _is_under_way(attempt: Attempt) -> bool:
    return attempt.outcome == "open" and bool(attempt.path)


def _has_hats(scenario_id: str) -> bool:
    """Whether starting this story again, as it is now, means choosing a hat."""
    found = web.release().course.scenario(scenario_id)
    return found is not None and bool(found.hats)


def _scenario(scenario_id: str) -> Scenario:
    found = web.release().course.scenario(scenario_id)
    if found is None:
        raise NotFound(scenario_id)
    return found


def _newest_attempt(scenario_id: str) -> Attempt | None:
    with web.mount().store.reading() as connection:
        return answers.newest_attempt(connection, web.learner().id, scenario_id)


def _to_scene(attempt: Attempt | None) -> Any:
    if attempt is None:
        raise NotFound
    try:
        played = actions.pinned_scenario(web.mount().shelf, attempt)
        here = scene_now(played, attempt.path)
    except SceneGone:
        return _superseded(attempt)
    return redirect(url_for(".scene", scenario_id=attempt.scenario_id, scene_id=here.id), 303)


def _scene_page(played: Scenario, attempt: Attempt, status: int = 200, **context: Any) -> Any:
    played = as_seen(played, attempt)
    shown = as_seen(in_my_language(played, attempt.release_id), attempt)
    here = scene_now(played, attempt.path)
    last = take(played, attempt.path[:-1], attempt.path[-1][1]) if attempt.path else None
    newest = web.release().course.scenario(played.id)
    return _page(
        "scenarios/ending.html" if here.is_ending else "scenarios/scene.html",
        shown,
        status,
        scene=shown.scene(here.id) or here,
        attempt=attempt,
        position=len(attempt.path) + 1,
        onward=ONWARD,
        happened=_happened(shown, attempt, last),
        gauges=_gauges(played, tallies_on(played, attempt.path), last),
        has_passed=passes(played, attempt.path) if here.is_ending else None,
        has_changed=newest is None or newest.digest != played.digest,
        can_choose_hat=_has_hats(played.id),
        **eyes(shown, attempt),
        **context,
    )


def _happened(shown: Scenario, attempt: Attempt, last: Step | None) -> Any:
    """The choice just made, in the learner's language, with its consequence."""
    if last is None or last.choice is None:
        return None
    scene_id, key = attempt.path[-1]
    scene = shown.scene(scene_id)
    return next((one for one in scene.choices if one.key == key), last.choice) if scene else last.choice


def _gauges(played: Scenario, now: dict[str, int], last: Step | None) -> list[dict[str, Any]]:
    """Each gauge in numbers and in words: where it stands, where it stood before the last choice."""
    _ = pages.words()
    ranges = {tally: (low, high) for tally, low, high in played.gauges}
    shown = [*played.tallies, *(["points"] if played.pass_mark else [])]
    gauges = []
    for tally in shown:
        low, high = ranges.get(tally, (min(0, now[tally]), max(1, now[tally])))
        share = (now[tally] - low) / (high - low) if high > low else 0.5
        said = _("low") if share < 1 / 3 else _("in between") if share < 2 / 3 else _("high")
        gauges.append(
            {
                "name": tally.capitalize(),
                "value": now[tally],
                "low": low,
                "high": high,
                "words": said,
                "was": last.before[tally] if last else None,
            }
        )
    return gauges


def _nothing_chosen(scenario_id: str) -> Any:
    attempt = _newest_attempt(scenario_id)
    if attempt is None or attempt.outcome != "open":
        return _to_scene(attempt)
    said = pages.words()("Choose what you would do first.")
    return _scene_page(actions.pinned_scenario(web.mount().shelf, attempt), attempt, 422, errors=[("choice", said)])


def _superseded(attempt: Attempt) -> Any:
    """The scenario changed so much that this attempt cannot go on: say so, keep its answers, offer a fresh start."""
    actions.supersede(web.mount().store, attempt, web.now())
    message = pages.words()(
        "This story has changed since you started it, so it cannot go on from there. "
        "Your answers are kept. You can start it again."
    )
    flash(message, "note")
    return redirect(url_for(".scenario", scenario_id=attempt.scenario_id), 303)


def _page(template: str, shown: Scenario, status: int = 200, **context: Any) -> Any:
    course = web.release().course
    with web.mount().store.reading() as connection:
        facts = progress_store.facts_of(connection, web.learner().id)
    progress = progress_of(course, facts)
    home = next((module for module in course.modules if shown.id in module.scenarios), None)
    return pages.page(
        template,
        status,
        scenario=shown,
        course=course,
        progress=progress,
        home=home,
        outline_items=outline(course, progress, facts, pages.words(), here=home, is_own_page=False, story=shown.id),
        **context,
    )
