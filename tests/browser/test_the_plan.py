"""The plan in a real browser: what was kept is there, one's own words stay, an answer is moved in, a button keeps the day."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from . import learner
from .conftest import OpenPage, Site


def fill_in(page: Page, site: Site) -> None:
    """Keep the first two exercises that go to the plan; the second waits until it is moved in."""
    newest = site.mount.shelf.newest()
    assert newest is not None
    module = newest.course.modules[0]
    for exercise in [one for one in module.exercises() if one.plan][:2]:
        learner.keep(page, module, exercise)


def test_a_plan_is_made_looked_over_and_kept(page: Page, site: Site, request: pytest.FixtureRequest) -> None:
    learner.register(page, "Amina Yusuf", f"amina-plan-{abs(hash(request.node.name))}@example.org")
    fill_in(page, site)
    page.goto("/learning")
    page.get_by_role("link", name="See your plan").click()
    who, access = page.locator("#part-who-i-am"), page.locator("#part-access")
    expect(who).to_contain_text("Siân said: ask first. 李小龙 agreed.")
    expect(who.get_by_role("link", name="Change this in module 1")).to_be_visible()

    expect(access).to_contain_text("This is not in your plan.")
    access.get_by_text("Write here, or leave it out").click()
    access.get_by_label("In my own words").fill("أمينة asks first")
    learner.press(page, access.get_by_role("button", name="Put this in my plan"))
    expect(access).not_to_contain_text("This is not in your plan.")
    expect(access.get_by_label("In my own words")).to_have_value("أمينة asks first")

    unsure = page.locator("#part-not-sure")
    unsure.get_by_text("Write here, or leave it out").click()
    unsure.get_by_label("In my own words").fill("Whether we keep it up in month nine")
    unsure.get_by_text("How this part stands").click()
    unsure.get_by_text("Still to agree", exact=True).click()
    learner.press(page, unsure.get_by_role("button", name="Save"))
    expect(unsure.locator(".tag")).to_have_text("Still to agree")

    learner.press(page, page.get_by_role("button", name="I have looked it over"))
    expect(page.locator("#looked-over")).to_contain_text(re.compile(r"You looked your plan over on \d+ \w+ \d{4}\."))


@pytest.fixture
def filled(open_page: OpenPage, site: Site, request: pytest.FixtureRequest) -> Page:
    page = open_page(somebody=False, bypass_csp=True)
    learner.register(page, "Joe Brannigan", f"joe-plan-{abs(hash(request.node.name))}@example.org")
    fill_in(page, site)
    page.goto("/plan")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_a_plan_with_something_in_it(
    filled: Page, scheme: str
) -> None:
    filled.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for details in filled.locator("details").all():
        details.evaluate("one => one.open = true")
    violations = Axe().run(filled).response["violations"]
    assert [(one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in violations] == []
    filled.set_viewport_size({"width": 320, "height": 640})
    assert filled.evaluate("document.documentElement.scrollWidth") == 320


def test_words_in_the_plan_are_saved_by_themselves(open_page: OpenPage, request: pytest.FixtureRequest) -> None:
    page = open_page(somebody=False)
    learner.register(page, "Ros Hughes", f"ros-plan-{abs(hash(request.node.name))}@example.org")
    page.clock.install()
    page.goto("/plan")
    part = page.locator("#part-not-sure")
    part.get_by_text("Write here, or leave it out").click()
    part.get_by_label("In my own words").press_sequentially("Whether it lasts")
    page.clock.run_for(10_000)
    expect(part.locator("[data-save-status]")).to_have_text(re.compile(r"^Saved at \d{1,2}:\d\d(am|pm)$"))
    page.goto("/plan")
    expect(part.get_by_label("In my own words")).to_have_value("Whether it lasts")


def test_a_folded_box_is_opened_and_written_in_by_keyboard(open_page: OpenPage, request: pytest.FixtureRequest) -> None:
    page = open_page(scripts=False, somebody=False)
    learner.register(page, "Gwen Hughes", f"gwen-plan-{abs(hash(request.node.name))}@example.org")
    page.goto("/plan")
    page.locator("#parts").get_by_role("link", name="What we are not sure we can do").press("Enter")
    part = page.locator("#part-not-sure")
    expect(part.locator("textarea")).to_be_hidden()
    while not part.locator(".plan-write > summary").evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
        assert part.evaluate("one => one.contains(document.activeElement)"), "the way to the box leads out of its part"
    page.keyboard.press("Enter")
    expect(part.locator("textarea")).to_be_visible()
    part.locator("textarea").focus()
    page.keyboard.type("Whether it lasts")
    learner.press(page, part.get_by_role("button", name="Save"))
    expect(part.locator("textarea")).to_be_visible()
    expect(part.locator("textarea")).to_have_value("Whether it lasts")


def test_paper_shows_what_is_in_the_plan_and_no_forms(filled: Page) -> None:
    filled.locator("#part-not-sure").get_by_text("Write here, or leave it out").click()
    filled.locator("#part-not-sure textarea").fill("Whether it lasts")
    filled.emulate_media(media="print")
    filled.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(filled.locator("#part-who-i-am")).to_contain_text("Siân said")
    for hidden in (
        "#part-key-decisions",
        "#part-who-i-am textarea",
        "#part-who-i-am .who",
        "#copies",
        "#part-access",
    ):
        expect(filled.locator(hidden).first).to_be_hidden()
    expect(filled.locator("#part-not-sure .print-copy")).to_have_text("Whether it lasts")
    expect(filled.locator("#part-not-sure .print-copy")).to_be_visible()
    expect(filled.get_by_text("Nothing here yet:")).to_be_visible()
    expect(filled.locator("main").get_by_text("Joe Brannigan")).to_be_visible()
    expect(filled.locator("#parts")).to_be_hidden()
    expect(filled.get_by_text("Write here, or leave it out").first).to_be_hidden()
