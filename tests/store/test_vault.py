"""The lock on private words: which key opens what."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag

from course.errors import SettingError
from course.store.vault import KEY_BYTES, Vault, new_master_key

WORDS = "I was not asked, and I minded."
HERE = "1/kitchen/tea"


def test_words_come_back_as_they_were() -> None:
    vault = Vault(new_master_key())
    key = vault.new_person_key()

    for words in (WORDS, "", "🫖 Siân\nمرحبا", "a" * 200_000):
        assert vault.unlock(key, HERE, vault.lock(key, HERE, words)) == words


def test_the_same_words_never_look_the_same_twice() -> None:
    vault = Vault(new_master_key())
    key = vault.new_person_key()

    assert vault.lock(key, HERE, WORDS) != vault.lock(key, HERE, WORDS)


@pytest.mark.parametrize("elsewhere", ["2/kitchen/tea", "1/kitchen/cups", "1/hall/tea", ""])
def test_words_moved_to_another_place_do_not_open(elsewhere: str) -> None:
    vault = Vault(new_master_key())
    key = vault.new_person_key()
    locked = vault.lock(key, HERE, WORDS)

    with pytest.raises(InvalidTag):
        vault.unlock(key, elsewhere, locked)


def test_another_persons_key_does_not_open_them() -> None:
    vault = Vault(new_master_key())
    locked = vault.lock(vault.new_person_key(), HERE, WORDS)

    with pytest.raises(InvalidTag):
        vault.unlock(vault.new_person_key(), HERE, locked)


@pytest.mark.parametrize("at", [0, 11, 12, 20, -1])
def test_words_that_were_touched_do_not_open(at: int) -> None:
    vault = Vault(new_master_key())
    key = vault.new_person_key()
    locked = bytearray(vault.lock(key, HERE, WORDS))
    locked[at] ^= 1

    with pytest.raises(InvalidTag):
        vault.unlock(key, HERE, bytes(locked))


# --- changing the master key ------------------------------------------------------------------------------------------


def test_an_older_master_key_still_opens_what_it_locked() -> None:
    old, new = new_master_key(), new_master_key()
    key = Vault(old).new_person_key()
    locked = Vault(old).lock(key, HERE, WORDS)

    assert Vault(f"{new},{old}").unlock(key, HERE, locked) == WORDS


def test_a_key_wrapped_again_needs_the_old_master_key_no_longer() -> None:
    old, new = new_master_key(), new_master_key()
    key = Vault(old).new_person_key()
    locked = Vault(old).lock(key, HERE, WORDS)

    rewrapped = Vault(f"{new}, {old}").rewrap(key)

    assert Vault(new).unlock(rewrapped, HERE, locked) == WORDS
    with pytest.raises(SettingError):
        Vault(old).unlock(rewrapped, HERE, locked)


def test_without_the_key_that_locked_them_the_setting_is_named() -> None:
    key = Vault(new_master_key()).new_person_key()

    with pytest.raises(SettingError) as refused:
        Vault(new_master_key()).lock(key, HERE, WORDS)

    assert str(refused.value) == (
        "COURSE_WORDS_KEYS does not hold the key that this person's words were locked with. Put the old key back, "
        "after the newer one and a comma."
    )


MISSING = (
    "COURSE_WORDS_KEYS is empty, so private words could not be locked. "
    "Make a key with `course settings --new-key` and keep a copy of it somewhere safe."
)
WRONG = "A key in COURSE_WORDS_KEYS is not 32 bytes of base64. Make one with `course settings --new-key`."
GOOD = base64.urlsafe_b64encode(b"k" * KEY_BYTES).decode()
KEYS = (
    ("", MISSING),
    (" , ,", MISSING),
    ("a password", WRONG),
    (base64.urlsafe_b64encode(b"k" * 16).decode(), WRONG),
    (base64.urlsafe_b64encode(b"k" * 33).decode(), WRONG),
    (f"{GOOD},no", WRONG),
    ("é" * 44, WRONG),
)


@pytest.mark.parametrize(("keys", "words"), KEYS)
def test_a_master_key_that_cannot_be_used_is_refused_in_words(keys: str, words: str) -> None:
    with pytest.raises(SettingError) as refused:
        Vault(keys)

    assert str(refused.value) == words


def test_a_master_key_in_either_alphabet_of_base64_is_the_same_key() -> None:
    raw = bytes(range(224, 256))
    key = Vault(base64.urlsafe_b64encode(raw).decode()).new_person_key()
    locked = Vault(base64.b64encode(raw).decode()).lock(key, HERE, WORDS)

    assert Vault(base64.urlsafe_b64encode(raw).decode()).unlock(key, HERE, locked) == WORDS


def test_no_two_master_keys_are_the_same() -> None:
    assert len({new_master_key() for _ in range(20)}) == 20
