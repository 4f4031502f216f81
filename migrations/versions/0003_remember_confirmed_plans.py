"""A learner says that they have looked their plan over. Each time is kept; the first is a step of the certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0003_remember_confirmed_plans"
down_revision = "0002_remember_ended_sessions"


def upgrade() -> None:
    op.create_table(
        "course_plan_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["course_learner.id"],
            name=op.f("fk_course_plan_confirmation_learner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["course_release.id"], name=op.f("fk_course_plan_confirmation_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_plan_confirmation")),
    )
    op.create_index(op.f("ix_course_plan_confirmation_learner_id"), "course_plan_confirmation", ["learner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_course_plan_confirmation_learner_id"), table_name="course_plan_confirmation")
    op.drop_table("course_plan_confirmation")
