"""Accounts, organisations, members, invitations, sessions, and the ways to sign in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import account_table, tenant_table

ID = "2026-11-24T09:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
CREATE TABLE account (
    id uuid PRIMARY KEY,
    phone text NOT NULL UNIQUE CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
    name text NOT NULL DEFAULT '',
    language text NOT NULL DEFAULT 'ko' CHECK (language IN ('ko', 'en')),
    text_size text,
    created_at timestamptz NOT NULL
);

CREATE TABLE organisation (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('company', 'shop', 'coop')),
    timezone text NOT NULL,
    language text NOT NULL CHECK (language IN ('ko', 'en')),
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL
);

-- One row for a person in an organisation, for ever: who leaves and comes back is the same member.
CREATE TABLE member (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'member')),
    joined_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, account_id)
);
CREATE INDEX member_by_account ON member (account_id);

-- What a member answers for without being a manager. The work domains say what a scope is.
CREATE TABLE member_scope (
    org_id uuid NOT NULL,
    member_id uuid NOT NULL,
    scope_id uuid NOT NULL,
    PRIMARY KEY (org_id, member_id, scope_id),
    FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id) ON DELETE CASCADE
);
CREATE INDEX member_scope_by_scope ON member_scope (org_id, scope_id);

CREATE TABLE invitation (
    org_id uuid NOT NULL REFERENCES organisation (id),
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'member')),
    phone text CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
    max_uses int CHECK (max_uses > 0),
    uses int NOT NULL DEFAULT 0 CHECK (uses <= max_uses),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, token_hash),
    FOREIGN KEY (org_id, created_by) REFERENCES member (org_id, id)
);
CREATE INDEX invitation_by_creator ON invitation (org_id, created_by);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    token_hash bytea NOT NULL UNIQUE,
    device text NOT NULL,
    method text NOT NULL CHECK (method IN ('code', 'passkey', 'social')),
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX session_by_account ON session (account_id);

-- A code that was sent by SMS. The newest one of a number counts.
CREATE TABLE sign_in_code (
    phone text NOT NULL,
    id uuid NOT NULL,
    code_hash bytea NOT NULL,
    tries int NOT NULL DEFAULT 0,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (phone, id)
);
CREATE INDEX sign_in_code_sent ON sign_in_code (phone, sent_at);

-- How many codes an address asked for, whatever the number.
CREATE TABLE sign_in_asking (
    address inet NOT NULL,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (address, id)
);
CREATE INDEX sign_in_asking_at ON sign_in_asking (address, at);

-- The first half of a sign-in that takes two requests (passkey, social): what the second half must match.
-- The key is the hash of a secret that only the asking browser knows. Taken once, then gone.
CREATE TABLE sign_in_step (
    secret_hash bytea PRIMARY KEY,
    purpose text NOT NULL,
    data jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_step_expiry ON sign_in_step (expires_at);

CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    transports text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX passkey_by_account ON passkey (account_id);

-- Somebody's name at a social sign-in (OpenID Connect: issuer and subject), linked to their account.
CREATE TABLE external_login (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    provider text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX external_login_by_account ON external_login (account_id);
"""

# CASE, because AND and OR promise no order, and the cast of an unset setting would raise.
POLICIES = """
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON account FOR SELECT TO pumasi_app USING (
    id = (SELECT nullif(current_setting('app.account'), '')::uuid)
    OR phone = (SELECT nullif(current_setting('app.phone'), ''))
    OR CASE WHEN (SELECT current_setting('app.org')) <> ''
       THEN EXISTS (SELECT FROM member WHERE account_id = account.id) ELSE false END
);
CREATE POLICY born ON account FOR INSERT TO pumasi_app
    WITH CHECK (phone = (SELECT nullif(current_setting('app.phone'), '')));
CREATE POLICY own ON account FOR UPDATE TO pumasi_app
    USING (id = (SELECT nullif(current_setting('app.account'), '')::uuid));
GRANT SELECT, INSERT, UPDATE (name, language, text_size) ON account TO pumasi_app;

ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organisation TO pumasi_app
    USING (id = (SELECT current_setting('app.org')::uuid))
    WITH CHECK (id = (SELECT current_setting('app.org')::uuid));
GRANT SELECT, INSERT, UPDATE ON organisation TO pumasi_app;

ALTER TABLE sign_in_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_code FORCE ROW LEVEL SECURITY;
CREATE POLICY phone ON sign_in_code TO pumasi_app
    USING (phone = (SELECT nullif(current_setting('app.phone'), '')))
    WITH CHECK (phone = (SELECT nullif(current_setting('app.phone'), '')));
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code TO pumasi_app;

-- These two belong to nobody yet: they are found by a secret, or counted by an address.
ALTER TABLE sign_in_asking ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_asking FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody ON sign_in_asking TO pumasi_app USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON sign_in_asking TO pumasi_app;
ALTER TABLE sign_in_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_step FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody ON sign_in_step TO pumasi_app USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON sign_in_step TO pumasi_app;
REVOKE DELETE ON member, invitation, session FROM pumasi_app;
"""

# What must be known before anybody is known. The functions run as the owner of the schema, who has no
# rights over these rows but the policies below, and each answers one question about one secret or person.
FUNCTIONS = """
CREATE POLICY owner ON account FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON organisation FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON member FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON member_scope FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON external_login FOR SELECT TO pumasi_owner USING (true);
CREATE POLICY owner ON session TO pumasi_owner USING (true) WITH CHECK (true);

CREATE FUNCTION authenticate(token_hash bytea, org uuid, at timestamptz)
RETURNS TABLE (account_id uuid, session_id uuid, language text, stale boolean,
               member_id uuid, role text, scopes uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.account_id, s.id, a.language, s.last_seen_at < $3 - interval '1 hour',
           m.id, m.role,
           ARRAY(SELECT x.scope_id FROM member_scope x WHERE x.org_id = m.org_id AND x.member_id = m.id)
      FROM session s
      JOIN account a ON a.id = s.account_id
      LEFT JOIN member m ON m.org_id = $2 AND m.account_id = s.account_id AND m.ended_at IS NULL
     WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $3
$$;

CREATE FUNCTION touch_session(session_id uuid, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2 - interval '1 hour'
$$;

-- Who holds the token may end its session, whoever they are now.
CREATE FUNCTION end_session(token_hash bytea, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE session SET ended_at = $2 WHERE session.token_hash = $1 AND ended_at IS NULL
$$;

-- The organisations of the account that the transaction works for, and of no other.
CREATE FUNCTION my_memberships()
RETURNS TABLE (org_id uuid, org_name text, kind text, timezone text, language text, settings jsonb,
               member_id uuid, name text, role text, scopes uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id, o.name, o.kind, o.timezone, o.language, o.settings, m.id, m.name, m.role,
           ARRAY(SELECT x.scope_id FROM member_scope x
                  WHERE x.org_id = m.org_id AND x.member_id = m.id ORDER BY x.scope_id)
      FROM member m JOIN organisation o ON o.id = m.org_id
     WHERE m.account_id = current_setting('app.account')::uuid AND m.ended_at IS NULL
     ORDER BY m.joined_at, m.org_id
$$;

CREATE FUNCTION account_of_login(issuer text, subject text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.account_id FROM external_login l WHERE l.issuer = $1 AND l.subject = $2
$$;

REVOKE EXECUTE ON FUNCTION authenticate, touch_session, end_session, my_memberships, account_of_login FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate, touch_session, end_session, my_memberships, account_of_login TO pumasi_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(
            TABLES,
            *(tenant_table(name) for name in ("member", "member_scope", "invitation")),
            *(account_table(name) for name in ("session", "passkey", "external_login")),
            POLICIES,
            FUNCTIONS,
        )

    manager.add_raw(run)
    return manager
