"""Several organisations in one installation, roles in each, cohorts that people join, and a record of acts on people."""

import sqlalchemy as sa
from alembic import op

revision = "0005_organisations_and_cohorts"
down_revision = "0004_remember_whose_eyes"

MOMENT = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "course_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("welcome", sa.Text(), nullable=False),
        sa.Column("help_name", sa.String(length=200), nullable=False),
        sa.Column("help_contact", sa.String(length=200), nullable=False),
        sa.Column("access_contact", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_organisation_public_id")),
    )
    op.create_table(
        "course_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        _to("course_membership", "organisation_id", "course_organisation"),
        _to("course_membership", "learner_id", "course_learner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_membership")),
        sa.UniqueConstraint(
            "organisation_id", "learner_id", "role", name=op.f("uq_course_membership_organisation_id_learner_id_role")
        ),
    )
    op.create_index(op.f("ix_course_membership_learner_id"), "course_membership", ["learner_id"])
    op.create_table(
        "course_cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("code_number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        _to("course_cohort", "organisation_id", "course_organisation"),
        _to("course_cohort", "created_by", "course_learner", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_cohort")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_cohort_public_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_course_cohort_link_hash")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_course_cohort_code_hash")),
    )
    op.create_index(op.f("ix_course_cohort_organisation_id"), "course_cohort", ["organisation_id"])
    op.create_table(
        "course_facilitator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        _to("course_facilitator", "cohort_id", "course_cohort"),
        _to("course_facilitator", "learner_id", "course_learner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_facilitator")),
        sa.UniqueConstraint("cohort_id", "learner_id", name=op.f("uq_course_facilitator_cohort_id_learner_id")),
    )
    op.create_index(op.f("ix_course_facilitator_learner_id"), "course_facilitator", ["learner_id"])
    op.create_table(
        "course_enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        _to("course_enrolment", "cohort_id", "course_cohort"),
        _to("course_enrolment", "learner_id", "course_learner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_enrolment")),
        sa.UniqueConstraint("cohort_id", "learner_id", name=op.f("uq_course_enrolment_cohort_id_learner_id")),
    )
    op.create_index(op.f("ix_course_enrolment_learner_id"), "course_enrolment", ["learner_id"])
    op.create_table(
        "course_staff_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        _to("course_staff_act", "actor_id", "course_learner", "SET NULL"),
        _to("course_staff_act", "subject_id", "course_learner"),
        _to("course_staff_act", "organisation_id", "course_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_staff_act")),
    )
    op.create_index(op.f("ix_course_staff_act_subject_id"), "course_staff_act", ["subject_id"])


def downgrade() -> None:
    for table, *indexed in (
        ("course_staff_act", "subject_id"),
        ("course_enrolment", "learner_id"),
        ("course_facilitator", "learner_id"),
        ("course_cohort", "organisation_id"),
        ("course_membership", "learner_id"),
        ("course_organisation",),
    ):
        for column in indexed:
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
