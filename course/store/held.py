"""Everything that is held about one person, table by table, for their own copy and for nobody else.

Each part names the columns that go into the copy, and why the others do not. A test walks every table that leads to a
person and fails for a table, or a column, that is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, exists, func, or_, select

from .engine import Store
from .people import Person
from .tables import (
    attempt,
    certificate,
    check_answer,
    cohort,
    ended_session,
    enrolment,
    facilitator,
    learner,
    membership,
    module_mark,
    one_time_link,
    organisation,
    outbox,
    plan_confirmation,
    private_words,
    scene_answer,
    staff_act,
)
from .vault import Vault
from .words import place_of

AT_ONCE = 50
"""Rows in memory at a time: there is no end to how often a learner may save."""

OURS = "it only counts rows inside the database"
SECRET = "it opens something, and is kept so that nobody can read it"


@dataclass(frozen=True)
class Part:
    """What one table holds about a person."""

    name: str
    """Its name in the copy."""
    table: Table
    shown: tuple[str, ...]
    """Columns that go into the copy."""
    left_out: Mapping[str, str]
    """Columns that do not, and why."""
    of: str = "learner_id"
    """The column that says whose it is."""
    named: tuple[str, Column[Any], str] | None = None
    """(name in the copy, the column of another table that has it, the column that leads there)."""

    @property
    def columns(self) -> list[Column[Any]]:
        return [self.table.c[name] for name in self.shown]


_MINE = {"id": OURS, "learner_id": OURS}
_IN_ORGANISATION = ("organisation", organisation.c.name, "organisation_id")
_IN_COHORT = ("cohort", cohort.c.name, "cohort_id")
NAMED = "its name is there instead"
NOT_YOURS = "it is about the cohort, whoever began it"

ACCOUNT = Part(
    "account",
    learner,
    (
        "public_id",
        "name",
        "email",
        "host_identity",
        "language",
        "easy_read",
        "text_size",
        "theme",
        "created_at",
    ),
    {
        "id": OURS,
        "password_hash": SECRET,
        "words_key": SECRET,
        "session_version": "it only counts how often all sessions were ended",
        "progress_version": "it only counts changes, so that a browser knows that a page is out of date",
    },
)
WORDS = Part(
    "words",
    private_words,
    ("module_id", "activity_id", "version", "state", "words", "shared_as", "release_id", "saved_at"),
    _MINE,
)
CHECKS = Part(
    "check_answers",
    check_answer,
    ("module_id", "question_id", "position", "answer", "is_right", "release_id", "answered_at"),
    {**_MINE, "meaning_rev": "it says which wording the question had; the release says the same"},
)
STORIES = Part(
    "stories",
    attempt,
    ("public_id", "scenario_id", "release_id", "started_at", "closed_at", "outcome", "ending_id", "hat"),
    _MINE,
)
CHOICES = Part(
    "choices",
    scene_answer,
    ("position", "scene_id", "choice_key", "answered_at"),
    {"id": OURS, "attempt_id": OURS},
)
MODULES = Part("modules", module_mark, ("module_id", "opened_release_id", "opened_at", "done_at"), _MINE)
PLAN = Part("plan_confirmations", plan_confirmation, ("release_id", "confirmed_at"), _MINE)
CERTIFICATES = Part(
    "certificates",
    certificate,
    (
        "number",
        "state",
        "name",
        "course_id",
        "course_title",
        "release_id",
        "hours",
        "done",
        "issued_at",
        "replaced_by",
        "closed_at",
    ),
    _MINE,
)
MESSAGES = Part(
    "messages",
    outbox,
    ("to_address", "subject", "body", "created_at", "sent_at", "tries", "last_problem"),
    {"id": OURS},
)
LINKS = Part(
    "one_time_links",
    one_time_link,
    ("purpose", "detail", "expires_at", "used_at"),
    {**_MINE, "token_hash": SECRET},
)
SESSIONS = Part("ended_sessions", ended_session, ("ended_at",), {**_MINE, "token": SECRET})
ROLES = Part("roles", membership, ("role", "since"), {**_MINE, "organisation_id": NAMED}, named=_IN_ORGANISATION)
ENROLMENTS = Part(
    "enrolments", enrolment, ("joined_at", "how", "left_at"), {**_MINE, "cohort_id": NAMED}, named=_IN_COHORT
)
LED = Part("cohorts_led", facilitator, (), {**_MINE, "cohort_id": NAMED}, named=_IN_COHORT)
BEGUN = Part(
    "cohorts_begun",
    cohort,
    ("public_id", "name", "created_at"),
    {
        "id": OURS,
        "created_by": OURS,
        "organisation_id": NAMED,
        "link_hash": SECRET,
        "code_hash": SECRET,
        **dict.fromkeys(
            ("course_id", "starts_on", "ends_on", "zone", "link_number", "code_number", "closed_at"), NOT_YOURS
        ),
    },
    of="created_by",
    named=_IN_ORGANISATION,
)
ACTS = Part(
    "record",
    staff_act,
    ("at", "what", "detail"),
    {
        "id": OURS,
        "subject_id": OURS,
        "organisation_id": NAMED,
        "actor_id": "who it was can be read under Your record; it is about them as well",
    },
    of="subject_id",
    named=_IN_ORGANISATION,
)

PARTS = (
    ACCOUNT,
    WORDS,
    CHECKS,
    STORIES,
    CHOICES,
    MODULES,
    PLAN,
    CERTIFICATES,
    ROLES,
    ENROLMENTS,
    LED,
    BEGUN,
    ACTS,
    MESSAGES,
    LINKS,
    SESSIONS,
)

NOT_ABOUT_ANYBODY = {
    "course_organisation": "what an organisation says of itself",
    "course_release": "the course itself; who published it is whoever runs the site",
    "course_sign_in_try": "a count under a keyed hash, gone after 15 minutes; it cannot be turned back into a name",
    "course_form_once": "a hash of a form that was sent, kept for two days; it cannot be turned back into anybody",
}
"""Tables that are in no copy, and why."""


def rows_held(store: Store, part: Part, person: Person) -> Iterator[dict[str, Any]]:
    """What a part holds about this person, oldest first. No connection is kept while the caller works on a row."""
    mine = part.table.c.to_address == person.email if part is MESSAGES else part.table.c[part.of] == person.id
    columns, source = part.columns, part.table
    if part.named:
        name, there, leads = part.named
        columns = [*columns, there.label(name)]
        source = part.table.join(there.table, part.table.c[leads] == there.table.c.id)
    for ids in _in_lots(store, select(part.table.c.id).where(mine).order_by(part.table.c.id)):
        # A row that was changed to be somebody else's meanwhile is asked for as theirs again.
        asked = select(*columns).select_from(source).where(part.table.c.id.in_(ids), mine).order_by(part.table.c.id)
        with store.reading() as connection:
            found = [dict(row._mapping) for row in connection.execute(asked)]
        yield from found


def words_held(store: Store, vault: Vault, person: Person) -> Iterator[dict[str, Any]]:
    """Every version of everything this person wrote, unlocked, oldest first."""
    for row in rows_held(store, WORDS, person):
        place = place_of(person.id, row["module_id"], row["activity_id"])
        locked = row["words"]
        row["words"] = vault.unlock(person.words_key, place, locked) if locked and person.words_key else ""
        yield row


def stories_held(store: Store, person: Person) -> Iterator[dict[str, Any]]:
    """Every play of a story, oldest first, with what was chosen on the way under "choices"."""
    mine = attempt.c.learner_id == person.id
    for ids in _in_lots(store, select(attempt.c.id).where(mine).order_by(attempt.c.id)):
        with store.reading() as connection:
            plays = connection.execute(
                select(attempt.c.id, *STORIES.columns).where(attempt.c.id.in_(ids), mine).order_by(attempt.c.id)
            ).all()
            chosen = connection.execute(
                select(scene_answer.c.attempt_id, *CHOICES.columns)
                .where(scene_answer.c.attempt_id.in_([play.id for play in plays]))
                .order_by(scene_answer.c.attempt_id, scene_answer.c.position)
            ).all()
        ways: dict[int, list[dict[str, Any]]] = {play.id: [] for play in plays}
        for row in chosen:
            ways[row.attempt_id].append({name: getattr(row, name) for name in CHOICES.shown})
        for play in plays:
            yield {**{name: getattr(play, name) for name in STORIES.shown}, "choices": ways[play.id]}


def _in_lots(store: Store, ids: Select[Any]) -> Iterator[list[int]]:
    with store.reading() as connection:
        every = list(connection.execute(ids).scalars())
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


# --- accounts nobody uses ---------------------------------------------------------------------------------------------

SIGNS_OF_LIFE = (
    private_words.c.saved_at,
    check_answer.c.answered_at,
    attempt.c.started_at,
    attempt.c.closed_at,
    module_mark.c.opened_at,
    module_mark.c.done_at,
    plan_confirmation.c.confirmed_at,
    certificate.c.issued_at,
    membership.c.since,
    enrolment.c.joined_at,
    enrolment.c.left_at,
    ended_session.c.ended_at,
)
"""We keep no list of visits, so only something that a visit left behind says that there was one."""


def count_unused(connection: Connection, since: datetime) -> int:
    """How many accounts there are that have left nothing new since a moment. Reading and looking leave nothing."""
    signs = [exists().where(one.table.c.learner_id == learner.c.id, one >= since) for one in SIGNS_OF_LIFE]
    asked = select(func.count()).select_from(learner).where(learner.c.created_at < since, ~or_(*signs))
    return connection.execute(asked).scalar_one()
