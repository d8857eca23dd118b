"""A browser that changes hands: its push endpoint leaves the person who had it before."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

# An endpoint is a secret of its browser, and so are its keys: who names all three is that browser. It runs as
# the owner, since nobody sees the phones of others. The lock makes two registrations queue up.
RELEASE = """
CREATE FUNCTION release_push_endpoint(wanted text, its_p256dh bytea, its_auth bytea, at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me uuid := current_setting('app.account')::uuid;
    held push_device;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 0));
    SELECT * INTO held FROM push_device d WHERE md5(d.endpoint) = md5(wanted) AND d.ended_at IS NULL;
    IF NOT FOUND OR held.account_id = me THEN
        RETURN true;
    ELSIF held.p256dh <> its_p256dh OR held.auth <> its_auth THEN
        RETURN false;
    END IF;
    UPDATE push_device d SET ended_at = at, ended_why = 'moved' WHERE d.id = held.id;
    RETURN true;
END $$;

REVOKE EXECUTE ON FUNCTION release_push_endpoint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_push_endpoint TO pumasi_app;
"""

# For the page of numbers, which belongs to no organisation: how many pushes wait because a push service does
# not know our key. Anything but none is for somebody to look at.
REFUSED = """
CREATE FUNCTION refused_pushes() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM delivery WHERE channel = 'push' AND state = 'queued' AND reason = 'vapid_refused'
$$;

CREATE INDEX delivery_refused ON delivery (due_at)
 WHERE channel = 'push' AND state = 'queued' AND reason = 'vapid_refused';
CREATE POLICY owner ON delivery FOR SELECT TO pumasi_owner USING (true);

REVOKE EXECUTE ON FUNCTION refused_pushes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refused_pushes TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(RELEASE, REFUSED)

    manager.add_raw(run)
    return manager
