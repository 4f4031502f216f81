"""The two secrets: what signs cookies, and what locks private words. Weak or missing ones are refused outside the demo."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .config import Settings
from .errors import SettingError, StoreNotReady
from .store.vault import new_master_key

SHORTEST_SECRET = 32
"""Characters. 32 characters of hexadecimal are 128 random bits."""


def keys_for(settings: Settings, host_secret: str | bytes | None) -> tuple[str | bytes, str]:
    """(the secret that signs cookies, the keys for words). In the demo, missing ones are made and kept in the data folder.

    Raises SettingError for a missing or weak one.
    """
    secret: str | bytes = host_secret or settings.secret_key
    words = settings.words_keys
    if settings.demo:
        secret = secret or _kept(settings.data_folder / "secret-key", secrets.token_hex(32))
        words = words or _kept(settings.data_folder / "words-key", new_master_key())
    if not secret:
        raise SettingError("COURSE_SECRET_KEY is missing. Make one with `course settings --new-secret`.")
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10:
        raise SettingError(
            f"COURSE_SECRET_KEY is too easy to guess: it needs {SHORTEST_SECRET} or more random characters. "
            "Make one with `course settings --new-secret`."
        )
    return secret, words


def _kept(path: Path, fresh: str) -> str:
    """What the file holds; `fresh` is written there first, for our eyes only, when there is no file."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(fresh)
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreNotReady(
            f"The data folder {path.parent} cannot be written to ({error.strerror}). "
            "Choose another with COURSE_DATA or --data, or change who owns it."
        ) from error
    return path.read_text().strip()
