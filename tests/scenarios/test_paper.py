"""A story on paper: numbers to go to, what happens under a number of its own, boxes enough for any path."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from course.scenarios.paper import Boxes, booklet
from course.web import Mount
from tests.makers import choice, gate, scenario, scene
from tests.pages import CheckedClient
from tests.street_party import section, words_of

from .hatted import hatted
from .test_pages import STORY

__all__ = ["hatted"]
PAPER = f"{STORY}/-/paper"


def test_the_opening_leads_to_the_story_on_paper(as_amina: CheckedClient) -> None:
    link = next(one for one in section(as_amina.get(STORY), "main").css("a") if one.text() == "This story on paper")
    assert link.attributes["href"] == PAPER


def test_every_number_to_go_to_is_there_once_and_can_be_reached(hatted: Mount, as_amina: CheckedClient) -> None:
    page = LexborHTMLParser(as_amina.get(PAPER).text)
    leads = {one.attributes["href"] for one in page.css(".booklet .go a")}
    there = [f"#{one.attributes['id']}" for one in page.css(".booklet .sheet")]
    assert (leads | {"#paper-1"}, len(there)) == (set(there), len(set(there)))


def test_it_holds_every_hat_and_says_for_whom_each_passage_is(hatted: Mount, as_amina: CheckedClient) -> None:
    page = as_amina.get(PAPER)
    labels = [one.text() for one in LexborHTMLParser(page.text).css(".eyes-label")]
    assert labels == [
        "If you are Ada",
        "If you are Ben or Dr Ruth Cole",
        "If “The day before” ended with “Wet”",
        "If you are Ada",
        "If you are Ben",
        "If you are Ben",
    ]
    said = words_of(page)
    assert "Tick one hat." in said and "Ada Lovell." in said
    assert "If you have 1 or more of this gauge: Trust. Go to 4" in said
    assert "Otherwise. Go to 5" in said
    assert re.search(r"1b\. Ask what he would like He thinks .* Trust: tick 1 up\. Pace: tick 1 down\. Go to 2", said)
    assert "If you come back to a scene, cross out what you ticked there before." in said
    assert "Notes on biscuits" in said


def test_a_story_without_hats_has_a_booklet_too(as_amina: CheckedClient) -> None:
    said = words_of(as_amina.get(PAPER))
    assert ("hat" in said.split(), "4. A chair in the shade" in said) == (False, True)


def test_it_tells_nothing_about_the_learner(hatted: Mount, as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    as_amina.send_form("/scenarios/the-day-before", {"act": "start"})
    assert words_of(as_amina.get(PAPER), ".booklet") == words_of(as_joe.get(PAPER), ".booklet")


def test_a_story_that_is_not_there_has_no_booklet(as_amina: CheckedClient) -> None:
    assert as_amina.get("/scenarios/nowhere/-/paper").status_code == 404


# --- the rules --------------------------------------------------------------------------------------------------------


def test_endings_come_last_and_keep_the_count_going() -> None:
    early = replace(scene("early"), is_ending=True)
    late = replace(scene("late"), is_ending=True)
    made = booklet(scenario("s", scene("a", choice("x", "early"), choice("y", "b", trust=1)), early,
                            scene("b", gates=[gate("late", "trust", 1), gate("early")]), late, tallies=("trust",)))  # fmt: skip
    assert [(one.number, one.scene.id) for one in made.sheets] == [(1, "a"), (2, "b")]
    assert [(one.number, one.scene.id) for one in made.endings] == [(3, "early"), (4, "late")]
    assert [(way.mark, way.to) for way in made.sheets[0].ways] == [("", 3), ("1b", 2)]
    assert [(one.tally, to) for one, to in made.sheets[1].gates] == [("trust", 4), ("", 3)]
    assert made.can_return is False


def test_each_gauge_has_boxes_enough_for_any_path() -> None:
    made = booklet(
        scenario(
            "s",
            scene("a", choice("x", "b", trust=2, pace=-1), choice("y", "b", trust=1, pace=-3, points=2)),
            scene("b", choice("x", "a", trust=-1), choice("y", "a", trust=4)),
            tallies=("trust", "pace", "luck"),
        )
    )
    assert made.boxes == (
        Boxes(tally="trust", up=6, down=1),
        Boxes(tally="pace", up=0, down=3),
        Boxes(tally="luck", up=0, down=0),
        Boxes(tally="points", up=2, down=0),
    )
    assert made.can_return is True


@pytest.mark.parametrize(("count", "last"), [(26, "1z"), (27, "1aa"), (53, "1ba")])
def test_marks_go_on_after_z(count: int, last: str) -> None:
    made = booklet(
        scenario("s", scene("a", *[choice(f"c{at}", "a", trust=1) for at in range(count)]), tallies=("trust",))
    )
    assert made.sheets[0].ways[-1].mark == last
