"""What a name, an e-mail address and a password may be. Nothing here knows of pages, databases or the time."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Literal

LONGEST_NAME = 200
LONGEST_EMAIL = 254
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

MARKS_TO_A_LETTER = 5
"""Typed characters that can become one when text is composed: a letter and its accents, each by itself. Four is the most."""

BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of all text after them, on the rest of the page too."""

UNKEEPABLE = ("Cc", "Cs", "Co", "Zl", "Zp")
"""Unicode categories of what has no place in a name: control, surrogate and private characters, line separators."""


class Problem(Enum):
    """What is wrong with something typed. course/accounts/forms.py has the words for each."""

    MISSING = "missing"
    TOO_LONG = "too long"
    TOO_SHORT = "too short"
    UNPRINTABLE = "unprintable"
    NOT_AN_ADDRESS = "not an address"
    SPACE_INSIDE = "space inside"
    ABOUT_YOU = "about you"
    RUN = "run"
    COMMON = "common"


def composed(form: Literal["NFC", "NFKC"], typed: str, longest: int) -> str:
    """Text in a composed form of Unicode; as it is when it is longer than `longest` however it is composed.

    Composing takes time by the square of the accents in a row: a million of them would hold the whole site for half an
    hour. What is too long is refused for its length anyway.
    """
    return unicodedata.normalize(form, typed) if len(typed) <= longest * MARKS_TO_A_LETTER else typed


# --- names ------------------------------------------------------------------------------------------------------------


def clean_name(typed: str) -> str:
    """A name as it is kept: composed (NFC), no space around it, one space where there were several.

    Marks that turn text round are left out: they come along unseen when a name is copied, and one of them could turn
    the rest of a page. The marks that Arabic, Persian and emoji need inside a name stay.
    """
    return composed("NFC", " ".join(typed.translate(BIDI_CONTROLS).split()), LONGEST_NAME)


def name_problem(name: str) -> Problem | None:
    """What is wrong with a cleaned name, if anything. Letters of every script, emoji and `<b>` are all fine."""
    if any(unicodedata.category(letter) in UNKEEPABLE for letter in name):
        return Problem.UNPRINTABLE
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in name):
        return Problem.MISSING
    return Problem.TOO_LONG if len(name) > LONGEST_NAME else None


def without_hidden(text: str) -> str:
    """The text without what cannot be seen or kept, to be shown again for a second look."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in UNKEEPABLE)


# --- e-mail addresses -------------------------------------------------------------------------------------------------


def clean_email(typed: str) -> str:
    """An address as it is kept and compared: composed (NFC), lower case, no space around it, nothing unseen in it."""
    seen = "".join(letter for letter in typed if unicodedata.category(letter) != "Cf")
    return composed("NFC", seen.strip().lower(), LONGEST_EMAIL)


def email_problem(email: str) -> Problem | None:
    """What is wrong with a cleaned address, if anything. Only mail that arrives proves that an address is right."""
    if not email:
        return Problem.MISSING
    if any(unicodedata.category(letter) in UNKEEPABLE for letter in email):
        return Problem.UNPRINTABLE
    if re.search(r"\s", email):
        return Problem.SPACE_INSIDE
    if not re.fullmatch(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\".]+(\.[^\s@<>()\[\]\\,;:\".]+)*", email):
        return Problem.NOT_AN_ADDRESS
    name, _, host = email.rpartition("@")
    if "." not in host or name.startswith(".") or name.endswith(".") or ".." in name:
        return Problem.NOT_AN_ADDRESS
    return Problem.TOO_LONG if len(email) > LONGEST_EMAIL else None


# --- passwords --------------------------------------------------------------------------------------------------------

COMMONEST = frozenset(
    "password passphrase passwort pass word secret letmein welcome hello login admin administrator changeme default "
    "iloveyou love princess sunshine football liverpool arsenal chelsea everton celtic rangers monkey dragon master "
    "superman batman pokemon charlie michael jessica daniel thomas george summer winter spring autumn monday sunday "
    "january london england scotland wales cymru cardiff test tester guest user computer internet google facebook "
    "qwerty qwertyuiop asdf asdfgh zxcvbn training course learning research involvement coproduction the my is one "
    "and you your this that i a let me in please enter access open system starwars whatever trustno freedom flower "
    "cheese chocolate cookie banana family baby angel lovely happy blessed jesus nhs hospital nurse doctor patient".split()
)
"""Words that passwords are too often made of. A password of nothing but these, and digits, is refused."""

ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn")

LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def clean_password(typed: str) -> str:
    """A password as it is hashed: NFKC, so that the same keys give the same password on every device (NIST 800-63B)."""
    return composed("NFKC", typed, LONGEST_PASSWORD)


def password_problem(password: str, *, name: str = "", email: str = "", site: str = "") -> Problem | None:
    """What is wrong with a cleaned new password, if anything.

    Long is what matters, so nothing asks for capitals or signs. Refused are the ones tried first: the person's own
    name or address, the site's name, one thing over and over, a run along the keyboard, the commonest words.
    """
    if not password:
        return Problem.MISSING
    if len(password) < SHORTEST_PASSWORD:
        return Problem.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return Problem.TOO_LONG
    if _letters(password) in _about(name, email, site):
        return Problem.ABOUT_YOU
    if _is_run(password.casefold()):
        return Problem.RUN
    return Problem.COMMON if _is_common(password) else None


def _letters(text: str) -> str:
    """The letters of a text and nothing else, so that "Amina.Yusuf 1987" is still "aminayusuf"."""
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _about(name: str, email: str, site: str) -> frozenset[str]:
    local, _, host = email.partition("@")
    own = (name, "".join(reversed(name.split())), email, local, host, host.partition(".")[0], site, *name.split())
    return frozenset(_letters(one) for one in own) - {""}


def _is_run(password: str) -> bool:
    """Whether it is one short piece over and over, or walks along the alphabet, the digits or a row of keys."""
    for length in range(1, 5):
        piece = password[:length]
        if (piece * len(password))[: len(password)] == password:
            return True
    if len(set(password)) < 4:
        return True
    solid = "".join(letter for letter in password if letter.isalnum())
    return solid != "" and any(solid in line * 3 or solid in line[::-1] * 3 for line in ROWS)


def _is_common(password: str) -> bool:
    if password.isascii() and not any(letter.isalpha() for letter in password):
        return True  # a date, a telephone number
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
    return _is_made_of(_letters(core)) or _is_made_of(_letters(core.translate(LOOKALIKES)))


def _is_made_of(letters: str) -> bool:
    """Whether these letters are common words put together."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(start in reached and letters[start:end] in COMMONEST for start in range(max(0, end - 14), end)):
            reached.add(end)
    return bool(letters) and len(letters) in reached
