"""Mail is written with what it tells of, sent after, tried again, and wiped once it has gone."""

from __future__ import annotations

import logging
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from course import mail
from course.config import Settings
from course.store import outbox
from course.store.engine import Store
from course.store.outbox import Message
from course.store.tables import outbox as table

from ..conftest import NOW

MINUTE = timedelta(minutes=1)


def put(
    store: Store,
    to: str = "amina@example.org",
    subject: str = "Hello",
    body: str = "A secret link\n",
    now: datetime = NOW,
) -> None:
    with store.transaction() as connection:
        outbox.add_message(connection, to=to, subject=subject, body=body, now=now)


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        found = connection.execute(
            select(table.c.to_address, table.c.body, table.c.sent_at, table.c.tries, table.c.last_problem).order_by(
                table.c.id
            )
        )
        return [tuple(row) for row in found]


class MailServer(socketserver.ThreadingTCPServer):
    """As much of a mail server as is needed to receive; `refuses` says no to every recipient."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[bytes] = []
        self.arrived = threading.Semaphore(0)
        self.refuses = False


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"RCPT" and self.server.refuses:
                self.wfile.write(b"450 amina@example.org is busy\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"250 thank you\r\n")
                self.server.arrived.release()
            elif word == b"QUIT":
                self.wfile.write(b"221 goodbye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def by_smtp(settings: Settings, server: MailServer) -> Settings:
    return replace(
        settings, mail_sender="smtp", smtp_host="127.0.0.1", smtp_port=server.server_address[1], smtp_tls=False
    )


def test_a_file_is_written_that_only_we_may_read_and_the_words_are_wiped(store: Store, settings: Settings) -> None:
    put(store, subject="Equal Footing: Siân, croeso 🦊", body="Helo\n\nhttps://example.org/new-password/abc\n")
    assert mail.deliver(store, settings, NOW) == 1
    (path,) = (settings.data_folder / "mail").glob("*.eml")
    read = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (read["To"], read["Subject"]) == ("amina@example.org", "Equal Footing: Siân, croeso 🦊")
    assert (read["From"], read["Auto-Submitted"]) == ("Equal Footing <course@localhost>", "auto-generated")
    assert read.get_content().replace("\r\n", "\n") == "Helo\n\nhttps://example.org/new-password/abc\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert rows(store) == [("amina@example.org", "", NOW, 1, "")]
    assert mail.deliver(store, settings, NOW) == 0


def test_the_screen_shows_the_whole_message(
    store: Store, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    put(store)
    mail.deliver(store, replace(settings, mail_sender="console"), NOW)
    assert "mail to amina@example.org\nHello\n\nA secret link\n" in capsys.readouterr().out


def test_a_mail_server_gets_the_message(store: Store, settings: Settings, mail_server: MailServer) -> None:
    put(store)
    assert mail.deliver(store, by_smtp(settings, mail_server), NOW) == 1
    (received,) = mail_server.received
    assert b"To: amina@example.org\r\n" in received
    assert b"\r\n\r\nA secret link\r\n" in received


def test_mail_for_a_server_goes_from_a_thread_and_a_page_need_not_wait(
    store: Store, settings: Settings, mail_server: MailServer
) -> None:
    for number in range(3):
        put(store, to=f"p{number}@example.org", now=datetime.now(UTC))
        mail.deliver_soon(store, by_smtp(settings, mail_server), NOW)
    assert all(mail_server.arrived.acquire(timeout=20) for _ in range(3))
    assert len(mail_server.received) == 3
    for thread in threading.enumerate():
        if thread.name == "course-mail":
            thread.join(20)
    assert [sent is not None for _to, _body, sent, _tries, _problem in rows(store)] == [True] * 3


def test_a_message_that_fails_waits_longer_each_time_and_is_given_up_after_eight(
    store: Store, settings: Settings, mail_server: MailServer
) -> None:
    mail_server.refuses = True
    chosen = by_smtp(settings, mail_server)
    put(store)
    tried = []
    for minute in range(0, 3000):
        with store.reading() as connection:
            due = bool(outbox.messages_due(connection, NOW + minute * MINUTE))
        if due:
            tried.append(minute)
            mail.deliver(store, chosen, NOW + minute * MINUTE)
    assert tried == [0, 1, 4, 15, 60, 240, 720, 1440]
    assert rows(store) == [("amina@example.org", "", None, 8, "SMTPRecipientsRefused")]
    with store.reading() as connection:
        assert outbox.next_message_due_at(connection) is None


def test_a_failure_is_logged_without_saying_whose_mail_it_is(
    store: Store, settings: Settings, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.refuses = True
    put(store)
    with caplog.at_level(logging.DEBUG, "course"):
        mail.deliver(store, by_smtp(settings, mail_server), NOW)
    assert "was not sent (try 1): SMTPRecipientsRefused" in caplog.text
    assert "example.org" not in caplog.text


def test_a_server_that_is_away_loses_nothing(store: Store, settings: Settings, mail_server: MailServer) -> None:
    put(store)
    assert mail.deliver(store, replace(by_smtp(settings, mail_server), smtp_port=1), NOW) == 0
    assert rows(store) == [("amina@example.org", "A secret link\n", None, 1, "ConnectionRefusedError")]
    assert mail.deliver(store, by_smtp(settings, mail_server), NOW + MINUTE) == 1


def test_one_bad_message_does_not_hold_up_the_next(store: Store, settings: Settings) -> None:
    put(store, subject="Hello\r\nBcc: joe@example.org")
    put(store, to="joe@example.org")
    assert mail.deliver(store, settings, NOW) == 1
    (path,) = (settings.data_folder / "mail").glob("*.eml")
    assert b"To: joe@example.org" in path.read_bytes()


def test_a_message_that_another_process_claimed_is_left_to_it(store: Store) -> None:
    put(store)
    with store.reading() as connection:
        (message,) = outbox.messages_due(connection, NOW)
    with store.transaction() as connection:
        assert outbox.claim_message(connection, message)
    with store.transaction() as connection:
        assert not outbox.claim_message(connection, message)


def test_nothing_is_queued_when_what_it_tells_of_did_not_happen(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        outbox.add_message(connection, to="a@example.org", subject="Done", body="It is done", now=NOW)
        _ = 1 / 0
    assert rows(store) == []


def test_messages_of_more_than_a_month_ago_are_forgotten(store: Store, settings: Settings) -> None:
    put(store)
    mail.deliver(store, settings, NOW)
    with store.transaction() as connection:
        outbox.add_message(
            connection, to="joe@example.org", subject="Hello", body="Hello\n", now=NOW + timedelta(days=31)
        )
    mail.deliver(store, settings, NOW + timedelta(days=31))
    assert [row[0] for row in rows(store)] == ["joe@example.org"]


@pytest.mark.parametrize(
    ("site", "mail_from", "shown"),
    [
        ("Equal Footing", "course@example.org", "Equal Footing <course@example.org>"),
        ("Us", "The team <course@example.org>", "The team <course@example.org>"),
        ('A "B" \\ C D', "course@example.org", "A 'B' C D <course@example.org>"),
        ("Ein Tîm", "course@example.org", "Ein Tîm <course@example.org>"),
    ],
)
def test_mail_says_who_it_is_from(site: str, mail_from: str, shown: str) -> None:
    message = Message(id=1, to_address="a@example.org", subject="S", body="B\n", created_at=NOW, tries=0)
    made = mail.as_email(Settings(name=site, mail_from=mail_from), message)
    assert str(message_from_bytes(made.as_bytes(), policy=policy.default)["From"]) == shown
    assert made["Date"].datetime == datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
