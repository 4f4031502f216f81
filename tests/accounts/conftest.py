"""A mailbox, and a clock that can be moved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from flask import Flask

from course.web import Mount

from ..pages import CheckedClient


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str

    @property
    def link(self) -> str:
        """The path of the one-time link in this mail."""
        found = re.search(r"https?://\S+/(?:new-password|new-email)/\S+", self.body)
        assert found, self.body
        return urlsplit(found[0]).path


@pytest.fixture
def mailbox(mount: Mount) -> Callable[[], list[Mail]]:
    """Every mail sent so far, oldest first."""

    def read() -> list[Mail]:
        files = (mount.settings.data_folder / "mail").glob("*.eml")
        mails = []
        for path in sorted(files, key=lambda path: int(path.stem.rpartition("-")[2])):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            mails.append(Mail(mail["To"], mail["Subject"], mail.get_content().replace("\r\n", "\n")))
        return mails

    return read


@pytest.fixture
def later(mount: Mount) -> Callable[..., None]:
    """Moves the site's clock on."""

    def move(**time: float) -> None:
        before = mount.clock
        mount.clock = lambda: before() + timedelta(**time)

    return move


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], CheckedClient]:
    """A browser that has never been here."""
    return app.test_client  # type: ignore[return-value]
