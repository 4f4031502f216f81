"""The words a page is written with, one table per language: activities, settings, instructions, sections and numbers.

English words work in every file. The Welsh is a first draft that a Welsh speaker must still check.
A language without a table of its own uses the English words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .model import ExerciseKind, QuestionMode, Sharing

QUESTION, VIDEO, AUDIO = "question", "video", "audio"


@dataclass(frozen=True)
class Words:
    """One language. Every key is in small letters, with straight apostrophes."""

    activities: dict[str, str]
    """Heading word: kind (an `ExerciseKind` value, question, video or audio)."""
    settings: dict[str, str]
    """Setting line: its name in code."""
    markers: dict[str, str]
    """Words that start a part of an activity: hint, why, transcript."""
    sharing: dict[str, Sharing]
    yes: frozenset[str]
    no: frozenset[str]
    numbers: dict[str, int]
    sections: dict[str, str]
    """Heading: its role, such as summary, references, debrief or about."""
    endings: frozenset[str]
    points: frozenset[str]
    instructions: tuple[tuple[re.Pattern[str], QuestionMode], ...]
    """What the last sentence before the answers may look like; a group called `count` holds a number."""
    gate: tuple[re.Pattern[str], ...]
    """Groups: count, tally, rest."""
    otherwise: tuple[re.Pattern[str], ...]
    """Group: rest."""
    passage: tuple[re.Pattern[str], ...]
    """Who a passage of a story is for. Groups: who (names), where (links to endings of earlier stories)."""
    hours: tuple[re.Pattern[str], ...]
    minutes: tuple[re.Pattern[str], ...]
    units: dict[str, str]
    """A stretch of time, one or many: days, weeks or months."""
    if_moved: frozenset[str]
    """What follows the comma when an answer goes to the plan only if its writer moves it."""
    pass_of: tuple[re.Pattern[str], ...]
    """Groups: need, of."""
    vague_links: frozenset[str]
    also: frozenset[str]
    """In the glossary: what starts a line of other forms of a term."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_SIGNED = r"(?P<count>[-−–+]?\s?\w+)"

ENGLISH = Words(
    activities={
        "reflect": ExerciseKind.REFLECT,
        "list": ExerciseKind.LIST,
        "know and don't know": ExerciseKind.POOL,
        "table": ExerciseKind.TABLE,
        "scale": ExerciseKind.SCALE,
        "rank": ExerciseKind.RANK,
        "role cards": ExerciseKind.ROLES,
        "diary": ExerciseKind.DIARY,
        "ground rules": ExerciseKind.RULES,
        "question": QUESTION,
        "video": VIDEO,
        "audio": AUDIO,
    },
    settings={
        "shared with": "shared",
        "length": "length",
        "optional": "optional",
        "number of answers": "count",
        "choices": "choices",
        "scale": "scale",
        "room for a note": "note",
        "stage": "stage",
        "file": "file",
        "captions": "captions",
        "signed version": "signed",
        "goes to plan": "plan",
        "dates": "dates",
        "look again in": "look_again",
        "serves": "serves",
        "facts": "facts",
        "minutes": "minutes",
        "one of": "bank",
        "earlier": "earlier",
    },
    markers={"hint": "hint", "why": "why", "transcript": "transcript"},
    sharing={
        "nobody": Sharing.NOBODY,
        "my trainer": Sharing.TRAINER,
        "my cohort": Sharing.COHORT,
        "my access contact": Sharing.ACCESS,
    },
    yes=frozenset({"yes", "true", ""}),
    no=frozenset({"no", "false"}),
    numbers={
        word: number
        for number, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
        )
    }
    | {"no": 0, "a": 1, "an": 1},
    sections={
        "in plain english": "summary",
        "references": "references",
        "debrief": "debrief",
        "about this scenario": "about",
        "your hat": "hats",
        "your hats": "hats",
    },
    endings=frozenset({"ending"}),
    points=frozenset({"point", "points"}),
    instructions=(
        (_pattern(r"choose (?:only |just )?one(?: answer)?"), QuestionMode.SINGLE),
        (
            _pattern(
                r"choose (?:all|every(?:thing| one| answer)?|any)(?: the (?:ones|answers))? that (?:apply|applies)"
            ),
            QuestionMode.MULTIPLE,
        ),
        (_pattern(r"choose (?:the |any )?(?P<count>\w+)(?: answers)?"), QuestionMode.MULTIPLE),
        (
            _pattern(r"(?:now )?put (?:these|the|them|this)\b.* in (?:the right |the best |their |your |an? )?order"),
            QuestionMode.ORDERING,
        ),
        (_pattern(r"match (?:each|every|the|these)\b.*"), QuestionMode.MATCHING),
    ),
    gate=(
        _pattern(
            r"if you have (?:at least )?"
            + _SIGNED
            + r"(?: or more)? (?P<tally>[^\W\d][\w' -]*?),? (?:then )?go to (?P<rest>.*)"
        ),
    ),
    otherwise=(_pattern(r"otherwise,? (?:go to )?(?P<rest>.*)"),),
    passage=(
        _pattern(
            r"if (?:you are|you're) (?P<who>[^\[\]]+?)"
            r"(?:,? and (?:if )?(?:you )?ended (?:up )?(?:at|with|in) (?P<where>.+))?"
        ),
        _pattern(
            r"if you ended (?:up )?(?:at|with|in) (?P<where>.+?)(?:,? and (?:if )?(?:you are|you're) (?P<who>[^\[\]]+))?"
        ),
    ),
    hours=(_pattern(r"(?P<n>\d+(?:[.,]\d+)?|an?|one|two|three|four|half an) ?(?:hours?|hrs?|h)\b"),),
    minutes=(_pattern(r"(?P<n>\d+) ?(?:minutes?|mins?|m)\b"),),
    units={"day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months", "months": "months"},
    if_moved=frozenset({"only if i move it"}),
    pass_of=(_pattern(r"(?P<need>\d+) (?:of|out of) (?P<of>\d+)"),),
    vague_links=frozenset(
        {"here", "click here", "this", "link", "this link", "more", "read more", "this page", "see here", "go"}
    ),
    also=frozenset({"also"}),
)

WELSH = Words(
    activities={
        "myfyrio": ExerciseKind.REFLECT,
        "rhestr": ExerciseKind.LIST,
        "gwybod a ddim yn gwybod": ExerciseKind.POOL,
        "tabl": ExerciseKind.TABLE,
        "graddfa": ExerciseKind.SCALE,
        "trefnu": ExerciseKind.RANK,
        "cardiau rôl": ExerciseKind.ROLES,
        "dyddiadur": ExerciseKind.DIARY,
        "rheolau sylfaenol": ExerciseKind.RULES,
        "cwestiwn": QUESTION,
        "fideo": VIDEO,
        "sain": AUDIO,
    },
    settings={
        "rhannu gyda": "shared",
        "hyd": "length",
        "dewisol": "optional",
        "nifer yr atebion": "count",
        "dewisiadau": "choices",
        "graddfa": "scale",
        "lle i nodyn": "note",
        "cyfnod": "stage",
        "ffeil": "file",
        "capsiynau": "captions",
        "fersiwn arwyddo": "signed",
        "mynd i'r cynllun": "plan",
        "dyddiadau": "dates",
        "edrych eto ymhen": "look_again",
        "yn cefnogi": "serves",
        "ffeithiau": "facts",
        "munudau": "minutes",
        "un o": "bank",
        "cynharach": "earlier",
    },
    markers={"awgrym": "hint", "pam": "why", "trawsgrifiad": "transcript"},
    sharing={
        "neb": Sharing.NOBODY,
        "fy hyfforddwr": Sharing.TRAINER,
        "fy ngharfan": Sharing.COHORT,
        "fy nghyswllt mynediad": Sharing.ACCESS,
    },
    yes=frozenset({"ie", "oes", "ydy"}),
    no=frozenset({"na", "nac oes", "nac ydy"}),
    numbers={
        "dim": 0,
        "un": 1,
        "dau": 2,
        "dwy": 2,
        "ddau": 2,
        "ddwy": 2,
        "tri": 3,
        "tair": 3,
        "dri": 3,
        "dair": 3,
        "pedwar": 4,
        "pedair": 4,
        "bedwar": 4,
        "bedair": 4,
        "pump": 5,
        "pum": 5,
        "bum": 5,
        "chwech": 6,
        "chwe": 6,
    },
    sections={
        "mewn iaith glir": "summary",
        "cyfeiriadau": "references",
        "trafod wedyn": "debrief",
        "am y senario hwn": "about",
        "eich het": "hats",
        "eich hetiau": "hats",
    },
    endings=frozenset({"diweddglo"}),
    points=frozenset({"pwynt", "pwyntiau", "bwynt", "phwynt", "o bwyntiau"}),
    instructions=(
        (_pattern(r"dewiswch un(?: ateb)?"), QuestionMode.SINGLE),
        (_pattern(r"dewiswch (?:bob un|bopeth|yr holl rai|bob ateb) sy'n berthnasol"), QuestionMode.MULTIPLE),
        (_pattern(r"dewiswch (?P<count>\w+)(?: ateb| o atebion)?"), QuestionMode.MULTIPLE),
        (_pattern(r"rhowch .*yn (?:eu|y|ei|eich) trefn(?: gywir)?"), QuestionMode.ORDERING),
        (_pattern(r"(?:parwch|cyfatebwch|cysylltwch) .*"), QuestionMode.MATCHING),
    ),
    gate=(
        _pattern(
            r"os oes gennych "
            + _SIGNED
            + r"(?: neu fwy)? (?:o )?(?P<tally>[^\W\d][\w' -]*?)(?: neu fwy)?,? ewch i (?P<rest>.*)"
        ),
    ),
    otherwise=(_pattern(r"fel arall,? (?:ewch i )?(?P<rest>.*)"),),
    passage=(
        _pattern(
            r"os (?:chi|ti) yw (?P<who>[^\[\]]+?)"
            r"(?:,? ac? (?:os )?g?orffennoch(?: chi)?(?: yn| gyda| gyda'r| ar)? (?P<where>.+))?"
        ),
        _pattern(
            r"os g?orffennoch(?: chi)?(?: yn| gyda| gyda'r| ar)? (?P<where>.+?)"
            r"(?:,? ac? (?:os )?(?:chi|ti) yw (?P<who>[^\[\]]+))?"
        ),
    ),
    hours=(_pattern(r"(?P<n>\d+(?:[.,]\d+)?|un|dwy|tair) ?(?:awr|oriau)\b"),),
    minutes=(_pattern(r"(?P<n>\d+) ?(?:o )?(?:munud(?:au)?|funud(?:au)?)\b"),),
    units={
        "diwrnod": "days",
        "ddiwrnod": "days",
        "wythnos": "weeks",
        "mis": "months",
        "fis": "months",
    },
    if_moved=frozenset({"dim ond os symudaf ef", "dim ond os byddaf yn ei symud"}),
    pass_of=(_pattern(r"(?P<need>\d+) (?:o|allan o) (?P<of>\d+)"),),
    vague_links=frozenset({"yma", "cliciwch yma", "dolen", "mwy", "hwn"}),
    also=frozenset({"hefyd"}),
)

TABLES = {"en": ENGLISH, "cy": WELSH}


@cache
def words_for(language: str) -> Words:
    """The table for a language, with the English words underneath, so that both work."""
    own = TABLES.get(language)
    if own is None or own is ENGLISH:
        return ENGLISH
    return Words(
        activities=ENGLISH.activities | own.activities,
        settings=ENGLISH.settings | own.settings,
        markers=ENGLISH.markers | own.markers,
        sharing=ENGLISH.sharing | own.sharing,
        yes=ENGLISH.yes | own.yes,
        no=ENGLISH.no | own.no,
        numbers=ENGLISH.numbers | own.numbers,
        sections=ENGLISH.sections | own.sections,
        endings=ENGLISH.endings | own.endings,
        points=ENGLISH.points | own.points,
        instructions=own.instructions + ENGLISH.instructions,
        gate=own.gate + ENGLISH.gate,
        otherwise=own.otherwise + ENGLISH.otherwise,
        passage=own.passage + ENGLISH.passage,
        hours=own.hours + ENGLISH.hours,
        minutes=own.minutes + ENGLISH.minutes,
        units=ENGLISH.units | own.units,
        if_moved=ENGLISH.if_moved | own.if_moved,
        pass_of=own.pass_of + ENGLISH.pass_of,
        vague_links=ENGLISH.vague_links | own.vague_links,
        also=ENGLISH.also | own.also,
    )


_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def plain(text: str) -> str:
    """Small letters, straight apostrophes, single spaces: what a word is compared by."""
    text = " ".join(text.split()).casefold()
    return text if text.isascii() and "`" not in text else text.translate(_APOSTROPHES)


def first_match(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """What the first pattern that fits the start of a text finds."""
    return next((found for pattern in patterns if (found := pattern.match(text))), None)


def number(text: str, words: Words) -> int | None:
    """The whole number that digits or a word stand for, or None. A minus sign of any kind counts."""
    text = plain(text)
    sign = 1
    if text[:1] in "-−–+" and text:
        sign = 1 if text[0] == "+" else -1
        text = text[1:].strip()
    if text.isascii() and text.isdigit() and len(text) < 7:
        return sign * int(text)
    known = words.numbers.get(text)
    return None if known is None else sign * known


def distance(one: str, other: str, limit: int = 1_000) -> int:
    """How many letters to add, drop, change or swap with a neighbour to turn one word into the other.

    Past `limit` it stops counting, and says one more than the limit.
    """
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        now = [i]
        for j, right in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
        if min(row) > limit:
            return limit + 1
    return row[-1]


MOST_TRIED = 400
"""How many known words a slip is compared with, so that a page of slips is still answered soon."""


def nearest(word: str, known: Iterable[str], *, reach: float = 0.34) -> str:
    """The known word that was most likely meant, or an empty text.

    `reach` is how much of the word may differ: about one letter in three, and never more than half.
    """
    word = plain(word)
    if len(word) > 120:
        return ""
    best, best_cost = "", 1_000
    tried = 0
    for candidate in known:
        limit = max(1, int(max(len(word), len(candidate)) * reach)) if len(candidate) > 2 else 0
        if abs(len(word) - len(candidate)) > limit:
            continue
        tried += 1
        if tried > MOST_TRIED:
            break
        cost = distance(word, plain(candidate), limit)
        if cost <= limit and cost < best_cost:
            best, best_cost = candidate, cost
    return best
