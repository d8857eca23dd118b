"""The SQL that every migration of a tenant table repeats, so that none forgets it."""


def tenant_table(table: str) -> str:
    """Row-level security for a table with `org_id`: forced, one policy, rights for the application."""
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON {table} TO pumasi_app
        USING (org_id = (SELECT current_setting('app.org')::uuid))
        WITH CHECK (org_id = (SELECT current_setting('app.org')::uuid));
    GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO pumasi_app;
    """


def account_table(table: str) -> str:
    """Row-level security for a table keyed by `account_id`: only that person's own rows."""
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON {table} TO pumasi_app
        USING (account_id = (SELECT current_setting('app.account')::uuid))
        WITH CHECK (account_id = (SELECT current_setting('app.account')::uuid));
    GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO pumasi_app;
    """
