"""Keys that sign, the receipts that were signed, and a chain over punches that are older than the chain."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- What an organisation signs with. The private half is sealed with the server's key; the public half stays
-- known for ever, since what was signed with it is kept by others.
CREATE TABLE org_signing_key (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    sealed bytea NOT NULL,
    made_at timestamptz NOT NULL,
    -- NULL: the organisation signs with it now.
    retired_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX one_signing_key ON org_signing_key (org_id) WHERE retired_at IS NULL;

-- The worker's own copy, as it was handed out. `file` is its bytes, compressed.
CREATE TABLE receipt (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    -- Of the sheet that was locked; NULL for a span that somebody asked for.
    period_id uuid,
    from_on date NOT NULL,
    until_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid,
    key_id uuid NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    head bytea NOT NULL,
    sheet_digest text NOT NULL,
    bytes int NOT NULL,
    file bytea NOT NULL,
    PRIMARY KEY (org_id, id),
    -- What would say the same is not made again.
    UNIQUE (org_id, member_id, from_on, until_on, first_seq, last_seq, sheet_digest, key_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, key_id) REFERENCES org_signing_key (org_id, id),
    CHECK (from_on <= until_on)
);
CREATE INDEX receipt_by_member ON receipt (org_id, member_id, made_at DESC, id DESC);
CREATE INDEX receipt_by_period ON receipt (org_id, period_id) WHERE period_id IS NOT NULL;
CREATE INDEX receipt_by_key ON receipt (org_id, key_id);
"""

# What was handed out stays as it was; a key is only ever retired.
RIGHTS = """
REVOKE UPDATE, DELETE ON receipt, org_signing_key FROM pumasi_app;
GRANT UPDATE (retired_at) ON org_signing_key TO pumasi_app;
"""

# Who punched before there was a chain gets one over what is there, in the order in which it arrived. It is
# the owner of the tables who migrates, and row-level security is forced on it, too.
OLDER_PUNCHES = """
ALTER TABLE punch NO FORCE ROW LEVEL SECURITY;
ALTER TABLE record_entry NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    p record;
    text_of text;
    last_member uuid;
    last_org uuid;
    n bigint;
    h bytea;
BEGIN
    FOR p IN
        SELECT * FROM punch q
         WHERE NOT EXISTS (SELECT FROM record_entry e WHERE e.org_id = q.org_id AND e.member_id = q.member_id)
         ORDER BY org_id, member_id, server_time, id
    LOOP
        IF p.org_id IS DISTINCT FROM last_org OR p.member_id IS DISTINCT FROM last_member THEN
            last_org := p.org_id;
            last_member := p.member_id;
            n := 0;
            h := decode(repeat('00', 32), 'hex');
        END IF;
        SELECT json_object_agg(key, value ORDER BY key)::text INTO text_of
          FROM jsonb_each(jsonb_strip_nulls(to_jsonb(p)
               - '{org_id,member_id,lat,lon,claim_hash}'::text[]));
        n := n + 1;
        h := sha256(h || convert_to(E'punch\\n' || text_of, 'UTF8'));
        INSERT INTO record_entry (org_id, member_id, seq, kind, ref, at, payload, hash)
        VALUES (p.org_id, p.member_id, n, 'punch', p.id, p.believed_at, text_of, h);
    END LOOP;
END $$;
ALTER TABLE punch FORCE ROW LEVEL SECURITY;
ALTER TABLE record_entry FORCE ROW LEVEL SECURITY;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="timesheets", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in ("org_signing_key", "receipt")), RIGHTS)
        await run_sql(OLDER_PUNCHES)

    manager.add_raw(run)
    return manager
