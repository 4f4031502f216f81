"""How far a learner is: tables of what was done and what that comes to, without a database or a clock."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from course.content.model import CertificateRule, Course
from course.progress.rules import ModuleProgress, Place, Step, added_since, pass_mark_of, progress_of
from tests.makers import NOW, SomeFacts, course, exercise, facts, module, question, scenario, scene

EVERYTHING = CertificateRule(mark_modules=True, kept_exercises=1, pass_checks=True, scenarios=("doors",))
KITCHEN = module("kitchen", exercise("tea"), exercise("cups"), question("who"), question("when"), scenarios=("doors",))
HALL = module("hall")
DOORS = scenario("doors", scene("end"))
COURSE = course(KITCHEN, HALL, scenarios=[DOORS], certificate=EVERYTHING)
ALL_DONE = facts(
    kept=["kitchen/tea"], right=["kitchen/who", "kitchen/when"], ended=["doors"], marked=["kitchen", "hall"]
)


def test_somebody_new_has_every_step_before_them() -> None:
    progress = progress_of(COURSE, facts())

    assert progress.modules == (
        ModuleProgress(
            module_id="kitchen",
            state="to-do",
            steps=(
                Step(kind="exercises", is_done=False, have=0, need=1),
                Step(kind="check", is_done=False, have=0, need=2, out_of=2),
                Step(kind="scenario", is_done=False, have=0, need=1, scenario_id="doors"),
                Step(kind="mark", is_done=False, have=0, need=1),
            ),
        ),
        ModuleProgress(module_id="hall", state="to-do", steps=(Step(kind="mark", is_done=False, have=0, need=1),)),
    )
    assert (progress.done, progress.total, progress.is_complete) == (0, 5, False)
    assert progress.next == Place(kind="activity", module_id="kitchen", activity_id="tea")


def test_all_steps_done_is_complete_with_nothing_to_carry_on() -> None:
    progress = progress_of(COURSE, ALL_DONE)

    assert (progress.done, progress.total, progress.is_complete, progress.next) == (5, 5, True, None)
    assert [one.state for one in progress.modules] == ["done", "done"]


STEPS_DONE = (
    ("nothing", facts(), 0),
    ("opening a page is not a step", facts(opened=["kitchen", "hall"]), 0),
    ("one exercise kept is enough", facts(kept=["kitchen/tea"]), 1),
    ("a second exercise adds no step", facts(kept=["kitchen/tea", "kitchen/cups"]), 1),
    ("one right answer of two does not pass", facts(right=["kitchen/who"]), 0),
    ("both right pass", facts(right=["kitchen/who", "kitchen/when"]), 1),
    ("wrong tries do not count", facts(wrong=["kitchen/who", "kitchen/when"]), 0),
    ("a scenario ended", facts(ended=["doors"]), 1),
    ("a scenario under way", SomeFacts(scenarios={"doors": "open"}), 0),
    ("a module marked", facts(marked=["hall"]), 1),
    ("the last step but one", replace(ALL_DONE, scenarios={}), 4),
    ("everything", ALL_DONE, 5),
    ("work on a module that has left the course", facts(kept=["attic/tea"], right=["attic/who"], marked=["attic"]), 0),
    ("work on an exercise that has left its module", facts(kept=["kitchen/gone"]), 0),
    ("a question that has left its module", facts(right=["kitchen/gone", "kitchen/who"]), 0),
    ("a scenario that has left the course", facts(ended=["gone"]), 0),
)


@pytest.mark.parametrize(("done", "count"), [case[1:] for case in STEPS_DONE], ids=[case[0] for case in STEPS_DONE])
def test_steps_done(done: SomeFacts, count: int) -> None:
    assert progress_of(COURSE, done).done == count


KEPT = (
    ("draft", False, 0),
    ("draft", True, 1),
    ("kept", True, 1),
    ("on_paper", True, 1),
    ("in_talk", True, 1),
    ("not_now", False, 0),
    ("not_now", True, 1),
    ("removed", True, 1),
)


@pytest.mark.parametrize(("newest", "was_ever_kept", "have"), KEPT)
def test_an_exercise_once_kept_stays_kept(newest: str, was_ever_kept: bool, have: int) -> None:
    place = ("kitchen", "tea")
    done = SomeFacts(exercises={place: newest}, ever_kept=frozenset({place} if was_ever_kept else ()))

    assert progress_of(COURSE, done).modules[0].steps[0].have == have


STATES = (
    (facts(), "to-do"),
    (facts(opened=["kitchen"]), "started"),
    (SomeFacts(exercises={("kitchen", "tea"): "draft"}), "started"),
    (facts(opened=["hall"]), "to-do"),
    (replace(ALL_DONE, marked={"hall": NOW}), "started"),
    (ALL_DONE, "done"),
)


@pytest.mark.parametrize(("done", "state"), STATES)
def test_the_state_of_a_module(done: SomeFacts, state: str) -> None:
    assert progress_of(COURSE, done).modules[0].state == state


KEPT_BOTH = facts(kept=["kitchen/tea", "kitchen/cups"])
LEFT_BOTH = SomeFacts(exercises={("kitchen", "tea"): "not_now", ("kitchen", "cups"): "not_now"})
MARK = Place(kind="mark", module_id="kitchen")


def at(part: str) -> Place:
    return Place(kind="activity", module_id="kitchen", activity_id=part)


CARRY_ON = (
    ("the first exercise", facts(), at("tea")),
    ("the exercise after the kept one", facts(kept=["kitchen/tea"]), at("cups")),
    ("a draft is come back to", SomeFacts(exercises={("kitchen", "tea"): "draft"}), at("tea")),
    ("what was left for now is passed", LEFT_BOTH, at("who")),
    ("a question answered wrong", replace(KEPT_BOTH, questions={("kitchen", "who"): False}), at("who")),
    ("the second question", replace(KEPT_BOTH, questions={("kitchen", "who"): True}), at("when")),
    (
        "the story of the module",
        replace(KEPT_BOTH, questions=ALL_DONE.questions),
        Place(kind="scenario", module_id="kitchen", scenario_id="doors"),
    ),
    ("the mark", replace(ALL_DONE, exercises=KEPT_BOTH.exercises, marked={}), MARK),
    ("the next module", replace(ALL_DONE, marked={"kitchen": NOW}), Place(kind="mark", module_id="hall")),
    (
        "the end of a module that says what is still missing",
        replace(ALL_DONE, exercises=LEFT_BOTH.exercises, ever_kept=frozenset()),
        MARK,
    ),
    ("nothing", ALL_DONE, None),
)


@pytest.mark.parametrize(("done", "place"), [case[1:] for case in CARRY_ON], ids=[case[0] for case in CARRY_ON])
def test_carry_on_leads_to_the_exact_step_left(done: SomeFacts, place: Place | None) -> None:
    assert progress_of(COURSE, done).next == place


def test_carry_on_passes_questions_that_the_pass_mark_does_not_need() -> None:
    check = module("check", question("one"), question("two"), exercise("after"), pass_mark=1)
    done = facts(right=["check/two"])

    progress = progress_of(course(check, certificate=EVERYTHING), done)

    assert progress.next == Place(kind="activity", module_id="check", activity_id="after")


PASS_MARKS = (
    (module("m"), 0),
    (module("m", question("a"), question("b")), 2),
    (module("m", question("a"), question("b"), pass_mark=1), 1),
    (module("m", question("a"), pass_mark=3), 1),
    (module("m", question("a"), question("b", optional=True)), 1),
    (module("m", question("a"), question("b", optional=True), pass_mark=2), 1),
    (module("m", question("a", optional=True), pass_mark=1), 0),
)


@pytest.mark.parametrize(("one", "need"), PASS_MARKS)
def test_a_pass_mark_is_never_more_than_there_are_questions(one: object, need: int) -> None:
    assert pass_mark_of(one) == need  # type: ignore[arg-type]


def test_an_optional_question_is_no_part_of_the_check() -> None:
    one = module("m", question("a"), question("extra", optional=True))
    rule = CertificateRule(mark_modules=False, pass_checks=True)

    progress = progress_of(course(one, certificate=rule), facts(right=["m/extra"]))

    assert progress.modules[0].steps == (Step(kind="check", is_done=False, have=0, need=1, out_of=1),)


BANKS = (
    ("nothing answered", facts(), 0, False),
    ("one question of a bank right", facts(right=["m/a2"]), 1, False),
    ("two of the same bank are still one", facts(right=["m/a1", "m/a2"]), 1, False),
    ("a wrong try beside a right one does no harm", facts(right=["m/a2"], wrong=["m/a1"]), 1, False),
    ("each bank once", facts(right=["m/a2", "m/b1"]), 2, True),
)


@pytest.mark.parametrize(("done", "have", "is_done"), [case[1:] for case in BANKS], ids=[case[0] for case in BANKS])
def test_a_bank_counts_as_one_question(done: SomeFacts, have: int, is_done: bool) -> None:
    banks = [question(f"{bank}{number}", bank=bank) for bank in "ab" for number in (1, 2)]
    one = course(
        module("m", *banks, question("alone"), pass_mark=2),
        certificate=CertificateRule(mark_modules=False, pass_checks=True),
    )

    assert progress_of(one, done).modules[0].steps == (
        Step(kind="check", is_done=is_done, have=have, need=2, out_of=3),
    )


def test_an_exercise_the_certificate_names_is_a_step_of_its_own_and_is_done_in_any_way() -> None:
    rule = CertificateRule(mark_modules=False, exercises=(("kitchen", "cups"),))
    named = replace(COURSE, certificate=rule)
    step = Step(kind="exercise", is_done=False, have=0, need=1, activity_id="cups")

    assert progress_of(named, facts(kept=["kitchen/tea"])).modules[0].steps == (step,)
    assert progress_of(named, facts(kept=["kitchen/tea"])).next == Place(
        kind="activity", module_id="kitchen", activity_id="cups"
    )
    assert progress_of(named, facts(kept=["kitchen/cups"])).is_complete


def test_after_not_now_a_named_exercise_still_is_where_to_carry_on() -> None:
    rule = CertificateRule(mark_modules=False, exercises=(("kitchen", "tea"),))
    one = course(module("kitchen", exercise("tea"), exercise("cups")), certificate=rule)
    skipped = replace(
        facts(kept=["kitchen/cups"]), exercises={("kitchen", "tea"): "not_now", ("kitchen", "cups"): "kept"}
    )

    assert progress_of(one, skipped).next == Place(kind="activity", module_id="kitchen", activity_id="tea")


def test_an_exercise_that_is_called_like_a_kind_of_step_is_told_of_when_it_is_added() -> None:
    kitchen = module("kitchen", exercise("mark"))
    before = progress_of(course(kitchen, certificate=CertificateRule()), facts())
    after = progress_of(course(kitchen, certificate=CertificateRule(exercises=(("kitchen", "mark"),))), facts())

    assert [(place, step.kind) for place, step in added_since(before, after)] == [("kitchen", "exercise")]


RULES = (
    ("marks only", CertificateRule(), ["mark", "mark"]),
    ("no exercises asked for in a module without any", replace(EVERYTHING, scenarios=()), ["exercises", "check", "mark", "mark"]),
    ("checks only", CertificateRule(mark_modules=False, pass_checks=True), ["check"]),
    ("nothing at all", CertificateRule(mark_modules=False), []),
    ("a story of the module", CertificateRule(mark_modules=False, scenarios=("doors",)), ["scenario"]),
    ("any one story", CertificateRule(mark_modules=False, scenario_count=1), ["scenarios"]),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "kinds"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_a_step_is_there_for_each_thing_the_certificate_asks_for(rule: CertificateRule, kinds: list[str]) -> None:
    progress = progress_of(replace(COURSE, certificate=rule), facts())

    assert [step.kind for one in progress.modules for step in one.steps] + [
        step.kind for step in progress.beyond
    ] == kinds


def test_no_more_exercises_are_asked_for_than_a_module_has() -> None:
    rule = CertificateRule(mark_modules=False, kept_exercises=5)

    progress = progress_of(replace(COURSE, certificate=rule), facts(kept=["kitchen/tea"]))

    assert progress.modules[0].steps == (Step(kind="exercises", is_done=False, have=1, need=2),)


def test_a_named_story_that_two_modules_lead_to_is_one_step_in_the_first() -> None:
    both = course(
        module("one", scenarios=("doors",)),
        module("two", scenarios=("doors",)),
        scenarios=[DOORS],
        certificate=CertificateRule(mark_modules=False, scenarios=("doors",)),
    )

    progress = progress_of(both, facts())

    assert [len(one.steps) for one in progress.modules] == [1, 0]
    assert progress.total == 1


def test_a_named_story_that_no_module_leads_to_is_a_step_of_its_own() -> None:
    alone = course(scenarios=[DOORS], certificate=CertificateRule(mark_modules=False, scenarios=("doors",)))

    progress = progress_of(alone, facts())

    assert progress.beyond == (Step(kind="scenario", is_done=False, have=0, need=1, scenario_id="doors"),)
    assert progress.next == Place(kind="scenario", scenario_id="doors")


OTHER_STORIES = (
    ([], False, 0, "b"),
    (["a"], False, 0, "b"),
    (["b"], False, 1, "c"),
    (["b", "c"], True, 2, None),
    (["b", "c", "d"], True, 2, None),
)


@pytest.mark.parametrize(("ended", "is_done", "have", "onward"), OTHER_STORIES)
def test_any_two_other_stories(ended: list[str], is_done: bool, have: int, onward: str | None) -> None:
    stories = course(
        scenarios=[scenario(name, scene("end")) for name in "abcd"],
        certificate=CertificateRule(mark_modules=False, scenarios=("a",), scenario_count=2),
    )
    done = facts(ended=["a", *ended])

    progress = progress_of(stories, done)

    assert progress.beyond[1] == Step(kind="scenarios", is_done=is_done, have=have, need=2)
    assert progress.next == (Place(kind="scenario", scenario_id=onward) if onward else None)


def test_more_stories_are_not_asked_for_than_there_are() -> None:
    one = course(scenarios=[DOORS], certificate=CertificateRule(mark_modules=False, scenario_count=4))

    assert progress_of(one, facts(ended=["doors"])).is_complete


def test_what_a_new_release_adds_is_to_do_and_what_was_done_stays_done() -> None:
    grown = replace(COURSE, modules=(replace(KITCHEN, blocks=(*KITCHEN.blocks, question("new"))), HALL, module("loft")))

    progress = progress_of(grown, ALL_DONE)

    assert (progress.done, progress.total) == (4, 6)
    assert progress.next == Place(kind="activity", module_id="kitchen", activity_id="cups")


# --- whatever the course, whatever was done ---------------------------------------------------------------------------

Atom = tuple[str, str, str]
"""One thing done: its kind, the module or scenario, the part."""

NAMES = ("m0", "m1", "m2")
STORIES = ("s0", "s1", "s2")


@some.composite
def courses(draw: some.DrawFn) -> Course:
    def part(name: str) -> object:
        return draw(some.sampled_from([exercise(name), question(name), question(name, optional=True)]))

    modules = [
        module(
            name,
            *(part(f"p{number}") for number in range(draw(some.integers(0, 3)))),
            pass_mark=draw(some.none() | some.integers(0, 4)),
            scenarios=tuple(draw(some.lists(some.sampled_from(STORIES), unique=True, max_size=2))),
        )
        for name in NAMES[: draw(some.integers(0, 3))]
    ]
    stories = STORIES[: draw(some.integers(0, 3))]
    rule = CertificateRule(
        mark_modules=draw(some.booleans()),
        kept_exercises=draw(some.integers(0, 3)),
        pass_checks=draw(some.booleans()),
        scenarios=tuple(draw(some.lists(some.sampled_from(stories), unique=True))) if stories else (),
        scenario_count=draw(some.integers(0, 3)),
    )
    return course(*modules, scenarios=[scenario(name, scene("end")) for name in stories], certificate=rule)


def test_the_plan_is_a_step_when_the_certificate_asks_for_it() -> None:
    plain, asking = (course(module("kitchen"), certificate=CertificateRule(confirm_plan=one)) for one in (False, True))
    done = facts(marked=["kitchen"])
    assert progress_of(plain, done).is_complete
    before = progress_of(asking, done)
    assert (before.done, before.total, before.next) == (1, 2, Place(kind="plan"))
    after = progress_of(asking, replace(done, has_confirmed_plan=True))
    assert (after.done, after.total, after.next) == (2, 2, None)
    assert [(place, step.kind) for place, step in added_since(progress_of(plain, done), before)] == [("", "plan")]


DONE_IN_MODULES = some.tuples(
    some.sampled_from(["kept", "not_now", "right", "wrong", "opened", "marked"]),
    some.sampled_from(NAMES),
    some.sampled_from(["p0", "p1", "p2"]),
)
DONE_IN_STORIES = some.tuples(some.sampled_from(["ended", "begun"]), some.sampled_from(STORIES), some.just(""))
ATOMS = some.frozensets(DONE_IN_MODULES | DONE_IN_STORIES, max_size=30)


def facts_from(atoms: frozenset[Atom]) -> SomeFacts:
    def of(kind: str) -> list[tuple[str, str]]:
        return [(place, part) for one, place, part in atoms if one == kind]

    return SomeFacts(
        exercises={**dict.fromkeys(of("kept"), "kept"), **dict.fromkeys(of("not_now"), "not_now")},
        ever_kept=frozenset(of("kept")),
        questions={**dict.fromkeys(of("wrong"), False), **dict.fromkeys(of("right"), True)},
        scenarios={**{s: "open" for s, _ in of("begun")}, **{s: "ended" for s, _ in of("ended")}},
        opened=frozenset(place for place, _ in of("opened")),
        marked={place: NOW for place, _ in of("marked")},
    )


def meets_the_certificate(one: Course, done: SomeFacts) -> bool:
    """What the trainer's list under "Certificate" says, line by line, in the plainest way."""
    rule = one.certificate
    for each in one.modules:
        exercises = [part.id for part in each.exercises()]
        asked = [part.id for part in each.questions() if not part.optional]
        if rule.mark_modules and each.id not in done.marked:
            return False
        kept = [name for name in exercises if (each.id, name) in done.ever_kept]
        if len(kept) < rule.kept_exercises and len(kept) < len(exercises):
            return False
        right = [name for name in asked if done.questions.get((each.id, name))]
        wanted = each.pass_mark.need if each.pass_mark else len(asked)
        if rule.pass_checks and len(right) < wanted and len(right) < len(asked):
            return False
    ended = {name for name, state in done.scenarios.items() if state == "ended"}
    others = {each.id for each in one.scenarios} - set(rule.scenarios)
    return set(rule.scenarios) <= ended and (len(others & ended) >= rule.scenario_count or others <= ended)


@settings(deadline=None, max_examples=300)
@given(courses(), ATOMS)
def test_all_steps_done_is_exactly_what_the_certificate_asks(one: Course, atoms: frozenset[Atom]) -> None:
    done = facts_from(atoms)

    progress = progress_of(one, done)

    assert progress.is_complete == meets_the_certificate(one, done)
    assert progress.is_complete == (progress.done == progress.total)
    assert (progress.next is None) == progress.is_complete
    assert 0 <= progress.done <= progress.total


@settings(deadline=None, max_examples=300)
@given(courses(), ATOMS, ATOMS)
def test_doing_more_never_makes_the_count_fall(one: Course, atoms: frozenset[Atom], more: frozenset[Atom]) -> None:
    before, after = progress_of(one, facts_from(atoms)), progress_of(one, facts_from(atoms | more))

    assert after.done >= before.done
    assert after.total == before.total


@settings(deadline=None, max_examples=100)
@given(courses(), ATOMS)
def test_a_module_is_done_exactly_when_its_steps_are(one: Course, atoms: frozenset[Atom]) -> None:
    for each in progress_of(one, facts_from(atoms)).modules:
        assert (each.state == "done") == (bool(each.steps) and each.is_complete)
