"""What is measured of the providers outside the house: of no organisation, and the same for all."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE provider_health (
    channel text NOT NULL,
    name text NOT NULL,
    state text NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open', 'half_open')),
    since timestamptz NOT NULL,
    -- Answers of the last minutes; they fade.
    good double precision NOT NULL DEFAULT 0,
    bad double precision NOT NULL DEFAULT 0,
    latency_ms double precision NOT NULL DEFAULT 0,
    in_a_row int NOT NULL DEFAULT 0,
    pauses int NOT NULL DEFAULT 0,
    -- Until then it is left alone, or being tried.
    open_until timestamptz,
    counted_at timestamptz NOT NULL,
    PRIMARY KEY (channel, name),
    CHECK ((state = 'closed') = (open_until IS NULL))
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON provider_health TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES)

    manager.add_raw(run)
    return manager
