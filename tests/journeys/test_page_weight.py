"""No page costs somebody with little data more than 100 KB, with its style and script; pictures come on top.

Counted as it is sent: pages uncompressed, so that a server in front that compresses them only makes it better, and the
style and script packed, as every browser asks for them. The heaviest page is a module of the bundled
course whose questions have all been answered, because every answer is then explained.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from course.accounts import actions as accounts
from course.app import create_app
from course.config import Settings
from course.content.model import Course
from course.store.vault import new_master_key
from course.web import Mount

from ..conftest import PASSWORD, signed_in
from ..pages import CheckedClient, form_on

MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CheckedClient, Course]]:
    """Amina's browser on a site with the bundled course, and that course."""
    settings = Settings(
        data=str(tmp_path_factory.mktemp("weight")),
        secret_key="0123456789abcdef-a-test-secret-0123456789",
        words_keys=new_master_key(),
    )
    app = create_app(settings)
    app.test_client_class = CheckedClient
    mount: Mount = app.extensions["course"]["course"]
    amina = accounts.add_account(mount, name="Amina Yusuf", email="amina@example.org", password=PASSWORD)
    newest = mount.shelf.newest()
    assert newest is not None
    yield signed_in(app, amina), newest.course
    mount.store.close()


def weight(browser: CheckedClient, address: str) -> int:
    """Bytes of a page, its style sheets and its script."""
    page = browser.get(address)
    assert page.status_code == 200, address
    parts = LexborHTMLParser(page.text).css("link[rel=stylesheet], script[src]")
    addresses = [one.attributes.get("href") or one.attributes["src"] or "" for one in parts]
    assert len(addresses) == 3
    sent = [browser.get(one, headers={"Accept-Encoding": "gzip, deflate, br"}) for one in addresses]
    return len(page.data) + sum(len(one.data) for one in sent)


def answer_everything(browser: CheckedClient, course: Course) -> None:
    for module in course.modules:
        for question in module.questions():
            here = f"/modules/{module.id}"
            form = form_on(browser.get(f"{here}?again={question.id}"), f"{here}/{question.id}")
            selects = form.node.css("select")
            chosen = {
                one.attributes["name"]: one.css("option")[place + 1].attributes["value"]
                for place, one in enumerate(selects)
            } or {"answer": question.answers[0].key}
            reply = browser.post(form.action, data={**form.hidden, **chosen})
            assert reply.status_code == 303, question.id


def test_no_page_weighs_more_than_100_kilobytes(bundled: tuple[CheckedClient, Course]) -> None:
    browser, course = bundled
    answer_everything(browser, course)
    addresses = ["/", "/about", "/learning", "/account", "/certificate"]
    for module in course.modules:
        addresses += [f"/modules/{module.id}", f"/modules/{module.id}/reading"]
    addresses += [f"/scenarios/{one.id}" for one in course.scenarios]
    weights = {address: weight(browser, address) for address in addresses}
    assert {address: size for address, size in weights.items() if size > MOST_BYTES} == {}
