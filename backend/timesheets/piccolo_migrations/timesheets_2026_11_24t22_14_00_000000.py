"""Periods, what was agreed about each person's sheet of one, and what came after it was locked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:14:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

PERIODS = """
-- What the organisation chose about its sheets; what it never chose is at its default.
CREATE TABLE timesheet_choice (
    org_id uuid NOT NULL REFERENCES organisation (id),
    choices jsonb NOT NULL,
    PRIMARY KEY (org_id)
);

-- Both days are in it. No two of an organisation share a day.
CREATE TABLE period (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK (from_on <= until_on),
    CONSTRAINT one_period_at_a_time EXCLUDE USING gist
        (org_id WITH =, daterange(from_on, until_on, '[]') WITH &&)
);
CREATE INDEX period_by_day ON period (org_id, from_on);
"""

SHEETS = """
-- What people agreed on. A sheet without a row is open: nobody has said anything about it.
CREATE TABLE sheet (
    org_id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'locked')),
    -- Of what was approved: a sheet that no longer has it is open again.
    revision text,
    -- The sheet as JSON, as it was locked: what pay and receipts are made of from then on.
    content text,
    approved_by uuid,
    approved_at timestamptz,
    locked_by uuid,
    locked_at timestamptz,
    PRIMARY KEY (org_id, period_id, member_id),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, approved_by) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, locked_by) REFERENCES member (org_id, id),
    CHECK (state = 'open' OR (revision IS NOT NULL AND approved_at IS NOT NULL)),
    CHECK ((state = 'locked') = (content IS NOT NULL)),
    CHECK ((state = 'locked') = (locked_at IS NOT NULL))
);
CREATE INDEX sheet_by_member ON sheet (org_id, member_id, period_id);

-- What was done to a sheet and said about it, by whom and why.
CREATE TABLE sheet_act (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('approved', 'moved_on', 'locked', 'reopened', 'right', 'not_right',
                                       'left_out')),
    at timestamptz NOT NULL,
    -- NULL: nobody did it, it followed from a change of the record.
    by_member uuid,
    reason text NOT NULL DEFAULT '',
    revision text,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, by_member) REFERENCES member (org_id, id)
);
CREATE INDEX sheet_act_by_sheet ON sheet_act (org_id, period_id, member_id, at, id);

-- A punch or a correction that came after the lock: kept in the record, and what to do is asked.
CREATE TABLE late_question (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    about text NOT NULL CHECK (about IN ('punch', 'correction')),
    ref uuid NOT NULL,
    at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    answer text CHECK (answer IN ('reopen', 'leave')),
    answered_by uuid,
    answered_at timestamptz,
    reason text,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, period_id, ref),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, answered_by) REFERENCES member (org_id, id),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX late_question_open ON late_question (org_id, period_id, asked_at, id) WHERE answer IS NULL;
CREATE INDEX late_question_by_time ON late_question (org_id, at);
"""

READS = """
-- The reads of a period cost what happened in it, however long the history.
CREATE INDEX punch_flagged ON punch (org_id, believed_at, member_id) WHERE flags <> '{}';
CREATE INDEX leave_approved ON leave_request (org_id, ends_at) WHERE state = 'approved';
CREATE INDEX correction_objected ON correction (org_id, asked_at) WHERE answer = 'objected';
"""

TABLES = ("timesheet_choice", "period", "sheet", "sheet_act", "late_question")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="timesheets", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(PERIODS, SHEETS, READS, *(tenant_table(name) for name in TABLES))
        # The rights come with tenant_table.
        await run_sql("REVOKE UPDATE, DELETE ON sheet_act FROM pumasi_app;")

    manager.add_raw(run)
    return manager
