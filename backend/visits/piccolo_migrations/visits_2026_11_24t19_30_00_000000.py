"""Access notes, checklists, checks, photos and reports."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T19:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- How one gets in. `sealed` is encrypted with a key of this site's own.
CREATE TABLE access_note (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    sealed bytea NOT NULL,
    pin_hash bytea NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    PRIMARY KEY (org_id, site_id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
);

CREATE TABLE access_look (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    member_id uuid NOT NULL,
    looked_at timestamptz NOT NULL,
    opened boolean NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX access_look_by_site ON access_look (org_id, site_id, looked_at);

-- An item that is taken off the list stays for the visits that had it.
CREATE TABLE checklist_item (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    place int NOT NULL,
    text text NOT NULL,
    photo text NOT NULL CHECK (photo IN ('none', 'optional', 'required')),
    added_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
);
CREATE INDEX checklist_item_by_site ON checklist_item (org_id, site_id, place);

CREATE TABLE visit_check (
    org_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    item_id uuid NOT NULL,
    member_id uuid NOT NULL,
    done_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, shift_id, item_id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, item_id) REFERENCES checklist_item (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE site_report (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('problem', 'supplies')),
    text text NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    answer text NOT NULL DEFAULT '',
    made_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX site_report_by_time ON site_report (org_id, made_at, id);

-- A picture as it was made anew here: without place, camera or any other hidden word.
CREATE TABLE photo (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    shift_id uuid,
    item_id uuid,
    report_id uuid,
    member_id uuid NOT NULL,
    jpeg bytea NOT NULL,
    source_hash bytea NOT NULL,
    width int NOT NULL,
    height int NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK ((report_id IS NULL) = (shift_id IS NOT NULL AND item_id IS NOT NULL)),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, shift_id) REFERENCES shift (org_id, id),
    FOREIGN KEY (org_id, item_id) REFERENCES checklist_item (org_id, id),
    FOREIGN KEY (org_id, report_id) REFERENCES site_report (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
ALTER TABLE photo ALTER COLUMN jpeg SET STORAGE EXTERNAL;  -- it is compressed already
CREATE INDEX photo_by_check ON photo (org_id, shift_id, item_id);
CREATE INDEX photo_by_report ON photo (org_id, report_id) WHERE report_id IS NOT NULL;
"""

NAMES = (
    "access_note",
    "access_look",
    "checklist_item",
    "visit_check",
    "site_report",
    "photo",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="visits", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in NAMES))

    manager.add_raw(run)
    return manager
