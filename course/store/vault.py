"""Locks private words, each person's with a key of their own.

The person's key is itself wrapped by a master key from the settings, and lies in the database. Destroying it makes their
words unreadable there; a backup from before still holds both. Master keys are listed newest first: the first wraps, all of
them unwrap.
AES-256-GCM (NIST SP 800-38D), 96-bit random nonce, the place the words belong to as associated data, so that a row
cannot be moved to another exercise or person unnoticed.
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import SettingError

NONCE_BYTES = 12
KEY_BYTES = 32
FEWEST_BYTES = 12
"""Different bytes in a key. Of 32 random ones there are nearly always 28 or more."""


def new_master_key() -> str:
    """A fresh master key, as the text that goes into COURSE_WORDS_KEYS."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


class Vault:
    def __init__(self, master_keys: str):
        """`master_keys` is COURSE_WORDS_KEYS. Raises SettingError when a key is missing or of the wrong size."""
        self._masters = [_master(text.strip()) for text in master_keys.split(",") if text.strip()]
        if not self._masters:
            raise SettingError(
                "COURSE_WORDS_KEYS is empty, so private words could not be locked. "
                "Make a key with `course settings --new-key` and keep a copy of it somewhere safe."
            )
        if any(len(set(key)) < FEWEST_BYTES for key in self._masters):
            raise SettingError(
                "A key in COURSE_WORDS_KEYS is too easy to guess. Make one with `course settings --new-key`."
            )

    def new_person_key(self) -> bytes:
        """A new person's key, wrapped, as kept in the database."""
        return _seal(self._masters[0], os.urandom(KEY_BYTES), b"person")

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same key under the newest master key, for key rotation."""
        return _seal(self._masters[0], self._person_key(wrapped), b"person")

    def lock(self, wrapped: bytes, place: str, words: str) -> bytes:
        """Words made unreadable. `place` says whose and where they are; the same place opens them."""
        return _seal(self._person_key(wrapped), words.encode(), place.encode())

    def unlock(self, wrapped: bytes, place: str, locked: bytes) -> str:
        """The words again. Raises InvalidTag when key, place or bytes are not the ones that locked them."""
        return _open(self._person_key(wrapped), locked, place.encode()).decode()

    def _person_key(self, wrapped: bytes) -> bytes:
        for master in self._masters:
            try:
                return _open(master, wrapped, b"person")
            except InvalidTag:
                continue
        raise SettingError(
            "COURSE_WORDS_KEYS does not hold the key that this person's words were locked with. Put the old key back, "
            "after the newer one and a comma."
        )


def _master(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(
            "A key in COURSE_WORDS_KEYS is not 32 bytes of base64. Make one with `course settings --new-key`."
        )
    return key


def _seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
