"""The plain text of a module: everything a learner sees before they answer, and no answers."""

from __future__ import annotations

import pytest

from course.content import model
from course.content.plain import WIDTH, plain_text


def text(markdown: str) -> model.Text:
    return model.Text(markdown=markdown)


def module(*blocks: model.Block, **changes: object) -> model.Module:
    facts: dict[str, object] = {"id": "a", "name": "a", "path": "modules/a.md", "title": "Asking", "blocks": blocks}
    return model.Module(**facts | changes)  # type: ignore[arg-type]


def question(mode: model.QuestionMode, *answers: model.Answer, **changes: object) -> model.Question:
    facts: dict[str, object] = {"id": "q", "title": "What first?", "slug": "q", "prompt": text("Say it.")}
    return model.Question(mode=mode, answers=answers, **facts | changes)  # type: ignore[arg-type]


def answer(words: str, **facts: object) -> model.Answer:
    return model.Answer(key=words, text=text(words), **facts)  # type: ignore[arg-type]


def body(*blocks: model.Block, **changes: object) -> str:
    return plain_text(module(*blocks, **changes)).removeprefix("Asking\n======\n\n")


def test_a_whole_module_reads_from_top_to_bottom() -> None:
    whole = module(
        model.Heading(level=2, text=text("In plain English"), slug="s", role="summary"),
        model.Prose(text=text("Short and *sweet*.[^1]")),
        model.Heading(level=3, text=text("More"), slug="m"),
        model.Callout(kind="caution", text=text("Mind the *step*.")),
        minutes=40,
        stage="Planning",
        footnotes=(model.Footnote(number=1, text=text("So they say.")),),
    )
    assert plain_text(whole) == (
        "Asking\n======\n\nAbout 40 minutes\n\nPlanning\n\n"
        "In plain English\n----------------\n\nShort and sweet.[1]\n\nMore\n\n"
        "    Take care:\n    Mind the step.\n\n"
        "Notes\n-----\n\n[1] So they say.\n"
    )


WORDS = {
    "emphasis": ("**Bold**, *slanted*, __both__ and ***more***", "Bold, slanted, both and more"),
    "stars that are only stars": ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    "a link out": ("See [the guide](https://example.org/a_b).", "See the guide (https://example.org/a_b)."),
    "a link inside": ("See [the story](../quizzes/bus.md#x).", "See the story."),
    "an e-mail link": ("[Write](mailto:a@example.org)", "Write (a@example.org)"),
    "a bare address": ("<https://example.org>", "https://example.org"),
    "a link that runs something": ("[a](javascript:alert(1))", "a"),
    "a picture": ("![A hall](media/hall.svg)", "(Picture: A hall)"),
    "code": ("Type `a * b`.", "Type a * b."),
    "an escape": (r"5 \* 5", "5 * 5"),
    "a character reference": ("Fish &amp; chips", "Fish & chips"),
    "a list": ("Two:\n\n- one\n  - half\n- two", "Two:\n\n- one\n  - half\n- two"),
    "a table": ("| | Who |\n|--|--|\n| Ask | us |\n| Tell | you |", "- Ask; Who: us\n- Tell; Who: you"),
    "a quote": ("> Said *she*.", "Said she."),
    "a callout": ("Do.\n\n> [!TIP]\n> Ask.", "Do.\n\nTip:\nAsk."),
}


@pytest.mark.parametrize(("markdown", "plain"), WORDS.values(), ids=WORDS.keys())
def test_markdown_becomes_words(markdown: str, plain: str) -> None:
    assert body(model.Prose(text=text(markdown))) == plain + "\n"


def test_a_decorative_picture_is_left_out() -> None:
    assert plain_text(module(model.Prose(text=text("![decorative](media/a.svg)")))) == "Asking\n======\n"


def test_lines_are_wrapped_and_hang_under_their_bullet() -> None:
    lines = body(model.Prose(text=text("- " + "word " * 30))).splitlines()
    assert [line[:4] for line in lines] == ["- wo", "  wo"]
    assert max(map(len, lines)) <= WIDTH


def test_a_single_choice_shows_no_tick_and_no_feedback() -> None:
    single = question(
        model.QuestionMode.SINGLE,
        answer("Ask", right=True, feedback=text("Yes!")),
        answer("Tell", feedback=text("No.")),
        hint=text("Who knows?"),
        why=text("They know."),
    )
    assert body(single) == (
        "Question: What first?\n---------------------\n\nSay it.\n\nHint: Who knows?\n\n( ) Ask\n( ) Tell\n"
    )


def test_the_right_order_is_not_given_away() -> None:
    ordering = question(model.QuestionMode.ORDERING, answer("Write"), answer("Ask"), answer("listen"))
    assert body(ordering).endswith("\n\n__ Ask\n__ listen\n__ Write\n")


def test_the_right_pairs_are_not_given_away() -> None:
    matching = question(
        model.QuestionMode.MATCHING,
        answer("Consent", partner=text("Saying yes")),
        answer("Withdraw", partner=text("Leaving")),
    )
    assert body(matching).endswith("\n\n__ Consent\n__ Withdraw\n\nTo match with:\n\n- Leaving\n- Saying yes\n")


def test_an_exercise_says_what_to_fill_in_and_who_can_read_it() -> None:
    table = model.Exercise(
        id="e",
        title="Who does what",
        slug="e",
        prompt=text("Fill in each box."),
        kind=model.ExerciseKind.TABLE,
        shared=model.Sharing.COHORT,
        choices=("lead", "do"),
        heads=(text(""), text("Me")),
        rows=(model.Row(key="r", cells=(text("Asking"), None)),),
    )
    assert body(table) == (
        "Exercise: Who does what\n-----------------------\n\nFill in each box.\n\n- Asking; Me: ____\n\n"
        "Choose from: lead, do\n\nShared with: my cohort\n"
    )


def test_a_scale_says_what_its_ends_mean() -> None:
    scale = model.Exercise(
        id="e",
        title="Ready?",
        slug="e",
        prompt=text("Say."),
        kind=model.ExerciseKind.SCALE,
        scale=model.ScaleRange(low=1, high=5, low_words="not at all"),
        items=(model.Item(key="i", text=text("Ask")),),
    )
    assert body(scale).endswith("\n\n- Ask\n\n1 (not at all) - 5\n\nShared with: nobody\n")


def test_role_cards_are_named() -> None:
    cards = model.Exercise(
        id="e",
        title="Roles",
        slug="e",
        prompt=text("Draw."),
        kind=model.ExerciseKind.ROLES,
        items=(model.Item(key="i", name="Chair", text=text("You lead.")),),
    )
    assert body(cards).endswith("\n\n- Chair: You lead.\n")


def test_a_recording_comes_with_its_words() -> None:
    audio = model.Media(
        id="m",
        title="Two ways",
        slug="m",
        prompt=text(""),
        kind="audio",
        file="media/two.mp3",
        length="1 minute",
        transcript=text("**Amina:** Hello."),
    )
    assert body(audio) == ("Two ways\n--------\n\nmedia/two.mp3 (1 minute)\n\nWhat is said:\n\nAmina: Hello.\n")


def test_a_welsh_module_has_welsh_labels() -> None:
    assert body(language="cy", minutes=5) == "Tua 5 munud\n"


def test_a_text_made_to_stall_is_written_out_all_the_same() -> None:
    for trick in (
        "*a " * 30_000,
        "_a" * 40_000,
        "`a" * 40_000,
        "[a](" * 20,
        "[b]" * 20_000,
        "a [b [c] " * 10,
        "<a " * 30_000,
    ):
        assert plain_text(module(model.Prose(text=text(trick)))).startswith("Asking\n")
