"""Consents, what an organisation asks for at a punch and for how long it keeps it, photos, and texts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import account_table, tenant_table

ID = "2026-11-24T22:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- What somebody said when asked whether their position may be kept. The newest answer holds; none is changed.
CREATE TABLE consent (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('location')),
    given boolean NOT NULL,
    -- Which wording they read, in which language (docs/attendance.md).
    text_version int NOT NULL CHECK (text_version > 0),
    language text NOT NULL CHECK (language IN ('ko', 'en')),
    said_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX consent_by_member ON consent (org_id, member_id, kind, said_at, id);

CREATE TABLE record_policy (
    org_id uuid PRIMARY KEY REFERENCES organisation (id),
    location_days int NOT NULL CHECK (location_days BETWEEN 1 AND 1095),
    photo_days int NOT NULL CHECK (photo_days BETWEEN 1 AND 1095),
    -- Why a photo is asked for at every site; NULL where none is.
    photo_reason text,
    -- Where people without the app text or call; NULL where they cannot.
    clock_number text CHECK (clock_number ~ '^[+][1-9][0-9]{6,14}$'),
    -- After how many years records of who left are deleted; NULL: never.
    keep_years int CHECK (keep_years BETWEEN 3 AND 30)
);

-- A site that asks for a photo when others do not, or for another reason.
CREATE TABLE photo_rule (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (org_id, site_id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
);

CREATE TABLE punch_photo (
    org_id uuid NOT NULL,
    punch_id uuid NOT NULL,
    jpeg bytea NOT NULL,
    source_hash bytea NOT NULL,
    width int NOT NULL,
    height int NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, punch_id),
    FOREIGN KEY (org_id, punch_id) REFERENCES punch (org_id, id)
);
ALTER TABLE punch_photo ALTER COLUMN jpeg SET STORAGE EXTERNAL;  -- it is compressed already
CREATE INDEX punch_photo_age ON punch_photo (org_id, added_at);

-- What somebody texted who works for several: it waits for the number of the organisation that is meant.
CREATE TABLE clock_text (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    sid text NOT NULL,
    word text NOT NULL,
    org_ids uuid[] NOT NULL,
    sent_at timestamptz NOT NULL
);
"""

# Two decimals of a degree are about a kilometre. The application itself cannot change a punch.
FORGETTING = """
CREATE FUNCTION coarse(degrees double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT round(degrees::numeric, 2)::double precision $$;
CREATE INDEX punch_exact ON punch (org_id, believed_at)
 WHERE lat IS NOT NULL AND (lat <> round(lat::numeric, 2)::double precision
                            OR lon <> round(lon::numeric, 2)::double precision);
CREATE POLICY owner ON punch TO pumasi_owner USING (org_id = (SELECT current_setting('app.org')::uuid))
    WITH CHECK (org_id = (SELECT current_setting('app.org')::uuid));

CREATE FUNCTION coarsen_positions(before timestamptz, at_most int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH exact AS (
        SELECT id FROM punch
         WHERE org_id = current_setting('app.org')::uuid AND believed_at < $1
           AND lat IS NOT NULL AND (lat <> round(lat::numeric, 2)::double precision
                                    OR lon <> round(lon::numeric, 2)::double precision)
         ORDER BY believed_at LIMIT $2
    ), coarsened AS (
        UPDATE punch p SET lat = coarse(p.lat), lon = coarse(p.lon)
          FROM exact e WHERE p.org_id = current_setting('app.org')::uuid AND p.id = e.id
        RETURNING 1
    )
    SELECT count(*)::int FROM coarsened
$$;
REVOKE EXECUTE ON FUNCTION coarsen_positions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION coarsen_positions TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        tables = ("consent", "record_policy", "photo_rule", "punch_photo")
        await run_sql(TABLES, *(tenant_table(name) for name in tables), account_table("clock_text"))
        await run_sql("REVOKE UPDATE, DELETE ON consent FROM pumasi_app;", FORGETTING)

    manager.add_raw(run)
    return manager
