"""Starts the site and the bare app on the same server with the same settings, signs learners in, and weighs processes."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PASSWORD = "a long walk by the river"
THREADS = 8
"""As in the demo."""
SITE, BARE = "course.app:create_app", "bare:create_app"
AGENT = {"User-Agent": "benchmark"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One granian with one worker process, or more, in a process group of its own."""

    def __init__(self, app: str, settings: Mapping[str, str] | None = None, *, workers: int = 1, port: int = 0):
        self.app, self.settings, self.workers, self.port = app, dict(settings or {}), workers, port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, path: str = "/", *, within: float = 60.0) -> float:
        """Start, and return the seconds until the first 200 for `path`."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--no-ws", self.app]
        command += ["--host", HOST, "--port", str(self.port), "--log-level", "error"]
        command += ["--blocking-threads", str(THREADS), "--workers", str(self.workers)]
        paths = os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])
        environment = {**os.environ, **self.settings, "PYTHONPATH": paths}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        while time.perf_counter() - began < within:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.app} did not start")
            if self.answers(path):
                return time.perf_counter() - began
            time.sleep(0.005)
        self.kill()
        raise SystemExit(f"{self.app} gave no page within {within:.0f} seconds")

    def answers(self, path: str) -> bool:
        try:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
            connection.request("GET", path, headers=AGENT)
            status = connection.getresponse().status
            connection.close()
        except OSError:
            return False
        return status == 200

    def kill(self) -> None:
        """The hard way: no process of it gets to do anything more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, how)
        except ProcessLookupError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def processes(self) -> list[int]:
        """The server itself and its workers."""
        assert self.process is not None
        listed = subprocess.run(["ps", "-o", "pid=", "-g", str(self.process.pid)], capture_output=True, text=True)
        return [int(one) for one in listed.stdout.split()]

    def memory(self) -> int:
        """Bytes in use by all of it, shared ones counted once (proportional set size)."""
        total = 0
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += 1024 * int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1))  # type: ignore[union-attr]
        return total

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


@dataclass
class Learner:
    """Somebody with an account, and their browser."""

    id: int
    name: str
    email: str
    port: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """(status, headers, text). Raises OSError or HTTPException when the server is away."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        sent = {**AGENT, "Cookie": self.cookie, **headers}
        body = urllib.parse.urlencode(fields) if fields is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, sent)
            reply = self.connection.getresponse()
            text = reply.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        for line in reply.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return reply.status, dict(reply.headers), text

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, port: int) -> None:
        self.port, self.cookies, self.connection = port, {}, None
        token = csrf_in(self.send("GET", "/sign-in")[2])
        status, _, text = self.send(
            "POST", "/sign-in", {"csrf_token": token, "email": self.email, "password": PASSWORD}
        )
        if status != 303:
            raise SystemExit(f"{self.email} could not sign in: {status}\n{text[:2000]}")


def csrf_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if not found:
        raise SystemExit(f"there is no form on this page:\n{page[:1000]}")
    return found.group(1)


def site_settings(data: Path, folder: Path, database_url: str = "") -> dict[str, str]:
    """The settings of a site with a made-up course on a database of its own."""
    return {
        "COURSE_DEMO": "yes",
        "COURSE_DATA": str(data),
        "COURSE_FOLDER": str(folder),
        "COURSE_DATABASE_URL": database_url,
    }


def prepare(settings: Mapping[str, str], learners: int) -> list[Learner]:
    """Make the database, publish the course, and add learners."""
    sys.path.insert(0, str(ROOT))
    from course.accounts.actions import add_account
    from course.app import create_app
    from course.config import settings_from
    from course.publishing import publish
    from course.store.engine import Store
    from course.store.migrate import migrate

    chosen = settings_from(settings)
    if chosen.database_url:
        store = Store(chosen.database_url, chosen.data_folder)
        migrate(store)
        publish(store, Path(chosen.folder), author="the benchmarks")
        store.close()
    mount = create_app(chosen).extensions["course"]["course"]
    people = []
    for number in range(1, learners + 1):
        name, email = f"Learner {number}", f"learner{number}@example.org"
        people.append(Learner(add_account(mount, name=name, email=email, password=PASSWORD).id, name, email))
    mount.store.close()
    return people
