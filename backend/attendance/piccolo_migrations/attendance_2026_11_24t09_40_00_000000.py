"""Punches, what they mean, and the work that follows from them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE punch (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('in', 'out', 'break_start', 'break_end')),
    site_id uuid,
    shift_id uuid,
    how text NOT NULL CHECK (how IN ('none', 'gps', 'qr', 'manual')),
    device_time timestamptz NOT NULL,
    device_age_ms bigint,
    last_server_time timestamptz,
    server_time timestamptz NOT NULL,
    believed_at timestamptz NOT NULL,
    lat double precision CHECK (lat BETWEEN -90 AND 90),
    lon double precision CHECK (lon BETWEEN -180 AND 180),
    accuracy_m double precision CHECK (accuracy_m >= 0),
    distance_m int,
    flags text[] NOT NULL DEFAULT '{}',
    app_version text,
    recorded_by uuid,
    reason text,
    -- Tells the same claim sent again from another one under the same id.
    claim_hash bytea NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, recorded_by) REFERENCES member (org_id, id),
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK ((how = 'manual') = (recorded_by IS NOT NULL)),
    CHECK (believed_at <= server_time)
);
CREATE INDEX punch_by_member ON punch (org_id, member_id, believed_at, id);
CREATE INDEX punch_by_time ON punch (org_id, believed_at, id);
CREATE INDEX punch_by_site ON punch (org_id, site_id, believed_at, id);
CREATE INDEX punch_by_shift ON punch (org_id, shift_id) WHERE shift_id IS NOT NULL;
CREATE INDEX punch_by_recorder ON punch (org_id, recorded_by) WHERE recorded_by IS NOT NULL;

-- What follows from the punches: may be thrown away and derived again. Who and where are those of its IN,
-- whose keys are checked already.
CREATE TABLE work_session (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    site_id uuid,
    shift_id uuid,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    closed_by text CHECK (closed_by IN ('out', 'next_in')),
    out_punch uuid,
    on_break_since timestamptz,
    break_ms bigint NOT NULL DEFAULT 0 CHECK (break_ms >= 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, id) REFERENCES punch (org_id, id),
    FOREIGN KEY (org_id, out_punch) REFERENCES punch (org_id, id),
    CHECK (started_at <= ended_at),
    CHECK ((ended_at IS NULL) = (closed_by IS NULL)),
    CHECK ((closed_by = 'out') = (out_punch IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_session ON work_session (org_id, member_id) WHERE ended_at IS NULL;
CREATE INDEX work_session_by_member ON work_session (org_id, member_id, started_at, id);
CREATE INDEX work_session_by_end ON work_session (org_id, ended_at);
CREATE INDEX work_session_by_shift ON work_session (org_id, shift_id, member_id) WHERE shift_id IS NOT NULL;
CREATE INDEX work_session_by_out ON work_session (org_id, out_punch) WHERE out_punch IS NOT NULL;

-- Written in the statement that writes its punch and session. Keys to them would be checked against rows
-- that this very statement made, at a third of its cost (seen), and could not fail.
CREATE TABLE reading (
    org_id uuid NOT NULL,
    punch_id uuid NOT NULL,
    session_id uuid,
    flags text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (org_id, punch_id)
);

CREATE TABLE no_show (
    org_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    assigned int NOT NULL,
    present int NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, shift_id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id)
);
"""

# What was claimed stays as it was claimed.
APPEND_ONLY = "REVOKE UPDATE, DELETE ON punch FROM pumasi_app;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        tables = ("punch", "work_session", "reading", "no_show")
        await run_sql(TABLES, *(tenant_table(name) for name in tables), APPEND_ONLY)

    manager.add_raw(run)
    return manager
