"""Calendars that leave the house, and how often a shift was changed, which they tell."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

FEEDS = """
ALTER TABLE shift
    ADD COLUMN changes int NOT NULL DEFAULT 0,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();

CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changes := OLD.changes + 1;
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER count_change BEFORE UPDATE ON shift FOR EACH ROW EXECUTE FUNCTION count_change();

-- Of one person, or of one site for its client.
CREATE TABLE calendar_feed (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    member_id uuid,
    site_id uuid,
    language text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    last_read_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (org_id, id),
    CHECK ((member_id IS NULL) <> (site_id IS NULL)),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
);
CREATE INDEX calendar_feed_by_member ON calendar_feed (org_id, member_id) WHERE revoked_at IS NULL;
CREATE INDEX calendar_feed_by_site ON calendar_feed (org_id, site_id) WHERE revoked_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(FEEDS, tenant_table("calendar_feed"))

    manager.add_raw(run)
    return manager
