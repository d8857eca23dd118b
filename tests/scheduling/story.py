"""What planning whole weeks adds to an organisation's story."""

from datetime import datetime, timedelta
from typing import Any

from tests.world import Person


async def tell(owner: Person, worker: Person, shift: dict[str, Any], now: datetime) -> None:
    """The board, a preview, copies, a template, the automatic roster, and somebody who calls off."""
    today = now.date()
    days = {
        "from": now.isoformat(),
        "to": (now + timedelta(days=7)).isoformat(),
        "site_ids": [shift["site_id"]],
    }
    await owner.get(f"~/roster?week={today}&days=28&site_id={shift['site_id']}")
    await owner.post("~/publication-previews", days)
    await owner.post("~/publications", days)
    week = {"from_week": str(today), "to_week": str(today + timedelta(weeks=1))}
    await owner.post("~/week-copies", {**week, "member_id": worker.member_id})
    days_later = [str(today + timedelta(days=3))]
    copies = await owner.post(f"~/shifts/{shift['id']}/copies", {"days": days_later, "with_people": True})
    template = (await owner.post("~/week-templates", {"name": "보통 주", "from_week": str(today)})).json()
    await owner.get("~/week-templates")
    await owner.post(f"~/week-templates/{template['id']}/applications", {"week": week["to_week"]})
    await owner.delete(f"~/week-templates/{template['id']}")
    rostering = (await owner.post("~/rosterings", days)).json()
    await owner.get("~/rosterings")
    await owner.get(f"~/rosterings/{rostering['id']}")
    await owner.delete(f"~/rosterings/{rostering['id']}")
    assert copies.json()["assigned"] == 1
    ill = {
        "from": now.isoformat(),
        "to": (now + timedelta(days=5)).isoformat(),
        "member_id": worker.member_id,
    }
    await owner.post("~/call-offs", {**ill, "reason": "열이 나요"})
