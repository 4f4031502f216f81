"""Sends what is in the outbox: to the screen, to files in the data folder, or to a mail server.

The outbox row is the truth; sending is tried after the commit and again later. Mail servers are spoken to from a thread,
so that a slow one never holds up a page.
"""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path

from .config import Settings
from .errors import StoreNotReady
from .store import outbox
from .store.engine import Store
from .store.outbox import Message

log = logging.getLogger("course.mail")

TIMEOUT_SECONDS = 15

Sender = Callable[[Settings, Message], None]
"""Sends one message or raises OSError (which smtplib's errors are) or ValueError (an address no header can hold)."""


def as_email(settings: Settings, message: Message) -> EmailMessage:
    """The message as it goes over the wire. Raises ValueError where a header would hold a line break."""
    mail = EmailMessage(policy=SMTP if message.to_address.isascii() else SMTPUTF8)
    name, address = parseaddr(settings.mail_from)
    mail["From"] = f'"{_quoted(name or settings.name)}" <{address}>'
    mail["To"] = message.to_address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = make_msgid(domain=address.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def _quoted(name: str) -> str:
    return " ".join(name.replace("\\", "").replace('"', "'").split())


def to_console(settings: Settings, message: Message) -> None:
    print(f"\n--- mail to {message.to_address}\n{message.subject}\n\n{message.body}\n---", flush=True)


def to_file(settings: Settings, message: Message) -> None:
    """One .eml file for each message, that only the account the site runs under may read."""
    written = as_email(settings, message).as_bytes()
    folder = settings.data_folder / "mail"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{message.created_at:%Y%m%d-%H%M%S}-{message.id}.eml"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(written)


def _written(settings: Settings) -> list[Path]:
    return sorted((settings.data_folder / "mail").glob("*.eml"))


def written_before(settings: Settings, moment: datetime) -> list[Path]:
    """Messages written to files by `to_file` before a moment, by the time in their names."""
    return [path for path in _written(settings) if path.name < f"{moment:%Y%m%d-%H%M%S}"]


def forget_written(settings: Settings, addresses: Collection[str]) -> int:
    """Messages to these addresses that were written to files go too. Returns how many there were."""
    gone = 0
    for path in _written(settings):
        with path.open("rb") as file:
            to = BytesHeaderParser(policy=SMTPUTF8).parse(file)["To"]
        if str(to).lower() in addresses:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def to_smtp(settings: Settings, message: Message) -> None:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.smtp_tls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(as_email(settings, message))


SENDERS: dict[str, Sender] = {"console": to_console, "file": to_file, "smtp": to_smtp}


def deliver(store: Store, settings: Settings, now: datetime) -> int:
    """Try everything that is due once. Returns how many went. What fails waits longer each time; nothing is raised for it.

    Several processes may do this at once: each message is claimed first. One that is claimed when the power goes is
    tried again, so a message may come twice but is not lost.
    """
    send, sent = SENDERS[settings.mail_sender], 0
    with store.reading() as connection:
        due = outbox.messages_due(connection, now)
    for message in due:
        with store.transaction() as connection:
            claimed = outbox.claim_message(connection, message)
        if claimed and _try(store, settings, send, message, now):
            sent += 1
    return sent


def _try(store: Store, settings: Settings, send: Sender, message: Message, now: datetime) -> bool:
    try:
        send(settings, message)
    except (OSError, ValueError) as error:
        # Only the kind of error: what a mail server says often names the address.
        problem = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        log.warning("Message %s was not sent (try %s): %s", message.id, message.tries + 1, problem)
        with store.transaction() as connection:
            outbox.message_failed(connection, message.id, problem)
        return False
    with store.transaction() as connection:
        outbox.message_sent(connection, message.id, now, settings.keep_mail_days)
    return True


# --- after a request --------------------------------------------------------------------------------------------------

_postmen: dict[int, threading.Event] = {}
"""By store: the thread that speaks to the mail server, as the bell that wakes it."""
_lock = threading.Lock()


def deliver_soon(store: Store, settings: Settings, now: datetime) -> None:
    """Call after the commit of anything that put a message in the outbox, and once at start for what waited overnight.

    Screen and files at once; a mail server from a thread, which stays for as long as something waits to be tried again.
    """
    if settings.mail_sender != "smtp":
        try:
            deliver(store, settings, now)
        except StoreNotReady:  # what the mail tells of is done, so the page must not say otherwise
            log.warning("The database is away; mail waits until there is a new message.")
        return
    with _lock:
        if bell := _postmen.get(id(store)):
            bell.set()
            return
        bell = _postmen[id(store)] = threading.Event()
    threading.Thread(target=_keep_delivering, args=(store, settings, bell), name="course-mail", daemon=True).start()


def _keep_delivering(store: Store, settings: Settings, bell: threading.Event) -> None:
    try:
        while True:
            bell.clear()
            deliver(store, settings, datetime.now(UTC))
            with _lock, store.reading() as connection:
                due_at = outbox.next_message_due_at(connection)
                if due_at is None:
                    del _postmen[id(store)]  # under the lock: whoever has a new message starts a new thread
                    return
            bell.wait(max(1.0, (due_at - datetime.now(UTC)).total_seconds()))
    except StoreNotReady:
        log.warning("The database is away; mail waits until there is a new message.")
    except Exception:
        log.exception("Sending mail stopped; the next message starts it again.")
    with _lock:
        _postmen.pop(id(store), None)
