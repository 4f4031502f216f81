"""Learners, what they answered, what they earned: the first shape of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001_learners_and_answers"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "course_form_once",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_form_once")),
        sa.UniqueConstraint("token", name=op.f("uq_course_form_once_token")),
    )
    op.create_index(op.f("ix_course_form_once_recorded_at"), "course_form_once", ["recorded_at"], unique=False)
    op.create_table(
        "course_learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("host_identity", sa.String(length=200), nullable=True),
        sa.Column("words_key", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("easy_read", sa.Boolean(), nullable=False),
        sa.Column("text_size", sa.String(length=10), nullable=False),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("progress_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_learner")),
        sa.UniqueConstraint("email", name=op.f("uq_course_learner_email")),
        sa.UniqueConstraint("host_identity", name=op.f("uq_course_learner_host_identity")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_learner_public_id")),
    )
    op.create_table(
        "course_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_problem", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_outbox")),
    )
    op.create_table(
        "course_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_release")),
    )
    op.create_index(op.f("ix_course_release_digest"), "course_release", ["digest"], unique=False)
    op.create_table(
        "course_sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_sign_in_try")),
    )
    op.create_index(
        "ix_course_sign_in_try_key_hash_tried_at", "course_sign_in_try", ["key_hash", "tried_at"], unique=False
    )
    op.create_table(
        "course_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("ending_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_attempt_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["course_release.id"], name=op.f("fk_course_attempt_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_attempt")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_attempt_public_id")),
    )
    op.create_index("ix_course_attempt_learner_scenario", "course_attempt", ["learner_id", "scenario_id"], unique=False)
    op.create_table(
        "course_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("course_title", sa.String(length=300), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_certificate_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["course_release.id"], name=op.f("fk_course_certificate_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_course_certificate_number")),
    )
    op.create_index(op.f("ix_course_certificate_learner_id"), "course_certificate", ["learner_id"], unique=False)
    op.create_table(
        "course_check_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("meaning_rev", sa.String(length=40), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_check_answer_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["course_release.id"], name=op.f("fk_course_check_answer_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_check_answer")),
        sa.UniqueConstraint(
            "learner_id",
            "module_id",
            "question_id",
            "position",
            name=op.f("uq_course_check_answer_learner_id_module_id_question_id_position"),
        ),
    )
    op.create_table(
        "course_module_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("opened_release_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_module_mark_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["opened_release_id"], ["course_release.id"], name=op.f("fk_course_module_mark_opened_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_module_mark")),
        sa.UniqueConstraint("learner_id", "module_id", name=op.f("uq_course_module_mark_learner_id_module_id")),
    )
    op.create_table(
        "course_one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.String(length=254), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_one_time_link_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_course_one_time_link_token_hash")),
    )
    op.create_table(
        "course_private_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("activity_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("shared_as", sa.String(length=12), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["course_learner.id"], name=op.f("fk_course_private_words_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["course_release.id"], name=op.f("fk_course_private_words_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_private_words")),
        sa.UniqueConstraint(
            "learner_id",
            "module_id",
            "activity_id",
            "version",
            name=op.f("uq_course_private_words_learner_id_module_id_activity_id_version"),
        ),
    )
    op.create_table(
        "course_scene_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.String(length=80), nullable=False),
        sa.Column("choice_key", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["course_attempt.id"], name=op.f("fk_course_scene_answer_attempt_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_scene_answer")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_course_scene_answer_attempt_id_position")),
    )


def downgrade() -> None:
    op.drop_table("course_scene_answer")
    op.drop_table("course_private_words")
    op.drop_table("course_one_time_link")
    op.drop_table("course_module_mark")
    op.drop_table("course_check_answer")
    op.drop_index(op.f("ix_course_certificate_learner_id"), table_name="course_certificate")
    op.drop_table("course_certificate")
    op.drop_index("ix_course_attempt_learner_scenario", table_name="course_attempt")
    op.drop_table("course_attempt")
    op.drop_index("ix_course_sign_in_try_key_hash_tried_at", table_name="course_sign_in_try")
    op.drop_table("course_sign_in_try")
    op.drop_index(op.f("ix_course_release_digest"), table_name="course_release")
    op.drop_table("course_release")
    op.drop_table("course_outbox")
    op.drop_table("course_learner")
    op.drop_index(op.f("ix_course_form_once_recorded_at"), table_name="course_form_once")
    op.drop_table("course_form_once")
