"""How a story is played: what a choice does, what is counted, when a path no longer leads anywhere. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from course.content.model import PassMark, Scenario, Scene
from course.errors import NotOnOffer
from course.scenarios.rules import ONWARD, Fork, SceneGone, Step, forks_of, passes, scene_now, take, tallies_on
from tests.makers import choice, gate, scenario, scene

DOOR = scene("door", choice("ask", "garden", trust=2, pace=-1), choice("push", "garden", trust=-1, pace=1, points=3))
GARDEN = scene("garden", choice("back", "door", points=1), choice("home", "evening"), choice("stay", "garden", trust=1))
EVENING = scene("evening", gates=[gate("warm", "trust", 2), gate("fair", "points", 3), gate("cold")])
WARM, FAIR, COLD = scene("warm"), scene("fair"), scene("cold")
STORY = scenario("story", DOOR, GARDEN, EVENING, WARM, FAIR, COLD, tallies=("trust", "pace"))

ASK, PUSH, BACK, HOME = ("door", "ask"), ("door", "push"), ("garden", "back"), ("garden", "home")
STAY, ON = ("garden", "stay"), ("evening", ONWARD)
NONE = {"points": 0, "trust": 0, "pace": 0}


# --- where a path leads -----------------------------------------------------------------------------------------------

PATHS = (
    ("nothing chosen yet: the first scene", [], "door"),
    ("one choice", [ASK], "garden"),
    ("a loop back", [ASK, BACK], "door"),
    ("a scene that leads to itself", [ASK, STAY, STAY], "garden"),
    ("a scene that routes by itself", [ASK, HOME], "evening"),
    ("the first gate that fits", [ASK, HOME, ON], "warm"),
    ("the second gate", [PUSH, HOME, ON], "fair"),
    ("the last choice in a scene counts for the gate", [ASK, BACK, PUSH, HOME, ON], "fair"),
    ("and the other way round", [PUSH, BACK, ASK, HOME, ON], "warm"),
)


@pytest.mark.parametrize(("path", "reached"), [case[1:] for case in PATHS], ids=[case[0] for case in PATHS])
def test_where_a_path_leads(path: list[tuple[str, str]], reached: str) -> None:
    assert scene_now(STORY, path).id == reached


def test_the_gate_without_a_condition_takes_everyone_else() -> None:
    story = scenario(
        "s", scene("start", gates=[gate("warm", "trust", 1), gate("cold")]), WARM, COLD, tallies=("trust",)
    )

    assert scene_now(story, [("start", ONWARD)]).id == "cold"


def test_a_gate_on_something_nobody_counts_asks_for_what_is_never_there() -> None:
    story = scenario("s", scene("start", gates=[gate("warm", "luck", 1), gate("cold")]), WARM, COLD)

    assert scene_now(story, [("start", ONWARD)]).id == "cold"


# --- what is counted --------------------------------------------------------------------------------------------------

COUNTS = (
    ("nothing chosen yet", [], NONE),
    ("one choice", [ASK], {"points": 0, "trust": 2, "pace": -1}),
    ("two scenes add up", [PUSH, STAY], {"points": 3, "trust": 0, "pace": 1}),
    ("round the same loop again adds nothing", [ASK, BACK, ASK, BACK], {"points": 1, "trust": 2, "pace": -1}),
    ("the same choice twice counts once", [ASK, STAY, STAY, STAY], {"points": 0, "trust": 3, "pace": -1}),
    ("the last choice in a scene replaces the first", [ASK, BACK, PUSH], {"points": 4, "trust": -1, "pace": 1}),
    ("a choice without effects replaces one with some", [ASK, STAY, HOME], {"points": 0, "trust": 2, "pace": -1}),
    ("going on by itself counts nothing", [ASK, HOME, ON], {"points": 0, "trust": 2, "pace": -1}),
)


@pytest.mark.parametrize(("path", "counts"), [case[1:] for case in COUNTS], ids=[case[0] for case in COUNTS])
def test_what_is_counted(path: list[tuple[str, str]], counts: dict[str, int]) -> None:
    assert tallies_on(STORY, path) == counts


def test_something_counted_that_the_top_of_the_file_does_not_list_is_counted_all_the_same() -> None:
    story = scenario("s", scene("start", choice("a", "cold", luck=2)), COLD)

    assert tallies_on(story, [("start", "a")]) == {"points": 0, "luck": 2}


@settings(deadline=None, max_examples=200)
@given(some.data())
def test_no_number_of_rounds_beats_the_best_single_choices(data: some.DataObject) -> None:
    """However long somebody plays, each scene has counted one of its own choices, or none."""
    path: list[tuple[str, str]] = []
    for _ in range(data.draw(some.integers(0, 12))):
        here = scene_now(STORY, path)
        offered = [ONWARD] if here.gates else [one.key for one in here.choices]
        if not offered:
            break
        path.append((here.id, data.draw(some.sampled_from(offered))))

    counts = tallies_on(STORY, path)

    assert -1 <= counts["trust"] <= 3
    assert -1 <= counts["pace"] <= 1
    assert 0 <= counts["points"] <= 4


# --- making a choice --------------------------------------------------------------------------------------------------


def test_a_choice_says_what_it_did() -> None:
    assert take(STORY, [PUSH, BACK], "ask") == Step(
        choice=DOOR.choices[0],
        next_scene=GARDEN,
        before={"points": 4, "trust": -1, "pace": 1},
        after={"points": 1, "trust": 2, "pace": -1},
    )


def test_going_on_by_itself_changes_no_count() -> None:
    counts = {"points": 0, "trust": 2, "pace": -1}

    assert take(STORY, [ASK, HOME], ONWARD) == Step(choice=None, next_scene=WARM, before=counts, after=counts)


NOT_OFFERED = (
    ("a choice of another scene", [], "home"),
    ("no choice at all", [], ""),
    ("going on where there is something to choose", [], ONWARD),
    ("the choice of the scene before", [ASK], "ask"),
    ("a choice where the scene routes by itself", [ASK, HOME], "ask"),
    ("going on after an ending", [ASK, HOME, ON], ONWARD),
    ("a choice after an ending", [ASK, HOME, ON], "ask"),
)


@pytest.mark.parametrize(("path", "key"), [case[1:] for case in NOT_OFFERED], ids=[case[0] for case in NOT_OFFERED])
def test_what_a_scene_does_not_offer_cannot_be_chosen(path: list[tuple[str, str]], key: str) -> None:
    with pytest.raises(NotOnOffer):
        take(STORY, path, key)


# --- a story that has changed -----------------------------------------------------------------------------------------


def without(*gone: str) -> Scenario:
    return replace(STORY, scenes=tuple(one for one in STORY.scenes if one.id not in gone))


def with_scene(changed: Scene) -> Scenario:
    return replace(STORY, scenes=tuple(changed if one.id == changed.id else one for one in STORY.scenes))


CHANGED = (
    ("the next scene has gone", without("garden"), [ASK]),
    ("a scene on the path has gone", without("garden"), [ASK, HOME]),
    ("a choice on the path has gone", with_scene(replace(DOOR, choices=DOOR.choices[1:])), [ASK]),
    ("the story starts somewhere else now", replace(STORY, scenes=(GARDEN, DOOR)), [ASK]),
    ("a choice leads elsewhere now", with_scene(replace(DOOR, choices=(choice("ask", "cold"),))), [ASK, HOME]),
    ("the ending a gate leads to has gone", without("warm"), [ASK, HOME, ON]),
    ("no gate takes this path any more", with_scene(replace(EVENING, gates=EVENING.gates[1:2])), [ASK, HOME, ON]),
    ("what was a choice routes by itself", with_scene(replace(GARDEN, choices=(), gates=(gate("cold"),))), [ASK, HOME]),
    ("what routed by itself is a choice", with_scene(scene("evening", choice("x", "warm"))), [ASK, HOME, ON]),
)


@pytest.mark.parametrize(("story", "path"), [case[1:] for case in CHANGED], ids=[case[0] for case in CHANGED])
def test_a_path_that_no_longer_leads_anywhere_says_so(story: Scenario, path: list[tuple[str, str]]) -> None:
    with pytest.raises(SceneGone):
        scene_now(story, path)


def test_a_choice_on_a_path_that_leads_nowhere_is_not_made() -> None:
    with pytest.raises(SceneGone):
        take(without("garden"), [ASK], "home")


def test_new_words_and_new_choices_do_not_disturb_anyone_on_their_way() -> None:
    reworded = replace(DOOR, title="New words", choices=(*DOOR.choices, choice("wait", "cold")))

    assert scene_now(with_scene(reworded), [ASK, HOME]).id == "evening"


# --- the end ----------------------------------------------------------------------------------------------------------

PASS_MARKS = (
    (None, [PUSH, HOME, ON], None),
    (PassMark(need=3), [PUSH, HOME, ON], True),
    (PassMark(need=4), [PUSH, HOME, ON], False),
    (PassMark(need=4), [PUSH, BACK, PUSH, HOME, ON], False),
    (PassMark(need=0), [ASK, HOME, ON], True),
)


@pytest.mark.parametrize(("pass_mark", "path", "passed"), PASS_MARKS)
def test_whether_a_path_passes(pass_mark: PassMark | None, path: list[tuple[str, str]], passed: bool | None) -> None:
    assert passes(replace(STORY, pass_mark=pass_mark), path) is passed


def test_the_other_paths_are_every_choice_made_with_those_that_were_not() -> None:
    assert forks_of(STORY, [ASK, STAY, HOME, ON]) == [
        Fork(scene=DOOR, chosen="ask", others=((DOOR.choices[1], "Garden"),)),
        Fork(scene=GARDEN, chosen="stay", others=((GARDEN.choices[0], "Door"), (GARDEN.choices[1], "Evening"))),
        Fork(scene=GARDEN, chosen="home", others=((GARDEN.choices[0], "Door"), (GARDEN.choices[2], "Garden"))),
    ]


def test_a_path_without_choices_has_no_forks() -> None:
    assert forks_of(STORY, []) == []


def test_the_other_paths_of_a_scene_that_has_gone_are_not_made_up() -> None:
    with pytest.raises(SceneGone):
        forks_of(without("door"), [ASK])
