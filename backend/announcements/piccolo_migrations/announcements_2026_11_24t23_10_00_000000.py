"""Announcements: drafts, versions that never change, who was asked and who read what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T23:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

WRITTEN = """
CREATE TABLE audience_group (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    name text NOT NULL,
    -- As in an announcement: who belongs to it is asked each time.
    audience jsonb NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name)
);

CREATE TABLE announcement (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'scheduled', 'sent', 'withdrawn')),
    -- Everybody, sites, positions, who is on shift now, groups, members.
    audience jsonb NOT NULL,
    must_read boolean NOT NULL DEFAULT false,
    -- Until when a must-read one is to be acknowledged.
    answer_by timestamptz,
    -- At most two questions with their answers, in each language.
    quiz jsonb,
    comments boolean NOT NULL DEFAULT true,
    pinned_until timestamptz,
    expires_at timestamptz,
    send_at timestamptz,
    -- The version that counts; 0 before the first.
    current_no int NOT NULL DEFAULT 0 CHECK (current_no >= 0),
    -- Grows with each change of the draft, so that two who write do not overwrite each other.
    revision int NOT NULL DEFAULT 1,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, made_by) REFERENCES member (org_id, id),
    CHECK (NOT must_read OR state = 'draft' OR answer_by IS NOT NULL),
    CHECK ((state = 'scheduled') <= (send_at IS NOT NULL)),
    CHECK ((state IN ('sent', 'withdrawn')) = (current_no > 0))
);
CREATE INDEX announcement_by_time ON announcement (org_id, state, sent_at DESC, id);

-- The draft's texts have no 0; those of a version have its number and are never changed.
CREATE TABLE announcement_text (
    org_id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    no int NOT NULL CHECK (no >= 0),
    language text NOT NULL,
    title text NOT NULL,
    -- CommonMark as it was written, and as it is shown: sanitised HTML.
    body text NOT NULL,
    html text NOT NULL,
    -- Made by a translation service out of the text in `translated_from`, and not by a person.
    machine boolean NOT NULL DEFAULT false,
    translated_from text,
    -- SHA-256 over language, title and body.
    hash bytea NOT NULL,
    -- For the search: title and body without marks, in small letters.
    plain text NOT NULL,
    PRIMARY KEY (org_id, announcement_id, no, language),
    FOREIGN KEY (org_id, announcement_id) REFERENCES announcement (org_id, id)
);

CREATE TABLE announcement_version (
    org_id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    no int NOT NULL CHECK (no > 0),
    must_read boolean NOT NULL,
    answer_by timestamptz,
    quiz jsonb,
    sent_by uuid NOT NULL,
    sent_at timestamptz NOT NULL,
    -- The notification that carries it.
    notification_id uuid,
    PRIMARY KEY (org_id, announcement_id, no),
    FOREIGN KEY (org_id, announcement_id) REFERENCES announcement (org_id, id),
    FOREIGN KEY (org_id, sent_by) REFERENCES member (org_id, id)
);

-- Files of the draft, and of what was sent. Which version has which stands below.
CREATE TABLE announcement_file (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size int NOT NULL CHECK (size > 0),
    content bytea NOT NULL,
    hash bytea NOT NULL,
    added_by uuid NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, announcement_id) REFERENCES announcement (org_id, id),
    FOREIGN KEY (org_id, added_by) REFERENCES member (org_id, id)
);
CREATE INDEX announcement_file_by_announcement ON announcement_file (org_id, announcement_id);

CREATE TABLE announcement_version_file (
    org_id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    no int NOT NULL,
    file_id uuid NOT NULL,
    place int NOT NULL,
    PRIMARY KEY (org_id, announcement_id, no, file_id),
    FOREIGN KEY (org_id, file_id) REFERENCES announcement_file (org_id, id)
);
"""

READ = """
-- Whom a version asked, frozen when it was sent, and what each of them did.
CREATE TABLE announcement_reader (
    org_id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    no int NOT NULL,
    member_id uuid NOT NULL,
    opened_at timestamptz,
    opened_language text,
    -- "I have read and understood": when by the reader's clock, when it arrived, in which language, which text.
    acknowledged_at timestamptz,
    arrived_at timestamptz,
    language text,
    text_hash bytea,
    -- app: on the reader's own phone. call: told to somebody who phoned.
    how text CHECK (how IN ('app', 'call')),
    answers jsonb,
    PRIMARY KEY (org_id, announcement_id, no, member_id),
    FOREIGN KEY (org_id, announcement_id, no) REFERENCES announcement_version (org_id, announcement_id, no),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    CHECK ((acknowledged_at IS NULL) = (how IS NULL))
);
CREATE INDEX announcement_reader_by_member ON announcement_reader (org_id, member_id, announcement_id);

CREATE TABLE announcement_call (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    no int NOT NULL,
    member_id uuid NOT NULL,
    called_by uuid NOT NULL,
    called_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('understood', 'no_answer', 'later', 'refused')),
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, announcement_id, no, member_id)
        REFERENCES announcement_reader (org_id, announcement_id, no, member_id),
    FOREIGN KEY (org_id, called_by) REFERENCES member (org_id, id)
);
CREATE INDEX announcement_call_by_reader ON announcement_call (org_id, announcement_id, no, member_id);

CREATE TABLE announcement_comment (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    body text NOT NULL,
    made_at timestamptz NOT NULL,
    removed_at timestamptz,
    removed_by uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, announcement_id) REFERENCES announcement (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
    FOREIGN KEY (org_id, removed_by) REFERENCES member (org_id, id)
);
CREATE INDEX announcement_comment_by_time ON announcement_comment (org_id, announcement_id, made_at, id);

CREATE TABLE announcement_reaction (
    org_id uuid NOT NULL,
    announcement_id uuid NOT NULL,
    member_id uuid NOT NULL,
    reaction text NOT NULL,
    PRIMARY KEY (org_id, announcement_id, member_id),
    FOREIGN KEY (org_id, announcement_id) REFERENCES announcement (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
"""

# What was sent stays as it was sent; a draft's texts (no 0) may change.
FROZEN = """
CREATE FUNCTION keep_what_was_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER keep_what_was_sent BEFORE UPDATE OR DELETE ON announcement_text
    FOR EACH ROW WHEN (OLD.no > 0) EXECUTE FUNCTION keep_what_was_sent();
"""
UNCHANGED = "REVOKE UPDATE, DELETE ON announcement_version, announcement_version_file FROM pumasi_app;"

TABLES = (
    "audience_group",
    "announcement",
    "announcement_text",
    "announcement_version",
    "announcement_file",
    "announcement_version_file",
    "announcement_reader",
    "announcement_call",
    "announcement_comment",
    "announcement_reaction",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="announcements", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(WRITTEN, READ, FROZEN, *(tenant_table(name) for name in TABLES), UNCHANGED)

    manager.add_raw(run)
    return manager
