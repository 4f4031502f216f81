"""How a plan is put together from what somebody kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from course.content.model import (
    Course,
    Exercise,
    ExerciseKind,
    Module,
    PlanSection,
    Principle,
    Text,
)
from course.errors import NotOnOffer
from course.plan.forms import read_section
from course.plan.rules import HOME, Everything, OwnWords, Plan, own_words, plan_of, sections_of
from tests.makers import NOW


@dataclass(frozen=True)
class Row:
    words: str = ""
    state: str = "kept"
    version: int = 1
    minutes: int = 0

    @property
    def saved_at(self):  # type: ignore[no-untyped-def]
        return NOW + timedelta(minutes=self.minutes)


def exercise(name: str, plan: str = "", *, if_moved: bool = False) -> Exercise:
    return Exercise(
        id=name,
        title=name,
        slug=name,
        prompt=Text(markdown="?"),
        kind=ExerciseKind.REFLECT,
        plan=plan,
        plan_if_moved=if_moved,
    )


def module(name: str, *blocks: Exercise) -> Module:
    return Module(id=name, name=name, path=f"modules/{name}.md", title=name.title(), blocks=blocks)


def section(name: str, *serves: str) -> PlanSection:
    return PlanSection(id=name.lower().replace(" ", "-"), name=name, text=Text(markdown=""), serves=serves)


COURSE = Course(
    id="c",
    title="C",
    summary=Text(markdown=""),
    principles=(Principle(id="fair", name="Fair shares", text=Text(markdown="")),),
    plan=(section("Who", "fair"), section("Access"), section("Not sure")),
    modules=(
        module("one", exercise("hats", "Who"), exercise("diary"), exercise("needs", "Access", if_moved=True)),
        module("two", exercise("friends", "Who")),
    ),
)


def kept(**rows: Row | tuple[Row, Row | None]) -> Everything:
    """By name: `one__hats` is the exercise hats of module one; `who` is the section's own words."""
    found = {}
    for name, row in rows.items():
        place, _, part = name.partition("__")
        pair = row if isinstance(row, tuple) else (row, row)
        found[(place, part) if part else (HOME, place.replace("_", "-"))] = pair
    return found


def said(text: str) -> str:
    return json.dumps({"text": text})


def in_short(plan: Plan) -> dict[str, list[str]]:
    return {part.section.name: [str(one.value.get("text", one.state)) for one in part.answers] for part in plan.parts}


def test_what_was_kept_stands_in_its_section_in_the_order_of_the_course() -> None:
    plan = plan_of(
        COURSE, kept(two__friends=Row(said("Sam")), one__hats=Row(said("Cook")), one__diary=Row(said("Rain")))
    )

    assert in_short(plan) == {"Who": ["Cook", "Sam"], "Access": [], "Not sure": []}
    assert [(one.source.number, one.source.place) for one in plan.parts[0].answers] == [
        (1, "one/hats"),
        (2, "two/friends"),
    ]
    assert plan.parts[0].serves == ("Fair shares",)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row(said("Cook")), ["Cook"]),
        (Row("", "on_paper"), ["on_paper"]),
        (Row("", "in_talk"), ["in_talk"]),
        (Row(said("Cook"), "not_now"), []),
        (Row("", "removed"), []),
        ((Row(said("Coo"), "draft"), None), []),
        ((Row(said("Coo"), "draft", 2), Row(said("Cook"))), ["Cook"]),
        ((Row(said("Coo"), "draft", 3), Row("", "not_now", 2)), []),
    ],
)
def test_only_what_is_kept_is_in_the_plan(row: Row, expected: list[str]) -> None:
    assert in_short(plan_of(COURSE, kept(one__hats=row)))["Who"] == expected


def test_an_answer_that_is_being_changed_says_so() -> None:
    before, draft = Row(said("Cook")), Row(said("Coo"), "draft", 2)
    assert [one.has_newer_draft for one in plan_of(COURSE, kept(one__hats=(draft, before))).parts[0].answers] == [True]
    assert [one.has_newer_draft for one in plan_of(COURSE, kept(one__hats=before)).parts[0].answers] == [False]


def test_an_answer_waits_until_it_is_moved_and_again_when_it_is_taken_out() -> None:
    answer = Row(said("A chair"))
    waits = plan_of(COURSE, kept(one__needs=answer)).parts[1]
    assert ([one.source.place for one in waits.waiting], waits.answers, waits.is_empty) == (["one/needs"], (), True)

    sent = read_section(waits, {"text": "Hm", "act": "put-in:one/needs"}, is_autosave=False)
    assert (sent.own.moved, sent.own.text, sent.state) == (("one/needs",), "Hm", "kept")
    moved = plan_of(COURSE, kept(one__needs=answer, access=Row(json.dumps(sent.own.value)))).parts[1]
    assert ([one.was_moved for one in moved.answers], moved.waiting) == ([True], ())

    assert read_section(moved, {"act": "put-in:one/needs"}, is_autosave=False).own.moved == ("one/needs",)
    assert read_section(moved, {"act": "take-out:one/needs"}, is_autosave=False).own.moved == ()
    assert read_section(moved, {"act": "keep"}, is_autosave=False).own.moved == ("one/needs",)


@pytest.mark.parametrize("form", [{"act": "put-in:one/hats"}, {"act": "take-out:x"}, {"stands": "maybe"}])
def test_what_a_section_does_not_offer_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(NotOnOffer):
        read_section(plan_of(COURSE, {}).parts[1], form, is_autosave=False)


def test_nothing_is_moved_by_a_page_that_saves_itself() -> None:
    part = plan_of(COURSE, kept(one__needs=Row(said("A chair")))).parts[1]
    sent = read_section(part, {"text": "Hm", "act": "put-in:one/needs"}, is_autosave=True)
    assert (sent.own.moved, sent.state) == ((), "draft")


def test_the_modules_that_feed_it_come_in_the_order_of_the_course() -> None:
    assert [(number, one.id) for number, one in plan_of(COURSE, {}).feeding()] == [(1, "one"), (2, "two")]


def test_print_and_downloads_hold_what_is_there_and_not_left_out() -> None:
    plan = plan_of(
        COURSE,
        kept(
            one__hats=Row(said("Cook")),
            who=Row(json.dumps({"text": "", "stands": "out"})),
            access=Row(json.dumps({"text": "", "stands": "agree"})),
        ),
    )
    assert [part.section.name for part in plan.shown()] == ["Access"]
    assert [part.section.name for part in plan.left_open()] == ["Not sure"]
    assert not plan.is_empty


def test_a_plan_is_empty_when_nothing_is_in_it_or_waits_for_it() -> None:
    assert plan_of(COURSE, {}).is_empty
    assert plan_of(COURSE, kept(one__diary=Row(said("Rain")))).is_empty
    assert not plan_of(COURSE, kept(one__needs=Row(said("A chair")))).is_empty
    assert not plan_of(COURSE, kept(not_sure=Row(said("All of it")))).is_empty


def test_a_plan_changes_with_what_is_kept_in_it_and_not_with_what_waits_or_is_a_draft() -> None:
    assert plan_of(COURSE, {}).changed_at is None
    changed = plan_of(
        COURSE,
        kept(
            one__hats=(Row(said("Coo"), "draft", 2, minutes=9), Row(said("Cook"), minutes=3)),
            one__needs=Row(said("A chair"), minutes=8),
            one__diary=Row(said("Rain"), minutes=7),
            not_sure=Row(said("All"), minutes=2),
        ),
    )
    assert changed.changed_at == NOW + timedelta(minutes=3)
    assert plan_of(COURSE, kept(one__hats=Row("", "removed", minutes=5))).changed_at == NOW + timedelta(minutes=5)


def test_without_sections_in_the_index_they_come_in_order_of_first_use() -> None:
    bare = Course(
        id="c",
        title="C",
        summary=Text(markdown=""),
        modules=(
            module("one", exercise("a", "Who, when"), exercise("b")),
            module("two", exercise("c", "Why?"), exercise("d", "Who, when"), exercise("e", "Why")),
        ),
    )
    assert [(one.id, one.name) for one in sections_of(bare)] == [
        ("who-when", "Who, when"),
        ("why", "Why?"),
        ("why-2", "Why"),
    ]
    assert in_short(plan_of(bare, kept(two__d=Row(said("Sam"))))) == {"Who, when": ["Sam"], "Why?": [], "Why": []}
    assert sections_of(Course(id="c", title="C", summary=Text(markdown=""))) == ()


def test_words_that_were_taken_away_are_gone() -> None:
    assert own_words(None) == OwnWords()
    assert own_words(Row("", "removed", 4)).text == ""
    assert OwnWords(text="  ", stands="in").value == {}
    assert OwnWords(text="", stands="agree").value == {"text": "", "stands": "agree", "moved": []}


def test_modules_that_feed_a_plan_come_in_the_order_of_the_course_whatever_the_order_of_its_sections() -> None:
    other_way_round = replace(
        COURSE,
        plan=(section("Access"), section("Who")),
        modules=(module("one", exercise("friends", "Who")), module("two", exercise("needs", "Access"))),
    )
    assert [(number, one.id) for number, one in plan_of(other_way_round, {}).feeding()] == [(1, "one"), (2, "two")]
