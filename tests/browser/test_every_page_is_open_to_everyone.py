"""Every page: axe finds nothing in light and dark, and nothing scrolls sideways at 320 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from ..organised import cohort_pages
from .conftest import Site

ABOUT = ["/", "/about", "/help", "/privacy", "/accessibility", "/glossary", "/credits"]
OPEN = [*ABOUT, "/register", "/sign-in", "/forgotten", "/look", "/verify", "/nowhere"]
OWN = ["/account", "/account/copy", "/account/erase"]
SIGNED_IN = ["/learning", *OWN, "/certificate", "/whole-course", "/plan", "/plan/not-sure/versions"]

TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""


@pytest.fixture(scope="module")
def visitor(chromium: Browser, site: Site, half_way: StorageState) -> Iterator[Page]:
    """Somebody signed in, half way through."""
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 1280, "height": 900}, bypass_csp=True, storage_state=half_way
    )
    page = context.new_page()
    yield page
    context.close()


def addresses(site: Site) -> list[str]:
    newest = site.mount.shelf.newest()
    assert newest is not None
    course = newest.course
    pages = [*OPEN, *SIGNED_IN]
    for module in course.modules:
        pages += [f"/modules/{module.id}", f"/modules/{module.id}/reading"]
    pages += [f"/read/{one.name}" for one in course.pages]
    first = course.modules[0]
    pages += [f"/modules/{first.id}/{next(first.exercises()).id}/versions"]
    pages += [f"/scenarios/{one.id}" for one in course.scenarios] + [f"/scenarios/{first.scenarios[0]}/-/paths"]
    pages += [f"/scenarios/{one.id}/-/paper" for one in course.scenarios]
    return pages + pages_of_cohorts(site)


def pages_of_cohorts(site: Site) -> list[str]:
    """The pages of an organisation that Amina looks after, and of the two cohorts she is in."""
    return [
        "/account/record",
        "/cohorts",
        "/join",
        "/join/no-such-link",
        "/organisations",
        *cohort_pages(site.mount, "amina-half-way@example.org"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visitor: Page, site: Site, scheme: str) -> None:
    visitor.emulate_media(color_scheme=scheme, forced_colors="none")  # type: ignore[arg-type]
    found = {}
    for address in addresses(site):
        visitor.goto(address)
        violations = Axe().run(visitor).response["violations"]
        if violations:
            found[address] = [(one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in violations]
    assert found == {}


@pytest.mark.parametrize("styles", ["", TEXT_SPACING], ids=["as it is", "with wide text spacing"])
def test_nothing_scrolls_sideways_at_320_pixels(visitor: Page, site: Site, styles: str) -> None:
    visitor.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for address in addresses(site):
        visitor.goto(address)
        if styles:
            visitor.add_style_tag(content=styles)
        over = visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[address] = over
    visitor.set_viewport_size({"width": 1280, "height": 900})
    assert wide == {}


def test_every_control_is_big_enough_to_press(visitor: Page, site: Site) -> None:
    """WCAG 2.2 asks for 24 pixels; we ask for 44 of buttons and whole rows of choices."""
    visitor.set_viewport_size({"width": 390, "height": 844})
    small = {}
    for address in addresses(site):
        visitor.goto(address)
        found = visitor.evaluate(
            """[...document.querySelectorAll("button:not(.plain), a.button, label.choice, select, input[type=text], textarea")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 120))"""
        )
        if found:
            small[address] = found
    visitor.set_viewport_size({"width": 1280, "height": 900})
    assert small == {}


def test_help_stands_in_the_same_place_on_every_page_and_names_a_person(visitor: Page, site: Site) -> None:
    found = {}
    for address in addresses(site):
        visitor.goto(address)
        found[address] = visitor.locator("body > footer p").first.inner_text()
    assert set(found.values()) == {"Help: ask Gwen Hughes gwen@example.org"}


def test_the_skip_link_comes_first_and_moves_focus_to_main(visitor: Page) -> None:
    visitor.goto("/learning")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.className") == "skip"
    visitor.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "main"
