"""Every setting, one row each: its name, its default, what it is for. A bad value is refused by name, with the fix.

Values come from the environment (`COURSE_NAME` and so on) or from the host app's config under the same names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .errors import SettingError

PREFIX = "COURSE_"

MOST_SESSION_MINUTES = 7 * 24 * 60
"""A longer wait than 24 days also overflows the browser's clock, and the page would ask at once whether to stay."""
LONGEST_SITE_NAME = 100
MOST_PROXIES = 10
MOST_MAIL_DAYS = 365
MOST_MONTHS = 240


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation can choose. Every field is a setting called COURSE_ and its name in capitals."""

    name: str = _setting("Equal Footing", "The name of the site, in the header and on certificates.")
    data: str = _setting(".data", "The folder for the database, the keys and written mail.")
    database_url: str = _setting(
        "",
        "Where answers are kept. Empty means an SQLite file in the data folder; or postgresql://user:pass@host/name.",
    )
    folder: str = _setting("", "A course folder (with modules/ and quizzes/). Empty means the bundled course.")
    publish_on_start: bool = _setting(
        True, "Publish the course folder by itself at start when it has changed. Only with the SQLite file."
    )
    secret_key: str = _setting("", "Signs cookies and links: 32 or more random characters. The demo makes its own.")
    words_keys: str = _setting(
        "", "Keys that lock private words, newest first, with commas between. `course settings --new-key` makes one."
    )
    address: str = _setting(
        "", "The address people use, such as https://learn.example.org; for links in mail and on certificates."
    )
    welcome: str = _setting(
        "", "Path to a Markdown file: your own welcome on the front page, in place of the course's. Read at start."
    )
    logo: str = _setting("", "Path to an SVG or PNG logo; empty for ours.")
    theme_paper: str = _setting("", "Page colour, as #rrggbb. Empty for ours; so for the five below.")
    theme_ink: str = _setting("", "Text colour.")
    theme_link: str = _setting("", "Link colour.")
    theme_brand: str = _setting("", "Header and main button colour.")
    theme_edge: str = _setting("", "Edges of boxes people fill in.")
    theme_card: str = _setting("", "Card colour: what lies on the page.")
    help_name: str = _setting("The course team", "Who people can ask for help: a person's name is best.")
    help_contact: str = _setting("", "Their e-mail address or telephone number.")
    mail_from: str = _setting("course@localhost", "The address mail comes from.")
    mail_sender: str = _setting("file", "console, file (into the data folder) or smtp.")
    smtp_host: str = _setting("localhost", "The mail server.")
    smtp_port: int = _setting(25, "Its port.")
    smtp_user: str = _setting("", "Its account, when it needs one.")
    smtp_password: str = _setting("", "Its password.")
    smtp_tls: bool = _setting(True, "Use STARTTLS with the mail server.")
    session_minutes: int = _setting(120, "Minutes without a visit until people must sign in again.")
    secure_cookies: bool = _setting(
        False, "Send cookies over https only. On by itself when COURSE_ADDRESS starts with https."
    )
    proxies: int = _setting(
        0, "How many reverse proxies of yours stand in front; without it every visitor seems to come from the last one."
    )
    keep_mail_days: int = _setting(
        30, "Days until it is forgotten that a message went, to whom and when. Its words are wiped once it has gone."
    )
    unused_months: int = _setting(
        24,
        "Months without anything new until `course retention` counts an account as unused. None is removed by itself.",
    )
    demo: bool = _setting(False, "The demo: keys are made and kept in the data folder, sign-in names are shown.")

    def __post_init__(self) -> None:
        _check(self)

    @property
    def data_folder(self) -> Path:
        try:
            return Path(self.data).expanduser().resolve()
        except (RuntimeError, OSError) as error:
            raise SettingError(f"COURSE_DATA is {self.data!r}, and there is no such place. Choose another.") from error

    @property
    def https_only(self) -> bool:
        """Whether everybody comes by https, so that browsers need never send a cookie in the open."""
        return self.secure_cookies or self.address.lower().startswith("https:")

    @property
    def theme(self) -> dict[str, str]:
        """The colour tokens that are set, by token name."""
        names = ("paper", "card", "ink", "link", "brand", "edge")
        return {name: value for name in names if (value := getattr(self, f"theme_{name}"))}


def settings_from(values: Mapping[str, Any], **given: Any) -> Settings:
    """Settings from COURSE_… values, with `given` fields taking precedence.

    Raises SettingError for a COURSE_ name that is not a setting and for a value of the wrong kind.
    """
    kinds = {one.name: type(one.default) for one in fields(Settings)}
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        if not key.startswith(PREFIX):
            continue
        name = key[len(PREFIX) :].lower()
        if name not in kinds:
            raise SettingError(f"{key} is not a setting. `course settings` lists the settings there are.")
        chosen[name] = _of_kind(key, value, kinds[name])
    return (
        Settings(**chosen, **given)
        if not (both := chosen.keys() & given.keys())
        else Settings(**{name: value for name, value in chosen.items() if name not in both}, **given)
    )


def _of_kind(key: str, value: Any, kind: type) -> Any:
    if isinstance(value, kind):
        return value
    text = str(value).strip()
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SettingError(f"{key} is {text!r}. Write yes or no.")
    if kind is int:
        if not re.fullmatch(r"\d{1,9}", text):
            raise SettingError(f"{key} is {text!r}. Write a whole number.")
        return int(text)
    return text


def _check(settings: Settings) -> None:
    for one in fields(Settings):
        value = getattr(settings, one.name)
        if isinstance(value, str) and any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in value):
            raise SettingError(
                f"{PREFIX}{one.name.upper()} holds a line break or another hidden character. Take it out."
            )
    if settings.mail_sender not in ("console", "file", "smtp"):
        raise SettingError(f"COURSE_MAIL_SENDER is {settings.mail_sender!r}. Write console, file or smtp.")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", parseaddr(settings.mail_from)[1]):
        raise SettingError(f"COURSE_MAIL_FROM is {settings.mail_from!r}. Write an address like course@example.org.")
    if not settings.name.strip():
        raise SettingError("COURSE_NAME is empty. Give the site a name.")
    if len(settings.name) > LONGEST_SITE_NAME:
        raise SettingError(f"COURSE_NAME is longer than {LONGEST_SITE_NAME} letters. Give the site a shorter name.")
    if settings.session_minutes < 20:
        raise SettingError("COURSE_SESSION_MINUTES is under 20. Give people at least 20 minutes.")
    if settings.session_minutes > MOST_SESSION_MINUTES:
        raise SettingError(f"COURSE_SESSION_MINUTES is over {MOST_SESSION_MINUTES}. A week is the most.")
    if not 2 <= settings.keep_mail_days <= MOST_MAIL_DAYS:
        raise SettingError(
            f"COURSE_KEEP_MAIL_DAYS is {settings.keep_mail_days}. Write a number from 2 to {MOST_MAIL_DAYS}: "
            "a message is tried for a day before it is given up."
        )
    if not 1 <= settings.unused_months <= MOST_MONTHS:
        raise SettingError(f"COURSE_UNUSED_MONTHS is {settings.unused_months}. Write a number from 1 to {MOST_MONTHS}.")
    if not 0 < settings.smtp_port < 65_536:
        raise SettingError(f"COURSE_SMTP_PORT is {settings.smtp_port}. Write a number from 1 to 65535.")
    if settings.proxies > MOST_PROXIES:
        raise SettingError(
            f"COURSE_PROXIES is {settings.proxies}. Count only proxies of yours: {MOST_PROXIES} at most."
        )
    if settings.address and not _is_address(settings.address):
        raise SettingError(f"COURSE_ADDRESS is {settings.address!r}. Write it like https://learn.example.org.")
    if settings.database_url and not settings.database_url.startswith(("sqlite:", "postgresql:", "postgresql+")):
        raise SettingError("COURSE_DATABASE_URL must start with postgresql:// or sqlite:///.")


def _is_address(text: str) -> bool:
    """Whether this is where a site can be: no name or password in it, and nothing after the path."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w.~%/-]*)?", text, re.IGNORECASE | re.ASCII)
    return plain is not None and bool(parts.hostname)


def rows() -> list[tuple[str, str, str]]:
    """Every setting as (name, default, help), for `course settings` and for the docs test."""
    return [(PREFIX + one.name.upper(), str(one.default), one.metadata["help"]) for one in fields(Settings)]
