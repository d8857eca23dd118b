"""Corrections of several punches at once, silence as an answer, and proposals for what was forgotten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:13:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

CORRECTIONS = """
ALTER TABLE correction
    -- What was asked in one go is decided and answered in one go. The first row of it has its id.
    ADD COLUMN request_id uuid NOT NULL,
    ADD COLUMN place smallint NOT NULL DEFAULT 0,
    DROP CONSTRAINT correction_answer_check,
    ADD CONSTRAINT correction_answer_check CHECK (answer IN ('agreed', 'objected', 'silent')),
    ADD CONSTRAINT correction_answered CHECK ((answer IS NULL) = (answered_at IS NULL));
CREATE UNIQUE INDEX correction_by_request ON correction (org_id, request_id, place);
CREATE INDEX correction_by_time ON correction (org_id, asked_at, request_id);
CREATE INDEX correction_by_punch ON correction (org_id, punch_id) WHERE punch_id IS NOT NULL;
CREATE INDEX correction_by_site ON correction (org_id, site_id) WHERE site_id IS NOT NULL;
CREATE INDEX correction_by_shift ON correction (org_id, shift_id) WHERE shift_id IS NOT NULL;
CREATE INDEX correction_by_asker ON correction (org_id, asked_by);
CREATE INDEX correction_by_decider ON correction (org_id, decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX punch_replaced_by_correction ON punch_replaced (org_id, correction_id);
"""

PROPOSALS = """
-- What somebody seems to have forgotten. It changes nothing by itself: accepted, it becomes a correction that
-- is asked for, with this id.
CREATE TABLE punch_proposal (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    site_id uuid NOT NULL,
    -- The session that is still open; NULL where there is none at all.
    session_id uuid,
    -- The punches that are missing, as they were planned.
    in_at timestamptz,
    out_at timestamptz,
    made_at timestamptz NOT NULL,
    -- gone: the real punch came after all.
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed', 'gone')),
    closed_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, shift_id, member_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    CHECK (in_at IS NOT NULL OR out_at IS NOT NULL),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX punch_proposal_open ON punch_proposal (org_id, member_id, made_at) WHERE state = 'open';
CREATE INDEX punch_proposal_by_member ON punch_proposal (org_id, member_id);
CREATE INDEX punch_proposal_by_site ON punch_proposal (org_id, site_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="attendance", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(CORRECTIONS, PROPOSALS, tenant_table("punch_proposal"))

    manager.add_raw(run)
    return manager
