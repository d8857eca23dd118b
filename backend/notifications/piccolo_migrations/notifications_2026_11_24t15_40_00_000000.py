"""The key check of a delivery finds its recipient by the primary key, also in an organisation new to statistics.

Of an organisation that the statistics do not know PostgreSQL expects no row, takes any index that begins with
`org_id` for as good as the primary key, and then reads the whole audience for each of its deliveries.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The index of recipients by member begins with the member"

INDEX = """
DROP INDEX recipient_by_member;
CREATE INDEX recipient_by_member ON recipient (member_id, org_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(INDEX)

    manager.add_raw(run)
    return manager
