"""What people can and may do: names are unique, and what is needed is found fast."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T19:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

INDICES = """
CREATE UNIQUE INDEX certificate_kind_by_name ON certificate_kind (org_id, name) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX certificate_needed_by_site ON certificate_needed (org_id, site_id, kind_id)
 WHERE site_id IS NOT NULL;
CREATE UNIQUE INDEX certificate_needed_by_position ON certificate_needed (org_id, position_id, kind_id)
 WHERE position_id IS NOT NULL;
CREATE INDEX member_position_by_position ON member_position (org_id, position_id);
CREATE INDEX shift_by_position ON shift (org_id, position_id) WHERE position_id IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(INDICES)

    manager.add_raw(run)
    return manager
