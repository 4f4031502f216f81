"""Whether the course is in its own words, told without having the sources here.

`their_words.txt` holds a short hash of every eight words in a row of the five texts that the course was drafted from. From a
hash nobody can read the words back, but the same eight words give the same hash. Made, and made again when there is another
source, by

    python -m tests.course_itself.own_words FOLDER > tests/course_itself/their_words.txt
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

RUN = 8
"""Words. Independent texts on this subject share runs of six; eight in a row are a copy."""
BYTES = 5
"""Of each hash: with some 60,000 runs in the course, one in two thousand such tests would fail for no reason."""
THEIRS = Path(__file__).with_name("their_words.txt")
NAMES = (
    *("sharing of power", "including all perspectives and skills", "building and maintaining relationships"),
    "respecting and valuing the knowledge of all those working together on the research",
    *("establishing ground rules", "continuing dialogue", "joint ownership of key decisions", "continuous reflection"),
    *("a commitment to relationship building", "opportunities for personal growth and development"),
    "valuing and evaluating the impact of coproducing research",
    *("guidance on coproducing a research project", "draft guidance on coproducing research", "going the extra mile"),
    *("coproduction a kind revolution", "public involvement impact assessment framework", "learning for involvement"),
    *("what researchers think about the culture they work in", "the structure of scientific revolutions"),
    *("national institute for health and care research", "upp foundation civic universities commission"),
)
"""What has to be called by its own name. No run goes across one."""
_NAMES = re.compile(r"\b(?:" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")\b")
_HYPHEN = re.compile(r"(?<=[a-z0-9])[-\u2010\u2011\u00ad]\s*(?=[a-z0-9])")


def runs(text: str) -> Iterator[str]:
    """Every eight words in a row, whatever their marks, capitals, links and hyphens."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(one for one in text if unicodedata.category(one) not in ("Mn", "Cf")).lower()
    text = re.sub(r"\]\([^)\s]*\)|https?://\S+", " ", text)
    text = _HYPHEN.sub("", re.sub(r"[*_`'\u2019]", "", text))
    for part in _NAMES.split(" ".join(re.findall(r"[a-z0-9]+", text))):
        words = part.split()
        yield from (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def hashed(run: str) -> bytes:
    return hashlib.sha256(run.encode()).digest()[:BYTES]


def theirs(kept_as: str = "") -> frozenset[bytes]:
    """The hashes of the sources, or those that `as_kept` made."""
    kept = base64.b85decode("".join((kept_as or THEIRS.read_text("ascii")).split()))
    return frozenset(kept[at : at + BYTES] for at in range(0, len(kept), BYTES))


def as_kept(folder: Path) -> str:
    """The hashes of every .txt file in a folder, as they are kept."""
    found = {hashed(run) for file in sorted(folder.rglob("*.txt")) for run in runs(file.read_text("utf-8"))}
    text = base64.b85encode(b"".join(sorted(found))).decode()
    return "\n".join(text[at : at + 120] for at in range(0, len(text), 120))


if __name__ == "__main__":
    print(as_kept(Path(sys.argv[1])))
