"""Forms behave: an error is met at once, nothing happens before a button is pressed, and focus is always in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from . import learner
from .conftest import OpenPage, Site

STORY = "what-shall-we-call-it"


def fail_to_register(page: Page) -> None:
    page.goto("/register")
    page.get_by_role("button", name="Register and start").click()


def save_nothing(page: Page) -> None:
    page.goto("/modules/power")
    page.locator("section.exercise").last.get_by_role("button", name="Save", exact=True).click()


def answer_nothing(page: Page) -> None:
    page.goto("/modules/power")
    page.locator("section.question").last.get_by_role("button", name="Check my answer").click()


def choose_nothing(page: Page) -> None:
    page.goto(f"/scenarios/{STORY}")
    if page.get_by_role("button", name="Begin").count():  # otherwise this is the scene that was reached
        learner.begin(page, STORY)
    page.get_by_role("button", name="Go on").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("mistake", [fail_to_register, save_nothing, answer_nothing, choose_nothing])
def test_the_box_of_errors_has_focus_and_leads_to_the_field(
    mistake: Callable[[Page], None], scripts: bool, open_page: OpenPage
) -> None:
    page = open_page(scripts=scripts, somebody=mistake is not fail_to_register)
    mistake(page)
    summary = page.get_by_role("alert")
    expect(page).to_have_title("Error: " + page.title().removeprefix("Error: "))
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    summary.get_by_role("link").first.click()
    reached = page.evaluate("document.activeElement.id || document.querySelector(':target').id")
    assert summary.get_by_role("link").first.get_attribute("href") == f"#{reached}"


def test_picking_a_value_sends_nothing_and_goes_nowhere(open_page: OpenPage, site: Site) -> None:
    page = open_page(width=1280)
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.frame == page.main_frame:
            sent.append(f"{request.method} {request.url}")

    for address in ("/modules/arriving", "/modules/power", "/look", f"/scenarios/{STORY}"):
        page.goto(address)
        page.on("request", note)
        for control in page.locator("main input:is([type=radio], [type=checkbox])").all():
            if control.is_checked():
                continue
            control.check()
            assert control.evaluate("one => one === document.activeElement"), "focus has gone elsewhere"
        for control in page.locator("main select").all():
            control.select_option(index=1)
        assert page.url.startswith(site.address + address)
        page.remove_listener("request", note)
        page.evaluate("document.querySelectorAll('form').forEach(one => one.reset())")
    assert sent == []


HIDDEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "nothing";
  const box = (one.closest("label.choice") || one).getBoundingClientRect();
  if (one.closest("[autofocus]")) return "";
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const seen = [box.y + 2, box.y + box.height / 2, box.bottom - 2].some(y => {
    const top = document.elementFromPoint(x, y);
    return top && (top === one || one.contains(top) || top.contains(one));
  });
  return seen ? "" : one.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", ["/modules/arriving", "/learning"])
def test_what_has_focus_is_never_hidden(address: str, width: int, open_page: OpenPage) -> None:
    """The outline stays in sight on a desk; it must not lie over what somebody has tabbed to."""
    page = open_page(width=width, height=700)
    page.goto(address)
    stops = page.locator("a[href], button, input:not([type=hidden]), textarea, select, summary").count()
    hidden = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found = page.evaluate(HIDDEN)
        if found == "nothing":
            break
        if found:
            hidden.append(found)
    assert hidden == []


def test_the_menu_of_a_phone_opens_without_scripts_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    page.goto("/learning")
    assert page.locator(".site-header").bounding_box()["height"] < 80  # type: ignore[index]
    expect(page.get_by_role("link", name="Check a certificate")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Check a certificate")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("link", name="Cymraeg")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_menu_button_never_lies_over_the_name_of_the_site(language: str, open_page: OpenPage) -> None:
    page = open_page(width=320, somebody=False, locale=language)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    name, button = page.locator(".site-name").bounding_box(), page.locator(".site-menu summary").bounding_box()
    assert name is not None and button is not None
    assert name["x"] + name["width"] <= button["x"]
