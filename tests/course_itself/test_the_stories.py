"""The stories give no marks: every choice gains something and costs something, and no way through wins it all."""

from __future__ import annotations

import re

import pytest

from course.content.model import Prose, Scenario

from .the_course import GAUGES, STORIES, name, prose, ways_through

each_story = pytest.mark.parametrize("story", STORIES, ids=name)
PUBLIC = {"Amina", "Joe", "Sam", "Tomasz", "Gwen"}
STAFF = {"Priya", "Martin", "Keisha", "Helen"}
SPEAKS = re.compile(r"\b(?:says|writes) (?:the message from )?([A-Z]\w+)|\b(you) (?:say|tell)\b")
VERDICT = re.compile(
    r"(?i)\bcorrect\b|\b(right|wrong|best|good|bad) (choice|answer|move)\b|\bwell done\b|\byou should have\b"
)


@each_story
def test_every_scene_and_every_ending_can_be_reached(story: Scenario) -> None:
    assert {scene for way in ways_through(story) for scene in way.scenes} == {scene.id for scene in story.scenes}


@each_story
def test_there_are_three_endings_or_more_and_none_is_rare(story: Scenario) -> None:
    ends = [way.ending for way in ways_through(story)]
    assert len(set(ends)) >= 3
    assert min(map(ends.count, set(ends))) >= len(ends) / 10


@each_story
def test_a_way_through_is_short_enough_for_one_sitting(story: Scenario) -> None:
    assert 6 <= sum(not scene.is_ending for scene in story.scenes) <= 10
    assert {4 <= len(way.chosen) <= 12 for way in ways_through(story)} == {True}


@each_story
def test_every_choice_lifts_a_gauge_and_lowers_another(story: Scenario) -> None:
    assert story.tallies == GAUGES
    for scene in story.scenes:
        for choice in scene.choices:
            amounts = [amount for _, amount in choice.effects]
            assert max(amounts) > 0 > min(amounts), f"{scene.id}: {choice.text.markdown}"


@each_story
def test_a_scene_gives_two_or_three_choices_and_tells_what_comes_of_each(story: Scenario) -> None:
    for scene in story.scenes:
        if scene.choices:
            assert 2 <= len(scene.choices) <= 3
            told = [choice.consequence.markdown if choice.consequence else "" for choice in scene.choices]
            assert len(set(told)) == len(told)
            assert min(len(words.split()) for words in told) >= 15


@each_story
def test_no_way_through_is_the_best_on_all_four_gauges(story: Scenario) -> None:
    ways = ways_through(story)
    best = tuple(max(way.gauges[at] for way in ways) for at in range(len(GAUGES)))
    assert best not in {way.gauges for way in ways}


@each_story
def test_no_way_through_lifts_all_four_gauges(story: Scenario) -> None:
    assert max(min(way.gauges) for way in ways_through(story)) <= 0


@each_story
def test_no_choice_is_marked_right(story: Scenario) -> None:
    assert story.pass_mark is None
    assert story.best_points == 0
    for scene in story.scenes:
        said = " ".join(choice.consequence.markdown for choice in scene.choices if choice.consequence)
        assert VERDICT.findall(said) == []


@each_story
def test_an_ending_has_a_gain_a_cost_and_a_next_step(story: Scenario) -> None:
    for scene in story.scenes:
        if scene.is_ending:
            assert re.findall(r"(?m)^\*\*(.+?)\*\*", prose(scene)) == [
                "What you gained.",
                "What it cost.",
                "A next step.",
            ]


@each_story
def test_the_debrief_asks_five_questions_and_names_a_principle(story: Scenario) -> None:
    debrief = "\n\n".join(part.text.markdown for part in story.debrief if isinstance(part, Prose))
    assert re.findall(r"(?m)^- \*\*(.+?)\*\*", debrief) == [
        "What happened?",
        "What were you protecting?",
        "Who paid for it?",
        "Which principle pulled which way?",
        "What would you try in your own project?",
    ]
    assert "No ending here is the best one." in debrief


def first_to_speak(story: Scenario) -> list[str]:
    """Who has the first words of each scene that has a choice in it."""
    intro = "\n".join(part.text.markdown for part in story.intro if isinstance(part, Prose))
    you = re.search(r"You are \*\*(\w+)", intro)
    assert you is not None
    found = []
    for scene in story.scenes:
        if scene.choices:
            speaker = SPEAKS.search(prose(scene))
            assert speaker is not None, f"nobody speaks in {scene.id}"
            found.append(you[1] if speaker[2] else speaker[1])
    return found


def test_the_public_members_have_the_first_word_at_least_as_often_as_not() -> None:
    """The authoring guide asks for two in five."""
    speakers = [who for story in STORIES for who in first_to_speak(story)]
    assert set(speakers) <= PUBLIC | STAFF
    assert sum(who in PUBLIC for who in speakers) >= 0.4 * len(speakers)


def test_a_public_member_decides_in_most_of_the_stories() -> None:
    eyes = {story.id: re.findall(r"You are \*\*(\w+)", "\n".join(p.text.markdown for p in story.intro if isinstance(p, Prose)))
            for story in STORIES}  # fmt: skip
    assert eyes == {
        "first-cup-of-tea": ["Priya"],
        "what-shall-we-call-it": ["Tomasz"],
        "who-wrote-the-agenda": ["Joe"],
    }
