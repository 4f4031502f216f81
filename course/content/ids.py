"""Keys that stay with an answer when its words change, and short marks that change when words or meaning do.

Ids of activities and scenes stand in the page. Keys of answers, choices, lines and cards stand in a side file,
`.ids/<name>.json`, next to the page. Keys are random and never 1-2-3: in a question about order, keys that count
would be the answer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Protocol

from .words import plain

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels, so that no word appears by chance; no letter that looks like a digit."""
KEY_LENGTH = 4
GOOD_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 60

SURE = 0.60
"""At least this alike (0 to 1) to be taken for the same line, reworded."""
CLEAR = 0.12
"""How much better than any rival it has to be."""
MOST_COMPARED = 2_500
"""Pairs of lines. With more, none is taken for reworded: nobody changes fifty answers of one question at once."""
WORTH_ASKING = 0.35
"""Less alike than sure, but enough to ask the trainer."""


def fallback_key(*what: str) -> str:
    """A key for something that has none yet: the same every time, so that a preview works before "course stamp" has run."""
    digest = hashlib.sha256("\x1f".join(what).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:KEY_LENGTH])


def rev(*facts: object) -> str:
    """Ten hex digits that change when any of the facts do."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:10]


def id_from(words: str, fallback: str = "block") -> str:
    """An id made from a heading: its first few words, in small letters with hyphens."""
    letters = plain(words).replace("'", "")
    found = re.findall(r"[a-z0-9]+", _without_accents(letters))
    made = "-".join(found[:6])[:LONGEST_ID].strip("-")
    return made or fallback


def _without_accents(text: str) -> str:
    import unicodedata  # loaded only when an id is made, which is rare

    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def free(wanted: str, taken: Mapping[str, object] | set[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`, … until it is not taken."""
    made, count = wanted, 1
    while made in taken:
        count += 1
        made = f"{wanted}-{count}"
    return made


@dataclass(frozen=True)
class Matched:
    """What became of the lines of one block: for each new text its key (None for a new one), and why."""

    keys: tuple[str | None, ...]
    reworded: tuple[tuple[str, str, str], ...] = ()
    """(key, old words, new words): kept."""
    ask: tuple[tuple[str, str, str], ...] = ()
    """(key, old words, new words): perhaps the same, perhaps a fresh start."""
    returned: tuple[str, ...] = ()
    """Keys that had been retired."""
    gone: tuple[str, ...] = ()
    """Keys whose line is no longer there."""


def alike(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 1: by letters and by whole words, the better of the two."""
    left, right = plain(one), plain(other)
    by_letter = SequenceMatcher(None, left, right, autojunk=False).ratio()
    by_word = SequenceMatcher(None, left.split(), right.split(), autojunk=False).ratio()
    return max(by_letter, by_word)


def match(old: Mapping[str, str], retired: Mapping[str, str], texts: Sequence[str]) -> Matched:
    """Find each new text among the old ones: identical first, then the most alike if clearly better than any rival."""
    keys: list[str | None] = [None] * len(texts)
    left = dict(old)
    by_words: dict[str, list[str]] = {}
    for key, words in left.items():
        by_words.setdefault(plain(words), []).append(key)
    for at, words in enumerate(texts):
        if same := by_words.get(plain(words)):
            keys[at] = same.pop(0)
            del left[str(keys[at])]
    returned: list[str] = []
    resting = {plain(words): key for key, words in retired.items()}
    for at, words in enumerate(texts):
        if keys[at] is None and (back := resting.pop(plain(words), None)):
            keys[at] = back
            returned.append(back)
    reworded: list[tuple[str, str, str]] = []
    ask: list[tuple[str, str, str]] = []
    open_places = [at for at, key in enumerate(keys) if key is None]
    if left and open_places and len(left) * len(open_places) <= MOST_COMPARED:
        scores = {(at, key): alike(texts[at], words) for at in open_places for key, words in left.items()}
        while scores:
            (at, key), best = max(scores.items(), key=lambda pair: pair[1])
            rival = max((score for (a, k), score in scores.items() if (a == at) != (k == key)), default=0.0)
            if best < WORTH_ASKING:
                break
            if best >= SURE and best - rival >= CLEAR or best > 0.93 and best - rival >= 0.02:
                keys[at] = key
                reworded.append((key, old[key], texts[at]))
            else:
                ask.append((key, old[key], texts[at]))
            left.pop(key, None)
            scores = {pair: score for pair, score in scores.items() if pair[0] != at and pair[1] != key}
        asked = {key for key, _, _ in ask}
        left = {key: words for key, words in old.items() if key in left or key in asked}
    return Matched(tuple(keys), tuple(reworded), tuple(ask), tuple(returned), tuple(left))


class Keys(Protocol):
    """Whoever can say which keys the lines of a block have."""

    def of(self, block: str, texts: Sequence[str]) -> tuple[str, ...]: ...

    def partners(self, block: str, keys: Sequence[str]) -> tuple[str, ...]: ...


@dataclass
class SideKeys:
    """Keys from a side file; lines it does not know yet get a fallback."""

    document: str
    blocks: Mapping[str, Any] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The lines of every block that keys were asked for."""
    paired: set[str] = field(default_factory=set)
    """Blocks whose lines have a partner."""

    def of(self, block: str, texts: Sequence[str]) -> tuple[str, ...]:
        self.asked[block] = tuple(texts)
        known = self.blocks.get(block)
        known = known if isinstance(known, dict) else {}
        items, retired = known.get("items") or {}, known.get("retired") or {}
        if list(items.values()) == list(texts):
            return tuple(items)
        found = match(items, retired, texts).keys if items or retired else (None,) * len(texts)
        taken = {key for key in found if key} | set(items) | set(retired)
        keys: list[str] = []
        turns: dict[str, int] = {}
        for text, key in zip(texts, found, strict=True):
            while key is None:
                turn = turns[text] = turns.get(text, -1) + 1
                key = fallback_key(self.document, block, text, *([str(turn)] if turn else []))
                if key in taken:
                    key = None
            taken.add(key)
            keys.append(key)
        return tuple(keys)

    def partners(self, block: str, keys: Sequence[str]) -> tuple[str, ...]:
        self.paired.add(block)
        known = self.blocks.get(block)
        stored = (known.get("partners") if isinstance(known, dict) else None) or {}
        taken = set(stored.values())
        made: list[str] = []
        for key in keys:
            partner = stored.get(key)
            turn = 0
            while not partner:
                candidate = fallback_key(self.document, block, "partner", key, str(turn))
                partner = "" if candidate in taken or candidate == key else candidate
                turn += 1
            taken.add(partner)
            made.append(partner)
        return tuple(made)


@dataclass
class BaseKeys:
    """Keys for another language or easy read: those of the base page, line for line."""

    document: str
    lines: Mapping[str, Sequence[str]]
    pairs: Mapping[str, Sequence[str]]

    def of(self, block: str, texts: Sequence[str]) -> tuple[str, ...]:
        base = self.lines.get(block, ())
        return tuple(
            base[at] if at < len(base) else fallback_key(self.document, block, "extra", str(at))
            for at in range(len(texts))
        )

    def partners(self, block: str, keys: Sequence[str]) -> tuple[str, ...]:
        base = self.pairs.get(block, ())
        return tuple(
            base[at] if at < len(base) else fallback_key(self.document, block, "extra partner", str(at))
            for at in range(len(keys))
        )


def side_path(page_path: str) -> str:
    """Where the keys of a page are kept: modules/.ids/arriving.json for modules/arriving.md and for its other versions."""
    folder, _, file = page_path.rpartition("/")
    return f"{folder}/.ids/{file.removesuffix('.md')}.json"


KEY = re.compile(r"[0-9A-Za-z_-]{1,32}")
"""What a key may be that somebody wrote by hand; ours are four letters and digits. Answers keep it, and forms send it."""


def read_side(text: str) -> dict[str, Any] | None:
    """The blocks of a side file, or None when it cannot be read."""
    try:
        whole = json.loads(text)
        blocks = whole["blocks"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(blocks, dict):
        return None
    for block in blocks.values():
        if not isinstance(block, dict):
            return None
        for part in ("items", "retired", "partners"):
            kept = block.get(part, {})
            if not isinstance(kept, dict) or not all(isinstance(words, str) for words in kept.values()):
                return None
            keys = [*kept, *kept.values()] if part == "partners" else kept
            if not all(KEY.fullmatch(key) for key in keys):
                return None
    return blocks


def read_versions(text: str) -> dict[str, dict[str, list[str]]]:
    """From a side file: for each other version of the page, and each block, the revs of base and version when they agreed."""
    try:
        versions = json.loads(text).get("versions", {})
    except (ValueError, AttributeError, RecursionError):
        return {}
    if not isinstance(versions, dict):
        return {}
    return {
        version: {block: pair for block, pair in blocks.items() if isinstance(pair, list) and len(pair) == 2}
        for version, blocks in versions.items()
        if isinstance(blocks, dict)
    }
