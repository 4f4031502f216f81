"""Writing is saved while a person writes, and the page says truly whether it is; a session never ends unannounced.

The page's clock is moved on by hand, so nothing here waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from . import learner
from .conftest import OpenPage

SAVED = re.compile(r"^Saved at \d{1,2}:\d\d(am|pm)$")
FAILED = "Not saved. We will try again"
MOST_SECONDS = 10
EXERCISE = "in-my-words-first"

WATCH = """id => {
  window.spoken = [];
  const line = document.querySelector(`#${id} [data-save-status]`);
  new MutationObserver(() => window.spoken.push([line.getAttribute("aria-live"), line.textContent]))
    .observe(line, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def writing(open_page: OpenPage, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody new at the first box of the second module, with a clock we move."""
    page = open_page(somebody=False)
    learner.register(page, "Joe Brannigan", f"joe-{abs(hash(request.node.name))}@example.org")
    page.clock.install()
    page.goto("/modules/what-it-means")
    yield page


def box(page: Page) -> Locator:
    return page.locator(f"#{EXERCISE} textarea")


def status(page: Page) -> Locator:
    return page.locator(f"#{EXERCISE} [data-save-status]")


def test_words_are_saved_ten_seconds_after_typing_stops_at_the_latest(writing: Page) -> None:
    box(writing).press_sequentially("We decide together")
    writing.clock.run_for(MOST_SECONDS * 1000)
    expect(status(writing)).to_have_text(SAVED)
    writing.goto("/my-words")
    expect(writing.get_by_role("main")).to_contain_text("We decide together")


def test_somebody_who_never_pauses_is_saved_all_the_same(writing: Page) -> None:
    for _ in range(MOST_SECONDS):
        box(writing).press_sequentially("on ")
        writing.clock.run_for(1000)
    expect(status(writing)).to_have_text(SAVED)


def test_when_the_server_is_away_the_page_says_so_and_tries_again(writing: Page) -> None:
    writing.route("**/modules/**", lambda route: route.abort())
    box(writing).press_sequentially("Nobody is there")
    writing.clock.run_for(MOST_SECONDS * 1000)
    expect(status(writing)).to_have_text(FAILED)
    writing.unroute("**/modules/**")
    writing.clock.run_for(60_000)
    expect(status(writing)).to_have_text(SAVED)
    writing.goto("/my-words")
    expect(writing.get_by_role("main")).to_contain_text("Nobody is there")


def test_the_status_is_spoken_once_and_never_on_a_key(writing: Page) -> None:
    writing.evaluate(WATCH, EXERCISE)
    box(writing).press_sequentially("First words")
    assert writing.evaluate("window.spoken") == []
    writing.clock.run_for(MOST_SECONDS * 1000)
    expect(status(writing)).to_have_text(SAVED)
    for _ in range(2):
        box(writing).press_sequentially(", and more")
        with writing.expect_response(lambda reply: reply.request.method == "POST"):
            writing.clock.run_for(MOST_SECONDS * 1000)
    assert [live for live, _text in writing.evaluate("window.spoken")].count("polite") == 1


def test_without_scripts_the_button_saves_a_draft_and_says_how_to_come_back(open_page: OpenPage) -> None:
    page = open_page(scripts=False, somebody=False)
    learner.register(page, "Sam Li", "sam-no-scripts@example.org")
    page.goto("/modules/what-it-means")
    box(page).fill("Half a thought")
    page.locator(f"#{EXERCISE}").get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("status")).to_contain_text("is waiting for you. Press “Carry on” to come back to it.")
    page.goto("/modules/what-it-means")
    expect(box(page)).to_have_value("Half a thought")
    expect(status(page)).to_contain_text("Draft saved at")


def test_a_warning_comes_two_minutes_before_the_session_ends_and_one_button_stays(writing: Page) -> None:
    lasts = int(writing.locator("html").get_attribute("data-session-ends") or 0)
    warning = writing.get_by_role("dialog")
    writing.clock.run_for((lasts - 121) * 1000)
    expect(warning).to_be_hidden()
    writing.clock.run_for(1_000)
    expect(warning).to_be_visible()
    expect(warning.get_by_role("heading")).to_have_text("Do you need more time?")
    button = warning.get_by_role("button", name="Stay signed in")
    expect(button).to_be_focused()
    writing.clock.run_for(20_000)
    expect(warning).to_be_visible()
    with writing.expect_response("**/stay*") as reply:
        writing.keyboard.press("Enter")
    assert reply.value.ok
    expect(warning).to_be_hidden()
    writing.clock.run_for((lasts - 120) * 1000)
    expect(warning).to_be_visible()
