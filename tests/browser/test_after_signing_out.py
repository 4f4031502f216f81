"""At a shared computer the next person presses the back button: nothing of the one before is shown to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from ..conftest import QUIET
from . import learner
from .conftest import Site


@pytest.fixture(scope="module")
def browser_with_a_memory(chromium: Browser) -> Iterator[Browser]:
    """Keeps whole pages for its back button, as browsers do for people; under a test they do not, unless told."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    forgetful = ["--disable-back-forward-cache"]
    browser = chromium.browser_type.launch(executable_path=path, args=QUIET, ignore_default_args=forgetful)
    yield browser
    browser.close()


@pytest.mark.parametrize("last", ["/modules/{module}", "/my-words", "/learning", "/account"])
def test_the_back_button_after_signing_out_leads_to_the_sign_in_page(
    browser_with_a_memory: Browser, site: Site, last: str
) -> None:
    newest = site.mount.shelf.newest()
    assert newest is not None
    module = newest.course.modules[0]
    page = browser_with_a_memory.new_context(base_url=site.address).new_page()
    learner.register(page, "Amina Yusuf", f"amina-{id(page)}@example.org")
    learner.keep(page, module, next(module.exercises()))
    page.goto(last.format(module=module.id))
    expect(page.get_by_text("Amina Yusuf").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Amina" not in page.content()
    page.context.close()
