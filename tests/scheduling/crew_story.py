"""What the crew asks of the plan, in an organisation's story."""

from datetime import datetime, timedelta
from typing import Any

from tests.world import Person


async def tell(owner: Person, worker: Person, site: dict[str, Any], now: datetime) -> None:
    """An open shift that is claimed, asked for and waited for; one that is refused; and swaps."""
    start = now + timedelta(days=30)
    for number, open_by in enumerate(("claim", "request", "request", None)):
        await _publish(owner, site, start + timedelta(days=number), open_by)
    days = f"from={_query(now)}&to={_query(start + timedelta(days=5))}"
    shifts = (await owner.get(f"~/shifts?{days}&site_id={site['id']}")).json()["items"]
    taken, asked, left, given = [one["id"] for one in shifts][-4:]
    await worker.get(f"~/open-shifts?{days}")
    await worker.put(f"~/shifts/{taken}/claim", {"note": "갈 수 있어요"})
    await worker.put(f"~/shifts/{asked}/claim", {})
    await owner.get(f"~/shifts/{asked}/claims")
    await owner.put(f"~/shifts/{asked}/claims/{worker.member_id}/decision", {"approve": True})
    await worker.put(f"~/shifts/{left}/claim", {})
    await worker.delete(f"~/shifts/{left}/claim")
    await owner.put(f"~/shifts/{given}/assignments/{worker.member_id}")
    await worker.put(f"~/shifts/{given}/confirmation")
    swap = (await worker.post("~/swaps", {"shift_id": given, "to_member_id": owner.member_id})).json()
    await worker.get("~/swaps")
    await worker.get(f"~/shifts/{given}/swap-partners")
    await owner.get(f"~/swaps/{swap['id']}/effects")
    await owner.put(f"~/swaps/{swap['id']}/acceptance", {})
    await owner.put(f"~/swaps/{swap['id']}/decision", {"approve": True})
    again = (await worker.post("~/swaps", {"shift_id": taken})).json()
    await worker.delete(f"~/swaps/{again['id']}")


async def _publish(owner: Person, site: dict[str, Any], start: datetime, open_by: str | None) -> None:
    body = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
    await owner.post("~/shifts", {"site_id": site["id"], "seats": 2, "open_by": open_by, **body})
    days = {"from": start.isoformat(), "to": (start + timedelta(hours=1)).isoformat()}
    await owner.post("~/publications", {**days, "site_ids": [site["id"]]})


def _query(moment: datetime) -> str:
    return moment.isoformat().replace("+", "%2B")
