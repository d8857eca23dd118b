"""What the whole of scheduling stands on: positions, terms, availability, wishes, leave, and richer shifts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

SHIFTS = """
CREATE TABLE position (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    color text NOT NULL DEFAULT 'grey',
    archived_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX position_by_name ON position (org_id, name) WHERE archived_at IS NULL;

-- A rule that makes shifts: RFC 5545 in the site's zone. `until_on` is its last possible day; a rule
-- without one goes on, and is only ever materialised a few weeks ahead (`materialised_until`).
CREATE TABLE series (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    position_id uuid,
    rrule text NOT NULL,
    from_on date NOT NULL,
    until_on date,
    begins time NOT NULL,
    minutes int NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
    seats int NOT NULL CHECK (seats > 0),
    break_min int NOT NULL DEFAULT 0 CHECK (break_min >= 0),
    note text NOT NULL DEFAULT '',
    open_by text CHECK (open_by IN ('claim', 'request')),
    on_holiday text NOT NULL DEFAULT 'skip' CHECK (on_holiday IN ('skip', 'keep')),
    materialised_until date,
    ended_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, position_id) REFERENCES position (org_id, id)
);
CREATE INDEX series_by_site ON series (org_id, site_id);

ALTER TABLE shift
    ADD COLUMN position_id uuid,
    ADD COLUMN break_min int NOT NULL DEFAULT 0 CHECK (break_min >= 0),
    -- How a free seat is taken by the crew: at once, by asking, or (NULL) only by the office.
    ADD COLUMN open_by text CHECK (open_by IN ('claim', 'request')),
    ADD COLUMN series_id uuid,
    -- The day of the series' rule that this shift stands for, even when it was moved.
    ADD COLUMN occurrence date,
    ADD CONSTRAINT shift_position FOREIGN KEY (org_id, position_id) REFERENCES position (org_id, id),
    ADD CONSTRAINT shift_series FOREIGN KEY (org_id, series_id) REFERENCES series (org_id, id),
    ADD CONSTRAINT shift_occurrence CHECK ((series_id IS NULL) = (occurrence IS NULL)),
    ADD CONSTRAINT shift_once_a_day UNIQUE (org_id, series_id, occurrence);

ALTER TABLE assignment
    -- Set by a person: the automatic roster keeps it.
    ADD COLUMN fixed boolean NOT NULL DEFAULT true,
    ADD COLUMN confirm_by timestamptz,
    ADD COLUMN confirmed_at timestamptz;
"""

PEOPLE = """
-- What a contract of employment says that the plan must know, from a day on until the next row's day.
CREATE TABLE employment_terms (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    from_on date NOT NULL,
    weekly_min int NOT NULL CHECK (weekly_min BETWEEN 0 AND 4080),
    days_per_week int NOT NULL CHECK (days_per_week BETWEEN 0 AND 7),
    wage_kind text NOT NULL CHECK (wage_kind IN ('hourly', 'daily', 'monthly')),
    wage_won int NOT NULL CHECK (wage_won >= 0),
    extra_hours_agreed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (org_id, member_id, from_on),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

-- Why the law protects somebody. Only who may see protected facts reads this.
CREATE TABLE member_protection (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    born_on date,
    pregnant_from date,
    pregnant_until date,
    gave_birth_on date,
    night_permit boolean NOT NULL DEFAULT false,
    PRIMARY KEY (org_id, member_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE member_position (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    position_id uuid NOT NULL,
    PRIMARY KEY (org_id, member_id, position_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, position_id) REFERENCES position (org_id, id)
);

-- Who may, or must not, work at a site.
CREATE TABLE site_person (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    member_id uuid NOT NULL,
    rule text NOT NULL CHECK (rule IN ('approved', 'excluded')),
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, site_id, member_id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX site_person_by_member ON site_person (org_id, member_id);

ALTER TABLE site
    ADD COLUMN approved_only boolean NOT NULL DEFAULT false,
    ADD COLUMN weekly_budget_won int CHECK (weekly_budget_won >= 0);

CREATE TABLE certificate_kind (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    archived_at timestamptz,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE certificate (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind_id uuid NOT NULL,
    number text NOT NULL DEFAULT '',
    issued_on date,
    expires_on date,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, kind_id) REFERENCES certificate_kind (org_id, id)
);
CREATE INDEX certificate_by_member ON certificate (org_id, member_id, kind_id);

-- A certificate that work at a site, or of a position, needs.
CREATE TABLE certificate_needed (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    kind_id uuid NOT NULL,
    site_id uuid,
    position_id uuid,
    PRIMARY KEY (org_id, id),
    CHECK ((site_id IS NULL) <> (position_id IS NULL)),
    FOREIGN KEY (org_id, kind_id) REFERENCES certificate_kind (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, position_id) REFERENCES position (org_id, id)
);
"""

TIME = """
-- When somebody can work: by weekday (0 is Monday), or on one day, which goes before the weekday.
-- `ends` at or before `begins` is on the next day; 00:00 to 00:00 is the whole day.
CREATE TABLE availability (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    weekday int CHECK (weekday BETWEEN 0 AND 6),
    on_day date,
    begins time NOT NULL,
    ends time NOT NULL,
    kind text NOT NULL CHECK (kind IN ('can', 'cannot')),
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    CHECK ((weekday IS NULL) <> (on_day IS NULL)),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX availability_by_member ON availability (org_id, member_id, on_day);

CREATE TABLE wish (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    on_day date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('work', 'off')),
    weight int NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 3),
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, member_id, on_day),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX wish_by_day ON wish (org_id, on_day);

CREATE TABLE leave_request (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('annual', 'sick', 'family', 'public', 'unpaid')),
    from_on date NOT NULL,
    until_on date NOT NULL,
    part text NOT NULL DEFAULT 'day' CHECK (part IN ('day', 'morning', 'afternoon', 'hours')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    minutes int NOT NULL CHECK (minutes > 0),
    reason text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'asked'
        CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
    asked_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    answer text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    CHECK (starts_at < ends_at AND from_on <= until_on),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX leave_request_by_state ON leave_request (org_id, state, asked_at, id);
CREATE INDEX leave_request_by_member ON leave_request (org_id, member_id, starts_at);

-- The ledger of leave: what was earned (+), taken (-) and expired (-), in minutes. A balance is its sum.
CREATE TABLE leave_entry (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL,
    minutes int NOT NULL CHECK (minutes <> 0),
    on_day date NOT NULL,
    why text NOT NULL CHECK (why IN ('monthly', 'yearly', 'taken', 'given_back', 'expired', 'by_hand')),
    expires_on date,
    request_id uuid,
    note text NOT NULL DEFAULT '',
    recorded_at timestamptz NOT NULL,
    recorded_by uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, request_id) REFERENCES leave_request (org_id, id)
);
CREATE INDEX leave_entry_by_member ON leave_entry (org_id, member_id, kind, on_day);

-- Where an organisation's holidays differ from the country's.
CREATE TABLE holiday_change (
    org_id uuid NOT NULL REFERENCES organisation (id),
    on_day date NOT NULL,
    name text NOT NULL,
    is_holiday boolean NOT NULL,
    PRIMARY KEY (org_id, on_day)
);

-- What the organisation chose about planning; what it never chose is at its default.
CREATE TABLE planning_choice (
    org_id uuid NOT NULL REFERENCES organisation (id),
    choices jsonb NOT NULL,
    PRIMARY KEY (org_id)
);
"""

TABLES = (
    "position",
    "series",
    "employment_terms",
    "member_protection",
    "member_position",
    "site_person",
    "certificate_kind",
    "certificate",
    "certificate_needed",
    "availability",
    "wish",
    "leave_request",
    "leave_entry",
    "holiday_change",
    "planning_choice",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(SHIFTS, PEOPLE, TIME, *(tenant_table(name) for name in TABLES))

    manager.add_raw(run)
    return manager
