"""The certificate's page in a real browser: one sheet on paper, no sideways scrolling on a small phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from course.certificates.actions import issue_if_earned
from tests.certificates.a_course import COURSE, NOW

pytestmark = pytest.mark.browser

NAMES = {
    "short": "Amina Yusuf",
    "long": "Siân Llŷr-Brannigan Featherstonehaugh ap Gruffudd",
    "200 letters": "Featherstonehaugh " * 10 + "Cholmondeley-Smythe",
}


@pytest.fixture
def address(app) -> Iterator[str]:
    """Where the host app is served on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/learn"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_it_prints_on_one_sheet_of_a4_lying_down(chromium, address, store, add_finisher, name):
    issue_if_earned(store, COURSE, 1, add_finisher(name, "amina"), NOW)
    page = chromium.new_page(extra_http_headers={"X-Member": "amina"})
    page.goto(f"{address}/certificate")
    made = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    width, height = (float(one) for one in re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", made)[0])
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (297, 210)


@pytest.mark.parametrize("name", [*NAMES.values(), "W" * 200], ids=[*NAMES.keys(), "one word of 200"])
def test_nothing_scrolls_sideways_on_a_small_phone(chromium, address, store, add_finisher, name):
    issued = issue_if_earned(store, COURSE, 1, add_finisher(name), NOW)
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    widths = []
    for path in (f"/c/{issued.number}", f"/verify?number={issued.number}"):
        page.goto(address + path)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.close()
    assert widths == [320, 320]


def test_the_qr_code_is_drawn_and_the_policy_is_kept(chromium, address, store, add_finisher):
    issued = issue_if_earned(store, COURSE, 1, add_finisher(), NOW)
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{address}/c/{issued.number}")
    drawn = page.evaluate("document.querySelector('.certificate-qr img').naturalWidth > 0")
    page.close()
    assert (drawn, complaints) == (True, [])
