"""What a file would change, kept until it is applied or a day is over."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T20:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE import_preview (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('people', 'sites', 'shifts')),
    rows jsonb NOT NULL,
    fingerprint bytea NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid NOT NULL,
    applied_at timestamptz,
    PRIMARY KEY (org_id, id)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="imports", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, tenant_table("import_preview"))

    manager.add_raw(run)
    return manager
