"""More ways to clock in, travel between sites, corrections that replace, and a chain over everybody's record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

WAYS = """
ALTER TABLE punch
    DROP CONSTRAINT punch_kind_check,
    DROP CONSTRAINT punch_how_check,
    DROP CONSTRAINT punch_check1,
    ADD CONSTRAINT punch_kind_check CHECK (kind IN ('in', 'out', 'break_start', 'break_end', 'move')),
    ADD CONSTRAINT punch_how_check CHECK (how IN ('none', 'gps', 'qr', 'nfc', 'tablet', 'crew', 'sms', 'call',
                                                  'manual', 'correction')),
    -- Who tapped it for the person, where that was somebody else.
    ADD CONSTRAINT punch_recorder CHECK (how NOT IN ('manual', 'crew', 'correction')
                                         OR recorded_by IS NOT NULL);

ALTER TABLE work_session
    -- [[from, to], ...]: what `break_ms` is the sum of.
    ADD COLUMN breaks jsonb NOT NULL DEFAULT '[]',
    -- On the way from one site to the next, as ordered: working time (근로기준법 제50조 제3항).
    ADD COLUMN travel boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT work_session_closed_by_check,
    ADD CONSTRAINT work_session_closed_by_check CHECK (closed_by IN ('out', 'next_in', 'move', 'arrival'));
CREATE INDEX work_session_by_start ON work_session (org_id, started_at);
"""

CORRECTIONS = """
-- A wish to change the record. In force, it puts a punch of its own in the place of another, adds one, or
-- takes one out of the calculation; what it replaces stays as it was claimed.
CREATE TABLE correction (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    -- The punch that no longer counts; NULL where one is only added.
    replaces uuid,
    -- The punch that counts instead; NULL where one is only taken out.
    kind text CHECK (kind IN ('in', 'out', 'break_start', 'break_end', 'move')),
    at timestamptz,
    site_id uuid,
    shift_id uuid,
    punch_id uuid,
    reason text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    -- asked: waits for the office. standing: in force. refused, withdrawn: never in force.
    state text NOT NULL CHECK (state IN ('asked', 'standing', 'refused', 'withdrawn')),
    decided_by uuid,
    decided_at timestamptz,
    decision_reason text,
    -- What the worker says to a correction that the office made.
    answer_by timestamptz,
    answer text CHECK (answer IN ('agreed', 'objected')),
    answered_at timestamptz,
    answer_reason text,
    -- Where it came from: a person, or a proposal of ours that somebody accepted.
    proposed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, replaces) REFERENCES punch (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, asked_by) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, decided_by) REFERENCES member (org_id, id),
    CHECK (replaces IS NOT NULL OR kind IS NOT NULL),
    CHECK ((kind IS NULL) = (at IS NULL))
);
CREATE INDEX correction_by_member ON correction (org_id, member_id, asked_at);
CREATE INDEX correction_waiting ON correction (org_id, asked_at) WHERE state = 'asked';
CREATE INDEX correction_by_replaced ON correction (org_id, replaces) WHERE replaces IS NOT NULL;

-- Punches that no longer count, each because of one correction.
CREATE TABLE punch_replaced (
    org_id uuid NOT NULL,
    punch_id uuid NOT NULL,
    correction_id uuid NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, punch_id),
    FOREIGN KEY (org_id, punch_id) REFERENCES punch (org_id, id),
    FOREIGN KEY (org_id, correction_id) REFERENCES correction (org_id, id)
);
"""

CHAIN = """
-- Everything that was said about a person's work, in the order in which it became known. Each entry's hash is
-- over the hash before it and its own text, so that none can be changed, taken out or put in unseen.
CREATE TABLE record_entry (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    kind text NOT NULL,
    -- The row that it tells of.
    ref uuid NOT NULL,
    -- The moment that it is about, for finding the entries of a period.
    at timestamptz NOT NULL,
    -- JSON as it was hashed.
    payload text NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (org_id, member_id, seq),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX record_entry_by_time ON record_entry (org_id, member_id, at);
CREATE INDEX record_entry_by_ref ON record_entry (org_id, ref);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        tables = ("correction", "punch_replaced", "record_entry")
        await run_sql(WAYS, CORRECTIONS, CHAIN, *(tenant_table(name) for name in tables))
        # The rights come with tenant_table.
        await run_sql("REVOKE UPDATE, DELETE ON record_entry, punch_replaced FROM pumasi_app;")

    manager.add_raw(run)
    return manager
