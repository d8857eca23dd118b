"""Run every domain's migrations as the owner of the schema, one process at a time."""

import asyncpg
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.engine.finder import engine_finder
from piccolo.engine.postgres import PostgresEngine

from backend import settings

LOCK = 0x50_55_4D_41  # any number that nobody else locks


async def run_sql(*statements: str) -> None:
    """Run scripts in the migration's transaction. Each may hold several statements."""
    engine = engine_finder()
    assert isinstance(engine, PostgresEngine)
    transaction = engine.current_transaction.get()
    assert transaction is not None, "migrations run inside Piccolo's transaction"
    for statement in statements:
        await transaction.connection.execute(
            statement
        )  # Piccolo's own way prepares, and so takes one statement only


async def migrate() -> None:
    """Bring the database to the present shape. Safe to run at every start and from several machines."""
    from backend import piccolo_conf  # noqa: PLC0415 - Piccolo looks the engine up in this module

    owner_url = settings.current().database_owner_url
    lock = await asyncpg.connect(owner_url)
    application_engine = piccolo_conf.DB
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", LOCK)
        piccolo_conf.DB = PostgresEngine(config={"dsn": owner_url})  # type: ignore[assignment]
        await run_forwards("all")
    finally:
        piccolo_conf.DB = application_engine
        await lock.close()
