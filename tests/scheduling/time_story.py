"""What people say of their time, in an organisation's story."""

from datetime import datetime, timedelta

from tests.world import Person


async def tell(owner: Person, worker: Person, now: datetime) -> None:
    """Hours, a wish, leave that is granted, asked for, covered, decided and taken back."""
    mine = f"~/members/{worker.member_id}"
    day = str(now.date() + timedelta(days=20))
    hours = {"begins": "06:00", "ends": "18:00", "kind": "can"}
    await worker.put(f"{mine}/availability", {"weekly": [{"weekday": 0, **hours}], "days": []})
    await worker.get(f"{mine}/availability")
    await worker.put(f"{mine}/availability", {"weekly": [], "days": []})
    await worker.put(f"{mine}/wishes/{day}", {"kind": "off"})
    await worker.get(f"{mine}/wishes")
    await worker.delete(f"{mine}/wishes/{day}")
    await owner.post(f"{mine}/leave-entries", {"kind": "annual", "minutes": 2400, "on_day": "2026-01-01"})
    until = str(now.date() + timedelta(days=22))
    body = {"kind": "annual", "from_on": day, "until_on": until, "reason": "여행"}
    request = (await worker.post("~/leave-requests", body)).json()
    await worker.get(f"{mine}/leave")
    await owner.get("~/leave-requests?state=asked")
    await owner.get(f"~/leave-requests/{request['id']}/cover")
    await owner.put(f"~/leave-requests/{request['id']}/decision", {"approve": True})
    await worker.delete(f"~/leave-requests/{request['id']}")
