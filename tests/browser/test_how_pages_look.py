"""What people chose, or their system did, is what they see; a bar shows the share that its words say; paper has it all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from . import learner
from .conftest import OpenPage

FIRST_STORY = "first-cup-of-tea"

BARS = """() => [...document.querySelectorAll(".bar")].filter(one => one.checkVisibility()).map(bar => {
  const width = part => { const found = bar.querySelector(part); return found ? found.getBoundingClientRect().width : 0; };
  const fill = part => { const found = bar.querySelector(part); return found && getComputedStyle(found).fill; };
  return { share: width(".bar-done") / width(".bar-all"), apart: fill(".bar-done") !== fill(".bar-all"),
           words: bar.parentElement.innerText.replaceAll("\\u2212", "-") };
})"""


def share_in(words: str) -> float:
    """The share that stands in words: "7 of 24", or "(1, from -5 to 3)"."""
    if found := re.search(r"\((-?\d+), from (-?\d+) to (-?\d+)\)", words):
        value, low, high = map(int, found.groups())
        return (value - low) / (high - low)
    done, total = map(int, re.search(r"(\d+) of (\d+)", words).groups())  # type: ignore[union-attr]
    return done / total


@pytest.mark.parametrize(
    ("look", "media"),
    [
        ("forced colours", {"forced_colors": "active"}),
        ("dark", {"color_scheme": "dark"}),
        ("paper", {"media": "print"}),
    ],
)
def test_a_bar_shows_the_share_that_its_words_say(look: str, media: dict[str, str], open_page: OpenPage) -> None:
    page = open_page(width=1280, scripts=False)
    page.goto(f"/scenarios/{FIRST_STORY}")
    ending = page.locator("main a.button").get_attribute("href") if page.locator("main a.button").count() else None
    seen = 0
    for address in filter(None, ("/learning", "/modules/arriving", "/certificate", ending)):
        page.goto(address)
        page.emulate_media(**media)  # type: ignore[arg-type]
        for bar in page.locator("html").evaluate(BARS):
            assert bar["share"] == pytest.approx(share_in(bar["words"]), abs=0.01), bar["words"]
            assert bar["apart"] or bar["share"] == 0, f"{look}: {bar['words']}"
            seen += 1
    assert seen >= 6


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def letters(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_the_system_decides_until_somebody_chooses_and_it_takes_no_scripts(open_page: OpenPage) -> None:
    page = open_page(scripts=False, somebody=False, color_scheme="dark")
    page.goto("/")
    dark, normal = ground(page), letters(page)
    page.emulate_media(color_scheme="light")
    light = ground(page)
    assert (dark, light, normal) == ("rgb(20, 27, 27)", "rgb(251, 247, 240)", 18)

    for colours, size, seen in (
        ("High contrast", "Larger", ("rgb(0, 0, 0)", 25)),
        ("Dark", "Large", (dark, 21)),
        ("Light", "Normal", (light, 18)),
        ("Like my device", "Normal", (light, 18)),
    ):
        page.goto("/look")
        page.get_by_label(colours).check()
        page.get_by_label(size, exact=True).check()
        learner.press(page, page.get_by_role("button", name="Save"))
        page.goto("/help")
        assert (ground(page), letters(page)) == seen, colours


def test_nothing_moves_for_people_who_asked_for_stillness(open_page: OpenPage) -> None:
    moving = "getComputedStyle(document.querySelector('main .button')).transitionDuration"
    for motion, seconds in (("reduce", "0s"), ("no-preference", "0.12s")):
        page = open_page(somebody=False, reduced_motion=motion)
        page.goto("/")
        assert page.evaluate(moving).split(",")[0] == seconds
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_on_a_phone_the_lesson_comes_before_the_outline(open_page: OpenPage) -> None:
    page = open_page(width=360)
    page.goto("/modules/arriving")
    lesson, outline = page.locator("main").bounding_box(), page.locator(".outline").bounding_box()
    assert lesson is not None and outline is not None
    assert outline["y"] >= lesson["y"] + lesson["height"]


LONG = "Every line of this was worth writing down, and none of it may be lost on paper. " * 12
MENUS = ".site-menu, .skip, .page-aside, .buttons, .pager, .crumbs, textarea"
CUT = """() => [...document.querySelectorAll(".print-copy")].filter(one => one.checkVisibility())
  .filter(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1).length"""


def test_a_module_prints_with_every_word_and_no_menus(open_page: OpenPage) -> None:
    page = open_page(width=1280, somebody=False)
    learner.register(page, "Keisha Grant", "keisha-paper@example.org")
    page.goto("/modules/arriving")
    page.locator("#my-hats").get_by_label("Line 1").fill(LONG)
    page.locator("#what-helps-me-take-part textarea").first.fill(LONG)
    for card in ("#my-hats", "#what-helps-me-take-part"):
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # what is on the page and not saved is printed too
        expect(page.locator(f"{card} .print-copy").first).to_have_text(LONG.strip())

    page.emulate_media(media="print")
    assert [one.is_visible() for one in page.locator(MENUS).all() if one.is_visible()] == []
    assert page.locator("html").evaluate(CUT) == 0
    expect(page.locator(".progress-words").first).to_be_visible()
    link = page.locator("main article a[href^=http]").first
    after = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert f"({link.get_attribute('href')})" in after.replace('" "', " ").replace('"', "")
    made = page.pdf(prefer_css_page_size=True)
    width, height = (float(one) for one in re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", made)[0])
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)


def test_a_scene_is_read_aloud_in_the_order_it_is_lived(open_page: OpenPage) -> None:
    page = open_page(somebody=False)
    learner.register(page, "Tomasz Nowak", "tomasz-aloud@example.org")
    learner.begin(page, FIRST_STORY)
    page.locator("label.choice").first.click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("main")).to_match_aria_snapshot(
        """
        - 'heading /Story: .+, scene 2/ [level=1]'
        - article:
          - region "What happened":
            - heading "What happened" [level=2]
          - heading [level=2]
          - paragraph
        - group "What would you do?":
          - heading "What would you do?" [level=2]
          - radio
        - button "Go on"
        - paragraph:
          - link "Stop here and come back later"
        - region "How things stand"
        """
    )
