"""What shared tablets and a crew's leader add to an organisation's story."""

from datetime import datetime
from typing import Any

from backend.core.ids import new_id
from tests.world import Person


async def tell(owner: Person, worker: Person, shift: dict[str, Any], now: datetime) -> None:
    """A tablet is offered and revoked, PINs are chosen and given, a leader taps, and the person objects."""
    offer = (await owner.post("~/tablets", {"site_id": shift["site_id"], "name": "1층"})).json()
    await owner.get("~/tablets")
    await owner.delete(f"~/tablets/{offer['id']}")
    await worker.put("~/pin", {"pin": "2580"})
    await worker.get("~/pin")
    await owner.post(f"~/members/{worker.member_id}/given-pins")
    tap = {
        "member_id": worker.member_id,
        "shift_id": shift["id"],
        "kind": "break_start",
        "device_time": now.isoformat(),
    }
    punch_id = str(new_id())
    await owner.put(f"~/crew-punches/{punch_id}", tap)
    await worker.put(f"~/punches/{punch_id}/objection", {"reason": "쉬지 않았어요"})
    await owner.get(f"~/punches/{punch_id}/objection")
