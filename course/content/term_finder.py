"""Finds the terms of a glossary in plain words. The checker decides with it where a link goes; the renderer makes it there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category

Entry = tuple[str, tuple[str, ...]]
"""Where a link leads (empty: these words are left alone), and every way to write the term."""

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Writing that puts no space between words, or joins small words to the ones before them."""


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    address: str


class Finder:
    """Finds terms in plain words: whole words, the longest term first, capitals only where a term is an abbreviation."""

    def __init__(self, entries: Iterable[Entry]):
        self._by_word: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self._anywhere: list[tuple[re.Pattern[str], str]] = []
        forms = [(form, address) for address, forms in entries for form in forms if _WORD.match(form)]
        for form, address in sorted(forms, key=lambda one: -len(one[0])):
            pattern = _pattern(form)
            if _UNSPACED.search(form):
                self._anywhere.append((pattern, address))
            else:
                first = _WORD.match(form)
                assert first is not None
                self._by_word.setdefault(first[0].casefold(), []).append((pattern, address))

    def find(self, words: str) -> Iterator[Found]:
        """Every term in a piece of plain words, from left to right. They never overlap."""
        end = 0
        for one in sorted(self.every(words), key=lambda each: (each.start, -each.end)):
            if one.start >= end:
                end = one.end
                yield one

    def every(self, words: str) -> Iterator[Found]:
        """Every term in a piece of plain words, those inside longer ones too, in no order."""
        words = _ADDRESS.sub(_blank, words)
        for pattern, address in self._anywhere:
            yield from (Found(*match.span(), address) for match in pattern.finditer(words))
        for word in _WORD.finditer(words):
            if not _starts(words, word.start()):
                continue
            for pattern, address in self._candidates(word[0].casefold()):
                match = pattern.match(words, word.start())
                if match and (match.end() == len(words) or category(words[match.end()])[0] != "M"):
                    yield Found(*match.span(), address)

    def _candidates(self, word: str) -> list[tuple[re.Pattern[str], str]]:
        """Terms that may start with this word, or with the word that it is the plural of."""
        known = self._by_word
        return [*known.get(word, ()), *known.get(word.removesuffix("s"), ()) * word.endswith("s")] + [
            *known.get(word.removesuffix("es"), ()) * word.endswith("es")
        ]


def _starts(words: str, at: int) -> bool:
    """Whether a word starts here, and not the second half of one: neither a mark nor a hyphen joins it to one before."""
    if at == 0:
        return True
    before = words[at - 1]
    return category(before)[0] != "M" and not (before in "-‐‑" and at > 1 and words[at - 2].isalnum())


def _pattern(form: str) -> re.Pattern[str]:
    parts = form.split()
    words = r"\s+".join(_word_pattern(word, alone=len(parts) == 1) for word in parts)
    if _UNSPACED.search(form):
        return re.compile(words)
    return re.compile(words + r"(?:e?s)?(?![^\W_]|[-‐‑][^\W_])")


def _word_pattern(word: str, *, alone: bool) -> str:
    """One word of a term. Capitals count where it has two or more (PPI), or is a capital and nothing else (A, but a plan B)."""
    letters = "".join("['’]" if one in "'’" else "[-‐‑]" if one in "-‐‑" else re.escape(one) for one in word)
    capitals = sum(letter.isupper() for letter in word)
    return letters if capitals > 1 or alone and word.isupper() else f"(?i:{letters})"


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
