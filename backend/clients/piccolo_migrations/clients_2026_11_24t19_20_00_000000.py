"""Clients, their sites, and what was agreed with them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE client (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    contact_name text NOT NULL DEFAULT '',
    contact_phone text NOT NULL DEFAULT '',
    contact_email text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    archived_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX client_by_name ON client (org_id, name, id);

ALTER TABLE site
    ADD COLUMN client_id uuid,
    ADD CONSTRAINT site_client FOREIGN KEY (org_id, client_id) REFERENCES client (org_id, id);
CREATE INDEX site_by_client ON site (org_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE contract (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    from_on date NOT NULL,
    until_on date,
    monthly_won int CHECK (monthly_won >= 0),
    note text NOT NULL DEFAULT '',
    ended_at timestamptz,
    PRIMARY KEY (org_id, id),
    CHECK (until_on >= from_on),
    FOREIGN KEY (org_id, client_id) REFERENCES client (org_id, id)
);
CREATE INDEX contract_by_client ON contract (org_id, client_id, from_on);

-- A rule that makes shifts, because a contract says so.
CREATE TABLE contract_line (
    org_id uuid NOT NULL,
    series_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    PRIMARY KEY (org_id, series_id),
    FOREIGN KEY (org_id, series_id) REFERENCES series (org_id, id),
    FOREIGN KEY (org_id, contract_id) REFERENCES contract (org_id, id)
);
CREATE INDEX contract_line_by_contract ON contract_line (org_id, contract_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="clients", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in ("client", "contract", "contract_line")))

    manager.add_raw(run)
    return manager
