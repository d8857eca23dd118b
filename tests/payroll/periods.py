"""Periods that are over, and locked as the office locks them."""

from tests.insight.world import monday
from tests.world import Firm


async def last_period(firm: Firm) -> str:
    """Of the week before this one, in an organisation that pays by the week."""
    chosen = await firm.owner.put("~/timesheet-choices", {"period": "weekly"})
    assert chosen.status_code == 200, chosen.text
    found = (await firm.owner.get("~/periods")).json()["items"]
    return str(next(one["id"] for one in found if one["from_on"] == str(monday(-1))))


async def lock(firm: Firm, period_id: str, *, but: str = "") -> None:
    """Every sheet of the period, as it is, but one person's."""
    for row in (await firm.owner.get(f"~/periods/{period_id}/sheets")).json()["items"]:
        for step in ("approval", "lock") if row["member_id"] != but else ():
            path = f"~/periods/{period_id}/sheets/{row['member_id']}/{step}"
            answer = await firm.owner.put(path, {"revision": row["revision"]})
            assert answer.status_code < 300, answer.text
