"""What a name, an address and a password may be."""

from __future__ import annotations

import unicodedata

import pytest

from course.accounts.passwords import hash_password, is_right
from course.accounts.rules import (
    Problem,
    clean_email,
    clean_name,
    clean_password,
    email_problem,
    name_problem,
    password_problem,
)

NAMES = [
    ("Amina Yusuf", "Amina Yusuf", None),
    ("  Siân   Llŷr-Brannigan\t", "Siân Llŷr-Brannigan", None),
    ("Siân", "Siân", None),
    ("آمنة يوسف", "آمنة يوسف", None),
    ("می‌خواهم", "می‌خواهم", None),
    ("陳大文", "陳大文", None),
    ("Ọláyínká 🦊", "Ọláyínká 🦊", None),
    ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", None),
    ('<b>Bold</b> & "Sons" \'; --', '<b>Bold</b> & "Sons" \'; --', None),
    ("Bob\u202egnp.exe\u202c", "Bobgnp.exe", None),
    ("\u2067Amina\u2069", "Amina", None),
    ("X", "X", None),
    ("n" * 200, "n" * 200, None),
    ("n" * 201, "n" * 201, Problem.TOO_LONG),
    ("🦊" * 300, "🦊" * 300, Problem.TOO_LONG),
    ("", "", Problem.MISSING),
    ("   ", "", Problem.MISSING),
    ("\u202e\u200b", "\u200b", Problem.MISSING),
    ("...", "...", Problem.MISSING),
    ("Am\0ina", "Am\0ina", Problem.UNPRINTABLE),
    ("Amina\x1b[31m", "Amina\x1b[31m", Problem.UNPRINTABLE),
    ("Amina\ue000", "Amina\ue000", Problem.UNPRINTABLE),
]


@pytest.mark.parametrize(("typed", "kept", "problem"), NAMES, ids=[ascii(row[0])[:24] for row in NAMES])
def test_a_name_is_kept_as_people_write_it(typed: str, kept: str, problem: Problem | None) -> None:
    assert (clean_name(typed), name_problem(clean_name(typed))) == (kept, problem)


ACCENTS = "e" + "\u0316\u0301" * 250_000
"""Half a million accents on one letter. Composed, they would take half an hour."""


def test_a_wall_of_accents_is_too_long_at_once() -> None:
    assert name_problem(clean_name(ACCENTS)) is Problem.TOO_LONG
    assert email_problem(clean_email(f"{ACCENTS}@example.org")) is Problem.TOO_LONG
    assert password_problem(clean_password(ACCENTS)) is Problem.TOO_LONG
    assert not is_right(None, ACCENTS)


def test_a_password_of_200_letters_may_be_typed_with_every_accent_by_itself() -> None:
    typed = unicodedata.normalize("NFD", "ếấốỗ" * 50)
    assert (len(typed), len(clean_password(typed))) == (600, 200)
    assert password_problem("a long " + clean_password(typed)[7:]) is None
    assert is_right(hash_password(clean_password(typed)), typed)


ADDRESSES = [
    ("amina@example.org", "amina@example.org", None),
    (" Amina.Yusuf+course@Example.ORG\n", "amina.yusuf+course@example.org", None),
    ("\u200bamina@example.org\ufeff", "amina@example.org", None),
    ("o'brien@example.co.uk", "o'brien@example.co.uk", None),
    ("siân@enghraifft.cymru", "siân@enghraifft.cymru", None),
    ("a" * 242 + "@example.org", "a" * 242 + "@example.org", None),
    ("a" * 243 + "@example.org", "a" * 243 + "@example.org", Problem.TOO_LONG),
    ("", "", Problem.MISSING),
    ("amina", "amina", Problem.NOT_AN_ADDRESS),
    ("amina@", "amina@", Problem.NOT_AN_ADDRESS),
    ("amina@example", "amina@example", Problem.NOT_AN_ADDRESS),
    ("amina@example..org", "amina@example..org", Problem.NOT_AN_ADDRESS),
    ("amina@@example.org", "amina@@example.org", Problem.NOT_AN_ADDRESS),
    (".amina@example.org", ".amina@example.org", Problem.NOT_AN_ADDRESS),
    ("amina@example.org,joe@example.org", "amina@example.org,joe@example.org", Problem.NOT_AN_ADDRESS),
    ("Amina <amina@example.org>", "amina <amina@example.org>", Problem.SPACE_INSIDE),
    ("amina @example.org", "amina @example.org", Problem.SPACE_INSIDE),
    ("amina@example.org\r\nBcc: joe@example.org", "amina@example.org\r\nbcc: joe@example.org", Problem.UNPRINTABLE),
    ("am\0ina@example.org", "am\0ina@example.org", Problem.UNPRINTABLE),
]


@pytest.mark.parametrize(("typed", "kept", "problem"), ADDRESSES, ids=[ascii(row[0])[:24] for row in ADDRESSES])
def test_an_address_is_compared_in_one_form_and_cannot_smuggle_a_header(
    typed: str, kept: str, problem: Problem | None
) -> None:
    assert (clean_email(typed), email_problem(clean_email(typed))) == (kept, problem)


PASSWORDS = [
    ("tea-at-the-kitchen-table", None),
    ("correct horse battery", None),
    ("سلام سلام سلامات", None),
    ("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵", None),
    ("kettle-lamp-7", None),
    ("my dog eats cheese", None),
    ("k" * 99 + "z" * 101, Problem.RUN),
    ("blue kettle " * 17, Problem.TOO_LONG),
    ("", Problem.MISSING),
    ("blue lamp", Problem.TOO_SHORT),
    ("blue lamps", None),
    ("aminayusuf", Problem.ABOUT_YOU),
    ("Amina Yusuf 1987", Problem.ABOUT_YOU),
    ("yusufamina99", Problem.ABOUT_YOU),
    ("amina@example.org", Problem.ABOUT_YOU),
    ("Equal-Footing-26", Problem.ABOUT_YOU),
    ("aaaaaaaaaa", Problem.RUN),
    ("abcabcabcabc", Problem.RUN),
    ("1234567890", Problem.RUN),
    ("0987654321", Problem.RUN),
    ("bcdefghijkl", Problem.RUN),
    ("qwertyuiop", Problem.RUN),
    ("0000000001", Problem.RUN),
    ("12/11/1987", Problem.COMMON),
    ("Password123!", Problem.COMMON),
    ("P@ssw0rd123", Problem.COMMON),
    ("letmein-2026", Problem.COMMON),
    ("ilovemycourse", Problem.COMMON),
    ("w3lc0me-2026", Problem.COMMON),
]


@pytest.mark.parametrize(("password", "problem"), PASSWORDS, ids=[ascii(row[0])[:24] for row in PASSWORDS])
def test_a_password_is_long_and_not_the_first_guess(password: str, problem: Problem | None) -> None:
    found = password_problem(
        clean_password(password), name="Amina Yusuf", email="amina@example.org", site="Equal Footing"
    )
    assert found == problem


def test_the_same_keys_give_the_same_password_on_every_device() -> None:
    assert clean_password("Siân\uff01") == clean_password("Siân!")
