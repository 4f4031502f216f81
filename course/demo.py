"""The demo: a running site on this machine, with people to sign in as."""

from __future__ import annotations

import os
import socket
import sys

from .app import create_app
from .config import Settings, settings_from
from .errors import CourseError, NameTaken
from .store import people
from .store.engine import Store

PEOPLE = (("Amina Yusuf", "amina@example.org"), ("Siân Llŷr-Brannigan", "sian@example.org"))
PASSWORD = "tea-at-the-kitchen-table"
TRIES = 20
"""How many ports after the wished one are looked at, to suggest one that is free."""


def run(*, host: str, port: int, data: str) -> int:
    """Serve until stopped. Returns the exit status: 1 when it could not start, with the reason printed."""
    if not _is_free(host, port):
        free = next((one for one in range(port + 1, port + TRIES) if _is_free(host, one)), None)
        tip = f" Try `--port {free}`." if free else " Try another with `--port`."
        print(f"Port {port} is already in use, perhaps by another copy of this demo.{tip}", file=sys.stderr)
        return 1
    os.environ.update(COURSE_DEMO="yes", COURSE_DATA=data)
    settings = settings_from(os.environ)
    try:
        app = create_app(settings)
        _add_people(app.extensions["course"]["course"].store, app, settings)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    _say(host, port, settings)
    from granian import Granian

    Granian(
        "course.app:create_app",
        address=host,
        port=port,
        interface="wsgi",
        factory=True,
        blocking_threads=4,
        backpressure=64,
        log_level="warning",
        websockets=False,
    ).serve()
    return 0


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _add_people(store: Store, app: object, settings: Settings) -> None:
    """The demo's people, once."""
    from .accounts.actions import add_account

    for name, email in PEOPLE:
        with store.reading() as connection:
            if people.person_by_email(connection, email):
                continue
        try:
            add_account(app.extensions["course"]["course"], name=name, email=email, password=PASSWORD)  # type: ignore[attr-defined]
        except NameTaken:
            continue


def _say(host: str, port: int, settings: Settings) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(f"\n{settings.name} is running at http://{shown}:{port}/")
    print(f"Sign in as {' or '.join(email for _, email in PEOPLE)}, password {PASSWORD}, or register.")
    print(f"Everything is kept in {settings.data_folder}. Press Ctrl+C to stop.\n", flush=True)
