"""Tenancy: the catalogue shows that no tenant table can be read, pointed at or collided with across firms."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from litestar import Litestar

from backend.core import database, tenancy
from tests.conftest import Servers

TENANT_TABLES = """
SELECT c.oid, c.relname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p')
"""


@pytest.fixture
async def catalogue(app: Litestar, servers: Servers) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(servers.dsns.superuser)
    yield connection
    await connection.close()


async def test_every_tenant_table_has_a_forced_policy_on_its_organisation(catalogue):
    tables = await catalogue.fetch(TENANT_TABLES)
    assert len(tables) >= 10
    for table in tables:
        flags = await catalogue.fetchrow(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = $1", table["oid"]
        )
        assert flags["relrowsecurity"], f"{table['relname']}: no row-level security"
        assert flags["relforcerowsecurity"], f"{table['relname']}: not forced"
        policies = await catalogue.fetch(
            "SELECT coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) AS rule "
            "FROM pg_policy WHERE polrelid = $1 "
            "AND (SELECT oid FROM pg_roles WHERE rolname = 'pumasi_app') = ANY (polroles)",
            table["oid"],
        )
        assert policies, f"{table['relname']}: no policy for the application"
        assert all("app.org" in row["rule"] or "app.account" in row["rule"] for row in policies)


async def test_every_unique_constraint_of_a_tenant_table_begins_with_org_id(catalogue):
    rows = await catalogue.fetch(
        f"SELECT t.relname, i.indexrelid::regclass::text AS index, a.attname AS first "
        f"FROM ({TENANT_TABLES}) t "
        "JOIN pg_index i ON i.indrelid = t.oid AND (i.indisunique OR i.indisexclusion) "
        "LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]"
    )
    assert rows
    assert [f"{row['relname']}: {row['index']}" for row in rows if row["first"] != "org_id"] == []


async def test_every_key_between_tenant_tables_carries_org_id(catalogue):
    rows = await catalogue.fetch(
        f"SELECT k.conname, k.conrelid::regclass::text AS source, "
        "(SELECT array_agg(a.attname::text) FROM pg_attribute a "
        " WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns "
        f"FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM ({TENANT_TABLES}) t) "
        f"AND k.confrelid IN (SELECT oid FROM ({TENANT_TABLES}) t)"
    )
    assert rows
    assert [f"{row['source']}.{row['conname']}" for row in rows if "org_id" not in row["columns"]] == []


async def test_the_application_cannot_leave_its_tenant(catalogue):
    roles = await catalogue.fetch(
        "SELECT rolname, rolbypassrls, rolsuper FROM pg_roles "
        "WHERE rolname IN ('pumasi_app', 'pumasi_owner', 'pumasi_relay')"
    )
    assert len(roles) == 3
    assert not any(row["rolbypassrls"] or row["rolsuper"] for row in roles)
    owned = await catalogue.fetchval(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'pumasi_app'"
    )
    assert owned == 0


async def test_a_query_without_a_tenant_raises(app, servers):
    connection = await asyncpg.connect(servers.dsns.app)
    for query in ("SELECT * FROM event", "SELECT * FROM shift", "SELECT * FROM session"):
        with pytest.raises((asyncpg.UndefinedObjectError, asyncpg.InvalidTextRepresentationError)):
            await connection.fetch(query)
    await connection.close()


async def test_a_row_of_another_tenant_is_refused_by_the_database(app, firm, outsider):
    with tenancy.acting_for(org_id=uuid4()), pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction():
            await database.fetch(
                "INSERT INTO timer (org_id, key, due_at, kind, subject) VALUES ($1, 'x', now(), 'X', $1)",
                uuid4(),
            )


async def test_a_key_to_a_row_of_another_tenant_is_refused(app, firm, outsider):
    """PostgreSQL checks keys without row-level security, so only a composite key stops this."""
    ours = await firm.site()
    with tenancy.acting_for(org_id=outsider.org_id), pytest.raises(asyncpg.ForeignKeyViolationError):
        async with database.transaction():
            await database.fetch(
                "INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, note, state) "
                "VALUES ($1, $2, $3, now(), now() + interval '1 hour', 1, '', 'draft')",
                outsider.org_id,
                uuid4(),
                ours["id"],
            )
