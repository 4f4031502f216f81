"""A word that the glossary explains: reached with the keyboard, followed, and back again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import OpenPage, Site


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_word_is_looked_up_with_the_keyboard_and_the_back_button_returns(
    open_page: OpenPage, site: Site, scripts: bool
) -> None:
    newest = site.mount.shelf.newest()
    assert newest is not None
    here = f"/modules/{newest.course.modules[0].id}"
    page = open_page(width=390, scripts=scripts)
    page.goto(here)
    word = page.locator("main a.term").first
    words = word.inner_text()
    word.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Glossary")
    entry = page.locator("dt:target")
    expect(entry).to_be_in_viewport()
    assert words

    page.go_back()

    expect(page).to_have_url(site.address + here)
    expect(page.locator("main a.term").first).to_have_text(words)


def test_a_word_is_underlined_in_another_way_than_other_links(open_page: OpenPage, site: Site) -> None:
    newest = site.mount.shelf.newest()
    assert newest is not None
    page = open_page()
    page.goto(f"/modules/{newest.course.modules[0].id}")

    style = page.locator("main a.term").first.evaluate("one => getComputedStyle(one).textDecoration")
    assert ("underline" in style, "dotted" in style) == (True, True)


def test_a_letter_leads_to_its_words(open_page: OpenPage) -> None:
    page = open_page(somebody=False)
    page.goto("/glossary")
    last = page.locator("nav.letters a").last
    letter = last.inner_text()
    last.click()

    expect(page.locator("h2:target")).to_have_text(letter)
