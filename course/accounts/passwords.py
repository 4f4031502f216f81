"""Turns passwords into hashes and checks them: argon2id at the figures OWASP gives (two passes, 19 MiB, one lane).

One at a time in each process: 19 MiB for each of many people who sign in at once would fill a small machine.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .rules import LONGEST_PASSWORD, MARKS_TO_A_LETTER, clean_password

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_one_at_a_time = threading.Lock()

NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$GFIYvmXBxfxdQfLefm2kuA$hnGPaTFfbF3NA0azdPajttbCdPW6nIO2x0rPjVfE29c"
"""The hash of a password nobody knows. Checked where there is no account, so that the answer takes as long."""


def hash_password(password: str) -> str:
    with _one_at_a_time:
        return _hasher.hash(clean_password(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Takes the same time when there is no hash, or the password is absurdly long."""
    most = LONGEST_PASSWORD * MARKS_TO_A_LETTER
    cleaned = clean_password(password[:most])
    try:
        with _one_at_a_time:
            _hasher.verify(password_hash or NOBODYS, cleaned)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and len(password) <= most


def is_out_of_date(password_hash: str) -> bool:
    """Whether the hash was made with other figures than today's, so that it should be made again."""
    return _hasher.check_needs_rehash(password_hash)
