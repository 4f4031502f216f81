"""Signing out ends the session itself: a copy of its cookie opens nothing any more."""

import sqlalchemy as sa
from alembic import op

revision = "0002_remember_ended_sessions"
down_revision = "0001_learners_and_answers"


def upgrade() -> None:
    op.create_table(
        "course_ended_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_ended_session_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_ended_session")),
        sa.UniqueConstraint("token", name=op.f("uq_course_ended_session_token")),
    )
    op.create_index(op.f("ix_course_ended_session_ended_at"), "course_ended_session", ["ended_at"])
    op.create_index(op.f("ix_course_ended_session_learner_id"), "course_ended_session", ["learner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_course_ended_session_learner_id"), table_name="course_ended_session")
    op.drop_index(op.f("ix_course_ended_session_ended_at"), table_name="course_ended_session")
    op.drop_table("course_ended_session")
