"""Events, timers, hand-overs to jobs, and the answers of idempotent requests."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import account_table, tenant_table

ID = "2026-11-24T09:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
GRANT USAGE ON SCHEMA public TO pumasi_app, pumasi_relay;

CREATE SEQUENCE event_id;
CREATE FUNCTION next_event_id() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    -- A transaction has its number before its event has an id: readers in order count on it (docs/adr/0002-events.md).
    PERFORM pg_current_xact_id();
    RETURN nextval('event_id');
END $$;
GRANT USAGE, SELECT ON SEQUENCE event_id TO pumasi_app, pumasi_relay;

CREATE TABLE event (
    org_id uuid NOT NULL,
    id bigint NOT NULL DEFAULT next_event_id(),
    kind text NOT NULL,
    subject uuid NOT NULL,
    actor_id uuid,
    data jsonb NOT NULL,
    documents text[] NOT NULL DEFAULT '{}',
    members uuid[],
    everyone boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX event_in_order ON event (id);
CREATE INDEX event_by_subject ON event (org_id, subject, id);

CREATE TABLE account_event (
    account_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject uuid NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX account_event_by_account ON account_event (account_id, id);

-- A reminder is a row; the relay turns it into an event when it is due. Setting it again moves it.
CREATE TABLE timer (
    org_id uuid NOT NULL,
    key text NOT NULL,
    due_at timestamptz NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (org_id, key)
);
CREATE INDEX timer_due ON timer (due_at);

-- One row per event and job: the truth about background work. The queue in Valkey only rings.
CREATE TABLE handover (
    org_id uuid NOT NULL,
    event_id bigint NOT NULL,
    job text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ring_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    error text,
    PRIMARY KEY (org_id, event_id, job),
    FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id) ON DELETE CASCADE
);
CREATE INDEX handover_waiting ON handover (ring_at) WHERE done_at IS NULL;
CREATE INDEX handover_unfinished ON handover (org_id, job, event_id) WHERE done_at IS NULL;
CREATE INDEX handover_finished ON handover (done_at);

-- How far the relay has read: the last event that it handed over.
CREATE TABLE relay_cursor (
    name text PRIMARY KEY,
    last_id bigint NOT NULL
);

CREATE TABLE idempotent_answer (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status int,
    headers jsonb,
    body bytea,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotent_answer_age ON idempotent_answer (made_at);

CREATE FUNCTION ring_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('event', NEW.org_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER event_rings AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION ring_event();
"""

RELAY = """
-- The relay reads events and timers of all organisations and writes hand-overs; nothing else.
CREATE POLICY relay ON event TO pumasi_relay USING (true) WITH CHECK (true);
CREATE POLICY relay ON timer TO pumasi_relay USING (true);
CREATE POLICY relay ON handover TO pumasi_relay USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON event TO pumasi_relay;
GRANT SELECT, UPDATE, DELETE ON timer TO pumasi_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON handover TO pumasi_relay;
GRANT SELECT, INSERT, UPDATE ON relay_cursor TO pumasi_relay;
-- Old answers of everybody are swept by the relay, unread.
CREATE POLICY relay ON idempotent_answer TO pumasi_relay USING (true);
GRANT DELETE ON idempotent_answer TO pumasi_relay;
GRANT SELECT (made_at) ON idempotent_answer TO pumasi_relay;
-- What was recorded stays as it was recorded.
REVOKE UPDATE, DELETE ON event, account_event FROM pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(
            TABLES,
            *(tenant_table(name) for name in ("event", "timer", "handover")),
            *(account_table(name) for name in ("account_event", "idempotent_answer")),
            RELAY,
        )

    manager.add_raw(run)
    return manager
