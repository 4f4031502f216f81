"""Settings: a bad one is refused at start, by name and with the fix, before anybody is served."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from course.app import create_app
from course.config import Settings, rows, settings_from
from course.errors import CourseError, SettingError

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
    ],
)
def test_a_bad_value_is_refused_by_name_with_the_fix(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({name: value})
    assert said in str(refused.value)


def test_yes_and_no_may_be_written_in_any_usual_way() -> None:
    assert [settings_from({"COURSE_DEMO": word}).demo for word in ("yes", "1", "True", "on", "no", "0", "FALSE", "")] == [
        *[True] * 4,
        *[False] * 4,
    ]


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, _, help in rows() if len(help) < 12 and not help.endswith(".")] == []


def start(tmp_path: Path, **given: object) -> None:
    settings = Settings(data=str(tmp_path), folder=str(STREET_PARTY), publish_on_start=False, **given)  # type: ignore[arg-type]
    create_app(settings).extensions["course"]["course"].store.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "COURSE_SECRET_KEY is missing. Make one with `course settings --new-secret`."),
        ({"secret_key": "short"}, "COURSE_SECRET_KEY is too easy to guess"),
        ({"secret_key": "a" * 64}, "COURSE_SECRET_KEY is too easy to guess"),
        ({"secret_key": SECRET}, "COURSE_WORDS_KEYS is empty"),
        ({"secret_key": SECRET, "words_keys": "bm90LTMyLWJ5dGVz"}, "A key in COURSE_WORDS_KEYS is not 32 bytes of base64."),
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
