"""Links that show clients their visits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

LINKS = """
CREATE TABLE client_link (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    expires_at timestamptz,
    last_read_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, client_id) REFERENCES client (org_id, id)
);
CREATE INDEX client_link_by_client ON client_link (org_id, client_id) WHERE revoked_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="visits", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(LINKS, tenant_table("client_link"))

    manager.add_raw(run)
    return manager
