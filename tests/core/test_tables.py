"""The table classes say what the migrations made: same columns, same kinds, same nullability."""

import asyncpg
import pytest
from litestar import Litestar
from piccolo.conf.apps import Finder
from piccolo.table import Table

from tests.conftest import Servers

SAME_KIND = {
    "UUID": {"uuid"},
    "Varchar": {"character varying", "text"},
    "Text": {"text"},
    "Timestamptz": {"timestamp with time zone"},
    "Integer": {"integer"},
    "SmallInt": {"smallint", "integer"},
    "BigInt": {"bigint"},
    "Boolean": {"boolean"},
    "DoublePrecision": {"double precision"},
    "Real": {"real", "double precision"},
    "JSONB": {"jsonb"},
    "Array": {"ARRAY"},
    "Bytea": {"bytea"},
    "Interval": {"interval"},
    "Date": {"date"},
}


def all_tables() -> list[type[Table]]:
    return [
        table
        for app in Finder().get_app_configs()
        if app.app_name not in ("migrations", "user")
        for table in app.table_classes
    ]


async def test_every_table_class_matches_its_table(app: Litestar, servers: Servers):
    connection = await asyncpg.connect(servers.dsns.superuser)
    tables = all_tables()
    assert len(tables) >= 8
    differences = []
    for table in tables:
        name = table._meta.tablename
        rows = await connection.fetch(
            "SELECT column_name, data_type, is_nullable FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = $1",
            name,
        )
        actual = {row["column_name"]: row for row in rows}
        declared = {column._meta.db_column_name: column for column in table._meta.columns}
        differences += [f"{name}.{column}: not in the database" for column in declared.keys() - actual.keys()]
        for column_name in declared.keys() & actual.keys():
            column, row = declared[column_name], actual[column_name]
            if row["data_type"] not in SAME_KIND[type(column).__name__]:
                differences.append(f"{name}.{column_name}: {type(column).__name__} but {row['data_type']}")
            if column._meta.null != (row["is_nullable"] == "YES"):
                differences.append(f"{name}.{column_name}: null={column._meta.null} but {row['is_nullable']}")
    await connection.close()
    assert differences == []


@pytest.mark.parametrize("table", ["event", "account_event", "punch"])
async def test_what_was_recorded_cannot_be_changed(app: Litestar, servers: Servers, table: str):
    connection = await asyncpg.connect(servers.dsns.superuser)
    rights = await connection.fetchrow(
        "SELECT has_table_privilege('pumasi_app', $1, 'UPDATE') AS change, "
        "has_table_privilege('pumasi_app', $1, 'DELETE') AS remove",
        table,
    )
    await connection.close()
    assert not rights["change"]
    assert not rights["remove"]
