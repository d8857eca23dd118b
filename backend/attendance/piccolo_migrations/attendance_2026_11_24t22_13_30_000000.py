"""Records of people who left long ago can be deleted, when their organisation wants that."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T22:13:30:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = (
    "punch_photo",
    "punch_objection",
    "reading",
    "work_session",
    "punch_replaced",
    "correction",
    "punch_proposal",
    "record_entry",
    "consent",
)

# The owner of the schema may delete in the tenant of the transaction, through this function only. It keeps
# the three years of 근로기준법 제42조, whatever it is asked for.
DELETING = """
CREATE FUNCTION delete_records(before timestamptz, at_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    org uuid := current_setting('app.org')::uuid;
    who uuid[];
BEGIN
    IF before > now() - interval '3 years' THEN
        RAISE EXCEPTION 'records are kept for three years';
    END IF;
    who := ARRAY(
        SELECT m.id FROM member m
         WHERE m.org_id = org AND m.ended_at < before
           AND EXISTS (SELECT FROM record_entry e WHERE e.org_id = org AND e.member_id = m.id)
           AND NOT EXISTS (SELECT FROM punch p WHERE p.org_id = org AND p.member_id = m.id
                                                 AND p.server_time >= before)
         ORDER BY m.ended_at, m.id LIMIT at_most);
    DELETE FROM punch_photo f USING punch p
     WHERE f.org_id = org AND p.org_id = org AND p.id = f.punch_id AND p.member_id = ANY (who);
    DELETE FROM punch_objection WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM reading r USING punch p
     WHERE r.org_id = org AND p.org_id = org AND p.id = r.punch_id AND p.member_id = ANY (who);
    DELETE FROM work_session WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM punch_replaced x USING punch p
     WHERE x.org_id = org AND p.org_id = org AND p.id = x.punch_id AND p.member_id = ANY (who);
    DELETE FROM correction WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM punch_proposal WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM record_entry WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM consent WHERE org_id = org AND member_id = ANY (who);
    DELETE FROM punch WHERE org_id = org AND member_id = ANY (who);
    RETURN cardinality(who);
END $$;
REVOKE EXECUTE ON FUNCTION delete_records FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_records TO pumasi_app;
"""


def owned(table: str) -> str:
    return f"""
    CREATE POLICY owner ON {table} TO pumasi_owner USING (org_id = (SELECT current_setting('app.org')::uuid));
    """


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(*(owned(table) for table in TABLES), DELETING)

    manager.add_raw(run)
    return manager
