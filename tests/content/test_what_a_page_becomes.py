"""The small course as a tree: what each thing a trainer can write turns into."""

from __future__ import annotations

from course.content.model import (
    Callout,
    CertificateRule,
    Exercise,
    ExerciseKind,
    Footnote,
    Heading,
    Media,
    Module,
    PassMark,
    Prose,
    Question,
    QuestionMode,
    ScaleRange,
    Scenario,
    Sharing,
    Text,
)
from tests.content.small_course import WELSH, checked


def module() -> Module:
    return checked().course.modules[0]


def scenario() -> Scenario:
    return checked().course.scenarios[0]


def exercise(identity: str) -> Exercise:
    found = module().activity(identity)
    assert isinstance(found, Exercise)
    return found


def question(identity: str) -> Question:
    found = module().activity(identity)
    assert isinstance(found, Question)
    return found


def recording(identity: str) -> Media:
    found = module().activity(identity)
    assert isinstance(found, Media)
    return found


def test_a_module_keeps_what_its_details_say() -> None:
    bread = module()
    assert (bread.id, bread.name, bread.path, bread.title) == (
        "bread",
        "bread",
        "modules/bread.md",
        "Baking bread together",
    )
    assert (bread.minutes, bread.stage, bread.authors, bread.licence, bread.last_checked) == (
        40,
        "Planning",
        ("Test team", "Second team"),
        "CC BY 4.0",
        "2026-09-14",
    )
    assert (bread.principles, bread.features, bread.facts) == (("sharing-power",), ("ground-rules",), ("F1", "F2"))
    assert bread.pass_mark == PassMark(need=3, of=4)
    assert bread.scenarios == ("market-day",)
    assert len(bread.digest) == 64


def test_blocks_come_in_the_order_of_the_page() -> None:
    kinds = [type(block).__name__ for block in module().blocks]
    assert kinds[:7] == ["Heading", "Prose", "Heading", "Prose", "Callout", "Exercise", "Prose"]


def test_the_summary_is_what_stands_under_in_plain_english() -> None:
    bread = module()
    first, under = bread.blocks[:2]
    assert isinstance(first, Heading) and first.role == "summary" and first.slug == "in-plain-english"
    assert isinstance(under, Prose) and bread.summary == under.text
    assert under.text == Text(
        markdown="This module is about bread. You will plan a loaf with other people. Then you will bake it.\n\n"
        "![A loaf on a table](media/loaf.svg)",
        line=18,
    )


def test_a_callout_is_its_kind_and_its_words() -> None:
    assert [block for block in module().blocks if isinstance(block, Callout)] == [
        Callout(kind="tip", text=Text(markdown="Ask someone who bakes.", line=28))
    ]


def test_footnotes_are_numbered_in_the_order_they_are_pointed_at() -> None:
    assert module().footnotes == (
        Footnote(number=1, text=Text(markdown="For at least ten thousand years.", line=186), label="1"),
    )


def test_settings_shape_an_exercise() -> None:
    ate = exercise("what-you-ate")
    assert (ate.kind, ate.title, ate.slug) == (
        ExerciseKind.REFLECT,
        "What did you eat?",
        "reflect-what-did-you-eat",
    )
    assert (ate.shared, ate.length, ate.serves, ate.facts, ate.minutes) == (
        Sharing.COHORT,
        "a few lines",
        ("ground-rules",),
        ("F1",),
        5,
    )
    assert ate.prompt == Text(markdown="Think of a meal that you liked. Who made it?", line=39)
    assert exercise("three-loaves").count == (2, 4)
    assert exercise("what-changed").stage == "Doing"


def test_answers_are_private_unless_the_trainer_says_so() -> None:
    assert exercise("three-loaves").shared is Sharing.NOBODY
    assert exercise("how-we-bake").shared is Sharing.COHORT  # ground rules belong to the group


def test_a_scale_has_two_ends_and_lines_to_rate() -> None:
    ready = exercise("how-ready")
    assert ready.scale == ScaleRange(low=1, high=5, low_words="not at all", high_words="very")
    assert ready.note is True
    assert [item.text.markdown for item in ready.items] == ["Light the oven", "Wait for an hour"]


def test_a_role_card_has_a_name_and_words() -> None:
    assert [(item.name, item.text.markdown) for item in exercise("in-the-kitchen").items] == [
        ("Baker", "You know what to do."),
        ("Guest", "You are hungry."),
    ]


def test_empty_cells_of_a_table_are_for_the_learner() -> None:
    table = exercise("who-does-what")
    assert table.choices == ("lead", "help")
    assert [head.markdown for head in table.heads] == ["Job", "Me", "You"]
    assert [[cell and cell.markdown for cell in row.cells] for row in table.rows] == [
        ["Knead", None, None],
        ["Bake", None, None],
    ]


def test_choose_one_gives_one_right_answer_with_feedback() -> None:
    first = question("what-comes-first")
    assert first.mode is QuestionMode.SINGLE
    assert [(answer.text.markdown, answer.right) for answer in first.answers] == [
        ("Eat", False),
        ("Wash your hands", True),
    ]
    assert [answer.feedback and answer.feedback.markdown for answer in first.answers] == ["Not yet.", "Yes."]
    assert first.prompt.markdown == "What do you do first? Choose one."
    assert first.hint is not None and first.hint.markdown == "Think of your hands."
    assert first.why is not None and first.why.markdown == "Clean hands keep people well."


def test_choose_two_says_how_many_are_wanted() -> None:
    assert (question("what-is-in-it").mode, question("what-is-in-it").wanted) == (QuestionMode.MULTIPLE, 2)


def test_steps_to_order_have_no_ticks_and_keys_that_do_not_count() -> None:
    order = question("in-what-order")
    assert order.mode is QuestionMode.ORDERING
    assert [answer.text.markdown for answer in order.answers] == ["Mix", "Wait", "Bake"]
    assert not any(answer.right for answer in order.answers)
    keys = [answer.key for answer in order.answers]
    assert sorted(keys) != keys and all(len(key) == 4 for key in keys)


def test_both_sides_of_a_match_have_keys_of_their_own() -> None:
    match = question("match-the-words")
    assert match.mode is QuestionMode.MATCHING
    assert [(one.text.markdown, one.partner and one.partner.markdown) for one in match.answers] == [
        ("Knead", "Push and fold"),
        ("Prove", "Leave to rise"),
    ]
    keys = {one.key for one in match.answers} | {one.partner_key for one in match.answers}
    assert len(keys) == 4


def test_a_recording_carries_its_words() -> None:
    video, audio = recording("lighting-it"), recording("the-door")
    assert (video.kind, video.file, video.captions, video.length) == (
        "video",
        "media/oven.mp4",
        "media/oven.vtt",
        "1 minute",
    )
    assert video.transcript is not None and video.transcript.markdown == "**Ada:** Stand back."
    assert audio.transcript_file == "media/door.md"
    assert audio.transcript is not None and audio.transcript.markdown == "*A door creaks.*"


def test_a_scenario_is_scenes_that_lead_to_each_other() -> None:
    story = scenario()
    assert [(scene.id, scene.title, scene.is_ending) for scene in story.scenes] == [
        ("first-customer", "The first customer", False),
        ("she-answers", "She answers", False),
        ("how-it-went", "How it went", False),
        ("ending-regular", "A regular", True),
        ("ending-home-early", "Home early", True),
    ]
    first = story.scenes[0]
    assert [(choice.text.markdown, choice.to, choice.effects) for choice in first.choices] == [
        ("Say good morning", "she-answers", (("points", 1), ("trust", 1))),
        ("Go on counting coins", "she-answers", (("trust", -1),)),
        ("Close the stall", "ending-home-early", ()),
    ]
    assert first.choices[0].consequence is not None
    assert first.choices[0].consequence.markdown == "She smiles."
    assert [(gate.tally, gate.at_least, gate.words.markdown, gate.to) for gate in story.scenes[2].gates] == [
        ("trust", 1, "She comes back", "ending-regular"),
        ("", 0, "She walks on", "ending-home-early"),
    ]


def test_a_scenario_knows_its_best_score_and_the_range_of_each_tally() -> None:
    story = scenario()
    assert (story.best_points, story.gauges, story.pass_mark) == (2, (("trust", -2, 1),), PassMark(need=2))


def test_the_parts_around_the_story_are_not_scenes() -> None:
    story = scenario()
    assert [block.text.markdown for block in story.intro if isinstance(block, Prose)] == [
        "You have a stall. It is early."
    ]
    assert [block.text.markdown for block in story.debrief] == [
        "What did she want to know?\n\n- What would you say next time?"
    ]


def test_the_index_is_the_course_itself() -> None:
    course = checked().course
    assert (course.id, course.title, course.stages) == (
        "small-course",
        "A small course",
        ("Planning", "Doing", "Sharing"),
    )
    assert (course.last_checked, course.review_due) == ("2026-09-14", "2027-09-14")
    assert course.certificate == CertificateRule(
        mark_modules=True, kept_exercises=1, pass_checks=True, scenarios=("market-day",)
    )
    assert course.certificate_text is not None
    assert course.certificate_text.markdown == "Ask your trainer if a step does not work for you."
    assert [(one.id, one.name, one.text.markdown) for one in course.principles] == [
        ("sharing-power", "Sharing power", "Everyone decides.")
    ]
    assert [(one.id, one.name, one.principles) for one in course.features] == [
        ("ground-rules", "Ground rules", ("sharing-power",))
    ]


def test_a_learner_keeps_every_answer_when_switching_to_welsh() -> None:
    course = checked({"modules/bread.cy.md": WELSH}).course
    base, welsh = course.modules[0], course.module_variants[0]
    assert (welsh.id, welsh.language, welsh.title) == ("bread", "cy", "Pobi bara")

    def keys(one: Module) -> dict[str, list[tuple[str, str]]]:
        return {
            question.id: [(answer.key, answer.partner_key) for answer in question.answers]
            for question in one.questions()
        }

    assert keys(welsh) == keys(base)
    assert [item.key for exercise in welsh.exercises() for item in exercise.items] == [
        item.key for exercise in base.exercises() for item in exercise.items
    ]
