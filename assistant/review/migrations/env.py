"""Run by alembic for each command: works on the connection that it is given, within its transaction."""

from alembic import context

from assistant.review.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
