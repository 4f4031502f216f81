"""A learner takes away all that is held about them, reads it without the internet, and has everything erased."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from . import learner
from .conftest import Site


def test_the_copy_is_read_offline_and_everything_is_erased(
    page: Page, site: Site, chromium: Browser, tmp_path: Path
) -> None:
    newest = site.mount.shelf.newest()
    assert newest is not None
    module = newest.course.modules[0]
    learner.register(page, "أمينة يوسف 王小明", f"leaving-{tmp_path.name}@example.org".lower())
    learner.keep(page, module, next(module.exercises()))

    page.goto("/account")
    page.get_by_role("link", name="See and take away everything held about you").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it away as a page to read").click()
    assert download.value.suggested_filename == "everything-held-about-me.html"
    download.value.save_as(tmp_path / "copy.html")
    read_offline(chromium, tmp_path / "copy.html")

    page.get_by_role("link", name="Erase everything about you").click()
    page.get_by_label("Your password").fill("not it at all")
    page.get_by_role("button", name="Erase everything about me, for good").click()
    assert page.get_by_role("alert").get_by_text("This is not your present password.").is_visible()
    page.get_by_label("Your password").fill(learner.PASSWORD)
    page.get_by_role("button", name="Erase everything about me, for good").click()

    assert page.get_by_role("heading", name="Goodbye, and thank you").is_visible()
    goodbye_is_open_to_everyone(chromium, page)
    page.goto("/account")
    assert page.url.startswith(f"{site.address}/sign-in")


def goodbye_is_open_to_everyone(chromium: Browser, page: Page) -> None:
    """The same browser's cookies, where axe may run."""
    context = chromium.new_context(storage_state=page.context.storage_state(), bypass_csp=True)
    there = context.new_page()
    there.goto(page.url)
    assert Axe().run(there).response["violations"] == []
    context.close()


def read_offline(chromium: Browser, file: Path) -> None:
    """Nothing is asked of any host, nothing scrolls sideways on a small phone, and axe finds nothing."""
    context = chromium.new_context(offline=True, viewport={"width": 320, "height": 640}, bypass_csp=True)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(file.as_uri())
        assert Axe().run(page).response["violations"] == []
    assert page.get_by_text("This is the end of the copy.").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert {one.partition(":")[0] for one in asked} == {"file"}
    context.close()
