"""Names, dates and numbers that the course must get right, mistakes it must not make, and words it does not use."""

from __future__ import annotations

import re

import pytest

from .the_course import COURSE, PAGES, sections, source

PATHS = ["modules/index.md", "modules/glossary.md", *(page.path for page in (*PAGES, *COURSE.pages))]
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
    "six questions in the chat": r"six chat questions",
    "three booklets": r"three (booklets|Co-production in Action)",
    "where the remote tools are": r"pages 13 to 18",
    "who was at the round table": r"\b22 people.{0,60}Sweden",
    "where it was": r"In London in 2019",
    "universities, with a source and a year": r"59 universities made a promise.{0,160}2019\. Other pages give 58 in January 2020",
    "the two ways universities are judged": r"Research Excellence Framework.{0,200}Knowledge Exchange Framework",
    "Kuhn's book has its year": r"Thomas Kuhn, of 1962",
    "a revolution is a question": r"Is this one\? The paper asks\. It does not say yes",
    "Wellcome has its year": r"2020 by Wellcome",
    "the fall in involvement has its source": r"four in five to about one in five\. Those are early figures from the Health",
    "six UK standards of 2019": r"UK Standards for Public Involvement.{0,80}2019",
    "present payment guidance": r"pages on paying public contributors",
    "a reference group may not suit": r"It may not be right for every project",
    "sandpit": r"A sandpit is an intense session of free thinking",
    "what helps": r"Ties that last longer.{0,1200}Sandpits.{0,200}Glue money.{0,200}Safe spaces",
    "the guidance says little on remote work": r"says little about working at a distance",
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
    "a wrong number of questions in the chat": r"(five|seven) chat questions",
    "wrong pages of the map": r"pages? 12\b|pages? 19\b",
    "a wrong number of guests": r"\b(20|21|23|24) (people|guests|attendees) (sat|came|met|round)",
    "pledges as signatures": r"universities (have )?signed",
    "slips in names": r"KEFL|Research Excellent Framework|\bKhun\b",
    "a wrong century": r"end of the (twentieth|20th) century",
    "all researchers": r"\ball researchers\b",
    "a wrong number of booklets": r"\b(?<!first )(two|four) booklets",
    "a bare figure for the fall": r"\b2[02]%",
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
    assert "Only the top rung has the marker. The guidance calls it **joint ownership of key decisions**." in asking
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


# --- every year has a source ------------------------------------------------------------------------------------------

YEARS = {
    "1962": "Kuhn's book",
    "2006": "the studies of recalling and of if-then plans",
    "2012": "since when Tina Coldham has chaired SCIE's network",
    "2013": "the review of ways to learn",
    "2015": "Going the Extra Mile",
    "2017": "the chat",
    "2018": "the first edition",
    "2019": "the round table, the standards, two booklets, three papers",
    "2020": "the end of INVOLVE, Wellcome, the pandemic",
    "2021": "this edition of the guidance, the team's article",
    "2022": "the paper, the remote study, SCIE, NIHR's name",
    "2024": "the payment guidance, a larger review",
    "2026": "when the pages were checked",
    "2027": "when they are to be checked again",
}
"""Every year that the course names, and what it belongs to."""


def test_no_year_is_there_without_a_source() -> None:
    pages = [path for path in PATHS if path.startswith("modules/")]
    years = {year for path in pages for year in re.findall(r"\b(?:1[6-9]|20)\d\d\b", words_on(path))}
    assert years == set(YEARS)


def words_on(path: str) -> str:
    """A page below its details, without addresses."""
    return re.sub(r"\]\([^)]*\)", "]", source().pages[path].split("\n---\n", 1)[1])


# --- where it must be honest about what is hard -----------------------------------------------------------------------

HARD = {
    "H1 no project meets all of the principles": {
        "what-it-means": r"We know of no project that does all of it",
        "power": r"No project gets all of it right",
        "putting-it-together": r"These are aims, and you will miss some",
        "index": r"We know of no project that lives up to all five principles all of the time",
    },
    "H2 the question is often fixed first": {"what-it-means": r"The question is often fixed before the team exists"},
    "H3 some power is held in place": {
        "power": r"Contracts, the law and the name on a grant hold some of it in place",
        "what-gets-in-the-way": r"Law, contracts and money hold some of the net in place",
    },
    "H4 naming power costs the least secure most": {
        "power": r"Naming power can cost the least secure person most",
        "what-gets-in-the-way": r"Speaking up costs some people more",
    },
    "H5 no promise of safety": {
        "arriving": r"Nobody can promise that a space is safe.+Kind words can have limits",
        "good-talk": r"You cannot promise a safe space.+Limits have to be said",
    },
    "H6 inclusion can use people up": {
        "every-view": r"Being invited has a price.+until they are used up",
        "give-and-gain": r"Being included can use people up",
    },
    "H7 pay can harm": {"give-and-gain": r"Pay can do harm"},
    "H8 consensus and votes hide power": {"deciding-together": r"There is no neutral way to decide"},
    "H9 online leaves people out, and so does this course": {
        "at-a-distance": r"A course on a screen cannot reach people with no screen.+That goes for this course"
    },
    "H10 evidence is thin": {
        "reflecting-together": r"hard to pin to one cause.+The evidence is thin",
        "what-gets-in-the-way": r"The evidence is thin",
    },
    "H11 serious critics": {"what-gets-in-the-way": r"Some serious people doubt that it can be done at all in some places"},
    "H12 it can be unkind, and kindness can hide a lack of say": {
        "give-and-gain": r"Kindness can cover things over",
        "what-gets-in-the-way": r"It can be done unkindly",
    },
    "H13 the same few, burn-out, endings": {
        "growing": r"the same few people.+People burn out.+Endings hurt",
        "putting-it-together": r"It is often the same few people.+Endings can undo a lot",
    },
    "H14 five challenges are open": {
        "what-it-means": r"The guidance is not finished, and it says so",
        "deciding-together": r"five challenges",
        "reflecting-together": r"five challenges that it does not solve",
        "what-gets-in-the-way": r"five challenges unsolved",
    },
    "H15 not itself co-produced": {"index": r"Until they have, this course is not itself co-produced"},
}
HARD_PLACES = [(what, place, pattern) for what, places in HARD.items() for place, pattern in places.items()]


@pytest.mark.parametrize(("what", "place", "pattern"), HARD_PLACES, ids=lambda one: None)
def test_what_is_hard_is_said_where_it_belongs(what: str, place: str, pattern: str) -> None:
    text = words_on(f"modules/{place}.md") if place == "index" else sections(f"modules/{place}.md")["What is hard about this"]
    assert re.search(pattern, re.sub(r"\s+", " ", text.replace("*", ""))), what
