"""A real Chromium and a real server. Skipped, saying so, where there is no Chromium; in CI a skip is a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState
from werkzeug.serving import make_server

from course.app import create_app
from course.config import Settings
from course.store.vault import new_master_key
from course.web import Mount

from . import learner


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """The standalone site, served on this machine with the bundled course."""

    address: str
    mount: Mount


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = Settings(
        data=str(tmp_path_factory.mktemp("site")),
        secret_key="0123456789abcdef-a-test-secret-0123456789",
        words_keys=new_master_key(),
        help_name="Gwen Hughes",
        help_contact="gwen@example.org",
    )
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    mount = app.extensions["course"]["course"]
    yield Site(f"http://127.0.0.1:{server.server_port}", mount)
    server.shutdown()
    thread.join()
    server.server_close()
    mount.store.close()


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone with nobody signed in. Asking any other host for anything is an error."""
    context = chromium.new_context(
        java_script_enabled=request.param == "with scripts",
        viewport={"width": 390, "height": 844},
        base_url=site.address,
    )
    elsewhere: list[str] = []
    page = context.new_page()
    page.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith(site.address) else None)
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if "Content Security Policy" in one.text else None)
    yield page
    context.close()
    assert elsewhere == []
    assert complaints == []


OpenPage = Callable[..., Page]
"""open_page(width=390, scripts=True, somebody=True, height=844, **what a browser context can be told)"""


@pytest.fixture(scope="session")
def half_way(chromium: Browser, site: Site) -> StorageState:
    """The browser of Amina, who has kept an exercise, answered a question right and one not, and played a story."""
    context = chromium.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    learner.register(page, "Amina Yusuf", "amina-half-way@example.org")
    newest = site.mount.shelf.newest()
    assert newest is not None
    module = newest.course.modules[0]
    first, second, *_ = module.questions()
    learner.keep(page, module, next(module.exercises()))
    learner.answer(page, module, first)
    learner.answer_wrong(page, module, second)
    learner.play(page, module.scenarios[0])
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(chromium: Browser, site: Site, half_way: StorageState) -> Iterator[OpenPage]:
    """Opens a browser of its own, as Amina, half way, or with nobody signed in (somebody=False)."""
    contexts = []

    def opened(width: int = 390, scripts: bool = True, somebody: bool = True, height: int = 844, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            storage_state=half_way if somebody else None,
            **more,
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
