"""Alembic's doorway: course.store.migrate hands it an open connection inside one transaction."""

from alembic import context

from course.store.migrate import VERSION_TABLE
from course.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
