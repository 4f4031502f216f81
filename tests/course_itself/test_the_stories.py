"""The stories give no marks: every choice gains something and costs something, and no way through wins it all."""

from __future__ import annotations

import re

import pytest

from course.content.model import Prose, Scenario, When

from .the_course import GAUGES, STORIES, name, prose, ways_through

each_story = pytest.mark.parametrize("story", STORIES, ids=name)
PUBLIC = {"Amina", "Joe", "Sam", "Tomasz", "Gwen", "Ron"}
STAFF = {"Priya", "Martin", "Keisha", "Helen"}
HATS = {
    "first-cup-of-tea": ["Amina", "Priya", "Keisha"],
    "what-shall-we-call-it": ["Tomasz", "Priya", "Helen"],
    "who-wrote-the-agenda": ["Joe", "Martin", "Priya"],
    "empty-chairs": ["Tomasz", "Amina", "Keisha"],
    "the-thank-you": ["Joe", "Priya", "Helen"],
    "the-rule-nobody-used": ["Sam", "Martin", "Keisha"],
    "the-questionnaire": ["Priya", "Amina", "Martin"],
    "camera-off": ["Amina", "Joe", "Priya"],
    "what-the-log-showed": ["Sam", "Priya", "Keisha"],
    "the-net": ["Helen", "Priya", "Tomasz"],
    "a-group-with-no-project": ["Helen", "Joe", "Tomasz"],
    "the-last-six-months": ["Amina", "Joe", "Sam", "Tomasz", "Priya", "Martin", "Keisha", "Helen"],
}
"""Whose eyes each story can be seen through; the first is the first pair of eyes it offers."""
SPEAKS = re.compile(r"\b(?:says|writes|asks) (?:the message from )?([A-Z]\w+)|\b([A-Z]\w+) (?:says|writes|asks)\b")
YOU_DO = re.compile(r"(?i)\byou (?:are|ask|could ring|give|have|know|look|say|stop|tell|think|type|walk|watch|write)\b")
SPEECH = re.compile(r"\"[^\"]*\"|“[^”]*”|\*[^*]+\*")
"""What somebody says, writes or reads out."""
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
    assert 6 <= sum(bool(scene.choices) for scene in story.scenes) <= 10
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


@each_story
def test_it_can_be_seen_through_the_eyes_of_the_people_it_is_about(story: Scenario) -> None:
    assert [hat.short for hat in story.hats] == HATS[story.id]


@each_story
def test_every_pair_of_eyes_sees_something_of_its_own_in_every_scene_with_a_choice(story: Scenario) -> None:
    for scene in story.scenes:
        if scene.choices:
            seen = {hat for part in scene.body if isinstance(part, When) for hat in part.hats}
            assert seen == {hat.key for hat in story.hats}, scene.id


@each_story
def test_what_all_see_says_you_to_nobody(story: Scenario) -> None:
    """Outside speech, and outside what one hat sees, everybody is told of by name."""
    for scene in story.scenes:
        if not scene.is_ending:
            assert YOU_DO.findall(SPEECH.sub("", prose(scene))) == [], scene.id


@each_story
def test_it_is_coloured_by_how_an_earlier_story_ended(story: Scenario) -> None:
    order = list(HATS)
    earlier = {
        other for scene in story.scenes for part in scene.body if isinstance(part, When) for other, _ in part.endings
    }
    assert {order.index(one) < order.index(story.id) for one in earlier} <= {True}
    if story.id == "the-last-six-months":
        assert earlier == set(order) - {story.id}


def first_to_speak(story: Scenario) -> list[str]:
    """Who has the first words of each scene that has a choice in it; empty for somebody without a name."""
    found = (SPEAKS.search(prose(scene)) for scene in story.scenes if scene.choices)
    return [(speaker[1] or speaker[2]) if speaker else "" for speaker in found]


def test_the_public_members_have_the_first_word_at_least_as_often_as_not() -> None:
    """The rubric asks for two in five. Neither side should have it all."""
    speakers = [who for story in STORIES for who in first_to_speak(story)]
    public = sum(who in PUBLIC for who in speakers)
    assert 0.4 * len(speakers) <= public <= 0.85 * len(speakers)
    assert public + sum(who in STAFF for who in speakers) >= 0.9 * len(speakers), "the names above are those of the stories"
