"""Somebody who has everything about them erased may let their certificate stand: it then belongs to nobody we know."""

import sqlalchemy as sa
from alembic import op

revision = "0006_a_certificate_may_stay"
down_revision = "0005_organisations_and_cohorts"


def upgrade() -> None:
    with op.batch_alter_table("course_certificate") as table:
        table.alter_column("learner_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM course_certificate WHERE learner_id IS NULL")
    with op.batch_alter_table("course_certificate") as table:
        table.alter_column("learner_id", existing_type=sa.Integer(), nullable=False)
