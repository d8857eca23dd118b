"""Employees have the number by which a payroll program knows them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T22:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

NUMBERS = """
ALTER TABLE member ADD COLUMN number text CHECK (number <> '');
-- Who has left keeps theirs: what was exported with it stays theirs.
CREATE UNIQUE INDEX member_by_number ON member (org_id, number) WHERE number IS NOT NULL;
ALTER TABLE invitation ADD COLUMN number text CHECK (number <> '');
CREATE INDEX invitation_by_number ON invitation (org_id, number) WHERE number IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(NUMBERS)

    manager.add_raw(run)
    return manager
