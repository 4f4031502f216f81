"""Facts that have happened, announced after the commit that made them true.

A listener that fails is logged and never reaches the learner. Events are a nudge; the answer log is the truth.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

log = logging.getLogger("course.events")


@dataclass(frozen=True, kw_only=True)
class Event:
    learner_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerRecorded(Event):
    scenario_id: str
    scene_id: str
    choice_key: str


@dataclass(frozen=True, kw_only=True)
class ExerciseKept(Event):
    module_id: str
    activity_id: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    module_id: str
    question_id: str
    right: bool


@dataclass(frozen=True, kw_only=True)
class ModuleCompleted(Event):
    module_id: str


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    number: str


Listener = Callable[[Event], None]


class Announcer:
    """Hands each event to every listener, in the order they joined."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def announce(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                log.exception("A listener failed on %s", type(event).__name__)
