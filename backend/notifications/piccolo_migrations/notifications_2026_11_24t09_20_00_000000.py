"""The delivery ledger of text messages."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE text_message (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    -- Why it is sent: the same reason twice is the same message.
    key text NOT NULL,
    account_id uuid,
    phone text NOT NULL CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
    -- Absent when the text holds a link that lets its reader in.
    body text,
    state text NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'failed', 'unknown')),
    attempts int NOT NULL DEFAULT 0,
    leased_until timestamptz,
    provider_id text,
    error text,
    made_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key),
    CHECK ((state = 'leased') = (leased_until IS NOT NULL))
);
CREATE INDEX text_message_by_state ON text_message (org_id, state, made_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, tenant_table("text_message"))

    manager.add_raw(run)
    return manager
