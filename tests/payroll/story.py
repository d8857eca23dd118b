"""Pay in an organisation's story."""

from tests.payroll.pay import DECIDED
from tests.timesheets.sheets import day_ago
from tests.world import Person

TERMS = {"weekly_min": 600, "days_per_week": 5, "wage_kind": "hourly", "wage_won": 12_000}


async def tell(owner: Person, worker: Person) -> None:
    """The rules are decided, a sheet is locked, and its slip is given, seen and printed."""
    today = {"day": day_ago(1).day, "months_after": 0, "on_day_off": "same"}
    await owner.patch("~/pay-settings", {**DECIDED, "payday": today})
    await owner.get("~/pay-settings")
    await owner.put(f"~/members/{worker.member_id}/terms/2026-01-01", TERMS)
    await owner.get("~/pay")
    periods = (await owner.get("~/periods")).json()["items"]
    period = next(one["id"] for one in periods if one["until_on"] < day_ago(0).isoformat())
    sheet_path = f"~/periods/{period}/sheets/{worker.member_id}"
    revision = (await owner.get(sheet_path)).json()["revision"]
    for act in ("approval", "lock"):
        await owner.put(f"{sheet_path}/{act}", {"revision": revision})
    await owner.get(f"~/pay/{period}")
    person = f"~/pay/{period}/members/{worker.member_id}"
    await owner.get(person)
    await owner.put(f"{person}/deductions", {"items": [{"name": "국민연금", "won": 500}]})
    await owner.post(f"~/pay/{period}/slips", {"member_ids": [worker.member_id], "reason": ""})
    for slip in (await worker.get("~/my-pay")).json()["slips"][:1]:
        await worker.get(f"~/pay-slips/{slip['id']}")
        await worker.put(f"~/pay-slips/{slip['id']}/reading")
        await worker.get(f"~/pay-slips/{slip['id']}/paper?language=ko")
