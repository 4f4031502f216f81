"""Scores and loops of a scenario, from scenes alone."""

from __future__ import annotations

from course.content.model import Choice, Gate, Scene, Text
from course.content.routes import Found, rings, scores

WORDS = Text(markdown="words")


def scene(identity: str, *ways: tuple[str, dict[str, int]], gates: tuple[tuple[str, int, str], ...] = ()) -> Scene:
    """A scene with choices (to, effects) or gates (tally, at least, to); with neither it is an ending."""
    return Scene(
        id=identity,
        title=identity,
        slug=identity,
        is_ending=not ways and not gates,
        choices=tuple(
            Choice(key=str(at), text=WORDS, to=to, effects=tuple(effects.items()))
            for at, (to, effects) in enumerate(ways)
        ),
        gates=tuple(Gate(tally=tally, at_least=least, words=WORDS, to=to) for tally, least, to in gates),
    )


def test_the_best_score_is_that_of_the_best_path() -> None:
    story = [
        scene("start", ("middle", {"points": 1}), ("end", {"points": 2})),
        scene("middle", ("end", {"points": 3}), ("end", {"points": -1})),
        scene("end"),
    ]
    assert scores(story, ()) == Found(best_points=4, gauges=())


def test_only_the_last_choice_in_a_scene_counts() -> None:
    story = [
        scene("start", ("start", {"points": 5}), ("end", {"points": 1})),
        scene("end"),
    ]
    assert scores(story, ()) == Found(best_points=1, gauges=())


def test_a_loop_can_be_used_to_put_a_choice_right() -> None:
    story = [
        scene("start", ("talk", {"trust": -2}), ("talk", {"trust": 1})),
        scene("talk", ("start", {}), ("end", {"trust": 1})),
        scene("end"),
    ]
    assert scores(story, ("trust",)) == Found(best_points=0, gauges=(("trust", -2, 2),))


def test_a_gate_sends_learners_by_what_they_have() -> None:
    story = [
        scene("start", ("gate", {"trust": 1, "points": 5}), ("gate", {"trust": 3, "points": 1})),
        scene("gate", gates=(("trust", 2, "good"), ("", 0, "poor"))),
        scene("good", ("end", {"points": 10})),
        scene("poor", ("end", {"points": 1})),
        scene("end"),
    ]
    assert scores(story, ("trust",)) == Found(best_points=11, gauges=(("trust", 0, 3),))


def test_points_below_nothing_are_told_as_they_are() -> None:
    story = [scene("start", ("end", {"points": -3})), scene("end")]
    assert scores(story, ()).best_points == -3


def test_too_many_paths_give_limits_and_no_best_score() -> None:
    places = [f"p{at}" for at in range(9)]
    story = [
        scene(here, *[(there, {"points": at}) for at, there in enumerate(places) if there != here], ("end", {}))
        for here in places
    ] + [scene("end")]
    assert scores(story, ()).best_points is None


def test_four_gauges_over_many_scenes_are_exact() -> None:
    effects = ({"trust": 1, "pace": -1}, {"say": 1, "reach": 2}, {"trust": -1, "say": -1, "pace": 1})
    story = [scene(f"s{at}", *[(f"s{at + 1}", effect) for effect in effects]) for at in range(12)] + [scene("s12")]
    assert scores(story, ("trust", "say", "reach", "pace")) == Found(
        best_points=0,
        gauges=(("trust", -12, 12), ("say", -12, 12), ("reach", 0, 24), ("pace", -12, 12)),
    )


def test_rings_are_groups_that_reach_each_other() -> None:
    found = rings({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["d"], "e": ["a"]})
    assert sorted(sorted(ring) for ring in found) == [["a", "b", "c"], ["d"], ["e"]]


def test_rings_of_a_very_long_story_need_no_recursion() -> None:
    chain = {str(at): [str(at + 1)] for at in range(20_000)}
    assert len(rings(chain)) == 20_000
