"""An attempt at a story remembers whose eyes the learner looks through."""

import sqlalchemy as sa
from alembic import op

revision = "0004_remember_whose_eyes"
down_revision = "0003_remember_confirmed_plans"


def upgrade() -> None:
    op.add_column("course_attempt", sa.Column("hat", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("course_attempt", "hat")
