"""What a learner wrote, kept out of everything that is kept: an exercise is drawn with gaps where their words will stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ..content.model import Exercise, ExerciseKind
from ..gaps import gap
from ..language import clock, day
from .lesson import ExercisePlace

_WORDS = (ExerciseKind.REFLECT, ExerciseKind.LIST, ExerciseKind.DIARY, ExerciseKind.POOL, ExerciseKind.RULES)


def is_all_words(exercise: Exercise) -> bool:
    """Whether all that a learner gives is words in boxes. Marks, places, choices and a table's dates are drawn afresh for
    each learner."""
    is_typed = not exercise.choices and exercise.date_column is None
    return exercise.kind in _WORDS or (exercise.kind is ExerciseKind.TABLE and is_typed)


class _Version(int):
    """A version number that is a gap where it is shown."""

    def __html__(self) -> str:
        return gap("version")


@dataclass(frozen=True)
class PlaceWithGaps(ExercisePlace):
    """An exercise in some state, with a gap for each thing in it that is the learner's own."""

    def text(self, name: str) -> str:
        return gap(f"text {name}")

    def line(self, number: int) -> str:
        return gap(f"line {number}")

    def part(self, group: str, name: str) -> str:
        return gap(f"part {group} {name}")


def with_gaps(place: ExercisePlace) -> PlaceWithGaps:
    """The same for every learner whose exercise is in this state. All that shows of the version is whether there are more."""
    return PlaceWithGaps(state=place.state, version=_Version(min(place.version, 2)), saved_at=place.saved_at)


def words_in(place: ExercisePlace, name: str) -> str | None:
    """What belongs into a gap of `with_gaps`; None for a gap that is something else."""
    kind, _, rest = name.partition(" ")
    match kind:
        case "text":
            return place.text(rest)
        case "line":
            return place.line(int(rest))
        case "part":
            group, _, key = rest.partition(" ")
            return place.part(group, key)
    return None


@lru_cache(2_000)
def saved_at(moment: datetime | None, language: str) -> tuple[str, str]:
    """(clock, day) of a moment, in words."""
    return (clock(moment, language), day(moment, language)) if moment else ("", "")


def time_gap(moment: datetime) -> str:
    """Stands in for the clock where an exercise is drawn with gaps."""
    return gap("time")


def day_gap(moment: datetime) -> str:
    return gap("day")
