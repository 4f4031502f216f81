"""The course that comes with the program has nothing wrong in it, and every module has all its parts."""

from __future__ import annotations

import re
from datetime import date

import pytest

from course.content.coverage import coverage
from course.content.model import (
    CertificateRule,
    Document,
    Exercise,
    ExerciseKind,
    Module,
    PassMark,
    Question,
    QuestionMode,
    Sharing,
)

from .the_course import (
    COURSE,
    MODULES,
    PAGES,
    STORIES,
    activity_texts,
    checked,
    name,
    sections,
    source,
    texts,
    words_of,
)

NOBODY, ACCESS, COHORT = Sharing.NOBODY, Sharing.ACCESS, Sharing.COHORT
REFLECT, LIST, TABLE, SCALE = ExerciseKind.REFLECT, ExerciseKind.LIST, ExerciseKind.TABLE, ExerciseKind.SCALE
RANK, POOL, DIARY, RULES = ExerciseKind.RANK, ExerciseKind.POOL, ExerciseKind.DIARY, ExerciseKind.RULES
ROLES = ["Public contributor", "Researcher", "Practitioner", "Organisation lead"]
INDEX = "modules/index.md"
FACTS = re.compile(r"(?m)^facts: \[(.*)\]$")
each_module = pytest.mark.parametrize("module", MODULES, ids=name)
each_page = pytest.mark.parametrize("page", PAGES, ids=name)


def test_there_is_nothing_to_say_against_it() -> None:
    assert checked().problems == ()


def test_its_modules_come_in_order_and_each_leads_to_its_story() -> None:
    assert [(module.id, module.scenarios) for module in MODULES] == [
        ("arriving", ("first-cup-of-tea",)),
        ("what-it-means", ("what-shall-we-call-it",)),
        ("power", ("who-wrote-the-agenda",)),
        ("every-view", ("empty-chairs",)),
        ("give-and-gain", ("the-thank-you",)),
        ("good-talk", ("the-rule-nobody-used",)),
        ("deciding-together", ("the-questionnaire",)),
        ("at-a-distance", ("camera-off",)),
        ("reflecting-together", ("what-the-log-showed",)),
        ("what-gets-in-the-way", ("the-net",)),
        ("growing", ("a-group-with-no-project",)),
        ("putting-it-together", ("the-last-six-months",)),
    ]
    assert {story.id for story in STORIES} == {story for module in MODULES for story in module.scenarios}


def test_the_certificate_asks_for_the_six_things_it_says_it_asks_for() -> None:
    assert COURSE.certificate == CertificateRule(
        mark_modules=True,
        kept_exercises=1,
        exercises=(("good-talk", "our-ground-rules"), ("putting-it-together", "five-principles-after-the-story")),
        pass_checks=True,
        scenarios=("the-last-six-months",),
        scenario_count=3,
        confirm_plan=True,
    )


def test_the_whole_of_it_takes_about_eight_hours_without_the_stories() -> None:
    assert 7.5 * 60 <= sum(module.minutes for module in MODULES) <= 8 * 60
    assert {30 <= module.minutes <= 55 for module in MODULES} == {True}


def test_it_does_not_call_itself_co_produced() -> None:
    assert COURSE.made is not None
    assert "this course is **not** itself co-produced" in COURSE.made.markdown


@each_module
def test_a_module_has_a_short_summary(module: Module) -> None:
    assert 40 <= words_of(module.summary) <= 120


@each_module
def test_a_module_is_honest_works_at_a_distance_and_names_its_sources(module: Module) -> None:
    written = sections(module.path)
    assert len(re.findall(r"(?m)^\*\*.+\*\*", written["What is hard about this"])) >= 2
    assert re.search(r"(?i)\b(loses?|lose) out\b", written["If you are remote"]), "it says who a remote form leaves out"
    assert "Made up:" in written["References"]
    assert "Our own view:" in written["References"]


@each_module
def test_a_module_speaks_to_each_of_the_four_roles(module: Module) -> None:
    assert re.findall(r"(?m)^- \*\*(.+?)\.\*\* \S", sections(module.path)["For your own hats"]) == ROLES


@each_page
def test_a_page_says_when_it_was_checked_and_under_what_licence(page: Document) -> None:
    checked_on, due = (
        f"{day.day} {day:%B %Y}" for day in map(date.fromisoformat, (page.last_checked, page.review_due))
    )
    assert sections(page.path)["References"].splitlines()[-1] == (
        f"Checked: {checked_on}. Next check due: {due}. Licence: Creative Commons Attribution 4.0 (CC BY 4.0)."
    )
    assert page.licence == "CC BY 4.0"
    assert page.authors


@pytest.mark.parametrize("module", MODULES[1:], ids=name)
def test_a_later_module_begins_by_recalling_earlier_ones(module: Module) -> None:
    assert next(iter(sections(module.path))) == "Warm up"
    asked = [question for question in module.questions() if question.id.startswith("recall-")]
    assert 2 <= len(asked) <= 3
    taught = {fact for earlier in MODULES[: MODULES.index(module)] for fact in earlier.facts}
    assert {fact for question in asked for fact in question.facts} <= taught


@pytest.mark.parametrize("module", MODULES[:-1], ids=name)
def test_all_answers_but_one_must_be_right(module: Module) -> None:
    count = len(module.checks())
    assert module.pass_mark is not None
    assert (module.pass_mark.need, module.pass_mark.of) == (count - 1, count)


def test_the_last_check_asks_one_question_about_each_module_from_a_bank_and_ten_of_twelve_pass() -> None:
    last = MODULES[-1]
    banks = last.counted_checks()
    assert [bank[0].bank.replace(" ", "-") for bank in banks] == [module.id for module in MODULES]
    assert min(map(len, banks)) >= 2, "so that another try is another question"
    assert last.pass_mark == PassMark(need=10, of=12)
    for module, bank in zip(MODULES[:-1], banks, strict=False):
        for question in bank:
            assert set(question.facts) & set(module.facts), f"{question.id} is not about {module.id}"


QUESTIONS = [(module, question) for module in MODULES for question in module.questions()]


@pytest.mark.parametrize(("module", "question"), QUESTIONS, ids=lambda one: one.id)
def test_a_question_explains_every_answer_and_rests_on_a_fact(module: Module, question: Question) -> None:
    assert question.facts
    assert set(question.facts) <= set(module.facts)
    if question.mode in (QuestionMode.ORDERING, QuestionMode.MATCHING):
        assert words_of(question.why) >= 8
        return
    reasons = [answer.feedback.markdown if answer.feedback else "" for answer in question.answers]
    assert len(set(reasons)) == len(reasons)
    for reason in reasons:
        assert len(reason.split()) >= 8, "more than a verdict"


@pytest.mark.parametrize(("module", "question"), QUESTIONS, ids=lambda one: one.id)
def test_a_question_has_no_trick_in_it(module: Module, question: Question) -> None:
    offered = [answer.text.markdown for answer in question.answers]
    assert [
        words for words in offered if re.search(r"(?i)\b(all|none|both) of (the above|these)|^(never|always)\b", words)
    ] == []
    if question.mode is QuestionMode.SINGLE:
        assert 3 <= len(offered) <= 4
        lengths = [len(words.split()) for words in offered]
        assert max(lengths) <= 2 * min(lengths) + 2, "the length gives nothing away"


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    single = [question for _, question in QUESTIONS if question.mode is QuestionMode.SINGLE]
    places = [next(at for at, answer in enumerate(question.answers) if answer.right) for question in single]
    assert set(places) == {0, 1, 2, 3}
    assert max(map(places.count, range(4))) <= len(places) // 2


@each_module
def test_a_module_takes_about_as_long_as_it_says(module: Module) -> None:
    not_asked = [question for bank in module.checks() for question in bank[1:]]
    done = [block for block in module.blocks if isinstance(block, Exercise | Question) and block not in not_asked]
    doing = sum(block.minutes for block in done)
    unread = sum(len(text.split()) for question in not_asked for text in activity_texts(question))
    reading = (sum(len(text.split()) for text in texts(module)) - unread) / 200
    assert 0.75 * (reading + doing) <= module.minutes <= 1.25 * (reading + doing)


def test_every_exercise_is_there_of_its_kind_and_for_its_readers() -> None:
    assert [
        (module.id, one.id, one.kind, one.shared, one.plan)
        for module in MODULES
        for one in module.blocks
        if isinstance(one, Exercise)
    ] == [
        ("arriving", "my-hats", LIST, NOBODY, "Who I am in this"),
        ("arriving", "what-helps-me-take-part", TABLE, ACCESS, "Access and ways in"),
        ("arriving", "where-i-am-starting", SCALE, NOBODY, ""),
        ("what-it-means", "in-my-words-first", REFLECT, NOBODY, ""),
        ("what-it-means", "in-my-words-second", REFLECT, NOBODY, "What we mean"),
        ("what-it-means", "what-is-this", TABLE, NOBODY, ""),
        ("what-it-means", "whole-or-part", LIST, NOBODY, "Scope, said honestly"),
        ("power", "power-map", TABLE, NOBODY, "Power, as it is"),
        ("power", "my-say-over-time", TABLE, NOBODY, ""),
        ("power", "one-gap-i-noticed", REFLECT, NOBODY, ""),
        ("power", "hand-over-or-take-up", REFLECT, NOBODY, "What I will shift"),
        ("every-view", "empty-chairs-table", TABLE, NOBODY, "Who is not here yet"),
        ("every-view", "ways-of-knowing", LIST, NOBODY, ""),
        ("every-view", "before-i-met-them", REFLECT, NOBODY, ""),
        ("give-and-gain", "what-matters-most-to-me", RANK, COHORT, ""),
        ("give-and-gain", "my-guess-for-another-hat", RANK, COHORT, ""),
        ("give-and-gain", "give-and-gain-table", TABLE, NOBODY, "What each of us gains"),
        ("give-and-gain", "when-trust-moved", DIARY, NOBODY, ""),
        ("good-talk", "my-three", LIST, NOBODY, ""),
        ("good-talk", "our-ground-rules", RULES, COHORT, "How we treat each other"),
        ("good-talk", "jargon-jar", LIST, COHORT, ""),
        ("deciding-together", "what-we-know-what-we-do-not", POOL, COHORT, "What we know and need to find out"),
        ("deciding-together", "who-is-in-what-and-when", TABLE, NOBODY, "Who does what, when"),
        ("deciding-together", "one-big-decision", TABLE, NOBODY, "Key decisions"),
        ("at-a-distance", "ways-in", TABLE, NOBODY, "Access and ways in"),
        ("at-a-distance", "five-principles-at-a-distance", SCALE, NOBODY, ""),
        ("reflecting-together", "ways-that-might-suit-us", TABLE, NOBODY, ""),
        ("reflecting-together", "our-way-of-reflecting", REFLECT, NOBODY, "How we will reflect"),
        ("reflecting-together", "first-stage-entry", DIARY, NOBODY, ""),
        ("reflecting-together", "three-log-entries", TABLE, NOBODY, "How we will know"),
        ("reflecting-together", "signs-of-change", TABLE, NOBODY, "How we will know"),
        ("what-gets-in-the-way", "my-net", LIST, NOBODY, "What may stop us"),
        ("what-gets-in-the-way", "who-can-loosen-it", TABLE, NOBODY, "What may stop us"),
        ("what-gets-in-the-way", "the-case-in-150-words", REFLECT, NOBODY, "Why we should try"),
        ("growing", "need-and-offer", LIST, COHORT, "Support and learning"),
        ("growing", "keep-change-add-stop", TABLE, NOBODY, "What must change around us"),
        ("growing", "a-pot-of-10000", RANK, NOBODY, ""),
        ("growing", "what-i-gave-up", REFLECT, NOBODY, ""),
        ("putting-it-together", "where-i-am-now", SCALE, NOBODY, ""),
        ("putting-it-together", "five-principles-after-the-story", TABLE, NOBODY, ""),
        ("putting-it-together", "closest-to-home", REFLECT, NOBODY, ""),
        ("putting-it-together", "if-this-then-i-will", TABLE, NOBODY, "My next moves"),
        ("putting-it-together", "note-to-myself", REFLECT, NOBODY, ""),
        ("putting-it-together", "plan-check", TABLE, NOBODY, ""),
    ]


@each_module
def test_an_exercise_says_who_reads_it_where_it_stands(module: Module) -> None:
    """Left out, it would still be private. Written down, nobody has to know that."""
    exercises = [block for block in module.blocks if isinstance(block, Exercise)]
    assert len(re.findall(r"(?m)^Shared with: \S", source().pages[module.path])) == len(exercises)


def test_every_principle_and_every_feature_is_taught_asked_about_tried_and_planned() -> None:
    rows = coverage(COURSE)
    assert [row.kind for row in rows].count("principle") == 5
    assert [row.kind for row in rows].count("feature") == 8
    assert {row.id: row.gaps for row in rows if row.gaps} == {}
    assert [row.id for row in rows if not row.planned] == []


def test_every_fact_of_the_inventory_has_a_home_but_the_shared_mailbox() -> None:
    """F51 is a mail box of NIHR's. The course gives the contact of whoever runs it, and nobody else's."""
    named = {fact for page in source().pages.values() for line in FACTS.findall(page) for fact in line.split(", ")}
    assert {f"F{number:02}" for number in range(1, 90)} - named == {"F51"}


# --- the plan ---------------------------------------------------------------------------------------------------------

PLAN = {
    "Who I am in this": ["my-hats"],
    "What we mean": ["in-my-words-second"],
    "Scope, said honestly": ["whole-or-part"],
    "Power, as it is": ["power-map"],
    "What I will shift": ["hand-over-or-take-up"],
    "Who is not here yet": ["empty-chairs-table"],
    "Access and ways in": ["what-helps-me-take-part", "ways-in"],
    "What each of us gains": ["give-and-gain-table"],
    "How we treat each other": ["our-ground-rules"],
    "What we know and need to find out": ["what-we-know-what-we-do-not"],
    "Who does what, when": ["who-is-in-what-and-when"],
    "Key decisions": ["one-big-decision"],
    "How we will reflect": ["our-way-of-reflecting"],
    "How we will know": ["three-log-entries", "signs-of-change"],
    "What may stop us": ["my-net", "who-can-loosen-it"],
    "Why we should try": ["the-case-in-150-words"],
    "Support and learning": ["need-and-offer"],
    "What must change around us": ["keep-change-add-stop"],
    "My next moves": ["if-this-then-i-will"],
    "What we are not sure we can do": [],
}
"""Each section with the exercises that go there. The last is asked for at the end and never filled in beforehand."""


def test_the_plan_has_its_twenty_sections_and_each_but_the_last_is_fed_by_an_exercise() -> None:
    exercises = [one for module in MODULES for one in module.exercises()]
    assert {section.name: [one.id for one in exercises if one.plan == section.name] for section in COURSE.plan} == PLAN


def test_what_helps_somebody_take_part_is_in_the_plan_only_when_they_move_it() -> None:
    asked_first = [one.id for module in MODULES for one in module.exercises() if one.plan_if_moved]
    assert asked_first == ["what-helps-me-take-part"]


def test_the_last_module_looks_back_at_where_somebody_started() -> None:
    now = MODULES[-1].activity("where-i-am-now")
    then = MODULES[0].activity("where-i-am-starting")
    assert isinstance(now, Exercise) and isinstance(then, Exercise)
    assert now.earlier == ("arriving", "where-i-am-starting")
    assert [item.text.markdown for item in now.items] == [item.text.markdown for item in then.items]


# --- words ------------------------------------------------------------------------------------------------------------


def test_every_word_of_the_glossary_is_used_somewhere_in_the_course() -> None:
    assert COURSE.glossary is not None
    said = " ".join(" ".join(words for page in (*PAGES, *COURSE.pages) for words in [source().pages[page.path]]).split())
    unused = [
        term.name
        for term in COURSE.glossary.terms
        if not any(re.search(rf"\b{re.escape(form)}", said, re.IGNORECASE) for form in (term.name, *term.also))
    ]
    assert unused == []
