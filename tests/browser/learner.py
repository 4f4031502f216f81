"""What a learner does in a browser, in the words a person would use."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from course.content.model import Exercise, ExerciseKind, Module, Question, QuestionMode

PASSWORD = "a long walk by the river"


def press(page: Page, button: Locator) -> None:
    """Press a button and wait for the page it leads to; otherwise going elsewhere at once could overtake the form."""
    with page.expect_navigation():
        button.click()


def register(page: Page, name: str, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start the course").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").first.fill(email)
    page.get_by_label("Password").first.fill(PASSWORD)
    press(page, page.locator("main form button[type=submit]").first)


def keep(page: Page, module: Module, exercise: Exercise) -> None:
    """Write something in an exercise and save it."""
    page.goto(f"/modules/{module.id}")
    card = page.locator(f"[id='{exercise.id}']")
    if exercise.kind in (ExerciseKind.SCALE, ExerciseKind.ROLES):
        card.locator("label.choice").first.click()
    elif exercise.kind is ExerciseKind.RANK or exercise.choices:
        card.locator("select").first.select_option(index=1)
    else:
        card.locator("textarea, input[type=text]").first.fill("Siân said: ask first. 李小龙 agreed.")
    press(page, card.get_by_role("button", name="Save", exact=True))


def answer(page: Page, module: Module, question: Question) -> None:
    """Answer a question right."""
    page.goto(f"/modules/{module.id}")
    card = page.locator(f"[id='{question.id}']")
    if question.mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE):
        for one in question.answers:
            if one.right:
                card.locator(f"label.choice:has(input[value='{one.key}'])").click()
    elif question.mode is QuestionMode.ORDERING:
        for number, one in enumerate(question.answers, start=1):
            card.locator(f"select[name='place-{one.key}']").select_option(str(number))
    else:
        for one in question.answers:
            card.locator(f"select[name='match-{one.key}']").select_option(one.partner_key)
    press(page, card.get_by_role("button", name="Check my answer"))


def answer_bank(page: Page, module: Module, bank: tuple[Question, ...]) -> None:
    """Answer a question right; of a bank, the one that this learner is asked."""
    page.goto(f"/modules/{module.id}")
    asked = [one for one in bank if page.locator(f"[id='{one.id}'] form").count()]
    answer(page, module, asked[0])


def answer_wrong(page: Page, module: Module, question: Question) -> None:
    """Choose the first answer that is not right."""
    page.goto(f"/modules/{module.id}")
    card = page.locator(f"[id='{question.id}']")
    wrong = next(one for one in question.answers if not one.right)
    card.locator(f"label.choice:has(input[value='{wrong.key}'])").click()
    press(page, card.get_by_role("button", name="Check my answer"))


def begin(page: Page, scenario_id: str) -> None:
    """Begin a story, with the first hat where there are hats."""
    page.goto(f"/scenarios/{scenario_id}")
    hats = page.locator("input[name=hat]")
    if hats.count():
        hats.first.check()
    press(page, page.get_by_role("button", name="Begin"))


def play(page: Page, scenario_id: str) -> int:
    """Play a story to an ending by the first choice each time; the number of choices made."""
    begin(page, scenario_id)
    choices = 0
    while not page.get_by_role("link", name="See the other paths").count():
        if page.locator("label.choice").count():
            page.locator("label.choice").first.click()
            press(page, page.get_by_role("button", name="Go on"))
        else:
            press(page, page.get_by_role("button", name="See what happens"))
        choices += 1
        assert choices < 40, "the story does not end"
    return choices


def mark_done(page: Page, module: Module) -> None:
    page.goto(f"/modules/{module.id}")
    press(page, page.get_by_role("button", name="Mark this module done"))
