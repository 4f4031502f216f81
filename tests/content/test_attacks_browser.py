"""The rendered corpus in a real browser, with no content security policy to help: nothing runs, nothing leaves the page."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from course.content import model, render
from course.content.around import Around
from tests.content.attack_corpus import hostile_html, hostile_markdown

pytestmark = pytest.mark.browser

EVERY = 1 if os.environ.get("EVERY_ATTACK") else 13

ADDRESS = "http://corpus.test/"

WATCH = """
window.ran = [];
window.alert = window.confirm = window.prompt = what => window.ran.push(String(what));
// Ordinary links stay put, so that the rest of the page is tried too; anything else may do its worst.
addEventListener('click', event => {
  const link = event.target.closest('a[href]');
  if (link && /^(https?|mailto|tel):/.test(link.href)) event.preventDefault();
});
"""

PROVOKE = """() => {
  const events = ['click', 'focus', 'mouseover', 'mouseenter', 'toggle', 'load', 'error', 'animationstart', 'pointerdown'];
  for (const element of document.querySelectorAll('main *')) {
    for (const name of events) element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
  }
}"""

LEADS_ASTRAY = """() => [...document.querySelectorAll('main [href], main [src], main [action], main [formaction], main [data]')]
  .map(element => element.href || element.src || '?')
  .filter(address => !/^(https?|mailto|tel|course):/.test(address))"""

STRANGERS = """() => [...new Set([...document.querySelectorAll('main *')].map(element => element.localName))]
  .filter(name => !'a blockquote br code em hr img li ol p pre strong sup table tbody td th thead tr ul section'
    .split(' ').includes(name))"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_init_script(WATCH)
    yield page
    page.close()


def show(page: Page, pieces: list[str]) -> list[str]:
    """Load one page made of all the pieces, press and point at everything in it, and return what ran."""
    main = "\n".join(f"<section>{piece}</section>" for piece in pieces)
    whole = f"<!DOCTYPE html><title>Corpus</title><main>{main}</main><p id=end>End</p>"

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=whole, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.evaluate(PROVOKE)
    assert page.url.partition("#")[0] == ADDRESS
    ran: list[str] = page.evaluate("window.ran")
    return ran


def test_the_page_would_notice_a_script_that_runs(page: Page) -> None:
    alive = ["<img src=x onerror=alert(1)>", "<p onclick=alert(2)>a</p>", "<script>alert(3)</script>"]
    assert set(show(page, [*alive, "<a href='javascript:alert(4)'>a</a>"])) >= {"1", "2", "3"}
    assert page.evaluate(STRANGERS) == ["script"]


def test_the_page_would_notice_a_link_that_leads_astray(page: Page) -> None:
    show(page, ["<a href='java\tscript:123'>a</a>", "<a href='https://example.org'>a</a>", "<a href='#x'>a</a>"])
    assert page.evaluate(LEADS_ASTRAY) == ["javascript:123"]


def test_rendered_markdown_runs_nothing(page: Page) -> None:
    renderer = render.Renderer()
    pieces = []
    for text in hostile_markdown()[::EVERY]:
        try:
            cleaned, wrong = renderer.cleaned([renderer.unclean(text, Around(numbers={"1": (1, 0)}))])
        except render.Refused:
            continue
        if not wrong:
            text_of_ours = model.Text(markdown=text, html=cleaned[0])
            pieces.append(str(render.markup(text_of_ours, lambda target: f"/learn/{target.kind}/{target.name}")))
    assert len(pieces) > 1_000
    assert show(page, pieces) == []
    assert page.evaluate(STRANGERS) == []
    assert page.evaluate(LEADS_ASTRAY) == []
    assert page.locator("#end").inner_text() == "End"


def test_html_cleaned_by_bleach_alone_runs_nothing(page: Page) -> None:
    assert show(page, [render.clean(trick) for trick in hostile_html()]) == []
    assert page.evaluate(STRANGERS) == []
    assert page.evaluate(LEADS_ASTRAY) == []
    assert page.locator("#end").inner_text() == "End"
