"""Leave is booked once for each reason."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T19:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

LEDGER = """
-- The job that books what was earned may run twice, and two managers may decide at once.
CREATE UNIQUE INDEX leave_entry_earned ON leave_entry (org_id, member_id, kind, why, on_day)
    WHERE why IN ('monthly', 'yearly', 'expired');
CREATE UNIQUE INDEX leave_entry_of_request ON leave_entry (org_id, request_id, why)
    WHERE request_id IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(LEDGER)

    manager.add_raw(run)
    return manager
