"""The tables. Times are aware UTC. Ids that leave the building (`public_id`, `number`) are random, never counters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time. Databases that forget the zone give it back all the same; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _learner(**more: Any) -> Column[int]:
    return Column("learner_id", ForeignKey("course_learner.id", ondelete="CASCADE"), nullable=False, **more)


learner = Table(
    "course_learner",
    metadata,
    _id(),
    Column("public_id", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), unique=True),  # lower case; empty when a host signs people in
    Column("password_hash", String(200)),
    Column("host_identity", String(200), unique=True),  # the host app's own id for this person
    Column("words_key", LargeBinary),  # this person's key, wrapped; gone means their words are gone
    Column("language", String(10), nullable=False, default="en"),
    Column("easy_read", Boolean, nullable=False, default=False),
    Column("text_size", String(10), nullable=False, default="normal"),
    Column("theme", String(10), nullable=False, default="system"),
    Column("session_version", Integer, nullable=False, default=1),  # raised to end every session of this person
    Column(
        "progress_version", Integer, nullable=False, default=0
    ),  # raised by everything that changes a page of theirs
    Column("created_at", Moment, nullable=False),
)

release = Table(
    "course_release",
    metadata,
    _id(),
    Column("digest", String(64), nullable=False, index=True),  # SHA-256 of the course folder
    Column("title", String(300), nullable=False),
    Column("archive", LargeBinary, nullable=False),  # the folder as a zip
    Column("compiled", Text, nullable=False),  # the rendered course, as JSON
    Column("author", String(200), nullable=False),
    Column("note", String(1000), nullable=False, default=""),
    Column("published_at", Moment, nullable=False),
)

private_words = Table(
    "course_private_words",
    metadata,
    _id(),
    _learner(),
    Column("module_id", String(80), nullable=False),
    Column("activity_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),  # draft, kept, not_now, on_paper, in_talk, removed
    Column("words", LargeBinary),  # encrypted with the person's key; empty where nothing was written
    Column("shared_as", String(12), nullable=False),  # who could read it when it was written
    Column("release_id", ForeignKey("course_release.id"), nullable=False),  # what the learner saw
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("learner_id", "module_id", "activity_id", "version"),
)

check_answer = Table(
    "course_check_answer",
    metadata,
    _id(),
    _learner(),
    Column("module_id", String(80), nullable=False),
    Column("question_id", String(80), nullable=False),
    Column("position", Integer, nullable=False),  # 1 for the first try
    Column("answer", Text, nullable=False),  # JSON of answer keys
    Column("is_right", Boolean, nullable=False),
    Column("meaning_rev", String(40), nullable=False),
    Column("release_id", ForeignKey("course_release.id"), nullable=False),
    Column("answered_at", Moment, nullable=False),
    UniqueConstraint("learner_id", "module_id", "question_id", "position"),
)

attempt = Table(
    "course_attempt",
    metadata,
    _id(),
    _learner(),
    Column("public_id", String(32), nullable=False, unique=True),
    Column("scenario_id", String(80), nullable=False),
    Column("release_id", ForeignKey("course_release.id"), nullable=False),  # pinned: edits never move anyone
    Column("started_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("outcome", String(12), nullable=False, default="open"),  # open, ended, superseded, restarted
    Column("ending_id", String(80)),
    Column("hat", String(40)),  # key of whose eyes the learner looks through; empty where a story has no hats
    Index("ix_course_attempt_learner_scenario", "learner_id", "scenario_id"),
)

scene_answer = Table(
    "course_scene_answer",
    metadata,
    _id(),
    Column("attempt_id", ForeignKey("course_attempt.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # 1 for the first scene
    Column("scene_id", String(80), nullable=False),
    Column("choice_key", String(40), nullable=False),  # "onward" where the scene routes by itself
    Column("answered_at", Moment, nullable=False),
    UniqueConstraint("attempt_id", "position"),
)

module_mark = Table(
    "course_module_mark",
    metadata,
    _id(),
    _learner(),
    Column("module_id", String(80), nullable=False),
    Column("opened_release_id", ForeignKey("course_release.id"), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("learner_id", "module_id"),
)

plan_confirmation = Table(
    "course_plan_confirmation",
    metadata,
    _id(),
    _learner(index=True),
    Column("release_id", ForeignKey("course_release.id"), nullable=False),  # the course as the learner saw it
    Column("confirmed_at", Moment, nullable=False),
)

certificate = Table(
    "course_certificate",
    metadata,
    _id(),
    # Empty when its learner had all about them erased and let it stand
    Column("learner_id", ForeignKey("course_learner.id", ondelete="CASCADE"), index=True),
    Column("number", String(32), nullable=False, unique=True),
    Column("state", String(10), nullable=False, default="genuine"),  # genuine, replaced, revoked
    Column("name", String(200), nullable=False),  # as issued
    Column("course_id", String(80), nullable=False),
    Column("course_title", String(300), nullable=False),
    Column("release_id", ForeignKey("course_release.id"), nullable=False),
    Column("hours", String(40), nullable=False),  # in words, "about 2 hours"
    Column("done", Text, nullable=False),  # JSON list of plain sentences
    Column("issued_at", Moment, nullable=False),
    Column("replaced_by", String(32)),
    Column("closed_at", Moment),
)

one_time_link = Table(
    "course_one_time_link",
    metadata,
    _id(),
    _learner(),
    Column("purpose", String(20), nullable=False),  # new-password, new-email
    Column("token_hash", String(64), nullable=False, unique=True),  # the link itself is never stored
    Column("detail", String(254), nullable=False, default=""),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

sign_in_try = Table(
    "course_sign_in_try",
    metadata,
    _id(),
    Column("key_hash", String(64), nullable=False),  # of an account name or a network address
    Column("tried_at", Moment, nullable=False),
    Index("ix_course_sign_in_try_key_hash_tried_at", "key_hash", "tried_at"),
)

outbox = Table(
    "course_outbox",
    metadata,
    _id(),
    Column("to_address", String(254), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("tries", Integer, nullable=False, default=0),
    Column("last_problem", String(300), nullable=False, default=""),
)

ended_session = Table(
    "course_ended_session",
    metadata,
    _id(),
    _learner(index=True),
    Column("token", String(32), nullable=False, unique=True),  # of the session's cookie, which may have been copied
    Column("ended_at", Moment, nullable=False, index=True),
)

form_once = Table(
    "course_form_once",
    metadata,
    _id(),
    Column("token", String(32), nullable=False, unique=True),  # the form's idempotency key
    Column("recorded_at", Moment, nullable=False, index=True),
)

organisation = Table(
    "course_organisation",
    metadata,
    _id(),
    Column("public_id", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("welcome", Text, nullable=False, default=""),  # plain words, shown to those who join
    Column("help_name", String(200), nullable=False, default=""),
    Column("help_contact", String(200), nullable=False, default=""),
    Column("access_contact", String(200), nullable=False, default=""),  # whom to tell what one needs to take part
    Column("created_at", Moment, nullable=False),
)


def _organisation() -> Column[int]:
    return Column("organisation_id", ForeignKey("course_organisation.id", ondelete="CASCADE"), nullable=False)


membership = Table(
    "course_membership",
    metadata,
    _id(),
    _organisation(),
    _learner(index=True),
    Column("role", String(20), nullable=False),  # learner, trainer, organiser, administrator; one row for each
    Column("since", Moment, nullable=False),
    UniqueConstraint("organisation_id", "learner_id", "role"),
)

cohort = Table(
    "course_cohort",
    metadata,
    _id(),
    _organisation(),
    Column("public_id", String(32), nullable=False, unique=True),
    Column("course_id", String(80), nullable=False),
    Column("name", String(200), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),  # the last day
    Column("zone", String(64), nullable=False),  # where those days are, such as Europe/London
    Column("link_number", Integer, nullable=False, default=1),  # raised to renew the link
    Column("link_hash", String(64), nullable=False, unique=True),  # the link itself is never stored
    Column("code_number", Integer, nullable=False, default=1),  # raised to renew the code
    Column("code_hash", String(64), nullable=False, unique=True),  # keyed, since a code is short
    Column("created_by", ForeignKey("course_learner.id", ondelete="SET NULL")),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),  # nobody can join any more
    Index("ix_course_cohort_organisation_id", "organisation_id"),
)


def _cohort() -> Column[int]:
    return Column("cohort_id", ForeignKey("course_cohort.id", ondelete="CASCADE"), nullable=False)


facilitator = Table(
    "course_facilitator",
    metadata,
    _id(),
    _cohort(),
    _learner(index=True),
    UniqueConstraint("cohort_id", "learner_id"),
)

enrolment = Table(
    "course_enrolment",
    metadata,
    _id(),
    _cohort(),
    _learner(index=True),
    Column("joined_at", Moment, nullable=False),
    Column("how", String(10), nullable=False),  # link, code
    Column("left_at", Moment),
    UniqueConstraint("cohort_id", "learner_id"),
)

staff_act = Table(
    "course_staff_act",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("actor_id", ForeignKey("course_learner.id", ondelete="SET NULL")),  # empty once that person has gone
    Column("subject_id", ForeignKey("course_learner.id", ondelete="CASCADE"), nullable=False, index=True),
    _organisation(),
    Column("what", String(20), nullable=False),  # role-given, role-taken, removed, facilitates, facilitates-not
    Column("detail", String(200), nullable=False),  # the role, or the name of the cohort
)
