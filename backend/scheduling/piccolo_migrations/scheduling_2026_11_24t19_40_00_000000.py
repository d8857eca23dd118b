"""What the crew asks of the plan: free seats, other people's shifts, and not to come."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- One for a member and a shift, for ever: who claims again after all takes the last place in the line.
CREATE TABLE claim (
    org_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    member_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'withdrawn', 'lapsed')),
    note text NOT NULL DEFAULT '',
    claimed_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    answer text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, shift_id, member_id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX claim_waiting ON claim (org_id, shift_id, claimed_at, member_id) WHERE state = 'waiting';

-- `to_member_id` is who is asked, or NULL while anybody may; `in_return_shift_id` is one of theirs.
CREATE TABLE swap (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    shift_id uuid NOT NULL,
    from_member_id uuid NOT NULL,
    to_member_id uuid,
    to_anybody boolean NOT NULL,
    in_return_shift_id uuid,
    note text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'asked' CHECK (state IN (
        'asked', 'countered', 'accepted', 'done', 'refused', 'declined', 'withdrawn', 'lapsed')),
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    decided_at timestamptz,
    decided_by uuid,
    answer text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    CHECK (to_anybody OR to_member_id IS NOT NULL),
    CHECK (in_return_shift_id IS NULL OR to_member_id IS NOT NULL),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, in_return_shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, from_member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, to_member_id) REFERENCES member (org_id, id)
);
CREATE UNIQUE INDEX swap_running ON swap (org_id, shift_id, from_member_id)
    WHERE state IN ('asked', 'countered', 'accepted');
CREATE INDEX swap_in_return ON swap (org_id, in_return_shift_id)
    WHERE state IN ('asked', 'countered', 'accepted');
CREATE INDEX swap_by_asker ON swap (org_id, from_member_id, asked_at, id);
CREATE INDEX swap_by_asked ON swap (org_id, to_member_id, asked_at, id);
CREATE INDEX swap_by_state ON swap (org_id, state, asked_at, id);

-- Who was on a shift and said that they do not come. The newest one counts.
CREATE TABLE shift_refusal (
    org_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    member_id uuid NOT NULL,
    reason text NOT NULL,
    refused_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, shift_id, member_id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

-- The seats that wait for a word, by shift: what the timer of a shift looks at.
CREATE INDEX assignment_unconfirmed ON assignment (org_id, shift_id, confirm_by)
    WHERE confirm_by IS NOT NULL AND confirmed_at IS NULL;
-- The shifts that the crew may take, the earliest first.
CREATE INDEX shift_open ON shift (org_id, starts_at, id) WHERE state = 'published' AND open_by IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in ("claim", "swap", "shift_refusal")))

    manager.add_raw(run)
    return manager
