"""Mounts the course in a Flask app.

    Course(app)                                               the whole site, with accounts of its own
    Course(app, url_prefix="/learn", identify=current_member) inside a host that signs people in

Everything a mount has is under its name, so one app can hold several with separate data.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask

from . import headers, pages, resources, web
from .accounts import hosted, session
from .accounts import views as accounts
from .certificates import views as certificates
from .cli import course as course_command
from .cohorts import views as cohorts
from .cohorts import views_run as running_cohorts
from .config import Settings, settings_from
from .content.load import PAGE_LIMIT, read_page
from .content.model import Text
from .content.page import Page
from .content.problems import Problem
from .content.render import render_text
from .errors import ContentError, SettingError
from .events import Announcer
from .front import views as front
from .keys import keys_for
from .mail import deliver_soon
from .organisations import views as organisations
from .plan import views as plan
from .plan import views_files as plan_files
from .progress import views as progress
from .publishing import FolderWatch, publish_changed_folder
from .reading import views as reading
from .rights import views as rights
from .scenarios import views as scenarios
from .shelf import Shelf
from .store.engine import Store
from .store.migrate import check_version, migrate
from .store.vault import Vault
from .study import views as study
from .theme import check_theme

log = logging.getLogger("course")

ROOMS = (
    front.room,
    study.room,
    scenarios.room,
    progress.room,
    plan.room,
    plan_files.room,
    reading.room,
    certificates.room,
    organisations.room,
    cohorts.room,
    running_cohorts.room,
    accounts.settings,
    rights.room,
)


class Course:
    """The course, in an app."""

    def __init__(
        self,
        app: Flask | None = None,
        *,
        url_prefix: str = "",
        name: str = "course",
        identify: hosted.Identify | None = None,
        sign_in_url: str = "",
        settings: Settings | None = None,
        config: Mapping[str, Any] | None = None,
    ):
        """`identify` says who a request is from; without it the course has its own accounts.

        `settings`, or `config` with COURSE_… names, or else the app's own config, say everything else.
        `sign_in_url` is where the host signs people in. `name` tells two mounts in one app apart.
        """
        self.url_prefix, self.name, self.identify, self.sign_in_url = url_prefix, name, identify, sign_in_url
        self._settings, self._config = settings, config
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> web.Mount:
        """Mount. Raises SettingError for a setting that cannot be used, StoreNotReady for a database that cannot."""
        settings = self._settings or settings_from(app.config if self._config is None else self._config)
        if self.name in app.extensions.get("course", {}):
            raise SettingError(f"There is a course called {self.name!r} in this app. Give this one another name=.")
        _check_look(settings)
        secret, words_keys = keys_for(settings, host_secret=app.secret_key)
        app.secret_key = secret
        if self.identify is None:
            session.prepare(app)
        store = Store(settings.database_url, settings.data_folder)
        _make_ready(store, settings)
        here = web.Mount(
            name=self.name,
            settings=settings,
            store=store,
            vault=Vault(words_keys),
            shelf=Shelf(store),
            announcer=Announcer(),
            welcome=_welcome(settings),
            welcome_language=Page(settings.welcome, "").language,
            who=hosted.person_from(self.identify) if self.identify else session.signed_in_person,
            has_accounts=self.identify is None,
            sign_in_url=self.sign_in_url,
        )
        if settings.demo:
            here.before_release = FolderWatch(store, settings).look
        if not (settings.address or settings.demo):
            log.warning(
                "COURSE_ADDRESS is not set. Messages carry codes instead of links, since a request can claim any address, "
                "and a certificate names the address it was looked at."
            )
        app.extensions.setdefault("course", {})[self.name] = here
        app.register_blueprint(self._blueprint(), url_prefix=self.url_prefix or None)
        app.cli.add_command(course_command)
        deliver_soon(store, settings, here.clock())  # what was waiting when the site was last stopped
        return here

    def _blueprint(self) -> Blueprint:
        blueprint = Blueprint(self.name, __name__, template_folder=str(resources.folder("templates")))
        for room in (*ROOMS, *([accounts.doors] if self.identify is None else [])):
            room.attach(blueprint)
        blueprint.register_error_handler(Exception, pages.answer_error)
        blueprint.after_request(headers.put_headers)
        return blueprint


def _check_look(settings: Settings) -> None:
    if problems := check_theme(settings.theme):
        raise SettingError("These colours cannot be used together. " + " ".join(problems))
    if settings.logo and not Path(settings.logo).is_file():
        raise SettingError(f"COURSE_LOGO is {settings.logo!r}, and there is no such file.")
    if settings.logo and not settings.logo.lower().endswith((".svg", ".png")):  # anybody can fetch it
        raise SettingError(f"COURSE_LOGO is {settings.logo!r}. The logo must be a file that ends in .svg or .png.")


def _welcome(settings: Settings) -> Text | None:
    """The organisation's welcome as a page may show it. Raises SettingError for a file that cannot be one."""
    if not settings.welcome:
        return None
    said = f"COURSE_WELCOME is {settings.welcome!r}"
    try:
        with Path(settings.welcome).expanduser().open("rb") as file:
            data = file.read(PAGE_LIMIT + 1)
    except FileNotFoundError as error:
        raise SettingError(f"{said}, and there is no such file.") from error
    except (OSError, RuntimeError) as error:
        raise SettingError(
            f"{said}, and it cannot be read. Name a Markdown file that this program may read."
        ) from error
    if len(data) > PAGE_LIMIT:
        raise SettingError(
            f"{said}, and the file is more than {PAGE_LIMIT // 1000} KB, which is more than a page can hold. "
            "Make it shorter: a few paragraphs are enough."
        )
    problems: list[Problem] = []
    text = read_page(Path(settings.welcome).name, data, problems)
    if text is None:
        raise SettingError(f"{said}. Look at line {problems[0].line}. {problems[0].message} {problems[0].fix}")
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise SettingError(f"{said}, and the file is empty. Write a few words in it, or leave this setting out.")
    try:
        return render_text(text, Path(settings.welcome).name)
    except ContentError as error:
        raise SettingError(f"{said}. {error}") from error


def _make_ready(store: Store, settings: Settings) -> None:
    """The embedded default looks after itself: it migrates, and publishes the course folder when that has changed."""
    if store.is_sqlite:
        migrate(store)
        if settings.publish_on_start:
            publish_changed_folder(store, settings)
    elif not check_version(store):
        raise SettingError("The database needs a step first: run `course migrate`.")
