"""What waits in the ledger, for who looks at the installation: numbers only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T15:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

# From one organisation and channel to the next by the index, as the relay looks.
FUNCTIONS = """
CREATE FUNCTION overdue_deliveries_s() RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE queued AS (
        (SELECT org_id, channel, due_at FROM delivery WHERE state = 'queued'
          ORDER BY org_id, channel, due_at LIMIT 1)
        UNION ALL
        SELECT d.org_id, d.channel, d.due_at FROM queued q CROSS JOIN LATERAL (
            SELECT org_id, channel, due_at FROM delivery
             WHERE state = 'queued' AND (org_id, channel) > (q.org_id, q.channel)
             ORDER BY org_id, channel, due_at LIMIT 1) d
    )
    SELECT greatest(0, extract(epoch FROM now() - min(due_at))) FROM queued
$$;

CREATE FUNCTION unknown_deliveries() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM delivery WHERE state = 'unknown'
$$;

REVOKE EXECUTE ON FUNCTION overdue_deliveries_s, unknown_deliveries FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overdue_deliveries_s, unknown_deliveries TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(FUNCTIONS)

    manager.add_raw(run)
    return manager
