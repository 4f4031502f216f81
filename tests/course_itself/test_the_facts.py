"""Names, dates and numbers that the course must get right, mistakes it must not make, and words it does not use."""

from __future__ import annotations

import re

import pytest

from .the_course import COURSE, PAGES, sections, source

PATHS = ["modules/index.md", *(page.path for page in PAGES)]
TEXT = "\n".join(source().pages[path] for path in PATHS)
ALL_ON_ONE_LINE = re.sub(r"\s+", " ", re.sub(r"[*_>]|\]\([^)]*\)|\[", " ", TEXT))

PRINCIPLES = [
    "Sharing of power",
    "Including all perspectives and skills",
    "Respecting and valuing the knowledge of all those working together on the research",
    "Reciprocity",
    "Building and maintaining relationships",
]
FEATURES = [
    "Establishing ground rules",
    "Continuing dialogue",
    "Joint ownership of key decisions",
    "A commitment to relationship building",
    "Opportunities for personal growth and development",
    "Flexibility",
    "Continuous reflection",
    "Valuing and evaluating the impact of co-producing research",
]
MUST = {
    "the guidance has its title": r"Guidance on co-producing a research project",
    "this form of it is of April 2021": r"April 2021",
    "it was first issued in 2018": r"first (issued|published).{0,40}2018|2018.{0,40}(edition|version|guidance)",
    "INVOLVE ended in April 2020": r"April 2020.{0,40}INVOLVE (came to an end|ended)",
    "NIHR has its present name": r"National Institute for Health and Care Research",
    "there are five principles": r"\b(five|5)( key)? principles",
    "there are eight features": r"\b(eight|8)( key)? features",
    "the review has its name, year and recommendation": r"2015\. +Going the Extra Mile .{0,80}Recommendation 6\b",
    "the chat has its date and tag": r"9 October 2017.{0,90}#Qcopro",
    "two public contributors are among the authors": r"two public contributors from the project are among the authors",
    "the 2022 paper has its number": r"Staniszewska, Hickey, Coutts and others \(2022\).{0,200}volume 8, article 4",
    "the licence is named": r"Creative Commons Attribution 4\.0",
    "a first step": r"calls itself a first step",
    "five questions left open": r"five hard questions that it leaves open",
    "whole projects, and parts": r"has whole projects in mind\. It accepts that some people will want to share only parts",
    "no recipe": r"There is no recipe here",
    "not a gold standard": r"April 2018 that it was not meant as a gold standard",
    "not everyone in everything": r"does not put everyone in everything",
    "the leader may be a public member": r"A member of the public can be that leader",
    "one who answers for it can share": r"They may have to answer for it in the end\. Even so, nothing stops them from",
    "power may move": r"It can rise for one person and fall for another",
    "with power comes responsibility": r"If you share the power, you share the responsibility",
    "the roots may lie outside": r"The roots of power may lie outside the room",
    "hard to put into practice": r"They found it hard to put every principle into practice",
}  # fmt: skip
MUST_NOT = {
    "2021 as the first edition": r"first (published|issued) in (April )?2021",
    "INVOLVE as if it were still there": r"INVOLVE (is|are|has|leads|aims|runs)\b",
    "a wrong name for NIHR": r"National Institute for Health and Social Care Research",
    "a wrong number of principles": r"\b(three|four|six|seven)( key)? principles",
    "a wrong number of features": r"\b(five|six|seven|nine|ten)( key)? features",
    "another recommendation": r"Recommendation [1-57-9]\b",
    "a wrong year for the chat": r"October 2018",
    "a wrong number of authors": r"three public (contributors )?(co-)?authors",
    "a wrong year for the paper": r"kind revolution.{0,40}(2019|2020|2021)",
    "two partners for three": r"between (the )?patients? and (the )?researchers?\b",
    "a gold standard": r"co-production is (the|a) gold standard",
    "a rate of pay that will date": r"£ ?\d+(\.\d+)? (an|per) hour",
    "somebody's own address": r"\b[\w.]+@[\w.]+\.\w+|soton\.ac\.uk",
    "a wrong licence": r"public domain",
}
NOT_OUR_WORDS = (
    r"hard[ -]to[ -]reach|lay (people|members?|persons?)|the vulnerable|service user voice|voice to the voiceless|suffers? from|"
    r"wheelchair[ -]bound|normal people|non-expert|real people|educate the public|buy-in|ordinary people|patient experience"
)


@pytest.mark.parametrize("pattern", MUST.values(), ids=MUST)
def test_the_course_says(pattern: str) -> None:
    assert re.search(pattern, ALL_ON_ONE_LINE, re.IGNORECASE)


@pytest.mark.parametrize("pattern", MUST_NOT.values(), ids=MUST_NOT)
def test_the_course_does_not_give(pattern: str) -> None:
    assert [found[0] for found in re.finditer(pattern, ALL_ON_ONE_LINE, re.IGNORECASE)] == []


def test_no_words_that_talk_down() -> None:
    assert [found[0] for found in re.finditer(rf"\b({NOT_OUR_WORDS})\b", ALL_ON_ONE_LINE, re.IGNORECASE)] == []


def test_the_five_principles_have_their_official_names_in_order() -> None:
    assert [principle.name for principle in COURSE.principles] == PRINCIPLES


def test_the_eight_features_have_their_official_names_in_order() -> None:
    assert [feature.name for feature in COURSE.features] == FEATURES


def test_module_2_gives_the_same_names_in_the_same_order() -> None:
    lists = sections("modules/what-it-means.md")["Five principles and eight features"]
    assert re.findall(r"(?m)^\d\. \*\*(.+?)\.\*\*", lists) == PRINCIPLES
    assert re.findall(r"(?m)^- (.+)$", lists) == [feature[0].lower() + feature[1:] for feature in FEATURES]


def test_sharing_of_power_leads() -> None:
    assert COURSE.principles[0].text.markdown.endswith("This one leads, and the rest follow from it.")


def test_the_meaning_has_four_parts_and_three_kinds_of_people() -> None:
    meaning = sections("modules/what-it-means.md")["Four parts to the meaning"]
    assert re.findall(r"(?m)^\d\. \*\*(.+?)\.\*\*", meaning) == ["Who", "What", "When", "Making knowledge"]
    assert "Researchers, practitioners *and* the public." in meaning


def test_joint_ownership_is_the_one_marker() -> None:
    asking = sections("modules/what-it-means.md")["Asking, helping, owning"]
    assert "The last of the three has the marker. The guidance calls it **joint ownership of key decisions**." in asking
    assert (
        re.findall("|".join(name for name in FEATURES if name != "Joint ownership of key decisions"), asking, re.I)
        == []
    )


def test_the_public_are_six_kinds_of_people() -> None:
    kinds = sections("modules/arriving.md")["Three kinds of people"]
    listed = kinds.split("It takes in six kinds of people:\n\n")[1].split("\n\n")[0]
    assert len(re.findall(r"(?m)^- ", listed)) == 6


def test_history_is_told_in_order() -> None:
    history = sections("modules/what-it-means.md")["How the guidance came about"]
    assert re.findall(r"(?m)^\d\. \*\*(.+?)\.\*\*", history) == [
        "Services came first",
        "2015",
        "9 October 2017",
        "2018",
        "April 2020",
        "April 2021",
    ]
