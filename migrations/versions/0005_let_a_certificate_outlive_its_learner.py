"""Somebody who has everything about them erased may let their certificate stand: it then belongs to nobody we know."""

import sqlalchemy as sa
from alembic import op

revision = "0005_let_a_certificate_outlive_its_learner"
down_revision = "0004_remember_whose_eyes"


def upgrade() -> None:
    with op.batch_alter_table("course_certificate") as table:
        table.alter_column("learner_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM course_certificate WHERE learner_id IS NULL")
    with op.batch_alter_table("course_certificate") as table:
        table.alter_column("learner_id", existing_type=sa.Integer(), nullable=False)
