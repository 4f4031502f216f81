"""Settings: a bad one is refused at start, by name and with the fix, before anybody is served."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from course.app import create_app
from course.config import Settings, rows, settings_from
from course.errors import CourseError, SettingError
from course.store.vault import new_master_key

from ..conftest import STREET_PARTY
from ..pages import CheckedClient

SECRET = "0123456789abcdef-a-test-secret-0123456789"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COURSE_NAMME", "x", "COURSE_NAMME is not a setting."),
        ("COURSE_SMTP_PORT", "twenty", "COURSE_SMTP_PORT is 'twenty'. Write a whole number."),
        ("COURSE_DEMO", "perhaps", "COURSE_DEMO is 'perhaps'. Write yes or no."),
        ("COURSE_NAME", "  ", "COURSE_NAME is empty. Give the site a name."),
        ("COURSE_MAIL_SENDER", "pigeon", "COURSE_MAIL_SENDER is 'pigeon'. Write console, file or smtp."),
        ("COURSE_ADDRESS", "learn.example.org", "Write it like https://learn.example.org."),
        ("COURSE_DATABASE_URL", "mysql://x", "COURSE_DATABASE_URL must start with postgresql:// or sqlite:///."),
        ("COURSE_SESSION_MINUTES", "5", "Give people at least 20 minutes."),
        ("COURSE_SESSION_MINUTES", "999999999", "COURSE_SESSION_MINUTES is over 10080. A week is the most."),
        ("COURSE_SMTP_PORT", "99999", "COURSE_SMTP_PORT is 99999. Write a number from 1 to 65535."),
        ("COURSE_PROXIES", "99", "COURSE_PROXIES is 99. Count only proxies of yours: 10 at most."),
        ("COURSE_MAIL_FROM", "the team", "COURSE_MAIL_FROM is 'the team'. Write an address like course@example.org."),
        (
            "COURSE_MAIL_FROM",
            "a@b.org\r\nBcc: c@d.org",
            "COURSE_MAIL_FROM holds a line break or another hidden character.",
        ),
        ("COURSE_NAME", "Equal\nFooting", "COURSE_NAME holds a line break or another hidden character. Take it out."),
        ("COURSE_NAME", "x" * 101, "COURSE_NAME is longer than 100 letters. Give the site a shorter name."),
        ("COURSE_ADDRESS", "https://anna:secret@learn.example.org", "Write it like https://learn.example.org."),
        ("COURSE_ADDRESS", "https://learn.example.org?a=b", "Write it like https://learn.example.org."),
        ("COURSE_ADDRESS", "https://learn.example.org:99999", "Write it like https://learn.example.org."),
        ("COURSE_ADDRESS", "https://[", "Write it like https://learn.example.org."),
        ("COURSE_DATABASE_URL", "postgresqlx://x", "COURSE_DATABASE_URL must start with postgresql:// or sqlite:///."),
    ],
)
def test_a_bad_value_is_refused_by_name_with_the_fix(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({name: value})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "and there is no such file."),
        (b"", "and the file is empty. Write a few words in it, or leave this setting out."),
        (b"\xff\xfe", "Open the file in your editor and save it again as UTF-8."),
        ("Welcome.\n\nCome in, Siân.".encode("cp1252"), "Look at line 3. This file has a character that was not saved"),
        (b"x" * 200_000, "is more than 100 KB, which is more than a page can hold. Make it shorter:"),
        (b"> " * 30 + b"x", "This is nested more than 20 deep. Use fewer levels."),
    ],
)
def test_a_welcome_that_cannot_be_shown_is_refused_by_name(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "welcome.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingError) as refused:
        create_app(Settings(data=str(tmp_path / "data"), demo=True, folder=str(STREET_PARTY), welcome=str(path)))
    assert str(refused.value).startswith(f"COURSE_WELCOME is {str(path)!r}")
    assert said in str(refused.value)


def test_an_organisation_welcomes_people_in_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "welcome.cy.md"
    path.write_text("Croeso *mawr*. <script>alert(1)</script> [Hanes](history.md)", encoding="utf-8")
    app = create_app(Settings(data=str(tmp_path / "data"), demo=True, folder=str(STREET_PARTY), welcome=str(path)))

    page = app.test_client().get("/").text

    assert '<div lang="cy"><p>Croeso <em>mawr</em>. &lt;script&gt;alert(1)&lt;/script&gt; ' in page
    assert '<a href="/read/history">Hanes</a>' in page
    assert "The kettle is on" not in page
    app.extensions["course"]["course"].store.close()


def test_yes_and_no_may_be_written_in_any_usual_way() -> None:
    assert [
        settings_from({"COURSE_DEMO": word}).demo for word in ("yes", "1", "True", "on", "no", "0", "FALSE", "")
    ] == [
        *[True] * 4,
        *[False] * 4,
    ]


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, _, help in rows() if len(help) < 12 and not help.endswith(".")] == []


def start(tmp_path: Path, **given: object) -> None:
    plain = {"data": str(tmp_path), "folder": str(STREET_PARTY), "publish_on_start": False}
    settings = Settings(**{**plain, **given})  # type: ignore[arg-type]
    create_app(settings).extensions["course"]["course"].store.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "COURSE_SECRET_KEY is missing. Make one with `course settings --new-secret`."),
        ({"secret_key": "short"}, "COURSE_SECRET_KEY is too easy to guess"),
        ({"secret_key": "a" * 64}, "COURSE_SECRET_KEY is too easy to guess"),
        ({"secret_key": SECRET}, "COURSE_WORDS_KEYS is empty"),
        (
            {"secret_key": SECRET, "words_keys": "bm90LTMyLWJ5dGVz"},
            "A key in COURSE_WORDS_KEYS is not 32 bytes of base64.",
        ),
        ({"secret_key": SECRET, "words_keys": "A" * 43 + "="}, "A key in COURSE_WORDS_KEYS is too easy to guess."),
        ({"demo": True, "data": "~nobody-of-this-name/data"}, "there is no such place. Choose another."),
        ({"demo": True, "database_url": "sqlite:x"}, "COURSE_DATABASE_URL cannot be read."),
        ({"demo": True, "database_url": "sqlite://"}, "COURSE_DATABASE_URL names no file."),
        ({"demo": True, "database_url": "sqlite:///:memory:"}, "COURSE_DATABASE_URL names no file."),
        ({"demo": True, "database_url": "postgresql:nonsense"}, "COURSE_DATABASE_URL cannot be read."),
        ({"demo": True, "database_url": "postgresql://u:secret@host:port/x"}, "COURSE_DATABASE_URL cannot be read."),
        ({"demo": True, "logo": "/etc/passwd"}, "The logo must be a file that ends in .svg or .png."),
        ({"demo": True, "theme_paper": "#222222", "theme_ink": "#333333"}, "These colours cannot be used together."),
        ({"demo": True, "theme_brand": "tomato"}, "These colours cannot be used together."),
        ({"demo": True, "logo": "no-such-file.svg"}, "COURSE_LOGO is 'no-such-file.svg', and there is no such file."),
    ],
)
def test_a_site_that_would_be_unsafe_or_hard_to_read_does_not_start(
    tmp_path: Path, given: dict[str, object], said: str
) -> None:
    with pytest.raises(CourseError) as refused:
        start(tmp_path, **given)
    assert said in str(refused.value)
    assert "secret@" not in str(refused.value)


def test_a_site_does_not_start_where_failures_let_strangers_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SettingError, match="FLASK_DEBUG is on. .* Turn it off."):
        start(tmp_path, secret_key=SECRET, words_keys=new_master_key())


def test_a_site_that_does_not_know_its_address_says_what_that_costs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start(tmp_path / "one", secret_key=SECRET, words_keys=new_master_key(), address="https://learn.example.org")
    assert caplog.messages == []
    start(tmp_path / "two", secret_key=SECRET, words_keys=new_master_key())
    assert [message[:56] for message in caplog.messages] == ["COURSE_ADDRESS is not set. Messages carry codes instead "]


def test_the_data_folder_is_made_for_our_eyes_only(tmp_path: Path) -> None:
    start(tmp_path / "data", demo=True)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_the_demo_makes_its_keys_once_and_keeps_them_for_our_eyes_only(tmp_path: Path) -> None:
    start(tmp_path, demo=True)
    made = {name: (tmp_path / name).read_text() for name in ("secret-key", "words-key")}
    start(tmp_path, demo=True)
    assert {name: (tmp_path / name).read_text() for name in made} == made
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in made} == {0o600}


def test_a_site_has_its_own_name_logo_and_colours(settings: Settings, tmp_path: Path) -> None:
    logo = tmp_path / "ours.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    app = create_app(replace(settings, name="Saltmere Trust", logo=str(logo), theme_brand="#1a3c6e"))
    app.test_client_class = CheckedClient
    page = app.test_client().get("/").text
    assert "Saltmere Trust" in page and 'src="/logo"' in page and 'href="/theme.css"' in page
    assert app.test_client().get("/logo", buffered=True).mimetype == "image/svg+xml"
    assert "#1a3c6e" in app.test_client().get("/theme.css").text
    app.extensions["course"]["course"].store.close()
