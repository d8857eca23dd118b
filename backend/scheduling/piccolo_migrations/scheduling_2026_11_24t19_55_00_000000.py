"""Templates of weeks, the automatic roster's work, and an index for the board's times off."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TEMPLATES = """
CREATE TABLE week_template (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);

-- A shift of a week by its site's clocks: `ends` is so many `nights` after the day on which it begins.
CREATE TABLE week_template_shift (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    template_id uuid NOT NULL,
    site_id uuid NOT NULL,
    weekday int NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    begins time NOT NULL,
    ends time NOT NULL,
    nights int NOT NULL CHECK (nights BETWEEN 0 AND 1),
    seats int NOT NULL CHECK (seats > 0),
    note text NOT NULL,
    position_id uuid,
    break_min int NOT NULL CHECK (break_min >= 0),
    open_by text CHECK (open_by IN ('claim', 'request')),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, template_id) REFERENCES week_template (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, position_id) REFERENCES position (org_id, id)
);
CREATE INDEX week_template_shift_by_template ON week_template_shift (org_id, template_id);

CREATE TABLE week_template_person (
    org_id uuid NOT NULL,
    line_id uuid NOT NULL,
    member_id uuid NOT NULL,
    PRIMARY KEY (org_id, line_id, member_id),
    FOREIGN KEY (org_id, line_id) REFERENCES week_template_shift (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
"""

ROSTERINGS = """
-- The automatic roster at work on some days. A process holds it until `held_until` and keeps holding it
-- while it works; whoever finds that time past may begin again. `shift_ids` are the shifts that somebody
-- called off, whose seats are to be filled; NULL: every open seat of the days.
CREATE TABLE rostering (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    site_ids uuid[],
    shift_ids uuid[],
    seconds int NOT NULL CHECK (seconds BETWEEN 1 AND 120),
    mode text NOT NULL CHECK (mode IN ('fill', 'repair')),
    weights jsonb NOT NULL,
    absent_id uuid,
    absent_reason text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed', 'applied')),
    progress jsonb,
    revision text,
    outcome jsonb,
    attempts int NOT NULL DEFAULT 0,
    held_until timestamptz,
    asked_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (org_id, id),
    CHECK (from_at < to_at),
    FOREIGN KEY (org_id, absent_id) REFERENCES member (org_id, id)
);
CREATE INDEX rostering_by_time ON rostering (org_id, asked_at);

CREATE INDEX leave_request_approved ON leave_request (org_id, ends_at) WHERE state = 'approved';
"""

TABLES = ("week_template", "week_template_shift", "week_template_person", "rostering")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TEMPLATES, ROSTERINGS, *(tenant_table(name) for name in TABLES))

    manager.add_raw(run)
    return manager
