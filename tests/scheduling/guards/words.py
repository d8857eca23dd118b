"""Words for the tests of the guards."""

from typing import Any
from uuid import UUID

from backend.core import database, tenancy
from backend.scheduling.service.guards import Finding, Placement, examine
from tests.world import Firm, Person


async def sql(firm: Firm, statement: str, *values: Any) -> None:
    """Write facts of the organisation; `$1` is it."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch(statement, UUID(firm.org_id), *values)


async def findings(firm: Firm, person: Person, *shifts: dict[str, Any], **more: Any) -> list[Finding]:
    """What speaks against somebody on these shifts, all of them at once."""
    placements = [Placement(UUID(person.member_id), UUID(shift["id"])) for shift in shifts]
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            return await examine(placements, **{"occasion": "assign", **more})


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]
