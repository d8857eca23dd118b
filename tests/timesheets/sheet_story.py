"""What is agreed on about hours, in an organisation's story."""

from typing import Any

from tests.timesheets.sheets import day_ago, days_ago, follow, work
from tests.world import Firm, Person


async def tell(firm: Firm, worker: Person, site: dict[str, Any]) -> None:
    """A week is looked at, approved, locked; something comes late, and it is opened again."""
    owner = firm.owner
    await work(worker, site["id"], ("in", days_ago(6, "03:00")), ("out", days_ago(6, "04:00")))
    await owner.put("~/timesheet-choices", {"period": "weekly", "week_from": day_ago(0).isoformat()})
    await owner.get("~/timesheet-choices")
    periods = (await owner.get("~/periods")).json()["items"]
    period = next(one["id"] for one in periods if one["until_on"] < day_ago(0).isoformat())
    path = f"~/periods/{period}/sheets"
    await owner.get(f"{path}?site_id={site['id']}&odd_only=true&name=a")
    await worker.get("~/my-sheets")
    await worker.get(f"~/my-sheets/{period}")
    await worker.put(f"~/my-sheets/{period}/remark", {"right": False, "text": "10분 더 일했어요"})
    await owner.post(f"~/periods/{period}/approvals")
    sheet = (await owner.get(f"{path}/{worker.member_id}")).json()
    for act in ("approval", "lock"):
        await owner.put(f"{path}/{worker.member_id}/{act}", {"revision": sheet["revision"]})
    await owner.post(f"~/periods/{period}/locks")
    await work(worker, site["id"], ("in", days_ago(5, "03:00")), ("out", days_ago(5, "04:00")))
    await follow(firm)
    for question in (await owner.get("~/late-questions")).json()["items"][:1]:
        answer = {"answer": "leave", "reason": "다음 기간에 넣어요"}
        await owner.put(f"~/late-questions/{question['id']}/answer", answer)
    await owner.post(f"{path}/{worker.member_id}/reopenings", {"reason": "빠진 것이 있어요"})
