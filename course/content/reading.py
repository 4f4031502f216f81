"""How hard a page is to read: reading age for English, and the longest sentence in any language.

Reading age is the Flesch-Kincaid grade plus five (J. P. Kincaid and others, 1975, for the United States Navy). It counts only
the length of words and sentences, so it is a hint for the trainer and never a gate. It is not valid for Welsh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .hats import HEAD
from .page import Page
from .scan_parts import HeadingPart, IdPart, ItemPart, ListPart, Part, QuotePart, TextPart
from .words import Words, plain

BODY_AGE, SUMMARY_AGE, EASY_AGE = 13, 11, 9
LONGEST, LONGEST_EASY = 25, 15
"""Words in a sentence; the second is for easy read."""
GRACE = 1.5
"""Years over the target that are let pass: the formula is not that exact."""
FEWEST_BODY, FEWEST_SUMMARY = 80, 15
"""With fewer words than this, the formula says nothing."""
FAR_TOO_HARD = 20

WORD = re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)*")
SENTENCE = re.compile(r"[^.!?…]*(?:[.!?…](?![\s\"'”’)*_\]]|$)[^.!?…]*)*[.!?…]*[\"'”’)*_\]]*(?:\s+|$)")
MARKUP = re.compile(r"\]\([^)\n]*\)|\[\^[^\]\s]*\]|!\[[^\]\n]*\]|<!--.*?-->|`[^`\n]*`|https?://\S+")
SETTING = re.compile(r"\s*[^\W\d_][^:.!?\n]{0,30}:(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
SPLIT_VOWELS = re.compile(
    r"ia(?!l\b|n\b|r\b)|io(?!n|us)|eo(?![up])|ei(?=ng)|iu|ua(?!l)|[^q]ui(?=ng)|ying|ea(?=te)|ie(?=nc|nt|ty|r\b)"
)
Piece = tuple[int, int, str]
"""Line, columns left out at the start of the first line, and the text."""


def check_reading(page: Page, target: int | None) -> None:
    """Report sentences that are too long, and a summary or a page that is too hard for its readers."""
    summary, body, summary_line = _pieces(page)
    limit = LONGEST_EASY if page.easy else LONGEST
    for line, column, text in (*summary, *body):
        if text.count(" ") + text.count("\n") >= limit:
            _long_sentences(page, line, column, text, limit)
    if page.language != "en":
        return
    if summary_line:
        goal = min(SUMMARY_AGE, target or SUMMARY_AGE) if not page.easy else EASY_AGE
        _report_age(page, summary_line, "The summary", [text for _, _, text in summary], goal, FEWEST_SUMMARY)
    goal = target or (EASY_AGE if page.easy else BODY_AGE)
    _report_age(page, max(1, page.details_end), "This page", [text for _, _, text in body], goal, FEWEST_BODY)


def _report_age(page: Page, line: int, what: str, texts: list[str], goal: int, fewest: int) -> None:
    age = reading_age(texts, fewest)
    if age is None or age < goal + GRACE:
        return
    if age > FAR_TOO_HARD:
        reads = f"{what} is much too hard to read."
    else:
        reads = f"{what} reads at about age {round(age)}."
    page.report("too-hard", line, reads=reads, target=goal)


def reading_age(texts: list[str], fewest: int = 1) -> float | None:
    """About how old a reader has to be; None when there are too few words to say."""
    cleaned = MARKUP.sub(" ", "\n\n".join(texts)).lower()
    words = WORD.findall(cleaned)
    if len(words) < fewest:
        return None
    unended = sum(1 for text in texts if text.rstrip(AFTER_END)[-1:] not in END)
    sentences = len(ENDS.findall(cleaned)) + unended
    syllables = sum(map(_KNOWN.__getitem__, words))
    return 0.39 * len(words) / max(1, sentences) + 11.8 * syllables / len(words) - 15.59 + 5


END = ".!?…:"
AFTER_END = " \n\t\"'”’)*_]"
ENDS = re.compile(r"[.!?…:][\"'”’)*_\]]*(?=\s|\Z)")
"""A sentence ends at its full stop, or with its paragraph."""


class _Syllables(dict[str, int]):
    """Syllables of each word met so far; words come back often, so each is counted once."""

    MOST = 20_000

    def __missing__(self, word: str) -> int:
        if len(self) >= self.MOST:
            self.clear()
        count = self[word] = syllables(word)
        return count


ODD = {
    "idea": 3,
    "area": 3,
    "ideas": 3,
    "areas": 3,
    "every": 2,
    "everyone": 3,
    "everything": 3,
    "business": 2,
    "wednesday": 2,
}
"""Words that the rules below get wrong and that trainers use all the time."""


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    word = word.replace("’", "'").lower()
    if word in ODD:
        return ODD[word]
    for ending in ("'s", "s'", "n't", "'ll", "'ve", "'re", "'d", "'m"):
        if word.endswith(ending):
            word, extra = word[: -len(ending)], 1 if ending == "n't" and len(word) > 5 else 0
            break
    else:
        extra = 0
    if len(word) <= 3:
        return 1 + extra if len(VOWELS.findall(word)) < 2 or word.endswith("e") else len(VOWELS.findall(word)) + extra
    count = len(VOWELS.findall(word)) + len(SPLIT_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ie", "ye", "ue", "oe")):
        count -= 1
    elif word.endswith("le") and word[-3] in "aeiouyrwl":
        count -= 1
    elif word.endswith("es") and not word.endswith(("ses", "zes", "ces", "ges", "xes", "ches", "shes", "ies", "les")):
        count -= 1
    elif word.endswith("ed") and not word.endswith(("ted", "ded", "ied")):
        count -= 1
    return max(1, count) + extra


_KNOWN = _Syllables()


def _pieces(page: Page) -> tuple[list[Piece], list[Piece], int]:
    """The text of the summary and of the rest of the page, and the line of the summary's heading (0 for none)."""
    summary: list[Piece] = []
    body: list[Piece] = []
    into: list[Piece] | None = body
    summary_line = 0
    words = page.words
    after_heading = False
    spoken = page.spoken
    for part in page.parts:
        if isinstance(part, HeadingPart):
            after_heading = True
            if part.level <= 2 or into is summary:
                role = words.sections.get(plain(part.text).strip(" .:*_")) if part.level == 2 else None
                into = None if role == "references" else body
                if role == "summary" and not summary_line:
                    into, summary_line = summary, part.line
            continue
        if into is None or spoken and any(first <= part.line < last for first, last in spoken):
            continue
        into.extend(_texts(part, words, after_heading))
        if not isinstance(part, TextPart | IdPart):
            after_heading = False
    return summary, body, summary_line


def _texts(part: Part, words: Words, after_heading: bool) -> Iterator[Piece]:
    if isinstance(part, TextPart):
        lines, line = part.lines, part.line
        while lines and after_heading and (found := SETTING.match(lines[0])):
            said = plain(found[0].strip().rstrip(":"))
            if said not in words.settings and said not in words.also:
                break
            lines, line = lines[1:], line + 1
        if lines:
            yield line, 0, "\n".join(lines)
    elif isinstance(part, ListPart):
        for item in part.items:
            yield from _item(item)
    elif isinstance(part, QuotePart):
        start = part.line + (part.kind != "")
        yield start, 2, _without_heads("\n".join(part.lines))


def _item(item: ItemPart) -> Iterator[Piece]:
    """The words of a list line, without a tick box or what a choice counts, and then what stands under it."""
    words = item.lines[0]
    if words.startswith("[") and words[1:4] in (" ] ", "x] ", "X] "):
        words = words[4:]
    yield item.line, len(item.lines[0]) - len(words) + item.column - 1, words
    if len(item.lines) > 1:
        yield item.starts[1], 0, "\n".join(_without_heads(line.lstrip(" >")).lstrip(" >-*+") for line in item.lines[1:])


def _without_heads(text: str) -> str:
    """The same without "If you are Joe:", which is no part of a sentence. Every other letter stays in its column."""
    if "**" not in text and "__" not in text:
        return text
    return _HEADS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


_HEADS = re.compile(f"^{HEAD.pattern}", HEAD.flags | re.MULTILINE)


def _long_sentences(page: Page, line: int, column: int, text: str, limit: int) -> None:
    for found in SENTENCE.finditer(text):
        sentence = found.group()
        if len(sentence) <= limit * 2:
            continue
        count = len(WORD_LIKE.findall(MARKUP.sub("] ", sentence)))
        if count > limit:
            start = found.start() + len(sentence) - len(sentence.lstrip())
            before = text[:start]
            row = before.count("\n")
            at = start - (before.rfind("\n") + 1) + (column if row == 0 else 0)
            page.report(
                "long-sentence", line + row, at + 1, len(sentence.split("\n")[0].strip()), words=count, limit=limit
            )


WORD_LIKE = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
