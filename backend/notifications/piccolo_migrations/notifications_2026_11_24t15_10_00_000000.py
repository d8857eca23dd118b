"""What is due together is leased person by person, so that a digest is one message."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

INDICES = """
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (org_id, channel, due_at, account_id) WHERE state = 'queued';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(INDICES)

    manager.add_raw(run)
    return manager
