"""Contracts of employment say more: their last day, their weekdays, probation, and what kind of work it is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.migrations import run_sql

ID = "2026-11-24T22:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = __doc__

TERMS = """
ALTER TABLE employment_terms
    ADD COLUMN until_on date,
    ADD COLUMN workdays smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN probation_until date,
    ADD COLUMN probation_percent int NOT NULL DEFAULT 100,
    -- No less than the minimum wage in probation, either (최저임금법 제5조 제2항).
    ADD COLUMN simple_labour boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT employment_terms_order CHECK (until_on >= from_on),
    ADD CONSTRAINT employment_terms_probation CHECK (
        probation_until >= from_on AND probation_percent BETWEEN 1 AND 100);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="scheduling", description=DESCRIPTION)

    async def run() -> None:
        await run_sql(TERMS)

    manager.add_raw(run)
    return manager
