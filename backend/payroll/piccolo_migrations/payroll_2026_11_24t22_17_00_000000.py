"""Layouts of files, as the payroll programs of an organisation want them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

MAPPINGS = """
CREATE TABLE export_mapping (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('people', 'lines', 'days')),
    layout jsonb NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT export_mapping_name UNIQUE (org_id, name),
    FOREIGN KEY (org_id, changed_by) REFERENCES member (org_id, id)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="payroll", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(MAPPINGS, tenant_table("export_mapping"))

    manager.add_raw(run)
    return manager
