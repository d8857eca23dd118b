"""Text messages and e-mail: budgets and what was spent, providers in use, short links, addresses on trial."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql
from backend.core.migrations_sql import tenant_table

ID = "2026-11-24T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TABLES = """
-- What an organisation decided about its messages. Without a row: no limit, the installation's sender.
CREATE TABLE messaging (
    org_id uuid PRIMARY KEY REFERENCES organisation (id),
    -- What text messages may cost in a month; NULL: no limit.
    budget_won int CHECK (budget_won >= 0),
    warn_at_percent int NOT NULL DEFAULT 80 CHECK (warn_at_percent BETWEEN 1 AND 100),
    sender text CHECK (sender ~ '^[+]?[0-9]{7,15}$'),
    email_name text CHECK (length(email_name) BETWEEN 1 AND 60)
);

-- What was spent in a month of the organisation's zone. Whoever reserves holds this row.
CREATE TABLE message_spending (
    org_id uuid NOT NULL REFERENCES organisation (id),
    month date NOT NULL,
    spent_won int NOT NULL DEFAULT 0 CHECK (spent_won >= 0),
    -- The highest percentage of the budget that managers were told of.
    warned_percent int NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, month)
);

-- Set aside before a message leaves, until it is known what became of it.
CREATE TABLE message_reservation (
    org_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    account_id uuid NOT NULL,
    month date NOT NULL,
    won int NOT NULL CHECK (won >= 0),
    PRIMARY KEY (org_id, notification_id, account_id),
    FOREIGN KEY (org_id, month) REFERENCES message_spending (org_id, month),
    FOREIGN KEY (org_id, notification_id, account_id)
        REFERENCES recipient (org_id, notification_id, account_id)
);
CREATE INDEX message_reservation_by_month ON message_reservation (org_id, month);

-- By whom an organisation's messages go now, so that a switch is noticed and told.
CREATE TABLE provider_in_use (
    org_id uuid NOT NULL REFERENCES organisation (id),
    channel text NOT NULL,
    name text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (org_id, channel)
);

-- An address that somebody says is theirs, until the code that was mailed to it proves it.
CREATE TABLE email_code (
    account_id uuid NOT NULL REFERENCES account (id),
    id uuid NOT NULL,
    address text NOT NULL CHECK (length(address) <= 254),
    code_hash bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, id)
);
ALTER TABLE email_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_code FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON email_code TO pumasi_app
    USING (account_id = (SELECT nullif(current_setting('app.account'), '')::uuid))
    WITH CHECK (account_id = (SELECT nullif(current_setting('app.account'), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON email_code TO pumasi_app;
"""

# A short link and a provider's callback name one delivery, and nobody's organisation. Whoever holds the code
# (sixty random bits) or knows the provider's own number may see whose it is, and nothing else.
FUNCTIONS = """
CREATE POLICY owner_counts ON delivery FOR SELECT TO pumasi_owner USING (true);

CREATE FUNCTION delivery_of_code(code text) RETURNS TABLE (org_id uuid, notification_id uuid, account_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
    SELECT d.org_id, d.notification_id, d.account_id FROM delivery d WHERE d.code = $1
$$;

CREATE FUNCTION delivery_of_provider(provider text, provider_id text)
RETURNS TABLE (org_id uuid, notification_id uuid, account_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
    SELECT d.org_id, d.notification_id, d.account_id FROM delivery d
     WHERE d.provider = $1 AND d.provider_id = $2
$$;

REVOKE EXECUTE ON FUNCTION delivery_of_code, delivery_of_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delivery_of_code, delivery_of_provider TO pumasi_app;
"""
TENANT = ("messaging", "message_spending", "message_reservation", "provider_in_use")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TABLES, *(tenant_table(name) for name in TENANT), FUNCTIONS)

    manager.add_raw(run)
    return manager
