"""A story with hats in a real browser: chosen by keyboard, told apart without colour, printed on A4."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from . import learner
from .conftest import OpenPage, Site


@pytest.fixture
def story(site: Site) -> str:
    """A story of our own course with a passage for each hat in its first scene."""
    newest = site.mount.shelf.newest()
    assert newest is not None
    for one in newest.course.scenarios:
        told = {key for block in one.scenes[0].body for key in getattr(block, "hats", ())}
        if one.hats and told == {hat.key for hat in one.hats}:
            return one.id
    raise AssertionError("no story of our course begins with a passage for each hat")


def newcomer(open_page: OpenPage, name: str, **more: object) -> Page:
    page = open_page(somebody=False, **more)
    learner.register(page, name, f"{name.lower()}-eyes@example.org")
    return page


def test_a_hat_is_chosen_by_keyboard_alone_after_a_plain_reminder(story: str, open_page: OpenPage) -> None:
    page = newcomer(open_page, "Keisha", scripts=False)
    page.goto(f"/scenarios/{story}")
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose whose eyes you will look through first.")
    page.get_by_role("alert").get_by_role("link").press("Enter")
    first = page.locator("input[name=hat]").first
    expect(first).to_be_focused()
    expect(first).not_to_be_checked()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("label.choice:has(:checked) strong").inner_text().rstrip(".")
    learner.press(page, page.get_by_role("button", name="Begin"))
    expect(page.locator(".whose-eyes")).to_have_text(f"You are looking through {chosen}’s eyes.")


@pytest.mark.parametrize("colours", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_what_one_hat_sees_stands_apart_by_a_line_and_by_words(
    colours: dict[str, str], story: str, open_page: OpenPage
) -> None:
    page = newcomer(open_page, "Tomasz" + "".join(colours.values()), bypass_csp=True)
    page.emulate_media(**colours)  # type: ignore[arg-type]
    learner.begin(page, story)
    passage = page.locator(".story .eyes").first
    expect(passage.locator(".eyes-label")).to_have_text(re.compile("^Through .+’s eyes$"))
    line, paper = passage.evaluate(
        "one => [getComputedStyle(one).borderInlineStartColor, getComputedStyle(one.parentElement).backgroundColor]"
    )
    assert line != paper
    assert passage.evaluate("one => parseFloat(getComputedStyle(one).borderInlineStartWidth)") > 4
    assert Axe().run(page).response["violations"] == []


def test_the_booklet_fits_on_a4_with_every_box_and_nothing_that_is_pressed(story: str, open_page: OpenPage) -> None:
    page = newcomer(open_page, "Martin", width=718)  # A4 between margins of a centimetre
    page.goto(f"/scenarios/{story}/-/paper")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.locator("main :is(button, input, nav)").count() == 0
    expect(page.locator(".outline")).to_be_hidden()
    boxes = page.locator(".tally .tick")
    assert boxes.count() > 8
    right = "one => one.getBoundingClientRect().right"
    assert max(boxes.nth(at).evaluate(right) for at in range(boxes.count())) <= 718
    assert len(page.pdf(format="A4")) > 10_000
