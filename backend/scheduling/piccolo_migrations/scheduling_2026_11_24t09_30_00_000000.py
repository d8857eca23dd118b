"""Sites, shifts, and who is on them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T09:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE site (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    lat double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
    radius_m int NOT NULL CHECK (radius_m > 0),
    timezone text NOT NULL,
    note text NOT NULL DEFAULT '',
    qr_version int NOT NULL DEFAULT 1,
    archived_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX site_by_name ON site (org_id, name, id);

-- A member answers for sites; identity calls them scopes.
ALTER TABLE member_scope ADD CONSTRAINT member_scope_site
    FOREIGN KEY (org_id, scope_id) REFERENCES site (org_id, id);

CREATE TABLE shift (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    seats int NOT NULL CHECK (seats > 0),
    note text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'cancelled')),
    published_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, id, starts_at, ends_at),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    CHECK (starts_at < ends_at)
);
CREATE INDEX shift_by_start ON shift (org_id, starts_at, id);
CREATE INDEX shift_by_site ON shift (org_id, site_id, starts_at);

-- The times are the shift's own: a moved shift moves them, and a person cannot be in two places.
CREATE TABLE assignment (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    shift_id uuid NOT NULL,
    member_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, shift_id, member_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, shift_id, starts_at, ends_at)
        REFERENCES shift (org_id, id, starts_at, ends_at) ON UPDATE CASCADE,
    CONSTRAINT one_place_at_a_time EXCLUDE USING gist
        (org_id WITH =, member_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX assignment_by_shift ON assignment (org_id, shift_id, starts_at, ends_at);
CREATE INDEX assignment_by_member ON assignment (org_id, member_id, starts_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in ("site", "shift", "assignment")))

    manager.add_raw(run)
    return manager
