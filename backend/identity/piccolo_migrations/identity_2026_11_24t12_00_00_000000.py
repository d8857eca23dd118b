"""Codes and askings are forgotten after a day: they name people who may never have become ours."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

FORGETTING = """
CREATE INDEX sign_in_code_age ON sign_in_code (sent_at);
CREATE INDEX sign_in_asking_age ON sign_in_asking (at);
CREATE POLICY owner ON sign_in_code TO pumasi_owner USING (true);
CREATE POLICY owner ON sign_in_asking TO pumasi_owner USING (true);

CREATE FUNCTION forget_sign_ins(before timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM sign_in_code WHERE sent_at < $1;
    DELETE FROM sign_in_asking WHERE at < $1;
$$;
REVOKE EXECUTE ON FUNCTION forget_sign_ins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_sign_ins TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(FORGETTING)

    manager.add_raw(run)
    return manager
