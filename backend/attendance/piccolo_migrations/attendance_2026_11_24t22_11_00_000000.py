"""Tablets that a crew shares, the PINs that people use there, and objections to what others tapped."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE tablet (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    name text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid NOT NULL,
    -- The keyed hash of the code by which it is paired, once.
    code_hash bytea NOT NULL,
    code_until timestamptz NOT NULL,
    paired_at timestamptz,
    -- SHA-256 of its cookie.
    secret_hash bytea,
    -- The key that opens what it seals for us, sealed in its turn (core/seals.py).
    sealed_key bytea,
    public_key text,
    last_seen_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, made_by) REFERENCES member (org_id, id),
    CHECK ((paired_at IS NULL) = (secret_hash IS NULL)),
    CHECK ((paired_at IS NULL) = (sealed_key IS NULL))
);
CREATE INDEX tablet_by_site ON tablet (org_id, site_id);
CREATE INDEX tablet_by_maker ON tablet (org_id, made_by);
CREATE INDEX tablet_by_code ON tablet (code_hash) WHERE paired_at IS NULL;

CREATE TABLE member_pin (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    pin_hash bytea NOT NULL,
    set_at timestamptz NOT NULL,
    -- A PIN that the office gave: good until then, and only for choosing another.
    temporary_until timestamptz,
    wrong int NOT NULL DEFAULT 0 CHECK (wrong >= 0),
    wrong_at timestamptz,
    PRIMARY KEY (org_id, member_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE punch_objection (
    org_id uuid NOT NULL,
    punch_id uuid NOT NULL,
    member_id uuid NOT NULL,
    reason text NOT NULL,
    objected_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, punch_id),
    FOREIGN KEY (org_id, punch_id) REFERENCES punch (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX punch_objection_by_member ON punch_objection (org_id, member_id, objected_at);
"""

# A code of eight letters has no room for the organisation that it belongs to.
PAIRING = """
CREATE POLICY owner ON tablet FOR SELECT TO pumasi_owner USING (true);
CREATE FUNCTION tablet_of_code(code_hash bytea, at timestamptz) RETURNS TABLE (org_id uuid, tablet_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.org_id, t.id FROM tablet t
     WHERE t.code_hash = $1 AND t.code_until > $2 AND t.paired_at IS NULL AND t.revoked_at IS NULL
     LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION tablet_of_code FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tablet_of_code TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        tables = ("tablet", "member_pin", "punch_objection")
        await run_sql(TABLES, *(tenant_table(name) for name in tables), PAIRING)
        await run_sql("REVOKE UPDATE, DELETE ON punch_objection FROM pumasi_app;")

    manager.add_raw(run)
    return manager
