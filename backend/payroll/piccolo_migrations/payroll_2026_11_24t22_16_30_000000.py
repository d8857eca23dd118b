"""What an organisation chose for its pay, statements of locked sheets, deductions, and slips."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T22:16:30:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

CHOICES = """
-- Every version stays: who chose what, and when. The newest one holds.
CREATE TABLE pay_setting (
    org_id uuid NOT NULL REFERENCES organisation (id),
    version int NOT NULL CHECK (version > 0),
    settings jsonb NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, version),
    FOREIGN KEY (org_id, changed_by) REFERENCES member (org_id, id)
);

-- Whether five or more people worked in a month, as it was when the first statement for it was frozen:
-- everybody's pay of a month stands on one answer.
CREATE TABLE pay_headcount (
    org_id uuid NOT NULL REFERENCES organisation (id),
    month_on date NOT NULL CHECK (extract(day FROM month_on) = 1),
    five_or_more boolean NOT NULL,
    counted jsonb NOT NULL,
    PRIMARY KEY (org_id, month_on)
);
"""

STATEMENTS = """
-- Of a sheet as it was locked at that moment. A sheet that is reopened and locked again has another one.
CREATE TABLE pay_statement (
    org_id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    locked_at timestamptz NOT NULL,
    pack text NOT NULL,
    pack_version text NOT NULL,
    settings_version int NOT NULL,
    statement text NOT NULL,
    worked_days int NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, period_id, member_id, locked_at),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

-- What the office takes off somebody's pay of a period: [{"name": ..., "won": ...}].
CREATE TABLE pay_deduction (
    org_id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    items jsonb NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, period_id, member_id),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, changed_by) REFERENCES member (org_id, id)
);
"""

SLIPS = """
-- A slip is never changed: what is corrected is a new version, and the old one stays. `given_at` is when the
-- person gets it, on payday; `content` is everything that stands on it, as JSON.
CREATE TABLE pay_slip (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    member_id uuid NOT NULL,
    version int NOT NULL CHECK (version > 0),
    payday date NOT NULL,
    given_at timestamptz NOT NULL,
    digest text NOT NULL,
    content text NOT NULL,
    total_won bigint NOT NULL,
    reason text NOT NULL DEFAULT '',
    released_by uuid NOT NULL,
    released_at timestamptz NOT NULL,
    seen_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, period_id, member_id, version),
    FOREIGN KEY (org_id, period_id) REFERENCES period (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, released_by) REFERENCES member (org_id, id)
);
CREATE INDEX pay_slip_by_member ON pay_slip (org_id, member_id, payday, version);
"""

TABLES = ("pay_setting", "pay_headcount", "pay_statement", "pay_deduction", "pay_slip")

# The rights come with tenant_table: what was said stays said.
KEPT = """
REVOKE UPDATE, DELETE ON pay_setting, pay_headcount, pay_statement, pay_slip FROM pumasi_app;
GRANT UPDATE (seen_at) ON pay_slip TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="payroll", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(CHOICES, STATEMENTS, SLIPS, *(tenant_table(name) for name in TABLES), KEPT)

    manager.add_raw(run)
    return manager
