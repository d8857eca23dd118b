"""What is mended of the record, in an organisation's story."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.attendance.correction_events import ProposalDue
from backend.attendance.service import proposals
from backend.core import tenancy
from backend.core.ids import new_id
from tests.attendance.day import duty
from tests.world import Firm, Person

HOUR = timedelta(hours=1)


async def tell(firm: Firm, worker: Person, site: dict[str, Any], now: datetime) -> None:
    """Asked and taken back, or approved; made by the office and objected to; proposed and dismissed."""
    owner = firm.owner

    async def correct(person: Person, hours: int, **body: Any) -> str:
        at = (now - hours * HOUR).isoformat()
        request_id = str(new_id())
        change = {"kind": "in", "at": at, "site_id": site["id"]}
        await person.put(f"~/corrections/{request_id}", {"reason": "깜빡함", "changes": [change], **body})
        return request_id

    shift = await duty(firm, site["id"], worker, now - 60 * HOUR, 3)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await proposals.propose(ProposalDue(UUID(shift.shift_id)))
    (proposed,) = (await worker.get("~/punch-proposals")).json()
    await worker.put(f"~/punch-proposals/{proposed['id']}/answer", {"accept": False})

    await worker.put(f"~/corrections/{await correct(worker, 99)}/withdrawal")
    asked = await correct(worker, 90)
    await worker.get(f"~/corrections/{asked}")
    await owner.get(f"~/corrections?state=asked&member_id={worker.member_id}")
    await owner.put(f"~/corrections/{asked}/decision", {"approve": True})
    made = await correct(owner, 80, member_id=worker.member_id)
    await worker.put(f"~/corrections/{made}/answer", {"answer": "objected", "reason": "아니에요"})
