"""Contracts of employment name the paid day off of the week, where one was agreed on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T22:16:10:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TERMS = "ALTER TABLE employment_terms ADD COLUMN rest_weekday smallint CHECK (rest_weekday BETWEEN 0 AND 6)"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TERMS)

    manager.add_raw(run)
    return manager
