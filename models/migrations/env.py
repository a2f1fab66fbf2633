"""Runs migrations one at a time: whoever comes second waits, and nobody waits for ever."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

from models.tables import Base

LOCK = 7_301_116_104  # any number, the same for every process that migrates


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest step under an advisory lock, with lock and statement timeouts."""
    connection.execute(text("set lock_timeout = '10s'"))
    connection.execute(text("set statement_timeout = '10min'"))
    connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
    connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})
    connection.commit()


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    migrate(connection)
engine.dispose()
