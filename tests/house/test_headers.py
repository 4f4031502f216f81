"""What goes out with every answer: who may keep it, what may run in it, where it may be shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from course.publishing import publish
from course.store.engine import Store

from ..conftest import STREET_PARTY
from ..pages import CheckedClient

# --- a trainer's files ------------------------------------------------------------------------------------------------

PAGE = b'<!doctype html><script src="evil.js"></script>'


@pytest.fixture
def media(store: Store, tmp_path: Path) -> str:
    """Where the media are of a release that holds what a hostile trainer would like to be run."""
    folder = Path(shutil.copytree(STREET_PARTY, tmp_path / "course"))
    for name in (
        "a.html",
        "a.xhtml",
        "a.XML",
        "evil.js",
        "evil.mjs",
        "a.css",
        "a.svgz",
        "a.pdf",
        "a",
        "a.html.",
        "Ŵ.hta",
    ):
        (folder / "modules/media" / name).write_bytes(PAGE)
    for name in ("a.svg", "A.SVG"):
        (folder / "modules/media" / name).write_bytes(
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        )
    made = publish(store, folder, author="Mallory")
    assert made is not None
    return f"/media/{made[0]}"


@pytest.mark.parametrize(
    "name", ["a.html", "a.xhtml", "a.XML", "evil.js", "evil.mjs", "a.css", "a.svgz", "a.pdf", "a", "a.html.", "Ŵ.hta"]
)
def test_a_page_or_a_script_among_the_media_is_given_to_be_saved(client: CheckedClient, media: str, name: str) -> None:
    reply = client.get(f"{media}/{name}")
    assert (reply.status_code, reply.mimetype) == (200, "application/octet-stream")
    assert reply.headers["Content-Disposition"] == "attachment"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize("name", ["a.svg", "A.SVG"])
def test_a_script_in_a_drawing_cannot_run_when_it_is_opened_by_itself(
    client: CheckedClient, media: str, name: str
) -> None:
    reply = client.get(f"{media}/{name}")
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
