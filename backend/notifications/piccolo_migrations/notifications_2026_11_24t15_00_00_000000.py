"""The delivery ledger: what was decided for whom, and what became of it on every channel."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- Something that was decided once, for an audience that is frozen with it.
CREATE TABLE notification (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    -- Why it is sent: the same reason twice is the same notification.
    key text NOT NULL,
    topic text NOT NULL,
    subject uuid NOT NULL,
    variables jsonb NOT NULL,
    -- The screen that a tap opens.
    link text NOT NULL CHECK (link ~ '^/'),
    -- On a phone a newer one with the same tag replaces the older.
    tag text NOT NULL CHECK (tag ~ '^[A-Za-z0-9_-]{1,32}$'),
    urgency text NOT NULL CHECK (urgency IN ('low', 'normal', 'high', 'urgent')),
    channels text[] NOT NULL CHECK (channels <@ ARRAY['push', 'sms', 'email'] AND cardinality(channels) > 0),
    -- How long the first channel has, before the next one is tried.
    patience_s int NOT NULL CHECK (patience_s >= 0),
    expires_at timestamptz NOT NULL,
    audience int NOT NULL CHECK (audience >= 0),
    decided_at timestamptz NOT NULL,
    decided_by uuid,
    withdrawn_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key)
);
CREATE INDEX notification_newest ON notification (org_id, decided_at DESC, id);
CREATE INDEX notification_by_subject ON notification (org_id, subject);

-- Who it is for: the frozen audience, and at the same time everybody's inbox.
CREATE TABLE recipient (
    org_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    member_id uuid NOT NULL,
    why text NOT NULL,
    -- What is different in this person's copy; it comes over the notification's variables.
    variables jsonb NOT NULL DEFAULT '{}',
    language text NOT NULL,
    decided_at timestamptz NOT NULL,
    -- They asked for quiet, so nothing leaves before.
    awake_at timestamptz,
    read_at timestamptz,
    PRIMARY KEY (org_id, notification_id, account_id),
    FOREIGN KEY (org_id, notification_id) REFERENCES notification (org_id, id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX recipient_inbox ON recipient (org_id, account_id, decided_at DESC);
CREATE INDEX recipient_by_member ON recipient (org_id, member_id);
CREATE INDEX recipient_by_account ON recipient (account_id);

-- One row for each notification, person and channel; the sums always equal the audience.
CREATE TABLE delivery (
    org_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    account_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('push', 'sms', 'email')),
    state text NOT NULL CHECK (state IN
        ('queued', 'leased', 'sent', 'delivered', 'read', 'failed', 'suppressed', 'expired', 'unknown')),
    reason text CHECK ((reason IS NOT NULL) >= (state IN ('failed', 'suppressed', 'unknown'))),
    due_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    lease uuid,
    leased_until timestamptz,
    provider text,
    provider_id text,
    cost_won int NOT NULL DEFAULT 0,
    -- The phones that have taken the push, when another one of the person has not.
    reached uuid[] NOT NULL DEFAULT '{}',
    -- What the short link of a text message ends with.
    code text,
    sent_at timestamptz,
    delivered_at timestamptz,
    read_at timestamptz,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, notification_id, account_id, channel),
    FOREIGN KEY (org_id, notification_id, account_id)
        REFERENCES recipient (org_id, notification_id, account_id),
    CHECK ((state = 'leased') = (leased_until IS NOT NULL)),
    CHECK ((state = 'leased') = (lease IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX delivery_due ON delivery (org_id, channel, due_at) WHERE state = 'queued';
CREATE INDEX delivery_leased ON delivery (org_id, channel, leased_until) WHERE state = 'leased';
CREATE INDEX delivery_unknown ON delivery (org_id, channel, changed_at) WHERE state = 'unknown';
CREATE INDEX delivery_by_provider ON delivery (provider, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX delivery_by_code ON delivery (code) WHERE code IS NOT NULL;

-- A browser that takes pushes for a person. It ends with its session.
CREATE TABLE push_device (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    session_id uuid NOT NULL REFERENCES session (id),
    endpoint text NOT NULL CHECK (length(endpoint) <= 1000),
    p256dh bytea NOT NULL CHECK (length(p256dh) = 65),
    auth bytea NOT NULL CHECK (length(auth) = 16),
    name text NOT NULL,
    -- The person lets the lock screen show what a message says.
    shows_text boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_why text CHECK ((ended_why IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX push_device_endpoint ON push_device (md5(endpoint)) WHERE ended_at IS NULL;
CREATE INDEX push_device_by_account ON push_device (account_id) WHERE ended_at IS NULL;
CREATE INDEX push_device_by_session ON push_device (session_id);

-- What a person does not want, or does, against the topic's own default.
CREATE TABLE topic_choice (
    account_id uuid NOT NULL REFERENCES account (id),
    topic text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('push', 'sms', 'email')),
    wanted boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, topic, channel)
);

-- When a person wants to hear nothing. Without a row it is 21:00 to 08:00 in the organisation's zone.
CREATE TABLE quiet_hours (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    begins time NOT NULL,
    ends time NOT NULL,
    timezone text,
    enabled boolean NOT NULL DEFAULT true,
    -- When what can wait is told all at once.
    digest_at time NOT NULL DEFAULT '18:00'
);

CREATE TABLE email_address (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    address text NOT NULL CHECK (length(address) <= 254),
    verified_at timestamptz,
    -- Somebody at that address pressed "unsubscribe", or mail to it comes back.
    stopped_at timestamptz,
    stopped_why text,
    changed_at timestamptz NOT NULL
);
"""

OWN = ("push_device", "topic_choice", "quiet_hours", "email_address")
"""Keyed by the person, who alone changes them; nothing where nobody is named."""

# A sender works for an organisation, and may see what its members want, and nobody else's.
SEEN = ("topic_choice", "quiet_hours", "email_address")

POLICIES = (
    "\n".join(
        f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO pumasi_app
    USING (account_id = (SELECT nullif(current_setting('app.account'), '')::uuid))
    WITH CHECK (account_id = (SELECT nullif(current_setting('app.account'), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO pumasi_app;
"""
        for table in OWN
    )
    + "\n".join(
        f"""
CREATE POLICY seen ON {table} FOR SELECT TO pumasi_app USING (
    CASE WHEN (SELECT current_setting('app.org')) <> ''
    THEN EXISTS (SELECT FROM member m WHERE m.account_id = {table}.account_id AND m.ended_at IS NULL)
    ELSE false END);
"""
        for table in SEEN
    )
    + "REVOKE DELETE ON push_device FROM pumasi_app;"
)

# NULL: they may hear it now. Times of day are those of the zone, across its changes of the clock.
FUNCTIONS = """
CREATE FUNCTION quiet_until(at timestamptz, zone text, begins time, ends time) RETURNS timestamptz
LANGUAGE sql STABLE RETURN CASE
    WHEN begins = ends THEN NULL
    WHEN begins < ends AND (at AT TIME ZONE zone)::time >= begins AND (at AT TIME ZONE zone)::time < ends
        THEN ((at AT TIME ZONE zone)::date + ends) AT TIME ZONE zone
    WHEN begins > ends AND (at AT TIME ZONE zone)::time >= begins
        THEN ((at AT TIME ZONE zone)::date + 1 + ends) AT TIME ZONE zone
    WHEN begins > ends AND (at AT TIME ZONE zone)::time < ends
        THEN ((at AT TIME ZONE zone)::date + ends) AT TIME ZONE zone
END;

-- Sixty random bits in eleven characters: the end of a short link, which only its reader knows.
CREATE FUNCTION link_code() RETURNS text LANGUAGE sql VOLATILE
RETURN left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', 'xyz'), 11);

CREATE FUNCTION next_time_of_day(at timestamptz, zone text, wanted time) RETURNS timestamptz
LANGUAGE sql STABLE RETURN CASE
    WHEN (at AT TIME ZONE zone)::time < wanted THEN ((at AT TIME ZONE zone)::date + wanted) AT TIME ZONE zone
    ELSE ((at AT TIME ZONE zone)::date + 1 + wanted) AT TIME ZONE zone
END;
"""

# The phones of an organisation's members, for who sends. A phone ends with the session that it belongs to,
# and the functions run as the owner of the schema, because sessions are seen by their person alone.
DEVICES = """
CREATE POLICY owner ON push_device TO pumasi_owner USING (true) WITH CHECK (true);

CREATE FUNCTION accounts_with_push(at timestamptz) RETURNS TABLE (account_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10000 SET search_path = public, pg_temp AS $$
    SELECT DISTINCT d.account_id
      FROM push_device d
      JOIN session s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > $1
      JOIN member m ON m.org_id = current_setting('app.org')::uuid AND m.account_id = d.account_id
       AND m.ended_at IS NULL
     WHERE d.ended_at IS NULL
$$;

CREATE FUNCTION push_devices_of(accounts uuid[], at timestamptz)
RETURNS TABLE (account_id uuid, id uuid, endpoint text, p256dh bytea, auth bytea, shows_text boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 500 SET search_path = public, pg_temp AS $$
    SELECT d.account_id, d.id, d.endpoint, d.p256dh, d.auth, d.shows_text
      FROM unnest($1) AS a(account_id)
      JOIN push_device d ON d.account_id = a.account_id AND d.ended_at IS NULL
      JOIN session s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > $2
      JOIN member m ON m.org_id = current_setting('app.org')::uuid AND m.account_id = d.account_id
       AND m.ended_at IS NULL
$$;

CREATE FUNCTION end_push_devices(devices uuid[], why text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE push_device d SET ended_at = $3, ended_why = $2
      FROM member m
     WHERE d.id = ANY ($1) AND d.ended_at IS NULL
       AND m.org_id = current_setting('app.org')::uuid AND m.account_id = d.account_id
$$;

REVOKE EXECUTE ON FUNCTION accounts_with_push, push_devices_of, end_push_devices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_with_push, push_devices_of, end_push_devices TO pumasi_app;
"""

# The relay looks who has something due, so that it can ring; it sees no person and no message.
RELAY = """
CREATE POLICY relay ON delivery FOR SELECT TO pumasi_relay USING (true);
GRANT SELECT (org_id, channel, state, due_at, leased_until, changed_at) ON delivery TO pumasi_relay;
REVOKE DELETE ON notification, recipient, delivery FROM pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(
            TABLES,
            *(tenant_table(name) for name in ("notification", "recipient", "delivery")),
            POLICIES,
            FUNCTIONS,
            DEVICES,
            RELAY,
        )

    manager.add_raw(run)
    return manager
