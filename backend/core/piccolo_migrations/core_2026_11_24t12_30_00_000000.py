"""How much background work waits, as numbers, for whoever may not see the work itself."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T12:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

FUNCTION = """
CREATE POLICY owner ON event FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON handover FOR SELECT TO pumasi_owner USING (true);

CREATE FUNCTION waiting_work()
RETURNS TABLE (waiting bigint, given_up bigint, oldest_s float, relay_lag_s float)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE ring_at < 'infinity'),
           count(*) FILTER (WHERE ring_at = 'infinity'),
           coalesce(extract(epoch FROM now() - min(made_at) FILTER (WHERE ring_at < 'infinity')), 0)::float,
           coalesce((SELECT extract(epoch FROM now() - min(at)) FROM event
                      WHERE id > coalesce((SELECT last_id FROM relay_cursor WHERE name = 'jobs'), 0)), 0)::float
      FROM handover WHERE done_at IS NULL
$$;
REVOKE ALL ON FUNCTION waiting_work() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_work() TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(FUNCTION)

    manager.add_raw(run)
    return manager
