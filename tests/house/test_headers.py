"""What goes out with every answer: who may keep it, what may run in it, where it may be shown."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from course import Course
from course.accounts import actions as accounts
from course.app import create_app
from course.config import Settings
from course.publishing import publish
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import learner

from ..conftest import NOW, PASSWORD, STREET_PARTY, signed_in
from ..pages import CheckedClient, form_on

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


# --- who may keep a page ----------------------------------------------------------------------------------------------


def test_only_a_page_that_a_browser_asks_about_again_is_kept(client: CheckedClient, as_amina: CheckedClient) -> None:
    as_amina.get("/modules/the-day")  # opened for the first time, it changes
    module = as_amina.get("/modules/the-day")
    same = as_amina.get("/modules/the-day", headers={"If-None-Match": module.headers["ETag"]})
    assert (module.headers["Cache-Control"], same.status_code) == ("private, no-cache", 304)
    assert same.headers["Cache-Control"] == "private, no-cache", "or the browser would forget the page it has"
    for path in (
        "/learning",
        "/account",
        "/my-words",
        "/plan",
        "/certificate",
        "/modules/the-day/reading",
        "/about",
        "/nowhere",
    ):
        assert as_amina.get(path).headers["Cache-Control"] == "no-store"
    assert client.get("/about").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/learning").headers["Cache-Control"] == "no-store"


def test_what_anybody_may_keep_says_nothing_of_anybody(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/the-day").text
    files = set(re.findall(r'(?:href|src)="(/(?:files|media)/[^"]+)"', page))
    assert len(files) > 5
    for path in files:
        reply = as_amina.get(path, buffered=True)
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in reply.headers
        assert b"Amina" not in reply.data
    assert as_amina.get("/modules/the-day").headers["Vary"] == "Cookie"


# --- who is signed in -------------------------------------------------------------------------------------------------


def copy_of(browser: CheckedClient, name: str = "course_session") -> CheckedClient:
    """A browser with the same cookie, as somebody has who could look into the first."""
    cookie = browser.get_cookie(name)
    assert cookie is not None
    thief: CheckedClient = browser.application.test_client()  # type: ignore[assignment]
    thief.set_cookie(name, cookie.value)
    return thief


def test_signing_out_ends_the_session_for_whoever_copied_its_cookie(app: Flask, amina: Person) -> None:
    phone, library = signed_in(app, amina), signed_in(app, amina)
    thief = copy_of(library)
    assert thief.get("/learning").status_code == 200
    library.send_form("/learning", {}, "/sign-out")
    assert (thief.get("/learning").status_code, library.get("/learning").status_code) == (303, 303)
    assert phone.get("/learning").status_code == 200, "elsewhere she stays signed in"


def test_signing_in_leaves_nothing_of_the_session_before(app: Flask, amina: Person) -> None:
    """A cookie planted in somebody's browser before they sign in is worth nothing afterwards."""
    browser: CheckedClient = app.test_client()  # type: ignore[assignment]
    browser.get("/sign-in")
    planted = copy_of(browser)
    browser.send_form("/sign-in", {"email": amina.email, "password": PASSWORD})
    assert browser.get("/learning").status_code == 200
    assert planted.get("/learning").status_code == 303


def test_a_cookie_of_somebody_removed_or_made_up_is_nobodys(
    app: Flask, amina: Person, as_amina: CheckedClient, store: Store
) -> None:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    mine = {"_user_id": f"course:{amina.public_id}:1", "_seen": int(NOW.timestamp() // 300)}
    of_another_mount = signer.dumps({**mine, "_user_id": f"other:{amina.public_id}:1"})
    by_another_key = URLSafeTimedSerializer("x" * 40, salt="cookie-session").dumps(mine)
    for value in (of_another_mount, by_another_key, signer.dumps({"_user_id": "course:nobody:x"}), "x.y.z"):
        browser: CheckedClient = app.test_client()  # type: ignore[assignment]
        browser.set_cookie("course_session", value)
        assert browser.get("/learning").status_code == 303
    with store.transaction() as connection:
        connection.execute(learner.delete())
    assert as_amina.get("/learning").status_code == 303


# --- our own address --------------------------------------------------------------------------------------------------


def mail_asked_for_at(app: Flask, host: str) -> str:
    """The mail that Amina gets when somebody who says that our address is `host` asks for a new password for her."""
    here = app.extensions["course"]["course"]
    accounts.add_account(here, name="Amina Yusuf", email="amina@example.org", password=PASSWORD)
    browser, at = app.test_client(), f"http://{host}"
    form = form_on(browser.get("/forgotten", base_url=at), "/forgotten")
    data = {**form.hidden, "email": "amina@example.org"}
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert browser.post("/forgotten", base_url=at, data=data, headers=forged).status_code == 303
    here.store.close()
    [written] = (here.settings.data_folder / "mail").glob("*.eml")
    return str(message_from_bytes(written.read_bytes(), policy=policy.default).get_content())


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://learn.example.org", "https://learn.example.org/new-password/"),
        ("https://example.org/learn/", "https://example.org/learn/new-password/"),
    ],
)
def test_a_mailed_link_leads_to_the_address_in_the_settings(settings: Settings, address: str, link: str) -> None:
    mail = mail_asked_for_at(create_app(replace(settings, address=address)), "evil.example")
    assert link in mail and "evil.example" not in mail


def test_a_site_that_does_not_know_its_address_mails_a_code_and_no_link(settings: Settings) -> None:
    mail = mail_asked_for_at(create_app(settings), "evil.example")
    assert "paste this code" in mail and "://" not in mail and "evil.example" not in mail


def test_a_host_app_that_only_says_its_name_is_not_led_astray_either(settings: Settings) -> None:
    """Flask's SERVER_NAME does not keep requests for other hosts out."""
    app = Flask("host")
    app.secret_key = "the host's own secret, long enough 0123456789"
    app.config["SERVER_NAME"] = "learn.example.org"
    Course(app, settings=settings)
    mail = mail_asked_for_at(app, "evil.example")
    assert "http://learn.example.org/new-password/" in mail and "evil.example" not in mail


def test_where_everybody_comes_by_https_cookies_never_travel_in_the_open(settings: Settings) -> None:
    app = create_app(replace(settings, address="https://learn.example.org"))
    here = app.extensions["course"]["course"]
    accounts.add_account(here, name="Amina Yusuf", email="amina@example.org", password=PASSWORD)
    browser, at = app.test_client(), "https://learn.example.org"
    form = form_on(browser.get("/sign-in", base_url=at), "/sign-in")
    data = {**form.hidden, "email": "amina@example.org", "password": PASSWORD}
    reply = browser.post("/sign-in", base_url=at, data=data)
    assert reply.status_code == 303
    cookies = {one.partition("=")[0]: set(one.split("; ")[1:]) for one in reply.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"course_session", "course_known"}
    assert all(flags >= {"Secure", "HttpOnly", "SameSite=Lax"} for flags in cookies.values())
    assert browser.get("/learning", base_url=at).headers["Strict-Transport-Security"] == "max-age=31536000"
    here.store.close()
